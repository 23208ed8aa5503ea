/** Accounts beside what better-auth keeps of them: who they are in plans, what is granted to them, and their state. */
import { randomUUID } from "node:crypto";
import { compareText } from "../../domain/ledger/canonical.js";
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import { isDuplicate } from "../database/refusal.js";
import type { AuthUserGetPayload, AuthUserSelect } from "../generated/models.js";
import { endEverything } from "./endings.js";

export interface StoredAccount {
  readonly id: string;
  /** What is typed to sign in. */
  readonly account: string;
  readonly name: string;
  /** The account's own address, confirmed by its owner or set on the command line; null where it has none. */
  readonly email: string | null;
  readonly sample: boolean;
  readonly disabled: boolean;
  readonly mustChangePassword: boolean;
  readonly secondFactor: boolean;
  /** False for machines and sample accounts, and for who comes in by single sign-on alone. */
  readonly hasPassword: boolean;
  readonly grants: readonly string[];
  /** Person in the roster by plan slug. */
  readonly persons: Readonly<Record<string, string>>;
}

/** Addresses of nobody: better-auth wants one of every account. */
export const noAddress = (account: string): string => `${account}${NO_ADDRESS}`;
const NO_ADDRESS = "@account.invalid";

const SHOWN = {
  id: true,
  username: true,
  name: true,
  email: true,
  sample: true,
  disabledAt: true,
  mustChangePassword: true,
  twoFactorEnabled: true,
  credentials: { where: { password: { not: null } }, select: { id: true } },
  grants: { select: { role: true }, orderBy: { role: "asc" } },
  persons: { select: { slug: true, person: true } },
} satisfies AuthUserSelect;

const stored = (row: AuthUserGetPayload<{ select: typeof SHOWN }>): StoredAccount => ({
  id: row.id,
  account: row.username ?? "",
  name: row.name,
  email: row.email.endsWith(NO_ADDRESS) ? null : row.email,
  sample: row.sample,
  disabled: row.disabledAt !== null,
  mustChangePassword: row.mustChangePassword,
  secondFactor: row.twoFactorEnabled ?? false,
  hasPassword: row.credentials.length > 0,
  grants: row.grants.map(({ role }) => role),
  persons: Object.fromEntries(row.persons.map(({ slug, person }) => [slug, person])),
});

export interface AddedAccount {
  /** In lower case. */
  readonly account: string;
  readonly name: string;
  readonly email?: string;
  readonly sample?: boolean;
  /** A hash, to be changed at first sign-in; absent: nobody signs in with one. */
  readonly oneTimePassword?: string;
}

/** Adds an account and answers its id; null where the name or the address is taken. */
export async function addAccount(pool: Pool, what: AddedAccount): Promise<string | null> {
  const { account, name, email = noAddress(account), sample = false, oneTimePassword = null } = what;
  const id = randomUUID();
  const credentials = oneTimePassword === null ? {} : { credentials: { create: credential(id, oneTimePassword) } };
  const mustChange = oneTimePassword !== null;
  const data = {
    id,
    name,
    email: email.toLowerCase(),
    username: account,
    mustChangePassword: mustChange,
    passwordEndsAt: mustChange ? oneTimeEnd() : null,
    sample,
  };
  try {
    await clientOf(pool).authUser.create({ data: { ...data, ...credentials } });
    return id;
  } catch (error) {
    if (isDuplicate(error)) return null;
    throw error;
  }
}

/** better-auth's own way in, by name and password. */
export const BY_PASSWORD = "credential";

const credential = (accountId: string, password: string) => ({
  id: randomUUID(),
  accountId,
  providerId: BY_PASSWORD,
  password,
});

/** How long a one-time password may be used (milliseconds). */
const ONE_TIME_WITHIN = 7 * 24 * 3_600_000;
const oneTimeEnd = (): Date => new Date(Date.now() + ONE_TIME_WITHIN);

/** Gives an account another password, by its hash, which is to be changed at first sign-in; all that was open with it ends. */
export async function setOneTimePassword(pool: Pool, accountId: string, hash: string): Promise<void> {
  const updatedAt = new Date();
  await clientOf(pool).authUser.update({
    where: { id: accountId },
    data: {
      mustChangePassword: true,
      passwordEndsAt: oneTimeEnd(),
      updatedAt,
      credentials: {
        upsert: {
          where: { providerId_accountId: { providerId: BY_PASSWORD, accountId } },
          create: credential(accountId, hash),
          update: { password: hash, updatedAt },
        },
      },
    },
  });
  await endEverything(pool, accountId);
}

export async function accountById(pool: Pool, id: string): Promise<StoredAccount | null> {
  const row = await clientOf(pool).authUser.findUnique({ where: { id }, select: SHOWN });
  return row && stored(row);
}

