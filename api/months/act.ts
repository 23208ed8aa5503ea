/** Acts on a month: in which capacity, under which key, and what a refusal is told as. */
import type { MonthAct } from "../../domain/months/acts.js";
import { monthStream } from "../../domain/months/month-name.js";
import type { Outcome } from "../../domain/ledger/record.js";
import type { ReadMonth } from "../../prisma/ledger/month-reader.js";
import { begunKey, refuseEnded, sendMonthAct } from "../actions/request.js";
import { type ProblemCode, ProblemError } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { actorOf, postOf, unitOf } from "../rights/actor.js";
import type { Caller, Capacity } from "../rights/caller.js";
import { seesAll } from "../rights/reach.js";
import type { PlanCall } from "../serving/route.js";

export type MonthCall = Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "services">;

/** What an act on a month can be refused for, and what can keep it from being delivered. */
export const MONTH_PROBLEMS = [
  "unknownMonth",
  "notYours",
  "ownWork",
  "illegalStep",
  "nothingPending",
  "incomplete",
  "badValue",
  "planEnded",
  "notDelivered",
  "temporalAway",
  "keyReused",
] as const satisfies readonly ProblemCode[];

export const unknownMonth = (month: string): ProblemError =>
  new ProblemError("unknownMonth", {
    zh: `没有${month}的调度，或不在您的查阅范围，可先查看月度列表。`,
    en: `Nothing was asked about ${month}, or it is beyond your reach: GET …/months lists them.`,
  });

/** The month as it stands. Throws `unknownMonth`. */
export async function monthOf(
  { plan, services }: Pick<MonthCall, "plan" | "services">,
  month: string,
): Promise<ReadMonth> {
  const read = await services.months.read(plan.id, month);
  if (!read) throw unknownMonth(month);
  return read;
}

const ofUnit =
  (unit: string) =>
  (capacity: Capacity): boolean =>
    capacity.onBehalfOf === undefined && unitOf(capacity) === unit;

/** The capacities in which somebody acts for a unit, its head's first. */
export function capacitiesFor({ caller, plan }: Pick<MonthCall, "caller" | "plan">, unit: string): Capacity[] {
  const head = plan.bundle.roster.units.find(({ id }) => id === unit)?.head;
  const isHead = (capacity: Capacity): boolean => postOf(capacity) === head;
  const own = caller.capacities.filter(ofUnit(unit));
  return [...own.filter(isHead), ...own.filter((one) => !isHead(one))];
}

/** Whether somebody may read a unit's grid. */
export const seesRequest = (call: Pick<MonthCall, "caller" | "plan">, unit: string): boolean =>
  seesAll(call.caller) || capacitiesFor(call, unit).length > 0;

const WORDS: Readonly<Record<string, Words>> = {
  notYours: {
    zh: "本月调度由本单位经办人填报、主要负责人审定，您现任岗位不能办理。",
    en: "A unit's own desk answers, and its head confirms.",
  },
  ownWork: { zh: "填报人、拟稿人不能审定、签发自己办理的内容。", en: "Nobody confirms or signs their own work." },
  illegalStep: {
    zh: "所报内容与已保存的不一致，或当前不能进行此步骤，请刷新后再办。",
    en: "What is saved has changed, or this is not the next step: look again.",
  },
  nothingPending: { zh: "没有待办的内容，可能已经办理，请刷新。", en: "Nothing waits for it: it may be done already." },
  incomplete: {
    zh: "还有未填写或不符合要求的单元格，或有应更新的台账尚未更新。",
    en: "Some cells are missing or not as they should be, or registers are not kept.",
  },
  badValue: { zh: "内容不符合要求。", en: "It is not acceptable." },
};

function refusedAs({ code, reason }: Outcome["refused"][number]): ProblemError {
  const known = (MONTH_PROBLEMS as readonly string[]).includes(code) ? (code as ProblemCode) : "illegalStep";
  const words = WORDS[known] ?? WORDS["illegalStep"];
  return new ProblemError(known, { zh: words?.zh ?? "", en: `${words?.en ?? ""} ${reason}.` });
}

type ActCall = PlanCall<{ readonly month: string }, unknown, object>;

/** As the office: who drafts the bulletin, and who signs it. */
export const asOffice = ({ caller }: Pick<MonthCall, "caller">): Capacity[] =>
  caller.capacities.filter(({ roles, onBehalfOf }) => roles.includes("office") && onBehalfOf === undefined);

function first(capacities: readonly Capacity[], { caller }: { readonly caller: Caller }): Capacity {
  const [capacity = caller.capacities[0]] = capacities;
  if (!capacity || caller.person === null) throw new ProblemError("notYours", WORDS["notYours"] as Words);
  return capacity;
}

/** Does something to a month; resolves with how it stands afterwards. Throws the problem of a refusal. */
export async function perform(
  call: ActCall,
  name: string,
  act: () => Promise<MonthAct> | MonthAct,
  capacities: readonly Capacity[],
): Promise<ReadMonth> {
  const { plan, params, caller } = call;
  refuseEnded(plan);
  await monthOf(call, params.month);
  const actor = actorOf(first(capacities, call), caller);
  const key = await begunKey(`months/${name}`, call, { params });
  const month = await act();
  const outcome = await sendMonthAct(call, monthStream(params.month), { key, actor, month });
  const [refused] = outcome.refused;
  if (refused) throw refusedAs(refused);
  return monthOf(call, params.month);
}
