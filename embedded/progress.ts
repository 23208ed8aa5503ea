/** Lines and bars that tell how far a start or a rehearsal is, on a terminal and in a log alike. */
import { clip, displayWidth, padTo } from "./columns.js";

/** What progress needs of process.stderr or process.stdout. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface Progress {
  /** A line that stays. */
  line(text: string): void;
  /** A line shown in place while something goes on; without a terminal, now and then. */
  busy(text: string): void;
  /** Runs a step and prints its label with the seconds it took; the label may depend on the result. */
  step<T>(label: string | ((result: T) => string), run: () => Promise<T>): Promise<T>;
  bar(): ProgressBar;
}

export interface ProgressBar {
  /** Texts are the caller's: what matters there (a date, counts). They are separated by the bar. */
  update(done: number, total: number, ...segments: string[]): void;
  finish(text?: string): void;
}

/** Without a terminal, a line in place would flood the log: one this often says that it lives. */
const QUIET_INTERVAL_MS = 15_000;
const FRAME_MS = 80;

export function createProgress(output: Output = process.stderr): Progress {
  const inPlace = new InPlace(output);
  const line = (text: string): void => {
    inPlace.clear();
    output.write(`${text}\n`);
  };
  return {
    line,
    busy: (text) => inPlace.show(text),
    async step(label, run) {
      const started = Date.now();
      if (typeof label === "string") inPlace.show(label);
      const result = await run();
      line(withSeconds(typeof label === "string" ? label : label(result), Date.now() - started));
      return result;
    },
    bar: () => bar(inPlace, line),
  };
}

const LABEL_WIDTH = 44;

export function withSeconds(label: string, ms: number): string {
  return `${padTo(label, LABEL_WIDTH)} ${(ms / 1000).toFixed(1).padStart(6)} s`;
}

class InPlace {
  private shown = false;
  private lastAt = 0;

  constructor(private readonly output: Output) {}

  /** Columns of a line in place: one less than the terminal has, as a full line would wrap. */
  room(): number {
    return this.output.isTTY ? (this.output.columns ?? 80) - 1 : Number.MAX_SAFE_INTEGER;
  }

  show(text: string): void {
    const now = Date.now();
    if (this.output.isTTY) {
      if (now - this.lastAt < FRAME_MS) return;
      this.output.write(`\r\x1b[2K${clip(text, this.room())}`);
      this.shown = true;
    } else {
      if (now - this.lastAt < QUIET_INTERVAL_MS) return;
      if (this.lastAt > 0) this.output.write(`${text}\n`);
    }
    this.lastAt = now;
  }

  clear(): void {
    if (this.shown) this.output.write("\r\x1b[2K");
    this.shown = false;
    this.lastAt = this.output.isTTY ? 0 : Date.now();
  }
}

/** Says nothing: for tests and for output that another program reads. */
export const silentProgress: Progress = createProgress({ write: () => true });

const BAR_WIDTH = { least: 8, most: 24 };

function bar(inPlace: InPlace, line: (text: string) => void): ProgressBar {
  let last = "";
  return {
    update(done, total, ...segments) {
      const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
      const words = [`${String(Math.floor(share * 100)).padStart(3)}%`, ...segments].join("  ");
      // What is said matters more than the bar: on a narrow terminal the bar gives way.
      const left = inPlace.room() - displayWidth(words) - 1;
      const width = Math.max(BAR_WIDTH.least, Math.min(BAR_WIDTH.most, left));
      const full = Math.round(share * width);
      last = `${"█".repeat(full)}${"░".repeat(width - full)} ${words}`;
      inPlace.show(last);
    },
    finish(text) {
      inPlace.clear();
      const closing = text ?? last;
      if (closing) line(closing);
    },
  };
}
