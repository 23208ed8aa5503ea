/** Changes are the office's: as whom the caller makes one, and what stands in the way of making it. */
import type { Actor } from "../../domain/ledger/record.js";
import { type Applied, applyChange, ChangeUnderWay, type ChangeRequest, NotApplied } from "../../plan-change/apply.js";
import { isEmpty, type Prepared } from "../../plan-change/change.js";
import { NotOpened } from "../../plan-change/running.js";
import { type Acting, type ActingBody, noGateway, PATIENCE, undelivered } from "../actions/request.js";
import { actorOf } from "../rights/actor.js";
import { postOf } from "../rights/actor.js";
import { ProblemError } from "../http/problem.js";
import { CommandRefused, NotDelivered } from "../../gateway/failures.js";

export function officeActor({ caller, body }: Pick<Acting<ActingBody>, "caller" | "body">): Actor {
  const { post } = body;
  const capacity = caller.capacities
    .filter((one) => post === undefined || one.post === post || postOf(one) === post)
    .find(({ roles }) => roles.includes("office"));
  if (!capacity || caller.person === null)
    throw new ProblemError("notYours", {
      zh: "方案文件由办公室变更，您现任岗位不能办理。",
      en: "The plan's documents are changed by the office: none of your posts may.",
    });
  return actorOf(capacity, caller);
}

/** Throws what keeps a prepared change from being made. */
export function refuseUnsound(prepared: Prepared): void {
  const { refused, needs } = prepared;
  const [first] = refused;
  if (first)
    throw new ProblemError(
      "changeRefused",
      {
        zh: `${first.what.zh}：${first.instead.zh}${refused.length > 1 ? `；另有${refused.length - 1}处，见refused` : ""}。`,
        en: `${first.what.en}: ${first.instead.en}${refused.length > 1 ? `; and ${refused.length - 1} more, see refused` : ""}.`,
      },
      { refused },
    );
  const [need] = needs;
  if (need) throw new ProblemError("changeRefused", { zh: `${need.zh}。`, en: `${need.en}.` }, { needs });
  if (isEmpty(prepared))
    throw new ProblemError("nothingPending", {
      zh: "与运行中的方案没有差别，没有需要变更的内容。",
      en: "Nothing differs from what runs: there is nothing to change.",
    });
}

/** Makes a change; what keeps it from being made is a problem. */
export async function make(
  { plan, services: { pool, gateway } }: Pick<Acting, "plan" | "services">,
  prepare: () => Promise<Prepared>,
  request: ChangeRequest,
): Promise<Applied> {
  if (!gateway) throw noGateway();
  const patient = {
    order: (...[planId, command, clock]: Parameters<typeof gateway.order>) =>
      gateway.order(planId, command, clock, PATIENCE),
    deliver: gateway.deliver.bind(gateway),
    tick: gateway.tick.bind(gateway),
  };
  try {
    return await applyChange({ pool, gateway: patient }, plan.id, prepare, request);
  } catch (error) {
    throw told(error);
  }
}

function told(error: unknown): unknown {
  if (error instanceof ChangeUnderWay)
    return error.what === "change"
      ? new ProblemError("changeUnderWay", {
          zh: "另一项变更正在生效，请稍后重新预览。",
          en: "Another change is being applied: wait until it is done, then look at the preview again.",
        })
      : new ProblemError("drivenElsewhere", {
          zh: "推演时钟正在推进，请先暂停再变更。",
          en: "The rehearsal's clock is being moved: pause it, then make the change.",
        });
  if (error instanceof CommandRefused)
    return new ProblemError("changedMeanwhile", {
      zh: "方案已有变化，该变更未获受理，请重新预览。",
      en: `The plan has changed meanwhile: ${error.message}. Look at the preview again.`,
    });
  if (error instanceof NotApplied || error instanceof NotDelivered || error instanceof NotOpened)
    return undelivered(error);
  return error;
}
