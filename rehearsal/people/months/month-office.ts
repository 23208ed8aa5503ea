/** What the office does once a month has closed: its desk drafts the bulletin, its head approves and signs it. */
import type { Actor } from "../../../domain/ledger/record.js";
import type { MonthState } from "../../../domain/months/month-state.js";
import type { Reaction } from "../../../loader/scenario-schema.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { reactionAt } from "../intents.js";
import { intendMonth, type MonthIntent, type MonthSetting } from "./month-intents.js";
import * as texts from "./texts.js";

function reactsAt(setting: MonthSetting, row: ObservedRow, what: string, reaction: Reaction): number | null {
  return reactionAt(setting, setting.roster.bodies.office, reaction, row.at, [what, row.stream, row.seq]);
}

function officer({ cast, hours, roster }: MonthSetting, at: number | null, level: "desk" | "head"): Actor | null {
  return cast.actor({ kind: "unit", unit: roster.bodies.office, level }, hours.dayOf(at ?? 0));
}

export function draftBulletin(setting: MonthSetting, row: ObservedRow, _state: MonthState): MonthIntent[] {
  const at = reactsAt(setting, row, "draftMonth", setting.months.draftBulletin);
  return intendMonth(at, {
    stream: row.stream,
    name: "bulletin/draft",
    still: ({ status, bulletin }) => status === "closed" && bulletin === null,
    acts: async ({ month }) => {
      const actor = officer(setting, at, "desk");
      return (
        actor && [{ actor, act: { kind: "draftBulletin", sha256: await setting.monthBulletins.draft(month, at ?? 0) } }]
      );
    },
  });
}

export function approveBulletin(setting: MonthSetting, row: ObservedRow, _state: MonthState): MonthIntent[] {
  const at = reactsAt(setting, row, "approveMonth", setting.months.approveBulletin);
  return intendMonth(at, {
    stream: row.stream,
    name: "bulletin/approve",
    still: ({ bulletin }) => bulletin?.step === "drafted",
    acts: ({ bulletin, month }) => {
      const actor = officer(setting, at, "head");
      const text = setting.draws.oneOf(texts.APPROVED, "approved", month);
      return actor && [{ actor, act: { kind: "approveBulletin", sha256: bulletin?.sha256 ?? "", text } }];
    },
  });
}

export function signBulletin(setting: MonthSetting, row: ObservedRow, _state: MonthState): MonthIntent[] {
  const at = reactsAt(setting, row, "signMonth", setting.months.signBulletin);
  return intendMonth(at, {
    stream: row.stream,
    name: "bulletin/sign",
    still: ({ bulletin }) => bulletin?.step === "approved",
    acts: async ({ bulletin, month }) => {
      const sha256 = bulletin?.sha256 ?? "";
      const [head, desk] = [officer(setting, at, "head"), officer(setting, at, "desk")];
      if (!head || !desk) return null;
      const units = await setting.monthBulletins.recipients(month, sha256);
      return [
        { actor: head, act: { kind: "signBulletin", sha256 } },
        { actor: desk, act: { kind: "sendBulletin", sha256, units } },
      ];
    },
  });
}
