/** 渠道: by what a person's letters go, chosen by themselves or by the office for them. */
import { addressOn, channelsFor, CHOICES, type Choice, type PersonChannels } from "../../domain/letters/channels.js";
import type { Person } from "../../domain/plan/roster.js";
import { CHANNELS_EN, CHANNELS_ZH } from "../../domain/letters/channel-words.js";
import { channelChoice, MAIL_ONLY, setChannelChoice } from "../../prisma/letters/channel-choices.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { type PlanCall, planRoute } from "../serving/route.js";
import { channels, channelsBody, personParams } from "./channel-schemas.js";
import type { Services } from "../serving/services.js";

function personIn({ names }: PlanView, id: string): Person {
  const person = names.persons.get(id);
  if (person) return person;
  throw new ProblemError("unknownPerson", {
    zh: `方案名册中没有编号为“${id}”的人员。`,
    en: `There is no person ${id} in this plan's roster.`,
  });
}

/** The caller as the roster knows them; null for who is in no roster, as an auditor from outside. */
function oneself({ caller, plan }: Pick<PlanCall<never, never, never>, "caller" | "plan">): Person | null {
  const { person: id } = caller;
  return id === null ? null : (plan.names.persons.get(id) ?? plan.names.person(id));
}

async function channelsView(person: Person | null, plan: PlanView, { pool, channels: configured }: Services) {
  const live = plan.head.mode === "live";
  const choice = person && (await channelChoice(pool, plan.id, person.id));
  const { by, copied } = person
    ? channelsFor(person, live ? (choice?.channels ?? null) : null, live ? configured : MAIL_ONLY)
    : NO_CHANNEL;
  return {
    person: person && { id: person.id, name: person.name },
    chosen: choice && [...choice.channels],
    chosenAt: choice?.chosenAt.toISOString() ?? null,
    goesBy: [...by],
    byHand: copied,
    live,
    channels: CHOICES.map((channel) => ({
      channel,
      name: { zh: CHANNELS_ZH[channel], en: CHANNELS_EN[channel] },
      set: channel === "copy" || configured.includes(channel),
      address: person !== null && (channel === "copy" || addressOn(channel, person) !== undefined),
    })),
  };
}

const NO_CHANNEL: PersonChannels = { by: [], copied: false };

/** Throws `badValue` for what cannot be: better refused now than found out with a letter. */
function check(chosen: readonly Choice[], person: Person, plan: PlanView, { channels: configured }: Services): void {
  if (plan.head.mode !== "live")
    throw new ProblemError("badValue", {
      zh: "推演产生的文书只进入本地邮箱，不能选择渠道。",
      en: "A rehearsal's letters go to the local mailbox only: there is no channel to choose.",
    });
  const allowed = CHOICES.filter(
    (one) => one === "copy" || (configured.includes(one) && addressOn(one, person) !== undefined),
  );
  for (const one of chosen) {
    if (allowed.includes(one) || one === "copy") continue;
    const detail = configured.includes(one)
      ? {
          zh: `名册中没有登记${person.name}的${CHANNELS_ZH[one]}地址，请先由办公室补充名册。`,
          en: `The roster has no address of ${person.name} for ${CHANNELS_EN[one]}: have the office add it first.`,
        }
      : {
          zh: `“${CHANNELS_ZH[one]}”渠道尚未开通，请联系系统管理员。`,
          en: `${CHANNELS_EN[one]} is not set up here: ask whoever runs the system.`,
        };
    throw new ProblemError("badValue", detail, { allowed: [...allowed] });
  }
}

type Chosen = Pick<PlanCall<never, never, never>, "plan" | "caller" | "exchange" | "services"> & {
  readonly body: { readonly channels: readonly Choice[] | null };
};

async function choose(person: Person, { body, plan, caller, exchange, services }: Chosen) {
  const chosen = body.channels && [...new Set(body.channels)];
  if (chosen) check(chosen, person, plan, services);
  await setChannelChoice(services.pool, plan.id, person.id, chosen, caller.accountId);
  await services.accounts.note({
    kind: "channelsChosen",
    accountId: caller.accountId,
    planId: plan.id,
    subject: person.id,
    address: exchange.address,
    detail: { channels: chosen?.join(" ") ?? null },
  });
  return channelsView(person, plan, services);
}

export const getMyChannels = planRoute({
  method: "get",
  path: "/me/channels",
  tag: "letters",
  summary: "By what the caller's letters go 本人接收渠道",
  personal: true,
  response: channels,
  changesWith: "answer",
  handler: (call) => channelsView(oneself(call), call.plan, call.services),
});

export const postMyChannels = planRoute({
  method: "post",
  path: "/me/channels",
  tag: "letters",
  summary: "Choose by what one's letters go 选择接收渠道",
  description: "Takes effect with the next letter that closes.",
  body: channelsBody,
  response: channels,
  problems: ["badValue", "foreignOrigin"],
  changesWith: "answer",
  handler(call) {
    const person = oneself(call);
    if (person) return choose(person, call);
    throw new ProblemError("notAllowed", {
      zh: "您不在本方案名册中，没有发送给您的文书。",
      en: "You are not in this plan's roster: no letter is written to you.",
    });
  },
});

export const getPersonChannels = planRoute({
  method: "get",
  path: "/persons/{personId}/channels",
  tag: "letters",
  summary: "By what a person's letters go 人员接收渠道",
  params: personParams,
  response: channels,
  problems: ["unknownPerson"],
  changesWith: "answer",
  handler: ({ plan, params, services }) => channelsView(personIn(plan, params.personId), plan, services),
});

export const postPersonChannels = planRoute({
  method: "post",
  path: "/persons/{personId}/channels",
  tag: "letters",
  summary: "Choose for a person by what their letters go 为人员选择接收渠道",
  description: "The office chooses for those who don't use the system. Takes effect with the next letter that closes.",
  params: personParams,
  body: channelsBody,
  response: channels,
  problems: ["unknownPerson", "badValue", "foreignOrigin"],
  changesWith: "answer",
  handler(call) {
    const person = personIn(call.plan, call.params.personId);
    // It stops or diverts somebody's letters: a person of the office's posts answers for it, no program.
    if (call.caller.person !== null) return choose(person, call);
    throw new ProblemError("notAllowed", {
      zh: "接收渠道由办公室现任人员为他人选择，程序账号不能办理。",
      en: "Whoever holds one of the office's posts chooses for others; an account that is nobody in the roster may not.",
    });
  },
});
