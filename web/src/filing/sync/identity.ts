/** Who is signed in, and who that is in a plan: only the session says so. */
import { planPath } from "../contract.js";
import { type Answer, ask } from "./transport.js";

export interface Account {
  readonly account: string;
  readonly name: string;
}
export interface PlanPerson {
  readonly person: { readonly id: string; readonly name: string } | null;
}
export interface PlanInList {
  readonly id: string;
  readonly title: string;
  readonly mode: "live" | "rehearsal";
  readonly ended: boolean;
  /** The plan's own day, `YYYY-MM-DD`. */
  readonly today: string;
}

type Loose = Readonly<Record<string, unknown>>;
const isObject = (body: unknown): body is Loose => typeof body === "object" && body !== null;
const isAccount = (body: unknown): body is Account => isObject(body) && typeof body["account"] === "string";
const isPlanPerson = (body: unknown): body is PlanPerson => isObject(body) && "person" in body;
const isPlans = (body: unknown): body is { readonly rows: readonly PlanInList[] } =>
  isObject(body) && Array.isArray(body["rows"]);

export const askAccount = (): Promise<Answer<Account>> => ask({ method: "GET", path: "/api/v1/me" }, isAccount);

export const askPerson = (plan: string): Promise<Answer<PlanPerson>> =>
  ask({ method: "GET", path: `${planPath(plan)}/me` }, isPlanPerson);

export const askPlans = (): Promise<Answer<{ readonly rows: readonly PlanInList[] }>> =>
  ask({ method: "GET", path: "/api/v1/plans" }, isPlans);
