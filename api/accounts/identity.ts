/** Who an account is in a plan today. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { StoredAccount } from "../../prisma/accounts/account-store.js";
import type { TokenScope } from "../../prisma/accounts/token-store.js";
import { ROLES, type Role } from "../../domain/people/roles.js";
import type { Caller, CallerSession, Capacity, Identity, Unfinished } from "../rights/caller.js";
import { capacitiesOf, substituteCapacitiesOf } from "../rights/capacities.js";
import type { PlanView } from "../views/plan-view.js";
import type { NeedsTwoFactors } from "./two-factors.js";

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

/** How a request came in: in a session, or by a token. */
export interface CameIn {
  readonly account: StoredAccount;
  readonly twoFactors: boolean;
  readonly session?: Omit<CallerSession, "twoFactors">;
  /** A token's. */
  readonly scopes?: readonly TokenScope[];
}

/** What is to be done before anything else. Sample accounts are open to everybody, and have nothing to prove. */
async function unfinishedOf(
  { account, twoFactors, session }: CameIn,
  needsTwo: NeedsTwoFactors,
): Promise<Unfinished | undefined> {
  if (account.sample) return undefined;
  // Who comes in by single sign-on need not know of a one-time password.
  if (session && account.mustChangePassword && session.cameBy !== "singleSignOn") return "changePassword";
  if (twoFactors) return undefined;
  if (session && account.secondFactor) return "secondFactor";
  if (!(await needsTwo(account))) return undefined;
  return session ? "enrolSecondFactor" : "newToken";
}

/** Sample accounts are nobody in a live plan. */
export function identityOf(cameIn: CameIn, needsTwo: NeedsTwoFactors): Identity {
  const { account, twoFactors, session, scopes } = cameIn;
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
      const unfinished = await unfinishedOf(cameIn, needsTwo);
      return {
        accountId: account.id,
        kind,
        person,
        capacities,
        roles,
        ...(session ? { session: { ...session, twoFactors } } : {}),
        ...(unfinished ? { unfinished } : {}),
        ...(scopes ? { scopes } : {}),
      };
    },
  };
}
