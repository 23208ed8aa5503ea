/**
 * Tells whoever listens that rows were appended: once they are committed, and those of a moment together. A process that dies in
 * between leaves its rows untold; whoever follows reads them with the next that is told, or when it next asks.
 */
import type { Pool } from "../database/pool.js";
import { tellAppends } from "../sql/ledger/statements.js";

/** PostgreSQL channel told of every append: `<planId> <stream> <seq>`. */
export const LEDGER_CHANNEL = "duban_ledger";

export class AppendTeller {
  private waiting: string[] = [];
  private telling: Promise<void> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly report: (problem: string) => void = console.warn,
  ) {}

  /** Returns at once: nobody's answer waits for the readers. */
  tell(planId: string, stream: string, seq: number): void {
    this.waiting.push(`${planId} ${stream} ${seq}`);
    this.telling ??= this.tellAll().finally(() => {
      this.telling = null;
    });
  }

  private async tellAll(): Promise<void> {
    // What is appended meanwhile goes with the next statement.
    for (await Promise.resolve(); this.waiting.length > 0; ) {
      const said = this.waiting;
      this.waiting = [];
      try {
        await tellAppends.run(this.pool, { channel: LEDGER_CHANNEL, said });
      } catch (error) {
        if (!this.pool.ended) this.report(`readers could not be told of new rows: ${String(error)}`);
        return;
      }
    }
  }
}
