/** What falls due by itself on an item next. */
import { itemFacts } from "../../domain/items/item-facts.js";
import { roles } from "../../domain/items/firing.js";
import { type Action, nextAction } from "../../domain/items/due.js";
import { type Context, contextFor } from "../../domain/ladder/subject.js";
import type { Addressee } from "../../domain/ledger/record.js";
import { resolveRecipients } from "../../domain/people/recipients.js";
import type { ItemState } from "../../domain/items/work-item.js";
import { isOpen } from "../../domain/items/work-item.js";
import { instantText } from "../http/instants.js";
import type { PlanView } from "../views/plan-view.js";
import type { DueStep } from "./schemas.js";
import type { Holder } from "../http/schema-parts.js";
import { dueWords } from "./due-words.js";

function addressees(action: Action, item: ItemState): Addressee[] {
  switch (action.kind) {
    case "assign":
      return [{ unit: item.primaryUnit }];
    case "fire":
      return roles(action.rung.to);
    case "lapse":
      return roles(action.rung.standIn?.to ?? []);
    case "skip":
    case "resume":
    case "agenda":
      return [];
  }
}

/** By the roster of today; who was told before may shift it one post up when it fires. */
function reached(action: Action, item: ItemState, context: Context, plan: PlanView): Holder[] {
  const { roster } = plan.bundle;
  const to = addressees(action, item);
  if (to.length === 0) return [];
  const facts = { ...itemFacts(item, action.at, context), ...instructionFacts(action, item) };
  return resolveRecipients(roster, { to, copy: [], facts }, item, plan.today).map(({ post, person }) => ({
    post: plan.names.post(post, plan.today),
    person: person === null ? null : plan.names.person(person),
  }));
}

function instructionFacts(action: Action, item: ItemState): Record<string, string> {
  if (action.kind !== "fire") return {};
  const instruction = item.instructions.find(({ run }) => run.runKey === action.run.runKey);
  return instruction ? { instructedUnit: instruction.unit, instructorPost: instruction.instructorPost } : {};
}

export function dueStepView(item: ItemState, calendar: number, plan: PlanView): DueStep | null {
  if (!isOpen(item)) return null;
  const context = contextFor(item, calendar, plan.ruleSet);
  const action = nextAction(item, context);
  if (!action) return null;
  const to = reached(action, item, context, plan);
  const onRung = action.kind === "fire" || action.kind === "skip" ? action : null;
  const rung = onRung?.rung ?? (action.kind === "lapse" ? action.rung : null);
  return {
    at: instantText(action.at, plan.ruleSet.offsetMinutes),
    kind: action.kind,
    ladder: onRung?.run.runKey ?? null,
    rung: rung?.id ?? null,
    instrument: rung?.instrument ?? (action.kind === "assign" ? "assignment" : null),
    repetition: action.kind === "fire" ? action.repetition : 0,
    to,
    words: dueWords(action, to),
  };
}
