/** The driver's own record of every request: what it asked, and what it was told. Appended to before and after, never changed. */
import { appendFileSync } from "node:fs";
import type { Outcome } from "../domain/ledger/record.js";
import type { ScriptedAct } from "./plan.js";

export class Journal {
  constructor(private readonly file: string) {}

  /** `at`: plan instant of the clock that the request carries. */
  asked(plan: string, at: number, { key, stream, kind, items, more }: ScriptedAct): void {
    this.write({ line: "asked", plan, key, stream, kind, items, rung: more.rung ?? null, at });
  }

  answered(plan: string, key: string, outcome: Outcome): void {
    this.write({ line: "answered", plan, key, items: outcome.items, refused: outcome.refused });
  }

  /** Nothing of it was accepted. */
  refused(plan: string, key: string, reason: string): void {
    this.write({ line: "refused", plan, key, reason });
  }

  /** The driver went no further: from now on the letters of the plan that close by then must be there. */
  finished(plan: string, clock: number, closedUpTo: number): void {
    this.write({ line: "finished", plan, clock, closedUpTo });
  }

  private write(line: object): void {
    appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }
}
