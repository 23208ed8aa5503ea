/** A draft that the office makes or edits, of a round or a month: kept under its hash, and asked for as an act. */
import type { BulletinContent } from "../../domain/bulletins/content.js";
import { editedContent, type EditRules, UnsoundEdit } from "../../domain/bulletins/edit.js";
import type { EditedText } from "../../domain/ledger/bulletin-events.js";
import { ProblemError } from "../http/problem.js";

interface Edits {
  readonly edited?: readonly EditedText[] | undefined;
  readonly reason?: string | undefined;
}

/** `keep`: stores the version and answers its hash. Throws `badValue` where an edit cannot be made. */
export async function draftAct(
  base: BulletinContent,
  { edited = [], reason }: Edits,
  rules: EditRules,
  keep: (content: BulletinContent) => Promise<string>,
) {
  try {
    const sha256 = await keep(editedContent(base, edited, rules));
    return {
      kind: "draftBulletin",
      sha256,
      ...(edited.length > 0 ? { edited } : {}),
      ...(reason === undefined ? {} : { reason }),
    } as const;
  } catch (error) {
    if (!(error instanceof UnsoundEdit)) throw error;
    throw new ProblemError("badValue", { zh: `第“${error.at}”处修改不成立，请核对。`, en: `${error.message}.` });
  }
}
