/** Letters on paper: print jobs, which say who printed what and when, and what was handed over to whom. */
import { randomUUID } from "node:crypto";
import type { LetterState } from "../../domain/letters/letter.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { clientOf } from "../database/client.js";
import { dayOf, fromJson } from "../database/columns.js";
import { inTransaction, type Pool } from "../database/pool.js";
import type { PrintJobModel } from "../generated/models.js";
import * as sql from "../sql/letters/statements.js";

export interface PrintJob {
  readonly id: string;
  /** Ids, in the order of the sheets. */
  readonly letters: readonly string[];
  readonly accountId: string;
  /** Null for who is in no roster. */
  readonly person: string | null;
  readonly printedAt: Date;
}

const printed = ({ id, letters, accountId, person, printedAt }: PrintJobModel): PrintJob => ({
  id,
  letters: fromJson<readonly string[]>(letters),
  accountId,
  person,
  printedAt,
});

/** Keeps who prints which letters; it is printed by this job's id. */
export async function addPrintJob(
  pool: Pool,
  planId: string,
  { letters, accountId, person }: Pick<PrintJob, "letters" | "accountId" | "person">,
): Promise<PrintJob> {
  const data = { planId, id: randomUUID(), letters: [...letters], accountId, person };
  return printed(await clientOf(pool).printJob.create({ data }));
}

/** Null where there is none of that id. */
export async function findPrintJob(pool: Pool, planId: string, id: string): Promise<PrintJob | null> {
  const row = await clientOf(pool).printJob.findUnique({ where: { planId_id: { planId, id } } });
  return row ? printed(row) : null;
}

/** The newest first. */
export async function listPrintJobs(pool: Pool, planId: string, take: number): Promise<PrintJob[]> {
  const rows = await clientOf(pool).printJob.findMany({
    where: { planId },
    orderBy: [{ printedAt: "desc" }, { id: "asc" }],
    take,
  });
  return rows.map(printed);
}

/** As the delivery register was signed. */
export interface HandDelivery {
  readonly letter: string;
  readonly receivedBy: string;
  readonly receivedOn: PlanDate;
  readonly deliveredBy: string;
}

export interface EnteredDelivery extends HandDelivery {
  readonly accountId: string;
  readonly enteredAt: Date;
}

/** `unknown`: no such letter. `notSent`: a draft, or withdrawn. `entered`: it was entered before, by whomever. */
export type HandedOver = "handedOver" | "unknown" | "notSent" | "entered";

/** Letters that were never given out. */
export const NEVER_OUT: readonly LetterState[] = ["draft", "superseded"];

/** Enters that a letter was handed over: one that came to nothing otherwise counts as sent from then on. */
export async function handOver(
  pool: Pool,
  planId: string,
  { letter, receivedBy, receivedOn, deliveredBy }: HandDelivery,
  accountId: string,
): Promise<HandedOver> {
  return inTransaction(pool, async (connection) => {
    const [row] = await sql.lockLetters.run(connection, { planId, ids: [letter] });
    if (row === undefined) return "unknown";
    if (NEVER_OUT.includes(row.state)) return "notSent";
    const entered = { planId, letter, receivedBy, receivedOn, deliveredBy, accountId };
    if ((await sql.addHandDelivery.count(connection, entered)) === 0) return "entered";
    await sql.markLetterHandedOver.count(connection, { planId, id: letter });
    return "handedOver";
  });
}

/** Null where the letter was not handed over. */
export async function handDeliveryOf(pool: Pool, planId: string, letter: string): Promise<EnteredDelivery | null> {
  const row = await clientOf(pool).handDelivery.findUnique({
    where: { planId_letterId: { planId, letterId: letter } },
  });
  if (!row) return null;
  const { receivedBy, receivedOn, deliveredBy, accountId, enteredAt } = row;
  return { letter, receivedBy, receivedOn: dayOf(receivedOn), deliveredBy, accountId, enteredAt };
}
