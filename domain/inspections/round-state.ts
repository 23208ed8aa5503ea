/** A round as its rows leave it. Folding asks no document: what a row needs to be understood stands in it. */
import type { RoundEventType } from "../ledger/events.js";
import type { Chased, FiledLine, InspectionGroup, PlannedVisit, Scheme } from "../ledger/inspection-events.js";
import { type Actor, type FoldedRow, type LedgerRow, type NewRow, peopleOf } from "../ledger/record.js";
import { type LadderRun, newRun, rungDone, rungFired } from "../ladder/run.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import { type RuleSet, policyOf } from "../plan/rule-set.js";
import { bulletinFolds } from "./bulletin-state.js";
import { objectionRun } from "./round-name.js";
import type { RoundState, VisitState } from "./round-types.js";
import type { FiledRow } from "./types.js";

export function emptyRound(stream: string): RoundState {
  return {
    stream,
    seq: 0,
    calendar: 0,
    policy: 0,
    round: stream.slice(stream.indexOf("/") + 1),
    special: false,
    status: "draft",
    openedAt: 0,
    scheme: null,
    drafted: [],
    seed: { seed: "", heads: [] },
    groups: [],
    visits: {},
    taskStreams: [],
    runs: {},
    systemic: [],
    bulletin: null,
  };
}

/** The scheme of a round that is open; its absence is a round without rows. */
export function schemeOf({ scheme, stream }: Pick<RoundState, "scheme" | "stream">): Scheme {
  if (!scheme) throw new Error(`${stream} has no row yet, and so no scheme`);
  return scheme;
}

export const groupOf = ({ groups }: Pick<RoundState, "groups">, visit: string): InspectionGroup | undefined =>
  groups.find(({ visits }) => visits.includes(visit));

/** Visits that no group has. */
export const uncoveredVisits = (state: Pick<RoundState, "groups" | "visits">): string[] =>
  Object.keys(state.visits).filter((id) => groupOf(state, id) === undefined);

const newVisit = (plan: PlannedVisit, checklist: number): VisitState => ({
  plan,
  checklist,
  taken: [],
  filed: [],
  decided: {},
  submitted: null,
  conclusion: null,
  remarks: [],
  objections: [],
  regraded: {},
  regrades: [],
  lastContact: null,
  offered: null,
});

function visitsOf({ visits, checklist }: Scheme): Record<string, VisitState> {
  return Object.fromEntries(visits.map((visit) => [visit.id, newVisit(visit, checklist)]));
}

/** `seq`: the row's own number. */
type Row<T extends RoundEventType> = FoldedRow<T> & { readonly seq: number };
type Fold<T extends RoundEventType> = (state: RoundState, row: Row<T>, ruleSet: RuleSet) => RoundState;

function withVisit(state: RoundState, id: string, change: (visit: VisitState) => VisitState): RoundState {
  const visit = state.visits[id];
  if (!visit) throw new Error(`${state.stream} has no visit ${id}`);
  return { ...state, visits: { ...state.visits, [id]: change(visit) } };
}

const dayOf = ({ at }: { readonly at: number }, { offsetMinutes }: RuleSet): PlanDate => dateAt(at, offsetMinutes);
const authorOf = ({ actor }: { readonly actor?: Actor | null }): string => actor?.person ?? "";

/** A ladder that begins: of something else than before, its rungs count anew. */
function pressing(state: RoundState, key: string, anchor: PlanDate, floor: number): RoundState {
  const version = (state.runs[key]?.version ?? 0) + 1;
  return { ...state, runs: { ...state.runs, [key]: newRun("inspection", key, anchor, version, floor) } };
}

function foldBulletin<T extends keyof typeof bulletinFolds>(type: T): Fold<T> {
  return (state, row, ruleSet) => ({ ...state, bulletin: bulletinFolds[type](state.bulletin, row, ruleSet) });
}

