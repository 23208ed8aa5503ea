/** Who an account is in a plan today. */
import type { PlanBundle, PlanDate } from "../../domain/plan/plan.js";
import type { StoredAccount } from "../../prisma/accounts/account-store.js";
import type { TokenScope } from "../../prisma/accounts/token-store.js";
import { ROLES, type Role } from "../../domain/people/roles.js";
import type { Caller, Capacity, Identity, Unfinished } from "../rights/caller.js";
import { capacitiesOf, substituteCapacitiesOf } from "../rights/capacities.js";
import type { PlanView } from "../views/plan-view.js";

/** Roles that an account can be granted. All others follow from posts. */
export const GRANTS = ["office", "auditor", "verifier"] as const satisfies readonly Role[];

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

const kept = new WeakMap<PlanBundle, { day: PlanDate; readonly byPerson: Map<string, Capacity[]> }>();

/** Capacities on the plan's today: of one's own posts, and as a substitute. */
function capacitiesToday(plan: PlanView, person: string): readonly Capacity[] {
  const { bundle, delegations, today } = plan;
  return [...ownCapacitiesToday(plan, person), ...substituteCapacitiesOf(bundle, delegations, person, today)];
}

/** Worked out once for each person and day. */
function ownCapacitiesToday({ bundle, today }: PlanView, person: string): readonly Capacity[] {
  let day = kept.get(bundle);
  if (day?.day !== today) kept.set(bundle, (day = { day: today, byPerson: new Map() }));
  const known = day.byPerson.get(person);
  if (known) return known;
  const made = capacitiesOf(bundle, person, today);
  day.byPerson.set(person, made);
  return made;
}

/** The office signs in with two factors wherever people are real. */
function unfinishedOf(account: StoredAccount, roles: ReadonlySet<Role>, plan: PlanView | null): Unfinished | undefined {
  if (account.sample) return undefined;
  if (account.mustChangePassword) return "changePassword";
  const office = account.grants.includes("office") || (roles.has("office") && plan?.head.mode === "live");
  return office && !account.secondFactor ? "enrolSecondFactor" : undefined;
}

/** `scopes`: a token's. Sample accounts are nobody in a live plan. */
export function identityOf(account: StoredAccount, scopes?: readonly TokenScope[]): Identity {
  const kind = scopes ? "token" : "person";
  return {
    accountId: account.id,
    kind,
    async in(plan): Promise<Caller> {
      const shutOut = account.sample && plan?.head.mode === "live";
      const person = plan && !shutOut ? (account.persons[plan.head.slug] ?? null) : null;
      const capacities = plan && person !== null ? capacitiesToday(plan, person) : [];
      const granted = shutOut ? [] : account.grants.filter(isRole);
      const roles = new Set([...granted, ...capacities.flatMap((capacity) => capacity.roles)]);
      // A token was issued by somebody whose sign-in was finished.
      const unfinished = scopes ? undefined : unfinishedOf(account, roles, plan);
      return {
        accountId: account.id,
        kind,
        person,
        capacities,
        roles,
        ...(unfinished ? { unfinished } : {}),
        ...(scopes ? { scopes } : {}),
      };
    },
  };
}
