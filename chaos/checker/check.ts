/**
 * The checker. It shares no code with the product: it reads the database by SQL of its own, the driver's journal and the mail
 * server's files, and compares what had to happen with what is there. What it reads is described in docs/ledger-format.md.
 */
import path from "node:path";
import pg from "pg";
import { checkActions, checkAfterClosing, livesOf } from "./actions.js";
import { checkChains } from "./chain.js";
import type { Finding } from "./findings.js";
import { checkHeads, checkItems, checkNextDue } from "./heads.js";
import { type PlanJournal, readJournal } from "./journal.js";
import { checkLetters, checkNotices, checkStrays, type Mailbox, readMailbox } from "./letters.js";
import { answersSent, checkMonths } from "./months.js";
import { type PlanData, readPlan } from "./rows.js";
import { checkRounds, linesFiled } from "./rounds.js";
import { checkRungs } from "./rungs.js";

export interface PlanChecked {
  readonly plan: string;
  readonly rows: number;
  /** Steps that were due; each is in the ledger once, or a finding says otherwise. */
  readonly due: number;
  readonly actions: number;
  readonly unanswered: number;
  /** Lines of rounds of inspections in the ledger. */
  readonly filed: number;
  /** Answers of units to months. */
  readonly answered: number;
  readonly notices: number;
  readonly letters: number;
  readonly sent: number;
  readonly repeats: number;
  readonly refused: number;
  /** Hash over the due steps as recorded, the same for the same seed. */
  readonly rungHash: string;
}

export interface Checked {
  readonly plans: readonly PlanChecked[];
  readonly messages: number;
  readonly findings: readonly Finding[];
}

export interface CheckOptions {
  readonly databaseUrl: string;
  /** The driver's journal of requests. */
  readonly journal: string;
  /** The folder with the mail server's `messages.eml`, `mailbox.jsonl` and `refused.jsonl`. */
  readonly mailbox: string;
}

export async function check({ databaseUrl, journal, mailbox }: CheckOptions): Promise<Checked> {
  const journals = readJournal(path.resolve(journal));
  const kept = readMailbox(path.resolve(mailbox));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const plans: PlanData[] = [];
    const results: { checked: PlanChecked; findings: Finding[] }[] = [];
    for (const [plan, own] of journals) {
      const data = await readPlan(client, plan);
      plans.push(data);
      results.push(checkPlan(data, own, kept));
    }
    return {
      plans: results.map(({ checked }) => checked),
      messages: kept.messages.length,
      findings: [...results.flatMap(({ findings }) => findings), ...checkStrays(plans, kept)],
    };
  } finally {
    await client.end();
  }
}

function checkPlan(
  data: PlanData,
  journal: PlanJournal,
  mailbox: Mailbox,
): { checked: PlanChecked; findings: Finding[] } {
  const { plan } = data;
  const findings: Finding[] = [
    ...checkChains(data),
    ...checkActions(data, journal),
    ...checkRounds(data, journal),
    ...checkMonths(data, journal),
    ...checkAfterClosing(data),
  ];
  const letters = checkLetters(data, mailbox);
  findings.push(...letters.findings);
  if (journal.finished === null)
    findings.push({ what: "planUnfinished", plan, detail: "the driver did not come to its end" });
  const { clock, closedUpTo } = journal.finished ?? { clock: 0, closedUpTo: 0 };
  const lives = livesOf(data, journal);
  const rungs = checkRungs(data, lives, journal.outages, clock);
  findings.push(...checkItems(data));
  if (journal.finished !== null)
    findings.push(
      ...rungs.findings,
      ...checkNotices(data, closedUpTo),
      ...checkNextDue(data, lives, clock),
      ...checkHeads(data, journal.heads),
    );
  const checked = {
    plan,
    rows: data.rows.length,
    due: rungs.due,
    actions: journal.asked.length,
    unanswered: journal.asked.filter(({ taken }) => taken === null).length,
    filed: linesFiled(data),
    answered: answersSent(data),
    notices: data.notices.length,
    letters: data.letters.length,
    sent: letters.sent,
    repeats: letters.repeats,
    refused: letters.refused,
    rungHash: rungs.hash,
  };
  return { checked, findings };
}
