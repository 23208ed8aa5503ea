/**
 * Who may ask what: one rule for each route that is not open to everybody. A route without a rule is not served. Which rows
 * an answer is made of is decided beside it, by reach (reach.ts); which step of an item's life is whose, by the domain.
 */
import { ACTS } from "../../domain/items/acts/catalogue.js";
import { ACTION_KINDS } from "../actions/catalogue.js";
import { ORDER_KINDS, ORDERS } from "../../domain/streams/order-entries.js";
import { rolesOf } from "../actions/permissions.js";
import { ROLES, type Role } from "../../domain/people/roles.js";
import type { Caller } from "../http/caller.js";
import type { TokenScope } from "../../prisma/accounts/token-store.js";
import type { PlanView } from "../plans/plan-view.js";
import { unknownPlan } from "../plans/plan-view.js";
import { ProblemError } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { SEE_ALL } from "./reach.js";

export interface Rule {
  /** Roles that may; `signedIn`: every account, whatever it is in any plan. */
  readonly who: readonly Role[] | "signedIn";
  /** What a token needs; null: people only. By default `read` to read and `act` to act. */
  readonly token?: TokenScope | null;
  /** Answered also while a one-time password waits to be changed or a second factor to be enrolled. */
  readonly unfinished?: boolean;
}

/** Everybody who is anybody in the plan. */
const ALL: Rule = { who: ROLES };
const SEES_ALL: Rule = { who: SEE_ALL };
/** One's own account. */
const OWN: Rule = { who: "signedIn", token: null, unfinished: true };

/** The roles that the catalogue lets do it, and the office where it may enter a leader's act. */
const ACTION_RULES: Readonly<Record<string, Rule>> = Object.fromEntries(
  ACTION_KINDS.map((kind) => [
    `POST /plans/{planId}/actions/${kind}`,
    { who: ACTS[kind].onBehalf === "office" ? [...rolesOf(kind), "office" as const] : rolesOf(kind) },
  ]),
);

const ORDER_RULES: Readonly<Record<string, Rule>> = Object.fromEntries(
  ORDER_KINDS.map((kind) => [`POST /plans/{planId}/orders/${kind}`, { who: ORDERS[kind].roles }]),
);

