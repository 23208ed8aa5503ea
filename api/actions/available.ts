/** What a caller may do to an item now, and why not otherwise: the very rules and decisions that an act meets, tried without one. */
import type { Command } from "../../domain/items/commands.js";
import { decide, isRefusal } from "../../domain/items/decisions.js";
import { contextFor } from "../../domain/ladder/subject.js";
import { addDays } from "../../domain/plan/plan-date.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Caller, Capacity } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";
import type { ActionRefusalCode } from "./schemas.js";
import type { Words } from "../http/schema-parts.js";
import { type Action, ACTIONS, EVIDENCE } from "./catalogue.js";
import { isRefusalCode, notPermitted, refusalWords } from "./refusals.js";
import { actorOf, nameOf } from "./request.js";
import { verifiersFor } from "./verifiers.js";
import { type Around, permits } from "./rules.js";

export interface Available {
  readonly action: Action;
  /** In which the caller can do it now, the one that it is done in unless told first; none where it is refused. */
  readonly capacities: readonly Capacity[];
  /** What it can be done about: ids of instructions, rungs of drafts, persons; empty where it needs none. */
  readonly refs: readonly string[];
  readonly refusal: ({ readonly code: ActionRefusalCode } & Words) | null;
}

/** Values that an act could have: whether its step is the next one does not depend on them. */
function sampleOf(item: ItemState, plan: PlanView): Readonly<Record<string, unknown>> {
  const later = addDays(item.deadline > plan.today ? item.deadline : plan.today, 1);
  const [text, dates] = ["…", { until: later, to: later, deadline: later, replyBy: later, on: later }];
  const texts = { text, reason: text, approver: text, documentNo: text };
  const progress = item.metric ? { figures: { done: item.done ?? 0 } } : { percent: item.percent };
  const choices = {
    ...progress,
    total: (item.total ?? 0) + (item.done ?? 0) + 1,
    target: item.metric?.target,
    supports: true,
    grant: true,
    hold: true,
    evidence: [text],
  };
  const file = { sha256: "0".repeat(64), effectiveOn: plan.today };
  return { ...texts, ...dates, ...choices, ...file, unit: item.primaryUnit, primaryUnit: `not ${item.primaryUnit}` };
}

/** What an act may be about, where it must say: one of the item's instructions or drafts, or of those who may verify it. */
function refsOf({ kind, fields }: Action, item: ItemState, around: Around): readonly string[] | null {
  const { instructions, drafts } = item;
  if ("instruction" in fields) return instructions.map(({ id }) => id);
  if (kind === "assignVerifier") return verifiersFor(around).map(({ person }) => person);
  return kind === "signInstrument" || kind === "holdInstrument" ? drafts.map(({ rung }) => rung) : null;
}

/** Refusals that the caller can mend by other values. */
const ABOUT_VALUES: readonly string[] = ["badDate", "badValue", "computedPercent", "belowTarget"];

export function availableActions(caller: Caller, item: ItemState, calendar: number, plan: PlanView): Available[] {
  const { library, bundle, today, now } = plan;
  const around = { item, roster: bundle.roster, day: today };
  const context = contextFor(item, calendar, library);
  const sample = sampleOf(item, plan);
  const tryIt = (action: Action, capacity: Capacity, ref: string | null) => {
    const actor = actorOf(capacity, caller.person ?? "");
    const about = { instruction: ref ?? "", rung: ref ?? "", verifier: ref, verifierPost: ref };
    const command = {
      ...sample,
      ...about,
      kind: action.kind,
      key: "trial",
      actor,
      items: [item.id],
    } as unknown as Command;
    const decision = decide(item, command, now, context);
    return isRefusal(decision) && !ABOUT_VALUES.includes(decision.code) ? decision : null;
  };
  return [...ACTIONS, EVIDENCE].map((action): Available => {
    const refused = { action, capacities: [], refs: [] };
    const capacities = caller.capacities.filter((capacity) => permits(action.kind, capacity, around));
    if (capacities.length === 0) return { ...refused, refusal: notPermitted(action) };
    const refs = refsOf(action, item, around);
    const tried = (refs?.length ? refs : [null]).flatMap((ref) =>
      capacities.map((capacity) => ({ ref, capacity, refusal: tryIt(action, capacity, ref) })),
    );
    const done = tried.filter(({ refusal }) => refusal === null);
    if (done.length > 0) {
      const can = done.flatMap(({ ref }) => (ref === null ? [] : [ref]));
      const each = new Map(done.map(({ capacity }) => [nameOf(capacity), capacity]));
      return { action, capacities: [...each.values()], refs: [...new Set(can)], refusal: null };
    }
    const { code = "illegalStep", reason = "" } = tried[0]?.refusal ?? {};
    const known = isRefusalCode(code) ? code : "illegalStep";
    return { ...refused, refusal: { code: known, ...refusalWords({ code: known, reason }, action, item) } };
  });
}
