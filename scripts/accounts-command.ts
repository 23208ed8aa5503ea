/** What `npm run accounts` does, over a database. Each change is in the audit log. */
import { parseArgs } from "node:util";
import { AccountError, createAccount, giveOneTimePassword } from "../api/accounts/new-account.js";
import { GRANTS } from "../api/accounts/identity.js";
import { isAddress } from "../mail/transport.js";
import { displayWidth, padTo } from "../embedded/columns.js";
import {
  accountByName,
  forgetSecondFactor,
  grant,
  listAccounts,
  revokeGrant,
  setDisabled,
  setPerson,
  type StoredAccount,
} from "../prisma/accounts/account-store.js";
import { audit, type AuditKind } from "../prisma/accounts/audit-store.js";
import { machineToken } from "../prisma/accounts/machine-account.js";
import { loadBundle, plansOfSlug } from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { TOKEN_SCOPES, type TokenScope } from "../prisma/accounts/token-store.js";
import { saidBy, UserError } from "./cli.js";

export const USAGE = `npm run accounts -- list
  create NAME --name 姓名 [--email ADDRESS]          with a one-time password, printed once
  person NAME PLAN PERSON                            who the account is in a plan's roster; "-" for nobody
  grant NAME ROLE, revoke NAME ROLE                  ${GRANTS.join(", ")}
  reset NAME [--second-factor]                       another one-time password; with it, the second factor is enrolled anew
  disable NAME, enable NAME
  machine NAME --grant ROLE --scope SCOPE [--days N] a token for a program, printed once; scopes: ${TOKEN_SCOPES.join(", ")}`;

type Command = (pool: Pool, names: readonly string[], options: Options) => Promise<string[]>;

interface Options {
  readonly name?: string;
  readonly email?: string;
  readonly days?: string;
  readonly grant?: string[];
  readonly scope?: string[];
  readonly "second-factor"?: boolean;
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
  list: { names: 0, run: async (pool) => table(await listAccounts(pool)) },
  create: {
    names: 1,
    async run(pool, [account = ""], { name: given, email }) {
      if (given === undefined) throw new UserError("say whose account it is: --name 姓名");
      const name = saidBy("--name", given, { lines: false });
      if (email !== undefined && !isAddress(email)) throw new UserError(`${email} is no e-mail address`);
      const { id, password } = await createAccount(pool, { account, name, ...(email === undefined ? {} : { email }) });
      await note(pool, "accountCreated", id);
      return [`${account}: one-time password ${password}   (shown once; it is changed at first sign-in)`];
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
    async run(pool, [account = ""], options) {
      const { id, sample } = await known(pool, account);
      if (sample) throw new UserError(`${account} is a sample account: it has no password`);
      if (options["second-factor"]) await forgetSecondFactor(pool, id);
      const password = await giveOneTimePassword(pool, id);
      await note(pool, "accountReset", id, { secondFactor: String(options["second-factor"] ?? false) });
      return [`${account}: one-time password ${password}   (shown once; all its sessions have ended)`];
    },
  },
  disable: { names: 1, run: (pool, [account = ""]) => shut(pool, account, true) },
  enable: { names: 1, run: (pool, [account = ""]) => shut(pool, account, false) },
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

async function shut(pool: Pool, account: string, disabled: boolean): Promise<string[]> {
  const { id } = await known(pool, account);
  await setDisabled(pool, id, disabled);
  await note(pool, disabled ? "accountDisabled" : "accountEnabled", id);
  return [
    disabled ? `${account} is shut out; its sessions have ended and its tokens are refused` : `${account} may sign in`,
  ];
}

/** The name of a person in the newest plan of a slug. */
async function personOf(pool: Pool, slug: string, person: string): Promise<string> {
  const [planId] = await plansOfSlug(pool, slug);
  if (planId === undefined) throw new UserError(`there is no plan ${slug}: name it as its plan.yaml does`);
  const { persons } = (await loadBundle(pool, planId)).roster;
  const found = persons.find(({ id }) => id === person);
  if (!found) throw new UserError(`the roster of ${slug} has no person ${person}`);
  return found.name;
}

function table(accounts: readonly StoredAccount[]): string[] {
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
    ].join(", "),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ""))) + 2);
  return rows.map((row) => row.map((cell, column) => (column < 4 ? padTo(cell, widths[column] ?? 0) : cell)).join(""));
}

/** Answers what is to be printed. Throws UserError. */
export async function accountsCommand(pool: Pool, args: readonly string[]): Promise<string[]> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: "string" },
      email: { type: "string" },
      days: { type: "string" },
      grant: { type: "string", multiple: true },
      scope: { type: "string", multiple: true },
      "second-factor": { type: "boolean" },
    },
  });
  const [what = "", ...names] = positionals;
  const command = Object.hasOwn(COMMANDS, what) ? COMMANDS[what] : undefined;
  if (!command || names.length !== command.names) throw new UserError(USAGE);
  try {
    return await command.run(pool, names, values);
  } catch (error) {
    throw error instanceof AccountError ? new UserError(error.message) : error;
  }
}
