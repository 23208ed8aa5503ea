/**
 * Who a notice reaches: roles around an item, resolved to posts and people as of a plan day.
 *
 * A vacant post's notice goes to the next in its fallback chain, marked as such; a person who already held an earlier
 * rung is passed over upward (docs/domain.md, "The ladder"). Nothing is dropped: a chain without anybody leaves `person` null,
 * which is an alarm.
 */
import { valueOn } from "../plan/dated.js";
import { type Instrument, INSTRUMENTS } from "../instruments/instruments.js";
import type { PlanDate } from "../plan/plan.js";
import type { RecipientRole } from "../plan/policy.js";
import type { Post, Roster } from "../plan/roster.js";
import { type RosterIndex, rosterIndex } from "./directory.js";
import type { Addressee, NoticeDraft } from "../ledger/record.js";

export interface ItemPlace {
  readonly village: string | null;
  readonly township: string | null;
  readonly primaryUnit: string;
}

export interface Recipient {
  readonly role: "to" | "copy";
  /** The post the rule names. */
  readonly addressed: string;
  /** The post whose holder gets it. */
  readonly post: string;
  readonly person: string | null;
  /** Set when `addressed` is vacant. */
  readonly fallbackFor?: string;
  /** Set when the holder of `upFrom` had already been told on an earlier rung. */
  readonly upFrom?: string;
  /** 代理: set for the dated substitute of this person, who holds `post` and gets it too. */
  readonly substituteFor?: string;
  /** Set when the recipient gets another instrument than the notice's: upward it is 呈阅, never dunning. */
  readonly instrument?: Instrument;
}

function unitPost(index: RosterIndex, unit: string | undefined, which: "desk" | "head"): string | undefined {
  return unit === undefined ? undefined : index.units.get(unit)?.[which];
}

const textIn = (facts: NoticeDraft["facts"], name: string): string | undefined => {
  const value = facts[name];
  return typeof value === "string" ? value : undefined;
};

/** Who is paired with the item's village on the day. */
const pairingOf = ({ villages }: RosterIndex, { village }: ItemPlace, day: PlanDate) =>
  village === null ? undefined : valueOn(villages.get(village)?.pairing ?? [], day);

/** The post a role stands for, around one item on one day. Undefined where the item has no such party. */
export function rolePost(
  roster: Roster,
  role: RecipientRole,
  place: ItemPlace,
  facts: NoticeDraft["facts"],
  day: PlanDate,
): string | undefined {
  const index = rosterIndex(roster);
  const { office, supervisionOffice, leadingGroup } = roster.bodies;
  switch (role) {
    case "primaryUnit":
      return unitPost(index, place.primaryUnit, "desk");
    case "primaryUnitHead":
      return unitPost(index, place.primaryUnit, "head");
    case "leaderInCharge":
      return (
        valueOn(index.units.get(place.primaryUnit)?.leaderInCharge ?? [], day) ?? unitPost(index, leadingGroup, "head")
      );
    case "township":
      return unitPost(index, place.township ?? undefined, "desk");
    case "townshipHead":
      return unitPost(index, place.township ?? undefined, "head");
    case "helpingUnit":
      return unitPost(index, pairingOf(index, place, day)?.helpingUnit, "desk");
    case "villageDepartmentHead":
      return pairingOf(index, place, day)?.departmentHead;
    case "villageCountyLeader":
      return pairingOf(index, place, day)?.countyLeader;
    case "leadingGroup":
      return unitPost(index, leadingGroup, "head");
    case "office":
      return unitPost(index, office, "desk");
    case "officeHead":
      return unitPost(index, office, "head");
    case "supervisionOffice":
      return unitPost(index, supervisionOffice, "desk");
    case "verifier":
      return unitPost(index, textIn(facts, "verifierUnit"), "desk");
    case "verifierHead":
      return unitPost(index, textIn(facts, "verifierUnit"), "head");
    case "decider":
      return unitPost(index, textIn(facts, "deciderUnit"), "desk");
    case "deciderHead":
      return unitPost(index, textIn(facts, "deciderUnit"), "head");
    case "instructedUnit":
      return unitPost(index, textIn(facts, "instructedUnit"), "desk");
    case "instructedUnitHead":
      return unitPost(index, textIn(facts, "instructedUnit"), "head");
    case "instructor":
      return textIn(facts, "instructorPost");
    case "supportingUnit":
      return unitPost(index, textIn(facts, "supportingUnit"), "desk");
    case "supportingUnitHead":
      return unitPost(index, textIn(facts, "supportingUnit"), "head");
  }
}

