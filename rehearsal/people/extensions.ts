/** 延期: the unit applies, the village's department head may give an opinion, the office proposes, the leading group decides. */
import { closerUnit, type ItemState, isWithUnit } from "../../domain/items/work-item.js";
import type { Bodies } from "../../domain/plan/roster.js";
import { addDays } from "../../domain/plan/plan-date.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { valueOn } from "../../domain/plan/dated.js";
import type { ScenarioEventOf } from "../../loader/scenario-schema.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import { batchOf, lateFrom } from "./batch.js";
import type { About } from "./draws.js";
import { fitting, lateReasons } from "./fitting.js";
import { type Intent, intend, reactionAt, type Setting, textOf, words } from "./intents.js";
import * as texts from "./texts.js";

type StagedApplication = ScenarioEventOf<"requestExtension">;

function stagedFor(setting: Setting, item: string): StagedApplication | undefined {
  return setting.events.find(
    (event): event is StagedApplication => event.kind === "requestExtension" && event.item === item,
  );
}

/** The scenario has an application for this item: it must not be done before. */
export function isToBeExtended(setting: Setting, item: ItemState): boolean {
  return item.deadlineVersion === 1 && stagedFor(setting, item.id) !== undefined;
}

/** An application while there is still time. */
export function applyInTime(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const { requestExtension } = setting.behaviours.ofUnit(item.primaryUnit);
  const together: About = ["requestExtension", ...batchOf(item)];
  const staged = stagedFor(setting, item.id);
  if (item.deadlineVersion === 1 && staged)
    return application(setting, row, item, hours.opening(staged.on), staged.to, staged.reason);
  if (!draws.happens(requestExtension.chance, "requestExtension", item.id, item.deadlineVersion)) return [];
  const day = hours.before(item.deadline, draws.within(requestExtension.days, ...together));
  if (day === null || day <= hours.dayOf(row.at)) return [];
  const at = hours.on(day, item.primaryUnit);
  const to = newDeadline(setting, item, item.deadline, together);
  return application(
    setting,
    row,
    item,
    at,
    to,
    words(setting, fitting(setting.milestones.get(item.milestone)).reasons, item.primaryUnit, at),
  );
}

/** 逾期申请, of what nobody applied for in time. */
export function applyLate(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const { requestLateExtension, requestExtension } = setting.behaviours.ofUnit(item.primaryUnit);
  const each: About = [item.id, item.deadlineVersion];
  if (isToBeExtended(setting, item) || draws.happens(requestExtension.chance, "requestExtension", ...each)) return [];
  if (!draws.happens(requestLateExtension.chance, "requestLateExtension", ...each)) return [];
  const together: About = ["requestLateExtension", ...batchOf(item)];
  const day = hours.following(
    lateFrom(hours, row.at, item),
    Math.max(1, draws.within(requestLateExtension.days, ...together)),
  );
  if (day === null) return [];
  const at = hours.on(day, item.primaryUnit);
  const to = newDeadline(setting, item, day, together);
  const reasons = lateReasons(fitting(setting.milestones.get(item.milestone)));
  return application(setting, row, item, at, to, words(setting, reasons, item.primaryUnit, at));
}

/** A working day, counted from the old deadline, or from today where that is over. */
function newDeadline(setting: Setting, item: ItemState, from: PlanDate, together: About): PlanDate | null {
  const days = setting.draws.within(setting.behaviours.ofUnit(item.primaryUnit).extensionLength, ...together);
  return setting.hours.following(addDays(from, Math.max(1, days)), 0);
}

function application(
  setting: Setting,
  row: ObservedRow,
  item: ItemState,
  at: number | null,
  to: PlanDate | null,
  reason: string,
): Intent[] {
  // Its whole ladder must lie within the calendar, or the item could never run on.
  if (to === null || setting.hours.following(to, LADDER_LENGTH) === null) return [];
  const version = item.deadlineVersion;
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "requestExtension", to, reason },
    by: { kind: "unit", unit: item.primaryUnit, level: "desk" },
    restsWhileSuspended: true,
    still: (now, day) =>
      isWithUnit(now) && !now.extension && now.deadlineVersion === version && to > now.deadline && to > day,
  });
}

