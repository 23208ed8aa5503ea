/** Sends answers, each under its own key: the same key and content again is the same row. */
import { contentOf, filedLineOf } from "../local/answers.js";
import type { FilingDatabase } from "../local/database.js";
import type { AnswerRecord, Stopped, VisitRecord } from "../local/records.js";
import type { FiledLine } from "../../../../domain/inspections/types.js";
import { changeVisit, readVisit } from "../local/visits.js";
import { type Bundle, type FiledPart, isBundle, isFiled, isFiledParts, linePath, visitPath } from "../contract.js";
import { backOffMs, MOST_ENTRY_MS } from "./back-off.js";
import { type Answer, ask } from "./transport.js";

/** Why sending stops for now; null: on with the next part. */
export type Halt = Extract<Answer<unknown>, { readonly kind: "offline" | "signIn" }> | null;

/** After so many entries in a row that were not taken, it is the server and not the entries. */
const BUSY_IN_A_ROW = 3;
/** Lines of one request at most. */
const MOST_TOGETHER = 50;

/**
 * Sends every whole answer of a visit that waits: several at once, and each by itself where that met anything. What one of them meets
 * stops only that one. `force`: also what waits to be tried again.
 */
export async function sendLines(db: FilingDatabase, visit: VisitRecord, force: boolean): Promise<Halt> {
  const answers = (await readVisit(db, visit.key))?.answers.values() ?? [];
  const waiting = [...answers].filter(
    (answer) => answer.state === "unsent" && filedLineOf(answer) !== null && (force || answer.nextTryAt <= Date.now()),
  );
  // One that was not taken before goes by itself: it would take the others with it.
  const fresh = waiting.filter(({ trouble }) => trouble === null);
  const halt = fresh.length > 1 ? await sendTogether(db, visit, fresh) : "oneByOne";
  if (halt === "oneByOne") return sendOneByOne(db, visit, waiting);
  return (
    halt ??
    sendOneByOne(
      db,
      visit,
      waiting.filter((answer) => !fresh.includes(answer)),
    )
  );
}

async function sendOneByOne(db: FilingDatabase, visit: VisitRecord, answers: readonly AnswerRecord[]): Promise<Halt> {
  let busy = 0;
  for (const answer of answers) {
    const halt = await sendLine(db, visit, answer);
    if (halt === "busy") busy += 1;
    else if (halt !== null) return halt;
    else busy = 0;
    if (busy >= BUSY_IN_A_ROW) return { kind: "offline", why: "none" };
  }
  return null;
}

/** One request for many lines: on a far line each request costs its way there and back. Whatever it meets is left to single ones. */
async function sendTogether(
  db: FilingDatabase,
  visit: VisitRecord,
  chosen: readonly AnswerRecord[],
): Promise<Halt | "oneByOne"> {
  for (let from = 0; from < chosen.length; from += MOST_TOGETHER) {
    const started: AnswerRecord[] = [];
    for (const answer of chosen.slice(from, from + MOST_TOGETHER)) {
      const begun = await startSending(db, answer);
      if (begun) started.push(begun);
    }
    const filed = started.flatMap((answer) => filedLineOf(answer) ?? []);
    const json = { answers: filed, deviceNow: Date.now() };
    const answered = await ask({ method: "POST", path: `${visitPath(visit)}/parts`, json }, isFiledParts);
    if (answered.kind === "signIn") return answered;
    if (answered.kind === "offline" && answered.why !== "timeout") return answered;
    if (answered.kind !== "ok") return "oneByOne";
    for (const answer of started) await notePart(db, visit, answer, answered.body.parts);
  }
  return null;
}

async function notePart(
  db: FilingDatabase,
  visit: VisitRecord,
  answer: AnswerRecord,
  parts: readonly FiledPart[],
): Promise<void> {
  const part = parts.find(({ line, revision }) => line === answer.line && revision === answer.revision);
  const filed = filedLineOf(answer);
  // Not named: it is not there, and waits as it did.
  if (!part || !filed) return;
  if (part.ok) return noteFiled(db, answer, filed, part);
  const { code, detail } = part;
  await noteStopped(db, visit, answer, { status: 200, code, detail, members: {} });
}

async function sendLine(db: FilingDatabase, visit: VisitRecord, chosen: AnswerRecord): Promise<Halt | "busy"> {
  const answer = await startSending(db, chosen);
  const filed = answer && filedLineOf(answer);
  if (!answer || !filed) return null;
  const path = linePath(visit, answer.line, answer.revision);
  const answered = await ask({ method: "PUT", path, json: { answer: filed, deviceNow: Date.now() } }, isFiled);
  switch (answered.kind) {
    case "ok":
      await noteFiled(db, answer, filed, answered.body);
      return null;
    case "refused":
      await noteStopped(db, visit, answer, answered);
      return null;
    case "busy":
      await note(db, answer, failed(answer, `http${answered.status}`, answered.retryAfterMs));
      return "busy";
    case "offline":
      await note(db, answer, failed(answer, answered.why));
      // One entry that hangs does not hold up the others; nobody at all does.
      return answered.why === "timeout" ? "busy" : answered;
    case "signIn":
      return answered;
  }
}

/** What the server has under the key that was taken, to be shown beside it. */
async function readTheirs(db: FilingDatabase, visit: VisitRecord): Promise<void> {
  const isOurs = (body: unknown): body is Bundle => isBundle(body, visit);
  const answered = await ask({ method: "GET", path: `${visitPath(visit)}/bundle` }, isOurs);
  if (answered.kind === "ok")
    await changeVisit(db, visit.key, { bundle: { ...visit.bundle, filed: answered.body.filed } });
}

/** The row of other content than this is no receipt of this. */
const noteFiled = (
  db: FilingDatabase,
  answer: AnswerRecord,
  filed: FiledLine,
  { row, content }: { readonly row: number; readonly content: string },
): Promise<void> =>
  note(
    db,
    answer,
    content === contentOf(filed) ? { state: "sent", row, trouble: null } : failed(answer, "otherContent"),
  );

async function noteStopped(
  db: FilingDatabase,
  visit: VisitRecord,
  answer: AnswerRecord,
  { status, code, detail, members }: Omit<Stopped, "at">,
): Promise<void> {
  await note(db, answer, { state: "stopped", stopped: { status, code, detail, members, at: Date.now() } });
  if (code === "conflict") await readTheirs(db, visit);
}

const failed = (answer: AnswerRecord, trouble: string, retryAfterMs: number | null = null): Partial<AnswerRecord> => ({
  trouble,
  tries: answer.tries + 1,
  nextTryAt: Date.now() + Math.min(MOST_ENTRY_MS, retryAfterMs ?? backOffMs(answer.tries + 1, MOST_ENTRY_MS)),
});

/** From here on the server may have it. Null: it was changed or discarded meanwhile. */
const startSending = (db: FilingDatabase, { visitKey, line, revision }: AnswerRecord): Promise<AnswerRecord | null> =>
  db.write(["answers"], async (tx) => {
    const current = await tx.store.get([visitKey, line, revision]);
    if (current?.state !== "unsent") return null;
    const started = { ...current, attempted: true };
    await tx.store.put(started);
    return started;
  });

/** Notes what became of a revision; one that has been superseded since stays so. */
const note = (db: FilingDatabase, answer: AnswerRecord, change: Partial<AnswerRecord>): Promise<void> =>
  db.write(["answers"], async (tx) => {
    const current = await tx.store.get([answer.visitKey, answer.line, answer.revision]);
    if (current && current.state !== "superseded") await tx.store.put({ ...current, ...change });
  });
