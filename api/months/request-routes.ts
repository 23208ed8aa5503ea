/** 调度: months, who has answered, a unit's grid, its draft, sending, confirming, sending back. */
import { requestOfUnit } from "../../domain/months/month-state.js";
import { mistakesIn } from "../../domain/months/answers.js";
import { mistakeWords } from "../../domain/months/mistake-words.js";
import { listMonths, readDraft, requestsOfMonth, rowsOfRequest, saveDraft } from "../../prisma/months/month-store.js";
import { refuseEnded } from "../actions/request.js";
import { ProblemError } from "../http/problem.js";
import { seesAll } from "../rights/reach.js";
import { planRoute } from "../serving/route.js";
import { capacitiesFor, MONTH_PROBLEMS, monthOf, perform, seesRequest, unknownMonth } from "./act.js";
import {
  confirmBody,
  draftBody,
  monthList,
  monthParams,
  monthView as monthSchema,
  requestParams,
  requestView,
  returnBody,
  savedDraft,
  sendBody,
} from "./schemas.js";
import { gridOf, listedLate, mayAnswer, monthView, ownUnits, requestRow, savedHash } from "./view.js";

export const getMonths = planRoute({
  method: "get",
  path: "/months",
  tag: "months",
  summary: "Months that were asked about 月度调度",
  description: "Each with one's own units' requests; how many units have answered is told to who sees everything.",
  response: monthList,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, services, caller } = call;
    const whole = seesAll(caller);
    const listed = await listMonths(services.pool, plan.id);
    const months = listed.map(async (one) => {
      const { units, answered, confirmed, late: _, bulletin, ...month } = one;
      const isDue = plan.today > month.dueOn;
      const requests = await requestsOfMonth(services.pool, plan.id, month.month);
      const late = requests.filter((one) => listedLate(one, isDue)).length;
      const own = ownUnits(
        call,
        requests.map(({ unit }) => unit),
      );
      const read = own.length > 0 ? await monthOf(call, month.month) : null;
      return {
        ...month,
        totals: whole ? { units, answered, confirmed, late } : null,
        bulletin: whole ? bulletin : null,
        own: read ? own.map((unit) => requestRow(call, read, unit)) : [],
      };
    });
    return { asks: plan.bundle.policy.months !== undefined, months: await Promise.all(months) };
  },
});

export const getMonth = planRoute({
  method: "get",
  path: "/months/{month}",
  tag: "months",
  summary: "A month with who has answered 报送情况",
  params: monthParams,
  response: monthSchema,
  problems: ["unknownMonth"],
  changesWith: "answer",
  personal: true,
  handler: async (call) => monthView(call, await monthOf(call, call.params.month)),
});

/** Throws `unknownMonth` where the unit was asked nothing, or it is not the caller's to read. */
export async function seen(call: Parameters<typeof gridOf>[0]): Promise<void> {
  const { month, unit } = call.params;
  const read = await monthOf(call, month);
  if (requestOfUnit(read.state, unit) === undefined || !seesRequest(call, unit)) throw unknownMonth(month);
}

export const getMonthRequest = planRoute({
  method: "get",
  path: "/months/{month}/requests/{unit}",
  tag: "months",
  summary: "A unit's grid of a month 调度表",
  description:
    "Everything that the unit is asked in the month, with what is saved, what was sent and what it said the month before. Its own unit reads it, and who sees everything.",
  params: requestParams,
  response: requestView,
  problems: ["unknownMonth"],
  changesWith: "answer",
  personal: true,
  async handler(call) {
    await seen(call);
    return gridOf(call);
  },
});

export const notYours = (): ProblemError =>
  new ProblemError("notYours", {
    zh: "调度表由本单位经办人填写，主要负责人审定。",
    en: "A unit's grid is filled in by its desk, and confirmed by its head.",
  });

