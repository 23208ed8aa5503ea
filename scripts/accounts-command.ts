/** What `npm run accounts` does, over a database. Each change is in the audit log. */
import type { AccountChange } from "../mail/account-changes.js";
import {
  AccountError,
  createAccount,
  createWithoutPassword,
  giveOneTimePassword,
} from "../api/accounts/new-account.js";
import { GRANTS } from "../api/accounts/identity.js";
import { isAddress } from "../mail/transport.js";
import { displayWidth, padTo } from "../embedded/columns.js";
import {
  accountByName,
  forgetSecondFactor,
  grant,
  listAccounts,
  revokeGrant,
  setAddress,
  setDisabled,
  setPerson,
  type StoredAccount,
} from "../prisma/accounts/account-store.js";
import { audit, type AuditKind } from "../prisma/accounts/audit-store.js";
import { machineToken } from "../prisma/accounts/machine-account.js";
import { loadBundle, plansOfSlug } from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { endEverything } from "../prisma/accounts/endings.js";
import { endSessions, sessionsOf } from "../prisma/accounts/session-store.js";
import { linkedSubjects, linkSubject, unlinkSubject } from "../prisma/accounts/sign-on-store.js";
import { revokeAnyToken, TOKEN_SCOPES, tokensOf, type TokenScope } from "../prisma/accounts/token-store.js";
import { saidBy, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

export const USAGE = `npm run accounts -- list                             who may sign in, by what, as which subject of the identity provider
  create NAME --name 姓名 [--email ADDRESS]          with a one-time password, printed once, for seven days
  create NAME --name 姓名 --single-sign-on           without a password, for who comes by single sign-on alone
  address NAME ADDRESS                               where links for a new password go; "-" for none
  person NAME PLAN PERSON                            who the account is in a plan's roster; "-" for nobody
  grant NAME ROLE, revoke NAME ROLE                  ${GRANTS.join(", ")}
  reset NAME [--second-factor]                       another one-time password; with it, the second factor is enrolled anew
  disable NAME, enable NAME                          sessions, links, tokens and calendars end and do not come back
  sessions NAME, end-sessions NAME                   where it is signed in
  tokens NAME, revoke-token ID                       its API tokens
  link NAME SUBJECT, unlink NAME                     the identity provider's subject (sub) that the account is
  machine NAME --grant ROLE --scope SCOPE [--days N] a token for a program, printed once; scopes: ${TOKEN_SCOPES.join(", ")}`;

/** Tells an account's owner what was changed. */
export type Tell = (accountId: string, change: AccountChange, also?: string | null) => Promise<void>;

type Command = (pool: Pool, names: readonly string[], options: Options, tell: Tell) => Promise<string[]>;

interface Options {
  readonly name?: string;
  readonly email?: string;
  readonly days?: string;
  readonly grant?: string[];
  readonly scope?: string[];
  readonly "second-factor"?: boolean;
  readonly "single-sign-on"?: boolean;
}

async function known(pool: Pool, name: string): Promise<StoredAccount> {
  const account = await accountByName(pool, name);
  if (!account) throw new UserError(`there is no account ${name}; npm run accounts -- list shows them`);
  return account;
}

const note = (pool: Pool, kind: AuditKind, subject: string, detail: Record<string, string> = {}): Promise<void> =>
  audit(pool, { kind, accountId: null, subject, detail: { by: "commandLine", ...detail } });

function roleFrom(text: string): string {
  if ((GRANTS as readonly string[]).includes(text)) return text;
  throw new UserError(`${text} cannot be granted: ${GRANTS.join(", ")} can. All other roles follow from posts.`);
}

const COMMANDS: Readonly<Record<string, { readonly names: number; readonly run: Command }>> = {
  list: { names: 0, run: async (pool) => table(await listAccounts(pool), await linkedSubjects(pool)) },
  create: {
    names: 1,
    async run(pool, [account = ""], { name: given, email, "single-sign-on": alone = false }) {
      if (given === undefined) throw new UserError("say whose account it is: --name 姓名");
      const name = saidBy("--name", given, { lines: false });
      if (email !== undefined && !isAddress(email)) throw new UserError(`${email} is no e-mail address`);
      const what = { account, name, ...(email === undefined ? {} : { email }) };
      if (alone) {
        await note(pool, "accountCreated", await createWithoutPassword(pool, what));
        return [`${account}: signs in by single sign-on alone`];
      }
      const { id, password } = await createAccount(pool, what);
      await note(pool, "accountCreated", id);
      return [
        `${account}: one-time password ${password}   (shown once; it is changed at first sign-in, within seven days)`,
      ];
    },
  },
  address: {
    names: 2,
    async run(pool, [account = "", address = ""], _options, tell) {
      const { id, email } = await known(pool, account);
      const next = address === "-" ? null : address;
      if (next !== null && !isAddress(next)) throw new UserError(`${next} is no e-mail address`);
      if (!(await setAddress(pool, id, next))) throw new UserError(`another account has the address ${address}`);
      await note(pool, "addressChanged", id);
      await tell(id, "addressChanged", email);
      return [next === null ? `${account} has no address` : `links for a new password of ${account} go to ${next}`];
    },
  },
  sessions: {
    names: 1,
    async run(pool, [account = ""]) {
      const { id } = await known(pool, account);
      const rows = (await sessionsOf(pool, id)).map((one) => [
        one.beganAt.toISOString(),
        one.lastUsedAt?.toISOString() ?? "not used",
        one.address ?? "",
        one.twoFactors ? "two factors" : "one factor",
        one.userAgent ?? "",
      ]);
      return rows.length === 0 ? [`${account} is signed in nowhere`] : columns(rows);
    },
  },
  "end-sessions": {
    names: 1,
    async run(pool, [account = ""]) {
      const { id } = await known(pool, account);
      const ended = await endSessions(pool, id);
      await note(pool, "sessionEnded", id, { ended: String(ended) });
      return [`${ended} sessions of ${account} have ended`];
    },
  },
  tokens: {
    names: 1,
    async run(pool, [account = ""]) {
      const { id } = await known(pool, account);
      const rows = (await tokensOf(pool, id)).map((one) => [
        one.id,
        one.name,
        one.scopes.join(" "),
        one.twoFactors ? "two factors" : "one factor",
        one.lastUsedAt === null ? "not used" : `used ${one.lastUsedAt.toISOString()}`,
        one.revokedAt === null ? `until ${one.expiresAt.toISOString()}` : "revoked",
      ]);
      return rows.length === 0 ? [`${account} has no tokens`] : columns(rows);
    },
  },
  "revoke-token": {
    names: 1,
    async run(pool, [token = ""]) {
      if ((await revokeAnyToken(pool, token)) === null)
        throw new UserError(`there is no token ${token}; npm run accounts -- tokens NAME shows their ids`);
      await note(pool, "tokenRevoked", token);
      return [`token ${token} is refused from now on`];
    },
  },
  link: {
    names: 2,
    async run(pool, [account = "", subject = ""], _options, tell) {
      const { id, sample } = await known(pool, account);
      if (sample) throw new UserError(`${account} is a sample account: nobody signs on as it`);
      if (!(await linkSubject(pool, id, subject)))
        throw new UserError(
          `${account} has a subject already (unlink ${account} ends that), or another account is ${subject}`,
        );
      await note(pool, "singleSignOnLinked", id, { subject });
      await tell(id, "singleSignOnLinked");
      return [`${account} is the subject ${subject} of the identity provider`];
    },
  },
  unlink: {
    names: 1,
    async run(pool, [account = ""], _options, tell) {
      const { id } = await known(pool, account);
      if (!(await unlinkSubject(pool, id))) throw new UserError(`${account} is linked to no subject`);
      await endEverything(pool, id);
      await note(pool, "singleSignOnUnlinked", id);
      await tell(id, "singleSignOnUnlinked");
      return [`${account} is no subject's any more; its sessions, tokens and calendars have ended`];
    },
  },
  person: {
    names: 3,
    async run(pool, [account = "", slug = "", person = ""]) {
      const { id } = await known(pool, account);
      const who = person === "-" ? null : await personOf(pool, slug, person);
      await setPerson(pool, id, slug, who === null ? null : person);
      await note(pool, "personSet", id, { slug, person });
      return [who === null ? `${account} is nobody in ${slug}` : `${account} is ${who} in ${slug}`];
    },
  },
  grant: {
    names: 2,
    async run(pool, [account = "", role = ""]) {
      const { id } = await known(pool, account);
      await grant(pool, id, roleFrom(role));
      await note(pool, "granted", id, { role });
      return [`${account} has the role ${role}`];
    },
  },
  revoke: {
    names: 2,
    async run(pool, [account = "", role = ""]) {
      const { id } = await known(pool, account);
      await revokeGrant(pool, id, roleFrom(role));
      await note(pool, "grantRevoked", id, { role });
      return [`${account} no longer has the role ${role} by grant`];
    },
  },
  reset: {
    names: 1,
    async run(pool, [account = ""], options, tell) {
      const { id, sample } = await known(pool, account);
      if (sample) throw new UserError(`${account} is a sample account: it has no password`);
      if (options["second-factor"]) await forgetSecondFactor(pool, id);
      const password = await giveOneTimePassword(pool, id);
      await note(pool, "accountReset", id, { secondFactor: String(options["second-factor"] ?? false) });
      await tell(id, "oneTimePassword");
      if (options["second-factor"]) await tell(id, "secondFactorForgotten");
      return [
        `${account}: one-time password ${password}   (shown once, for seven days; its sessions, links, tokens and calendars have ended)`,
      ];
    },
  },
  disable: { names: 1, run: (pool, [account = ""], _options, tell) => shut(pool, account, true, tell) },
  enable: { names: 1, run: (pool, [account = ""], _options, tell) => shut(pool, account, false, tell) },
  machine: {
    names: 1,
    async run(pool, [account = ""], { grant: roles = [], scope = ["read"], days = "90" }) {
      const scopes = scope.map((one): TokenScope => {
        if ((TOKEN_SCOPES as readonly string[]).includes(one)) return one as TokenScope;
        throw new UserError(`${one} is no scope: ${TOKEN_SCOPES.join(", ")}`);
      });
      if (!/^[1-9]\d{0,2}$/.test(days) || Number(days) > 366) throw new UserError("--days takes 1 to 366");
      const person = await accountByName(pool, account);
      if (person?.hasPassword)
        throw new UserError(`${account} is a person's account: they issue their tokens themselves`);
      const what = { account: account.toLowerCase(), grants: roles.map(roleFrom), scopes, days: Number(days) };
      const { id, token } = await machineToken(pool, what);
      await note(pool, "tokenIssued", id, { account, scopes: scopes.join(" ") });
      return [`${account}: ${token}   (shown once; ends after ${days} days)`];
    },
  },
};

async function shut(pool: Pool, account: string, disabled: boolean, tell: Tell): Promise<string[]> {
  const { id } = await known(pool, account);
  await setDisabled(pool, id, disabled);
  await note(pool, disabled ? "accountDisabled" : "accountEnabled", id);
  await tell(id, disabled ? "disabled" : "enabled");
  return [
    disabled
      ? `${account} is shut out; its sessions, links, tokens and calendars have ended`
      : `${account} may sign in; what had ended stays so`,
  ];
}

const nobody: Tell = async () => undefined;

/** The name of a person in the newest plan of a slug. */
async function personOf(pool: Pool, slug: string, person: string): Promise<string> {
  const [planId] = await plansOfSlug(pool, slug);
  if (planId === undefined) throw new UserError(`there is no plan ${slug}: name it as its plan.yaml does`);
  const { persons } = (await loadBundle(pool, planId)).roster;
  const found = persons.find(({ id }) => id === person);
  if (!found) throw new UserError(`the roster of ${slug} has no person ${person}`);
  return found.name;
}

function table(accounts: readonly StoredAccount[], subjects: ReadonlyMap<string, string>): string[] {
  if (accounts.length === 0) return ["no accounts yet"];
  const rows = accounts.map((one) => [
    one.account,
    one.name,
    one.grants.join(" "),
    Object.entries(one.persons)
      .map(([slug, person]) => `${slug}:${person}`)
      .join(" "),
    [
      ...(one.disabled ? ["disabled"] : []),
      ...(one.sample ? ["sample"] : one.hasPassword ? [] : ["machine or single sign-on"]),
      ...(one.mustChangePassword ? ["one-time password"] : []),
      ...(one.secondFactor ? ["second factor"] : []),
      ...(subjects.has(one.id) ? [`is subject ${subjects.get(one.id)}`] : []),
    ].join(", "),
  ]);
  return columns(rows);
}

/** Cells in columns; the last is as long as it is. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const last = Math.max(...rows.map(({ length }) => length)) - 1;
  const widths = Array.from(
    { length: last },
    (_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))) + 2,
  );
  return rows.map((row) => row.map((cell, no) => (no < last ? padTo(cell, widths[no] ?? 0) : cell)).join(""));
}

/** What the command line asks for; nothing is done yet. Throws HelpAsked and UserError. */
export function accountsAsked(args: readonly string[]): (pool: Pool, tell?: Tell) => Promise<string[]> {
  const config = {
    allowPositionals: true,
    options: {
      name: { type: "string" },
      email: { type: "string" },
      days: { type: "string" },
      grant: { type: "string", multiple: true },
      scope: { type: "string", multiple: true },
      "second-factor": { type: "boolean" },
      "single-sign-on": { type: "boolean" },
    },
  } as const;
  const { values, positionals } = commandOptions(USAGE, config, args);
  const [what = "", ...names] = positionals;
  const command = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined;
  if (!command || names.length !== command.names) throw new UserError(USAGE);
  return async (pool, tell = nobody) => {
    try {
      return await command.run(pool, names, values, tell);
    } catch (error) {
      throw error instanceof AccountError ? new UserError(error.message) : error;
    }
  };
}

/** Does it, and answers what is to be printed. `tell`: by mail. Throws UserError. */
export const accountsCommand = async (pool: Pool, args: readonly string[], tell: Tell = nobody): Promise<string[]> =>
  accountsAsked(args)(pool, tell);
