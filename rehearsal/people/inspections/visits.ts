/** What inspectors do about their visits: take them along, file all lines, decide between themselves, submit, and show the conclusion. */
import { NOTHING_STORED } from "../../../domain/inspections/acts.js";
import { groupRules } from "../../../domain/inspections/decide-scheme.js";
import { visitLines } from "../../../domain/inspections/filed.js";
import { mayJudge } from "../../../domain/inspections/groups.js";
import { groupOf, schemeOf } from "../../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../../domain/inspections/round-types.js";
import type { InspectionGroup } from "../../../domain/inspections/types.js";
import type { Inspector } from "../../../domain/ledger/inspection-events.js";
import { rosterIndex, unitNameOn } from "../../../domain/people/directory.js";
import { checklistsOf } from "../../../domain/plan/rule-set.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { type About } from "../draws.js";
import { reactionAt } from "../intents.js";
import { type Answered, answersTo } from "./answers.js";
import { intendRound, type PersonsAct, type RoundIntent, type RoundSetting } from "./round-intents.js";
import * as texts from "./texts.js";

/** Devices whose clock is wrong, of all, and by how much (milliseconds). */
const WRONG_CLOCK = { chance: 0.03, by: 11 * 60_000 } as const;

/** Every visit of an approved scheme: when it is made, and when it is filed. */
export function planVisits(setting: RoundSetting, row: ObservedRow, state: RoundState): RoundIntent[] {
  return Object.values(state.visits).flatMap((visit) => planVisit(setting, row, state, visit));
}

function planVisit(setting: RoundSetting, row: ObservedRow, state: RoundState, visit: VisitState): RoundIntent[] {
  const { draws, hours, rounds } = setting;
  const { id } = visit.plan;
  const about: About = [state.round, id];
  const { visitsFrom, visitsUntil } = schemeOf(state);
  const tomorrow = hours.following(hours.dayOf(row.at), 1);
  const wanted = hours.before(visitsUntil, draws.within(rounds.makeVisit.days, "makeVisit", ...about));
  if (wanted === null || tomorrow === null) return [];
  const earliest = tomorrow > visitsFrom ? tomorrow : visitsFrom;
  const day = wanted > earliest ? wanted : earliest;
  if (day > visitsUntil) return [];
  const morning = hours.opening(day);
  const taken = intendRound(morning, {
    stream: row.stream,
    name: `takeAlong/${id}`,
    still: (now) => now.status === "open" && now.visits[id]?.taken.length === 0 && !now.visits[id]?.submitted,
    acts: (now) => takeAlong(now, id),
  });
  // Papers are looked at at the desk: nothing is taken along for that.
  const along = visit.plan.mode === "visit" ? taken : [];
  if (draws.happens(rounds.makeVisit.chance, "makeVisit", ...about))
    return [...along, ...filing(setting, row.stream, id, morning === null ? null : hours.after(morning, 0, id))];
  return [...along, ...fileLate(setting, row, state, id, "")];
}

/** What was not filed in time is filed late: of itself, or once it is chased (`urged`: the rung). */
function fileLate(
  setting: RoundSetting,
  row: ObservedRow,
  state: RoundState,
  id: string,
  urged: string,
): RoundIntent[] {
  const { draws, hours, rounds } = setting;
  const { visitsUntil } = schemeOf(state);
  const about: About = ["fileLate", state.round, id, urged];
  if (!draws.happens(rounds.fileLate.chance, ...about)) return [];
  const today = hours.dayOf(row.at);
  const day = hours.following(
    visitsUntil > today ? visitsUntil : today,
    Math.max(1, draws.within(rounds.fileLate.days, ...about)),
  );
  return day === null ? [] : filing(setting, row.stream, id, hours.on(day, id));
}

/** Late inspectors who are chased think again. */
export function chasedVisits(
  setting: RoundSetting,
  row: ObservedRow<"inspectionChased">,
  state: RoundState,
): RoundIntent[] {
  const { rung, offset, visits } = row.payload;
  // Before the last day it is a reminder.
  return offset <= 0 ? [] : visits.flatMap((id) => fileLate(setting, row, state, id, rung));
}

const actorOf = ({ person, post, unit }: Inspector) => ({ person, post, unit });

/** The 组长 first. */
const inOrder = ({ leader, members }: InspectionGroup): readonly Inspector[] =>
  [...members].sort((a, b) => Number(b.person === leader) - Number(a.person === leader));

function takeAlong(state: RoundState, visit: string): PersonsAct[] | null {
  const group = groupOf(state, visit);
  return group
    ? inOrder(group).map((member) => ({
        actor: actorOf(member),
        act: { kind: "takeAlong", visit, device: `device-${member.person}` },
      }))
    : null;
}

function filing(setting: RoundSetting, stream: string, id: string, at: number | null): RoundIntent[] {
  return intendRound(at, {
    stream,
    name: `visit/${id}`,
    // What was filed at this very instant is filed again, and answered as it was.
    still: ({ status, visits: { [id]: visit } }) =>
      status !== "draft" &&
      status !== "skipped" &&
      visit !== undefined &&
      visit.conclusion === null &&
      visit.filed.every(({ receivedAt }) => receivedAt === at),
    acts: (state) => (at === null ? null : fileVisit(setting, state, id, at)),
  });
}

