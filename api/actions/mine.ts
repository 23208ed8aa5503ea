/** What waits for somebody: items whose next step is theirs, and what they were asked for beside it. */
import type { ActKind } from "../../domain/items/acts/catalogue.js";
import type { AwaitedStep } from "../../domain/items/light.js";
import { type ItemState, isWithUnit } from "../../domain/items/work-item.js";
import { askedItems } from "../../prisma/items/read-items.js";
import type { Caller, Capacity } from "../rights/caller.js";
import type { PlanCall } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import type { LitItem } from "../views/standings.js";
import { permits } from "./permissions.js";
import { postOf, unitOf } from "../rights/actor.js";

/** The item's own next step, or what else is asked. */
export type Turn =
  | Exclude<AwaitedStep, "decideExtension">
  | "proposeExtension"
  | "decideExtension"
  | "giveOpinion"
  | "answer"
  | "acceptAnswer"
  | "replyToInstruction"
  | "forwardReply"
  | "acceptReply"
  | "acknowledge"
  | "signInstrument"
  | "decideTalk";

export interface Asked {
  readonly turn: Turn;
  /** The instruction's id, or the draft's rung. */
  readonly ref: string | null;
  /** By when, where that is not the item's own deadline. */
  readonly by: string | null;
}

export interface MyItem {
  readonly lit: LitItem;
  readonly asked: readonly Asked[];
}

const asked = (turn: Turn, ref: string | null = null, by: string | null = null): Asked => ({ turn, ref, by });

/**
 * The step an item waits for, where it is one of the caller's units that it waits for; an assigned check, the verifier's.
 * What is assigned by itself on a later day (the items of the years to come) waits for nobody.
 */
function ownStep({ reason, item }: LitItem, caller: Caller, units: ReadonlySet<string>, today: string): Asked[] {
  const { awaited } = reason;
  if (!awaited || awaited.step === "decideExtension" || !units.has(awaited.unit)) return [];
  if (awaited.step === "assign" && item.assignOn > today) return [];
  return awaited.step === "verify" && item.verifier !== null && !actsAs(item.verifier, caller, awaited.unit)
    ? []
    : [asked(awaited.step)];
}

/** In person, or as their substitute in the unit. */
const actsAs = (person: string, caller: Caller, unit: string): boolean =>
  caller.person === person ||
  caller.capacities.some((capacity) => capacity.substituteFor === person && unitOf(capacity) === unit);

/** What the item asks for beside its step, each with the rule that says of whom. */
function asking(item: ItemState): { readonly rule: ActKind; readonly what: Asked }[] {
  const { extension, instructions, drafts, deadlineRun, deadlineVersion, talk, answer, supervision } = item;
  const all: { rule: ActKind; what: Asked }[] = [];
  const add = (rule: ActKind & Turn, ref: string | null = null, by: string | null = null): void =>
    void all.push({ rule, what: asked(rule, ref, by) });
  if (extension) add(extension.proposedGrant === null ? "proposeExtension" : "decideExtension");
  if (extension) add("giveOpinion");
  for (const { id, replied, unchecked, replyBy } of instructions)
    if (unchecked !== undefined) add("forwardReply", id);
    else if (replied) add("acceptReply", id);
    else add("replyToInstruction", id, replyBy);
  // An answer of an earlier deadline answers nothing now.
  const given = answer?.version === deadlineVersion ? answer : undefined;
  if (given?.state === "waiting") add("acceptAnswer");
  else if (isWithUnit(item) && supervision?.version === deadlineVersion && given?.state !== "accepted")
    add("answer", null, given?.returned?.replyBy ?? supervision.replyBy);
  for (const { rung, held } of drafts) if (!held) add("signInstrument", rung);
  const repeat = deadlineRun?.repeat;
  if (repeat && (repeat.acknowledgedOn ?? "") < repeat.last) add("acknowledge");
  if (talk !== undefined) add("decideTalk");
  return all;
}

/** Which of an item's instructions are somebody's to answer or to judge: a rule speaks of the item as a whole. */
function isOf({ turn, ref }: Asked, item: ItemState, capacities: readonly Capacity[]): boolean {
  const entry = item.instructions.find(({ id }) => id === ref);
  if (!entry || turn === "forwardReply") return true;
  if (turn === "replyToInstruction") return capacities.some((capacity) => unitOf(capacity) === entry.unit);
  return capacities.some((capacity) => [postOf(capacity), capacity.post].includes(entry.instructorPost));
}

/** What of an item's own asking is the caller's. */
function askedOf(item: ItemState, { capacities }: Caller, plan: PlanView): Asked[] {
  const around = { item, roster: plan.bundle.roster, day: plan.today };
  return asking(item)
    .filter(
      ({ rule, what }) =>
        capacities.some((capacity) => permits(rule, capacity, around)) && isOf(what, item, capacities),
    )
    .map(({ what }) => what);
}

/** Acts by which the unit's work goes on. */
const WORK: readonly string[] = ["reportProgress", "report"];

/** Acts that wait for the caller on an item: those that stand on their list of what is to be done. */
export function waitingActs(lit: LitItem, state: ItemState, caller: Caller, plan: PlanView): ReadonlySet<string> {
  const asks = [...ownStep(lit, caller, unitsOf(caller), plan.today), ...askedOf(state, caller, plan)];
  return new Set(asks.flatMap(({ turn }) => (turn === "work" ? WORK : [turn])));
}

/** The caller's items, the nearest deadline first. */
export async function mine({
  plan,
  caller,
  sight,
  services,
}: Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "sight" | "services">): Promise<MyItem[]> {
  const [standing, states] = await Promise.all([sight.standing(plan.today), askedItems(services.pool, plan.id)]);
  const units = unitsOf(caller);
  const byItem = new Map<string, Asked[]>();
  for (const item of states) {
    const own = askedOf(item, caller, plan);
    if (own.length > 0) byItem.set(item.id, own);
  }
  return standing.items
    .map((lit) => ({ lit, asked: [...ownStep(lit, caller, units, plan.today), ...(byItem.get(lit.item.id) ?? [])] }))
    .filter((one) => one.asked.length > 0)
    .sort((a, b) => (dueBy(a) < dueBy(b) ? -1 : dueBy(a) > dueBy(b) ? 1 : 0));
}

/** A liaison's own unit is not the leader's: what it owes is not asked of them as liaison. */
const unitsOf = ({ capacities }: Caller): ReadonlySet<string> =>
  new Set(capacities.filter(({ onBehalfOf }) => onBehalfOf === undefined).map(unitOf));

const dueBy = ({ lit, asked: all }: MyItem): string =>
  [lit.item.deadline, ...all.flatMap(({ by }) => (by === null ? [] : [by]))].sort()[0] as string;
