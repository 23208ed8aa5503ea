/** Whoever reaches Temporal, and nothing else: no act in anybody's name, and, where payloads are encrypted, nobody's words. */
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Client, Connection } from "@temporalio/client";
import { act, order } from "../../workflows/messages.js";
import { workflowId } from "../../workflows/names.js";
import { listAlarms } from "../../prisma/alarms/alarm-store.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { Deployed } from "../support/deployed.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";
import { lively } from "../support/small-scenario.js";

let duban: Deployed;
let database: TestDatabase;
let planId: string;
let outsider: Client;
const before = process.env["DUBAN_PAYLOAD_KEY"];

beforeAll(async () => {
  process.env["DUBAN_PAYLOAD_KEY"] = randomBytes(32).toString("base64");
  database = await freshDatabase();
  duban = await Deployed.start("test-forged");
  duban.databaseUrl = database.url;
  await duban.startWorker();
  planId = await duban.open(bundle, lively);
  await duban.play(planId, at("2021-04-20", "23:59"));
  outsider = new Client({
    connection: await Connection.connect({ address: duban.temporal.address }),
    namespace: duban.temporal.namespace,
  });
}, 120_000);
afterAll(async () => {
  await outsider?.connection.close();
  await duban?.stop();
  await database?.drop();
  if (before === undefined) delete process.env["DUBAN_PAYLOAD_KEY"];
  else process.env["DUBAN_PAYLOAD_KEY"] = before;
});

const rows = (): Promise<number> =>
  duban.with(async (pool) => {
    const { rows: counted } = await pool.query("SELECT count(*)::int AS n FROM ledger WHERE plan_id = $1", [planId]);
    return counted[0].n;
  });

it("no history holds anybody's words, ids or addresses", async () => {
  const known = await duban.with((_, gateway) => gateway.workflows.usage(planId, "task/2"));
  expect(known.historyBytes).toBeGreaterThan(0);
  for (const stream of ["plan", "task/1", "task/2", "postman"]) {
    const history = await outsider.workflow.getHandle(workflowId(planId, stream)).fetchHistory();
    const raw = JSON.stringify(history);
    const bytes = [...raw.matchAll(/"([A-Za-z0-9+/]{4,}={0,2})"/g)].map(([, data = ""]) => Buffer.from(data, "base64"));
    const text = [raw, ...bytes.map(String)].join("\n");
    expect(text).toContain("binary/encrypted");
    for (const { id, name, email } of bundle.roster.persons)
      for (const said of [`"${id}"`, name, email].filter(Boolean)) expect(text).not.toContain(said);
    expect(text).not.toContain("works/v1");
  }
});

it("an act and an order sent past the API are refused, recorded nowhere, and alarmed", async () => {
  const known = await rows();
  const handle = (stream: string) => outsider.workflow.getHandle(workflowId(planId, stream));
  const forged = { ...command("annotate", people.leader, "works/v1", { text: "FORGED" }), signature: "AAAA" };
  const updateId = randomUUID();
  await expect(handle("task/2").executeUpdate(act, { args: [forged, null], updateId })).rejects.toThrow();
  const visit = { kind: "logVisit", village: "v1", text: "FORGED", day: "2021-04-19" };
  const given = { key: randomUUID(), actor: people.office, order: visit, signature: "AAAA" };
  await expect(
    handle("plan").executeUpdate(order, { args: [given as never, null], updateId: given.key }),
  ).rejects.toThrow();
  expect(await rows()).toBe(known);
  const alarms = await duban.with((pool) => listAlarms(pool, planId));
  expect(
    alarms
      .filter(({ kind }) => kind === "unsigned")
      .map(({ key }) => key)
      .sort(),
  ).toEqual(["unsigned/plan", "unsigned/task/2"]);
});
