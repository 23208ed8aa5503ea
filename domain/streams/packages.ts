/**
 * 交办清单 on the plan's own stream: given to everybody on the first working day of a year, pressed for by the ladder of 签收, signed
 * for once by each (docs/domain.md, "The plan as data"). Pure, like `plan-stream.ts`, of which it is a part.
 */
import { askedBy, asksOf, expectedBy } from "../items/asking.js";
import { roles } from "../items/firing.js";
import { contextFor, type Context } from "../ladder/subject.js";
import { fireAt } from "../ladder/steps.js";
import { lastPackageYear, packageHolders } from "../letters/package-holders.js";
import type { Refusal } from "../items/commands.js";
import type { PayloadOf } from "../ledger/events.js";
import type { PackageHolder } from "../ledger/package-events.js";
import type { Actor, NewRow, NoticeDraft } from "../ledger/record.js";
import { CalendarYearMissing } from "../plan/calendar.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import type { Rung } from "../plan/policy.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { PackageSigning, SigningCommand, TaskStreamInfo } from "./orders.js";

/** The packages of a year, and what became of them. */
interface YearsPackages extends PayloadOf<"packagesAssigned"> {
  /** Who has signed, as `nameOf` says it. */
  readonly signed: readonly string[];
  /** Rungs that are behind it. */
  readonly pressed: readonly string[];
}

export interface PackagesState {
  /** The year whose packages are behind: given, or gone before this release with the items' own 交办. 0 before the opening. */
  readonly year: number;
  /** No package is given before this day. */
  readonly from: PlanDate;
  readonly given: readonly YearsPackages[];
}

export const NO_PACKAGES: PackagesState = { year: 0, from: "", given: [] };

export const nameOf = ({ kind, id }: PackageHolder): string => `${kind}/${id}`;
const yearOf = (date: string): number => Number(date.slice(0, 4));

/* ----------------------------------------------------------------- folds */

/** `from` absent: the year of the opening went without packages of their own. */
export const openedPackages = (from: PlanDate | undefined, openedOn: PlanDate): PackagesState =>
  from === undefined
    ? { ...NO_PACKAGES, year: yearOf(openedOn), from: openedOn }
    : { ...NO_PACKAGES, year: yearOf(from) - 1, from };

/** A year that is under way when its month's list goes out is given no packages afterwards: nothing is sent for the past. */
export const listedPackages = (state: PackagesState, month: string): PackagesState =>
  yearOf(month) > state.year ? { ...state, year: yearOf(month) } : state;

export const assignedPackages = (state: PackagesState, payload: PayloadOf<"packagesAssigned">): PackagesState => ({
  ...state,
  year: Math.max(state.year, payload.year),
  given: [...state.given, { ...payload, signed: [], pressed: [] }],
});

const changed = (
  state: PackagesState,
  year: number,
  change: (of: YearsPackages) => Partial<YearsPackages>,
): PackagesState => ({
  ...state,
  given: state.given.map((of) => (of.year === year ? { ...of, ...change(of) } : of)),
});

export const pressedPackages = (state: PackagesState, { year, rung }: PayloadOf<"packagesPressed">): PackagesState =>
  changed(state, year, ({ pressed }) => ({ pressed: [...pressed, rung] }));

export const signedPackage = (state: PackagesState, { year, holder }: PayloadOf<"packageSignedFor">): PackagesState =>
  changed(state, year, ({ signed }) => ({ signed: [...signed, nameOf(holder)] }));

/* ----------------------------------------------------------------- what falls due */

/** The policy and calendar versions that the plan's stream runs by. */
export interface Versions {
  readonly policy: number;
  readonly calendar: number;
}

export type PackageStep =
  | { readonly kind: "assign"; readonly at: number; readonly year: number }
  | { readonly kind: "press"; readonly at: number; readonly of: YearsPackages; readonly rung: Rung };

