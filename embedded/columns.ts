/** Text in a terminal's columns: Chinese characters take two each, marks that sit on another character none. */

/** East Asian Width W and F of Unicode; ambiguous ones count as narrow, as terminals draw them outside legacy fonts. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Columns a text takes. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : NONE.test(char) ? 0 : 1;
  return width;
}

/** Filled up with blanks on the right; a longer text stays as it is. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - displayWidth(text)));
}

/** Filled up with blanks on the left: numbers. */
export function padLeft(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - displayWidth(text))) + text;
}

/** As much of the text as fits. */
export function clip(text: string, columns: number): string {
  let width = 0;
  let kept = "";
  for (const char of text) {
    width += displayWidth(char);
    if (width > columns) break;
    kept += char;
  }
  return kept;
}

/** Cut to fit, with an ellipsis in place of what is left out. */
export function shorten(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${clip(text, columns - 1).trimEnd()}…`;
}

/**
 * What a line may break between: words, numbers with their measure, and short brackets with what stands before them
 * stay whole, Chinese breaks anywhere. Blanks belong to what they follow.
 */
const PIECES =
  /(?:[\p{Script=Han}\d]?\s?[（(][^（）()]{1,10}[）)]|[\p{Script=Latin}\d.,:%/+\-–_]+[日项件次个年]?|.)\s*/gu;
const NEVER_FIRST = /^[，。；：、！？）」』》〉〕”’…,.;:!?)\]]/u;
const NEVER_LAST = /[（「『《〈〔“‘(]\s*$/u;
const MARK = /[，；。、：,;]\s*$/u;

/** A full line may end this many columns earlier, to break after a mark rather than within a name. */
const RAGGED = 24;

/** Broken into lines of at most `columns`. A closing mark never begins a line, an opening one never ends it. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  const widthOf = (pieces: readonly string[]): number => displayWidth(pieces.join("").trimEnd());
  const end = (pieces: readonly string[]): void => void lines.push(pieces.join("").trimEnd());
  for (const piece of unbreakable(text.trimStart())) {
    if (line.length > 0 && widthOf([...line, piece]) > columns) {
      const mark = line.findLastIndex((each) => MARK.test(each)) + 1;
      const at = mark > 0 && widthOf(line.slice(0, mark)) >= columns - RAGGED ? mark : line.length;
      end(line.slice(0, at));
      line = line.slice(at);
    }
    line.push(piece);
    // A single word longer than the line has to be cut.
    for (let [word] = line; line.length === 1 && word !== undefined && widthOf(line) > columns; [word] = line) {
      const head = clip(word, columns);
      lines.push(head);
      line = [word.slice(head.length)];
    }
  }
  if (line.length > 0 || lines.length === 0) end(line);
  return lines;
}

function unbreakable(text: string): string[] {
  const joined: string[] = [];
  for (const piece of text.match(PIECES) ?? []) {
    const before = joined.at(-1);
    if (before !== undefined && (NEVER_FIRST.test(piece) || NEVER_LAST.test(before)))
      joined[joined.length - 1] = before + piece;
    else joined.push(piece);
  }
  return joined;
}