const folds: { readonly [T in RoundEventType]: Fold<T> } = {
  roundOpened: (state, { payload, at }, ruleSet) => {
    const { round, special, scheme, seed, policy, calendar, streams } = payload;
    const opened = {
      ...state,
      round,
      special,
      scheme,
      drafted: scheme.visits,
      seed,
      policy,
      calendar,
      taskStreams: streams,
      openedAt: at,
    };
    const visits = visitsOf(scheme);
    return pressing({ ...opened, groups: scheme.groups, visits }, "approval", dayOf({ at }, ruleSet), at);
  },
  schemeEdited: (state, { payload: { scheme } }) => ({
    ...state,
    scheme,
    groups: scheme.groups,
    visits: visitsOf(scheme),
  }),
  schemeApproved: (state, { at }, ruleSet) => {
    const { visitsUntil } = schemeOf(state);
    const approved = pressing({ ...state, status: "open" }, "groups", dayOf({ at }, ruleSet), at);
    return pressing(approved, "checks", visitsUntil, at);
  },
  roundMoved: (state, { payload: { visitsFrom, visitsUntil, closesOn }, at }) => {
    const moved: RoundState = { ...state, scheme: { ...schemeOf(state), visitsFrom, visitsUntil, closesOn } };
    return state.status === "draft" ? moved : pressing(moved, "checks", visitsUntil, at);
  },
  roundSkipped: (state) => ({ ...state, status: "skipped" }),
  checklistAdopted: (state, { payload: { checklist, visits, out = [] } }) => {
    const adopted = visits.reduce<RoundState>(
      (before, { id, lines, materials }) =>
        withVisit(before, id, (visit) => ({ ...visit, checklist, plan: { ...visit.plan, lines, materials } })),
      { ...state, scheme: { ...schemeOf(state), checklist } },
    );
    return out.reduce(
      (before, { id, added, removed }) =>
        withVisit(before, id, (visit) => ({
          ...visit,
          offered: added.length + removed.length === 0 ? null : { checklist, added, removed },
        })),
      adopted,
    );
  },
  groupsSet: (state, { payload: { groups } }) => ({ ...state, groups }),
  visitTakenAlong: (state, { payload: { visit, checklist, lines, device }, at, actor }) =>
    withVisit(state, visit, (before) => ({
      ...before,
      taken: [
        ...before.taken,
        {
          person: authorOf({ actor: actor ?? null }),
          group: groupOf(state, visit)?.id ?? "",
          at,
          device,
          checklist,
          lines,
        },
      ],
      lastContact: at,
    })),
  linesFiled: (state, { payload, at, seq, actor }) =>
    withVisit(state, payload.visit, (before) => {
      const person = payload.enteredFor?.person ?? authorOf({ actor: actor ?? null });
      const by = { person, group: authorsGroup(state, before, person) };
      return { ...before, filed: [...before.filed, ...filedRows(payload, seq, at, by)], lastContact: at };
    }),
  lineDecided: (state, { payload: { visit, line, row }, seq }) =>
    withVisit(state, visit, (before) => ({ ...before, decided: { ...before.decided, [line]: { row, by: seq } } })),
  checkSubmitted: (state, { payload: { visit, lines, photos, findings, late }, at, seq, actor }, ruleSet) =>
    withVisit(state, visit, (before) => ({
      ...before,
      submitted: {
        row: seq,
        on: dayOf({ at }, ruleSet),
        by: authorOf({ actor: actor ?? null }),
        late: late === true,
        lines: lines.map(({ line, row, grade }) => ({ line, row, grade })),
        photos,
        told: findings.map(({ line, to, severity }) => ({ line, to, severity })),
      },
      lastContact: at,
    })),
  conclusionServed: (state, { payload: { visit, to, capacity, objectUntil }, at, actor }, ruleSet) =>
    withVisit(state, visit, (before) => ({
      ...before,
      conclusion: { to, capacity, on: dayOf({ at }, ruleSet), objectUntil, by: authorOf({ actor: actor ?? null }) },
    })),
  conclusionRemarked: (state, { payload: { visit, by, text }, at, seq, actor }, ruleSet) =>
    withVisit(state, visit, (before) => ({
      ...before,
      remarks: [
        ...before.remarks,
        { by, text, on: dayOf({ at }, ruleSet), row: seq, notedBy: authorOf({ actor: actor ?? null }) },
      ],
    })),
  objectionFiled: (state, { payload: { visit, no, lines, text, unit, decideBy = null }, at, actor }, ruleSet) => {
    const by = actor ? peopleOf(actor) : [];
    const objection = { no, lines, text, unit, on: dayOf({ at }, ruleSet), decideBy, by, decision: null };
    const filed = withVisit(state, visit, (before) => ({ ...before, objections: [...before.objections, objection] }));
    return decideBy === null ? filed : pressing(filed, objectionRun({ visit, no }), decideBy, at);
  },
  objectionDecided: (state, { payload: { visit, no, granted, reason, grades }, at, actor }, ruleSet) =>
    withVisit(state, visit, (before) => {
      const by = authorOf({ actor: actor ?? null });
      const decision = { granted, reason, on: dayOf({ at }, ruleSet), by, grades };
      return {
        ...before,
        regraded: { ...before.regraded, ...grades },
        regrades: [
          ...before.regrades,
          ...Object.entries(grades).map(([line, grade]) => ({ line, grade, on: decision.on })),
        ],
        objections: before.objections.map((one) => (one.no === no ? { ...one, decision } : one)),
      };
    }),
  systemicDecided: (state, { payload: { line, cause } }) => ({
    ...state,
    systemic: [...state.systemic, { line, cause }],
  }),
  roundClosing: (state) => ({ ...state, status: "closing" }),
  roundClosed: (state, { at }, ruleSet) =>
    pressing({ ...state, status: "closed" }, "bulletin", dayOf({ at }, ruleSet), at),
  bulletinDrafted: foldBulletin("bulletinDrafted"),
  bulletinCirculated: foldBulletin("bulletinCirculated"),
  bulletinReplied: foldBulletin("bulletinReplied"),
  bulletinReplyAnswered: foldBulletin("bulletinReplyAnswered"),
  bulletinApproved: foldBulletin("bulletinApproved"),
  bulletinSigned: foldBulletin("bulletinSigned"),
  bulletinSent: foldBulletin("bulletinSent"),
  inspectionChased: (state, { payload: { rung, due, ...chased } }, ruleSet) => {
    const key = runOf(chased);
    const run = state.runs[key];
    if (!run) return state;
    const repeats =
      policyOf(ruleSet, state.policy).ladders.inspection?.find(({ id }) => id === rung)?.repeat !== undefined;
    const repetition = repetitionOf(run, rung);
    return { ...state, runs: { ...state.runs, [key]: rungFired(run, { rung, repetition, repeats, due }) } };
  },
  inspectionChaseSkipped: (state, { payload: { rung, ...chased } }) => {
    const key = runOf(chased);
    const run = state.runs[key];
    return run ? { ...state, runs: { ...state.runs, [key]: rungDone(run, rung) } } : state;
  },
};

