/** What routes work with. */
import type { Response } from "express";
import type { Logger } from "pino";
import type { Channel } from "../../domain/letters/channels.js";
import { MAIL_ONLY } from "../../prisma/letters/channel-choices.js";
import type { Pool } from "../../prisma/database/pool.js";
import { itemStories } from "../../prisma/items/item-story.js";
import { Conductor } from "../../rehearsal/conductor.js";
import type { DriverGateway } from "../../rehearsal/driver.js";
import { type AccountDeps, Accounts } from "../accounts/accounts.js";
import type { AccountSettings } from "../accounts/config.js";
import type { EvidenceStore } from "../files/store.js";
import type { RegisterKeys } from "../../prisma/registers/secrets.js";
import { MonthReader } from "../../prisma/ledger/month-reader.js";
import { RoundReader } from "../../prisma/ledger/round-reader.js";
import { LedgerListener } from "../../prisma/ledger/ledger-listener.js";
import { Semaphore } from "../../gateway/semaphore.js";
import { PlanReader } from "../views/plan-view.js";
import { Sights } from "../rights/sight.js";
import type { TemporalGateway } from "../../gateway/temporal-gateway.js";
import { Standings } from "../views/standings.js";

/** What people's acts need of Temporal. */
export type ActionGateway = Pick<
  TemporalGateway,
  "act" | "order" | "inspect" | "keep" | "progress" | "deliver" | "tick" | "sendQueuedLetters"
>;

export interface Services {
  readonly log: Logger;
  readonly pool: Pool;
  readonly plans: PlanReader;
  readonly standings: Standings;
  /** Rounds of inspections as their ledger leaves them. */
  readonly rounds: RoundReader;
  /** Months likewise. */
  readonly months: MonthReader;
  /**
   * What devices send at once when they come back to a network goes through here, a few at a time: forty that are dealt with side by side
   * take the database's connections, the disk and the processors from everybody who acts meanwhile, and none of them is done sooner.
   */
  readonly bulk: Semaphore;
  /** One item with its ledger; null where there is none. */
  readonly itemStory: ReturnType<typeof itemStories>;
  /** What callers see of plans. */
  readonly sights: Sights;
  /** The channels that are set up, mail among them. */
  readonly channels: readonly Channel[];
  readonly listener: LedgerListener;
  readonly accounts: Accounts;
  /** Encrypts sensitive cells of registers; null where no key is set. */
  readonly registerKeys: RegisterKeys | null;
  /** Where evidence lies; null where this process has no place for it. */
  readonly evidence: EvidenceStore | null;
  /** Takes what people do to their plan's workflows; null where this process has no way to Temporal. */
  readonly gateway: ActionGateway | null;
  /** Moves rehearsals' clocks; null where this process has no way to Temporal. */
  readonly conductor: Conductor | null;
  /** Responses that are streams: they last until their reader leaves. */
  readonly streams: Set<Response>;
  /** Ends all streams; their readers will come again. */
  endStreams(): void;
  /** Lets go of what this opened; the pool stays open. */
  close(): Promise<void>;
}

/** Requests of devices that one process deals with at a time: fewer than its connections to the database. */
const BULK_AT_ONCE = 4;

export function createServices(options: {
  readonly pool: Pool;
  readonly log: Logger;
  readonly accounts: AccountSettings;
  /** Mails to accounts' owners (account-mails.ts); absent: none go from here. */
  readonly mails?: AccountDeps["mails"];
  readonly gateway?: DriverGateway & ActionGateway;
  readonly evidence?: EvidenceStore;
  readonly registerKeys?: RegisterKeys | null;
  /** By default mail alone. */
  readonly channels?: readonly Channel[];
}): Services {
  const { pool, log, gateway, accounts: settings, mails, evidence, channels = MAIL_ONLY } = options;
  const conductor = gateway ? new Conductor({ pool, gateway, files: evidence ?? null }) : null;
  const standings = new Standings(pool);
  const plans = new PlanReader(pool);
  const streams = new Set<Response>();
  const endStreams = (): void => {
    for (const stream of streams) stream.end();
  };
  const listener = new LedgerListener(pool, (problem) => log.warn(problem));
  return {
    log,
    pool,
    plans,
    standings,
    rounds: new RoundReader(pool),
    months: new MonthReader(pool),
    bulk: new Semaphore(BULK_AT_ONCE),
    itemStory: itemStories(pool),
    sights: new Sights(pool, standings),
    channels,
    listener,
    accounts: new Accounts({ pool, log, settings, plans, ...(mails ? { mails } : {}) }),
    gateway: gateway ?? null,
    evidence: evidence ?? null,
    registerKeys: options.registerKeys ?? null,
    conductor,
    streams,
    endStreams,
    async close() {
      endStreams();
      await conductor?.close();
      await listener.close();
    },
  };
}
