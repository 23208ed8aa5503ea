/** Answers on the device: one record a revision. What has been on its way is never changed: a change is the next revision. */
import type { IDBPTransaction } from "idb";
import { canonicalJson } from "../../../../domain/ledger/canonical.js";
import { sha256 } from "../../../../domain/ledger/sha256.js";
import { tidyText } from "../../../../domain/language/text.js";
import type { FiledLine } from "../../../../domain/inspections/types.js";
import type { BundleLine, FiledRow } from "../contract.js";
import type { FilingDatabase } from "./database.js";
import type { AnswerRecord, FilingSchema, VisitRecord } from "./records.js";

/** What an inspector says of a line; everything else of a record is the device's. */
export type Said = Pick<
  AnswerRecord,
  "grade" | "text" | "cause" | "severity" | "highlight" | "contradicts" | "asRest" | "photos"
>;

export const NOTHING_SAID: Said = {
  grade: null,
  text: "",
  cause: null,
  severity: null,
  highlight: "",
  contradicts: false,
  asRest: false,
  photos: [],
};

export type WriteTx = IDBPTransaction<FilingSchema, ("visits" | "answers" | "photos" | "bytes")[], "readwrite">;

/** The line as it is filed: tidied, since the API changes nothing of it; what is empty is left out; only a failure has cause and severity. */
export function filedLineOf(answer: AnswerRecord): FiledLine | null {
  if (!isWhole(answer) || answer.grade === null) return null;
  const { line, revision, grade, text, cause, severity, highlight, contradicts, asRest, photos, answeredAt } = answer;
  return {
    line,
    revision,
    grade,
    text: tidyText(text),
    ...(grade === "fail" && cause !== null ? { cause } : {}),
    ...(grade === "fail" && severity !== null ? { severity } : {}),
    ...(tidyText(highlight) === "" ? {} : { highlight: tidyText(highlight) }),
    ...(contradicts ? { contradicts } : {}),
    ...(asRest ? { asRest } : {}),
    photos,
    answeredAt,
  };
}

/** It can be sent: it has a grade, and of a failure what was found and why. */
export const isWhole = ({ grade, text, cause }: Pick<AnswerRecord, "grade" | "text" | "cause">): boolean =>
  grade !== null && (grade !== "fail" || (cause !== null && tidyText(text) !== ""));

/** SHA-256 over the canonical JSON of what is filed: a receipt that names another is no receipt of this. */
export const contentOf = (filed: FiledLine): string => sha256(canonicalJson(filed));

const range = (visitKey: string, line: string): IDBKeyRange =>
  IDBKeyRange.bound([visitKey, line, 0], [visitKey, line, Number.MAX_SAFE_INTEGER]);

/** The newest revision of a line, read where it is going to be written. */
export async function newestOf(tx: WriteTx, visitKey: string, line: string): Promise<AnswerRecord | undefined> {
  const cursor = await tx.objectStore("answers").openCursor(range(visitKey, line), "prev");
  return cursor?.value;
}

/** The highest revision that the server was heard to have of a line. */
function revisionAt(visit: VisitRecord | undefined, line: string): number {
  const filed = (visit?.bundle.filed ?? []).filter(({ person }) => person.id === visit?.person.id);
  const own = [...(visit?.receipt?.rows ?? []), ...filed].filter((row) => row.line === line);
  return Math.max(0, ...own.map(({ revision }) => revision));
}

/** Changes what is said of a line, within a transaction. `now`: the device's clock. */
export async function sayIn(
  tx: WriteTx,
  visitKey: string,
  line: string,
  now: number,
  change: (said: Said) => Said,
): Promise<void> {
  const visit = await tx.objectStore("visits").get(visitKey);
  if (!visit) throw new Error(`the visit ${visitKey} was not taken along on this device`);
  const newest = await newestOf(tx, visitKey, line);
  const said = change(newest ?? NOTHING_SAID);
  if (newest && canonicalJson(saidOf(newest)) === canonicalJson(saidOf(said))) return;
  const answers = tx.objectStore("answers");
  if (newest && !newest.attempted && newest.state === "unsent")
    return void (await answers.put({ ...newest, ...saidOf(said), answeredAt: now }));
  if (newest && newest.state !== "received") await answers.put({ ...newest, state: "superseded" });
  const revision = Math.max(newest?.revision ?? 0, revisionAt(visit, line)) + 1;
  await answers.put({ ...freshAnswer(visitKey, line, revision, visit.person.id, now), ...saidOf(said) });
}

