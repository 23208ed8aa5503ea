/** Revisions, what a receipt lets go of, and what it does not. */
import { KEY, sampleDatabase, samplePhoto, sampleVisit, VISIT } from "./sample.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Receipt } from "../../../../domain/inspections/types.js";
import { lineKey, PLAN, ROUND } from "../fixture.js";
import type { MyVisit } from "../../../../web/src/filing/contract.js";
import {
  contentOf,
  filedLineOf,
  graded,
  NOTHING_SAID,
  passTheRest,
  say,
} from "../../../../web/src/filing/local/answers.js";
import { type FilingDatabase, unsentCount } from "../../../../web/src/filing/local/database.js";
import { addPhoto, removePhoto } from "../../../../web/src/filing/local/photos.js";
import type { AnswerRecord } from "../../../../web/src/filing/local/records.js";
import { applyReceipt, changeVisit, forgetOld, readVisit } from "../../../../web/src/filing/local/visits.js";
import { backOffMs } from "../../../../web/src/filing/sync/back-off.js";

const LINE = lineKey(1);
const answerOf = async (db: FilingDatabase, line = LINE): Promise<AnswerRecord> => {
  const answer = (await readVisit(db, KEY))?.answers.get(line);
  if (!answer) throw new Error(`no answer to ${line}`);
  return answer;
};
const attempt = async (db: FilingDatabase, change: Partial<AnswerRecord> = {}): Promise<void> => {
  const answer = await answerOf(db);
  await db.write(["answers"], (tx) => tx.store.put({ ...answer, attempted: true, ...change }));
};
const receipt = (change: Partial<Receipt> = {}): Receipt => ({
  plan: PLAN,
  round: ROUND,
  visit: VISIT,
  stream: `inspection/${ROUND}`,
  status: "partlyFiled",
  lines: { asked: 10, arrived: 1 },
  photos: { named: 0, arrived: 0 },
  rows: [],
  files: [],
  missing: { lines: [], photos: [], disputed: [] },
  submittedRow: null,
  offered: null,
  head: { seq: 1, hash: "" },
  ...change,
});
const rowOf = (answer: AnswerRecord, change: Partial<Receipt["rows"][number]> = {}): Receipt["rows"][number] => {
  const filed = filedLineOf(answer);
  if (!filed) throw new Error("not whole");
  return {
    line: answer.line,
    revision: answer.revision,
    row: 7,
    content: contentOf(filed),
    conflicting: false,
    ...change,
  };
};

it("changes an answer in place until it has been on its way, and makes a revision of every change after that", async () => {
  const db = await sampleDatabase();
  await say(db, KEY, LINE, 10, (said) => ({ ...said, grade: "pass" }));
  await say(db, KEY, LINE, 11, (said) => ({ ...said, grade: "mostly" }));
  expect(await answerOf(db)).toMatchObject({ revision: 1, grade: "mostly", answeredAt: 11 });
  await attempt(db);
  await say(db, KEY, LINE, 12, (said) => ({ ...said, grade: "mostly" }));
  expect((await answerOf(db)).revision).toBe(1);
  await say(db, KEY, LINE, 13, (said) => ({ ...said, grade: "pass" }));
  expect(await answerOf(db)).toMatchObject({ revision: 2, grade: "pass", attempted: false });
});

it("numbers revisions on from what the server has, of another device too", async () => {
  const db = await sampleDatabase();
  await applyReceipt(
    db,
    KEY,
    receipt({ rows: [{ line: LINE, revision: 4, row: 3, content: "x", conflicting: false }] }),
    20,
  );
  await say(db, KEY, LINE, 21, (said) => ({ ...said, grade: "pass" }));
  expect((await answerOf(db)).revision).toBe(5);
});

it("is received only where a receipt names its row and its very content", async () => {
  const db = await sampleDatabase();
  await say(db, KEY, LINE, 10, (said) => ({ ...said, grade: "pass" }));
  await attempt(db, { state: "sent" });
  const answer = await answerOf(db);
  for (const row of [
    rowOf(answer, { content: "0".repeat(64) }),
    rowOf(answer, { revision: 2 }),
    rowOf(answer, { conflicting: true }),
  ]) {
    await applyReceipt(db, KEY, receipt({ rows: [row] }), 20);
    // Sent and not named: it is sent again.
    expect((await answerOf(db)).state).toBe("unsent");
  }
  await applyReceipt(db, KEY, receipt({ rows: [rowOf(answer)] }), 21);
  expect(await answerOf(db)).toMatchObject({ state: "received", row: 7 });
  // A database restored from an earlier back-up does not have it any more.
  await applyReceipt(db, KEY, receipt(), 22);
  expect((await answerOf(db)).state).toBe("unsent");
});