/** The post one step above: 经办 → 主要负责人 → 分管领导 → 领导小组. */
function postAbove(roster: Roster, post: Post, day: PlanDate): string | undefined {
  const index = rosterIndex(roster);
  const group = unitPost(index, roster.bodies.leadingGroup, "head");
  const unit = post.unit === undefined ? undefined : index.units.get(post.unit);
  if (post.level === "desk") return unit?.head;
  if (post.level === "head") return valueOn(unit?.leaderInCharge ?? [], day) ?? group;
  return post.level === "countyLeader" ? group : undefined;
}

/** Who gets what is meant for a post. `standsIn`: not its holder, also where that is who leads the unit meanwhile (主持工作). */
export interface Held {
  readonly post: string;
  readonly person: string | null;
  readonly standsIn?: true;
}

/**
 * The post's holder. For a vacant post of a unit somebody else of the same unit: whoever leads it meanwhile, then its chain within
 * the unit, its desk, its head; never another unit, so that nothing meant for a unit ends at the office that issues it. For a vacant post of a
 * leader the first of its chain, at the end the office's desk. The addressed post itself when there is nobody.
 */
export function holderOf(roster: Roster, post: string, day: PlanDate): Held {
  const index = rosterIndex(roster);
  const found = index.posts.get(post);
  const own = found && valueOn(found.holders, day);
  if (own !== undefined) return { post, person: own };
  if (found?.unit === undefined || isLeaders(found)) return chainHolder(roster, post, day);
  const acting = valueOn(found.acting ?? [], day);
  if (acting !== undefined)
    return { post: postWithin(index, found.unit, acting, day) ?? post, person: acting, standsIn: true };
  const unit = index.units.get(found.unit);
  const within = [...found.fallback, unit?.desk, unit?.head].flatMap((id) =>
    id === undefined ? [] : [index.posts.get(id)],
  );
  for (const candidate of within) {
    const person = candidate?.unit === found.unit && candidate ? valueOn(candidate.holders, day) : undefined;
    if (candidate && person !== undefined) return { post: candidate.id, person, standsIn: true };
  }
  return { post, person: null };
}

/** A post of the unit that the person holds on the day. */
function postWithin({ posts }: RosterIndex, unit: string, person: string, day: PlanDate): string | undefined {
  return [...posts.values()].find((post) => post.unit === unit && valueOn(post.holders, day) === person)?.id;
}

/** The first post of the chain that somebody holds; at its end the office's desk; the addressed post itself when nobody does. */
function chainHolder(roster: Roster, post: string, day: PlanDate): Held {
  const { posts } = rosterIndex(roster);
  const seen = new Set<string>();
  const queue = [post];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const candidate = posts.get(id);
    const person = candidate ? valueOn(candidate.holders, day) : undefined;
    if (person !== undefined) return { post: id, person };
    queue.push(...(candidate?.fallback ?? []));
  }
  const office = unitPost(rosterIndex(roster), roster.bodies.office, "desk");
  const person = office === undefined ? undefined : valueOn(posts.get(office)?.holders ?? [], day);
  return person === undefined || office === undefined ? { post, person: null } : { post: office, person };
}

