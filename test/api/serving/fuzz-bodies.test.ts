/**
 * Bodies made of each writing route's own schema, right and wrong, on the real parts: an answer or a clear problem, never a failure of
 * ours, and every stream still goes on afterwards. DUBAN_FUZZ_REQUESTS asks for more than a test run sends.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { problem } from "../../../api/http/problem.js";
import { ROUTES } from "../../../api/routes.js";
import { API, type Route } from "../../../api/serving/route.js";
import { stoppedStreams } from "../../../prisma/ledger/headway.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { asked } from "../../support/asked-bundle.js";
import { inspectedBundle } from "../../support/inspected-bundle.js";
import { type Acting, startActing } from "../acting.js";
import { NASTY } from "../nasty.js";
import { enc } from "../support.js";

const REQUESTS = Number(process.env["DUBAN_FUZZ_REQUESTS"] ?? 1_600);
/** In flight together. */
const TOGETHER = 8;
const SEED = 20_211_201;

type Json = z.core.JSONSchema.JSONSchema;

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(asked(inspectedBundle));
  await acting.goTo("2021-06-09");
}, 120_000);
afterAll(() => acting.close());

const nasty = fc.constantFrom<unknown>(...NASTY, null, -1, 0.5, 1e300, true, [], [[]], {}, { $ref: "x" });
/** What items, posts and people of the small plan are called, among much that nothing is called. */
const known = fc.constantFrom(
  "works/v1",
  "works/v2",
  "unit",
  "unit/desk",
  "leader/2",
  "v1",
  "v2",
  "2021-07-01",
  "说明",
  "works",
  "funds",
  "village-v1",
  "p-office-desk",
);

/** Mostly what the schema asks for. */
function fitting(schema: Json, depth = 0): fc.Arbitrary<unknown> {
  if (typeof schema === "boolean" || depth > 6) return nasty;
  const { type, anyOf, oneOf, enum: values, const: only, items, properties = {}, required = [] } = schema;
  if (only !== undefined) return fc.constant(only);
  if (values) return fc.constantFrom(...(values as unknown[]));
  const ways = (anyOf ?? oneOf) as Json[] | undefined;
  if (ways) return fc.oneof(...ways.map((way) => fitting(way, depth + 1)));
  switch (type) {
    case "object": {
      const members = Object.entries(properties).map(([name, of]) => [name, mixed(of as Json, depth + 1)] as const);
      return fc.record(Object.fromEntries(members), { requiredKeys: required as never[] });
    }
    case "array":
      return fc.array(mixed((items ?? {}) as Json, depth + 1), { minLength: 1, maxLength: 3 });
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.integer({ min: -5, max: 120 });
    case "null":
      return fc.constant(null);
    default:
      return fc.oneof({ arbitrary: known, weight: 4 }, { arbitrary: fc.string({ maxLength: 30 }), weight: 1 });
  }
}

const mixed = (schema: Json, depth: number): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: fitting(schema, depth), weight: 9 }, { arbitrary: nasty, weight: 1 });

const PLACES: Readonly<Record<string, string>> = {
  itemId: "works/v2",
  letterId: "none",
  kind: "policy",
  villageId: "v2",
  round: "2021H1",
  month: "2021-04",
  unit: "unit",
  visit: "village-v1",
  key: "works@1",
  line: "works",
  no: "1",
};
/** The office and a clerk may do most; null: nobody. */
const PEOPLE = fc.oneof(
  { arbitrary: fc.constantFrom("p-office-desk", "p-unit-desk"), weight: 3 },
  { arbitrary: fc.constantFrom("p-leader-2", "p-group-head", "auditor", null), weight: 1 },
);

const WRITES = ROUTES.filter(({ method, upload, takesBytes }) => method !== "get" && !upload && !takesBytes);

interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

function requestOf({ method, path, params, body }: Route): fc.Arbitrary<Request> {
  const schema = body ? (z.toJSONSchema(body, { io: "input", unrepresentable: "any" }) as Json) : {};
  const places = Object.keys(params.shape).map((name) =>
    name === "planId"
      ? ([name, fc.constant(acting.run.planId)] as const)
      : ([name, fc.oneof(fc.constant(PLACES[name] ?? "x"), fc.constantFrom(...NASTY))] as const),
  );
  return fc.record({ at: fc.record(Object.fromEntries(places)), body: mixed(schema, 0) }).map(({ at, ...rest }) => ({
    url: `${API}${path.replace(/\{(\w+)\}/g, (_, name: string) => enc((at as Record<string, string>)[name] || "x"))}`,
    method: method.toUpperCase(),
    ...rest,
  }));
}

it("every writing route is among them", () => {
  expect(WRITES.length).toBeGreaterThan(25);
});

it(`${REQUESTS} bodies do no harm`, async () => {
  const made = fc.sample(
    fc.constantFrom(...WRITES).chain((route) => fc.tuple(requestOf(route), PEOPLE)),
    { numRuns: REQUESTS, seed: SEED },
  );
  const answers = new Map<number, number>();
  const send = async ([{ method, url, body }, person]: (typeof made)[number]): Promise<void> => {
    const headers = {
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
      ...(person === null ? {} : { "x-test-person": person }),
    };
    const response = await fetch(`${acting.base}${url}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    const shown = `${url} ${JSON.stringify(body)?.slice(0, 300)} → ${response.status} ${text.slice(0, 200)}`;
    answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
    expect(response.status, shown).toBeLessThan(500);
    if (response.status < 400) return;
    expect(response.headers.get("content-type"), shown).toContain("application/problem+json");
    expect(problem.parse(JSON.parse(text)).status, shown).toBe(response.status);
    expect(text, shown).not.toMatch(/node_modules|\.ts:|SELECT |syntax error/);
  };
  const left = [...made];
  while (left.length > 0) await Promise.all(left.splice(0, TOGETHER).map(send));
  // Not everything was turned away at the door.
  expect(answers.get(200) ?? 0, JSON.stringify([...answers])).toBeGreaterThan(20);
  console.log(
    `answered: ${[...answers]
      .sort(([one], [other]) => one - other)
      .map(([status, times]) => `${status} × ${times}`)
      .join(", ")}`,
  );

  const { pool } = acting.run.database;
  expect(await stoppedStreams(pool)).toEqual([]);
  expect((await verifyLedger(pool, acting.run.planId)).broken).toBeNull();
  expect((await acting.act("p-office-desk", "annotate", { items: ["works/v1"], text: "照常" })).status).toBe(200);
}, 900_000);
