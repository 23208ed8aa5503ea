/** The checker finds what a month lost, doubled or did not urge: each put into a copy of a sound month. */
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Asked, PlanJournal } from "../../chaos/checker/journal.js";
import { checkMonths } from "../../chaos/checker/months.js";
import { type PlanData, readPlan, type Row } from "../../chaos/checker/rows.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { MonthAct } from "../../domain/months/acts.js";
import { draftHash, draftOf } from "../../domain/months/answers.js";
import { MonthReader } from "../../prisma/ledger/month-reader.js";
import { keepMonthVersion } from "../../prisma/bulletins/bulletin-store.js";
import { draftMonth } from "../../prisma/bulletins/draft-month.js";
import { rowsOfRequest, writeDraft } from "../../prisma/months/month-store.js";
import { askedBundle, desk, head, monthCommand, told } from "../support/asked-bundle.js";
import { freshDatabase } from "../support/database.js";
import { Recorder } from "../support/recorder.js";
import { command } from "../support/small-plan.js";

const MONTH = "2021-04";
const STREAM = `month/${MONTH}`;
const database = await freshDatabase();
afterAll(() => database.drop());

let sound: PlanData;
let journal: PlanJournal;

beforeAll(async () => {
  const { pool } = database;
  const recorder = new Recorder(pool, askedBundle);
  const { planId } = recorder;
  const at = (day: string, time = "10:00"): number => recorder.at(day, time);
  const asked: Asked[] = [];
  const act = async (now: number, by: Actor, month: MonthAct, filed: Asked["filed"] = []): Promise<void> => {
    const given = monthCommand(by, month);
    expect(await recorder.progress(MONTH, now, given)).toEqual([]);
    const common = { key: given.key, stream: STREAM, kind: month.kind, items: [MONTH], rung: null, filed };
    asked.push({ ...common, at: now, heard: now, taken: [MONTH], refused: null });
  };
  await recorder.open();
  await recorder.runTo(at("2021-04-20", "18:00"));
  await recorder.act("task/2", at("2021-04-21"), command("signFor", desk("unit"), "works/v1"));
  const rows = await rowsOfRequest(pool, planId, MONTH, "unit");
  const saved = rows.map(({ key, asked: { kind } }) => ({ key, cells: told(kind === "item" ? "10" : undefined) }));
  const now = at("2021-04-22");
  await writeDraft(pool, { planId, month: MONTH, unit: "unit", person: "p-unit-desk", at: now }, saved);
  const sha256 = draftHash(
    draftOf(
      rows.map((row) => row.asked),
      saved,
    ),
  );
  const filed = saved.map(({ key, cells }) => ({ visit: "unit", line: key, content: cells.measure ?? "" }));
  await act(now, desk("unit"), { kind: "answerRequest", unit: "unit", sha256 }, filed);
  await act(now, head("unit"), { kind: "confirmAnswer", unit: "unit", version: 1 });
  await recorder.runTo(at("2021-04-30", "18:00"));
  const read = await new MonthReader(pool).read(planId, MONTH);
  const drafted = read && draftMonth(read, askedBundle, "2021-05-06");
  if (!drafted) throw new Error("the month is not closed");
  const version = await keepMonthVersion(pool, planId, drafted.content, drafted.records);
  const later = at("2021-05-06");
  await act(later, desk("office"), { kind: "draftBulletin", sha256: version });
  await act(later, head("office"), { kind: "approveBulletin", sha256: version, text: "同意" });
  await act(later, head("office"), { kind: "signBulletin", sha256: version });
  await act(later, desk("office"), { kind: "sendBulletin", sha256: version, units: ["lead", "unit"] });
  const end = at("2021-05-10", "18:00");
  await recorder.runTo(end);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  sound = await readPlan(client, planId);
  await client.end();
  const finished = { clock: end, closedUpTo: end };
  journal = { plan: planId, asked, photos: [], outages: [], heads: [], finished };
});

const kinds = (data: PlanData, told = journal): string[] =>
  [...new Set(checkMonths(data, told).map(({ what }) => what))].sort();
const without = (drop: (row: Row) => boolean): PlanData => ({ ...sound, rows: sound.rows.filter((row) => !drop(row)) });
const changed = (which: (row: Row) => boolean, change: (row: Row) => Row): PlanData => ({
  ...sound,
  rows: sound.rows.map((row) => (which(row) ? change(row) : row)),
});
const twice = (type: string): PlanData => {
  const [row] = sound.rows.filter((one) => one.type === type);
  if (!row) throw new Error(`there is no ${type}`);
  return { ...sound, rows: [...sound.rows, { ...row, seq: row.seq + 1_000, cause: "other" }] };
};
const is =
  (type: string) =>
  (row: Row): boolean =>
    row.type === type;

