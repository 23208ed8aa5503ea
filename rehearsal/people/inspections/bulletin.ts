/**
 * The bulletin of a round (通报): once the round is closed the office drafts it, asks for replies, answers them, approves it, signs and
 * sends it.
 */
import type { RoundAct } from "../../../domain/inspections/acts.js";
import { openReplies } from "../../../domain/inspections/bulletin-state.js";
import type { RoundState } from "../../../domain/inspections/round-types.js";
import type { Reaction } from "../../../loader/scenario-schema.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { reactionAt } from "../intents.js";
import {
  actsBy,
  intendRound,
  officeSeat,
  type PersonsAct,
  type RoundIntent,
  type RoundSetting,
} from "./round-intents.js";
import * as texts from "./texts.js";

function reactsAt(setting: RoundSetting, row: ObservedRow, state: RoundState, what: string, reaction: Reaction) {
  const { office } = setting.roster.bodies;
  return reactionAt(setting, office, reaction, row.at, [what, state.round, row.type, row.seq]);
}

function byOffice(
  { cast, hours, roster }: RoundSetting,
  at: number | null,
  level: "desk" | "head",
  ...acts: readonly RoundAct[]
): PersonsAct[] | null {
  return actsBy(cast.actor(officeSeat({ roster }, level), hours.dayOf(at ?? 0)), ...acts);
}

/** Once the figures are fixed, and again whenever it is chased; at once sent out for replies to those who have to do something. */
export function draftBulletin(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  const { draws, hours, rounds } = setting;
  const at = reactsAt(setting, row, state, "draftBulletin", rounds.draftBulletin);
  const replyBy = at === null ? null : hours.following(hours.dayOf(at), draws.within(rounds.replyWithin, state.round));
  return intendRound(at, {
    stream: row.stream,
    name: "bulletin/draft",
    still: (now) => now.status === "closed" && now.bulletin === null,
    acts: async (now) => {
      const { sha256, units } = await setting.bulletins.draft(now.round, at ?? 0);
      const draft = { kind: "draftBulletin", sha256 } as const;
      return units.length === 0 || replyBy === null
        ? byOffice(setting, at, "desk", draft)
        : byOffice(setting, at, "desk", draft, { kind: "circulateBulletin", sha256, units, replyBy });
    },
  });
}

/** The units that were asked reply, or don't. */
export function reply(setting: RoundSetting, row: ObservedRow<"bulletinCirculated">, state: RoundState): RoundIntent[] {
  const { draws, hours, cast, rounds } = setting;
  const { units, replyBy } = row.payload;
  return units.flatMap((unit): RoundIntent[] => {
    const about = ["replyBulletin", state.round, unit] as const;
    const at = reactionAt(setting, unit, rounds.replyBulletin, row.at, about);
    if (at === null || hours.dayOf(at) > replyBy) return [];
    const agrees = !draws.happens(rounds.disagree, ...about);
    const text = draws.oneOf(agrees ? texts.REPLY_AGREES : texts.REPLY_DISAGREES, ...about);
    return intendRound(at, {
      stream: row.stream,
      name: `bulletin/reply/${unit}`,
      still: ({ bulletin }) => bulletin?.step === "circulated",
      acts: () =>
        actsBy(cast.actor({ kind: "unit", unit, level: "desk" }, hours.dayOf(at)), {
          kind: "replyBulletin",
          agrees,
          text,
        }),
    });
  });
}

export function answerReply(
  setting: RoundSetting,
  row: ObservedRow<"bulletinReplied">,
  state: RoundState,
): RoundIntent[] {
  const { no, agrees } = row.payload;
  if (agrees) return [];
  const at = setting.hours.after(row.at, 0, setting.roster.bodies.office);
  const reason = setting.draws.oneOf(texts.REPLY_ADOPTED, state.round, no);
  return intendRound(at, {
    stream: row.stream,
    name: `bulletin/answer/${no}`,
    still: ({ bulletin }) => bulletin !== null && openReplies(bulletin).some((one) => one.no === no),
    acts: () => byOffice(setting, at, "desk", { kind: "answerReply", no, adopted: true, reason }),
  });
}

/** After the last day for replies; what is still to be answered is answered first. */
export function approveBulletin(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  const { draws, hours, rounds, roster } = setting;
  const { chance, days } = rounds.approveBulletin;
  const about = ["approveBulletin", state.round, row.type, row.seq] as const;
  const replyBy = state.bulletin?.circulated?.replyBy ?? "";
  const today = hours.dayOf(row.at);
  const day = hours.following(replyBy > today ? replyBy : today, Math.max(1, draws.within(days, ...about)));
  const at = day === null || !draws.happens(chance, ...about) ? null : hours.on(day, roster.bodies.office);
  return intendRound(at, {
    stream: row.stream,
    name: "bulletin/approve",
    // Replies are taken until the last day for them.
    still: ({ bulletin }) =>
      bulletin !== null &&
      (bulletin.step === "drafted" ||
        (bulletin.step === "circulated" && hours.dayOf(at ?? 0) > (bulletin.circulated?.replyBy ?? ""))) &&
      openReplies(bulletin).length === 0,
    acts: async ({ round, bulletin }) => {
      const sha256 = bulletin?.sha256 ?? "";
      const { steps } = await setting.bulletins.version(round, sha256);
      const text = draws.oneOf(texts.BULLETIN_APPROVED, round);
      return byOffice(setting, at, "head", { kind: "approveBulletin", sha256, text, steps });
    },
  });
}

export function signBulletin(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  const at = reactsAt(setting, row, state, "signBulletin", setting.rounds.signBulletin);
  return intendRound(at, {
    stream: row.stream,
    name: "bulletin/sign",
    still: ({ bulletin }) => bulletin?.step === "approved",
    acts: async ({ round, bulletin }) => {
      const sha256 = bulletin?.sha256 ?? "";
      const { recipients } = await setting.bulletins.version(round, sha256);
      const signed = byOffice(setting, at, "head", { kind: "signBulletin", sha256 });
      const sent = byOffice(setting, at, "desk", { kind: "sendBulletin", sha256, units: recipients });
      return signed && sent && [...signed, ...sent];
    },
  });
}

/** Whatever step it waits for. */
export function bulletinChased(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  if (state.bulletin === null) return draftBulletin(setting, row, state);
  return state.bulletin.step === "approved" ? signBulletin(setting, row, state) : approveBulletin(setting, row, state);
}
