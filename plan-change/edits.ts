/** Small changes of a plan's documents, each by what it means: who holds a post from a day on, a new item. Pure. */
import type { OpenQuestion, PlanDate } from "../domain/plan/plan.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { Post, Roster } from "../domain/plan/roster.js";
import { addItem, addTarget, type ItemEdit } from "./edit-items.js";
import { changed, type EditRefusal, from as beginning, known, listed, refuse } from "./edit-parts.js";
import { dayZh } from "../domain/language/dates.js";

/** One of the village's 1+1+1 seats. */
export type Seat = "countyLeader" | "departmentHead" | "helpingUnit";

export type RosterEdit =
  /** Null: the post is vacant from that day on. */
  | { readonly kind: "setHolder"; readonly post: string; readonly person: string | null; readonly from: PlanDate }
  | {
      readonly kind: "setPairing";
      readonly village: string;
      readonly seat: Seat;
      /** Post id, of a helping unit its unit id. */
      readonly to: string;
      readonly from: PlanDate;
    }
  | { readonly kind: "setLeaderInCharge"; readonly unit: string; readonly post: string; readonly from: PlanDate }
  | {
      readonly kind: "renameUnit";
      readonly unit: string;
      readonly name: string;
      readonly fullName?: string;
      readonly from: PlanDate;
    }
  | {
      readonly kind: "addPerson";
      readonly id: string;
      readonly name: string;
      readonly email?: string | undefined;
      readonly mobile?: string | undefined;
      readonly wecom?: string | undefined;
    }
  | {
      readonly kind: "addPost";
      readonly id: string;
      readonly title: string;
      readonly unit?: string | undefined;
      readonly level: Post["level"];
      readonly holder?: string | undefined;
      readonly from?: PlanDate | undefined;
      readonly fallback: readonly string[];
      readonly liaison?: string | undefined;
      readonly order?: number | undefined;
    }
  | {
      readonly kind: "addUnit";
      readonly id: string;
      readonly unitKind: "department" | "township" | "body";
      readonly name: string;
      readonly desk: string;
      readonly head: string;
      readonly leaderInCharge?: string | undefined;
    }
  /** Null takes an address away; one that is left out stays. */
  | {
      readonly kind: "setAddress";
      readonly person: string;
      readonly email?: string | null | undefined;
      readonly mobile?: string | null | undefined;
      readonly wecom?: string | null | undefined;
    };

export type PlanEdit =
  | { readonly kind: "setDeadline"; readonly milestone: string; readonly deadline: PlanDate }
  | { readonly kind: "setDutyFrequency"; readonly duty: string; readonly frequency: string }
  | { readonly kind: "chooseReading"; readonly question: string; readonly chosen: string }
  | ItemEdit;

export type Edit = RosterEdit | PlanEdit;

export interface Edited {
  readonly bundle: PlanBundle;
  /** Policy versions that new items begin with, by milestone. */
  readonly policyOf: Readonly<Record<string, number>>;
  /** The milestone that each edit's items are of; null for an edit that makes none. */
  readonly milestones: readonly (string | null)[];
  /** Edits that cannot be made, by their place; the others were. */
  readonly refused: readonly (EditRefusal & { readonly edit: number })[];
}

/** Makes edits one after another, so that a later one may build on an earlier one. */
export function applyEdits(bundle: PlanBundle, edits: readonly Edit[], today: PlanDate): Edited {
  const policyOf: Record<string, number> = {};
  const milestones: (string | null)[] = [];
  const refused: (EditRefusal & { edit: number })[] = [];
  let edited = bundle;
  for (const [index, edit] of edits.entries()) {
    const made = makeEdit(edited, edit, today);
    milestones.push("bundle" in made ? made.milestone : null);
    if (!("bundle" in made)) {
      refused.push({ ...made, edit: index });
      continue;
    }
    edited = made.bundle;
    if (edit.kind === "addItem" && edit.policy !== undefined && made.milestone !== null)
      policyOf[made.milestone] = edit.policy;
  }
  return { bundle: edited, policyOf, milestones, refused };
}

type Made = { readonly bundle: PlanBundle; readonly milestone: string | null } | EditRefusal;

