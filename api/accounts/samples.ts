/**
 * Accounts of a rehearsal: one for each role, open to everybody by one click, so that the product can be tried as each of
 * them. Where a plan runs live they are neither listed nor let in.
 */
import { wordsOf } from "../../domain/plan/words.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { plannedItems } from "../../domain/plan/planned-items.js";
import {
  accountByName,
  grant,
  listAccounts,
  setPerson,
  type StoredAccount,
} from "../../prisma/accounts/account-store.js";
import { visitsToMake } from "../../prisma/inspections/visits-to-make.js";
import { runsLive } from "../../prisma/plans/plan-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { capacitiesOf } from "../rights/capacities.js";
import { ROLES, type Role, SAMPLE_KINDS, type SampleKind } from "../../domain/people/roles.js";
import { createWithoutPassword } from "./new-account.js";

/** Roles are granted to accounts, of whatever plan: they are called as usual. */
const USUAL = wordsOf({}, "zh");

/** The roles as officials call them. */
export const ROLE_NAMES: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  unitClerk: { zh: "责任单位经办人", en: "Unit clerk" },
  unitHead: { zh: "责任单位负责人", en: "Unit head" },
  township: { zh: USUAL.township, en: "Township" },
  helpingUnit: { zh: "帮扶单位", en: "Helping unit" },
  verifier: { zh: "核查人", en: "Verifier" },
  departmentHead: { zh: `${USUAL.pairing}部门主要负责人`, en: "Department head" },
  countyLeader: { zh: `${USUAL.pairing}${USUAL.leader}`, en: "County leader" },
  liaison: { zh: "领导联络员", en: "Leader's liaison" },
  office: { zh: "办公室", en: "Office" },
  supervisionOffice: { zh: "督查室", en: "Supervision office" },
  leadingGroup: { zh: "领导小组", en: "Leading group" },
  auditor: { zh: "日志审计员", en: "Log auditor" },
};

export const SAMPLE_NAMES: Readonly<Record<SampleKind, { readonly zh: string; readonly en: string }>> = {
  ...ROLE_NAMES,
  inspector: { zh: "检查人员", en: "Inspector" },
};

/** Asked in this order, so that each role finds somebody who is not wanted by a rarer one. */
const RAREST_FIRST: readonly Role[] = [
  "office",
  "supervisionOffice",
  "leadingGroup",
  "liaison",
  "countyLeader",
  "township",
  "verifier",
  "helpingUnit",
  "unitClerk",
  "unitHead",
  "departmentHead",
];

interface Somebody {
  readonly id: string;
  readonly roles: ReadonlySet<Role>;
  readonly units: ReadonlySet<string>;
  /** Holds some of them to the plan's end. */
  readonly stays: boolean;
  /** Items that their units owe. */
  readonly owes: number;
}

/** Roles that a person has by posts of their own, not as the stand-in of a vacant one. */
const ownRoles = (bundle: PlanBundle, person: string, day: PlanDate): ReadonlySet<Role> =>
  new Set(
    capacitiesOf(bundle, person, day)
      .filter(({ inPlaceOf }) => inPlaceOf === undefined)
      .flatMap(({ roles }) => roles),
  );

/** Those of units that owe most come first. */
function everybody(bundle: PlanBundle): Somebody[] {
  const owed = new Map<string, number>();
  for (const { primaryUnit } of plannedItems(bundle)) owed.set(primaryUnit, (owed.get(primaryUnit) ?? 0) + 1);
  const { start } = bundle.plan;
  const end = bundle.plan.tasks
    .flatMap(({ milestones }) => milestones.map(({ deadline }) => deadline))
    .reduce((last, day) => (day > last ? day : last), start);
  return bundle.roster.persons
    .map(({ id }) => {
      const units = new Set(capacitiesOf(bundle, id, start).map(({ unit }) => unit));
      return {
        id,
        roles: ownRoles(bundle, id, start),
        units,
        stays: ownRoles(bundle, id, end).size > 0,
        owes: Math.max(0, ...[...units].map((unit) => owed.get(unit) ?? 0)),
      };
    })
    .sort((a, b) => Number(b.stays) - Number(a.stays) || b.owes - a.owes || (a.id < b.id ? -1 : 1));
}

const BODIES: readonly Role[] = ["office", "supervisionOffice", "leadingGroup"];

/** Somebody for each role that the roster fills, each another where it can be. */
export function samplePersons(bundle: PlanBundle): ReadonlyMap<Role, string> {
  const people = everybody(bundle);
  const taken = new Set<string>();
  const found = new Map<Role, string>();
  for (const role of RAREST_FIRST) {
    // Who sees everything anyway shows little of a role that does not.
    const able = people.filter(
      ({ roles }) => roles.has(role) && (BODIES.includes(role) || !BODIES.some((body) => roles.has(body))),
    );
    const free = able.filter(({ id }) => !taken.has(id));
    // What the clerk sends, the head confirms: they are of one unit where they can be.
    const clerk = role === "unitHead" ? people.find(({ id }) => id === found.get("unitClerk")) : undefined;
    const one = free.find(({ units }) => [...units].some((unit) => clerk?.units.has(unit))) ?? free[0] ?? able[0];
    if (!one) continue;
    taken.add(one.id);
    found.set(role, one.id);
  }
  return found;
}

const accountOf = (kind: SampleKind): string => `sample-${kind.toLowerCase()}`;

/** The account's id; it is made where it is missing. */
async function ensureAccount(pool: Pool, kind: SampleKind): Promise<string> {
  const account = accountOf(kind);
  const known = await accountByName(pool, account);
  return known?.id ?? createWithoutPassword(pool, { account, name: SAMPLE_NAMES[kind].zh, sample: true });
}

/** Makes the sample accounts where they are missing, and says who they are in the plans of this bundle's slug. */
export async function ensureSamples(pool: Pool, bundle: PlanBundle): Promise<void> {
  const persons = samplePersons(bundle);
  const { id: slug } = bundle.plan;
  for (const role of ROLES) {
    const person = persons.get(role);
    if (person === undefined && role !== "auditor") continue;
    const id = await ensureAccount(pool, role);
    if (person !== undefined) await setPerson(pool, id, slug, person);
    else await grant(pool, id, "auditor");
  }
}

/**
 * Makes the sample account of an inspector, of somebody who has a village to visit in the round that is open, a 组长 where there is
 * one who is nobody's sample yet. Without such a round there is none.
 */
export async function ensureInspector(pool: Pool, bundle: PlanBundle, planId: string): Promise<void> {
  const visits = await visitsToMake(pool, planId);
  const taken = new Set(samplePersons(bundle).values());
  const people = [...visits.flatMap(({ leader }) => leader ?? []), ...visits.flatMap(({ inspectors }) => inspectors)];
  const person = people.find((one) => !taken.has(one)) ?? people[0];
  if (person === undefined) return;
  await setPerson(pool, await ensureAccount(pool, "inspector"), bundle.plan.id, person);
}

export interface SampleAccount {
  readonly account: string;
  readonly role: SampleKind;
  readonly stored: StoredAccount;
}

/** The accounts that anybody may sign in with here; none where a plan runs live. */
export async function openSamples(pool: Pool): Promise<SampleAccount[]> {
  if (await runsLive(pool)) return [];
  const stored = new Map((await listAccounts(pool)).filter(({ sample }) => sample).map((one) => [one.account, one]));
  return SAMPLE_KINDS.flatMap((role) => {
    const one = stored.get(accountOf(role));
    return one && !one.disabled ? [{ account: one.account, role, stored: one }] : [];
  });
}
