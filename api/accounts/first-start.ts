/** The first account of an installation: the office's, with a one-time password that is shown once. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { valueOn } from "../../domain/plan/dated.js";
import { accountByName, grant, hasAccounts, setPerson } from "../../prisma/accounts/account-store.js";
import { audit } from "../../prisma/accounts/audit-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { createAccount } from "./new-account.js";

export const FIRST_ACCOUNT = "office";

/** Makes the office's account where nobody can sign in yet. Answers its one-time password; null where there are accounts. */
export async function ensureFirstAccount(pool: Pool): Promise<string | null> {
  if (await hasAccounts(pool)) return null;
  const { id, password } = await createAccount(pool, { account: FIRST_ACCOUNT, name: "办公室" });
  await grant(pool, id, "office");
  await audit(pool, { kind: "accountCreated", accountId: null, subject: id, detail: { by: "firstStart" } });
  return password;
}

/** The office's account is whoever holds the office's desk, in a plan in which it is nobody yet: it can act there at once. */
export async function linkFirstAccount(pool: Pool, { plan, roster }: PlanBundle, day: PlanDate): Promise<void> {
  const office = await accountByName(pool, FIRST_ACCOUNT);
  if (!office || office.sample || office.persons[plan.id] !== undefined) return;
  const desk = roster.units.find(({ id }) => id === roster.bodies.office)?.desk;
  const holder = valueOn(roster.posts.find(({ id }) => id === desk)?.holders ?? [], day);
  if (holder === undefined) return;
  await setPerson(pool, office.id, plan.id, holder);
  await audit(pool, {
    kind: "personSet",
    accountId: null,
    subject: office.id,
    detail: { slug: plan.id, person: holder },
  });
}

/** What is printed of the first account; nothing where there was one. */
export function firstAccountLines(password: string | null): string[] {
  if (password === null) return [];
  return [
    `  sign in as ${FIRST_ACCOUNT} with the one-time password ${password}   (shown once; it is changed at first sign-in)`,
  ];
}