function addressedPost(
  roster: Roster,
  addressee: Addressee,
  place: ItemPlace,
  facts: NoticeDraft["facts"],
  day: PlanDate,
): string | undefined {
  if (addressee.post !== undefined) return addressee.post;
  if (addressee.unit !== undefined) return unitPost(rosterIndex(roster), addressee.unit, "desk");
  return rolePost(roster, addressee.role, place, facts, day);
}

function isLeaders(post: Post | undefined): boolean {
  return post?.level === "countyLeader" || post?.level === "leadingGroup";
}

/**
 * Whether a person was addressed on an earlier rung for a post other than `addressed`. `standsIn`: they would get this one
 * in place of its vacant post's holder; otherwise an earlier rung that they got in somebody's place does not count.
 */
export type HeldBefore = (person: string, addressed: string, standsIn: boolean) => boolean;

function resolveOne(
  roster: Roster,
  addressed: string,
  role: Recipient["role"],
  day: PlanDate,
  heldBefore: HeldBefore,
  instrument: Instrument | undefined,
): Recipient {
  let from = addressed;
  let found = holderOf(roster, from, day);
  let upFrom: string | undefined;
  const held = (): boolean => found.person !== null && heldBefore(found.person, from, found.post !== from);
  // At most a few levels; a person who holds all of them keeps the notice.
  for (let level = 0; role === "to" && level < 4 && held(); level++) {
    const post = rosterIndex(roster).posts.get(from);
    const above = post ? postAbove(roster, post, day) : undefined;
    if (above === undefined) break;
    upFrom = upFrom ?? from;
    from = above;
    found = holderOf(roster, from, day);
  }
  // A vacant post's stand-in gets the very instrument; what counts is the post it is meant for.
  // What presses units is submitted to a leader as a 呈阅件: leaders are never dunned.
  const upward =
    instrument !== undefined && INSTRUMENTS[instrument].presses && isLeaders(rosterIndex(roster).posts.get(from));
  return {
    role,
    addressed,
    post: found.post,
    person: found.person,
    ...(found.post === from && !found.standsIn ? {} : { fallbackFor: from }),
    ...(upFrom === undefined ? {} : { upFrom }),
    ...(upward ? { instrument: "escalate" } : {}),
  };
}

/**
 * All recipients of a notice, each person once ("to" before "copy"). `heldBefore` tells of earlier rungs of the same
 * ladder and version: a person told there in a lower capacity is passed over upward, so that each level is another person.
 */
export function resolveRecipients(
  roster: Roster,
  draft: Pick<NoticeDraft, "to" | "copy" | "facts"> & Partial<Pick<NoticeDraft, "instrument" | "delivery">>,
  place: ItemPlace,
  day: PlanDate,
  heldBefore: HeldBefore = () => false,
): Recipient[] {
  const recipients: Recipient[] = [];
  const named = new Set<string>();
  // A draft is the office's until it is signed.
  const instrument = draft.delivery === "draft" ? undefined : draft.instrument;
  const add = (addressees: readonly Addressee[], role: Recipient["role"]): void => {
    for (const addressee of addressees) {
      const post = addressedPost(roster, addressee, place, draft.facts, day);
      if (post === undefined) continue;
      const recipient = resolveOne(roster, post, role, day, heldBefore, instrument);
      const name = recipient.person ?? `post:${recipient.post}`;
      if (named.has(name)) continue;
      named.add(name);
      recipients.push(recipient);
    }
  };
  add(draft.to, "to");
  // No such party on that day (say, a gap in a village's pairing): the office gets it, marked with the role nobody filled.
  const desk = unitPost(rosterIndex(roster), roster.bodies.office, "desk");
  const [unfilled] = draft.to;
  if (recipients.length === 0 && unfilled && desk !== undefined) {
    const found = resolveOne(roster, desk, "to", day, () => false, instrument);
    named.add(found.person ?? `post:${found.post}`);
    recipients.push({ ...found, fallbackFor: unfilled.role ?? unfilled.unit ?? unfilled.post ?? desk });
  }
  add(draft.copy, "copy");
  return recipients;
}
