/** Sends the mail that lets somebody set a new password, to the account's address or to the one its person has in a roster. */
import { randomUUID } from "node:crypto";
import type { Language } from "../../domain/language/words.js";
import { passwordResetMail } from "../../mail/password-reset.js";
import type { Mailer } from "../../mail/transport.js";
import { accountById, type StoredAccount } from "../../prisma/accounts/account-store.js";
import { loadBundle, plansOfSlug } from "../../prisma/plans/plan-store.js";
import type { Pool } from "../../prisma/database/pool.js";

/** As long as auth.ts lets the link live. */
const MINUTES = 30;

/** The account's own address, else its person's in the newest plan that has one. */
async function addressOf(pool: Pool, account: StoredAccount): Promise<string | null> {
  if (account.email !== null) return account.email;
  for (const [slug, person] of Object.entries(account.persons)) {
    const [planId] = await plansOfSlug(pool, slug);
    const roster = planId === undefined ? null : (await loadBundle(pool, planId)).roster;
    const email = roster?.persons.find(({ id }) => id === person)?.email;
    if (email !== undefined) return email;
  }
  return null;
}

export function resetMailer(options: {
  readonly pool: Pool;
  readonly mailer: Mailer;
  readonly publicUrl: string;
  readonly language: Language;
}): (accountId: string, token: string) => Promise<void> {
  const { pool, mailer, publicUrl, language } = options;
  return async (accountId, token) => {
    const account = await accountById(pool, accountId);
    const address = account && (await addressOf(pool, account));
    if (!account || address === null) return;
    const { name, account: typed } = account;
    // The token stands behind the #: no server's or proxy's log ever has it.
    const url = `${publicUrl}/new-password#${token}`;
    const sent = await mailer.send({
      to: { name, address },
      office: language === "zh" ? "督办系统" : "duban",
      messageId: `<${randomUUID()}@duban.invalid>`,
      ...passwordResetMail({ name, account: typed, url, minutes: MINUTES }, language),
    });
    if (!sent.ok) throw new Error(`the mail server did not take a password's mail: ${sent.message}`);
  };
}
