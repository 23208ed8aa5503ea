/** Advancing a stream: decided once, at the head, whatever attempt, process or release asks. */
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { AdvanceAnswer, AdvanceRequest, AnyCommand, Head, LeanAnswer } from "../../../domain/streams/advance.js";
import { messageKey } from "../../../domain/streams/messages.js";
import type { PlanOrder } from "../../../domain/streams/orders.js";
import type { StreamActivities } from "../../../activities/contract.js";
import { streamActivities } from "../../../activities/advance.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { NewerRelease } from "../../../prisma/ledger/stream-head.js";
import { StreamStore } from "../../../prisma/ledger/advance.js";
import { readRows } from "../../../prisma/ledger/stream-rows.js";
import { dueItems } from "../../../prisma/ledger/parking.js";
import { checkRestored, LedgerRestored, restoredStreams } from "../../../prisma/ledger/restored.js";
import { streamHeads, unappliedMessages } from "../../../prisma/ledger/stream-store.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";
import { readCommandKey } from "../../../prisma/ledger/command-key.js";

const STREAM = "task/2";
const KEY = readCommandKey();
const database = await freshDatabase();
const { pool } = database;
afterAll(() => database.drop());

let recorder: Recorder;
/** Another process than the recorder's: it keeps nothing of what that read. */
let store: StreamStore;
beforeEach(async () => {
  recorder = await new Recorder(pool, bundle).open();
  store = new StreamStore({ pool, commandKey: KEY });
});

type Asked = Partial<Omit<AdvanceRequest, "commands">> & { readonly commands?: readonly AnyCommand[] };
const requestOf = ({ commands = [], ...more }: Asked): AdvanceRequest => ({
  planId: recorder.planId,
  stream: STREAM,
  mode: "rehearsal",
  openedAt: recorder.openedAt,
  now: recorder.openedAt,
  commands: commands.map((command) => KEY.sign(recorder.planId, more.stream ?? STREAM, command)),
  messages: [],
  known: null,
  ...more,
});
const advance = (more: Asked = {}): Promise<AdvanceAnswer> => store.advance(requestOf(more));
/** As a worker runs it. */
const inActivity = (run: StreamActivities["advance"], request: AdvanceRequest): Promise<LeanAnswer> =>
  new MockActivityEnvironment().run(run, request);
const headOf = async (stream = STREAM): Promise<Head> => {
  const head = (await streamHeads(pool, recorder.planId)).find((each) => each.stream === stream);
  if (!head) throw new Error(`no stream ${stream}`);
  return { seq: head.seq, hash: head.hash };
};
const rowsOf = (stream = STREAM) => readRows(pool, recorder.planId, stream);

describe("a retry", () => {
  it("of what was recorded is answered as it was recorded, with what is left to tell, and writes nothing", async () => {
    await recorder.advance(recorder.at("2021-04-12"));
    const known = await headOf();
    const now = recorder.at("2021-04-13", "10:00");
    const sign = command("signFor", people.clerk, "works/v1");
    const first = await advance({ now, commands: [sign], known });
    expect(first.outcomes).toEqual([{ key: sign.key, items: ["works/v1"], refused: [] }]);
    // Another attempt at the same: a later clock, another process.
    const again = await advance({ now: now + 3_000, commands: [sign], known });
    expect(again).toMatchObject({ seq: first.seq, hash: first.hash, nextDue: first.nextDue, outcomes: first.outcomes });
    expect((await rowsOf()).filter(({ cause }) => cause === `cmd/${sign.key}`)).toMatchObject([{ at: now }]);
  });

  it("that is queued beside its request is the same one", async () => {
    await recorder.advance(recorder.at("2021-04-12"));
    const note = command("annotate", people.clerk, "works/v1", { text: "a" });
    const { outcomes } = await advance({ commands: [note, note], known: await headOf() });
    expect(outcomes).toEqual([{ key: note.key, items: ["works/v1"], refused: [] }]);
    const area = {
      kind: "suspendArea",
      townships: [],
      villages: ["v1"],
      until: "2021-07-01",
      reason: "r",
      approver: "leader/1",
    };
    const suspend = { key: "suspend-v1", actor: people.office, order: area as PlanOrder };
    const known = await headOf("plan");
    const answer = await advance({ stream: "plan", commands: [suspend, suspend], known });
    expect(answer.outcomes).toMatchObject([{ key: suspend.key, refused: [] }]);
    expect(answer.seq).toBe(known.seq + 1);
  });

  it("of a due step whose answer was lost tells again when its letters close", async () => {
    const known = await headOf();
    const now = recorder.at("2021-04-12");
    const first = await advance({ now, known });
    expect(first.closeAt).not.toBeNull();
    expect(await advance({ now, known })).toMatchObject({ seq: first.seq, closeAt: first.closeAt });
    // Whoever knows the head is told nothing twice.
    expect(await advance({ now, known: first })).toMatchObject({ seq: first.seq, closeAt: null, details: null });
  });

  it("decided at midnight stays what it was at its hour", async () => {
    await recorder.advance(recorder.at("2021-04-12"));
    const item = (await rowsOf()).find((row) => row.type === "registered");
    if (item?.type !== "registered") throw new Error("no item was registered");
    const { deadline } = item.payload;
    const known = await advance({ now: recorder.at(deadline) });
    const late = { to: "2021-12-01", reason: "r" };
    const apply = command("requestExtension", people.clerk, item.item, late);
    await advance({ now: recorder.at(deadline, "23:59") + 59_000, commands: [apply], known });
    const after = await advance({ now: recorder.at(deadline, "23:59") + 62_000, commands: [apply], known });
    const row = (await rowsOf()).find(({ cause }) => cause === `cmd/${apply.key}`);
    expect(row).toMatchObject({ type: "extensionRequested", payload: { late: false } });
    expect(after.outcomes).toMatchObject([{ key: apply.key, refused: [] }]);
  });
});