it("lets go of a photo's bytes only where the receipt says that they are stored", async () => {
  const db = await sampleDatabase();
  const sha256 = await addPhoto(db, KEY, LINE, samplePhoto(1), 10);
  const bytes = () => db.run((open) => open.count("bytes"));
  await applyReceipt(db, KEY, receipt({ files: [{ sha256, stored: false, lines: [LINE] }] }), 20);
  expect(await bytes()).toBe(1);
  await applyReceipt(db, KEY, receipt({ files: [{ sha256, stored: true, lines: [LINE] }] }), 21);
  expect(await bytes()).toBe(0);
  expect((await readVisit(db, KEY))?.photos.get(sha256)?.thumbnail.byteLength).toBe(10);
});

it("keeps a photo as long as any line names it", async () => {
  const db = await sampleDatabase();
  const sha256 = await addPhoto(db, KEY, LINE, samplePhoto(1), 10);
  await addPhoto(db, KEY, lineKey(2), samplePhoto(1), 11);
  await removePhoto(db, KEY, LINE, sha256, 12);
  expect(await db.run((open) => open.count("bytes"))).toBe(1);
  await removePhoto(db, KEY, lineKey(2), sha256, 13);
  expect(await db.run((open) => open.count("bytes"))).toBe(0);
});

it("5: ten photos at once on two lines are ten photos", async () => {
  const db = await sampleDatabase();
  await Promise.all(
    Array.from({ length: 10 }, (_, seed) => addPhoto(db, KEY, lineKey(1 + (seed % 2)), samplePhoto(seed), 10)),
  );
  const view = await readVisit(db, KEY);
  expect(view?.photos.size).toBe(10);
  expect([1, 2].map((no) => view?.answers.get(lineKey(no))?.photos.length)).toEqual([5, 5]);
});

it("passes the rest as such, and touches nothing that has a grade", async () => {
  const db = await sampleDatabase();
  const [line] = sampleVisit().bundle.lines;
  if (!line) throw new Error("no line");
  await say(db, KEY, LINE, 10, (said) => graded(said, "fail", line));
  expect(await passTheRest(db, KEY, 11)).toBe(9);
  expect(await answerOf(db)).toMatchObject({ grade: "fail", asRest: false, severity: "serious", cause: "funds" });
  expect(await answerOf(db, lineKey(2))).toMatchObject({ grade: "pass", asRest: true });
  // A failure that does not say what was found is not sent.
  expect(filedLineOf(await answerOf(db))).toBeNull();
});

it("files what is said, and of what is empty nothing", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("pass", "mostly", "fail", "notApplicable"),
      fc.string(),
      fc.boolean(),
      (grade, text, contradicts) => {
        const [line] = sampleVisit().bundle.lines;
        if (!line) throw new Error("no line");
        const said = graded({ ...NOTHING_SAID, text, contradicts }, grade as "pass", line);
        const filed = filedLineOf({ ...said, line: line.key, revision: 1, answeredAt: 1 } as AnswerRecord);
        if (grade === "fail")
          return (filed === null) === (text.trim() === "") && (filed === null || filed.cause === "funds");
        return (
          filed !== null && !("cause" in filed) && !("severity" in filed) && "contradicts" in filed === contradicts
        );
      },
    ),
  );
});

it("forgets a visit thirty days after its round by the plan's own day, never while anything of it waits", async () => {
  const db = await sampleDatabase();
  const listed = { roundStatus: "closed", closesOn: "2021-07-07" } as MyVisit;
  const on = (planToday: string, status = listed.roundStatus) =>
    changeVisit(db, KEY, { listed: { ...listed, roundStatus: status }, planToday });
  const isThere = async (): Promise<boolean> => {
    await forgetOld(db);
    return (await readVisit(db, KEY)) !== null;
  };
  await changeVisit(db, KEY, { receipt: receipt({ submittedRow: 9 }) });
  await say(db, KEY, LINE, 10, (said) => ({ ...said, grade: "pass" }));
  await on("2021-08-10");
  expect(await isThere()).toBe(true);
  expect(await unsentCount(db)).toBe(1);
  await attempt(db, { state: "received" });
  // The device's own clock is years after a rehearsal's day: that judges nothing.
  await on("2021-07-20");
  expect(await isThere()).toBe(true);
  await on("2021-08-10", "closing");
  expect(await isThere()).toBe(true);
  await on("2021-08-10");
  expect(await isThere()).toBe(false);
});

it("waits longer after each failure, five minutes at most, and never all devices at once", () => {
  const most = 300_000;
  expect(backOffMs(1, most, () => 1)).toBe(2_000);
  expect(backOffMs(30, most, () => 1)).toBe(most);
  expect(backOffMs(30, most, () => 0)).toBe(most / 2);
});
