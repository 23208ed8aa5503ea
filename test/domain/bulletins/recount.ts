/**
 * Every figure of a bulletin counted again, from ledger rows and the plan's documents alone. It shares no code with what it checks: it
 * knows the events, and what a figure's key means.
 */
import type { NewRow } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";

interface Line {
  round: string;
  visit: string;
  kind: string;
  place: string;
  township: string | undefined;
  line: string;
  task: number;
  unit: string | undefined;
  grade: string | null;
  cause: string | undefined;
  highlight: boolean;
}
interface Visit {
  round: string;
  id: string;
  kind: string;
  mode: string;
  place: string;
  township: string | undefined;
  materials: number;
  state: "inTime" | "late" | "out";
}
interface Finding {
  item: string;
  task: number;
  line: string;
  cause: string;
  village: string | undefined;
  place: string;
  township: string | undefined;
  unit: string;
  severity: string;
  deadline: string;
  found: { round: string; row: number; visit: string }[];
  reopened: number;
  systemic: boolean;
  state: "open" | "closed" | "cancelled";
  endedOn: string | null;
}

const dayOf = (at: number): string => new Date(at + 480 * 60_000).toISOString().slice(0, 10);

function ownerOf(bundle: PlanBundle, key: string, place: { kind: string; id: string; township?: string | undefined }) {
  const line = bundle.checklists?.lines.find((one) => one.key === key);
  if (!line) throw new Error(key);
  const { rectifier } = line;
  if (rectifier.kind === "unit") return { task: line.task, unit: rectifier.unit };
  if (rectifier.kind === "township")
    return { task: line.task, unit: place.township ?? (place.kind === "unit" ? place.id : undefined) };
  return { task: line.task, unit: bundle.plan.tasks.find(({ no }) => no === line.task)?.leadUnits[0] };
}

/** What a round's own rows say. */
function roundOf(rows: readonly NewRow[], bundle: PlanBundle) {
  const opened = rows.find((row) => row.type === "roundOpened");
  if (opened?.type !== "roundOpened") throw new Error("no opening");
  let { scheme } = opened.payload;
  const { round } = opened.payload;
  for (const row of rows) if (row.type === "schemeEdited") scheme = row.payload.scheme;
  const visits: Visit[] = [];
  const lines: Line[] = [];
  const objections = { all: 0, granted: 0, refused: 0 };
  for (const plan of scheme.visits) {
    const { place } = plan;
    const submission = rows.find((row) => row.type === "checkSubmitted" && row.payload.visit === plan.id);
    const sent = submission?.type === "checkSubmitted" ? submission.payload : null;
    const state = sent === null ? "out" : sent.late === true ? "late" : "inTime";
    const where = { kind: place.kind, place: place.id, township: place.township };
    visits.push({ round, id: plan.id, ...where, mode: plan.mode, materials: plan.materials, state });
    const grades = new Map<string, string>();
    for (const row of rows) {
      if (row.type === "objectionFiled" && row.payload.visit === plan.id) objections.all++;
      if (row.type !== "objectionDecided" || row.payload.visit !== plan.id) continue;
      objections[row.payload.granted ? "granted" : "refused"]++;
      for (const [line, grade] of Object.entries(row.payload.grades)) grades.set(line, grade);
    }
    for (const line of plan.lines) {
      const checked = state === "inTime" ? sent?.lines.find((one) => one.line === line) : undefined;
      const row = checked && rows[checked.row - 1];
      const answer = row?.type === "linesFiled" ? row.payload.lines.find((one) => one.line === line) : undefined;
      const { task, unit } = ownerOf(bundle, line, place);
      lines.push({
        round,
        visit: plan.id,
        ...where,
        line,
        task,
        unit,
        grade: checked ? (grades.get(line) ?? checked.grade) : null,
        cause: answer?.cause,
        highlight: answer?.highlight !== undefined,
      });
    }
  }
  return { round, visits, lines, objections };
}

function findingsOf(rows: readonly NewRow[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const row of rows) {
    if (row.item === undefined) continue;
    if (row.type === "registered") {
      const { task, village, township, target, primaryUnit, deadline } = row.payload;
      found.set(row.item, {
        item: row.item,
        task,
        line: "",
        cause: "",
        village,
        place: village ?? target,
        township,
        unit: primaryUnit,
        severity: "",
        deadline,
        found: [],
        reopened: 0,
        systemic: false,
        state: "open",
        endedOn: null,
      });
    }
    const one = found.get(row.item);
    if (!one) continue;
    if (row.type === "findingRecorded") {
      const { line, cause, severity, round } = row.payload;
      Object.assign(one, { line, cause, severity });
      one.found.push({ round, row: row.payload.row, visit: row.payload.visit });
    }
    if (row.type === "findingWithdrawn")
      one.found = one.found.filter((f) => f.round !== row.payload.round || f.row !== row.payload.row);
    if (row.type === "closed" || row.type === "cancelled")
      Object.assign(one, { state: row.type, endedOn: dayOf(row.at) });
    if (row.type === "reopened")
      Object.assign(one, { state: "open", endedOn: null, reopened: one.reopened + 1, deadline: row.payload.deadline });
  }
  return [...found.values()];
}