export const RULES: Readonly<Record<string, Rule>> = {
  ...ACTION_RULES,
  ...ORDER_RULES,
  "GET /plans": { who: "signedIn" },
  "GET /plans/{planId}": ALL,
  "GET /plans/{planId}/me": ALL,
  "GET /plans/{planId}/me/channels": ALL,
  "POST /plans/{planId}/me/channels": ALL,
  "GET /plans/{planId}/persons/{personId}/channels": { who: ["office"] },
  "POST /plans/{planId}/persons/{personId}/channels": { who: ["office"] },
  "GET /plans/{planId}/tasks": ALL,
  "GET /plans/{planId}/tasks/{no}": ALL,
  "GET /plans/{planId}/lights": ALL,
  "GET /plans/{planId}/lights/trend": ALL,
  "GET /plans/{planId}/items": ALL,
  "GET /plans/{planId}/items/{itemId}": ALL,
  "GET /plans/{planId}/items/{itemId}/light": ALL,
  "GET /plans/{planId}/items/{itemId}/ledger": ALL,
  "POST /plans/{planId}/letters/sign": { who: rolesOf("signInstrument") },
  "POST /plans/{planId}/letters/hold": { who: rolesOf("holdInstrument") },
  "GET /plans/{planId}/my": ALL,
  "GET /plans/{planId}/delegations": ALL,
  "GET /plans/{planId}/visits": ALL,
  "GET /plans/{planId}/calls": SEES_ALL,
  "GET /plans/{planId}/items/{itemId}/actions": ALL,
  "GET /plans/{planId}/items/{itemId}/evidence": ALL,
  "POST /plans/{planId}/items/{itemId}/evidence": { who: rolesOf("fileEvidence") },
  "GET /plans/{planId}/items/{itemId}/evidence/{sha256}": ALL,
  "GET /plans/{planId}/feed": ALL,
  "GET /plans/{planId}/feed/stream": ALL,
  "GET /plans/{planId}/notices": ALL,
  "GET /plans/{planId}/letters": ALL,
  "GET /plans/{planId}/letters/{letterId}": ALL,
  "GET /plans/{planId}/villages": ALL,
  "GET /plans/{planId}/villages/{villageId}": ALL,
  "GET /plans/{planId}/units": ALL,
  "GET /plans/{planId}/units/{unitId}": ALL,
  "GET /plans/{planId}/posts": ALL,
  "GET /plans/{planId}/posts/{postId}": ALL,
  "GET /plans/{planId}/vacancies": ALL,
  "GET /plans/{planId}/clock": ALL,
  "POST /plans/{planId}/clock": { who: ["office"] },
  "GET /plans/{planId}/alarms": SEES_ALL,
  "GET /plans/{planId}/documents": SEES_ALL,
  "GET /plans/{planId}/documents/{kind}": SEES_ALL,
  "POST /plans/{planId}/changes/preview": { who: ["office"] },
  "POST /plans/{planId}/changes": { who: ["office"] },
  "POST /plans/{planId}/orders/registerItems": { who: ["office"] },

  "GET /me": { who: "signedIn", unfinished: true },
  "POST /me/password": OWN,
  "POST /me/second-factor": OWN,
  "POST /me/second-factor/confirm": OWN,
  "GET /me/tokens": { who: "signedIn", token: null },
  "POST /me/tokens": { who: "signedIn", token: null },
  "POST /me/tokens/{tokenId}/revoke": { who: "signedIn", token: null },
  "GET /me/calendars": { who: "signedIn", token: null },
  "POST /me/calendars": { who: "signedIn", token: null },
  "POST /me/calendars/{calendarId}/replace": { who: "signedIn", token: null },
  "POST /me/calendars/{calendarId}/revoke": { who: "signedIn", token: null },
  "POST /sign-out": OWN,
  "GET /audit": { who: ["office", "auditor"], token: "audit" },
};

export const ruleKey = ({ method, path }: Pick<Route, "method" | "path">): string => `${method.toUpperCase()} ${path}`;

/** A route's rule; null where it is open. Throws where a route has neither. */
export function ruleOf(route: Pick<Route, "method" | "path" | "open">, rules = RULES): Rule | null {
  const rule = rules[ruleKey(route)];
  if (route.open) {
    if (rule) throw new Error(`${ruleKey(route)} is open to everybody: it takes no rule in api/rights/rules.ts`);
    return null;
  }
  if (!rule) throw new Error(`${ruleKey(route)} has no rule in api/rights/rules.ts: say there who may ask it`);
  return rule;
}

/** Throws `unfinishedSignIn`, `unknownPlan` for who is nobody in the plan, and `notAllowed`. */
export function enforce(route: Pick<Route, "method">, rule: Rule, caller: Caller, plan: PlanView | null): void {
  if (caller.unfinished && !rule.unfinished) throw unfinished(caller.unfinished);
  // Who is nobody in a plan is not told that it is there.
  if (plan && caller.roles.size === 0) throw unknownPlan(plan.id);
  const byRole = rule.who === "signedIn" || rule.who.some((role) => caller.roles.has(role));
  if (byRole && byScope(route, rule, caller)) return;
  throw new ProblemError("notAllowed", {
    zh: byRole ? "该令牌没有此项权限。" : "您的岗位没有此项权限。",
    en: byRole ? "This token was not issued for that." : "None of your posts may do that.",
  });
}

function byScope({ method }: Pick<Route, "method">, rule: Rule, { scopes }: Caller): boolean {
  if (!scopes) return true;
  const wanted = rule.token === undefined ? (method === "get" ? "read" : "act") : rule.token;
  return wanted !== null && scopes.includes(wanted);
}

function unfinished(must: NonNullable<Caller["unfinished"]>): ProblemError {
  const detail =
    must === "changePassword"
      ? { zh: "请先修改一次性密码。", en: "Change the one-time password first." }
      : { zh: "请先启用双因素认证。", en: "Enrol a second factor first." };
  return new ProblemError("unfinishedSignIn", detail, { must });
}
