/** Signs of a Chinese keyboard where YAML wants its own: they look alike, and the parser's words lead elsewhere. */

const PLAIN: Readonly<Record<string, string>> = {
  "：": ":",
  "，": ",",
  "、": ",",
  "。": ".",
  "“": '"',
  "”": '"',
  "＂": '"',
  "「": '"',
  "」": '"',
  "‘": "'",
  "’": "'",
  "＇": "'",
  "【": "[",
  "】": "]",
  "［": "[",
  "］": "]",
  "｛": "{",
  "｝": "}",
  "－": "-",
  "—": "-",
  "–": "-",
  "＃": "#",
  "\u3000": "a plain space",
  "\u00a0": "a plain space",
};

const WIDE = /[！-～]/u;

/** What to write instead of a sign, where that isn't the sign itself. */
function plainOf(sign: string): string | undefined {
  if (sign in PLAIN) return PLAIN[sign];
  return WIDE.test(sign) ? sign.normalize("NFKC") : undefined;
}

const shown = (sign: string): string =>
  sign === "\u3000" ? "a full-width space" : sign === "\u00a0" ? "a no-break space" : sign;

/** Advice on a value that has such signs where the format takes none; undefined: it has none. */
export function lookAlikeIn(value: string): string | undefined {
  const found = new Map<string, string>();
  for (const sign of value) {
    const plain = plainOf(sign);
    if (plain !== undefined) found.set(sign, plain);
  }
  if (found.size === 0) return undefined;
  const [first, ...more] = [...found].map(([sign, plain]) => `${plain} instead of ${shown(sign)}`);
  return `write ${[first, ...more.slice(0, 2)].join(", ")}`;
}

/** A key, perhaps of a list's entry, with the rest of its line. */
const KEY = /^(\s*(?:-\s+)?)([\w-]+)(.*)$/u;

const outsideQuotes = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/gu, "");

/** Advice on a line that the parser stumbled over; undefined: its own words will do. */
export function lookAlikeOn(line: string): string | undefined {
  if (/^[\t ]*[\u3000\u00a0]/u.test(line))
    return "indent with plain spaces: this line begins with a full-width or no-break space";
  if (/^\s*[－—–]\s*\S/u.test(line)) return "begin the list's entry with a plain - and a space";
  const entry = /^\s*-\s+(?=[{［｛[【])(.*)$/u.exec(line)?.[1];
  if (entry !== undefined && /[，：、［］｛｝【】]/u.test(outsideQuotes(entry)))
    return "write the list's entry with plain brackets, colons and commas: - { key: value, key: value }";
  const [, , key = "", rest = ""] = KEY.exec(line) ?? [];
  if (key === "") return undefined;
  if (/^\s*：/u.test(rest)) return `write ${key}: with a plain colon and a space; the colon here is full-width (：)`;
  if (/^:[^\s/]/u.test(rest)) return `put a space after the colon: ${key}: …`;
  if (/^:\s*[［【｛]/u.test(rest)) return "write the list with plain brackets and commas: [a, b]";
  if (/^:\s*\[.*[，、］】]/u.test(rest)) return "write the list with plain brackets and commas: [a, b]";
  if (/^:\s*\{.*[，：、｝]/u.test(rest)) return "write { key: value } with plain brackets, colons and commas";
  if (/^:\s*["'].*[”’＂＇]\s*$/u.test(rest)) return "close the quote with the plain sign that opened it";
  if (/^:\s+[^\s"'#&*|>[{][^"#]*: /u.test(rest))
    return `put the text in double quotes, as it has a colon and a space: ${key}: "…"`;
  return undefined;
}