/** By what is typed to sign in, in any case of its letters. */
export async function accountByName(pool: Pool, account: string): Promise<StoredAccount | null> {
  const row = await clientOf(pool).authUser.findUnique({ where: { username: account.toLowerCase() }, select: SHOWN });
  return row && stored(row);
}

export async function listAccounts(pool: Pool): Promise<StoredAccount[]> {
  const rows = await clientOf(pool).authUser.findMany({ select: SHOWN });
  return rows.map(stored).sort((a, b) => Number(a.sample) - Number(b.sample) || compareText(a.account, b.account));
}

/** Accounts of people of the plans of a slug, by what is typed to sign in. */
export async function accountsOfPlan(pool: Pool, slug: string): Promise<StoredAccount[]> {
  const rows = await clientOf(pool).authUser.findMany({ where: { persons: { some: { slug } } }, select: SHOWN });
  return rows.map(stored).sort((a, b) => compareText(a.account, b.account));
}

/** The accounts' own addresses of a person of a plan. */
export async function addressesOfPerson(pool: Pool, slug: string, person: string): Promise<string[]> {
  const rows = await clientOf(pool).authUser.findMany({
    where: { disabledAt: null, persons: { some: { slug, person } }, email: { not: { endsWith: NO_ADDRESS } } },
    select: { email: true },
  });
  return rows.map(({ email }) => email);
}

/** Whether anybody but sample accounts may sign in. */
export async function hasAccounts(pool: Pool): Promise<boolean> {
  const one = await clientOf(pool).authUser.findFirst({ where: { sample: false }, select: { id: true } });
  return one !== null;
}

export async function grant(pool: Pool, accountId: string, role: string): Promise<void> {
  const data = { accountId, role };
  await clientOf(pool).accountGrant.upsert({ where: { accountId_role: data }, create: data, update: {} });
}

export async function revokeGrant(pool: Pool, accountId: string, role: string): Promise<void> {
  await clientOf(pool).accountGrant.deleteMany({ where: { accountId, role } });
}

/** Says who an account is in the plans of a slug; null: nobody. */
export async function setPerson(pool: Pool, accountId: string, slug: string, person: string | null): Promise<void> {
  const { accountPerson } = clientOf(pool);
  const place = { accountId, slug };
  if (person === null) await accountPerson.deleteMany({ where: place });
  else
    await accountPerson.upsert({
      where: { accountId_slug: place },
      create: { ...place, person },
      update: { person },
    });
}

/** Shuts an account out and ends all that opens it, or lets it in again: what has ended stays so. */
export async function setDisabled(pool: Pool, accountId: string, disabled: boolean): Promise<void> {
  const now = new Date();
  await clientOf(pool).authUser.updateMany({
    where: { id: accountId },
    data: { disabledAt: disabled ? now : null, updatedAt: now },
  });
  if (disabled) await endEverything(pool, accountId);
}

/** The password is the owner's own from now on. */
export async function passwordIsOwn(pool: Pool, accountId: string): Promise<void> {
  await clientOf(pool).authUser.updateMany({
    where: { id: accountId },
    data: { mustChangePassword: false, passwordEndsAt: null, updatedAt: new Date() },
  });
}

/** Whether an account's password is a one-time one that may no longer be used. */
export async function oneTimePasswordEnded(pool: Pool, accountId: string): Promise<boolean> {
  const row = await clientOf(pool).authUser.findUnique({
    where: { id: accountId },
    select: { mustChangePassword: true, passwordEndsAt: true },
  });
  return row !== null && row.mustChangePassword && row.passwordEndsAt !== null && row.passwordEndsAt < new Date();
}

/** Sets an account's address, confirmed as its own; null: none. False where another account has it. */
export async function setAddress(pool: Pool, accountId: string, address: string | null): Promise<boolean> {
  const client = clientOf(pool);
  const known = await client.authUser.findUniqueOrThrow({ where: { id: accountId }, select: { username: true } });
  const email = address?.toLowerCase() ?? noAddress(known.username ?? accountId);
  try {
    await client.authUser.update({
      where: { id: accountId },
      data: { email, emailVerified: address !== null, updatedAt: new Date() },
    });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Forgets the second factor, and ends what was open with it: who lost it enrols anew. */
export async function forgetSecondFactor(pool: Pool, accountId: string): Promise<void> {
  const client = clientOf(pool);
  await client.$transaction([
    client.authSecondFactor.deleteMany({ where: { userId: accountId } }),
    client.authUser.updateMany({
      where: { id: accountId },
      data: { twoFactorEnabled: false, updatedAt: new Date() },
    }),
  ]);
  await endEverything(pool, accountId);
}
