/**
 * Rounds of inspections: what was filed and acknowledged is there once, each photo too; each failed line made one finding, and none
 * came of nothing; open = all − closed; and what was late was chased when it was due. Of what is found the ladders are not judged here.
 */
import { dayOf, instant, WorkingDays } from "./calendar.js";
import { type Finding, requestFault } from "./findings.js";
import type { Asked, PlanJournal } from "./journal.js";
import type { PlanData, Row } from "./rows.js";

const PREFIX = "inspection/";
/** Begins the ids of rectification items. */
const MARK = "zg-";

export const isOfRound = (stream: string): boolean => stream.startsWith(PREFIX);
export const isRectification = (item: string | null): boolean => item?.startsWith(MARK) === true;

/** Streams in which something was found: what is due next there is not known to this checker. */
export const streamsOfFindings = ({ rows }: Pick<PlanData, "rows">): ReadonlySet<string> =>
  new Set(rows.filter(({ item }) => isRectification(item)).map(({ stream }) => stream));

interface FiledLine {
  readonly line: string;
  readonly revision: number;
  readonly grade: string;
  readonly photos: readonly { readonly sha256: string }[];
}

/** A line as one row holds it. */
interface Filed {
  readonly row: Row;
  readonly visit: string;
  readonly person: string;
  readonly answer: FiledLine;
  readonly content: string;
}

export function checkRounds(data: PlanData, journal: PlanJournal): Finding[] {
  const streams = [...new Set(data.rows.map(({ stream }) => stream).filter(isOfRound))];
  return [
    ...journal.asked.filter(({ stream }) => isOfRound(stream)).flatMap((asked) => checkAsked(data, asked)),
    ...streams.flatMap((stream) => {
      const rows = data.rows.filter((row) => row.stream === stream);
      const filed = rows.flatMap(filedIn);
      return [
        ...checkOnce(data, filed),
        ...checkSubmitted(data, stream, rows, filed),
        ...checkTurns(data, stream, rows, journal),
      ];
    }),
    ...checkOpen(data),
    ...checkPhotos(data, journal),
  ];
}

/** Each photo that was acknowledged is stored with its visit, with all its bytes. */
function checkPhotos({ plan, photos }: PlanData, journal: PlanJournal): Finding[] {
  const stored = new Map(photos.map((one) => [`${one.round} ${one.visit} ${one.sha256}`, one.bytes]));
  return journal.photos.flatMap(({ round, visit, sha256, bytes }): Finding[] => {
    const there = stored.get(`${round} ${visit} ${sha256}`);
    if (there === bytes) return [];
    const what = there === undefined ? "is not stored" : `is stored with ${there} of ${bytes} bytes`;
    return [{ what: "photoLost", plan, detail: `${sha256} of ${visit} was acknowledged and ${what}` }];
  });
}

/** How many lines the ledger holds. */
export const linesFiled = ({ rows }: Pick<PlanData, "rows">): number => rows.flatMap(filedIn).length;

function filedIn(row: Row): Filed[] {
  if (row.type !== "linesFiled") return [];
  const { visit, lines, contents, enteredFor } = row.payload as {
    visit: string;
    lines: FiledLine[];
    contents: string[];
    enteredFor?: { person: string };
  };
  const person = enteredFor?.person ?? (row.actor as { person?: string } | null)?.person ?? "";
  return lines.map((answer, at) => ({ row, visit, person, answer, content: contents[at] ?? "" }));
}

/** A request on a round leaves its rows once, and each line that it was acknowledged for stands in one of them or in an earlier one. */
function checkAsked({ plan, rows }: PlanData, { key, stream, taken, refused, filed }: Asked): Finding[] {
  const where = { plan, stream };
  const own = rows.filter((row) => row.cause === `cmd/${key}`);
  const wrong = requestFault(own, { key, refused }, where);
  if (wrong) return [wrong];
  if (taken === null || taken.length === 0) return [];
  if (filed.length === 0)
    return own.length > 0 ? [] : [{ what: "actionLost", ...where, detail: `${key} was acknowledged and is not there` }];
  const known = new Set(
    rows
      .filter((row) => row.stream === stream)
      .flatMap((row) => filedIn(row).map(({ visit, content }) => `${visit} ${content}`)),
  );
  return filed.flatMap(({ visit, line, content }): Finding[] =>
    known.has(`${visit} ${content}`)
      ? []
      : [{ what: "lineLost", ...where, detail: `${line} of ${visit} was acknowledged (${key}) and is in no row` }],
  );
}

