/**
 * Asks a route's rule. Which routes have which is a table of its own (api/rules.ts); which rows an answer is made of is decided
 * beside it, by reach (reach.ts); which step of an item's life is whose, by the domain.
 */
import type { Role } from "../../domain/people/roles.js";
import type { TokenScope } from "../../prisma/accounts/token-store.js";
import type { Words } from "../../domain/language/words.js";
import { ProblemError } from "../http/problem.js";
import { type PlanView, unknownPlan } from "../views/plan-view.js";
import type { Caller, Unfinished } from "./caller.js";

export interface Rule {
  /** Roles that may; `signedIn`: every account, whatever it is in any plan. */
  readonly who: readonly Role[] | "signedIn";
  /** What a token needs; null: people only. By default `read` to read and `act` to act. */
  readonly token?: TokenScope | null;
  /** Answered also while this waits to be done. */
  readonly unfinished?: readonly Unfinished[];
}

/** Who may ask what, by `METHOD /path`. */
export type Rules = Readonly<Record<string, Rule>>;

/** What of a route its rule is found by. */
export interface RuledRoute {
  readonly method: "get" | "post" | "put";
  readonly path: string;
  readonly open?: boolean;
}

export const ruleKey = ({ method, path }: Pick<RuledRoute, "method" | "path">): string =>
  `${method.toUpperCase()} ${path}`;

/** A route's rule; null where it is open. Throws where a route has neither. */
export function ruleOf(route: RuledRoute, rules: Rules): Rule | null {
  const rule = rules[ruleKey(route)];
  if (route.open) {
    if (rule) throw new Error(`${ruleKey(route)} is open to everybody: it takes no rule in api/rules.ts`);
    return null;
  }
  if (!rule) throw new Error(`${ruleKey(route)} has no rule in api/rules.ts: say there who may ask it`);
  return rule;
}

/** Throws `unfinishedSignIn`, `unknownPlan` for who is nobody in the plan, and `notAllowed`. */
export function enforce(route: Pick<RuledRoute, "method">, rule: Rule, caller: Caller, plan: PlanView | null): void {
  if (caller.unfinished && !rule.unfinished?.includes(caller.unfinished)) throw unfinished(caller.unfinished);
  // Who is nobody in a plan is not told that it is there.
  if (plan && caller.roles.size === 0) throw unknownPlan(plan.id);
  const byRole = rule.who === "signedIn" || rule.who.some((role) => caller.roles.has(role));
  if (byRole && byScope(route, rule, caller)) return;
  throw new ProblemError("notAllowed", {
    zh: byRole ? "该令牌没有此项权限。" : "您的岗位没有此项权限。",
    en: byRole ? "This token was not issued for that." : "None of your posts may do that.",
  });
}

function byScope({ method }: Pick<RuledRoute, "method">, rule: Rule, { scopes }: Caller): boolean {
  if (!scopes) return true;
  const wanted = rule.token === undefined ? (method === "get" ? "read" : "act") : rule.token;
  return wanted !== null && scopes.includes(wanted);
}

const UNFINISHED: Readonly<Record<Unfinished, Words>> = {
  changePassword: { zh: "请先修改一次性密码。", en: "Change the one-time password first." },
  enrolSecondFactor: { zh: "请先启用双因素认证。", en: "Enrol a second factor first." },
  secondFactor: { zh: "请先输入双因素认证的验证码。", en: "Give the second factor's code first." },
  newToken: {
    zh: "该令牌签发时未经双因素认证，按本人现任岗位不能使用；请停用该令牌，经双因素认证登录后重新签发。",
    en: "This token was made with one factor, which does not do for your posts: revoke it, and make another signed in with two.",
  },
};

const unfinished = (must: Unfinished): ProblemError => new ProblemError("unfinishedSignIn", UNFINISHED[must], { must });
