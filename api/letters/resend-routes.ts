/** 重新发送, 登记退信: what the office does about letters that came to nothing. */
import { z } from "zod";
import { resendLetter, returnLetter } from "../../prisma/letters/resending.js";
import { findLetter } from "../../prisma/letters/read-letters.js";
import type { AuditKind } from "../../prisma/accounts/audit-store.js";
import { MAIL_ONLY } from "../../prisma/letters/channel-choices.js";
import { foreignLine } from "../../domain/language/text.js";
import { spoken } from "../http/schema-parts.js";
import { ProblemError } from "../http/problem.js";
import { type PlanCall, planRoute } from "../serving/route.js";
import { channel } from "./channel-schemas.js";
import { letterParams, letterState } from "./schemas.js";

type LetterCall = Pick<
  PlanCall<z.output<typeof letterParams>, never, never>,
  "plan" | "params" | "services" | "caller" | "exchange"
>;

const resent = z
  .strictObject({
    id: z.string(),
    state: letterState,
    by: z.array(channel).meta({ description: "What it goes by; empty: it was on its way already." }),
  })
  .meta({ id: "ResentLetter", description: "A letter put back into the queue, under its own Message-ID." });

/** What a bounce says, pasted: a few lines of it. */
const returnedBody = z.strictObject({
  note: spoken("What came back says, e.g. 550 user unknown."),
  channel: channel.default("mail").meta({ description: "By which it had gone." }),
});
const returned = z
  .strictObject({
    id: z.string(),
    state: letterState.meta({ description: "sent where another of its channels took it." }),
  })
  .meta({ id: "ReturnedLetter", description: "A letter that came back." });

export const postResent = planRoute({
  method: "post",
  path: "/letters/{letterId}/resend",
  tag: "letters",
  summary: "Send a letter again that came to nothing 重新发送",
  description:
    "For letters that failed, came back or wait to be handed over. Goes under the same Message-ID by what the person's letters go now. One that is on its way already stays so: asking again does no harm.",
  params: letterParams,
  response: resent,
  problems: ["unknownLetter", "illegalStep", "badValue", "foreignOrigin", "temporalAway"],
  changesWith: "answer",
  async handler(call) {
    const { plan, params, services } = call;
    const { letterId } = params;
    if (!(await findLetter(services.pool, plan.id, letterId))) throw unknownLetter(letterId);
    if (!services.gateway)
      throw new ProblemError("temporalAway", {
        zh: "本服务未连接流程引擎，不能发送文书。",
        en: "This server has no way to Temporal: it cannot send letters.",
      });
    const configured = plan.head.mode === "live" ? services.channels : MAIL_ONLY;
    const outcome = await resendLetter(services.pool, plan.id, letterId, { configured, roster: plan.bundle.roster });
    if (outcome.kind === "unknown") throw unknownLetter(letterId);
    if (outcome.kind === "notResendable")
      throw new ProblemError("illegalStep", {
        zh: "只有发送失败、被退回或者待人工送达的文书可以重新发送。",
        en: "Only a letter that failed, came back or waits to be handed over can be sent again.",
      });
    if (outcome.kind === "unreachable")
      throw new ProblemError("badValue", {
        zh: "名册中没有收件人可用的联系方式，或者本人选择由办公室转告。请先补充名册或者接收渠道，再重新发送。",
        en: "No channel reaches the person: complete the roster or the person's channels first, then send again.",
      });
    if (outcome.kind === "queued") await note(call, "letterResent", { by: outcome.by.join(" ") });
    await services.gateway.sendQueuedLetters(plan.id);
    return { id: letterId, state: "queued" as const, by: outcome.kind === "queued" ? [...outcome.by] : [] };
  },
});

export const postReturned = planRoute({
  method: "post",
  path: "/letters/{letterId}/returned",
  tag: "letters",
  summary: "Enter that a letter came back 登记退信",
  description:
    "A bounce comes to the sender's mailbox, which people read. The letter counts as sent no more, and the office is alarmed to telephone.",
  params: letterParams,
  body: returnedBody,
  response: returned,
  problems: ["unknownLetter", "illegalStep", "invalidBody", "foreignOrigin"],
  changesWith: "answer",
  async handler(call) {
    const { plan, params, body, services } = call;
    const { letterId } = params;
    if (!(await findLetter(services.pool, plan.id, letterId))) throw unknownLetter(letterId);
    const state = await returnLetter(services.pool, plan.id, letterId, { ...body, now: plan.now });
    if (state === null)
      throw new ProblemError("illegalStep", {
        zh: "只有已发送的文书可以登记退信。",
        en: "Only a letter that was sent, by that channel, can have come back.",
      });
    await note(call, "letterReturned", { channel: body.channel, note: foreignLine(body.note, 200) });
    return { id: letterId, state };
  },
});

function note(
  { plan, params, caller, exchange, services }: LetterCall,
  kind: AuditKind,
  detail: Record<string, string>,
) {
  const { accountId } = caller;
  return services.accounts.note({
    kind,
    accountId,
    planId: plan.id,
    subject: params.letterId,
    address: exchange.address,
    detail,
  });
}

const unknownLetter = (id: string): ProblemError =>
  new ProblemError("unknownLetter", {
    zh: `方案中没有编号为“${id}”的文书。`,
    en: `There is no letter ${id} in this plan.`,
  });
