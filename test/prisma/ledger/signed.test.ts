/** Commands that this system did not sign: refused by the recording transaction, whatever they say and whoever sent them. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AdvanceAnswer, AnyCommand, Signed } from "../../../domain/streams/advance.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { StreamStore } from "../../../prisma/ledger/advance.js";
import { CommandKey, CommandKeyError, readCommandKey } from "../../../prisma/ledger/command-key.js";
import { streamHeads } from "../../../prisma/ledger/stream-store.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";

const STREAM = "task/2";
const key = new CommandKey("k".repeat(32), "o".repeat(32));
const database = await freshDatabase();
const { pool } = database;
let recorder: Recorder;
let store: StreamStore;

beforeAll(async () => {
  recorder = await new Recorder(pool, bundle).open();
  store = new StreamStore({ pool, commandKey: key });
});
afterAll(() => database.drop());

const note = (text = "a") => command("annotate", people.clerk, "works/v1", { text });
const ask = (...commands: Signed<AnyCommand>[]): Promise<AdvanceAnswer> =>
  store.advance({
    planId: recorder.planId,
    stream: STREAM,
    mode: "rehearsal",
    openedAt: recorder.openedAt,
    now: recorder.openedAt,
    commands,
    messages: [],
    known: null,
  });
const signed = (by = key, planId = recorder.planId, stream = STREAM) => by.sign(planId, stream, note());
const seq = async (): Promise<number> =>
  (await streamHeads(pool, recorder.planId)).find((head) => head.stream === STREAM)?.seq ?? 0;

const FORGED: Record<string, () => unknown> = {
  "without a signature": () => note(),
  "with something else in its place": () => ({ ...note(), signature: { toString: "x" } }),
  "signed with another key": () => signed(new CommandKey("x".repeat(32))),
  "signed for another plan": () => signed(key, "another"),
  "signed for another stream": () => signed(key, recorder.planId, "task/1"),
  "with another text": () => ({ ...signed(), text: "b" }),
  "in another's name": () => ({ ...signed(), actor: people.leader }),
  "under another key": () => ({ ...signed(), key: "another" }),
  "with more in it": () => ({ ...signed(), late: true }),
  "in the name of nobody": () => ({ ...note(), actor: undefined, signature: "" }),
  "with half a character in its name": () => ({
    ...note(),
    actor: { ...people.clerk, person: "\ud800" },
    signature: "",
  }),
};

it.each(Object.keys(FORGED))("%s: nothing is recorded, and the office is alarmed", async (what) => {
  const before = await seq();
  const alarms = async () =>
    (await listAlarms(pool, recorder.planId)).filter(({ kind }) => kind === "unsigned").map(({ count }) => count);
  const [counted = 0] = await alarms();
  const forged = FORGED[what]?.() as Signed<AnyCommand>;
  const { outcomes } = await ask(forged);
  expect(outcomes).toMatchObject([{ key: forged.key, items: [], refused: [{ item: "works/v1", code: "unsigned" }] }]);
  expect(await seq()).toBe(before);
  expect(await alarms()).toEqual([counted + 1]);
});

it("what stands beside it in one batch and is signed is recorded, without its signature, with the account", async () => {
  const actor = { ...people.clerk, account: "a-1" };
  const good = key.sign(recorder.planId, STREAM, command("annotate", actor, "works/v1", { text: "c" }));
  const { outcomes } = await ask(note() as Signed<AnyCommand>, good);
  expect(outcomes.find((outcome) => outcome.key === good.key)).toMatchObject({ items: ["works/v1"], refused: [] });
  const { rows } = await pool.query("SELECT actor, payload FROM ledger WHERE plan_id = $1 AND cause = $2", [
    recorder.planId,
    `cmd/${good.key}`,
  ]);
  expect(rows).toMatchObject([{ actor }]);
  expect(JSON.stringify(rows)).not.toContain("signature");
});

it("one signed with the key before the present one is believed", async () => {
  const { outcomes } = await ask(signed(new CommandKey("o".repeat(32))));
  expect(outcomes).toMatchObject([{ items: ["works/v1"], refused: [] }]);
});

it("a signature is of the words, not of the order they come in, nor of what is undefined", () => {
  const { signature, ...rest } = signed();
  const turned = Object.fromEntries(Object.entries(rest).reverse());
  const again = { ...turned, nothing: undefined, signature } as unknown as Signed<AnyCommand>;
  expect(key.hasSigned(recorder.planId, STREAM, again)).toBe(true);
});

it.each([undefined, "", "short", `${"k".repeat(32)},short`])("the setting %j is refused in words", (value) => {
  expect(() => readCommandKey({ DUBAN_COMMAND_KEY: value })).toThrow(CommandKeyError);
  expect(() => readCommandKey({ DUBAN_COMMAND_KEY: value })).toThrow(/at least 32 characters.*openssl rand/);
});
