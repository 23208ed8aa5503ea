/** From the files' compact notation to the domain's types. Runs on checked files only. */
import type { CalendarData, Dated, Milestone, Owes, PlanText, Task } from "../domain/plan/plan.js";
import type { Policy, Rung } from "../domain/plan/policy.js";
import type { Post, Roster, Unit, UnitName, Village } from "../domain/plan/roster.js";
import type { CalendarFile } from "./calendar-schema.js";
import type { MilestoneEntry, PlanFile, TaskEntry } from "./plan-schema.js";
import type { PolicyFile, RungEntry } from "./policy-schema.js";
import type { DatedString, RosterFile, UnitNameEntry } from "./roster-schema.js";

/** A `datedString` written out. */
export function dated(entry: DatedString): Dated<string> {
  return typeof entry === "string" ? { value: entry } : entry;
}

function owesOf(owes: MilestoneEntry["owes"]): Owes {
  if (typeof owes === "string") return { kind: owes };
  if ("unit" in owes) {
    const { unit, ...read } = owes;
    return { kind: "unit", unit, ...read };
  }
  const { who, ...read } = owes;
  return { kind: who, ...read };
}

const YEAR = 4;
const MONTH = 7;

/** The id and deadline of each entry a milestone stands for: itself, or one per year; by month where a year has several. */
export function deadlinesOf(entry: MilestoneEntry): { id: string; deadline: string; index: number | undefined }[] {
  const { deadlines = [] } = entry;
  const years = new Set(deadlines.map((deadline) => deadline.slice(0, YEAR)));
  const told = years.size === deadlines.length ? YEAR : MONTH;
  const yearly = deadlines.map((deadline, index) => ({
    id: `${entry.id}-${deadline.slice(0, told)}`,
    deadline,
    index,
  }));
  return entry.deadline === undefined ? yearly : [{ id: entry.id, deadline: entry.deadline, index: undefined }];
}

function milestonesOf(entry: MilestoneEntry): Milestone[] {
  const { deadlines, series, owes, supporting, ...rest } = entry;
  const shared = deadlines === undefined ? series : (series ?? entry.id);
  return deadlinesOf(entry).map(({ id, deadline }) => ({
    ...rest,
    id,
    deadline,
    owes: owesOf(owes),
    supporting: supporting.map((each) => (typeof each === "string" ? { unit: each } : each)),
    ...(shared === undefined ? {} : { series: shared }),
  }));
}

function taskOf(entry: TaskEntry): Task {
  return { ...entry, milestones: entry.milestones.flatMap(milestonesOf) };
}

export function assemblePlan(file: PlanFile): PlanText {
  return { ...file, tasks: file.tasks.map(taskOf) };
}

/** A unit's name written out. */
export const unitName = (entry: UnitNameEntry): UnitName => (typeof entry === "string" ? { value: entry } : entry);

function unitOf(entry: RosterFile["units"][number]): Unit {
  return {
    ...entry,
    aliases: entry.aliases ?? [],
    names: entry.names.map(unitName),
    leaderInCharge: entry.leaderInCharge.map(dated),
  };
}

function postOf(entry: RosterFile["posts"][number]): Post {
  const { acting, ...rest } = entry;
  return {
    ...rest,
    holders: entry.holders.map(dated),
    ...(acting === undefined ? {} : { acting: acting.map(dated) }),
  };
}

function villageOf(entry: RosterFile["villages"][number]): Village {
  const pairing = entry.pairing.map(({ from, to, ...value }) => ({
    value,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }));
  return { ...entry, concentratedArea: entry.concentratedArea ?? false, pairing };
}

export function assembleRoster(file: RosterFile): Roster {
  return {
    ...file,
    units: file.units.map(unitOf),
    posts: file.posts.map(postOf),
    villages: file.villages.map(villageOf),
  };
}

function rungOf(entry: RungEntry): Rung {
  const { standIn, ...rest } = entry;
  return {
    ...rest,
    copy: entry.copy ?? [],
    ...(standIn === undefined ? {} : { standIn: { ...standIn, copy: standIn.copy ?? [] } }),
  };
}

export function assemblePolicy(file: PolicyFile): Policy {
  const { signFor, village, county, verification, extension, instruction, ...others } = file.ladders;
  const { supporting, promise, inspection, month } = others;
  return {
    ...file,
    ladders: {
      signFor: signFor.map(rungOf),
      village: village.map(rungOf),
      county: county.map(rungOf),
      verification: verification.map(rungOf),
      extension: extension.map(rungOf),
      instruction: instruction.map(rungOf),
      ...(supporting === undefined ? {} : { supporting: supporting.map(rungOf) }),
      ...(promise === undefined ? {} : { promise: promise.map(rungOf) }),
      ...(inspection === undefined ? {} : { inspection: inspection.map(rungOf) }),
      ...(month === undefined ? {} : { month: month.map(rungOf) }),
    },
  };
}

export function assembleCalendar(file: CalendarFile): CalendarData {
  return file;
}