/** The key of the ladder that a row of the chase is of. */
export const runOf = ({
  what,
  objection,
}: {
  readonly what: Chased;
  readonly objection?: { readonly visit: string; readonly no: number };
}): string => (objection ? objectionRun(objection) : what);

/** Which time it is that a rung of a ladder fires. */
export const repetitionOf = (run: LadderRun | undefined, rung: string): number =>
  run?.done.includes(rung) ? (run.repeat?.count ?? 0) + 1 : 0;

/** The group in which somebody files: the visit's own, or the one in which they took it along before they were taken off it. */
function authorsGroup(state: RoundState, { plan, taken }: VisitState, person: string): string {
  const group = groupOf(state, plan.id);
  if (group?.members.some((member) => member.person === person)) return group.id;
  return taken.filter((copy) => copy.person === person).at(-1)?.group ?? group?.id ?? "";
}

function filedRows(
  { lines, contents, clock, conflicts = [], reassigned, quarantined, late }: FoldedRow<"linesFiled">["payload"],
  row: number,
  receivedAt: number,
  by: Pick<FiledRow, "person" | "group">,
): FiledRow[] {
  return lines.map(
    (answer: FiledLine, at): FiledRow => ({
      line: answer.line,
      revision: answer.revision,
      ...by,
      row,
      content: contents[at] ?? "",
      receivedAt,
      clock,
      conflicting: conflicts.includes(answer.line),
      reassigned: reassigned === true,
      quarantined: quarantined === true,
      late: late === true,
      answer,
    }),
  );
}

const isOfRound = (row: { readonly type: string }): row is { readonly type: RoundEventType } =>
  Object.hasOwn(folds, row.type);

/** Folds one row of the round's stream. */
function apply<T extends RoundEventType>(
  state: RoundState,
  row: Row<T> & { readonly type: T },
  ruleSet: RuleSet,
): RoundState {
  return folds[row.type](state, row, ruleSet);
}

export function applyRoundRows(state: RoundState, rows: readonly (NewRow | LedgerRow)[], ruleSet: RuleSet): RoundState {
  return rows.reduce<RoundState>((before, row) => {
    if (!isOfRound(row)) throw new Error(`the round's ledger holds a row of another stream's type, ${row.type}`);
    const seq = before.seq + 1;
    return { ...apply(before, { ...row, seq }, ruleSet), seq };
  }, state);
}
