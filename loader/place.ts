/** One YAML file with the positions of everything in it, so that a problem can name its line. */
import { isMap, isScalar, LineCounter, parseDocument, type Document } from "yaml";

/** What is wrong with a plan folder, where, and what to write instead. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Path = readonly (string | number)[];

export class Source {
  readonly problems: Problem[] = [];
  readonly data: unknown;
  /** False when the text is not YAML: nothing in it can be judged further. */
  readonly readable: boolean;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true });
    for (const error of this.document.errors) {
      const message = error.message.replace(/\s+/g, " ").trim();
      this.at(error.pos[0], `this is not well-formed YAML (${message}); correct the indentation, quotes or brackets here`);
    }
    this.readable = this.document.errors.length === 0;
    this.data = this.readable ? this.document.toJS() : undefined;
  }

  /** Reports at the value of a path, or at its closest ancestor that exists; with `key`, at that key of the map there. */
  report(path: Path, message: string, key?: string): void {
    this.at(this.offsetOf(path, key), message);
  }

  has(path: Path): boolean {
    return this.document.hasIn(path);
  }

  private at(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push({ file: this.file, line: Math.max(line, 1), column: Math.max(col, 1), message });
  }

  private offsetOf(path: Path, key?: string): number {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = length === 0 ? this.document.contents : this.document.getIn(path.slice(0, length), true);
      if (key !== undefined && length === path.length && isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
        if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
      }
      const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
      if (range?.[0] !== undefined) return range[0];
    }
    return 0;
  }
}

/** A place in a source, read without trusting its shape: the checks also run over files the schema has faulted. */
export class Place {
  constructor(
    readonly source: Source,
    readonly path: Path,
    readonly value: unknown,
  ) {}

  static root(source: Source): Place {
    return new Place(source, [], source.data);
  }

  get(key: string): Place {
    const value = this.value !== null && typeof this.value === "object" && Object.hasOwn(this.value, key) ? (this.value as Record<string, unknown>)[key] : undefined;
    return new Place(this.source, [...this.path, key], value);
  }

  items(): Place[] {
    return Array.isArray(this.value) ? this.value.map((value: unknown, at) => new Place(this.source, [...this.path, at], value)) : [];
  }

  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  get missing(): boolean {
    return this.value === undefined || this.value === null;
  }

  report(message: string): void {
    this.source.report(this.path, message);
  }
}