describe("a head", () => {
  it("that is further on than what the caller knows is no conflict", async () => {
    const known = await headOf();
    await advance({ commands: [command("annotate", people.clerk, "works/v1", { text: "a" })] });
    const { outcomes } = await advance({
      commands: [command("annotate", people.clerk, "works/v1", { text: "b" })],
      known,
    });
    expect(outcomes).toMatchObject([{ items: ["works/v1"] }]);
  });

  it.each(["behind what the caller knows", "of the same length with another hash", "further on, over another row"])(
    "%s means a restored database: nothing is written, and the office is alarmed",
    async (what) => {
      const { seq, hash } = await headOf();
      const other = "0".repeat(64);
      const known =
        what === "behind what the caller knows"
          ? { seq: seq + 1, hash }
          : { seq: what === "further on, over another row" ? seq - 1 : seq, hash: other };
      const note = command("annotate", people.clerk, "works/v1", { text: "a" });
      await expect(advance({ commands: [note], known })).rejects.toThrow(LedgerRestored);
      expect(await headOf()).toEqual({ seq, hash });
      expect((await listAlarms(pool, recorder.planId)).map(({ key }) => key)).toContain(`ledgerRestored/${STREAM}`);
      expect(await restoredStreams(pool)).toMatchObject([{ stream: STREAM, ahead: known.seq }]);
      await expect(checkRestored(pool)).rejects.toThrow(/npm run rebuild/);
      await pool.query("UPDATE stream SET ahead_seq = NULL");
    },
  );

  it("with an event that this release does not know is left to the release that does", async () => {
    await pool.query(
      "UPDATE stream SET event_types = event_types || '{petitioned@2}' WHERE plan_id = $1 AND name = $2",
      [recorder.planId, STREAM],
    );
    const before = await headOf();
    const note = command("annotate", people.clerk, "works/v1", { text: "a" });
    await expect(advance({ commands: [note] })).rejects.toThrow(NewerRelease);
    const activities = streamActivities({ pool, streams: store });
    await expect(activities.advance(requestOf({ commands: [note] }))).rejects.toMatchObject({ type: "newerRelease" });
    expect(await headOf()).toEqual(before);
    expect((await listAlarms(pool, recorder.planId)).map(({ kind }) => kind)).toContain("newerRelease");
  });
});

describe("messages", () => {
  const order: PlanOrder = { kind: "changeReading", milestone: "works", deadline: "2021-07-31", reason: "r" };
  const give = (key: string): Promise<AdvanceAnswer> =>
    advance({ stream: "plan", commands: [{ key, actor: people.office, order }] });

  it("are applied once, however often they come", async () => {
    await give("o1");
    const key = messageKey({ key: "o1" }, STREAM);
    const applied = await advance({ messages: [key, key] });
    expect((await advance({ messages: [key] })).seq).toBe(applied.seq);
    expect((await rowsOf()).filter(({ type }) => type === "orderApplied")).toHaveLength(1);
  });

  it("are told again as long as their receiver has not applied them", async () => {
    const given = await give("o2");
    const key = messageKey({ key: "o2" }, STREAM);
    expect(given.messages).toEqual([{ to: STREAM, key }]);
    expect((await give("o2")).messages).toEqual(given.messages);
    await advance({ messages: [key] });
    expect((await give("o2")).messages).toEqual([]);
  });

  it.each(["plan", STREAM])("of a kind that nobody knows stay unapplied at %s, and are alarmed", async (to) => {
    await pool.query(
      "INSERT INTO message (plan_id, key, from_stream, to_stream, body) VALUES ($1, 'm', 'round/1', $2, $3)",
      [recorder.planId, to, { kind: "petition", no: 1 }],
    );
    const before = await headOf(to);
    await advance({ stream: to, messages: ["m"] });
    expect(await headOf(to)).toEqual(before);
    expect(await unappliedMessages(pool, recorder.planId)).toEqual([{ key: "m", from: "round/1", to }]);
    expect((await listAlarms(pool, recorder.planId)).map(({ key }) => key)).toContain("messageUnknown/m");
  });
});

