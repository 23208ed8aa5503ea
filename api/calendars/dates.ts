/**
 * The dates of a plan that are one person's: deadlines of what is theirs, and the days by which a step, an answer or a
 * signature is asked of them. Read as /my and the lists of items are: by capacities and reach.
 */
import type { PlanDate } from "../../domain/plan/plan.js";
import { climbOf, subDeadline } from "../../domain/items/due.js";
import { goodUntil, signUntil } from "../../domain/ladder/steps.js";
import { contextFor } from "../../domain/ladder/subject.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Reach } from "../../prisma/people/reach.js";
import { revisedItems } from "../../prisma/items/read-items.js";
import { type Asked, mine } from "../actions/mine.js";
import type { Caller } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";
import { reachOfCapacities } from "../rights/reach.js";
import type { PlanSight } from "../rights/sight.js";
import type { Services } from "../serving/services.js";
import type { LitItem } from "../views/standings.js";

/** `deadline`: the item's own. All others: what is asked beside it. */
export type DateKind = "deadline" | "support" | "check" | "closeOut" | "extension" | "reply" | "sign";

export interface CalendarDate {
  readonly lit: LitItem;
  readonly state: ItemState;
  readonly kind: DateKind;
  /** Tells several of a kind on one item apart; with item and kind it stays the same however often the day moves. */
  readonly ref: string;
  readonly day: PlanDate;
  /** How often the day was set anew. */
  readonly sequence: number;
  readonly revisedAt: Date;
}

type Day = Omit<CalendarDate, "lit" | "state" | "revisedAt">;

interface Around {
  readonly plan: PlanView;
  readonly caller: Caller;
  readonly sight: PlanSight;
  readonly services: Services;
}

/** An item that was handed out and is not over. */
const isRunning = ({ item }: LitItem): boolean => item.closedAt === null && item.status !== "registered";

/** Owed by somebody's units, or of villages or townships that are theirs: to see an item, or to be told of it, is no duty. */
const isOwn =
  ({ units, villages, townships }: Reach) =>
  ({ item: { primaryUnit, village, township } }: LitItem): boolean =>
    units.includes(primaryUnit) ||
    (village !== null && villages.includes(village)) ||
    (township !== null && townships.includes(township));

/** The days that lie on an item for somebody: `units` are theirs, `asked` is what waits for them. */
function daysOf(
  state: ItemState,
  calendar: number,
  own: boolean,
  asked: readonly Asked[],
  units: readonly string[],
  plan: PlanView,
): Day[] {
  const context = contextFor(state, calendar, plan.ruleSet);
  const days: Day[] = [];
  const add = (kind: DateKind, ref: string, day: PlanDate | null, sequence: number): void => {
    if (day !== null) days.push({ kind, ref, day, sequence });
  };
  if (own) add("deadline", "", state.deadline, state.deadlineVersion - 1);
  for (const support of state.supports)
    if (support.run && !support.delivered && units.includes(support.unit))
      add("support", support.unit, subDeadline(state, support, context), state.deadlineVersion - 1);
  for (const { turn, ref } of asked) {
    if ((turn === "verify" || turn === "closeOut") && state.verificationRun)
      add(
        turn === "verify" ? "check" : "closeOut",
        "",
        goodUntil(state, climbOf(state.verificationRun), context),
        state.verificationRun.version - 1,
      );
    if ((turn === "proposeExtension" || turn === "decideExtension") && state.extension) {
      const { no, run } = state.extension;
      add("extension", String(no), goodUntil(state, climbOf(run), context), run.version - no);
    }
    const instruction = state.instructions.find(({ id }) => id === ref);
    if (turn === "replyToInstruction" && instruction)
      add("reply", instruction.id, instruction.replyBy, instruction.run.version - 1);
    const draft = state.drafts.find(({ rung }) => rung === ref);
    if (turn === "signInstrument" && draft)
      add("sign", `${draft.rung}/v${draft.version}`, signUntil(state, draft, context), 0);
  }
  return days;
}

/** In the plan's order of items. */
export async function datesOf({ plan, caller, sight, services }: Around): Promise<CalendarDate[]> {
  const [standing, waiting] = await Promise.all([sight.standing(plan.today), mine({ plan, caller, sight, services })]);
  const reach = reachOfCapacities(caller, plan);
  const own = new Set(standing.items.filter(isRunning).filter(isOwn(reach)));
  const asked = new Map(waiting.map((one) => [one.lit, one.asked]));
  const wanted = standing.items.filter((lit) => own.has(lit) || asked.has(lit));
  const ids = wanted.map(({ item }) => item.id);
  const states = new Map((await revisedItems(services.pool, plan.id, ids)).map((one) => [one.state.id, one]));
  return wanted.flatMap((lit) => {
    const found = states.get(lit.item.id);
    if (!found) return [];
    const { state, revisedAt } = found;
    const days = daysOf(state, lit.calendar, own.has(lit), asked.get(lit) ?? [], reach.units, plan);
    return days.map((day): CalendarDate => ({ ...day, lit, state, revisedAt }));
  });
}
