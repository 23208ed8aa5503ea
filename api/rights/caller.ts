/**
 * Who asks: a signed-in person or a machine with a token, as one plan knows them. What they may do follows from the posts they
 * hold on the plan's present day, never from a list of names: a handover changes it by itself.
 */
import type { Request } from "express";
import type { Actor } from "../../domain/ledger/record.js";
import type { Role } from "../../domain/people/roles.js";
import type { CameBy } from "../../prisma/accounts/session-store.js";
import type { TokenScope } from "../../prisma/accounts/token-store.js";
import type { PlanView } from "../views/plan-view.js";

/** `secondFactor`: its code is still to be given in this session. `newToken`: the token was made with one factor, where two are needed. */
export type Unfinished = "changePassword" | "enrolSecondFactor" | "secondFactor" | "newToken";

/** One post in which a person may act today. */
export interface Capacity {
  /** The post acted from: the person's own, also where they act for somebody else. */
  readonly post: string;
  readonly unit: string;
  readonly roles: readonly Role[];
  /** A liaison: for whom. */
  readonly onBehalfOf?: Actor["onBehalfOf"];
  /** The vacant post whose letters come to this one, as the next in its fallback chain. */
  readonly inPlaceOf?: string;
  /** `post` is another's, whose dated substitute (代理) this is: that person. */
  readonly substituteFor?: string;
}

/** The session in which somebody asks. */
export interface CallerSession {
  readonly id: string;
  readonly cameBy: CameBy;
  /** Two factors were given in it, or count as given (single sign-on). */
  readonly twoFactors: boolean;
  readonly beganAt: Date;
}

export interface Caller {
  readonly accountId: string;
  readonly kind: "person" | "token";
  /** Id in the plan's roster; null for who is in no roster, as an auditor from outside. */
  readonly person: string | null;
  readonly capacities: readonly Capacity[];
  /** All roles of all capacities, and those granted to the account. */
  readonly roles: ReadonlySet<Role>;
  /** What is to be done before anything else: a one-time password changed, a second factor enrolled or given. */
  readonly unfinished?: Unfinished;
  /** Absent for a token. */
  readonly session?: CallerSession;
  /** What a token may be used for; absent: everything that its account may. */
  readonly scopes?: readonly TokenScope[];
}

/** Whoever sent a request, before any plan is asked. */
export interface Identity {
  readonly accountId: string;
  readonly kind: Caller["kind"];
  /** Who this is in a plan, on its present day; without a plan: what is granted to the account alone. */
  in(plan: PlanView | null): Promise<Caller>;
}

/** Tells who sent a request, by its cookie or its token; null for nobody. */
export type Authenticate = (req: Request) => Promise<Identity | null>;

/** Nobody: what an open route's caller is. */
export const STRANGER: Caller = { accountId: "", kind: "person", person: null, capacities: [], roles: new Set() };
