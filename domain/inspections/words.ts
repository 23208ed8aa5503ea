/** What a round's chasing letters say, in both languages: whole sentences, as they are recorded. */
import type { Chased } from "../ledger/inspection-events.js";
import { dayEn, dayZh } from "../language/dates.js";
import { roundName } from "./round-name.js";
import { type RoundState, schemeOf } from "./round-state.js";

/** `visits`: how many are late or without a group. */
export function chaseWords(
  state: Pick<RoundState, "round" | "scheme" | "stream">,
  what: Chased,
  visits: number,
  offset: number,
): { readonly zh: string; readonly en: string } {
  const { visitsUntil, closesOn } = schemeOf(state);
  const { zh: round, en } = roundName(state.round);
  switch (what) {
    case "approval":
      return {
        zh: `${round}检查方案已拟好，请审定；入村检查至${dayZh(visitsUntil)}结束。`,
        en: `The scheme of ${en} is drafted and waits for approval; visits end on ${dayEn(visitsUntil)}.`,
      };
    case "groups":
      return {
        zh: `${round}检查尚有${visits}处未安排检查组，请尽快安排；入村检查至${dayZh(visitsUntil)}结束。`,
        en: `${visits} visits of ${en} have no group yet; visits end on ${dayEn(visitsUntil)}.`,
      };
    case "checks":
      return offset <= 0
        ? {
            zh: `${round}检查尚有${visits}处未提交，请于${dayZh(visitsUntil)}前提交。`,
            en: `${visits} visits of ${en} are to be submitted by ${dayEn(visitsUntil)}.`,
          }
        : {
            zh: `${round}检查尚有${visits}处逾期未提交，请尽快提交；${dayZh(closesOn)}后到达的不计入通报数据。`,
            en: `${visits} visits of ${en} are late; what arrives after ${dayEn(closesOn)} stays outside the bulletin's figures.`,
          };
    case "bulletin":
      return {
        zh: `${round}检查已结束，通报尚未签发，请尽快办理。`,
        en: `${en} is closed; its bulletin is not signed yet.`,
      };
  }
}
