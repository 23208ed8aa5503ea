/** A request to act: who acts, in which capacity, under which key, and how it gets to the workflow. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { RoundCommand } from "../../domain/inspections/acts.js";
import type { RegisterCommand } from "../../domain/registers/acts.js";
import type { Command } from "../../domain/items/commands.js";
import type { MonthCommand } from "../../domain/months/acts.js";
import type { PlanCommand } from "../../domain/streams/orders.js";
import type { Outcome } from "../../domain/ledger/record.js";
import { valueOn } from "../../domain/plan/dated.js";
import { type ActionRequest, beginAction, commandPrefix } from "../../prisma/actions/action-store.js";
import type { Capacity } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import type { PlanHead } from "../../prisma/plans/plan-head.js";
import type { PlanCall } from "../serving/route.js";
import type { ActionGateway } from "../serving/services.js";
import { CommandRefused, NotDelivered } from "../../gateway/failures.js";
import { type ActKind, ACTS } from "../../domain/items/acts/catalogue.js";
import { postOf } from "../rights/actor.js";

/** How long somebody is kept waiting for a worker (milliseconds): a dead one's work is taken over in less. */
export const PATIENCE = 12_000;

/** Which of the caller's posts a body asks to act from. */
export interface ActingBody {
  readonly post?: string | undefined;
  readonly onBehalfOf?: string | undefined;
}

export type Acting<B extends ActingBody = ActingBody> = Pick<
  PlanCall<unknown, unknown, B>,
  "plan" | "caller" | "body" | "services" | "key"
>;

/** A command to be sent. */
export interface Sending {
  readonly stream: string;
  readonly command: Command;
}

export function refuseEnded({ id, head }: PlanView): void {
  if (!head.ended) return;
  throw new ProblemError("planEnded", {
    zh: `推演“${id}”已结束，不能再办理；台账和文书仍可查阅。`,
    en: `Rehearsal ${id} has ended: nothing more can be done in it; its ledger and letters can still be read.`,
  });
}

/** `more`: what it is about beside its body, as a file. */
export function requestOf(
  action: string,
  { caller, key, plan, body }: Acting,
  more: Readonly<Record<string, unknown>> = {},
): ActionRequest {
  const content = canonicalJson({ plan: plan.id, action, body, ...more });
  const hash = createHash("sha256").update(content).digest("hex");
  return { accountId: caller.accountId, key, planId: plan.id, action, hash };
}

/** Begins a request that is one act on a stream's own subject, and names the act by it: sent again it is the same. Throws `keyReused`. */
export async function begunKey(action: string, call: Acting, more: Readonly<Record<string, unknown>>): Promise<string> {
  const request = requestOf(action, call, more);
  const begun = await beginAction(call.services.pool, request, [], []);
  if (begun.hash !== request.hash) throw keyReused();
  return commandPrefix(request, "");
}

/** Names a capacity: the same for the same person's next request. */
export const nameOf = (capacity: Capacity): string => `${capacity.post}>${postOf(capacity)}`;

/** The caller's capacities that are asked for; entering a leader's 批示, the office's in the leader's name. */
export function capacitiesOf(act: ActKind, { caller, plan, body }: Acting): Capacity[] {
  const { post, onBehalfOf } = body;
  const own = caller.capacities.filter(
    (capacity) => post === undefined || capacity.post === post || postOf(capacity) === post,
  );
  if (post !== undefined && own.length === 0)
    throw new ProblemError("notYours", {
      zh: `您现不任“${plan.names.post(post, plan.today).title}”，也不代理该岗位。`,
      en: `You neither hold the post ${post} today nor act for it.`,
    });
  if (onBehalfOf === undefined) return own;
  const leader = plan.names.posts.get(onBehalfOf);
  const person = leader && valueOn(leader.holders, plan.today);
  if (!leader || person === undefined)
    throw new ProblemError("badValue", {
      zh: `岗位“${onBehalfOf}”不存在或现无人任职，不能代录其批示。`,
      en: `There is no post ${onBehalfOf}, or nobody holds it today: nothing can be entered in its name.`,
    });
  const level =
    leader.level === "leadingGroup" ? "leadingGroup" : leader.level === "head" ? "departmentHead" : "countyLeader";
  return own
    .filter(({ roles }) => ACTS[act].onBehalf === "office" && roles.includes("office"))
    .map((capacity) => ({
      post: capacity.post,
      unit: capacity.unit,
      roles: [level],
      onBehalfOf: { person, post: onBehalfOf },
    }));
}

/** Sends a command; answers what the ledger has of it, its refusals included. Throws `notDelivered` and `temporalAway`. */
export function sendCommand(call: Pick<Acting, "plan" | "services">, { stream, command }: Sending): Promise<Outcome> {
  return delivered(call, (gateway, planId, clock) => gateway.act(planId, stream, command, clock, PATIENCE));
}

/** The same with an order on the whole plan. */
export function sendOrder(call: Pick<Acting, "plan" | "services">, command: PlanCommand): Promise<Outcome> {
  return delivered(call, (gateway, planId, clock) => gateway.order(planId, command, clock, PATIENCE));
}

/** The same with an act on a round of inspections. */
export function sendRoundAct(
  call: Pick<Acting, "plan" | "services">,
  stream: string,
  command: RoundCommand,
): Promise<Outcome> {
  return delivered(call, (gateway, planId, clock) => gateway.inspect(planId, stream, command, clock, PATIENCE));
}

/** The same with an act on a register. */
export function sendRegisterAct(
  call: Pick<Acting, "plan" | "services">,
  stream: string,
  command: RegisterCommand,
): Promise<Outcome> {
  const { mode, openedAt } = call.plan.head;
  return delivered(call, (gateway, planId, clock) =>
    gateway.keep(planId, stream, command, clock, { mode, openedAt }, PATIENCE),
  );
}

/** The same with an act on a month's request. */
export function sendMonthAct(
  call: Pick<Acting, "plan" | "services">,
  stream: string,
  command: MonthCommand,
): Promise<Outcome> {
  return delivered(call, (gateway, planId, clock) => gateway.progress(planId, stream, command, clock, PATIENCE));
}

async function delivered(
  { plan, services }: Pick<Acting, "plan" | "services">,
  send: (gateway: ActionGateway, planId: string, clock: PlanHead["clock"]) => Promise<Outcome>,
): Promise<Outcome> {
  const { gateway } = services;
  if (!gateway) throw noGateway();
  try {
    return await send(gateway, plan.id, plan.head.mode === "live" ? null : plan.head.clock);
  } catch (error) {
    if (error instanceof CommandRefused) return error.outcome;
    throw error instanceof NotDelivered ? undelivered(error) : error;
  }
}

export const noGateway = (): ProblemError =>
  new ProblemError("temporalAway", {
    zh: "本进程未连接流程引擎，不能办理。",
    en: "This process has no connection to Temporal: nothing can be done here.",
  });

/** Whatever kept a request from being carried out whole, and may not keep its repetition. */
export const undelivered = (cause: unknown): ProblemError =>
  new ProblemError(
    "notDelivered",
    {
      zh: "请求未能及时送达流程引擎，可能尚未办理；请用同一Idempotency-Key重发，不会重复办理。",
      en: "The request did not get through in time and may not have been carried out. Send it again with the same Idempotency-Key: nothing is done twice.",
    },
    { part: "temporal" },
    { cause },
  );

export const keyReused = (): ProblemError =>
  new ProblemError("keyReused", {
    zh: "该幂等键已用于内容不同的另一请求，请为本次请求另用一个编号。",
    en: "This Idempotency-Key was used for another request: give this one a key of its own.",
  });