const freshAnswer = (
  visitKey: string,
  line: string,
  revision: number,
  person: string,
  answeredAt: number,
): AnswerRecord => ({
  visitKey,
  line,
  revision,
  person,
  ...NOTHING_SAID,
  answeredAt,
  state: "unsent",
  attempted: false,
  tries: 0,
  nextTryAt: 0,
  trouble: null,
  stopped: null,
  row: null,
});

export function saidOf(said: Said): Said {
  const { grade, text, cause, severity, highlight, contradicts, asRest, photos } = said;
  return { grade, text, cause, severity, highlight, contradicts, asRest, photos };
}

const STORES: ("visits" | "answers" | "photos" | "bytes")[] = ["visits", "answers", "photos", "bytes"];

/** Changes what is said of a line; resolves when the device has committed it (已存本机). */
export const say = (
  db: FilingDatabase,
  visitKey: string,
  line: string,
  now: number,
  change: (said: Said) => Said,
): Promise<void> => db.write(STORES, (tx) => sayIn(tx, visitKey, line, now, change));

/** 其余合格: every line without a grade passes, recorded as such. Answers how many there were. */
export const passTheRest = (db: FilingDatabase, visitKey: string, now: number): Promise<number> =>
  db.write(STORES, async (tx) => {
    const visit = await tx.objectStore("visits").get(visitKey);
    let count = 0;
    for (const { key } of visit?.bundle.lines ?? []) {
      const newest = await newestOf(tx, visitKey, key);
      if (newest && newest.grade !== null) continue;
      await sayIn(tx, visitKey, key, now, (said) => ({ ...said, grade: "pass", asRest: true }));
      count += 1;
    }
    return count;
  });

/** The same answer as the next revision: of an entry whose key is taken by another. */
export const nextRevision = (db: FilingDatabase, answer: AnswerRecord, now: number): Promise<void> =>
  db.write(STORES, async (tx) => {
    const { visitKey, line } = answer;
    const visit = await tx.objectStore("visits").get(visitKey);
    if (!visit) return;
    const revision = Math.max(answer.revision, revisionAt(visit, line)) + 1;
    await tx.objectStore("answers").put({ ...answer, state: "superseded" });
    const fresh = freshAnswer(visitKey, line, revision, answer.person, now);
    await tx.objectStore("answers").put({ ...fresh, ...saidOf(answer) });
  });

/** The person's own, confirmed discard of an entry that stopped: what the server has of the line stands. */
export const discard = (db: FilingDatabase, { visitKey, line, revision }: AnswerRecord): Promise<void> =>
  db.write(["answers"], (tx) => tx.store.delete([visitKey, line, revision]));

/** The grade is chosen. What belongs to a failure alone goes with it, and a failure begins with the line's own words. */
export function graded(said: Said, grade: Said["grade"], line: BundleLine): Said {
  if (grade !== "fail") return { ...said, grade, cause: null, severity: null, asRest: false };
  const open = line.findings[0];
  return {
    ...said,
    grade,
    asRest: false,
    severity: said.severity ?? open?.severity ?? line.severity,
    cause: said.cause ?? (line.causes.length === 1 ? (line.causes[0] ?? null) : (open?.cause ?? null)),
  };
}

/** What the server has of the person's lines already, as the device would hold it: a second device goes on from there. */
export function answersOfBundle(visit: VisitRecord): AnswerRecord[] {
  const own = visit.bundle.filed.filter(({ person, conflicting }) => person.id === visit.person.id && !conflicting);
  return own.map((row) => ({
    ...freshAnswer(visit.key, row.line, row.revision, row.person.id, row.answer.answeredAt),
    ...saidOfFiled(row),
    state: "received" as const,
    attempted: true,
    row: row.row,
  }));
}

const saidOfFiled = ({ answer }: FiledRow): Said => ({
  grade: answer.grade,
  text: answer.text,
  cause: answer.cause ?? null,
  severity: answer.severity ?? null,
  highlight: answer.highlight ?? "",
  contradicts: answer.contradicts ?? false,
  asRest: answer.asRest ?? false,
  photos: answer.photos.map(({ location, ...photo }) => ({ ...photo, ...(location && { location }) })),
});
