/**
 * Events of a round's bulletin (通报): drafted, edited, sent out for replies (征求意见), approved, signed under its number, sent. `sha256`
 * names the content of a version (`domain/bulletins/content.ts`); a later one is another version, never other bytes under the same number.
 */
import { day, fields, flag, list, nullable, number, optional, text, type TypeOf } from "./shape.js";

/** A text of a draft that the office has written anew. `at`: `bulletin/problems/p1`; `text` null: it was struck out. */
export const editedText = fields({ at: text, text: nullable(text) });
export type EditedText = TypeOf<typeof editedText>;

/** 下一步工作, as it was approved: who does what by when. */
export const approvedStep = fields({ id: text, unit: text, task: number, text, by: day });
export type ApprovedStep = TypeOf<typeof approvedStep>;

export const bulletinEvents = {
  /** `edited`: what the office changed of the version before; absent: it was made of the figures. */
  bulletinDrafted: fields({
    version: number,
    sha256: text,
    edited: optional(list(editedText)),
    reason: optional(text),
  }),
  bulletinCirculated: fields({ version: number, sha256: text, units: list(text), replyBy: day }),
  /** A unit's reply. `agrees`: it has nothing against the draft. */
  bulletinReplied: fields({ version: number, no: number, unit: text, agrees: flag, text }),
  bulletinReplyAnswered: fields({ version: number, no: number, adopted: flag, reason: text }),
  /** `steps`: those that become items of their own. */
  bulletinApproved: fields({ version: number, sha256: text, text, steps: optional(list(approvedStep)) }),
  /** `no`, `reportNo`: 发文字号 of bulletin and report. */
  bulletinSigned: fields({ version: number, sha256: text, no: text, reportNo: optional(text), on: optional(day) }),
  bulletinSent: fields({ version: number, sha256: text, no: text, units: list(text) }),
};
