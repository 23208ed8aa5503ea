/** Events about an item's deadline: 延期 and the reading of the plan's words. */
import { day, fields, flag, number, oneOf, text } from "./shape.js";

/** Why something lost its ground: the unit reported, the item ended, its deadline moved, other rules apply. */
export const WITHDRAWAL_REASONS = ["reported", "cancelled", "deadlineMoved", "policyMigrated"] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

export const itemDeadlineEvents = {
  /** `late`: applied for after expiry (逾期申请). */
  extensionRequested: fields({ no: number, to: day, reason: text, late: flag }),
  extensionWithdrawn: fields({ no: number, to: day, reason: oneOf(WITHDRAWAL_REASONS) }),
  opinionGiven: fields({ no: number, supports: flag, text }),
  extensionProposed: fields({ no: number, grant: flag, text }),
  extensionDecided: fields({ no: number, grant: flag, from: day, deadline: day, reason: text }),
  readingChanged: fields({ from: day, deadline: day, reason: text }),
};
