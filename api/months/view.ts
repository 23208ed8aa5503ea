/** A month, its requests and a unit's grid as their pages have them. */
import { isDeepStrictEqual } from "node:util";
import {
  answerOf,
  asksProgress,
  cellsOf,
  type DraftRow,
  draftHash,
  draftOf,
  neededColumns,
} from "../../domain/months/answers.js";
import { decideMonthAct, sendsFor } from "../../domain/months/decide-month.js";
import { monthBefore } from "../../domain/months/month-name.js";
import { registersNow } from "../../domain/months/kept-registers.js";
import type { Words } from "../../domain/language/words.js";
import { periodOf } from "../../domain/reports/period.js";
import { registerOf } from "../../domain/plan/registers.js";
import { placesOf } from "../../prisma/registers/read-registers.js";
import { type MonthState, requestOfUnit } from "../../domain/months/month-state.js";
import { NO_MONTH_FACTS } from "../../domain/months/acts.js";
import type { ReadMonth } from "../../prisma/ledger/month-reader.js";
import {
  type GridRow,
  type ListedRequest,
  readDraft,
  rowsOfRequest,
  type SavedRow,
} from "../../prisma/months/month-store.js";
import { actorOf } from "../rights/actor.js";
import { seesAll } from "../rights/reach.js";
import type { PlanCall } from "../serving/route.js";
import type { LitItem } from "../views/standings.js";
import type { PlanView } from "../views/plan-view.js";
import { capacitiesFor, type MonthCall, monthOf } from "./act.js";
import type { GridRowView, MonthView, RequestRow, RequestView } from "./schemas.js";

/** Whether the caller may confirm the unit's newest answer: asked of the rules themselves. */
function mayConfirm(call: MonthCall, { state, ruleSet }: ReadMonth, unit: string): boolean {
  const { version, status } = requestOfUnit(state, unit) ?? { version: 0, status: "asked" };
  const [capacity] = capacitiesFor(call, unit);
  if (status !== "answered" || !capacity || call.caller.person === null || call.plan.head.ended) return false;
  const actor = actorOf(capacity, call.caller);
  const at = { now: call.plan.now, ruleSet, facts: NO_MONTH_FACTS, actor };
  return !("code" in decideMonthAct(state, { kind: "confirmAnswer", unit, version }, at));
}

/** Whether the caller may fill in and send the unit's answer. */
export function mayAnswer(call: MonthCall, { ruleSet }: ReadMonth, unit: string): boolean {
  const capacity = capacitiesFor(call, unit).at(-1);
  if (!capacity || call.caller.person === null || call.plan.head.ended) return false;
  return sendsFor(unit, { now: call.plan.now, ruleSet, actor: actorOf(capacity, call.caller) });
}

export function requestRow(call: MonthCall, read: ReadMonth, unit: string): RequestRow {
  const { plan } = call;
  const request = requestOfUnit(read.state, unit);
  if (!request) throw new Error(`${read.state.stream} asks nothing of ${unit}`);
  const isDue = plan.today > read.state.dueOn;
  return {
    unit: plan.names.unitRef(unit, plan.today),
    status: request.status,
    rows: request.rows.length,
    registers: request.registers.length,
    version: request.version,
    answeredOn: request.answeredOn,
    answeredBy: request.answeredBy.map((person) => plan.names.person(person)),
    confirmedOn: request.confirmedOn,
    confirmedBy: request.confirmedBy.map((person) => plan.names.person(person)),
    late: request.late || (isDue && !request.everConfirmed),
    urged: request.urged,
    returned: request.returned?.times ?? 0,
    returnReason: request.returned?.reason ?? null,
    mayAnswer: mayAnswer(call, read, unit),
    mayConfirm: mayConfirm(call, read, unit),
  };
}

/** Units whose requests the caller reads, in the order in which they were asked. */
export function unitsSeen(call: MonthCall, { requests }: MonthState): string[] {
  const units = Object.keys(requests);
  return seesAll(call.caller) ? units : ownUnits(call, units);
}

export const ownUnits = (call: MonthCall, units: readonly string[]): string[] =>
  units.filter((unit) => capacitiesFor(call, unit).length > 0);

export function totalsOf({ requests, dueOn }: MonthState, { today }: PlanView): NonNullable<MonthView["totals"]> {
  const all = Object.values(requests);
  return {
    units: all.length,
    answered: all.filter(({ status }) => status !== "asked").length,
    confirmed: all.filter(({ everConfirmed }) => everConfirmed).length,
    late: all.filter(({ late, everConfirmed }) => late || (today > dueOn && !everConfirmed)).length,
  };
}

/** The list's counts, where the state isn't folded for each month. */
export const listedLate = ({ late, everConfirmed }: ListedRequest, isDue: boolean): boolean =>
  late || (isDue && !everConfirmed);

export function monthView(call: MonthCall, read: ReadMonth): MonthView {
  const { state } = read;
  const { month, status, askedOn, dueOn, closesOn, bulletin } = state;
  const whole = seesAll(call.caller);
  return {
    month,
    status,
    askedOn,
    dueOn,
    closesOn,
    totals: whole ? totalsOf(state, call.plan) : null,
    requests: unitsSeen(call, state).map((unit) => requestRow(call, read, unit)),
    bulletinStep: whole ? (bulletin?.step ?? "none") : bulletin && bulletin.signed.length > 0 ? "signed" : "none",
  };
}

