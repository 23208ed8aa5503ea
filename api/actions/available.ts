/** What a caller may do to an item now, and why not otherwise: the very rules and decisions that an act meets, tried without one. */
import type { FieldSpec } from "../../domain/forms/field.js";
import { ACT_KINDS, type ActKind, ACTS } from "../../domain/items/acts/catalogue.js";
import type { Command } from "../../domain/items/commands.js";
import { decide, isRefusal } from "../../domain/items/decisions.js";
import { contextFor } from "../../domain/ladder/subject.js";
import { addDays } from "../../domain/plan/plan-date.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { Caller, Capacity } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";
import type { ActionRefusalCode } from "./schemas.js";
import type { Words } from "../http/schema-parts.js";
import { isAroundRefusal, ownFields } from "./catalogue.js";
import type { CommandFields } from "./fields.js";
import { notPermitted, refusalOf } from "./refusals.js";
import { nameOf } from "./request.js";
import { actorOf } from "../rights/actor.js";
import { verifiersFor } from "./verifiers.js";
import { type Around, permits } from "./permissions.js";

export interface Available {
  readonly kind: ActKind;
  /** In which the caller can do it now, the one that it is done in unless told first; none where it is refused. */
  readonly capacities: readonly Capacity[];
  /** What it can be done about: ids of instructions, rungs of drafts, persons; empty where it needs none. */
  readonly refs: readonly string[];
  readonly refusal: ({ readonly code: ActionRefusalCode } & Words) | null;
}

/** A value that a field could have: whether an act's step is the next one does not depend on it. */
function sampleValue(field: FieldSpec, ref: string | null, item: ItemState, { today }: PlanView): unknown {
  const unmeasured = item.metric === undefined;
  if ((field.when === "measured" && unmeasured) || (field.when === "unmeasured" && !unmeasured)) return undefined;
  const later = addDays(item.deadline > today ? item.deadline : today, 1);
  switch (field.type) {
    case "text":
    case "line":
      return "…";
    case "date":
      return field.notAfter === "today" ? today : later;
    case "percent":
      return item.percent;
    case "number":
      return (item.total ?? 0) + (item.done ?? 0) + 1;
    case "count":
      return 1;
    case "numbersByItem":
      return undefined;
    case "figures":
      return { done: item.done ?? 0 };
    case "yesNo":
      return true;
    case "oneOf":
      return field.values[0]?.value;
    case "pick":
      if (field.of === "verifier") return ref;
      if (field.of !== "unit") return "…";
      return field.preset === "owes" ? item.primaryUnit : `not ${item.primaryUnit}`;
    case "picks":
      return [];
    case "instruction":
    case "rung":
      return ref ?? "";
    case "file":
      return field.optional ? undefined : "0".repeat(64);
    case "files":
      return ["…"];
    case "photos":
      return [];
  }
}

function sampleOf(kind: ActKind, ref: string | null, item: ItemState, around: Around, plan: PlanView): CommandFields {
  const fields = Object.fromEntries(
    Object.entries(ACTS[kind].fields).flatMap(([name, field]) => {
      const value = sampleValue(field, ref, item, plan);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const own = ownFields(kind, fields, { item, around, filed: ["…"], plan });
  return own && !isAroundRefusal(own) ? own : fields;
}

/** What an act may be about, where it must say: one of the item's instructions or drafts, or of those who may verify it. */
function refsOf(kind: ActKind, item: ItemState, around: Around): readonly string[] | null {
  const fields = Object.values(ACTS[kind].fields);
  if (fields.some(({ type }) => type === "instruction")) return item.instructions.map(({ id }) => id);
  if (fields.some(({ type }) => type === "rung")) return item.drafts.map(({ rung }) => rung);
  const verifier = fields.some((field) => field.type === "pick" && field.of === "verifier");
  return verifier ? verifiersFor(around).map(({ person }) => person) : null;
}

/** Refusals that the caller can mend by other values. */
const ABOUT_VALUES: readonly string[] = ["badDate", "badValue", "computedPercent", "belowTarget"];

export function availableActions(caller: Caller, item: ItemState, calendar: number, plan: PlanView): Available[] {
  const { ruleSet, bundle, today, now } = plan;
  const around = { item, roster: bundle.roster, day: today };
  const context = contextFor(item, calendar, ruleSet);
  const tryIt = (kind: ActKind, capacity: Capacity, ref: string | null) => {
    const actor = actorOf(capacity, caller);
    const command = {
      ...sampleOf(kind, ref, item, around, plan),
      kind,
      key: "trial",
      actor,
      items: [item.id],
    } as unknown as Command;
    const decision = decide(item, command, now, context);
    return isRefusal(decision) && !ABOUT_VALUES.includes(decision.code) ? decision : null;
  };
  return ACT_KINDS.map((kind): Available => {
    const refused = { kind, capacities: [], refs: [] };
    const capacities = caller.capacities.filter((capacity) => permits(kind, capacity, around));
    if (capacities.length === 0) return { ...refused, refusal: notPermitted(kind, bundle.plan) };
    const refs = refsOf(kind, item, around);
    const tried = (refs?.length ? refs : [null]).flatMap((ref) =>
      capacities.map((capacity) => ({ ref, capacity, refusal: tryIt(kind, capacity, ref) })),
    );
    const done = tried.filter(({ refusal }) => refusal === null);
    if (done.length > 0) {
      const can = done.flatMap(({ ref }) => (ref === null ? [] : [ref]));
      const each = new Map(done.map(({ capacity }) => [nameOf(capacity), capacity]));
      return { kind, capacities: [...each.values()], refs: [...new Set(can)], refusal: null };
    }
    const refusal = tried[0]?.refusal ?? { code: "illegalStep", reason: "" };
    return { ...refused, refusal: refusalOf(refusal, kind, item, bundle.plan) };
  });
}
