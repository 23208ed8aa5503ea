/** Everything about one item as it stands. */
import { valueOn } from "../../domain/plan/dated.js";
import { UNSIGNED_EVENTS } from "../../domain/ledger/item-pressure-events.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { ItemStory } from "../../prisma/items/item-story.js";
import type { Telling } from "../../prisma/ledger/ledger-rows.js";
import { statusWords } from "../../domain/items/words.js";
import { rungById } from "../../domain/ladder/steps.js";
import { contextFor } from "../../domain/ladder/subject.js";
import { instantText } from "../http/instants.js";
import { figureFeeding, registerOf } from "../../domain/plan/registers.js";
import type { PlanView } from "../views/plan-view.js";
import type { ItemDetail } from "./schemas.js";
import type { LitItem } from "../views/standings.js";
import { dueStepView } from "./due.js";
import { itemView } from "./view.js";
import { itemLightView } from "./item-light.js";

/** What the plan's text says of the item. */
function textView(state: ItemState, plan: PlanView) {
  const { names } = plan;
  const milestone = names.milestone(state.milestone);
  return {
    taskTitle: names.task(state.task)?.title ?? "",
    clause: milestone?.clause ?? "",
    reading: {
      text: milestone?.reading.text ?? "",
      basis: milestone?.reading.basis ?? ("literal" as const),
      note: milestone?.reading.note ?? null,
      alternative: milestone?.reading.alternative ?? null,
    },
    closeCriteria: milestone?.closeCriteria ?? "",
    evidence: [...(milestone?.evidence ?? [])],
    computed: computedView(state, plan),
    metric: milestone?.metric ? { ...milestone.metric, total: state.total ?? null, done: state.done ?? null } : null,
  };
}

/** The figure that its percentage follows from, also before a row of the register is there. */
function computedView({ milestone, target, done, total, computed }: ItemState, { bundle: { registers } }: PlanView) {
  const figure = figureFeeding(registers, milestone);
  const feed = figure?.milestones.find((one) => one.milestone === milestone);
  const register = figure && registers && registerOf(registers, figure.register);
  if (!figure || !feed || !register) return null;
  const scope = figure.per.map((column) => feed.fixed?.[column] ?? target).join("/");
  const { id, title, english } = figure;
  const head = { register: register.id, registerTitle: register.title, figure: id, title, english, scope };
  return { ...head, done: computed ? (done ?? null) : null, total: computed ? (total ?? null) : null };
}

/** Who owes it, and who is paired with its village. */
function peopleView(state: ItemState, plan: PlanView) {
  const { names, today, bundle } = plan;
  const unit = names.units.get(state.primaryUnit);
  const leader = unit && valueOn(unit.leaderInCharge, today);
  const nobody = (kind: string) => `${state.primaryUnit}/${kind}`;
  const village = state.village === null ? undefined : names.villages.get(state.village);
  const paired = village && valueOn(village.pairing, today);
  return {
    owes: {
      unit: names.unitRef(state.primaryUnit, today),
      desk: names.holder(unit?.desk ?? nobody("desk"), today),
      head: names.holder(unit?.head ?? nobody("head"), today),
      leaderInCharge: leader === undefined ? null : names.holder(leader, today),
    },
    leadUnit: names.unitRef(state.leadUnit, today),
    verifier: state.verifier ? names.person(state.verifier.person) : null,
    pairing: paired
      ? {
          countyLeader: names.holder(paired.countyLeader, today),
          departmentHead: names.holder(paired.departmentHead, today),
          helpingUnit: names.unitRef(paired.helpingUnit, today),
        }
      : null,
    sampleRoster: bundle.roster.sample,
  };
}

/** What is under way on it. */
function courseView(state: ItemState, calendar: number, plan: PlanView) {
  const { names, today, ruleSet } = plan;
  const by = ({ person, unit }: { person: string; unit: string }) => ({
    person: names.person(person),
    unit: names.unitRef(unit, today),
  });
  const { extension, deadlineRun } = state;
  const { policy } = contextFor(state, calendar, ruleSet);
  return {
    registeredAt: instantText(state.registeredAt, ruleSet.offsetMinutes),
    assignOn: state.assignOn,
    statusWords: statusWords(state.status),
    returns: state.returns,
    reportedBy: state.reportedBy && by(state.reportedBy),
    reportedOn: state.reportedOn,
    suspendedSince: state.suspendedSince,
    suspendedUntil: state.suspendedUntil,
    suspensions: state.stops.map(([from, to]) => ({ from, to })),
    extension: extension && {
      no: extension.no,
      to: extension.to,
      late: extension.late,
      by: by(extension.by),
      proposedGrant: extension.proposedGrant,
      opinions: extension.opinions,
    },
    instructions: state.instructions.map(({ id, unit, instructorPost, replyBy, replied, unchecked }) => ({
      id,
      unit: names.unitRef(unit, today),
      by: names.post(instructorPost, today),
      replyBy,
      replied,
      toCheck: unchecked !== undefined,
    })),
    drafts: state.drafts.map(({ rung, draftedOn, held }) => ({
      rung,
      instrument: deadlineRun ? rungById(deadlineRun, rung, policy).instrument : rung,
      draftedOn,
      held,
    })),
    supporting: state.supporting.map((unit) => {
      const own = state.supports.find((support) => support.unit === unit);
      return {
        unit: names.unitRef(unit, today),
        workingDaysBefore: own?.before ?? null,
        delivered: own?.delivered ?? null,
      };
    }),
    causeReview: state.causeReview,
    next: dueStepView(state, calendar, plan),
  };
}

/** The item without what waits for the office's signature, as those know it who do not see everything. */
const signedOnly = (state: ItemState): ItemState => ({ ...state, drafts: [] });

const UNSIGNED: readonly string[] = UNSIGNED_EVENTS;

/** `telling`: whether the reader is told of letters that were not signed. */
export function itemDetailView(
  lit: LitItem,
  { stream, state: whole, ladderExhausted, rows: all, notices }: ItemStory,
  plan: PlanView,
  telling: Telling,
): ItemDetail {
  const state = telling === "whole" ? whole : signedOnly(whole);
  const rows = telling === "whole" ? all : all.filter(({ type }) => !UNSIGNED.includes(type));
  return {
    ...itemView(lit, plan, plan.today),
    ...textView(state, plan),
    ...peopleView(state, plan),
    ...courseView(state, lit.calendar, plan),
    stream,
    ladderExhausted: ladderExhausted && lit.item.closedAt === null,
    why: itemLightView(lit, rows, plan.today, plan),
    notices: [...notices],
    ledgerRows: rows.length,
  };
}
