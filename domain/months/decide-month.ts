/** Everything that happens to a month at its stream's head: what is due, then what people ask. */
import { type DecidedInTurn, decideInTurn } from "../ledger/in-turn.js";
import type { AnswerRow, AskedRow, ToldProgress } from "../ledger/month-events.js";
import { type NoticeDraft, peopleOf } from "../ledger/record.js";
import { dateAt } from "../plan/plan-date.js";
import type { PlanDate } from "../plan/plan.js";
import { valueOn } from "../plan/dated.js";
import type { RuleSet } from "../plan/rule-set.js";
import {
  type MonthAct,
  type MonthActKind,
  type MonthActOf,
  type MonthAt,
  type MonthCommand,
  type MonthDecision,
  type MonthFacts,
  type MonthRefusal,
  type MonthStep,
  refuseMonth as refuse,
} from "./acts.js";
import { answerOf, draftHash, draftOf, mistakesIn, progressText, sameFor } from "./answers.js";
import { dueMonthStep } from "./due.js";
import * as bulletin from "./month-bulletin.js";
import { keepingRules, type NotWhole, registersNow, registersSaid } from "./kept-registers.js";
import { applyMonthRows, type MonthState, requestOfUnit, type RequestState } from "./month-state.js";
import type { PlacedItem } from "./requests.js";
import { returnedWords } from "./words.js";

const today = ({ now, ruleSet }: Pick<MonthAt, "now" | "ruleSet">): PlanDate => dateAt(now, ruleSet.offsetMinutes);

/** The request of a unit, where the actor is of it. */
function requestFor(state: MonthState, unit: string, { actor }: MonthAt): RequestState | MonthRefusal {
  const request = requestOfUnit(state, unit);
  if (!request) return refuse("nothingPending", `${state.stream} asks nothing of ${unit}`);
  return actor.unit === unit && actor.onBehalfOf === undefined
    ? request
    : refuse("notYours", `the request is of ${unit}, not of ${actor.unit}`);
}

const isRefusal = (found: RequestState | MonthRefusal): found is MonthRefusal => "code" in found;

function answerRequest(
  state: MonthState,
  { unit, sha256, unchanged = [] }: MonthActOf<"answerRequest">,
  at: MonthAt,
): MonthDecision {
  const request = requestFor(state, unit, at);
  if (isRefusal(request)) return request;
  if (!sendsFor(unit, at))
    return refuse("notYours", `an answer of ${unit} is sent by its desk: its head confirms it, or returns it`);
  const drafted = draftOf(request.rows, at.facts.drafts[unit] ?? []);
  if (draftHash(drafted) !== sha256)
    return refuse("illegalStep", `what is saved for ${unit} is no longer what is sent: look at it again`);
  const cells = new Map(drafted.map((row) => [row.key, row.cells]));
  const mistakes = request.rows.flatMap((row) => mistakesIn(row, cells.get(row.key) ?? {}));
  const [first] = mistakes;
  if (first)
    return refuse(
      "incomplete",
      `${mistakes.length} cells are not as they should be, the first ${first.key}, ${first.column}: ${first.code}`,
    );
  const kept = registersSaid(
    registersNow({ ...request, status: "asked" }, at.facts.kept, keepingRules(at.ruleSet)),
    unchanged,
  );
  const lacking = lackingRegisters(request, unchanged, kept.lacks);
  if (lacking) return lacking;
  const before = at.facts.before[unit] ?? {};
  const rows = request.rows.map((row) => withSame(answerOf(row, cells.get(row.key) ?? {}), before[row.key]));
  const registers = kept.said.length === 0 ? {} : { registers: kept.said };
  return [{ type: "progressAnswered", payload: { unit, version: request.version + 1, rows, ...registers } }];
}

