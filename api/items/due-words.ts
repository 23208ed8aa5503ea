/** What falls due next on an item, in one sentence of each language. */
import type { Action } from "../../domain/items/due.js";
import { type Instrument, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import { INSTRUMENT_NAMES_EN } from "../../domain/instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../../domain/instruments/names.zh.js";
import type { Holder, Words } from "../http/schema-parts.js";

export const instrumentWords = (instrument: Instrument): Words => ({
  zh: INSTRUMENT_NAMES_ZH[instrument],
  en: INSTRUMENT_NAMES_EN[instrument],
});

function people(holders: readonly Holder[]): Words {
  const vacant = { zh: "空缺", en: "vacant" };
  const said = ({ post, person }: Holder, language: "zh" | "en"): string =>
    language === "zh"
      ? `${post.unit?.name ?? ""}${post.title}（${person?.name ?? vacant.zh}）`
      : `${[post.unit?.name, post.title].filter(Boolean).join(" ")} (${person?.name ?? vacant.en})`;
  return {
    zh: holders.map((holder) => said(holder, "zh")).join("、"),
    en: holders.map((holder) => said(holder, "en")).join(", "),
  };
}

/** `to`: whom it would reach. */
export function dueWords(action: Action, to: readonly Holder[]): Words {
  const reached = people(to);
  switch (action.kind) {
    case "assign":
      return { zh: `交办${reached.zh}`, en: `Assignment to ${reached.en}` };
    case "resume":
      return { zh: "暂缓期满，恢复办理", en: "The suspension ends and the clock runs again" };
    case "lapse": {
      const name = instrumentWords(action.rung.instrument);
      const standIn = action.rung.standIn && instrumentWords(action.rung.standIn.instrument);
      return {
        zh: `${name.zh}仍未签发的，记办公室迟延${standIn ? `，改发${standIn.zh}` : ""}`,
        en: `If the ${name.en.toLowerCase()} is not signed, the office's delay is recorded${standIn ? ` and ${standIn.en.toLowerCase()} goes out instead` : ""}`,
      };
    }
    case "agenda":
      return {
        zh: "仍未办结的，列入领导小组议题清单",
        en: "If it is still open, it goes onto the leading group's agenda list",
      };
    case "skip": {
      const name = instrumentWords(action.rung.instrument);
      return { zh: `${name.zh}不再启动`, en: `${name.en} is passed over` };
    }
    case "fire": {
      const name = instrumentWords(action.rung.instrument);
      const no = action.repetition + 1;
      const again = no === 1 ? { zh: "", en: "" } : { zh: `（第${no}次）`, en: ` (no. ${no})` };
      // What goes to leaders is submitted, not sent.
      const submitted = INSTRUMENTS[action.rung.instrument].direction === "upward";
      return action.rung.kind === "signed"
        ? {
            zh: `${name.zh}拟稿，待办公室签发，拟送${reached.zh}`,
            en: `${name.en} drafted for the office to sign, meant for ${reached.en}`,
          }
        : {
            zh: `${name.zh}${again.zh}${submitted ? "呈送" : "发至"}${reached.zh}`,
            en: `${name.en}${again.en} to ${reached.en}`,
          };
    }
  }
}
