/**
 * What of a round stands in tables, for lists and counts: made of its state alone, by the recording and by a rebuild alike. Names are
 * those of the columns.
 */
import type { Grade, Severity } from "../plan/checklists.js";
import { progressOf, statusOf, visitLines } from "./filed.js";
import { groupOf, schemeOf } from "./round-state.js";
import type { RoundState, VisitState } from "./round-types.js";
import type { FiledRow, RoundStatus, VisitStatus } from "./types.js";

export interface RoundRow {
  readonly round: string;
  readonly status: RoundStatus;
  readonly special: boolean;
  /** `YYYY` of the half-year's last day: what "once a year" and the burden count by. */
  readonly year: number;
  readonly from_day: string;
  readonly to_day: string;
  readonly visits_until: string;
  readonly closes_on: string;
  readonly opened_at: number;
  readonly checklist: number;
  readonly bulletin: string | null;
}

export interface VisitRow {
  readonly visit: string;
  readonly place_kind: "village" | "unit";
  readonly place: string;
  readonly township: string | null;
  readonly mode: "visit" | "desk";
  readonly reason: string;
  readonly status: VisitStatus;
  readonly group_id: string | null;
  /** Person ids of the group. */
  readonly inspectors: readonly string[];
  readonly leader: string | null;
  readonly asked: number;
  readonly arrived: number;
  readonly disputed: number;
  /** Papers and things that its lines ask for. */
  readonly materials: number;
  /** SHA-256 of each photo that what is filed names. */
  readonly photos: readonly string[];
  readonly taken: readonly { readonly person: string; readonly at: number; readonly device: string }[];
  readonly last_contact: number | null;
  readonly submitted_row: number | null;
  readonly submitted_on: string | null;
  readonly late: boolean;
  readonly objections: number;
}

/** A line as somebody filed it: who, in which group, in which row. */
export interface LineRow {
  readonly row: number;
  readonly line: string;
  readonly visit: string;
  readonly person: string;
  readonly group_id: string;
  readonly revision: number;
  readonly grade: Grade;
  /** SHA-256 of its canonical JSON. */
  readonly content: string;
  readonly received_at: number;
  readonly device_at: number;
  readonly clock_offset: number;
  readonly conflicting: boolean;
  readonly reassigned: boolean;
  readonly quarantined: boolean;
  readonly late: boolean;
  readonly photos: readonly string[];
}

/** A line of a submitted check, by the grade that holds. */
export interface CheckRow {
  readonly visit: string;
  readonly line: string;
  readonly place: string;
  readonly group_id: string;
  readonly grade: Grade;
  readonly filed_grade: Grade;
  /** What granted objections put in its place, each from its day on, in order. */
  readonly regrades: readonly Regrade[];
  readonly text: string;
  readonly cause: string | null;
  readonly severity: Severity | null;
  readonly highlight: string | null;
  readonly contradicts: boolean;
  readonly person: string;
  readonly row: number;
  readonly revision: number;
  readonly checked_on: string;
  readonly photos: readonly string[];
  readonly late: boolean;
}

export type Regrade = Omit<VisitState["regrades"][number], "line">;

/** Rows to be put in place of those with their keys. */
export interface RoundTables {
  readonly round: RoundRow;
  readonly visits: readonly VisitRow[];
  readonly lines: readonly LineRow[];
  readonly checks: readonly CheckRow[];
}

/** `only`: the visits that changed; null: all. `since`: lines of later rows only are told. */
export function roundTables(state: RoundState, only: ReadonlySet<string> | null, since = 0): RoundTables {
  const { from, to, visitsUntil, closesOn, checklist } = schemeOf(state);
  const visits = Object.values(state.visits).filter(({ plan }) => only === null || only.has(plan.id));
  return {
    round: {
      round: state.round,
      status: state.status,
      special: state.special,
      year: Number(to.slice(0, 4)),
      from_day: from,
      to_day: to,
      visits_until: visitsUntil,
      closes_on: closesOn,
      opened_at: state.openedAt,
      checklist,
      bulletin: state.bulletin && `${state.bulletin.step}@${state.bulletin.version}`,
    },
    visits: visits.map((visit) => visitRow(state, visit)),
    lines: visits.flatMap((visit) =>
      visit.filed.filter(({ row }) => row > since).map((filed) => lineRow(visit, filed)),
    ),
    checks: visits.flatMap(checkRows),
  };
}

const photosOf = ({ answer }: FiledRow): string[] => answer.photos.map(({ sha256 }) => sha256);

const lineRow = ({ plan }: VisitState, filed: FiledRow): LineRow => ({
  row: filed.row,
  line: filed.line,
  visit: plan.id,
  person: filed.person,
  group_id: filed.group,
  revision: filed.revision,
  grade: filed.answer.grade,
  content: filed.content,
  received_at: filed.receivedAt,
  device_at: filed.clock.deviceAt,
  clock_offset: filed.clock.offset,
  conflicting: filed.conflicting,
  reassigned: filed.reassigned,
  quarantined: filed.quarantined,
  late: filed.late,
  photos: photosOf(filed),
});

function visitRow(state: RoundState, visit: VisitState): VisitRow {
  const { plan, taken, filed, submitted, lastContact, objections } = visit;
  const group = groupOf(state, plan.id);
  const lines = visitLines(visit);
  const progress = progressOf(visit, NONE);
  return {
    visit: plan.id,
    place_kind: plan.place.kind,
    place: plan.place.id,
    township: plan.place.township ?? null,
    mode: plan.mode,
    reason: plan.reason,
    status: statusOf(visit),
    group_id: group?.id ?? null,
    inspectors: group?.members.map(({ person }) => person) ?? [],
    leader: group?.leader ?? null,
    asked: lines.length,
    arrived: progress.lines.arrived,
    disputed: progress.missing.disputed.length,
    materials: plan.materials,
    photos: [...new Set(filed.flatMap(photosOf))].sort(),
    taken: taken.map(({ person, at, device }) => ({ person, at, device })),
    last_contact: lastContact,
    submitted_row: submitted?.row ?? null,
    submitted_on: submitted?.on ?? null,
    late: submitted?.late ?? false,
    objections: objections.filter(({ decision }) => decision === null).length,
  };
}

/** Counted in the query, which knows what is stored. */
const NONE: ReadonlySet<string> = new Set();

function checkRows({ plan, submitted, filed, regraded, regrades }: VisitState): CheckRow[] {
  if (!submitted) return [];
  const { on, late, told } = submitted;
  return submitted.lines.flatMap(({ line, row, grade }): CheckRow[] => {
    const found = filed.find((one) => one.row === row && one.line === line);
    if (!found) return [];
    const { answer, person, group, revision } = found;
    return [
      {
        visit: plan.id,
        line,
        place: plan.place.id,
        group_id: group,
        grade: regraded[line] ?? grade,
        filed_grade: grade,
        regrades: regrades.flatMap(({ line: of, ...regrade }) => (of === line ? [regrade] : [])),
        text: answer.text,
        cause: answer.cause ?? null,
        severity: told.find((one) => one.line === line)?.severity ?? null,
        highlight: answer.highlight ?? null,
        contradicts: answer.contradicts === true,
        person,
        row,
        revision,
        checked_on: on,
        photos: photosOf(found),
        late,
      },
    ];
  });
}
