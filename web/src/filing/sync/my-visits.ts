/** The visits of the person who is signed in, over all plans that run; and which of them this device has lost. */
import { isMyVisits, type MyVisit, myVisitsPath, visitKeyOf } from "../contract.js";
import type { FilingDatabase } from "../local/database.js";
import type { VisitRecord } from "../local/records.js";
import { changeVisit, listVisits } from "../local/visits.js";
import { askPerson, askPlans, type PlanInList } from "./identity.js";
import { ask } from "./transport.js";

/** Plans asked at most: rehearsals beyond these are nobody's field work. */
const MOST_PLANS = 8;

export interface PlanVisits {
  readonly plan: PlanInList;
  readonly person: { readonly id: string; readonly name: string };
  readonly visits: readonly MyVisit[];
}

/** Null: there is no answer. What is listed is noted with the visits that are on the device. */
export async function readMyVisits(db: FilingDatabase): Promise<readonly PlanVisits[] | null> {
  const plans = await askPlans();
  if (plans.kind !== "ok") return null;
  const found: PlanVisits[] = [];
  for (const plan of plans.body.rows.filter(({ ended }) => !ended).slice(0, MOST_PLANS)) {
    const me = await askPerson(plan.id);
    if (me.kind !== "ok" && me.kind !== "refused") return null;
    const person = me.kind === "ok" ? me.body.person : null;
    if (!person) continue;
    const answered = await ask({ method: "GET", path: myVisitsPath(plan.id) }, isMyVisits);
    if (answered.kind === "refused") continue;
    if (answered.kind !== "ok") return null;
    found.push({ plan, person, visits: answered.body.visits });
  }
  await noteListed(db, found);
  return found;
}

async function noteListed(db: FilingDatabase, found: readonly PlanVisits[]): Promise<void> {
  const here = new Set((await listVisits(db)).map(({ key }) => key));
  for (const { plan, visits } of found)
    for (const listed of visits) {
      const key = visitKeyOf({ plan: plan.id, ...listed });
      if (here.has(key)) await changeVisit(db, key, { listed, planToday: plan.today });
    }
}

/** The instant of plan time at which the person took it along, as the server knows; null: they did not. */
export const takenAt = ({ takenBy }: MyVisit, person: string): string | null =>
  takenBy.filter((one) => one.person.id === person).at(-1)?.at ?? null;

/** Taken along by the person, and not on this device: lost, or on another one. */
export const isLost = (listed: MyVisit, person: string, here: VisitRecord | undefined): boolean =>
  here === undefined && listed.status !== "submitted" && takenAt(listed, person) !== null;