/** Working days after `from`, up to `to`, by the calendar's data alone. */
function workingDays(bundle: PlanBundle, from: string, to: string): number {
  let count = 0;
  for (let at = Date.parse(from) + 86_400_000; at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    const year = bundle.calendar.years.find((one) => one.year === Number(day.slice(0, 4)));
    if (!year) throw new Error(day);
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    if (weekend ? year.workedWeekends.includes(day) : !year.holidays.includes(day)) count++;
  }
  return count;
}

export interface Recounted {
  /** What a figure's key should say; throws for a key that it does not know. */
  value(key: string): number | null;
}

export function recount(
  bundle: PlanBundle,
  rounds: readonly (readonly NewRow[])[],
  taskRows: readonly NewRow[],
  day: string,
): Recounted {
  const all = rounds.map((rows) => roundOf(rows, bundle));
  const current = all.at(-1);
  const before = all.at(-2);
  if (!current) throw new Error("no round");
  const { visits, lines, objections } = current;
  const every = findingsOf(taskRows);
  const stands = every.filter((f) => f.state !== "cancelled" && (f.found.length > 0 || f.systemic));
  const late = new Set(
    all.flatMap((one) => one.visits.flatMap(({ id, state }) => (state === "late" ? [`${one.round}/${id}`] : []))),
  );
  const counted = (f: Finding): string[] =>
    f.found.flatMap(({ round, visit }) => (late.has(`${round}/${visit}`) ? [] : [round]));
  const inRound = (f: Finding): boolean => counted(f).includes(current.round);
  const over = (f: Finding): boolean => f.state === "open" && workingDays(bundle, f.deadline, day) > 0;
  const share = (some: Line[]): number | null => {
    const judged = some.filter(({ grade }) => grade === "pass" || grade === "mostly" || grade === "fail");
    const passed = judged.filter(({ grade }) => grade === "pass");
    return judged.length === 0 ? null : Math.round((passed.length / judged.length) * 1000) / 10;
  };
  const inTime = visits.filter(({ state }) => state === "inTime");
  const part = (name: string, some: Line[], own: Finding[]): number | null => {
    switch (name) {
      case "asked":
        return some.length;
      case "unchecked":
        return some.filter(({ grade }) => grade === null).length;
      case "checked":
        return some.filter(({ grade }) => grade !== null).length;
      case "rate":
        return share(some);
      case "all":
        return own.length;
      case "closed":
      case "open":
        return own.filter(({ state }) => state === name).length;
      case "overdue":
        return own.filter(over).length;
      default:
        return some.filter(({ grade }) => grade === name).length;
    }
  };
  const overall: Record<string, () => number | null> = {
    "visits.planned": () => visits.length,
    "visits.done": () => inTime.length,
    "visits.open": () => visits.length - inTime.length,
    "visits.villages": () => inTime.filter(({ kind, mode }) => kind === "village" && mode === "visit").length,
    "visits.papers": () => inTime.filter(({ kind, mode }) => kind === "village" && mode === "desk").length,
    "visits.units": () => inTime.filter(({ kind }) => kind === "unit").length,
    "burden.materials": () => inTime.reduce((sum, { materials }) => sum + materials, 0),
    "lines.highlights": () => lines.filter(({ highlight }) => highlight).length,
    "findings.found": () => stands.filter(inRound).length,
    "findings.new": () => stands.filter((f) => counted(f)[0] === current.round).length,
    "findings.again": () => stands.filter((f) => inRound(f) && counted(f)[0] !== current.round).length,
    "findings.reopened": () => stands.filter((f) => inRound(f) && f.reopened > 0).length,
    "findings.systemic": () => stands.filter(({ systemic }) => systemic).length,
    "findings.grave": () => stands.filter(({ state, severity }) => state === "open" && severity === "grave").length,
    "objections.all": () => objections.all,
    "objections.granted": () => objections.granted,
    "objections.refused": () => objections.refused,
    "objections.waiting": () => objections.all - objections.granted - objections.refused,
  };
  return {
    value(key) {
      const known = overall[key];
      if (known) return known();
      const [head = "", ...rest] = key.split(".");
      const last = rest.at(-1) ?? "";
      if (head === "lines") return part(last, lines, []);
      if (head === "findings") return part(last, [], stands);
      if (head === "township")
        return part(
          last,
          lines.filter(({ township }) => township === rest[0]),
          stands.filter(({ township }) => township === rest[0]),
        );
      if (head === "unit")
        return part(
          last,
          lines.filter(({ unit }) => unit === rest[0]),
          stands.filter(({ unit }) => unit === rest[0]),
        );
      if (head === "overdue") return stands.filter((f) => f.unit === rest[0] && over(f)).length;
      if (head === "systemic")
        return stands.filter(
          (f) => f.state === "open" && f.line === rest[0] && f.cause === rest[1] && f.village !== undefined,
        ).length;
      if (head === "problem") {
        const [unit, line, cause] = rest;
        const same = (one: Line): boolean => one.unit === unit && one.line === line;
        const failed = (some: Line[]): number =>
          some.filter((one) => same(one) && one.grade === "fail" && one.cause === cause).length;
        if (last === "count") return failed(lines);
        const looked = before?.lines.some((one) => same(one) && one.grade !== null && one.grade !== "notApplicable");
        return before && looked ? failed(lines) - failed(before.lines) : null;
      }
      throw new Error(`nobody knows what ${key} counts`);
    },
  };
}
