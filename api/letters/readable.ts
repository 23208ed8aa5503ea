/** Which letters a caller may read, and that reading somebody else's is noted. */
import { readLetter, type StoredLetter } from "../../prisma/letters/letter-models.js";
import { findLetter, type ListedLetter } from "../../prisma/letters/read-letters.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";

/** A letter within the caller's reach, as it is listed and with all that it says. Throws `unknownLetter`. */
export async function readableLetter(
  { plan, services, sight, caller, exchange }: PlanCall<unknown, unknown, unknown>,
  letterId: string,
): Promise<{ readonly row: ListedLetter; readonly stored: StoredLetter }> {
  const { pool } = services;
  const [visible, row, stored] = await Promise.all([
    sight.letters(),
    findLetter(pool, plan.id, letterId),
    readLetter(pool, plan.id, letterId, plan.bundle),
  ]);
  if (!row || !stored || visible?.includes(letterId) === false)
    throw new ProblemError("unknownLetter", {
      zh: `编号为“${letterId}”的文书查不到。如工作需要查阅，请与办公室联系。`,
      en: `The letter ${letterId} is not to be found. Ask the office if you need to see it.`,
    });
  // What is said to somebody else is read by right, not unseen.
  if (row.person !== null && row.person !== caller.person)
    await services.accounts.note({
      kind: "letterRead",
      accountId: caller.accountId,
      planId: plan.id,
      subject: letterId,
      address: exchange.address,
    });
  return { row, stored };
}
