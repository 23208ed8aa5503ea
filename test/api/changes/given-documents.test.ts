/** Documents and edits that come from outside: made from older versions, very large, with texts that don't fit. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadPlan } from "../../../loader/load-plan.js";
import { type Acting, type Answer, startActing } from "../acting.js";

const OFFICE = "p03";
const CLERK = "p01";

let acting: Acting;
beforeAll(async () => {
  const loaded = await loadPlan(path.resolve(import.meta.dirname, "../../../plans/example"));
  if (!loaded.ok) throw new Error("the example does not load");
  acting = await startActing(loaded.bundle);
  await acting.goTo("2026-12-02");
});
afterAll(() => acting.close());

async function post(at: string, body: unknown, key: string = randomUUID()): Promise<Answer> {
  const response = await acting.request(OFFICE, at, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
const preview = (body: unknown) => post("/changes/preview", body);

const item = {
  task: 1,
  title: "应急供水预案编制",
  source: "区政府专题会议纪要",
  primaryUnit: "shuiwuju",
  deadline: "2027-02-26",
  closeCriteria: "预案印发",
  evidence: ["预案文本"],
};

describe("a whole document", () => {
  const fetched = async () =>
    (await acting.get(OFFICE, "/documents/roster")).body as { yaml: string; version: number; content: object };
  const renamed = (yaml: string): string => yaml.replace(/^( {2}- id: v01\n {4}name: ).*$/m, "$1新村名");

  it("made from an older version is refused with what changed meanwhile, until that is said to be meant", async () => {
    const old = await fetched();
    const text = renamed(old.yaml);
    expect(text).not.toBe(old.yaml);
    const change = {
      edits: [{ kind: "setAddress", person: CLERK, email: "p01new@example.cn" }],
      reason: "更新联系方式",
    };
    const { hash } = (await preview(change)).body;
    expect((await post("/changes", { ...change, hash })).status).toBe(200);

    for (const documents of [{ roster: text }, { roster: parse(text) as object }]) {
      const stale = await preview({ documents });
      expect(stale).toMatchObject({
        status: 200,
        body: {
          hash: null,
          refused: [{ file: "roster.yaml", what: { zh: expect.stringMatching(/现行为第\d+版.*p01new/) } }],
        },
      });
      const hashed = { documents, hash: "0".repeat(64) };
      expect([409, 422]).toContain((await post("/changes", hashed)).status);
    }
    expect((await fetched()).yaml).toContain("p01new@example.cn");

    // Fetched again it is taken; and so is the old one, where its sender has seen what it undoes.
    const newer = await fetched();
    expect((await preview({ documents: { roster: renamed(newer.yaml) } })).body.hash).toMatch(/^[0-9a-f]{64}$/);
    const basedOn = { roster: newer.version };
    expect(
      (await preview({ documents: { roster: parse(renamed(newer.yaml)) as object }, basedOn })).body.hash,
    ).not.toBeNull();
    const meant = { documents: { roster: text }, basedOn };
    const looked = await preview(meant);
    expect(looked.body.refused).toEqual([]);
    expect((await post("/changes", { ...meant, hash: looked.body.hash })).status).toBe(200);
    expect((await fetched()).yaml).not.toContain("p01new@example.cn");
  });

  it("of very many keys is refused in bounded time, and others are answered meanwhile", async () => {
    const roster = Array.from({ length: 180_000 }, (_, no) => `k${no}: 1\n`).join("");
    let answered = false;
    const asked = preview({ documents: { roster } }).finally(() => {
      answered = true;
    });
    let slowest = 0;
    while (!answered) {
      const began = performance.now();
      expect((await fetch(`${acting.base}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await asked).toMatchObject({ status: 422, body: { code: "badDocument" } });
    expect(slowest).toBeLessThan(2_000);
  }, 60_000);
});

describe("names and titles", () => {
  it.each([
    ["张\u0000三", "U+0000"],
    ["张\ud842", "U+D842"],
    ["何某\n乙", "U+000A"],
    ["某\u202E", "U+202E"],
  ])("%j is refused at its field, with the character", async (name, code) => {
    const edits = [{ kind: "addPerson", id: "p900", name }];
    expect(await preview({ edits, reason: "试" })).toMatchObject({
      status: 400,
      body: {
        code: "invalidBody",
        errors: [{ parameter: "edits.0.name", message: expect.stringContaining(code) }],
      },
    });
    expect(await post("/orders/registerItems", { items: [{ ...item, title: name }], reason: "试" })).toMatchObject({
      status: 400,
      body: { code: "invalidBody" },
    });
    expect(await preview({ edits: [{ kind: "setAddress", person: CLERK, mobile: name }] })).toMatchObject({
      status: 400,
    });
  });
});
