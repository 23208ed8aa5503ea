/** Acts on rectification items (整改) alone: what inspections found. */
import { act, FOR, grant, reason } from "./act.js";

export const findingActs = {
  /** Found again within a year: one severity higher is proposed, and somebody decides. */
  decideSeverity: act({
    name: { zh: "确定严重程度", en: "decide the severity" },
    describe:
      "Of a finding that was found again within a year, for which one severity higher is proposed. Accepted, the deadline is that of the higher severity, counted from today, never later than the present one.",
    fields: { grant, reason },
    form: ["grant", "reason"],
    who: FOR.closers,
    offered: "beside",
    sure: {
      zh: "同意的，整改时限按新的严重程度重新计算，不晚于现时限。",
      en: "Granted, the deadline is that of the higher severity, never later than the present one.",
    },
    refused: { nothing: "没有待确定的严重程度" },
  }),
};
