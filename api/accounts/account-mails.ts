/**
 * Mails to owners about their accounts. A link that opens an account goes to the address kept with it, which its owner confirmed or
 * the command line set, and nowhere else: what a roster says of a person is the office's to change (decision 0061). A notice of what
 * was done opens nothing, and goes to the roster's address where the account has none.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Language } from "../../domain/language/words.js";
import { type AccountChange, accountChangeMail, confirmAddressMail } from "../../mail/account-changes.js";
import type { AccountMail } from "../../mail/account-mail.js";
import { passwordResetMail } from "../../mail/password-reset.js";
import { holderMail, type ToldHolderChange } from "../../mail/holder-mail.js";
import { type NamedSubstitute, substitutionMail } from "../../mail/substitution-mail.js";
import type { Mailer } from "../../mail/transport.js";
import { accountById, addressesOfPerson, type StoredAccount } from "../../prisma/accounts/account-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { livePlans, loadBundle } from "../../prisma/plans/plan-store.js";

/** As long as auth.ts lets the link live. */
const RESET_MINUTES = 30;
/** As long as addresses.ts lets the link live. */
export const CONFIRM_HOURS = 24;

export interface AccountMails {
  /** The link that sets a new password; no mail where the account has no address of its own. */
  reset(accountId: string, token: string): Promise<void>;
  /** The link that confirms an address. */
  confirmAddress(accountId: string, address: string, token: string): Promise<void>;
  /** What was changed. `from`: the network address, null for the command line; `also`: an address that was the account's before. */
  told(accountId: string, change: AccountChange, from: string | null, also?: string | null): Promise<void>;
  /** To a person of a plan, at the addresses of their accounts and the one that the roster has: a notice, which opens nothing. */
  substitute(slug: string, person: string, rosterAddress: string | null, told: ToldSubstitute): Promise<void>;
  /** The same of another holder of a post. */
  holderChange(slug: string, person: string, rosterAddresses: readonly string[], told: ToldHolderChange): Promise<void>;
}

/** `page`: where on this site it is confirmed or ended. */
export type ToldSubstitute = Omit<NamedSubstitute, "url"> & { readonly page: string };

/** Attempts at a mail, and how long between them (milliseconds). */
const ATTEMPTS = 3;
const BETWEEN = 5_000;

export function accountMails(options: {
  readonly pool: Pool;
  readonly mailer: Mailer;
  readonly publicUrl: string;
  readonly language: Language;
}): AccountMails {
  const { pool, mailer, publicUrl, language } = options;

  async function send(name: string, address: string, mail: AccountMail): Promise<void> {
    const office = language === "zh" ? "督办系统" : "duban";
    const letter = { to: { name, address }, office, messageId: `<${randomUUID()}@duban.invalid>`, ...mail };
    for (let attempt = 1; ; attempt++) {
      const sent = await mailer.send(letter);
      if (sent.ok) return;
      if (sent.kind === "refused" || attempt === ATTEMPTS)
        throw new Error(`the mail server did not take a mail about an account: ${sent.message}`);
      await pause(BETWEEN);
    }
  }

  async function toPerson(
    slug: string,
    person: string,
    name: string,
    rosterAddresses: readonly string[],
    mail: AccountMail,
  ): Promise<void> {
    const addresses = new Set([...(await addressesOfPerson(pool, slug, person)), ...rosterAddresses]);
    const sent = await Promise.allSettled([...addresses].map((address) => send(name, address, mail)));
    const failed = sent.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
  }

  return {
    async reset(accountId, token) {
      const account = await accountById(pool, accountId);
      if (account === null || account.email === null) return;
      const { name, account: typed, email } = account;
      // The token stands behind the #: no server's or proxy's log ever has it.
      const url = `${publicUrl}/new-password#${token}`;
      await send(name, email, passwordResetMail({ name, account: typed, url, minutes: RESET_MINUTES }, language));
    },
    async confirmAddress(accountId, address, token) {
      const account = await accountById(pool, accountId);
      if (account === null) return;
      const { name, account: typed } = account;
      const url = `${publicUrl}/account#${token}`;
      await send(name, address, confirmAddressMail({ name, account: typed, url, hours: CONFIRM_HOURS }, language));
    },
    async told(accountId, change, from, also = null) {
      const account = await accountById(pool, accountId);
      if (account === null || account.sample) return;
      const { name, account: typed } = account;
      const at = new Date().toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { timeZone: "Asia/Shanghai" });
      const mail = accountChangeMail({ name, account: typed, change, at, address: from }, language);
      const addresses = new Set(account.email === null ? await rosterAddresses(pool, account) : [account.email]);
      if (also !== null) addresses.add(also);
      for (const address of addresses) await send(name, address, mail);
    },
    async substitute(slug, person, rosterAddress, { page, ...told }) {
      const mail = substitutionMail({ ...told, url: `${publicUrl}${page}` }, language);
      await toPerson(slug, person, told.name, rosterAddress === null ? [] : [rosterAddress], mail);
    },
    async holderChange(slug, person, rosterAddresses, { page, ...told }) {
      const mail = holderMail({ ...told, url: `${publicUrl}${page}` }, language);
      await toPerson(slug, person, told.name, rosterAddresses, mail);
    },
  };
}

/** What rosters of plans that run live have of the account's persons. */
async function rosterAddresses(pool: Pool, { persons }: StoredAccount): Promise<string[]> {
  const found: string[] = [];
  for (const { id, slug } of await livePlans(pool)) {
    const person = persons[slug];
    if (person === undefined) continue;
    const { roster } = await loadBundle(pool, id);
    const email = roster.persons.find((one) => one.id === person)?.email;
    if (email !== undefined) found.push(email);
  }
  return found;
}
