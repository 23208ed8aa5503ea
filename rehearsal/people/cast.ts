/** Who acts: units and posts resolved to people as of a plan day, by the roster that letters go by. */
import { resolveRecipients } from "../../domain/people/recipients.js";
import { valueOn } from "../../domain/plan/dated.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Post, Roster, Unit } from "../../domain/plan/roster.js";
import type { Actor } from "../../domain/ledger/record.js";

/** Whose act it is, before it is known who holds the post that day. */
export type Seat =
  /** Somebody of the unit: its desk or its head, else who stands in within the unit. Never one of `not`. */
  | { readonly kind: "unit"; readonly unit: string; readonly level: "desk" | "head"; readonly not?: readonly string[] }
  /** The holder of a post, or whoever its fallback chain ends at. */
  | { readonly kind: "post"; readonly post: string }
  /** A leader, by the 联络员 or by the office's written entry: both names stand in the ledger. */
  | { readonly kind: "for"; readonly post: string; readonly through: "liaison" | "office" };

const NOWHERE = { village: null, township: null, primaryUnit: "" };

export class Cast {
  private readonly units: ReadonlyMap<string, Unit>;
  private readonly posts: ReadonlyMap<string, Post>;

  constructor(private readonly roster: Roster) {
    this.units = new Map(roster.units.map((unit) => [unit.id, unit]));
    this.posts = new Map(roster.posts.map((post) => [post.id, post]));
  }

  post(id: string): Post | undefined {
    return this.posts.get(id);
  }

  /** Who acts for a seat on a day; null when nobody may. */
  actor(seat: Seat, day: PlanDate): Actor | null {
    if (seat.kind === "unit") return this.ofUnit(seat, day);
    return seat.kind === "post" ? this.ofPost(seat.post, day) : this.onBehalf(seat, day);
  }

  /** Nobody outside the unit acts for it: a stand-in from another unit could not answer for its work. */
  private ofUnit(seat: Extract<Seat, { kind: "unit" }>, day: PlanDate): Actor | null {
    const unit = this.units.get(seat.unit);
    if (!unit) return null;
    const [first, second] = seat.level === "desk" ? [unit.desk, unit.head] : [unit.head, unit.desk];
    for (const post of [...this.chain(first), ...this.chain(second)]) {
      if (post.unit !== seat.unit) continue;
      const person = valueOn(post.holders, day);
      if (person === undefined || seat.not?.includes(person)) continue;
      const vacant = valueOn(this.posts.get(first)?.holders ?? [], day) === undefined;
      return { person, post: post.id, unit: seat.unit, ...(vacant ? { inPlaceOf: first } : {}) };
    }
    return null;
  }

  /** A post and those that stand in for it, in the order in which they are asked. */
  private chain(id: string): Post[] {
    const found = new Map<string, Post>();
    const queue = [id];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const post = this.posts.get(next);
      if (!post || found.has(next)) continue;
      found.set(next, post);
      queue.push(...post.fallback);
    }
    return [...found.values()];
  }

  /** The person a letter to the post would reach that day. */
  private ofPost(id: string, day: PlanDate): Actor | null {
    const [found] = resolveRecipients(this.roster, { to: [{ post: id }], copy: [], facts: {} }, NOWHERE, day);
    if (!found || found.person === null) return null;
    const stands = found.post === id ? {} : { inPlaceOf: id };
    return { person: found.person, post: found.post, unit: this.unitOf(found.post), ...stands };
  }

  /** A post outside any unit (a county leader's) stands for itself: it must not pass for a unit's own. */
  private unitOf(post: string): string {
    return this.posts.get(post)?.unit ?? post;
  }

  private onBehalf(seat: Extract<Seat, { kind: "for" }>, day: PlanDate): Actor | null {
    const post = this.posts.get(seat.post);
    const leader = post ? valueOn(post.holders, day) : undefined;
    // Nobody speaks for a leader who isn't there.
    if (!post || leader === undefined) return this.ofPost(seat.post, day);
    const deputy = seat.through === "office" ? this.units.get(this.roster.bodies.office)?.desk : post.liaison;
    const person = deputy === undefined ? undefined : valueOn(this.posts.get(deputy)?.holders ?? [], day);
    if (deputy === undefined || person === undefined) return this.ofPost(seat.post, day);
    return {
      person,
      post: deputy,
      unit: this.unitOf(deputy),
      onBehalfOf: { person: leader, post: seat.post },
    };
  }
}
