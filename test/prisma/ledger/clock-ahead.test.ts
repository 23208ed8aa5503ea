/** A live plan is advanced to no instant that has not come by the database's clock, whatever the request says of its mode. */
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { streamActivities } from "../../../activities/advance.js";
import type { AdvanceRequest } from "../../../domain/streams/advance.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { StreamStore } from "../../../prisma/ledger/advance.js";
import { checkClosing, ClockAhead } from "../../../prisma/ledger/clock-ahead.js";
import { readCommandKey } from "../../../prisma/ledger/command-key.js";
import { stoppedStreams } from "../../../prisma/ledger/headway.js";
import { streamHeads } from "../../../prisma/ledger/stream-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { at } from "../../support/small-plan.js";

const STREAM = "task/2";
const HOUR = 3_600_000;
/** Before most of the small plan falls due. */
const OPENED = at("2021-04-20", "09:00");

let database: TestDatabase;
let store: StreamStore;
let live: Recorder;
let rehearsal: Recorder;
beforeAll(async () => {
  database = await freshDatabase();
  store = new StreamStore({ pool: database.pool, commandKey: readCommandKey() });
  live = await new Recorder(database.pool, bundle).open("live");
  rehearsal = await new Recorder(database.pool, bundle).open();
});
beforeEach(() => database.pool.query("DELETE FROM alarm"));
afterAll(() => database.drop());

const request = (plan: Recorder, asked: Partial<AdvanceRequest> = {}): AdvanceRequest => ({
  planId: plan.planId,
  stream: STREAM,
  mode: "live",
  openedAt: plan.openedAt,
  now: OPENED,
  commands: [],
  messages: [],
  known: null,
  ...asked,
});
const seq = async (stream = STREAM): Promise<number> =>
  (await streamHeads(database.pool, live.planId)).find((head) => head.stream === stream)?.seq ?? 0;

it.each<[string, () => Partial<AdvanceRequest>]>([
  ["an hour ahead", () => ({ now: Date.now() + HOUR })],
  ["under the name of a rehearsal", () => ({ now: Date.now() + HOUR, mode: "rehearsal" })],
  ["at no instant that there is", () => ({ now: Number.MAX_SAFE_INTEGER })],
  ["at what is no number", () => ({ now: Number.NaN })],
  ["opened in an hour", () => ({ openedAt: Date.now() + HOUR })],
])("%s: refused in words, and nothing is recorded", async (_, asked) => {
  const before = await seq();
  const refused = store.advance(request(live, asked()));
  await expect(refused).rejects.toBeInstanceOf(ClockAhead);
  await expect(refused).rejects.toThrow(/beyond the database's clock.*clocks of the workers and of Temporal's server/);
  expect(await seq()).toBe(before);
});

it("as an activity it is an alarm and makes the stream stand, until the clocks agree", async () => {
  const { pool } = database;
  const activities = streamActivities({ pool, streams: store });
  const advance = (now: number) =>
    new MockActivityEnvironment().run((asked: AdvanceRequest) => activities.advance(asked), request(live, { now }));
  await expect(advance(Date.now() + HOUR)).rejects.toMatchObject({ type: "clockAhead", nonRetryable: false });
  const [alarm] = (await listAlarms(pool, live.planId)).filter(({ kind }) => kind === "clockAhead");
  expect(alarm).toMatchObject({
    key: `clockAhead/${STREAM}`,
    count: 1,
    detail: { zh: expect.stringMatching(/比数据库时钟.*快3600秒/), en: expect.stringContaining("set all by NTP") },
  });
  expect((await stoppedStreams(pool)).find(({ stream }) => stream === STREAM)?.why).toContain("3600 s beyond");
  await advance(OPENED);
  expect((await stoppedStreams(pool)).find(({ stream, why }) => stream === STREAM && why !== null)).toBeUndefined();
});

it("clocks less than a minute apart are no matter", async () => {
  await expect(store.advance(request(live, { now: Date.now() + 30_000 }))).resolves.toMatchObject({});
});

it("a rehearsal's clock is its own, whatever is asked", async () => {
  const now = Date.now() + 10 * 365 * 24 * HOUR;
  await expect(store.advance(request(rehearsal, { now }))).resolves.toMatchObject({});
});

it("nor do a live plan's letters close before their time", async () => {
  await expect(checkClosing(database.pool, live.planId, Date.now() + HOUR)).rejects.toThrow(/^postman was to be/);
  await expect(checkClosing(database.pool, live.planId, Date.now())).resolves.toBeUndefined();
  await expect(checkClosing(database.pool, rehearsal.planId, Number.MAX_SAFE_INTEGER)).resolves.toBeUndefined();
});