describe("what can't be recorded", () => {
  it("is refused by itself: whoever came with it is answered, and so is what was due", async () => {
    const activities = streamActivities({ pool, streams: store });
    const bad = command("annotate", people.clerk, "works/v1", { text: "a\u0000b" });
    const good = command("annotate", people.clerk, "works/v2", { text: "c" });
    const answer = await inActivity(
      (asked) => activities.advance(asked),
      requestOf({ now: recorder.at("2021-04-12"), commands: [bad, good] }),
    );
    expect(answer.outcomes).toMatchObject([
      { key: good.key, items: ["works/v2"], refused: [] },
      { key: bad.key, items: [], refused: [{ item: "works/v1", code: "unrecordable" }] },
    ]);
    expect((await rowsOf()).filter(({ type }) => type === "assigned").length).toBeGreaterThan(0);
    expect((await listAlarms(pool, recorder.planId)).map(({ kind }) => kind)).toContain("unrecordable");
  });

  it("parks a due step alone until somebody acts on its item", async () => {
    const activities = streamActivities({ pool, streams: store });
    const now = recorder.at("2021-04-12");
    // A state that no fold makes: its step throws.
    await pool.query(
      `UPDATE item SET state = jsonb_set(state, '{policy}', '99') WHERE plan_id = $1 AND id = 'works/v1'`,
      [recorder.planId],
    );
    const answer = await inActivity((asked) => activities.advance(asked), requestOf({ now }));
    const assigned = (await rowsOf()).filter(({ type }) => type === "assigned").map(({ item }) => item);
    expect(assigned).toEqual(["works/v2", "works/v3", "works/v4", "area/v4"]);
    expect(answer.nextDue).toBeGreaterThan(now);
    expect(await dueItems(pool, recorder.planId, STREAM, now)).toEqual([]);
    expect((await listAlarms(pool, recorder.planId)).map(({ key }) => key)).toContain(
      `unrecordable/${STREAM}/the due step of item works/v1`,
    );
  });
});

it("makes an item's state anew that another release stored", async () => {
  await recorder.advance(recorder.at("2021-04-12"));
  await pool.query(
    `UPDATE item SET state_version = 1, state = state || '{"percent": 77}' WHERE plan_id = $1 AND id = 'works/v1'`,
    [recorder.planId],
  );
  await advance({ now: recorder.at("2021-04-13"), commands: [command("signFor", people.clerk, "works/v1")] });
  const { rows } = await pool.query(
    "SELECT state -> 'percent' AS percent FROM item WHERE plan_id = $1 AND id = 'works/v1'",
    [recorder.planId],
  );
  expect(rows[0].percent).toBe(0);
  expect((await rebuildPlan(pool, recorder.planId, { mode: "check" })).equal).toBe(true);
});

it("has a live plan's list wait until the tasks have recorded what was due before it", async () => {
  const live = await new Recorder(pool, bundle).open("live");
  recorder = live;
  const first = live.at("2021-05-06");
  await pool.query("UPDATE stream SET next_due = $2 WHERE plan_id = $1 AND name = 'plan'", [live.planId, first]);
  const plan = (now: number): Promise<AdvanceAnswer> => advance({ stream: "plan", mode: "live", now });
  const before = await headOf("plan");
  const waited = await plan(first + 100);
  // The year's packages tell of nothing that tasks record: they don't wait.
  expect(waited).toMatchObject({ seq: before.seq + 1, nextDue: first + 2_100 });
  // The tasks catch up; then it is made.
  for (const stream of ["task/1", STREAM]) await advance({ stream, mode: "live", now: first + 200 });
  expect((await plan(waited.nextDue ?? 0)).seq).toBe(before.seq + 2);
});
