/** 代理: who acts in a post for its holder, and so is written to beside them (docs/domain.md, "Who answers for an item"). */
import type { PlanDate } from "../plan/plan.js";
import type { Post, Roster } from "../plan/roster.js";
import type { Recipient } from "./recipients.js";

/** From the first day to the last. One that was ended before its time is none. */
export interface Delegation {
  /** The key of the order that began it. */
  readonly id: string;
  readonly post: string;
  /** Person ids. */
  readonly principal: string;
  readonly substitute: string;
  readonly from: PlanDate;
  readonly until: PlanDate;
  readonly reason: string;
  /** The holder has not confirmed it yet: it is not in force. */
  readonly awaitsConsent: boolean;
}

export function isInForce(
  { from, until, awaitsConsent }: Pick<Delegation, "from" | "until" | "awaitsConsent">,
  day: PlanDate,
): boolean {
  return !awaitsConsent && from <= day && day <= until;
}

/**
 * Whether a substitute of a post's holder needs the holder's own consent: a county leader's and the leading group's, whose decisions
 * nobody else gives away (docs/decisions/0063).
 */
export const needsConsent = (
  { level, unit }: Pick<Post, "level" | "unit">,
  { bodies }: Pick<Roster, "bodies">,
): boolean =>
  level === "countyLeader" || level === "leadingGroup" || (unit !== undefined && unit === bodies.leadingGroup);

/** Of a post's substitutions, one that has a day in common with another span: a post has one substitute at a time. */
export const overlapping = <D extends Pick<Delegation, "post" | "from" | "until">>(
  delegations: readonly D[],
  { post, from, until }: Pick<Delegation, "post" | "from" | "until">,
): D | undefined => delegations.find((one) => one.post === post && one.from <= until && from <= one.until);

/** The substitutes of a recipient on a day: while it is whom they substitute for that holds the post. */
function substitutesOf<R extends Recipient>(recipient: R, delegations: readonly Delegation[], day: PlanDate): R[] {
  const { post, person, substituteFor } = recipient;
  // A substitute's own substitutes are none of the post's.
  if (person === null || substituteFor !== undefined) return [];
  return delegations
    .filter((one) => one.post === post && one.principal === person && isInForce(one, day))
    .map(({ substitute }) => ({ ...recipient, person: substitute, substituteFor: person }));
}

/** Recipients with the substitutes of each after them. Nobody twice: who gets it in a capacity of their own gets it so. */
export function withSubstitutes(
  recipients: readonly Recipient[],
  delegations: readonly Delegation[],
  day: PlanDate,
): Recipient[] {
  if (delegations.length === 0) return [...recipients];
  const people = new Set(recipients.map(({ person }) => person));
  return recipients.flatMap((recipient) => {
    const fresh = substitutesOf(recipient, delegations, day).filter(({ person }) => !people.has(person));
    for (const { person } of fresh) people.add(person);
    return [recipient, ...fresh];
  });
}

/** The same for lists, each with its lines: a substitute gets those that stand on no list of theirs, and all that has ended. */
export function listsWithSubstitutes<
  L extends { readonly recipient: Recipient; readonly items: readonly { item: string; endedOn?: PlanDate }[] },
>(lists: readonly L[], delegations: readonly Delegation[], day: PlanDate): L[] {
  if (delegations.length === 0) return [...lists];
  const had = new Map<string | null, Set<string>>();
  const note = ({ recipient: { person }, items }: L): void => {
    const own = had.get(person) ?? new Set();
    for (const { item } of items) own.add(item);
    had.set(person, own);
  };
  lists.forEach(note);
  return lists.flatMap((list) => [
    list,
    ...substitutesOf(list.recipient, delegations, day).flatMap((recipient) => {
      const own = had.get(recipient.person);
      const fresh = {
        ...list,
        recipient,
        items: list.items.filter(({ item, endedOn }) => endedOn !== undefined || !own?.has(item)),
      };
      if (fresh.items.length === 0) return [];
      note(fresh);
      return [fresh];
    }),
  ]);
}
