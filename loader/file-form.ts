/** From the domain's types back to the files' compact notation: what is stored can be read, edited and given back. */
import type { CalendarData, Dated, Milestone, Owes, PlanText } from "../domain/plan/plan.js";
import type { DocumentKind, PlanBundle } from "../domain/plan/bundle.js";
import type { Policy } from "../domain/plan/policy.js";
import type { Roster, UnitName } from "../domain/plan/roster.js";
import type { CalendarFile } from "./calendar-schema.js";
import type { MilestoneEntry, PlanFile } from "./plan-schema.js";
import type { PolicyFile } from "./policy-schema.js";
import type { DatedString, RosterFile, UnitNameEntry } from "./roster-schema.js";

export interface FileForms {
  readonly plan: PlanFile;
  readonly roster: RosterFile;
  readonly policy: PolicyFile;
  readonly calendar: CalendarFile;
}

/** Types here are read-only, the formats' are not: nothing is written to what is handed over. */
type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;
const writable = <T>(value: T): Writable<T> => value as Writable<T>;

function owesForm(owes: Owes): MilestoneEntry["owes"] {
  if (owes.kind === "unit") {
    const { kind: _, ...named } = owes;
    return named;
  }
  const { kind, ...read } = owes;
  return Object.keys(read).length === 0 ? kind : { who: kind, ...read };
}

function milestoneForm({ owes, supporting, ...rest }: Milestone): MilestoneEntry {
  return {
    ...writable(rest),
    owes: owesForm(owes),
    supporting: supporting.map((each) => {
      const { unit, jointly, ...more } = each;
      if (jointly === true) return { unit, ...more, jointly };
      return Object.keys(more).length === 0 ? unit : { unit, ...more };
    }),
  };
}

function planForm(plan: PlanText): PlanFile {
  const tasks = plan.tasks.map((task) => ({ ...writable(task), milestones: task.milestones.map(milestoneForm) }));
  return { ...writable(plan), tasks };
}

/** What holds for ever is written by itself. */
function datedForm(entry: Dated<string>): DatedString {
  return entry.from === undefined && entry.to === undefined ? entry.value : { ...entry };
}

/** A name that holds for ever and has no full name is written by itself. */
function nameForm(entry: UnitName): UnitNameEntry {
  return entry.fullName === undefined ? datedForm(entry) : { ...entry };
}

function rosterForm(roster: Roster): RosterFile {
  return {
    ...writable(roster),
    units: roster.units.map((unit) => ({
      ...writable(unit),
      names: unit.names.map(nameForm),
      leaderInCharge: unit.leaderInCharge.map(datedForm),
    })),
    posts: roster.posts.map(({ acting, ...post }) => ({
      ...writable(post),
      holders: post.holders.map(datedForm),
      ...(acting === undefined ? {} : { acting: acting.map(datedForm) }),
    })),
    villages: roster.villages.map((village) => ({
      ...writable(village),
      pairing: village.pairing.map(({ value, ...span }) => ({ ...value, ...span })),
    })),
  };
}

const policyForm = (policy: Policy): PolicyFile => writable(policy) as PolicyFile;
const calendarForm = (calendar: CalendarData): CalendarFile => writable(calendar) as CalendarFile;

export function fileForms({ plan, roster, policy, calendar }: PlanBundle): FileForms {
  return {
    plan: planForm(plan),
    roster: rosterForm(roster),
    policy: policyForm(policy),
    calendar: calendarForm(calendar),
  };
}

/** One document in its file's notation. */
export function fileForm<K extends DocumentKind>(kind: K, content: PlanBundle[K]): FileForms[K] {
  const forms: { readonly [D in DocumentKind]: (of: PlanBundle[D]) => FileForms[D] } = {
    plan: planForm,
    roster: rosterForm,
    policy: policyForm,
    calendar: calendarForm,
  };
  return forms[kind](content);
}
