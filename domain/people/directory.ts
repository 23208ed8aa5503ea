/**
 * The one directory of a plan: tasks, milestones, units, posts, people, villages and townships by id, and by what they are
 * called on a day. What letters, screens, reports and the ledger's words call somebody, they look up here.
 *
 * An id that the plan's documents don't have (a role that nobody fills, say) stands for its own name.
 */
import { valueOn } from "../plan/dated.js";
import { milestonesOfFindings } from "../plan/findings.js";
import type { Milestone, PlanDate, Task } from "../plan/plan.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { Person, Post, Roster, Township, Unit, Village } from "../plan/roster.js";

/** An id with its name on the day spoken of. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A unit by the names of the day: as it is called, and in full (全称) for head, signature and 主送. */
export interface NamedUnit extends Named {
  readonly fullName: string;
}

/** A post with its unit by the unit's name of the day. */
export interface PostRef {
  readonly id: string;
  readonly title: string;
  readonly unit: Named | null;
}

/** A post with its holder; `person` is null while it is vacant. */
export interface Holder {
  readonly post: PostRef;
  readonly person: Named | null;
}

/** Where something is, by name. Both null: the whole plan's area. */
export interface PlaceNames {
  readonly village: string | null;
  readonly township: string | null;
}

/** A roster's entries by id. */
export interface RosterIndex {
  readonly units: ReadonlyMap<string, Unit>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly villages: ReadonlyMap<string, Village>;
  readonly townships: ReadonlyMap<string, Township>;
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.id, one]));

const indexes = new WeakMap<Roster, RosterIndex>();

/** A roster never changes once it is loaded: its index is made once. */
export function rosterIndex(roster: Roster): RosterIndex {
  let index = indexes.get(roster);
  if (!index) {
    index = {
      units: byId(roster.units),
      posts: byId(roster.posts),
      persons: byId(roster.persons),
      villages: byId(roster.villages),
      townships: byId(roster.townships),
    };
    indexes.set(roster, index);
  }
  return index;
}

/** A unit's name on a day; its first name before any of them holds. */
export function unitNameOn(roster: Roster, unit: string, day: PlanDate): string {
  const found = rosterIndex(roster).units.get(unit);
  if (!found) return unit;
  return valueOn(found.names, day) ?? found.names[0]?.value ?? unit;
}

/** A unit's full name on a day: that of its name of the day, else the name itself. */
export function unitFullNameOn(roster: Roster, unit: string, day: PlanDate): string {
  const names = rosterIndex(roster).units.get(unit)?.names ?? [];
  const held = names.find(({ from = "", to }) => from <= day && (to === undefined || day < to)) ?? names[0];
  return held?.fullName ?? held?.value ?? unit;
}

interface NamesOfDay {
  /** Those that were asked for. */
  readonly units: Map<string, NamedUnit>;
  /** The first unit of each name, once one was asked for by it. */
  called?: ReadonlyMap<string, Unit>;
}

/** Days whose names are kept: a closing's letters are of a few, and name a unit for each of their items. */
const MOST_DAYS = 40;

export class Directory implements RosterIndex {
  readonly units: ReadonlyMap<string, Unit>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly villages: ReadonlyMap<string, Village>;
  readonly townships: ReadonlyMap<string, Township>;
  private readonly tasks: ReadonlyMap<number, Task>;
  private readonly milestones: ReadonlyMap<string, Milestone>;
  private readonly findings: ReadonlyMap<string, Milestone>;
  private readonly days = new Map<PlanDate, NamesOfDay>();

  /** Made once for each bundle: see `directoryOf`. */
  constructor(readonly bundle: PlanBundle) {
    const { roster, plan } = bundle;
    ({
      units: this.units,
      posts: this.posts,
      persons: this.persons,
      villages: this.villages,
      townships: this.townships,
    } = rosterIndex(roster));
    this.tasks = new Map(plan.tasks.map((task) => [task.no, task]));
    this.milestones = byId(plan.tasks.flatMap((task) => task.milestones));
    this.findings = byId(bundle.checklists ? milestonesOfFindings(bundle.checklists) : []);
  }

  task(no: number): Task | undefined {
    return this.tasks.get(no);
  }

  /** A milestone of the plan, or what stands for one of a rectification item (整改). */
  milestone(id: string): Milestone | undefined {
    return this.milestones.get(id) ?? this.findings.get(id);
  }

  milestoneTitle(id: string): string {
    return this.milestone(id)?.title ?? id;
  }

  unit(id: string, day: PlanDate): NamedUnit {
    const { units } = this.namesOf(day);
    let found = units.get(id);
    if (found === undefined) {
      const { roster } = this.bundle;
      found = { id, name: unitNameOn(roster, id, day), fullName: unitFullNameOn(roster, id, day) };
      if (this.units.has(id)) units.set(id, found);
    }
    return found;
  }

  /** The unit that is called so on a day. */
  unitCalled(name: string, day: PlanDate): Unit | undefined {
    const names = this.namesOf(day);
    names.called ??= this.callNames(day);
    return names.called.get(name);
  }

  private callNames(day: PlanDate): ReadonlyMap<string, Unit> {
    const called = new Map<string, Unit>();
    for (const unit of this.bundle.roster.units) {
      const { name } = this.unit(unit.id, day);
      if (!called.has(name)) called.set(name, unit);
    }
    return called;
  }

  private namesOf(day: PlanDate): NamesOfDay {
    const known = this.days.get(day);
    if (known !== undefined) return known;
    if (this.days.size >= MOST_DAYS) this.days.clear();
    const none: NamesOfDay = { units: new Map() };
    this.days.set(day, none);
    return none;
  }

  /** A unit as screens and sentences name it. */
  unitRef(id: string, day: PlanDate): Named {
    return { id, name: this.unit(id, day).name };
  }

  post(id: string, day: PlanDate): PostRef {
    const found = this.posts.get(id);
    return { id, title: found?.title ?? id, unit: found?.unit === undefined ? null : this.unitRef(found.unit, day) };
  }

  /** A post's title with its unit's name before it: 区民政局主要负责人. */
  fullTitle(id: string, day: PlanDate): string {
    const { title, unit } = this.post(id, day);
    return `${unit?.name ?? ""}${title}`;
  }

  holder(post: string, day: PlanDate): Holder {
    const held = valueOn(this.posts.get(post)?.holders ?? [], day);
    return { post: this.post(post, day), person: held === undefined ? null : this.person(held) };
  }

  /** The posts a person holds on a day, in the roster's order. */
  postsHeldBy(person: string, day: PlanDate): PostRef[] {
    return this.bundle.roster.posts
      .filter((post) => valueOn(post.holders, day) === person)
      .map((post) => this.post(post.id, day));
  }

  person(id: string): Named {
    return { id, name: this.persons.get(id)?.name ?? id };
  }

  village(id: string): Named {
    return { id, name: this.villages.get(id)?.name ?? id };
  }

  township(id: string): Named {
    return { id, name: this.townships.get(id)?.name ?? id };
  }

  place({ village, township }: { readonly village: string | null; readonly township: string | null }): PlaceNames {
    return {
      village: village === null ? null : this.village(village).name,
      township: township === null ? null : this.township(township).name,
    };
  }
}

const directories = new WeakMap<PlanBundle, Directory>();

export function directoryOf(bundle: PlanBundle): Directory {
  let directory = directories.get(bundle);
  if (!directory) {
    directory = new Directory(bundle);
    directories.set(bundle, directory);
  }
  return directory;
}