/** Why an answer is not whole for its registers. */
function lackingRegisters(
  { unit, registers }: RequestState,
  unchanged: readonly string[],
  { open, empty }: NotWhole,
): MonthRefusal | null {
  const foreign = unchanged.find((id) => !registers.some(({ register }) => register === id));
  if (foreign !== undefined) return refuse("badValue", `${unit} is asked for no register ${foreign} this month`);
  if (open.length > 0)
    return refuse(
      "incomplete",
      `registers are not kept: ${open.join(", ")}; bring them up to date, or say that nothing of them has changed`,
    );
  return empty.length === 0
    ? null
    : refuse(
        "incomplete",
        `registers lack rows that are wanted, so that they cannot be unchanged: ${empty.join(", ")}`,
      );
}

function withSame(row: AnswerRow, before: AnswerRow | undefined): AnswerRow {
  const same = sameFor(row, before);
  return same > 1 ? { ...row, same } : row;
}

/** The answer that waits for the head, where the actor is the head, or acts for them, and did not send it. */
function waitingFor(state: MonthState, unit: string, version: number, at: MonthAt): RequestState | MonthRefusal {
  const request = requestFor(state, unit, at);
  if (isRefusal(request)) return request;
  if (request.status !== "answered" || request.version !== version)
    return refuse("nothingPending", `no version ${version} of ${unit}'s answer waits for its head`);
  if (!actsAsHead(unit, at)) return refuse("notYours", `an answer of ${unit} is confirmed by its head`);
  const own = peopleOf(at.actor).some((person) => request.answeredBy.includes(person));
  return own && !hasOneHolder(unit, at)
    ? refuse("ownWork", `whoever sent the answer of ${unit} does not confirm it`)
    : request;
}

/**
 * Whether the actor may send a unit's answer: whoever is of it, but for its head where somebody else is its desk. What a head sent nobody
 * could confirm.
 */
export function sendsFor(unit: string, at: Pick<MonthAt, "actor" | "now" | "ruleSet">): boolean {
  const head = at.ruleSet.documents?.roster.units.find(({ id }) => id === unit)?.head;
  const isHead = head !== undefined && (at.actor.post === head || at.actor.inPlaceOf === head);
  return !isHead || hasOneHolder(unit, at);
}

/** The head's post; while nobody holds it, whoever leads the unit meanwhile or is its desk. */
function actsAsHead(unit: string, at: MonthAt): boolean {
  const roster = at.ruleSet.documents?.roster;
  const found = roster?.units.find(({ id }) => id === unit);
  const head = roster?.posts.find(({ id }) => id === found?.head);
  const { actor } = at;
  if (!head || actor.post === head.id || actor.inPlaceOf === head.id) return true;
  return valueOn(head.holders, today(at)) === undefined;
}

/** Desk and head are one person: there is nobody else to confirm it. */
function hasOneHolder(unit: string, at: Pick<MonthAt, "now" | "ruleSet">): boolean {
  const roster = at.ruleSet.documents?.roster;
  const found = roster?.units.find(({ id }) => id === unit);
  const holder = (post: string | undefined): string | undefined =>
    valueOn(roster?.posts.find(({ id }) => id === post)?.holders ?? [], today(at));
  const [desk, head] = [holder(found?.desk), holder(found?.head)];
  return head === undefined || desk === undefined || desk === head;
}

function confirmAnswer(state: MonthState, { unit, version }: MonthActOf<"confirmAnswer">, at: MonthAt): MonthDecision {
  const request = waitingFor(state, unit, version, at);
  if (isRefusal(request)) return request;
  const late = today(at) > state.dueOn;
  const told = toldOf(request, at.facts.items);
  return [{ type: "progressConfirmed", payload: { unit, version, told, ...(late ? { late } : {}) } }];
}

