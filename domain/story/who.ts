/** Who acted and who was told, as they were called on the day. */
import type { Actor } from "../ledger/record.js";
import type { Directory } from "../people/directory.js";
import type { Recipient } from "../people/recipients.js";
import type { PlanDate } from "../plan/plan.js";

/** Who was told, from the desks to the leading group. */
export type RecipientKind =
  | "unitDesk"
  | "townshipDesk"
  | "unitHead"
  | "townshipHead"
  | "countyLeader"
  | "leadingGroup"
  | "office"
  | "supervisionOffice"
  | "other";

/** Somebody, as they were called on the day. */
export interface Who {
  readonly kind: RecipientKind;
  /** A unit's desk: what it gets, the unit gets. */
  readonly desk: boolean;
  /** Null for posts without a unit. */
  readonly unit: string | null;
  readonly title: string;
  readonly person: string | null;
  /** The vacant post this is in place of. */
  readonly insteadOf: string | null;
  /** Passed upward from here, where the holder had been told before. */
  readonly upFrom: string | null;
  /** The post's own holder, as whose dated substitute the person acts. */
  readonly substituteFor?: string;
}

/** What a post is among those who are told. */
export function recipientKind(post: string, { posts, units, bundle: { roster } }: Directory): RecipientKind {
  const found = posts.get(post);
  if (!found) return "other";
  if (found.level === "countyLeader") return "countyLeader";
  if (found.level === "leadingGroup" || found.unit === roster.bodies.leadingGroup) return "leadingGroup";
  if (found.unit === roster.bodies.office) return "office";
  if (found.unit === roster.bodies.supervisionOffice) return "supervisionOffice";
  if (found.unit === undefined) return "other";
  const head = found.level === "head";
  if (units.get(found.unit)?.kind === "township") return head ? "townshipHead" : "townshipDesk";
  return head ? "unitHead" : "unitDesk";
}

function whoIs(
  post: string,
  person: string | null,
  day: PlanDate,
  names: Directory,
): Omit<Who, "insteadOf" | "upFrom"> {
  const { title, unit } = names.post(post, day);
  return {
    kind: recipientKind(post, names),
    desk: unit !== null && names.posts.get(post)?.level === "desk",
    unit: unit?.name ?? null,
    title,
    person: person === null ? null : names.person(person).name,
  };
}

const substitute = (principal: string | undefined, names: Directory): Pick<Who, "substituteFor"> =>
  principal === undefined ? {} : { substituteFor: names.person(principal).name };

/** A recipient of a notice. */
export function recipientWho(recipient: Recipient, day: PlanDate, names: Directory): Who {
  const { post, person, fallbackFor, upFrom, substituteFor } = recipient;
  return {
    ...whoIs(post, person, day, names),
    insteadOf: fallbackFor === undefined ? null : names.fullTitle(fallbackFor, day),
    upFrom: upFrom === undefined ? null : names.fullTitle(upFrom, day),
    ...substitute(substituteFor, names),
  };
}

/** Whoever did something. */
export function actorWho(
  { post, person, substituteFor }: Pick<Actor, "person" | "post" | "substituteFor">,
  day: PlanDate,
  names: Directory,
): Who {
  return { ...whoIs(post, person, day, names), insteadOf: null, upFrom: null, ...substitute(substituteFor, names) };
}
