/** Objections (异议) that wait: by when they are to be decided, who may not decide them, and who is asked to. */
import { type Actor, peopleOf } from "../ledger/record.js";
import { rosterIndex } from "../people/directory.js";
import { holderOf } from "../people/recipients.js";
import type { PlanDate } from "../plan/plan.js";
import type { Roster } from "../plan/roster.js";
import { groupOf } from "./round-state.js";
import type { ObjectionState, RoundState, VisitState } from "./round-types.js";

/** An objection by its place in the round. */
export interface ObjectionName {
  readonly visit: string;
  readonly no: number;
}

/** Objections of the round that nobody has decided, in the order of its visits. */
export const waitingObjections = ({
  visits,
}: Pick<RoundState, "visits">): (ObjectionName & { readonly objection: ObjectionState })[] =>
  Object.entries(visits).flatMap(([visit, { objections }]) =>
    objections.flatMap((objection) => (objection.decision === null ? [{ visit, no: objection.no, objection }] : [])),
  );

/** Whoever inspected the visit, filed for it, or stands behind the objection: none of them decides it, or is asked to. */
export function involvedIn(
  state: Pick<RoundState, "groups">,
  { plan, filed }: Pick<VisitState, "plan" | "filed">,
  { by }: Pick<ObjectionState, "by">,
): ReadonlySet<string> {
  const group = groupOf(state, plan.id)?.members.map(({ person }) => person) ?? [];
  return new Set([...group, ...filed.map(({ person }) => person), ...by]);
}

export const isInvolved = (actor: Actor, involved: ReadonlySet<string>): boolean =>
  peopleOf(actor).some((person) => involved.has(person));

/** Posts that are asked for a decision, by what they are on the ladder. */
export interface Deciders {
  /** Whoever decides it: the office, else the supervision office. */
  readonly desk: string | undefined;
  /** Who heads them. */
  readonly head: string | undefined;
}

/**
 * Who is asked to decide on a day: of the office and the supervision office, which alone may, those who have no part in it. The leading
 * group's head where nobody of them is left, to name somebody.
 */
export function decidersOf(roster: Roster, involved: ReadonlySet<string>, day: PlanDate): Deciders {
  const { units } = rosterIndex(roster);
  const { office, supervisionOffice, leadingGroup } = roster.bodies;
  const free = (posts: readonly (string | undefined)[], but?: string | null): string | undefined =>
    posts.find((post) => {
      const person = post === undefined ? null : holderOf(roster, post, day).person;
      return person !== null && person !== but && !involved.has(person);
    });
  const own = [office, supervisionOffice].map((unit) => units.get(unit));
  const above = units.get(leadingGroup)?.head;
  const desk = free([...own.map((unit) => unit?.desk), ...own.map((unit) => unit?.head), above]);
  const person = desk === undefined ? null : holderOf(roster, desk, day).person;
  return { desk, head: free([...own.map((unit) => unit?.head), above], person) ?? desk };
}
