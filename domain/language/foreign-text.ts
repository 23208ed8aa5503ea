/**
 * What mail servers, gateways and platforms answer, made fit to be kept and shown: others' words may hold a NUL or half a
 * character, which PostgreSQL refuses, and controls that steer a terminal or a page. Whatever is said by others and stored or
 * told comes through here.
 */

/** C0 and C1 controls, line and paragraph separators, and characters that turn the direction of a text or can't be seen. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+/gu;
/** With the `u` flag a surrogate is matched only where it has no partner. */
const HALF = /[\uD800-\uDFFF]/gu;

/** One line of at most `most` characters (code points), with a mark where something is missing. */
export function foreignLine(said: string, most: number): string {
  // Cut roughly first: an answer may be large, and the rest is of no interest.
  const clean = said
    .slice(0, most * 8)
    .replaceAll(UNSEEN, " ")
    .replaceAll(HALF, "\uFFFD")
    .replaceAll(/\s+/g, " ")
    .trim();
  const characters = Array.from(clean);
  return characters.length <= most ? clean : `${characters.slice(0, most - 1).join("")}…`;
}
