/** A stream on which nothing can be recorded is seen: which, since when, why; and no longer once it goes on. */
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { streamActivities } from "../../../activities/advance.js";
import { sweep } from "../../../api/sweeper.js";
import type { AdvanceRequest } from "../../../domain/streams/advance.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { StreamStore } from "../../../prisma/ledger/advance.js";
import { readCommandKey } from "../../../prisma/ledger/command-key.js";
import { alarmStandstill, checkHeadway, stoppedStreams } from "../../../prisma/ledger/headway.js";
import { endPlan } from "../../../prisma/plans/plan-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";

const STREAM = "task/2";
let database: TestDatabase;
let plan: Recorder;
beforeAll(async () => {
  database = await freshDatabase();
  plan = await new Recorder(database.pool, bundle).open("live");
  // What is due of a plan of 2021 is due: later tests make one stream late by hand.
  await database.pool.query("UPDATE stream SET next_due = NULL");
});
afterAll(() => database.drop());

const request = (): AdvanceRequest => ({
  planId: plan.planId,
  stream: STREAM,
  mode: "live",
  openedAt: plan.openedAt,
  now: plan.openedAt,
  commands: [],
  messages: [],
  known: null,
});

it("where the database takes none of a stream's rows", async () => {
  const { pool } = database;
  const activities = streamActivities({ pool, streams: new StreamStore({ pool, commandKey: readCommandKey() }) });
  const advance = () =>
    new MockActivityEnvironment().run((asked: AdvanceRequest) => activities.advance(asked), request());
  await advance();
  expect(await stoppedStreams(pool)).toEqual([]);
  await expect(checkHeadway(pool)).resolves.toBeUndefined();

  // Whatever reads the items of a task fails, whoever asks for what: nobody's part is guilty.
  await pool.query("ALTER TABLE item RENAME COLUMN next_due TO due_next");
  const started = Date.now();
  await expect(advance()).rejects.toThrow(/next_due/);
  await expect(advance()).rejects.toThrow(/next_due/);
  const [stopped] = await stoppedStreams(pool);
  expect(stopped).toMatchObject({ plan: plan.planId, stream: STREAM, why: expect.stringContaining("next_due") });
  expect(Math.abs((stopped?.since.getTime() ?? 0) - started)).toBeLessThan(30_000);
  await expect(checkHeadway(pool)).rejects.toThrow(/task\/2 of plan .* has recorded nothing since .*next_due/);
  expect((await listAlarms(pool, plan.planId)).filter(({ kind }) => kind === "streamStopped")).toMatchObject([
    { key: "streamStopped/task/2", count: 2, detail: { zh: expect.stringContaining("已停止登记") } },
  ]);

  await pool.query("ALTER TABLE item RENAME COLUMN due_next TO next_due");
  await advance();
  expect(await stoppedStreams(pool)).toEqual([]);
});

it("where a live plan's let an instant pass, though nobody met an error", async () => {
  const { pool } = database;
  await pool.query("UPDATE stream SET next_due = $1 WHERE name = 'task/1'", [Date.now() - 120_000]);
  expect(await alarmStandstill(pool)).toEqual([]);
  await pool.query("UPDATE stream SET next_due = $1 WHERE name = 'task/1'", [Date.now() - 600_000]);
  expect(await alarmStandstill(pool)).toMatchObject([{ plan: plan.planId, stream: "task/1", why: null }]);
  expect((await listAlarms(pool, plan.planId)).map(({ key }) => key)).toContain("streamStopped/task/1");
  await endPlan(pool, plan.planId);
  expect(await stoppedStreams(pool)).toEqual([]);
  await sweep(pool, { resync: async () => {}, deliver: async () => {} });
});