/** The same line of the same person with the same content stands in one row only. */
function checkOnce({ plan }: PlanData, filed: readonly Filed[]): Finding[] {
  const seen = new Map<string, Filed>();
  return filed.flatMap((one): Finding[] => {
    const { row, visit, person, answer, content } = one;
    const name = `${visit} ${person} ${answer.line}@${answer.revision} ${content}`;
    const before = seen.get(name);
    seen.set(name, one);
    if (!before) return [];
    const detail = `${name} stands in row ${before.row.seq} already`;
    return [{ what: "lineTwice", plan, stream: row.stream, seq: row.seq, detail }];
  });
}

/** A check that is submitted has all its photos, and each of its failed lines has made one finding. */
function checkSubmitted(data: PlanData, stream: string, rows: readonly Row[], filed: readonly Filed[]): Finding[] {
  const { plan, photos } = data;
  const round = stream.slice(PREFIX.length);
  const stored = new Set(photos.map((photo) => `${photo.round} ${photo.visit} ${photo.sha256}`));
  const findings: Finding[] = [];
  const wanted = new Set<string>();
  for (const { type, seq, payload } of rows) {
    if (type !== "checkSubmitted") continue;
    const { visit, lines } = payload as { visit: string; lines: { line: string; row: number; grade: string }[] };
    for (const { line, row, grade } of lines) {
      const of = filed.find((one) => one.row.seq === row && one.answer.line === line && one.visit === visit);
      if (of?.answer.grade !== grade)
        findings.push({ what: "lineLost", plan, stream, seq, detail: `${line} of ${visit} is in row ${row} no more` });
      for (const { sha256 } of of?.answer.photos ?? [])
        if (!stored.has(`${round} ${visit} ${sha256}`))
          findings.push({ what: "photoLost", plan, stream, seq, detail: `${sha256} of ${line} of ${visit}` });
      if (grade === "fail") wanted.add(`${visit} ${line} ${row}`);
    }
  }
  return [...findings, ...checkFound(data, stream, wanted)];
}

function checkFound({ plan, rows }: PlanData, stream: string, wanted: ReadonlySet<string>): Finding[] {
  const round = stream.slice(PREFIX.length);
  const made = new Map<string, number>();
  const findings: Finding[] = [];
  for (const { type, payload, stream: task, seq } of rows) {
    // A systemic item comes of a decision, of no line.
    if (type !== "findingRecorded" || payload["round"] !== round || payload["row"] === 0) continue;
    const name = `${String(payload["visit"])} ${String(payload["line"])} ${String(payload["row"])}`;
    made.set(name, (made.get(name) ?? 0) + 1);
    if (!wanted.has(name))
      findings.push({
        what: "findingUnfound",
        plan,
        stream: task,
        seq,
        detail: `${name} failed in no submitted check`,
      });
  }
  for (const name of wanted) {
    const count = made.get(name) ?? 0;
    if (count !== 1)
      findings.push({
        what: count === 0 ? "findingLost" : "findingTwice",
        plan,
        stream,
        detail: `${name} failed and made ${count} findings`,
      });
  }
  return findings;
}

/** Open = all − closed − withdrawn: the table against the rows. */
function checkOpen({ plan, rows, items }: PlanData): Finding[] {
  const standing = new Map<string, boolean>();
  for (const { item, type } of rows) {
    if (item === null || !isRectification(item)) continue;
    if (type === "registered" || type === "reopened") standing.set(item, true);
    if (type === "closed" || type === "cancelled") standing.set(item, false);
  }
  const told = [...standing.values()].filter(Boolean).length;
  const listed = items.filter(({ id, status }) => isRectification(id) && status !== "closed" && status !== "cancelled");
  if (listed.length === told) return [];
  return [{ what: "openWrong", plan, detail: `the table has ${listed.length} open findings, the ledger ${told}` }];
}

/** The scheme that stands when it is approved: its days. */
interface Days {
  readonly visitsUntil: string;
  readonly closesOn: string;
}

/** What may be late, from when to when, and the day that its rungs are counted from. */
interface Pressed {
  readonly what: string;
  readonly from: number;
  readonly until: number;
  readonly anchor: string;
}

const NEVER = Number.POSITIVE_INFINITY;

/** What a row of the chase is about: an objection has a ladder of its own. */
function nameOfChased({ payload }: Row): string {
  const { what, objection } = payload as { what: string; objection?: { visit: string; no: number } };
  return objection ? `${what} ${objection.visit} ${objection.no}` : what;
}