it("finds nothing in a sound month, in which somebody was urged and the bulletin went out", () => {
  expect(checkMonths(sound, journal)).toEqual([]);
  const types = new Set(sound.rows.filter(({ stream }) => stream === STREAM).map(({ type }) => type));
  for (const type of ["progressRequested", "progressAnswered", "progressUrged", "monthClosed", "bulletinSent"])
    expect(types).toContain(type);
});

it("finds a month that is not asked about, or twice, or early", () => {
  expect(kinds(without(is("monthAnnounced")))).toEqual(["monthLost"]);
  expect(kinds(twice("monthAnnounced"))).toEqual(["monthTwice"]);
  expect(kinds(twice("monthOpened"))).toEqual(["monthTwice"]);
  expect(kinds(changed(is("monthAnnounced"), (row) => ({ ...row, at: row.at - 1 })))).toEqual(["monthEarly"]);
});

it("finds a unit that is asked twice, or of which nobody is told", () => {
  expect(kinds(twice("progressRequested"))).toContain("requestTwice");
  expect(kinds(changed(is("progressRequested"), (row) => ({ ...row, recipients: [] })))).toEqual(["requestLost"]);
  // A lead unit with standing duties, in a month that asks about them.
  const [first, ...rest] = sound.documents.plan.tasks;
  const tasks = [{ ...first, milestones: first?.milestones ?? [], leadUnits: ["gone"], standingDuties: [{}] }, ...rest];
  const policies = new Map(
    [...sound.documents.policies].map(([version, policy]) => [
      version,
      policy.months ? { ...policy, months: { ...policy.months, dutiesEvery: 2 } } : policy,
    ]),
  );
  const documents = { ...sound.documents, plan: { ...sound.documents.plan, tasks }, policies };
  expect(kinds({ ...sound, documents })).toEqual(["requestLost"]);
});

it("finds an answer that was acknowledged and is lost, doubled, or says something else", () => {
  expect(kinds(without(is("progressAnswered")))).toEqual(["actionLost"]);
  const [answer] = sound.rows.filter(is("progressAnswered"));
  const doubled = { ...sound, rows: [...sound.rows, { ...(answer as Row), seq: 1_000 }] };
  expect(kinds(doubled)).toEqual(["actionTwice"]);
  const other = changed(is("progressAnswered"), (row) => ({
    ...row,
    payload: { ...row.payload, rows: [{ key: "works/v1", measure: "别的" }] },
  }));
  expect(kinds(other)).toEqual(["answerWrong"]);
});

it("finds progress that a task was told and has not, or has twice", () => {
  expect(kinds(without(is("progressApplied")))).toEqual(["progressLost"]);
  expect(kinds(twice("progressApplied"))).toEqual(["progressTwice"]);
});

it("finds an urge that is missing, doubled, early, or of others than those who said nothing", () => {
  expect(kinds(without(is("progressUrged")))).toEqual(["urgeLost"]);
  expect(kinds(twice("progressUrged"))).toContain("urgeTwice");
  expect(kinds(changed(is("progressUrged"), (row) => ({ ...row, at: row.at - 1 })))).toEqual(["urgeEarly"]);
  const others = changed(is("progressUrged"), (row) => ({ ...row, payload: { ...row.payload, units: ["unit"] } }));
  expect(kinds(others)).toEqual(["urgeWrong"]);
});

it("finds figures that are not fixed, or twice, early, or other than the rows before them", () => {
  expect(kinds(without(is("monthClosed")))).toEqual(["closeLost"]);
  expect(kinds(twice("monthClosed"))).toEqual(["closeTwice"]);
  expect(kinds(changed(is("monthClosed"), (row) => ({ ...row, at: row.at - 1 })))).toEqual(["closeEarly"]);
  const wrong = changed(is("monthClosed"), (row) => ({ ...row, payload: { ...row.payload, snapshot: { units: [] } } }));
  expect(kinds(wrong)).toEqual(["snapshotWrong"]);
});

it("finds a bulletin that goes out twice, or of which somebody is not told", () => {
  expect(kinds(twice("bulletinSent"))).toEqual(["bulletinTwice"]);
  expect(kinds(twice("bulletinSigned"))).toEqual(["bulletinTwice"]);
  expect(kinds(changed(is("bulletinSent"), (row) => ({ ...row, recipients: [] })))).toEqual(["bulletinUntold"]);
  expect(kinds(without(is("bulletinSent")))).toEqual(["actionLost"]);
});