/** Null where the calendar ends before the day. */
function ifKnown<T>(of: () => T): T | null {
  try {
    return of();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
}

/** The day of a year's packages: its first working day, not before the plan's first ones. */
function assignStep(year: number, { from }: PackagesState, context: Context): PackageStep | null {
  const { documents } = context.ruleSet;
  const last = documents && lastPackageYear(documents);
  if (last === undefined || (last !== null && year > last)) return null;
  const first = `${year}-01-01`;
  return ifKnown(() => {
    const day = context.calendar.firstWorkingDayOnOrAfter(first > from ? first : from);
    return { kind: "assign", at: fireAt(day, context), year };
  });
}

/** The units that the plan names and that have not signed. Seats are told, and never chased for a signature. */
const unsigned = ({ units, signed }: YearsPackages): string[] =>
  units.flatMap(({ unit, named }) => (named && !signed.includes(nameOf({ kind: "unit", id: unit })) ? [unit] : []));

/** The next rung of 签收 of a year's packages; what is signed by the office first has no place on such a ladder. */
function pressStep(of: YearsPackages, versions: Versions, ruleSet: RuleSet): PackageStep | null {
  if (unsigned(of).length === 0) return null;
  const context = contextFor({ policy: of.policy }, versions.calendar, ruleSet);
  const rung = (context.policy.ladders.signFor ?? []).find(
    ({ id, kind }) => kind === "auto" && !of.pressed.includes(id),
  );
  if (!rung) return null;
  return ifKnown(() => {
    const day = context.calendar.addWorkingDays(of.on, rung.offset);
    return { kind: "press", at: fireAt(day, context), of, rung };
  });
}

/** What falls due next of packages; null where nothing does. */
export function nextPackageStep(state: PackagesState, versions: Versions, ruleSet: RuleSet): PackageStep | null {
  const context = contextFor(versions, versions.calendar, ruleSet);
  const assign = assignStep(state.year + 1, state, context);
  const newest = state.given.at(-1);
  const press = newest ? pressStep(newest, versions, ruleSet) : null;
  return press && (!assign || press.at <= assign.at) ? press : assign;
}

/** A year after it that is due by now as well: after an outage that long only the newest packages are of use. */
function newestDue(
  { year, at }: Extract<PackageStep, { kind: "assign" }>,
  state: PackagesState,
  now: number,
  context: Context,
): PackageStep & { kind: "assign" } {
  const later = assignStep(year + 1, state, context);
  return later?.kind === "assign" && later.at <= now
    ? newestDue(later, state, now, context)
    : { kind: "assign", year, at };
}

/** The row of a step that fell due, recorded at `now`. */
export function packageRow(
  step: PackageStep,
  state: PackagesState,
  versions: Versions,
  now: number,
  ruleSet: RuleSet,
): NewRow<"packagesAssigned"> | NewRow<"packagesPressed"> {
  const on = dateAt(now, ruleSet.offsetMinutes);
  if (step.kind === "assign") {
    const context = contextFor(versions, versions.calendar, ruleSet);
    return assignedRow(newestDue(step, state, now, context), on, now, context);
  }
  const { of, rung, at } = step;
  const context = contextFor({ policy: of.policy }, versions.calendar, ruleSet);
  return pressedRow(of, rung, dateAt(at, ruleSet.offsetMinutes), on, now, context);
}

function assignedRow(
  { year, at }: { readonly year: number; readonly at: number },
  on: PlanDate,
  now: number,
  context: Context,
): NewRow<"packagesAssigned"> {
  const { ruleSet, policy } = context;
  if (!ruleSet.documents) throw new Error("packages are assigned by the plan's documents, which the rule set lacks");
  const { units, seats } = packageHolders(ruleSet.documents, year, on);
  const due = dateAt(at, ruleSet.offsetMinutes);
  const by = expectedBy("signFor", on, context);
  const given = (to: NoticeDraft["to"], facts: NoticeDraft["facts"]): NoticeDraft => ({
    instrument: "assignment",
    delivery: "batched",
    to,
    copy: [],
    facts: { package: year, ...facts, ...by },
  });
  return {
    type: "packagesAssigned",
    at: now,
    cause: `packages/${year}`,
    causeNo: 0,
    payload: { year, on, due, policy: policy.version, units, seats },
    notices: [
      ...units.map(({ unit, named }) => given([{ unit }], { primaryUnit: unit, ...(named ? {} : { paired: true }) })),
      ...seats.map(({ post }) => given([{ post }], { paired: true })),
    ],
  };
}

function pressedRow(
  of: YearsPackages,
  rung: Rung,
  due: PlanDate,
  on: PlanDate,
  now: number,
  context: Context,
): NewRow<"packagesPressed"> {
  const units = unsigned(of);
  const by = askedBy(asksOf(rung), null, on, context);
  const asked = by === null ? {} : { replyBy: by };
  return {
    type: "packagesPressed",
    at: now,
    cause: `packages/${of.year}/${rung.id}`,
    causeNo: 0,
    payload: { year: of.year, rung: rung.id, due, units, ...asked },
    notices: units.map((unit) => ({
      instrument: rung.instrument,
      delivery: "batched",
      to: roles(rung.to),
      copy: roles(rung.copy),
      rung: { runKey: "signFor", id: rung.id, deadlineVersion: 1, repetition: 0 },
      facts: { package: of.year, packageOn: of.on, primaryUnit: unit, ...(due === on ? {} : { due }), ...asked },
    })),
  };
}

/* ----------------------------------------------------------------- 签收 */

/** The packages of a year that somebody means to sign for, and whether they may. */
function refusalOf({ year, holder }: PackageSigning, actor: Actor, state: PackagesState): Refusal | null {
  const of = state.given.find((one) => one.year === year);
  const has =
    of &&
    (holder.kind === "unit"
      ? of.units.some(({ unit }) => unit === holder.id)
      : of.seats.some(({ post }) => post === holder.id));
  if (!of || !has) return { code: "nothingPending", reason: `${nameOf(holder)} was given no package of ${year}` };
  if (of.signed.includes(nameOf(holder)))
    return { code: "nothingPending", reason: `the package of ${year} of ${nameOf(holder)} is signed for` };
  return isTheirs(holder, actor)
    ? null
    : {
        code: "notYours",
        reason: `a package is signed for by its unit or seat, ${nameOf(holder)}, not by ${actor.post}`,
      };
}

/** A unit's desk or head, or who acts for them; the seat's post itself, or its liaison. */
function isTheirs({ kind, id }: PackageHolder, { unit, post, onBehalfOf, inPlaceOf }: Actor): boolean {
  if (kind === "unit") return unit === id && onBehalfOf === undefined;
  return (onBehalfOf?.post ?? inPlaceOf ?? post) === id;
}

/** The row of a signature, or why there is none. */
export function signingRow(
  { key, actor, order }: SigningCommand,
  state: PackagesState,
  streams: readonly TaskStreamInfo[],
  now: number,
  ruleSet: RuleSet,
): NewRow<"packageSignedFor"> | Refusal {
  const refusal = refusalOf(order, actor, state);
  if (refusal) return refusal;
  const { year, holder, tasks } = order;
  const on = dateAt(now, ruleSet.offsetMinutes);
  const assigned = state.given.find((one) => one.year === year)?.on ?? on;
  const told = holder.kind === "unit" ? streams.filter(({ task }) => tasks.includes(task)) : [];
  return {
    type: "packageSignedFor",
    at: now,
    cause: `cmd/${key}`,
    causeNo: 0,
    actor,
    payload: { year, holder, on, assigned, streams: told.map(({ stream }) => stream) },
  };
}
