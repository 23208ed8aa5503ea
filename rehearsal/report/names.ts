/** Units, posts and people of a roster by their names on a day. */
import type { PlanBundle, PlanDate, Post } from "../../domain/plan/plan.js";
import { unitNameOn, valueOn } from "../../domain/people/recipients.js";
import type { Recipient } from "../../domain/people/recipients.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { Place, RecipientKind, Who } from "./model.js";

export interface Names {
  unit(id: string, day: PlanDate): string;
  /** The post with its unit, for a list of causes. */
  post(id: string, day: PlanDate): string;
  person(id: string): string;
  village(id: string): string;
  place(item: { readonly village: string | null; readonly township: string | null }): Place;
  milestone(id: string): string;
  kind(post: string): RecipientKind;
  recipient(recipient: Recipient, day: PlanDate): Who;
  actor(actor: Pick<Actor, "person" | "post" | "substituteFor">, day: PlanDate): Who;
}

export function namesOf(bundle: PlanBundle): Names {
  const { roster, plan } = bundle;
  const posts = new Map(roster.posts.map((post) => [post.id, post]));
  const persons = new Map(roster.persons.map((person) => [person.id, person.name]));
  const villages = new Map(roster.villages.map((village) => [village.id, village]));
  const townships = new Map(roster.townships.map((township) => [township.id, township.name]));
  const milestones = new Map(plan.tasks.flatMap((task) => task.milestones.map((each) => [each.id, each.title])));
  const townshipUnits = new Set(roster.units.filter((unit) => unit.kind === "township").map((unit) => unit.id));

  const unit = (id: string, day: PlanDate): string => unitNameOn(roster, id, day);
  const unitOf = (post: Post | undefined, day: PlanDate): string | null =>
    post?.unit === undefined ? null : unit(post.unit, day);
  const post = (id: string, day: PlanDate): string =>
    `${unitOf(posts.get(id), day) ?? ""}${posts.get(id)?.title ?? id}`;
  const person = (id: string): string => persons.get(id) ?? id;

  const kind = (id: string): RecipientKind => {
    const found = posts.get(id);
    if (!found) return "other";
    if (found.level === "countyLeader") return "countyLeader";
    if (found.level === "leadingGroup" || found.unit === roster.bodies.leadingGroup) return "leadingGroup";
    if (found.unit === roster.bodies.office) return "office";
    if (found.unit === roster.bodies.supervisionOffice) return "supervisionOffice";
    if (found.unit === undefined) return "other";
    const head = found.level === "head";
    if (townshipUnits.has(found.unit)) return head ? "townshipHead" : "townshipDesk";
    return head ? "unitHead" : "unitDesk";
  };
  const who = (id: string, held: string | null, day: PlanDate): Omit<Who, "insteadOf" | "upFrom"> => ({
    kind: kind(id),
    desk: posts.get(id)?.level === "desk" && posts.get(id)?.unit !== undefined,
    unit: unitOf(posts.get(id), day),
    title: posts.get(id)?.title ?? id,
    person: held === null ? null : person(held),
  });

  return {
    unit,
    post,
    person,
    village: (id) => villages.get(id)?.name ?? id,
    place: ({ village, township }) => ({
      village: village === null ? null : (villages.get(village)?.name ?? village),
      township: township === null ? null : (townships.get(township) ?? township),
    }),
    milestone: (id) => milestones.get(id) ?? id,
    kind,
    recipient: (recipient, day) => ({
      ...who(recipient.post, recipient.person, day),
      insteadOf: recipient.fallbackFor === undefined ? null : post(recipient.fallbackFor, day),
      upFrom: recipient.upFrom === undefined ? null : post(recipient.upFrom, day),
      ...(recipient.substituteFor === undefined ? {} : { substituteFor: person(recipient.substituteFor) }),
    }),
    actor: ({ post: id, person: acting, substituteFor }, day) => ({
      ...who(id, acting, day),
      insteadOf: null,
      upFrom: null,
      ...(substituteFor === undefined ? {} : { substituteFor: person(substituteFor) }),
    }),
  };
}

/** Who holds a post on a day; null when it is vacant. */
export function holderOn(post: Post, day: PlanDate): string | null {
  return valueOn(post.holders, day) ?? null;
}
