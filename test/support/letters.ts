/** The letters of a database's plans, for tests: the stores' functions with each plan's directory found. */
import type { LetterState } from "../../domain/letters/letter.js";
import { nextNight, reportVacancies } from "../../prisma/alarms/vacancy-report.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { Claim } from "../../prisma/letters/leases.js";
import * as closing from "../../prisma/letters/letter-closing.js";
import { readLetters, type StoredLetter } from "../../prisma/letters/letter-models.js";
import { claimDeliveries } from "../../prisma/letters/delivery-sending.js";
import { type DeliveryResult, settleDeliveries } from "../../prisma/letters/delivery-settling.js";
import { countByState, type ListedLetter, listLetters } from "../../prisma/letters/read-letters.js";
import { DirectoryCache } from "../../prisma/plans/rules-cache.js";

export class Letters {
  private readonly directories: DirectoryCache;

  constructor(
    private readonly pool: Pool,
    private readonly outlets: closing.Outlets = closing.MAIL_OUTLETS,
  ) {
    this.directories = new DirectoryCache(pool);
  }

  async close(planId: string, upTo: number): Promise<closing.ClosedLetters> {
    return closing.closeLetters(this.pool, planId, upTo, await this.directories.get(planId), this.outlets);
  }

  async closingsUpTo(planId: string, upTo: number): Promise<number[]> {
    return closing.closingsUpTo(this.pool, planId, upTo, await this.directories.get(planId));
  }

  async nextClosing(planId: string): Promise<number | null> {
    return closing.nextClosing(this.pool, planId, await this.directories.get(planId));
  }

  async reportVacancies(planId: string, upTo: number): Promise<void> {
    await reportVacancies(this.pool, planId, upTo, await this.directories.get(planId));
  }

  async nextNight(planId: string, after: number): Promise<number | null> {
    return nextNight(after, await this.directories.get(planId));
  }

  /** Fails where one of them can't be read. */
  async read(planId: string, ids: readonly string[]): Promise<readonly StoredLetter[]> {
    const { bundle } = await this.directories.get(planId);
    const { letters, unreadable } = await readLetters(this.pool, planId, ids, bundle);
    if (unreadable.length > 0) throw new Error(unreadable.map(({ id, error }) => `${id}: ${error}`).join("\n"));
    return letters;
  }

  claim(planId: string, limit: number): Promise<Claim[]> {
    return claimDeliveries(this.pool, planId, "mail", limit);
  }

  /** Claims letters and reads them. */
  async take(planId: string, limit: number): Promise<readonly StoredLetter[]> {
    const claims = await this.claim(planId, limit);
    return this.read(
      planId,
      claims.map(({ id }) => id),
    );
  }

  /** What became of letters by mail, where there is nothing else. `now`: plan instant of the alarms. */
  async settle(planId: string, results: readonly DeliveryResult[], now: number | null = null): Promise<void> {
    const directory = await this.directories.get(planId);
    await settleDeliveries(this.pool, planId, "mail", results, { configured: ["mail"], directory, now });
  }

  /** Letters that no mail server takes, or none for now. */
  markFailed(
    planId: string,
    failures: readonly (Claim & { readonly error: string; readonly permanent: boolean })[],
    now: number | null = null,
  ): Promise<void> {
    const results = failures.map(({ id, lease, error, permanent }) => ({
      id,
      lease,
      outcome: { kind: permanent ? ("refused" as const) : ("later" as const), error },
    }));
    return this.settle(planId, results, now);
  }

  markSent(planId: string, ids: readonly string[]): Promise<void> {
    return this.settle(
      planId,
      ids.map((id) => ({ id, lease: 0, outcome: { kind: "accepted", receipt: "250 ok" } })),
    );
  }

  /** The latest closed first. */
  list(planId: string): Promise<ListedLetter[]> {
    return listLetters(this.pool, planId, {}, null, 10_000);
  }

  counts(planId: string): Promise<Record<LetterState, number>> {
    return countByState(this.pool, planId);
  }
}