export const putMonthDraft = planRoute({
  method: "put",
  path: "/months/{month}/requests/{unit}/draft",
  tag: "months",
  summary: "Save rows of the grid 保存",
  description:
    "As they are typed, whatever is still wrong with them. Each row names the version on its writer's screen: where somebody else has saved it since, nothing is written, and theirs is answered. Saving the same again is harmless.",
  params: requestParams,
  body: draftBody,
  bodyLimit: "4mb",
  response: savedDraft,
  problems: ["unknownMonth", "notYours", "badValue", "planEnded"],
  changesWith: "answer",
  personal: true,
  counts: "act",
  async handler(call) {
    const { plan, params, services, caller, body } = call;
    refuseEnded(plan);
    await seen(call);
    const { month, unit } = params;
    if (caller.person === null || !mayAnswer(call, await monthOf(call, month), unit)) throw notYours();
    const asked = await rowsOfRequest(services.pool, plan.id, month, unit);
    const byKey = new Map(asked.map((row) => [row.key, row.asked]));
    const unknown = body.rows.find(({ key }) => !byKey.has(key));
    if (unknown || new Set(body.rows.map(({ key }) => key)).size < body.rows.length)
      throw new ProblemError("badValue", {
        zh: `调度表中没有“${unknown?.key ?? ""}”这一行，或同一行出现两次。`,
        en: `The grid has no row ${unknown?.key ?? ""}, or a row stands in it twice.`,
      });
    const of = { planId: plan.id, month, unit, person: caller.person, at: plan.now };
    const { saved, conflicts } = await saveDraft(services.pool, of, body.rows);
    const mistakes = body.rows.flatMap(({ key, cells }) => {
      const row = byKey.get(key);
      return row ? mistakesIn(row, cells, false).map((one) => ({ ...one, message: mistakeWords(one, row.total) })) : [];
    });
    return {
      saved: [...saved],
      conflicts: conflicts.map(({ key, cells, version, person }) => ({
        key,
        cells,
        version,
        by: plan.names.person(person),
      })),
      draft: savedHash(asked, await readDraft(services.pool, plan.id, month, unit)),
      mistakes,
    };
  },
});

const ACT = {
  method: "post",
  tag: "months",
  params: requestParams,
  response: requestView,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: MONTH_PROBLEMS,
} as const;

export const postMonthSent = planRoute({
  ...ACT,
  path: "/months/{month}/requests/{unit}/send",
  summary: "Send what is saved to the unit's head 送审",
  description:
    "By the hash of what is saved: what somebody else has saved since is looked at first. Registers that are due are kept before, or named in `unchanged`: 409 `incomplete` else.",
  body: sendBody,
  async handler(call) {
    await seen(call);
    const { unit } = call.params;
    const { sha256, unchanged = [] } = call.body;
    const act = { kind: "answerRequest", unit, sha256, ...(unchanged.length > 0 ? { unchanged } : {}) } as const;
    await perform(call, "send", () => act, capacitiesFor(call, unit).toReversed());
    return gridOf(call);
  },
});

export const postMonthConfirmed = planRoute({
  ...ACT,
  path: "/months/{month}/requests/{unit}/confirm",
  summary: "Confirm the unit's answer 审定报送",
  description:
    "By the unit's head, or who acts for them; never by whoever sent it. The progress in it is recorded of the items.",
  body: confirmBody,
  async handler(call) {
    await seen(call);
    const { unit } = call.params;
    const act = { kind: "confirmAnswer", unit, version: call.body.version } as const;
    await perform(call, "confirm", () => act, capacitiesFor(call, unit));
    return gridOf(call);
  },
});

export const postMonthReturned = planRoute({
  ...ACT,
  path: "/months/{month}/requests/{unit}/return",
  summary: "Send the unit's answer back to its desk 退回修改",
  body: returnBody,
  async handler(call) {
    await seen(call);
    const { unit } = call.params;
    const act = { kind: "returnAnswer", unit, ...call.body } as const;
    await perform(call, "return", () => act, capacitiesFor(call, unit));
    return gridOf(call);
  },
});
