/** The checker finds what a round of inspections lost, doubled or was not chased for: each put into a copy of a sound round. */
import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { canonical } from "../../chaos/checker/chain.js";
import type { Asked, PlanJournal } from "../../chaos/checker/journal.js";
import { checkRounds } from "../../chaos/checker/rounds.js";
import { type PlanData, readPlan, type Row } from "../../chaos/checker/rows.js";
import { keepPhoto } from "../../prisma/inspections/photos.js";
import { freshDatabase } from "../support/database.js";
import { answer, clock, groupOfAll, inspectedBundle, inspectors, roundCommand } from "../support/inspected-bundle.js";
import { Recorder } from "../support/recorder.js";

const ROUND = "2021H1";
const STREAM = `inspection/${ROUND}`;
const VISIT = "village-v1";
const PHOTO = "a".repeat(64);
const database = await freshDatabase();
afterAll(() => database.drop());

let sound: PlanData;
let journal: PlanJournal;

beforeAll(async () => {
  const recorder = new Recorder(database.pool, inspectedBundle);
  const { planId } = recorder;
  const at = (day: string, time = "10:00"): number => recorder.at(day, time);
  await recorder.open();
  await recorder.runTo(at("2021-06-10", "18:00"));
  const approval = roundCommand(inspectors.leader, { kind: "approveScheme", text: "同意" });
  const visits = ["v1", "v2", "v3", "v4"].map((place) => `village-${place}`);
  await recorder.inspect(ROUND, at("2021-06-11"), approval, roundCommand(inspectors.leader, groupOfAll(visits)));
  const now = at("2021-06-15");
  await keepPhoto(database.pool, {
    planId,
    round: ROUND,
    visit: VISIT,
    sha256: PHOTO,
    mediaType: "image/jpeg",
    bytes: 1,
    person: inspectors.leader.person,
    receivedAt: now,
  });
  const { rows } = await database.pool.query("SELECT payload FROM ledger WHERE plan_id = $1 AND type = 'roundOpened'", [
    planId,
  ]);
  const lines: string[] = rows[0].payload.scheme.visits.find(({ id }: { id: string }) => id === VISIT).lines;
  const photos = [{ sha256: PHOTO, takenAt: now, source: "camera" }] as const;
  const answers = lines.map((line, no) => (no === 0 ? answer(line, "fail", { photos }) : answer(line, "pass")));
  const filing = roundCommand(inspectors.leader, { kind: "fileLines", visit: VISIT, answers, clock: clock(now) });
  const submission = roundCommand(inspectors.leader, { kind: "submitCheck", visit: VISIT });
  expect(await recorder.inspect(ROUND, now, filing, submission)).toEqual([]);
  // The township objects, and nobody decides.
  const conclude = { kind: "serveConclusion", visit: VISIT, to: "村主任", capacity: "村主任" } as const;
  const object = { kind: "fileObjection", visit: VISIT, lines: lines.slice(0, 1), text: "已整改" } as const;
  expect(
    await recorder.inspect(
      ROUND,
      now,
      roundCommand(inspectors.leader, conclude),
      roundCommand(inspectors.town, object),
    ),
  ).toEqual([]);
  // The other visits are late, the bundle's ladder chases them; so is the bulletin.
  const end = at("2021-07-20", "18:00");
  await recorder.runTo(end);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  sound = await readPlan(client, planId);
  await client.end();
  const content = (one: unknown): string => createHash("sha256").update(canonical(one)).digest("hex");
  const asked: Asked = {
    key: filing.key,
    stream: STREAM,
    kind: "fileLines",
    items: [VISIT],
    rung: null,
    at: now,
    heard: now,
    taken: [VISIT],
    refused: null,
    filed: answers.map((one) => ({ visit: VISIT, line: one.line, content: content(one) })),
  };
  journal = {
    plan: planId,
    asked: [asked],
    photos: [{ round: ROUND, visit: VISIT, sha256: PHOTO, bytes: 1 }],
    outages: [],
    heads: [],
    finished: { clock: end, closedUpTo: end },
  };
});

const kinds = (data: PlanData): string[] => [...new Set(checkRounds(data, journal).map(({ what }) => what))].sort();
const without = (drop: (row: Row) => boolean): PlanData => ({ ...sound, rows: sound.rows.filter((row) => !drop(row)) });
const twice = (which: (row: Row) => boolean): PlanData => {
  const [row] = sound.rows.filter(which);
  return { ...sound, rows: row ? [...sound.rows, { ...row, seq: row.seq + 1_000, causeNo: 99 }] : [] };
};

it("finds nothing in a sound round, in which somebody was chased", () => {
  expect(checkRounds(sound, journal)).toEqual([]);
  const chased = sound.rows.filter(({ type }) => type === "inspectionChased").map(({ payload }) => payload["what"]);
  expect(new Set(chased)).toEqual(new Set(["approval", "groups", "checks", "objections", "bulletin"]));
});

it("finds a line and a photo that are lost, and a line that is there twice", () => {
  expect(kinds(without(({ type }) => type === "linesFiled"))).toEqual(["lineLost"]);
  expect(kinds(twice(({ type }) => type === "linesFiled"))).toContain("lineTwice");
  expect(kinds({ ...sound, photos: [] })).toEqual(["photoLost"]);
  // One that no line names was acknowledged all the same; so were all its bytes.
  const [photo] = sound.photos;
  const cut = sound.photos.map((one) => ({ ...one, bytes: 0 }));
  expect(photo).toMatchObject({ visit: VISIT, bytes: 1 });
  expect(
    checkRounds({ ...sound, photos: cut }, journal).map(({ what, detail }) => [what, detail.includes("0 of 1")]),
  ).toEqual([["photoLost", true]]);
  const other = { round: ROUND, visit: VISIT, sha256: "b".repeat(64), bytes: 1 };
  expect(checkRounds(sound, { ...journal, photos: [other] }).map(({ what }) => what)).toEqual(["photoLost"]);
});

it("finds a finding that is missing, doubled, or of nothing", () => {
  expect(kinds(without(({ type }) => type === "findingRecorded"))).toEqual(["findingLost"]);
  expect(kinds(twice(({ type }) => type === "findingRecorded"))).toEqual(["findingTwice"]);
  expect(kinds(without(({ type }) => type === "checkSubmitted"))).toContain("findingUnfound");
  expect(kinds({ ...sound, items: sound.items.filter(({ id }) => !id.startsWith("zg-")) })).toEqual(["openWrong"]);
});

it("finds a rung that was passed over, doubled, or not due", () => {
  const isChase = ({ type }: Row): boolean => type === "inspectionChased";
  expect(kinds(without(isChase))).toEqual(["chaseLost"]);
  expect(kinds(twice(isChase))).toEqual(["chaseTwice"]);
  const moved = sound.rows.map((row) =>
    isChase(row) ? { ...row, payload: { ...row.payload, due: "2021-06-03" } } : row,
  );
  expect(kinds({ ...sound, rows: moved })).toEqual(expect.arrayContaining(["chaseLost", "chaseNotDue"]));
});
