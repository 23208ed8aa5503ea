/** Requests against the ledger: what was acknowledged is there once, what was not is there once at most, and nothing else is. */
import type { Life } from "./due.js";
import type { Finding } from "./findings.js";
import type { Asked, PlanJournal } from "./journal.js";
import { isOfMonth } from "./months.js";
import { isOfRound } from "./rounds.js";
import type { PlanData, Row } from "./rows.js";

/** The row that each kind of request leaves on each item it took effect on. */
const LEAVES: Readonly<Record<string, string>> = {
  signFor: "signedFor",
  reportProgress: "progressReported",
  report: "reported",
  verify: "verified",
  closeOut: "closed",
  reopen: "reopened",
  decideSeverity: "severityDecided",
  signInstrument: "instrumentSigned",
  annotate: "annotated",
  setTimetable: "timetableSet",
  adoptPolicy: "orderGiven",
};

const CAUSE = "cmd/";

export function checkActions(data: PlanData, journal: PlanJournal): Finding[] {
  const { plan, rows, requests } = data;
  const findings: Finding[] = [];
  const byKey = new Map<string, Row[]>();
  for (const row of rows) {
    if (!row.cause.startsWith(CAUSE)) continue;
    const key = row.cause.slice(CAUSE.length);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const asked = new Map(journal.asked.map((each) => [each.key, each]));
  for (const each of journal.asked)
    if (!isOfRound(each.stream) && !isOfMonth(each.stream))
      findings.push(...checkOne(data, each, byKey.get(each.key) ?? []));
  for (const [key, [row]] of byKey)
    if (!asked.has(key) && row)
      findings.push({
        what: "actionUnasked",
        plan,
        stream: row.stream,
        seq: row.seq,
        detail: `nobody asked for ${key}`,
      });
  const answers = new Map<string, number>();
  for (const { key } of requests) answers.set(key, (answers.get(key) ?? 0) + 1);
  for (const { key, stream, taken } of journal.asked)
    if (taken !== null && taken.length > 0 && answers.get(key) !== 1)
      findings.push({
        what: "actionLost",
        plan,
        stream,
        detail: `the answer to ${key} is kept ${answers.get(key) ?? 0} times`,
      });
  return findings;
}

function checkOne(data: PlanData, asked: Asked, rows: readonly Row[]): Finding[] {
  if (asked.stream === "plan") return checkOrder(data, asked, rows);
  const { plan, live } = data;
  const { key, kind, stream, at, heard } = asked;
  const findings: Finding[] = [];
  if (asked.refused !== null)
    findings.push({ what: "actionRefused", plan, stream, detail: `${key} is legal and was refused: ${asked.refused}` });
  const left = rows.filter((row) => row.type === LEAVES[kind]);
  for (const item of asked.items) {
    const own = left.filter((row) => row.item === item);
    const wanted = asked.taken === null ? null : asked.taken.includes(item) ? 1 : 0;
    if (own.length > 1)
      findings.push({
        what: "actionTwice",
        plan,
        stream,
        item,
        seq: own[1]?.seq ?? 0,
        detail: `${key} is recorded ${own.length} times`,
      });
    else if (wanted === 1 && own.length === 0)
      findings.push({
        what: "actionLost",
        plan,
        stream,
        item,
        detail: `${key} was acknowledged and is not in the ledger`,
      });
    else if (wanted === 0 && own.length === 1)
      findings.push({
        what: "actionUnasked",
        plan,
        stream,
        item,
        seq: own[0]?.seq ?? 0,
        detail: `${key} was refused and is in the ledger`,
      });
    for (const row of own)
      if (row.stream !== stream || (live ? row.at < at || row.at > heard : row.at !== at))
        findings.push({
          what: "actionMoved",
          plan,
          stream: row.stream,
          item,
          seq: row.seq,
          detail: `${key} was asked at ${at} and answered at ${heard}, recorded at ${row.at}`,
        });
  }
  return findings;
}

/** An order is given once, and applied once by each stream that it went to. */
function checkOrder({ plan, rows: all }: PlanData, asked: Asked, rows: readonly Row[]): Finding[] {
  const { key, kind, stream, taken, refused } = asked;
  if (refused !== null)
    return [{ what: "actionRefused", plan, stream, detail: `${key} is legal and was refused: ${refused}` }];
  const given = rows.filter(({ type }) => type === LEAVES[kind]);
  if (given.length > 1 || (taken !== null && given.length === 0))
    return [
      {
        what: given.length > 1 ? "actionTwice" : "actionLost",
        plan,
        stream,
        detail: `${key} is recorded ${given.length} times`,
      },
    ];
  return given.flatMap(({ payload }) =>
    (payload.streams as readonly string[]).flatMap((to): Finding[] => {
      const applied = all.filter(
        (row) => row.stream === to && row.type === "orderApplied" && row.payload.order === key,
      );
      if (applied.length === 1) return [];
      return [{ what: "orderLost", plan, stream: to, detail: `${key} was applied ${applied.length} times` }];
    }),
  );
}

/** What was done to each item, as acknowledged; of requests without an answer, as the ledger has it. */
export function livesOf(data: PlanData, journal: PlanJournal): Map<string, Life> {
  const lives = new Map<string, { -readonly [K in keyof Life]: Life[K] } & { signed: Map<string, number> }>();
  const of = (item: string) => {
    const known = lives.get(item) ?? { signed: new Map<string, number>() };
    lives.set(item, known);
    return known;
  };
  const recorded = new Map(
    data.rows.flatMap((row) => (row.item === null ? [] : [[`${row.cause}|${row.item}`, row.at] as const])),
  );
  for (const { key, kind, stream, items, taken, rung, at: asked } of journal.asked) {
    if (stream === "plan" || isOfRound(stream) || isOfMonth(stream)) continue;
    for (const item of taken ?? items.filter((each) => recorded.has(`${CAUSE}${key}|${each}`))) {
      const life = of(item);
      // A live plan's act takes effect when it is decided.
      const at = data.live ? (recorded.get(`${CAUSE}${key}|${item}`) ?? asked) : asked;
      if (kind === "signFor") life.signedFor = at;
      else if (kind === "report") life.reported = at;
      else if (kind === "verify") life.verified = at;
      else if (kind === "closeOut") life.closed = at;
      else if (kind === "signInstrument" && rung !== null) life.signed.set(rung, at);
    }
  }
  return lives;
}

const ENDS = new Set(["closed", "cancelled"]);

/** After its end nothing is recorded on an item, and nobody is told anything of it but of its end. */
export function checkAfterClosing({ plan, rows }: PlanData): Finding[] {
  const ended = new Map<string, number>();
  const findings: Finding[] = [];
  for (const { item, stream, seq, type } of rows) {
    if (item === null) continue;
    const end = ended.get(item);
    if (end !== undefined)
      findings.push({ what: "afterClosing", plan, stream, item, seq, detail: `${type} after its end in row ${end}` });
    else if (ENDS.has(type)) ended.set(item, seq);
  }
  return findings;
}