type GridCall = PlanCall<{ readonly month: string; readonly unit: string }, unknown, unknown>;

/** A unit's grid: what is asked, what is saved, what was sent, what it said the month before. */
export async function gridOf(call: GridCall): Promise<RequestView> {
  const { plan, params, services, sight } = call;
  const { month, unit } = params;
  const read = await monthOf(call, month);
  const [rows, before, saved, standing, registers] = await Promise.all([
    rowsOfRequest(services.pool, plan.id, month, unit),
    rowsOfRequest(services.pool, plan.id, monthBefore(month), unit),
    readDraft(services.pool, plan.id, month, unit),
    sight.standing(plan.today),
    registerRows(call, read),
  ]);
  const last = new Map(before.flatMap(({ key, answer }) => (answer ? [[key, answer] as const] : [])));
  const drafts = new Map(saved.map((row) => [row.key, row]));
  const items = new Map(standing.items.map((lit) => [lit.item.id, lit]));
  const months = plan.ruleSet.policies[String(read.state.policy)]?.months;
  const request = requestRow(call, read, unit);
  // Whoever does not write reads what was sent. Until anything is, one's own unit sees what is being written.
  const readsDraft = request.mayAnswer || (request.version === 0 && capacitiesFor(call, unit).length > 0);
  const unsent = request.version === 0 ? 0 : rows.filter((row) => isUnsent(row, drafts.get(row.key))).length;
  return {
    month,
    dueOn: read.state.dueOn,
    closesOn: read.state.closesOn,
    status: read.state.status,
    copiedAfter: months?.copiedAfter ?? 3,
    request,
    unsent,
    draft: savedHash(rows, saved),
    rows: rows.map((row) => {
      const past = last.get(row.key);
      const beside = {
        draft: readsDraft ? drafts.get(row.key) : undefined,
        before: past ? cellsOf(past) : null,
        lit: items.get(row.key),
      };
      return rowView(row, beside, plan);
    }),
    registers,
  };
}

/** What a register is due for, as it is called. */
function periodWords(period: string): Words {
  const year = { zh: `${period}年`, en: period };
  return period === "once" ? { zh: "一次性填报", en: "once" } : (periodOf(period)?.words ?? year);
}

/** The registers of a unit's request as they stand. */
async function registerRows(
  { plan, params, services }: Pick<GridCall, "plan" | "params" | "services">,
  { state }: ReadMonth,
): Promise<RequestView["registers"]> {
  const request = requestOfUnit(state, params.unit);
  const { registers } = plan.bundle;
  if (!request || !registers || request.registers.length === 0) return [];
  const kept = await placesOf(services.pool, plan.id, registers);
  const names = new Map([...plan.bundle.roster.villages, ...plan.bundle.roster.townships].map((one) => [one.id, one]));
  return registersNow(request, kept, plan.bundle).map(({ asked, state: standing, changedOn, missing, empty }) => {
    const { id, title, english } = registerOf(registers, asked.register) ?? {
      id: asked.register,
      title: asked.register,
      english: asked.register,
    };
    return {
      register: { id, title, english },
      period: periodWords(asked.period),
      from: asked.from,
      state: standing,
      changedOn,
      missing: missing.map((place) => ({ id: place, name: names.get(place)?.name ?? place })),
      mayBeUnchanged: empty.length === 0,
    };
  });
}

/** Whether something else of a row is saved than what was sent. */
const isUnsent = ({ asked, answer }: GridRow, draft: SavedRow | undefined): boolean =>
  draft !== undefined && !isDeepStrictEqual(cellsOf(answerOf(asked, draft.cells)), answer ? cellsOf(answer) : {});

/** Names what is saved of a request. */
export const savedHash = (rows: readonly Pick<GridRow, "asked">[], saved: readonly DraftRow[]): string =>
  draftHash(
    draftOf(
      rows.map(({ asked }) => asked),
      saved,
    ),
  );

interface Beside {
  readonly draft: SavedRow | undefined;
  readonly before: GridRowView["before"];
  readonly lit: LitItem | undefined;
}

const KIND_TITLES = {
  coLead: "共同牵头任务本单位承担部分",
  responsible: "责任单位落实情况",
  duties: "常态职责落实情况",
} as const;

function rowView({ key, asked, answer, same }: GridRow, { draft, before, lit }: Beside, plan: PlanView): GridRowView {
  const { names } = plan;
  const item = lit?.item;
  const place = plan.places.get(key);
  const milestone = item?.milestone ?? key.slice(0, key.lastIndexOf("/"));
  const village = item?.village ?? place?.village ?? null;
  const township = item?.township ?? place?.township ?? null;
  return {
    key,
    kind: asked.kind,
    task: { no: asked.task, title: names.task(asked.task)?.title ?? "" },
    title: asked.kind === "item" ? names.milestoneTitle(milestone) : KIND_TITLES[asked.kind],
    place: village !== null ? names.village(village).name : township !== null ? names.township(township).name : null,
    deadline: item?.deadline ?? null,
    light: lit?.reason.light ?? null,
    percent: item?.percent ?? null,
    scheduled: lit?.reason.scheduledPercent ?? null,
    needed: neededColumns(asked),
    asksProgress: asksProgress(asked),
    measured: asked.measured === true,
    total: asked.total ?? null,
    behind: asked.behind === true,
    answer: answer && cellsOf(answer),
    draft: draft ? { cells: draft.cells, version: draft.version, by: names.person(draft.person) } : null,
    before,
    same,
  };
}
