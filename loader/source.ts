/** One YAML file: read within limits, parsed once, every value known by line and column. */
import { readFile, stat } from "node:fs/promises";
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type ParsedNode,
  visit,
  type YAMLError,
} from "yaml";
import { lookAlikeOn } from "./look-alikes.js";
import type { Problem } from "./problem.js";

/** A larger file is no plan: refused before it is read. */
export const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** Anchors are for convenience; what expands beyond this is an attack or a mistake. */
const MAX_ALIAS_COUNT = 100;

/** Keys and indexes from the top of a file to a value. */
export type Path = readonly (string | number)[];

const HINTS: Partial<Record<YAMLError["code"], string>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "close the bracket [ or { opened above it, or indent this line like its neighbours",
  MISSING_CHAR: "close the bracket or quote, or put the text in double quotes",
  UNEXPECTED_TOKEN: "put text with special characters in double quotes",
  BLOCK_AS_IMPLICIT_KEY: "put the text in double quotes, or begin a new line after the first colon",
  BLOCK_IN_FLOW: "close the bracket [ or { opened above it",
  MULTIPLE_DOCS: "keep one document to a file and remove the line ---",
};

/** What a library's message says to programmers, in words for whoever edits the file. */
const WORDS: Partial<Record<YAMLError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY: "a second colon with a space stands on one line",
  BLOCK_IN_FLOW: "a list or map of several lines begins within [ ] or { }",
  MULTIPLE_DOCS: "a second document begins here",
};

/** Syntax errors shown of one file: later ones mostly follow from the first. */
const MAX_SYNTAX_ERRORS = 10;
/** Problems told of one file: each costs a look for its line, and nobody mends more in one go. */
const MAX_PROBLEMS = 200;
/** Deeper than any format here, by far (levels of lists and maps within one another). */
const MAX_DEPTH = 100;
const TOO_DEEP = "nested too deeply to be read: write it flat";

/** Control characters of a file could make a terminal do things: they are shown, not printed. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const pathText = (path: Path): string =>
  path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");

/** A parsed file that collects the problems found in it. */
export class Source {
  readonly problems: Problem[] = [];
  /** Plain value of the file; undefined when it could not be read as YAML. */
  value: unknown;
  /** Set when checks run on a value from which faulty entries were left out: leads their paths back to the file's. */
  toFilePath: (path: Path) => Path = (path) => path;
  private document: Document | undefined;
  private readonly lines = new LineCounter();

  constructor(readonly file: string) {}

  /** Reports a problem at a value, at its key, or at the nearest thing above it that exists. */
  report(path: Path, message: string, place: "value" | "key" = "value"): void {
    if (this.problems.length > MAX_PROBLEMS) return;
    if (this.problems.length === MAX_PROBLEMS) {
      this.problems.push({
        file: this.file,
        line: 1,
        column: 1,
        message: `has further mistakes: mend these ${MAX_PROBLEMS} first`,
      });
      return;
    }
    const at = pathText(this.toFilePath(path));
    this.problems.push({ file: this.file, ...this.position(path, place), path: at, message: printable(message) });
  }

