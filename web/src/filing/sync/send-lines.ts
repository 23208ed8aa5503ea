/**
 * Sends answers, each under its own key: the same key and content again is the same row. Several that wait go in one request, a visit's
 * lines in one way there and back; whatever met trouble before goes by itself, so that it holds up no other.
 */
import { contentOf, filedLineOf } from "../local/answers.js";
import type { FilingDatabase } from "../local/database.js";
import type { AnswerRecord, VisitRecord } from "../local/records.js";
import { changeVisit, readVisit } from "../local/visits.js";
import {
  type FiledParts,
  isBundle,
  isFiled,
  isFiledParts,
  linePath,
  partsPath,
  type VisitBundle,
  visitPath,
} from "../contract.js";
import { backOffMs, MOST_ENTRY_MS } from "./back-off.js";
import { type Answer, ask } from "./transport.js";

/** Why sending stops for now; null: on with the next part. */
export type Halt = Extract<Answer<unknown>, { readonly kind: "offline" | "signIn" }> | null;

/** After so many entries in a row that were not taken, it is the server and not the entries. */
const BUSY_IN_A_ROW = 3;

/** Lines of one request at most. */
const MOST_TOGETHER = 50;

/** Sends every whole answer of a visit that waits. What one of them meets stops only that one. `force`: also what waits to be tried again. */
export async function sendLines(db: FilingDatabase, visit: VisitRecord, force: boolean): Promise<Halt> {
  const view = await readVisit(db, visit.key);
  const waiting = [...(view?.answers.values() ?? [])].filter(
    (answer) => answer.state === "unsent" && filedLineOf(answer) !== null && (force || answer.nextTryAt <= Date.now()),
  );
  const smooth = waiting.filter(({ tries }) => tries === 0).slice(0, MOST_TOGETHER);
  const together = smooth.length > 1 ? await sendTogether(db, visit, smooth) : "alone";
  if (together !== "alone" && together !== null) return together;
  const sent = new Set(together === "alone" ? [] : smooth);
  return sendAlone(
    db,
    visit,
    waiting.filter((answer) => !sent.has(answer)),
  );
}

async function sendAlone(db: FilingDatabase, visit: VisitRecord, waiting: readonly AnswerRecord[]): Promise<Halt> {
  let busy = 0;
  for (const answer of waiting) {
    const halt = await sendLine(db, visit, answer);
    if (halt === "busy") busy += 1;
    else if (halt !== null) return halt;
    else busy = 0;
    if (busy >= BUSY_IN_A_ROW) return { kind: "offline", why: "none" };
  }
  return null;
}

type Part = FiledParts["parts"][number];

/** "alone": nothing is known of any of them, and each is to be sent by itself. */
async function sendTogether(
  db: FilingDatabase,
  visit: VisitRecord,
  chosen: readonly AnswerRecord[],
): Promise<Halt | "alone"> {
  const started: AnswerRecord[] = [];
  for (const answer of chosen) {
    const one = await startSending(db, answer);
    if (one) started.push(one);
  }
  const answers = started.flatMap((answer) => filedLineOf(answer) ?? []);
  const json = { answers, deviceNow: Date.now() };
  const answered = await ask({ method: "POST", path: partsPath(visit), json }, isFiledParts);
  if (answered.kind === "signIn" || (answered.kind === "offline" && answered.why !== "timeout")) return answered;
  if (answered.kind !== "ok") return "alone";
  const parts = new Map(answered.body.parts.map((part) => [`${part.line}@${part.revision}`, part]));
  for (const answer of started) {
    const part = parts.get(`${answer.line}@${answer.revision}`);
    if (part) await note(db, answer, changeBy(answer, part));
  }
  const isTaken = answered.body.parts.some((part) => !part.ok && part.code === "conflict");
  if (isTaken) await readTheirs(db, visit);
  return null;
}

function changeBy(answer: AnswerRecord, part: Part): Partial<AnswerRecord> {
  if (part.ok) return filedBy(answer, part);
  const { status, code, detail } = part;
  return { state: "stopped", stopped: { status, code, detail, members: {}, at: Date.now() } };
}

/** The row of other content than this is no receipt of this. */
function filedBy(answer: AnswerRecord, { row, content }: { row: number; content: string }): Partial<AnswerRecord> {
  const filed = filedLineOf(answer);
  const isSame = filed !== null && content === contentOf(filed);
  return isSame ? { state: "sent", row, trouble: null } : failed(answer, "otherContent");
}

async function sendLine(db: FilingDatabase, visit: VisitRecord, chosen: AnswerRecord): Promise<Halt | "busy"> {
  const answer = await startSending(db, chosen);
  const filed = answer && filedLineOf(answer);
  if (!answer || !filed) return null;
  const path = linePath(visit, answer.line, answer.revision);
  const answered = await ask({ method: "PUT", path, json: { answer: filed, deviceNow: Date.now() } }, isFiled);
  switch (answered.kind) {
    case "ok":
      await note(db, answer, filedBy(answer, answered.body));
      return null;
    case "refused": {
      const { status, code, detail, members } = answered;
      await note(db, answer, { state: "stopped", stopped: { status, code, detail, members, at: Date.now() } });
      if (code === "conflict") await readTheirs(db, visit);
      return null;
    }
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
  const isOurs = (body: unknown): body is VisitBundle => isBundle(body, visit);
  const answered = await ask({ method: "GET", path: `${visitPath(visit)}/bundle` }, isOurs);
  if (answered.kind === "ok")
    await changeVisit(db, visit.key, { bundle: { ...visit.bundle, filed: answered.body.filed } });
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