function makeEdit(bundle: PlanBundle, edit: Edit, today: PlanDate): Made {
  switch (edit.kind) {
    case "addItem":
      return addItem(bundle, edit, today);
    case "addTarget":
      return addTarget(bundle, edit);
    case "setDeadline":
    case "setDutyFrequency":
    case "chooseReading":
      return withPlan(bundle, planEdit(bundle, edit));
    default: {
      const roster = rosterEdit(bundle.roster, edit, today);
      return "units" in roster ? { bundle: { ...bundle, roster }, milestone: null } : roster;
    }
  }
}

const withPlan = (bundle: PlanBundle, plan: PlanBundle["plan"] | EditRefusal): Made =>
  "tasks" in plan ? { bundle: { ...bundle, plan }, milestone: null } : plan;

function planEdit({ plan }: PlanBundle, edit: Exclude<PlanEdit, ItemEdit>): PlanBundle["plan"] | EditRefusal {
  switch (edit.kind) {
    case "setDeadline": {
      const { milestone, deadline } = edit;
      const task = plan.tasks.find(({ milestones }) => milestones.some(({ id }) => id === milestone));
      if (!task) return refuse("milestone", `没有时限事项“${milestone}”`, `there is no milestone ${milestone}`);
      const milestones = changed(task.milestones, milestone, (one) => ({ ...one, deadline }));
      return { ...plan, tasks: plan.tasks.map((one) => (one === task ? { ...task, milestones } : one)) };
    }
    case "setDutyFrequency": {
      const { duty, frequency } = edit;
      if (!listed(plan.planDuties, duty)) return refuse("duty", `没有保障事项“${duty}”`, `there is no duty ${duty}`);
      return { ...plan, planDuties: changed(plan.planDuties, duty, (one) => ({ ...one, frequency })) };
    }
    case "chooseReading": {
      const { question, chosen } = edit;
      const asked = listed(plan.openQuestions, question);
      if (!asked) return refuse("question", `没有待定问题“${question}”`, `there is no open question ${question}`);
      if (!asked.options.includes(chosen))
        return refuse("chosen", `可选：${asked.options.join("、")}`, `choose one of: ${asked.options.join(", ")}`);
      const openQuestions = changed(plan.openQuestions, question, (one) => ({ ...one, chosen }));
      return withMoves({ ...plan, openQuestions }, asked, chosen);
    }
  }
}

/** The deadlines that an answer settles. */
function withMoves(plan: PlanBundle["plan"], { moves = [] }: OpenQuestion, chosen: string): PlanBundle["plan"] {
  const deadlines = new Map(
    moves.filter(({ option }) => option === chosen).map(({ milestone, deadline }) => [milestone, deadline]),
  );
  if (deadlines.size === 0) return plan;
  const tasks = plan.tasks.map((task) => ({
    ...task,
    milestones: task.milestones.map((one) => ({ ...one, deadline: deadlines.get(one.id) ?? one.deadline })),
  }));
  return { ...plan, tasks };
}

function rosterEdit(roster: Roster, edit: RosterEdit, today: PlanDate): Roster | EditRefusal {
  switch (edit.kind) {
    case "setHolder":
      return setHolder(roster, edit, today);
    case "setPairing":
      return setPairing(roster, edit, today);
    case "setLeaderInCharge":
    case "renameUnit":
      return editUnit(roster, edit, today);
    case "setAddress":
      return setAddress(roster, edit);
    default:
      return addEntry(roster, edit);
  }
}

function setHolder(
  roster: Roster,
  { post, person, from }: Extract<RosterEdit, { kind: "setHolder" }>,
  today: PlanDate,
): Roster | EditRefusal {
  const found = listed(roster.posts, post);
  const unknown =
    known(roster.posts, "post", post) ?? (person === null ? null : known(roster.persons, "person", person));
  if (!found || unknown) return unknown ?? refuse("post", "", "");
  const holders = beginning(found.holders, from, person ?? undefined, today);
  return "what" in holders
    ? holders
    : { ...roster, posts: changed(roster.posts, post, (one) => ({ ...one, holders })) };
}

