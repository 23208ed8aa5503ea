/** What a played rehearsal comes to, in figures. */
import { verifyLedger } from "../prisma/ledger/verify.js";
import { POSTMAN } from "../workflows/names.js";
import type { JumpReport } from "./driver.js";
import { ownPeakMemory, peakMemoryOf } from "./memory.js";
import type { OpenedPlan } from "./open.js";
import type { ReportModel } from "./report.js";

export interface Summary {
  readonly plan: string;
  readonly scenario: string;
  readonly seed: number;
  readonly seconds: number;
  readonly jumps: number;
  readonly acts: number;
  readonly refused: number;
  readonly undone: Readonly<Record<string, number>>;
  readonly items: number;
  readonly closed: number;
  readonly notices: ReportModel["notices"];
  readonly letters: number;
  readonly villageItems: number;
  readonly villageItemsEscalatedToOwnCountyLeader: number;
  readonly ledgerRows: number;
  readonly ledgerHead: string;
  readonly temporalStateTransitions: number;
  /** Of all histories of the plan's workflows. */
  readonly temporalHistoryBytes: number;
  readonly peakMemoryMb: number;
}

/**
 * The figures for scripts. `peakMemoryMb`: the peaks of the two processes a rehearsal has, the worker's and this
 * driver's, added up; PostgreSQL, Temporal and the mailbox are not in it.
 */
export async function summary(
  opened: OpenedPlan,
  report: ReportModel,
  played: { readonly scenario: string; readonly seed: number; readonly seconds: number },
  { jumps, acts, refused }: JumpReport,
): Promise<Summary> {
  const ledger = await verifyLedger(opened.pool, opened.planId);
  if (ledger.broken) throw new Error(`the ledger's chain is broken: ${ledger.broken}`);
  const workflows = [...new Set([...opened.streams, POSTMAN])];
  const usage = await Promise.all(workflows.map((stream) => opened.gateway.workflows.usage(opened.planId, stream)));
  return {
    plan: report.plan.id,
    scenario: played.scenario,
    seed: played.seed,
    seconds: played.seconds,
    jumps,
    acts,
    refused,
    undone: opened.people.undone,
    items: report.items.total,
    closed: report.items.closed,
    notices: report.notices,
    letters: report.letters.made,
    villageItems: report.ownLeader.villageItems,
    villageItemsEscalatedToOwnCountyLeader: report.ownLeader.reached,
    ledgerRows: ledger.rows,
    ledgerHead: ledger.head,
    temporalStateTransitions: usage.reduce((sum, { stateTransitions }) => sum + stateTransitions, 0),
    temporalHistoryBytes: usage.reduce((sum, { historyBytes }) => sum + historyBytes, 0),
    peakMemoryMb: Math.round((ownPeakMemory() + peakMemoryOf(opened.worker.pid())) / 2 ** 20),
  };
}
