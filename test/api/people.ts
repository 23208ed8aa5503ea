/** People of a plan who ask its API in their posts of a day: each request names who. */
import type { Authenticate, Caller } from "../../api/rights/caller.js";
import { capacitiesOf } from "../../api/rights/capacities.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Api } from "./support.js";

const PERSON = "x-test-person";

/** Who a request comes from is named by a header: the test's own way to come in. */
export function byPerson(bundle: PlanBundle, day: PlanDate): Authenticate {
  return async (req) => {
    const person = String(req.headers[PERSON] ?? "");
    const capacities = capacitiesOf(bundle, person, day);
    const roles = new Set(capacities.flatMap((one) => one.roles));
    const caller: Caller = { accountId: `account-${person}`, kind: "person", person, capacities, roles };
    return { accountId: caller.accountId, kind: caller.kind, in: async () => caller };
  };
}

export const asPerson = (person: string): Record<string, string> => ({ [PERSON]: person });

/** What somebody is answered. */
export async function asked<T>(api: Api, person: string, path: string): Promise<T> {
  const response = await api.get(path, asPerson(person));
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${person} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}
