/**
 * Who is told what is late in a round. On the ladder `inspection` the role `primaryUnit` stands for whoever owes the step: the
 * inspectors of late visits, each told of their own; for an objection whoever may decide it; else the office. `primaryUnitHead` stands
 * for the leaders of their groups, for who heads the deciders, else for the office's head.
 */
import type { Chased, Inspector } from "../ledger/inspection-events.js";
import type { Addressee, NoticeDraft } from "../ledger/record.js";
import type { PlanDate } from "../plan/plan.js";
import type { RecipientRole, Rung } from "../plan/policy.js";
import type { Roster } from "../plan/roster.js";
import { decidersOf, involvedIn, type ObjectionName } from "./objections.js";
import { groupOf } from "./round-state.js";
import type { RoundState } from "./round-types.js";
import { chaseWords, objectionWords, ownVisitsWords } from "./words.js";

/** What a rung of the ladder presses for on a day. */
export interface Pressed {
  readonly what: Chased;
  readonly rung: Pick<Rung, "to" | "copy" | "offset">;
  /** Visits that it is about. */
  readonly visits: readonly string[];
  readonly objection?: ObjectionName | undefined;
  readonly day: PlanDate;
  /** Whose posts and places they are. */
  readonly roster: Roster;
}

const noticeOf = (
  { round }: Pick<RoundState, "round">,
  { what, day }: Pressed,
  words: { readonly zh: string; readonly en: string },
  visits: number,
  people: Pick<NoticeDraft, "to" | "copy" | "notTo">,
): NoticeDraft => ({
  instrument: "inspection",
  delivery: "batched",
  ...people,
  facts: { round, what, visits, day, ...words },
});

/** The notices of a rung. */
export function chaseNotices(state: RoundState, pressed: Pressed): NoticeDraft[] {
  const { what, rung, visits, objection } = pressed;
  if (what === "objections") return objection ? objectionNotices(state, pressed, objection) : [];
  if (what === "checks") return checkNotices(state, pressed);
  const to = rung.to.map(ofOffice);
  const copy = rung.copy.map(ofOffice);
  return [noticeOf(state, pressed, chaseWords(state, what, visits.length, rung.offset), visits.length, { to, copy })];
}

/** Where the office owes the step. */
function ofOffice(role: RecipientRole): Addressee {
  if (role === "primaryUnit") return { role: "office" };
  return { role: role === "primaryUnitHead" ? "officeHead" : role };
}

/** An inspector with the visits that wait for them. */
interface Owing {
  readonly post: string;
  readonly visits: readonly string[];
}

/** By post the late visits of its inspector, in the order of the groups. `only`: of a group who counts. */
function owingOf(
  { groups }: Pick<RoundState, "groups">,
  late: readonly string[],
  only: (member: Inspector, leader: string) => boolean,
): Owing[] {
  const owing = new Map<string, string[]>();
  for (const { leader, members, visits } of groups) {
    const own = late.filter((id) => visits.includes(id));
    if (own.length === 0) continue;
    for (const member of members)
      if (only(member, leader)) owing.set(member.post, [...(owing.get(member.post) ?? []), ...own]);
  }
  return [...owing].map(([post, visits]) => ({ post, visits }));
}

/** Each inspector is told of their own late visits, a 组长 of the group's, everybody else of the round's. */
function checkNotices(state: RoundState, pressed: Pressed): NoticeDraft[] {
  const { rung, visits, roster, day } = pressed;
  const told = new Set<string>();
  const own = (as: "to" | "copy", only: (member: Inspector, leader: string) => boolean): NoticeDraft[] =>
    owingOf(state, visits, only).flatMap(({ post, visits: late }) => {
      if (told.has(post)) return [];
      told.add(post);
      const places = late.flatMap((id) => state.visits[id]?.plan.place ?? []);
      const words = ownVisitsWords(state, places, rung.offset, roster, day);
      return [noticeOf(state, pressed, words, late.length, { to: [], copy: [], [as]: [{ post }] })];
    });
  const byRole = (
    as: "to" | "copy",
  ): { readonly notices: readonly NoticeDraft[]; readonly rest: readonly Addressee[] } => {
    const notices: NoticeDraft[] = [];
    const rest: Addressee[] = [];
    for (const role of rung[as]) {
      if (role === "primaryUnit") notices.push(...own(as, () => true));
      else if (role === "primaryUnitHead") notices.push(...own(as, ({ person }, leader) => person === leader));
      else rest.push({ role });
      // Visits that no group has are the office's to give to one.
      const isUncovered = visits.some((id) => groupOf(state, id) === undefined);
      if (isUncovered && role.startsWith("primaryUnit")) rest.push(ofOffice(role));
    }
    return { notices, rest };
  };
  const [to, copy] = [byRole("to"), byRole("copy")];
  const words = chaseWords(state, "checks", visits.length, rung.offset);
  const others =
    to.rest.length + copy.rest.length === 0
      ? []
      : [noticeOf(state, pressed, words, visits.length, { to: to.rest, copy: copy.rest })];
  return [...to.notices, ...copy.notices, ...others];
}

/** Nobody of the group, nor who stands behind the objection, is asked to see to it. */
function objectionNotices(state: RoundState, pressed: Pressed, { visit: id, no }: ObjectionName): NoticeDraft[] {
  const { rung, roster, day } = pressed;
  const visit = state.visits[id];
  const objection = visit?.objections.find((one) => one.no === no);
  if (!visit || !objection) throw new Error(`${state.stream} has no objection ${no} to ${id}`);
  const involved = involvedIn(state, visit, objection);
  const { desk, head } = decidersOf(roster, involved, day);
  const of = (role: RecipientRole): Addressee[] => {
    const post = role === "primaryUnit" || role === "office" ? desk : head;
    if (role !== "primaryUnit" && role !== "office" && role !== "primaryUnitHead" && role !== "officeHead")
      return [{ role }];
    return post === undefined ? [] : [{ post }];
  };
  const words = objectionWords(state, visit.plan.place, objection, rung.offset, roster, day);
  const people = { to: rung.to.flatMap(of), copy: rung.copy.flatMap(of), notTo: [...involved] };
  return [noticeOf(state, pressed, words, 1, people)];
}