function setPairing(
  roster: Roster,
  { village, seat, to, from }: Extract<RosterEdit, { kind: "setPairing" }>,
  today: PlanDate,
): Roster | EditRefusal {
  const found = listed(roster.villages, village);
  const unknown =
    known(roster.villages, "village", village) ??
    known<{ id: string }>(seat === "helpingUnit" ? roster.units : roster.posts, "to", to);
  if (!found || unknown) return unknown ?? refuse("village", "", "");
  const now = found.pairing.find((each) => (each.from ?? "") <= from && (each.to === undefined || from < each.to));
  if (!now) return refuse("from", `该村${dayZh(from)}没有包抓安排`, `the village has no pairing on ${from}`);
  const pairing = beginning(found.pairing, from, { ...now.value, [seat]: to }, today);
  return "what" in pairing
    ? pairing
    : { ...roster, villages: changed(roster.villages, village, (one) => ({ ...one, pairing })) };
}

function editUnit(
  roster: Roster,
  edit: Extract<RosterEdit, { kind: "setLeaderInCharge" | "renameUnit" }>,
  today: PlanDate,
): Roster | EditRefusal {
  const found = listed(roster.units, edit.unit);
  const unknown =
    known(roster.units, "unit", edit.unit) ??
    (edit.kind === "renameUnit" ? null : known(roster.posts, "post", edit.post));
  if (!found || unknown) return unknown ?? refuse("unit", "", "");
  if (edit.kind === "renameUnit") {
    const names = beginning(found.names, edit.from, edit.name, today);
    if ("what" in names) return names;
    const { fullName, from } = edit;
    const named = fullName === undefined ? names : names.map((one) => (one.from === from ? { ...one, fullName } : one));
    return { ...roster, units: changed(roster.units, edit.unit, (one) => ({ ...one, names: named })) };
  }
  const leaderInCharge = beginning(found.leaderInCharge, edit.from, edit.post, today);
  return "what" in leaderInCharge
    ? leaderInCharge
    : { ...roster, units: changed(roster.units, edit.unit, (one) => ({ ...one, leaderInCharge })) };
}

function setAddress(
  roster: Roster,
  { person, ...addresses }: Extract<RosterEdit, { kind: "setAddress" }>,
): Roster | EditRefusal {
  const unknown = known(roster.persons, "person", person);
  if (unknown) return unknown;
  const persons = changed(roster.persons, person, (one) => {
    const next: Record<string, unknown> = { ...one };
    for (const name of ["email", "mobile", "wecom"] as const) {
      const address = addresses[name];
      if (address === null) delete next[name];
      else if (address !== undefined) next[name] = address;
    }
    return next as unknown as typeof one;
  });
  return { ...roster, persons };
}

const given = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

function addEntry(
  roster: Roster,
  edit: Extract<RosterEdit, { kind: "addPerson" | "addPost" | "addUnit" }>,
): Roster | EditRefusal {
  const list = { addPerson: roster.persons, addPost: roster.posts, addUnit: roster.units }[edit.kind];
  if (listed<{ id: string }>(list, edit.id))
    return refuse("id", `编号“${edit.id}”已被使用`, `the id ${edit.id} is taken`);
  switch (edit.kind) {
    case "addPerson": {
      const { kind: _kind, ...person } = edit;
      return { ...roster, persons: [...roster.persons, given(person) as Roster["persons"][number]] };
    }
    case "addPost": {
      const { kind: _kind, holder, from, ...post } = edit;
      const holders = holder === undefined ? [] : [{ value: holder, ...(from === undefined ? {} : { from }) }];
      return { ...roster, posts: [...roster.posts, { ...(given(post) as Omit<Post, "holders">), holders }] };
    }
    case "addUnit": {
      const { id, unitKind, name, desk, head, leaderInCharge } = edit;
      const unit = {
        id,
        kind: unitKind,
        names: [{ value: name }],
        aliases: [],
        desk,
        head,
        leaderInCharge: leaderInCharge === undefined ? [] : [{ value: leaderInCharge }],
      };
      return { ...roster, units: [...roster.units, unit] };
    }
  }
}
