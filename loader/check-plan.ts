/** What a plan.yaml of the right shape can still get wrong: references, ids, dates. */
import type { Scope } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { deadlinesOf } from "./assemble.js";
import type { MilestoneEntry, PlanFile } from "./plan-schema.js";
import { requireKnown, requireUnique, type RosterIds } from "./roster-ids.js";
import type { Path, Source } from "./source.js";

/** Stands for 各乡镇（街道） in responsibleUnits; no unit that can owe anything. */
export const ALL_TOWNSHIPS = "townships";

export function checkPlan(plan: PlanFile, source: Source, ids: RosterIds | undefined): void {
  checkIds(plan, source);
  checkTimeZone(plan, source);
  const groups = new Set(plan.groups.map((group) => group.id));
  for (const [index, task] of plan.tasks.entries()) {
    const path: Path = ["tasks", index];
    if (!groups.has(task.group))
      source.report([...path, "group"], `unknown group ${task.group}: write the id of one of this file's groups`);
    checkUnitList(task.leadUnits, [...path, "leadUnits"], source, ids, false);
    checkUnitList(task.responsibleUnits, [...path, "responsibleUnits"], source, ids, true);
    for (const [no, milestone] of task.milestones.entries())
      checkMilestone(milestone, [...path, "milestones", no], plan, source, ids);
  }
  for (const [index, attachment] of plan.attachments.entries()) {
    if (attachment.provided && attachment.file === undefined) {
      source.report(
        ["attachments", index, "provided"],
        `attachment ${attachment.id} is said to be provided: add file: <name>, or write provided: false`,
      );
    }
  }
  for (const [index, question] of plan.openQuestions.entries()) {
    if (question.chosen !== undefined && !question.options.includes(question.chosen)) {
      source.report(
        ["openQuestions", index, "chosen"],
        `${question.chosen} is none of the question's options: write one of ${question.options.join(", ")}`,
      );
    }
    for (const [no, { option, milestone }] of (question.moves ?? []).entries()) {
      const path: Path = ["openQuestions", index, "moves", no];
      if (!question.options.includes(option))
        source.report(
          [...path, "option"],
          `${option} is none of the question's options: write one of ${question.options.join(", ")}`,
        );
      if (!plan.tasks.some(({ milestones }) => milestones.some(({ id }) => id === milestone)))
        source.report([...path, "milestone"], `there is no milestone ${milestone}: name one of the plan's tasks`);
    }
  }
}

function checkUnitList(
  units: readonly string[],
  path: Path,
  source: Source,
  ids: RosterIds | undefined,
  townshipsAllowed: boolean,
): void {
  for (const [index, unit] of units.entries()) {
    if (unit === ALL_TOWNSHIPS && !townshipsAllowed) {
      source.report(
        [...path, index],
        `${ALL_TOWNSHIPS} stands for all townships and cannot lead or owe: name one unit, or use owes: township`,
      );
    } else requireKnown(source, [...path, index], unit, "units", ids);
  }
  requireUnique(
    source,
    "unit in this list:",
    units.map((id, index) => ({ id, path: [...path, index] })),
  );
}

/** A milestone whose scope finds nothing in the roster would yield no item, and nobody would miss it. */
export function checkTargets(bundle: PlanBundle, source: Source): void {
  const { townships, villages } = bundle.roster;
  const targets: Readonly<Record<Scope, readonly [number, string]>> = {
    county: [1, ""],
    township: [townships.length, "add the townships to roster.yaml"],
    village: [villages.length, "add the villages to roster.yaml"],
    area: [
      villages.filter((village) => village.concentratedArea).length,
      "write concentratedArea: true at the villages concerned in roster.yaml",
    ],
  };
  for (const [t, task] of (source.value as PlanFile).tasks.entries()) {
    for (const [m, { id, scope, targets: named }] of task.milestones.entries()) {
      const [count, advice] = targets[scope];
      if (count === 0 && named === undefined)
        source.report(
          ["tasks", t, "milestones", m, "scope"],
          `milestone ${id} yields no item: the roster has no target of scope ${scope}: ${advice}, or write another scope`,
        );
    }
  }
}

/** Flags of villages that plan.yaml explains, and no others. */
export function checkVillageFlags(bundle: PlanBundle, source: Source): void {
  const known = new Set((bundle.plan.villageFlags ?? []).map(({ id }) => id));
  for (const [v, { id, flags = [] }] of bundle.roster.villages.entries())
    for (const [f, flag] of flags.entries())
      if (!known.has(flag))
        source.report(
          ["villages", v, "flags", f],
          `village ${id} has a flag ${flag} that plan.yaml does not explain: add it there under villageFlags, or write one of ${[...known].join(", ") || "its flags"}`,
        );
}

/** 协办 units: known, each once. A sub-deadline is counted back from the milestone's, so it is never later. */
function checkSupporting(milestone: MilestoneEntry, path: Path, source: Source, ids: RosterIds | undefined): void {
  for (const [index, entry] of milestone.supporting.entries()) {
    const [unit, at]: [string, Path] =
      typeof entry === "string" ? [entry, [...path, index]] : [entry.unit, [...path, index, "unit"]];
    if (unit === ALL_TOWNSHIPS)
      source.report(at, `${ALL_TOWNSHIPS} stands for all townships: name the units that support this milestone`);
    else requireKnown(source, at, unit, "units", ids);
  }
  requireUnique(
    source,
    "unit in this list:",
    milestone.supporting.map((entry, index) => ({
      id: typeof entry === "string" ? entry : entry.unit,
      path: [...path, index],
    })),
  );
}