  /** Line and column of a value or its key. */
  position(path: Path, place: "value" | "key" = "value"): { line: number; column: number } {
    return this.at(this.offsetOf(this.toFilePath(path), place));
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private offsetOf(path: Path, place: "value" | "key"): number {
    let node: unknown = this.document?.contents;
    let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    for (const [index, segment] of path.entries()) {
      if (isAlias(node) && this.document) node = node.resolve(this.document);
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(segment));
        if (!pair || !isNode(pair.key)) break;
        const empty = !isNode(pair.value) || pair.value.range?.[0] === pair.value.range?.[1];
        const last = index === path.length - 1;
        const start = empty || (last && place === "key") ? pair.key : pair.value;
        offset = (isNode(start) ? start.range?.[0] : undefined) ?? offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(segment)];
        if (!isNode(node)) break;
        offset = node.range?.[0] ?? offset;
      } else break;
    }
    return offset;
  }

  private reportSyntax(errors: readonly YAMLError[], text: string): void {
    // A tab breaks all that follows it: what the parser makes of the rest is noise.
    const tabs = errors.filter((error) => error.code === "TAB_AS_INDENT");
    const told = (tabs.length > 0 ? tabs : errors).slice(0, MAX_SYNTAX_ERRORS);
    const lines = text.split("\n");
    const suspects = new Set<number>();
    for (const error of told) {
      const { line, column } = this.at(error.pos[0]);
      // What is wrong often stands on the line before the one where the parser notices.
      const suspect = [line, line - 1].find((no) => lookAlikeOn(lines[no - 1] ?? "") !== undefined);
      if (suspect !== undefined) {
        if (suspects.has(suspect)) continue;
        suspects.add(suspect);
        const advice = lookAlikeOn(lines[suspect - 1] ?? "");
        const at = suspect === line ? { line, column } : { line: suspect, column: 1 };
        this.problems.push({ file: this.file, ...at, message: printable(`not valid YAML: ${advice}`) });
        continue;
      }
      // After such a sign the parser's words for the lines that follow lead astray.
      if (suspects.size > 0) continue;
      const tooDeep = error.message.includes("call stack");
      const hint = tooDeep ? undefined : HINTS[error.code];
      const message = tooDeep ? TOO_DEEP : (WORDS[error.code] ?? error.message.replace(/\s+/g, " "));
      this.problems.push({
        file: this.file,
        line,
        column,
        message: printable(`not valid YAML: ${message}${hint ? `: ${hint}` : ""}`),
      });
    }
  }

  /** Reports keys that stand twice in one map, and nesting without end. False: nothing more can be done with the document. */
  private isBounded(document: Document.Parsed<ParsedNode>): boolean {
    const { problems, lines } = this;
    const before = problems.length;
    const report = (offset: number, message: string): void => {
      const { line, col } = lines.linePos(offset);
      if (problems.length < MAX_PROBLEMS)
        problems.push({
          file: this.file,
          line: Math.max(1, line),
          column: Math.max(1, col),
          message: printable(message),
        });
    };
    visit(document, {
      Collection(_key, node, path) {
        if (path.length > 2 * MAX_DEPTH) {
          report(node.range?.[0] ?? 0, TOO_DEEP);
          return visit.BREAK;
        }
        if (!isMap(node)) return undefined;
        const seen = new Set<unknown>();
        for (const { key } of node.items) {
          if (!isScalar(key)) continue;
          const name = String(key.value);
          if (seen.has(name))
            report(
              key.range?.[0] ?? 0,
              `not valid YAML: the key ${name} stands twice in one map: remove one of the two`,
            );
          seen.add(name);
        }
        return undefined;
      },
    });
    return problems.length === before;
  }

  /** Parses text; whatever is wrong with it as YAML becomes problems. */
  parse(text: string): void {
    try {
      // The library compares each key with all before it: 10,000 take seconds, 200,000 a quarter of an hour.
      const document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: false });
      this.document = document;
      this.reportSyntax(document.errors, text);
      if (document.errors.length > 0 || !this.isBounded(document)) return;
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIAS_COUNT });
      // An alias inside what it names makes a value without end, which nothing after this could walk.
      JSON.stringify(value);
      this.value = value;
      if (this.value === null || this.value === undefined)
        this.report([], "the file is empty: see plans/yimin-zhifu for what belongs here");
    } catch (error) {
      this.value = undefined;
      const tooDeep = error instanceof RangeError;
      this.report(
        [],
        tooDeep ? TOO_DEEP : `not valid YAML: ${messageOf(error)}: write the values out instead of using aliases`,
      );
    }
  }
}

/** Reads and parses a file. Never throws for what a user can get wrong. */
export async function readSource(file: string): Promise<Source> {
  const source = new Source(file);
  try {
    const info = await stat(file);
    if (!info.isFile()) {
      source.report([], "is not a file: put the YAML file here");
    } else if (info.size > MAX_FILE_BYTES) {
      source.report(
        [],
        `is ${(info.size / 1024 / 1024).toFixed(1)} MB and was not read: a file of a plan is at most ${MAX_FILE_BYTES / 1024 / 1024} MB`,
      );
    } else {
      source.parse(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)));
    }
  } catch (error) {
    source.report([], readFailure(error));
  }
  return source;
}

function readFailure(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT")
    return "does not exist: a plan folder holds plan.yaml, roster.yaml, policy.yaml and calendar.yaml";
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return "is not UTF-8 text: save it as UTF-8";
  return `cannot be read: ${messageOf(error)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