/** Everything of a visit at one go; where two inspectors differ, up to what the 组长 has to decide. */
function fileVisit(setting: RoundSetting, state: RoundState, id: string, at: number): PersonsAct[] | null {
  const visit = state.visits[id];
  const group = groupOf(state, id);
  const ruleSet = setting.ruleSet();
  if (!visit || !group || !ruleSet.documents) return null;
  const { plan } = ruleSet.documents;
  const checklists = checklistsOf(ruleSet, visit.checklist);
  const answers = answersTo(setting, { round: state.round, visit: visit.plan, checklists, plan, at });
  const rules = groupRules(state, { facts: NOTHING_STORED, ruleSet });
  const people = inOrder(group).map((member) => ({
    member,
    able: answers.filter(({ answer }) => mayJudge(member.person, visit.plan, answer.line, rules)),
  }));
  const taken = new Set<Answered>();
  const filed = people.flatMap(({ member, able }): PersonsAct[] => {
    const own = able.filter((one) => !taken.has(one));
    for (const one of own) taken.add(one);
    return fileAct(setting, member, id, own, at);
  });
  const disputes = people.slice(1).flatMap(({ member, able }): PersonsAct[] => {
    const first = people[0]?.able ?? [];
    const differing = able.filter(
      (one) =>
        first.includes(one) &&
        one.answer.grade === "fail" &&
        setting.draws.happens(setting.rounds.dispute, "dispute", state.round, id, one.answer.line),
    );
    return fileAct(setting, member, id, differing.map(milder), at);
  });
  return [...filed, ...disputes, ...(disputes.length > 0 ? [] : submission(setting, state, visit, group, at))];
}

/** The same as somebody sees it who thinks it good enough. */
function milder({ answer: { line, revision, answeredAt } }: Answered): Answered {
  return {
    answer: { line, revision, answeredAt, grade: "mostly", text: "个别部位未到位，总体能用。", photos: [] },
    photos: [],
  };
}

function fileAct(
  { draws }: RoundSetting,
  member: Inspector,
  visit: string,
  answers: readonly Answered[],
  at: number,
): PersonsAct[] {
  if (answers.length === 0) return [];
  const offset = draws.happens(WRONG_CLOCK.chance, "clock", member.person) ? WRONG_CLOCK.by : 0;
  const clock = { deviceAt: at + offset, receivedAt: at, offset };
  return [
    {
      actor: actorOf(member),
      act: { kind: "fileLines", visit, answers: answers.map(({ answer }) => answer), clock },
      photos: { visit, taken: answers.flatMap(({ photos }) => photos) },
    },
  ];
}

/** Submitted, shown on the spot, remarked on the spot. */
function submission(
  setting: RoundSetting,
  state: RoundState,
  { plan: { id, place } }: VisitState,
  { leader, members }: InspectionGroup,
  at: number,
): PersonsAct[] {
  const { draws, hours, rounds, roster } = setting;
  const member = members.find(({ person }) => person === leader) ?? members[0];
  if (!member) return [];
  const actor = actorOf(member);
  const name =
    place.kind === "village"
      ? (rosterIndex(roster).villages.get(place.id)?.name ?? place.id)
      : unitNameOn(roster, place.id, hours.dayOf(at));
  const capacity = texts.SERVED_ON[place.kind];
  const to = `${name}${capacity}`;
  const text = draws.oneOf(texts.REMARKS, "remark", state.round, id);
  return [
    { actor, act: { kind: "submitCheck", visit: id } },
    { actor, act: { kind: "serveConclusion", visit: id, to, capacity } },
    ...(draws.happens(rounds.remark, "remark", state.round, id)
      ? [{ actor, act: { kind: "remarkConclusion", visit: id, by: to, text } } as const]
      : []),
  ];
}

/** Different answers to a line wait for the 组长, who decides and submits. */
export function settleDispute(setting: RoundSetting, row: ObservedRow<"linesFiled">, state: RoundState): RoundIntent[] {
  const { visit: id } = row.payload;
  const visit = state.visits[id];
  const group = groupOf(state, id);
  if (!visit || !group || !visitLines(visit).some(({ disputed }) => disputed)) return [];
  const about: About = ["decideDispute", state.round, id];
  const at = reactionAt(setting, group.leader, setting.rounds.decideDispute, row.at, about);
  return intendRound(at, {
    stream: row.stream,
    name: `decide/${id}`,
    still: ({ visits: { [id]: now } }) => now !== undefined && now.conclusion === null,
    acts: (now) => (at === null ? null : decideAndSubmit(setting, now, id, at)),
  });
}

function decideAndSubmit(setting: RoundSetting, state: RoundState, id: string, at: number): PersonsAct[] | null {
  const { draws } = setting;
  const visit = state.visits[id];
  const group = groupOf(state, id);
  const leader = group?.members.find(({ person }) => person === group.leader);
  if (!visit || !group || !leader) return null;
  const decisions = visitLines(visit).flatMap(({ line, disputed, filed }): PersonsAct[] => {
    const chosen = draws.happens(0.6, "chosen", state.round, id, line) ? filed[0] : filed.at(-1);
    if (!disputed || !chosen) return [];
    const reason = draws.oneOf(texts.DISPUTE_DECIDED, "reason", state.round, id, line);
    return [{ actor: actorOf(leader), act: { kind: "decideLine", visit: id, line, row: chosen.row, reason } }];
  });
  return [...decisions, ...submission(setting, state, visit, group, at)];
}
