/** The driver's own record of every request: what it asked, and what it was told. Appended to before and after, never changed. */
import { appendFileSync } from "node:fs";
import type { Outcome } from "../domain/ledger/record.js";
import type { ScriptedAct } from "./plan.js";

/** A request of which the journal keeps what it asked. */
export type Asked = Pick<ScriptedAct, "key" | "stream" | "items" | "more"> & {
  readonly kind: string;
  /** Lines of a visit that it files, by the SHA-256 of what they say. */
  readonly filed?: readonly { readonly visit: string; readonly line: string; readonly content: string }[];
};

/** What a workflow answered when it was asked where its stream ends; members are the product's own. */
export type Head = Readonly<Record<string, unknown>>;

/** `bytes`: how many it has. */
export interface AcknowledgedPhoto {
  readonly round: string;
  readonly visit: string;
  readonly sha256: string;
  readonly bytes: number;
}

export class Journal {
  constructor(private readonly file: string) {}

  /** `at`: in a rehearsal the plan instant of the clock that the request carries, on a live plan the machine's. */
  asked(plan: string, at: number, { key, stream, kind, items, more, filed = [] }: Asked): void {
    this.write({ line: "asked", plan, key, stream, kind, items, rung: more.rung ?? null, filed, at });
  }

  answered(plan: string, key: string, outcome: Outcome): void {
    this.write({ line: "answered", plan, key, items: outcome.items, refused: outcome.refused, heard: Date.now() });
  }

  /** Nothing of it was accepted. */
  refused(plan: string, key: string, reason: string): void {
    this.write({ line: "refused", plan, key, reason, heard: Date.now() });
  }

  /** From when until when (machine's time) something was broken on purpose; of one plan, or of all. */
  outage(from: number, until: number, what: string, plan: string | null = null): void {
    this.write({ line: "outage", plan, from, until, what });
  }

  /** The driver went no further: from now on the letters of the plan that close by then must be there. */
  finished(plan: string, clock: number, closedUpTo: number): void {
    this.write({ line: "finished", plan, clock, closedUpTo });
  }

  /** Where a workflow of a plan that is finished believes its stream to end. */
  head(plan: string, stream: string, head: Head): void {
    this.write({ line: "head", plan, stream, head });
  }

  /** A photo of a visit that the API answered for as stored. */
  photo(plan: string, photo: AcknowledgedPhoto): void {
    this.write({ line: "photo", plan, ...photo });
  }

  private write(line: object): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}