/** Places named one by one must be there, and of the milestone's scope. */
function checkNamedTargets(
  { id, scope, targets = [], adHoc, deadline }: MilestoneEntry,
  path: Path,
  source: Source,
  ids: RosterIds | undefined,
): void {
  if (targets.length > 0 && scope === "county")
    source.report(
      [...path, "targets"],
      `milestone ${id} has scope county and is one item: remove targets, or write another scope`,
      "key",
    );
  else
    for (const [index, target] of targets.entries())
      requireKnown(source, [...path, "targets", index], target, scope === "township" ? "townships" : "villages", ids);
  requireUnique(
    source,
    "target",
    targets.map((target, index) => ({ id: target, path: [...path, "targets", index] })),
  );
  if (adHoc && deadline !== undefined && deadline <= adHoc.on)
    source.report(
      [...path, "deadline"],
      `milestone ${id} is due on ${deadline}, not later than it is given on ${adHoc.on}: write a later deadline`,
    );
}

function checkMilestone(
  milestone: MilestoneEntry,
  path: Path,
  plan: PlanFile,
  source: Source,
  ids: RosterIds | undefined,
): void {
  const name = `milestone ${milestone.id}`;
  if (milestone.deadline === undefined && milestone.deadlines === undefined) {
    source.report(
      path,
      `${name} has no deadline: add deadline: YYYY-MM-DD (a duty without a date belongs under standingDuties)`,
    );
  }
  if (milestone.deadline !== undefined && milestone.deadlines !== undefined) {
    source.report([...path, "deadlines"], `${name} has both deadline and deadlines: keep one of them`, "key");
  }
  for (const { deadline, index } of deadlinesOf(milestone)) {
    const at: Path = index === undefined ? [...path, "deadline"] : [...path, "deadlines", index];
    if (deadline < plan.start)
      source.report(
        at,
        `${name} is due on ${deadline}, before the plan's start ${plan.start}: write a later deadline, or an earlier start`,
      );
  }
  const { alternative } = milestone.reading;
  if (alternative !== undefined && alternative < plan.start) {
    source.report(
      [...path, "reading", "alternative"],
      `${name} could be read as ${alternative}, before the plan's start ${plan.start}: write a later date`,
    );
  }
  checkSupporting(milestone, [...path, "supporting"], source, ids);
  checkNamedTargets(milestone, path, source, ids);
  const { owes } = milestone;
  if (typeof owes === "object" && "unit" in owes)
    checkUnitList([owes.unit], [...path, "owes", "unit"], source, ids, false);
  if (typeof owes === "object" && owes.basis === "inferred" && owes.note === undefined)
    source.report(
      [...path, "owes"],
      `${name} says that who owes it is inferred, and not from what: add note: <why this unit>`,
    );
  const owing = typeof owes === "object" && "who" in owes ? owes.who : owes;
  if (owing === "township" && milestone.scope === "county") {
    source.report(
      [...path, "owes"],
      `${name} has scope county and no township that could owe it: write owes: firstLead or { unit: … }, or another scope`,
    );
  }
}

function checkIds(plan: PlanFile, source: Source): void {
  const at = (list: string, entries: readonly { readonly id: string }[]): { id: string; path: Path }[] =>
    entries.map((entry, index) => ({ id: entry.id, path: [list, index, "id"] }));
  requireUnique(source, "group id", at("groups", plan.groups));
  requireUnique(source, "id", [
    ...at("planDuties", plan.planDuties),
    ...at("kpis", plan.kpis),
    ...at("attachments", plan.attachments),
    ...at("openQuestions", plan.openQuestions),
    ...at("villageFlags", plan.villageFlags ?? []),
  ]);
  requireUnique(
    source,
    "task number",
    plan.tasks.map((task, index) => ({ id: task.no, path: ["tasks", index, "no"] })),
  );
  requireUnique(
    source,
    "standing duty id",
    plan.tasks.flatMap((task, t) =>
      task.standingDuties.map((duty, d) => ({ id: duty.id, path: ["tasks", t, "standingDuties", d, "id"] })),
    ),
  );
  requireUnique(
    source,
    "milestone id",
    plan.tasks.flatMap((task, t) =>
      task.milestones.flatMap((milestone, m) =>
        deadlinesOf(milestone).map(({ id, index }) => ({
          id,
          path: ["tasks", t, "milestones", m, ...(index === undefined ? ["id"] : ["deadlines", index])],
        })),
      ),
    ),
  );
}

function checkTimeZone(plan: PlanFile, source: Source): void {
  const { name, offsetMinutes } = plan.timeZone;
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    const year = Number(plan.start.slice(0, 4));
    for (const month of [0, 6]) {
      const zone =
        format.formatToParts(Date.UTC(year, month, 15)).find((part) => part.type === "timeZoneName")?.value ?? "";
      const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(zone) ?? [];
      const offset = (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
      if (offset !== offsetMinutes) {
        source.report(
          ["timeZone", "offsetMinutes"],
          `${name} is ${offset} minutes from UTC, not ${offsetMinutes}: correct it (a zone with daylight saving cannot be used)`,
        );
        return;
      }
    }
  } catch {
    source.report(["timeZone", "name"], `unknown time zone ${name}: write an IANA name, e.g. Asia/Shanghai`);
  }
}
