/** What lists call a letter: by its own form, as the letter itself does. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import { formOf, type LetterForm } from "../../domain/letters/forms.js";
import type { Directory } from "../../domain/people/directory.js";
import type { LetterSize } from "../../prisma/letters/read-letters.js";
import { isLeaderPost } from "../views/leader-post.js";

export function letterForm(
  instrument: Instrument,
  { facts, posts }: Pick<LetterSize, "facts" | "posts">,
  names: Directory,
): LetterForm {
  const upward = posts.length > 0 && posts.every((post) => isLeaderPost(post, names));
  return formOf(instrument, (fact) => facts.includes(fact), upward);
}
