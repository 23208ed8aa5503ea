/** To whom a letter is written, in a word: as lists of letters on paper name it. */
import { type LetterModel, receivedIn } from "../../domain/letters/letter-model.js";

/** The unit; for who is in none, the post or the person. */
export function addresseeOf(model: LetterModel): string {
  return receivedIn(model)[0]?.unitName ?? model.recipient.name;
}

/** Where it is handed over: unit and post, with the name of whoever holds it. */
export function recipientOf(model: LetterModel): string {
  const { recipient } = model;
  if (recipient.isPost) return recipient.name;
  const { unitName = "", postTitle = "" } = receivedIn(model)[0] ?? {};
  return `${unitName}${postTitle} ${recipient.name}`.trim();
}
