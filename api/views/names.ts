/** Everything that has an id, by its name on a day. */
import type { Milestone, PlanBundle, PlanDate, Post, Task, Township, Unit, Village } from "../../domain/plan/plan.js";
import { unitNameOn, valueOn } from "../../domain/people/recipients.js";
import type { Holder, Named, PostRef } from "../http/schema-parts.js";

export interface Names {
  task(no: number): Task | undefined;
  milestone(id: string): Milestone | undefined;
  unit(id: string, day: PlanDate): Named;
  post(id: string, day: PlanDate): PostRef;
  holder(post: string, day: PlanDate): Holder;
  person(id: string): Named;
  village(id: string): Named;
  township(id: string): Named;
  readonly units: ReadonlyMap<string, Unit>;
  readonly posts: ReadonlyMap<string, Post>;
  readonly villages: ReadonlyMap<string, Village>;
  readonly townships: ReadonlyMap<string, Township>;
}

/** Ids without a name (a role that nobody fills) stand for themselves. */
export function namesOf(bundle: PlanBundle): Names {
  const { plan, roster } = bundle;
  const byId = <T extends { readonly id: string }>(list: readonly T[]): Map<string, T> =>
    new Map(list.map((one) => [one.id, one]));
  const tasks = new Map(plan.tasks.map((task) => [task.no, task]));
  const milestones = byId(plan.tasks.flatMap((task) => task.milestones));
  const [units, posts, persons] = [byId(roster.units), byId(roster.posts), byId(roster.persons)];
  const [villages, townships] = [byId(roster.villages), byId(roster.townships)];

  const unit = (id: string, day: PlanDate): Named => ({ id, name: unitNameOn(roster, id, day) });
  const post = (id: string, day: PlanDate): PostRef => {
    const found = posts.get(id);
    return { id, title: found?.title ?? id, unit: found?.unit === undefined ? null : unit(found.unit, day) };
  };
  const person = (id: string): Named => ({ id, name: persons.get(id)?.name ?? id });
  return {
    task: (no) => tasks.get(no),
    milestone: (id) => milestones.get(id),
    unit,
    post,
    holder(id, day) {
      const held = valueOn(posts.get(id)?.holders ?? [], day);
      return { post: post(id, day), person: held === undefined ? null : person(held) };
    },
    person,
    village: (id) => ({ id, name: villages.get(id)?.name ?? id }),
    township: (id) => ({ id, name: townships.get(id)?.name ?? id }),
    units,
    posts,
    villages,
    townships,
  };
}