/** Working days after a deadline within which everything about it is over. */
const LADDER_LENGTH = 120;

/** The office proposes; the village's department head may say something before. */
export function afterApplication(setting: Setting, row: ObservedRow, item: ItemState, bodies: Bodies): Intent[] {
  return [...proposal(setting, row, item, bodies), ...opinion(setting, row, item)];
}

/** What the office and the leading group make of an application: as the scenario has it, or as drawn. */
function granted(setting: Setting, item: ItemState): boolean {
  const { draws } = setting;
  const staged = stagedFor(setting, item.id);
  if (staged && staged.to === item.extension?.to) return staged.grant;
  return draws.happens(
    setting.behaviours.ofUnit(item.primaryUnit).grantExtension,
    "grant",
    ...batchOf(item),
    item.extensions,
  );
}

/** One proposal in this many is not followed. */
const OVERRULED = 0.1;

function proposal(setting: Setting, row: ObservedRow, item: ItemState, bodies: Bodies): Intent[] {
  const { draws } = setting;
  const no = item.extension?.no;
  const unit = closerUnit(item, bodies);
  const urged = textOf(row, "rung");
  const together: About = ["proposeExtension", ...batchOf(item), row.at];
  const at = reactionAt(setting, unit, setting.behaviours.ofUnit(unit).proposeExtension, row.at, [...together, urged]);
  const staged = stagedFor(setting, item.id) !== undefined;
  const grant = granted(setting, item) !== (!staged && draws.happens(OVERRULED, "overruled", ...batchOf(item)));
  const proposed = grant ? texts.PROPOSES_GRANT : texts.PROPOSES_REFUSAL;
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: { kind: "proposeExtension", grant, text: words(setting, proposed, unit, at) },
    by: { kind: "unit", unit, level: "desk", not: applicant(item) },
    restsWhileSuspended: false,
    still: (now) => now.extension?.no === no && now.extension?.proposedGrant === null,
  });
}

/** Most heads are for the village they stand for. */
const SUPPORTED = 0.75;

function opinion(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours, roster } = setting;
  const village = roster.villages.find((candidate) => candidate.id === item.village);
  const post = valueOn(village?.pairing ?? [], hours.dayOf(row.at))?.departmentHead;
  if (post === undefined || row.type !== "extensionRequested") return [];
  const about: About = ["giveOpinion", post, ...batchOf(item), row.at];
  const supports = draws.happens(SUPPORTED, ...about, "supports");
  const no = item.extension?.no;
  return intend(reactionAt(setting, post, setting.behaviours.ofPost(post).giveOpinion, row.at, about), {
    stream: row.stream,
    item: item.id,
    act: { kind: "giveOpinion", supports, text: draws.oneOf(supports ? texts.SUPPORTS : texts.OBJECTS, ...about) },
    by: { kind: "post", post },
    restsWhileSuspended: false,
    still: (now, day) =>
      now.extension?.no === no && now.extension?.by.person !== setting.cast.actor({ kind: "post", post }, day)?.person,
  });
}

/** The leading group decides on what the office has proposed. */
export function decideExtension(setting: Setting, row: ObservedRow, item: ItemState, bodies: Bodies): Intent[] {
  const unit = bodies.leadingGroup;
  const no = item.extension?.no;
  const grant = granted(setting, item);
  const together: About = ["decideExtension", ...batchOf(item), row.at];
  const at = reactionAt(setting, unit, setting.behaviours.ofUnit(unit).decideExtension, row.at, together);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: {
      kind: "decideExtension",
      grant,
      reason: words(setting, grant ? texts.GRANTED : texts.REFUSED, unit, at),
    },
    by: { kind: "unit", unit, level: "head", not: applicant(item) },
    restsWhileSuspended: false,
    still: (now) => now.extension?.no === no && now.extension?.proposedGrant !== null,
  });
}

/** Nobody decides their own application. */
function applicant(item: ItemState): string[] {
  return item.extension ? [item.extension.by.person] : [];
}
