/** To whom a letter is written, in a word: as lists of letters on paper name it. */
import type { LetterModel } from "../../domain/letters/letter-model.js";

/** The unit; for who is in none, the post or the person. */
export function addresseeOf({ sections, recipient }: LetterModel): string {
  return sections[0]?.capacity.unitName ?? recipient.name;
}

/** Where it is handed over: unit and post, with the name of whoever holds it. */
export function recipientOf({ sections, recipient }: LetterModel): string {
  if (recipient.isPost) return recipient.name;
  const { unitName = "", postTitle = "" } = sections[0]?.capacity ?? {};
  return `${unitName}${postTitle} ${recipient.name}`.trim();
}