/** Objections wait from the day they are made until they are decided: their rungs count from the last day for that. */
function objectionsPressed(rows: readonly Row[], lastDay: (at: number) => string): Pressed[] {
  const nameOf = ({ payload }: Row): string => `objections ${String(payload["visit"])} ${String(payload["no"])}`;
  const decided = new Map(
    rows.filter(({ type }) => type === "objectionDecided").map((row) => [nameOf(row), row.at] as const),
  );
  return rows
    .filter(({ type }) => type === "objectionFiled")
    .map((row) => {
      const what = nameOf(row);
      return { what, from: row.at, until: decided.get(what) ?? NEVER, anchor: lastDay(row.at) };
    });
}

/** The round's own turns and its chasing. What was moved or given other groups is not judged. */
function checkTurns(data: PlanData, stream: string, rows: readonly Row[], { finished }: PlanJournal): Finding[] {
  const { plan, documents } = data;
  const opened = rows.find(({ type }) => type === "roundOpened");
  if (!opened || finished === null || rows.some(({ type }) => type === "roundMoved" || type === "roundSkipped"))
    return [];
  const policy = documents.policies.get(Number(opened.payload["policy"]));
  if (!policy) return [];
  const days = new WorkingDays(documents.calendar.years);
  const offset = documents.plan.timeZone.offsetMinutes;
  const fireAt = (day: string): number => instant(day, policy.firingTime, offset);
  const atOf = (type: string): number => rows.find((row) => row.type === type)?.at ?? NEVER;
  const scheme = opened.payload["scheme"] as Days & { readonly visits: readonly unknown[] };
  const approved = atOf("schemeApproved");
  const closed = atOf("roundClosed");
  const submitted = rows.filter(({ type }) => type === "checkSubmitted");
  const allIn = submitted.length === scheme.visits.length ? (submitted.at(-1)?.at ?? NEVER) : NEVER;
  const day = (at: number): string => dayOf(at, offset);
  const pressed: Pressed[] = [
    { what: "approval", from: opened.at, until: approved, anchor: day(opened.at) },
    ...(approved === NEVER
      ? []
      : [{ what: "checks", from: approved, until: Math.min(allIn, closed), anchor: scheme.visitsUntil }]),
    ...(closed === NEVER
      ? []
      : [{ what: "bulletin", from: closed, until: atOf("bulletinSigned"), anchor: day(closed) }]),
  ];
  const { objectionDays = 0, decideWithin = objectionDays } = policy.inspections ?? {};
  pressed.push(...objectionsPressed(rows, (at) => days.add(day(at), decideWithin)));
  const ladder = policy.ladders["inspection"] ?? [];
  const chased = new Map<string, Row[]>();
  for (const row of rows)
    if (row.type === "inspectionChased") {
      const name = `${nameOfChased(row)}/${String(row.payload["due"])}/${String(row.payload["rung"])}`;
      chased.set(name, [...(chased.get(name) ?? []), row]);
    }
  const findings: Finding[] = [];
  const expected = new Set<string>();
  for (const { what, from, until, anchor } of pressed)
    for (const { id, offset: after, repeat } of ladder) {
      let due = days.add(anchor, after);
      for (let no = 0; no <= (repeat?.times ?? 0); no++) {
        if (no > 0)
          due = days.add(due, typeof repeat?.every === "number" ? repeat.every : (repeat?.every[no - 1] ?? 0));
        const at = fireAt(due);
        // What lay before it began is skipped.
        if (at <= from || at > until || at > finished.clock) continue;
        const name = `${what}/${due}/${id}`;
        expected.add(name);
        const own = chased.get(name) ?? [];
        const where = { plan, stream, ...(own[0] ? { seq: own[0].seq } : {}) };
        // At the very instant of the act that ends it either may come first.
        if (own.length === 0 && at < until) findings.push({ what: "chaseLost", ...where, detail: `${name} was due` });
        if (own.length > 1)
          findings.push({ what: "chaseTwice", ...where, detail: `${name} is there ${own.length} times` });
        if (own[0] && own[0].at < at) findings.push({ what: "chaseEarly", ...where, detail: `${name} came early` });
      }
    }
  for (const [name, [row]] of chased)
    if (!expected.has(name) && row && !name.startsWith("groups/"))
      findings.push({ what: "chaseNotDue", plan, stream, seq: row.seq, detail: `${name} was not due` });
  return findings;
}
