/** The bulletin of a round (通报): the office drafts it once the round is closed, approves it, signs it. */
import type { RoundState } from "../../../domain/inspections/round-state.js";
import type { Reaction } from "../../../loader/scenario-schema.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { reactionAt } from "../intents.js";
import { actsBy, intendRound, officeSeat, type RoundIntent, type RoundSetting } from "./round-intents.js";
import * as texts from "./texts.js";

function reactsAt(setting: RoundSetting, row: ObservedRow, state: RoundState, what: string, reaction: Reaction) {
  const { office } = setting.roster.bodies;
  return reactionAt(setting, office, reaction, row.at, [what, state.round, row.seq]);
}

const officeActor = ({ cast, hours, roster }: RoundSetting, at: number, level: "desk" | "head") =>
  cast.actor(officeSeat({ roster }, level), hours.dayOf(at));

/** Once the figures are fixed, and again whenever it is chased. */
export function draftBulletin(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  const at = reactsAt(setting, row, state, "draftBulletin", setting.rounds.draftBulletin);
  return intendRound(at, {
    stream: row.stream,
    name: "bulletin/draft",
    still: (now) => now.status === "closed" && now.bulletin === null,
    acts: async (now) =>
      actsBy(officeActor(setting, at ?? 0, "desk"), {
        kind: "draftBulletin",
        sha256: await setting.bulletinHash(now.round),
      }),
  });
}

export function approveBulletin(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  const at = reactsAt(setting, row, state, "approveBulletin", setting.rounds.approveBulletin);
  return intendRound(at, {
    stream: row.stream,
    name: "bulletin/approve",
    still: ({ bulletin }) => bulletin?.step === "drafted",
    acts: ({ bulletin }) =>
      actsBy(officeActor(setting, at ?? 0, "head"), {
        kind: "approveBulletin",
        sha256: bulletin?.sha256 ?? "",
        text: setting.draws.oneOf(texts.BULLETIN_APPROVED, state.round),
      }),
  });
}

export function signBulletin(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  const at = reactsAt(setting, row, state, "signBulletin", setting.rounds.signBulletin);
  return intendRound(at, {
    stream: row.stream,
    name: "bulletin/sign",
    still: ({ bulletin }) => bulletin?.step === "approved",
    acts: ({ bulletin }) =>
      actsBy(officeActor(setting, at ?? 0, "head"), {
        kind: "signBulletin",
        sha256: bulletin?.sha256 ?? "",
        no: `检查通报〔${state.round.slice(0, 4)}〕${state.round.endsWith("H1") ? 1 : 2}号`,
      }),
  });
}