/** What is new of each item that the unit owes, by the stream that it is told to. What says what is recorded already is not told again. */
function toldOf({ unit, rows, answers }: RequestState, items: readonly PlacedItem[]): ToldProgress[] {
  const asked = new Map<string, AskedRow>(rows.map((row) => [row.key, row]));
  const standing = new Map(items.map(({ state }) => [state.id, state]));
  const byStream = new Map<string, ToldProgress["rows"][number][]>();
  for (const answer of answers) {
    const row = asked.get(answer.key);
    const item = standing.get(answer.key);
    if (row?.kind !== "item" || !item || item.primaryUnit !== unit) continue;
    const { percent, done } = answer;
    if (percent === undefined && done === undefined) continue;
    const text = progressText(answer);
    const isNew = done === undefined ? percent !== item.percent : done !== item.done;
    if (!isNew && (text === "" || text === item.lastWords?.text)) continue;
    const to = row.to ?? `task/${row.task}`;
    const told = {
      item: answer.key,
      ...(done === undefined ? { percent } : { done }),
      text,
    } as ToldProgress["rows"][number];
    byStream.set(to, [...(byStream.get(to) ?? []), told]);
  }
  return [...byStream].map(([to, own]) => ({ to, rows: own }));
}

function returnAnswer(state: MonthState, act: MonthActOf<"returnAnswer">, at: MonthAt): MonthDecision {
  const { unit, version, reason } = act;
  const request = waitingFor(state, unit, version, at);
  if (isRefusal(request)) return request;
  if (reason.trim() === "") return refuse("badValue", "this needs its reason");
  const notice: NoticeDraft = {
    instrument: "progressRequest",
    delivery: "immediate",
    to: [{ unit }],
    copy: [],
    facts: { month: state.month, primaryUnit: unit, ...returnedWords(state, reason) },
  };
  return [{ type: "progressReturned", payload: { unit, version, reason }, notices: [notice] }];
}

const HANDLERS: {
  readonly [K in MonthActKind]: (state: MonthState, act: MonthActOf<K>, at: MonthAt) => MonthDecision;
} = {
  answerRequest,
  confirmAnswer,
  returnAnswer,
  draftBulletin: bulletin.draftBulletin,
  approveBulletin: bulletin.approveBulletin,
  signBulletin: bulletin.signBulletin,
  sendBulletin: bulletin.sendBulletin,
};

export const isMonthAct = (kind: unknown): kind is MonthActKind =>
  typeof kind === "string" && Object.hasOwn(HANDLERS, kind);

function handle<K extends MonthActKind>(
  state: MonthState,
  act: MonthActOf<K> & { readonly kind: K },
  at: MonthAt,
): MonthDecision {
  return HANDLERS[act.kind](state, act, at);
}

/** What an act on a month comes to. Whoever sends it may be of a newer release: an act that is not known here is refused. */
export function decideMonthAct(state: MonthState, act: MonthAct, at: MonthAt): MonthDecision {
  if (!isMonthAct(act.kind)) return refuse("badValue", `there is no act ${String(act.kind)} on a month`);
  return handle(state, act, at);
}

/** What an act took effect on, as its answer says it: the unit's request, else the month. */
const itemOf = (state: MonthState, act: MonthAct): string =>
  "unit" in act && typeof act.unit === "string" ? act.unit : state.month;

const dueCause = (state: MonthState, step: MonthStep): string =>
  "rung" in step.payload
    ? `due/${state.month}/${step.payload.rung}/${state.run?.repeat?.count ?? 0}`
    : `due/${step.type}`;

/** Decides what is due (unless `due` is false) and the commands, in this order, each at what the one before left. */
export const decideMonth = (
  before: MonthState,
  commands: readonly MonthCommand[],
  now: number,
  facts: MonthFacts,
  ruleSet: RuleSet,
  due = true,
): DecidedInTurn<MonthState> =>
  decideInTurn(before, commands, now, {
    apply: (state, row) => applyMonthRows(state, [row], ruleSet),
    due(state) {
      const step = due ? dueMonthStep(state, facts, now, ruleSet) : null;
      return step && { step, cause: dueCause(state, step) };
    },
    decide: (state, { actor, month }) => decideMonthAct(state, month, { now, ruleSet, facts, actor }),
    itemOf: (state, { month }) => itemOf(state, month),
  });
