/** Rounds of inspections: lists, one with its scheme, what is out, and the office's acts on it. */
import type { RoundAct } from "../../domain/inspections/acts.js";
import { outstandingOf } from "../../domain/inspections/receipt.js";
import { groupOf, schemeOf } from "../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../domain/inspections/round-types.js";
import { roundName } from "../../domain/inspections/round-name.js";
import { storedPhotos } from "../../prisma/inspections/round-facts.js";
import { listRounds, visitsOfPerson } from "../../prisma/inspections/read-rounds.js";
import { streamsAnnounced } from "../../prisma/ledger/stream-store.js";
import { refuseEnded, sendOrder } from "../actions/request.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import { actorOf } from "../rights/actor.js";
import { seesAll } from "../rights/reach.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { asUnit, capacityFor, done, keyOf, refusedAs, ROUND_PROBLEMS, type RoundCall, roundOf } from "./act.js";
import { conflictsOf, daysLeft } from "./round-parts.js";
import * as schemas from "./schemas.js";
import { offeredView, placeView, roundView, visitsWithin } from "./view.js";
import { workOf } from "./work.js";

export const getRounds = planRoute({
  method: "get",
  path: "/inspections",
  tag: "inspections",
  summary: "Rounds of inspections 检查",
  response: schemas.rounds,
  changesWith: "answer",
  async handler({ plan, services }) {
    const found = await listRounds(services.pool, plan.id);
    return {
      rounds: found.map(({ planned, takenAlong, partlyFiled, submitted, openedAt, visits: _total, ...row }) => ({
        ...row,
        name: roundName(row.round),
        daysLeft: daysLeft(row.visitsUntil, plan),
        openedAt: instantText(openedAt, plan.ruleSet.offsetMinutes),
        visits: { planned, takenAlong, partlyFiled, submitted },
      })),
    };
  },
});

export const getRound = planRoute({
  method: "get",
  path: "/inspections/{round}",
  tag: "inspections",
  summary: "A round with its scheme, groups, coverage and burden 检查方案",
  description:
    "Who sees everything reads all visits; inspectors those of their groups; villages, townships and units their own, once the scheme is approved.",
  params: schemas.roundParams,
  response: schemas.round,
  changesWith: "answer",
  personal: true,
  problems: ["unknownRound"],
  async handler(call) {
    const { plan, caller, sight, params } = call;
    const { state } = await roundOf(call, params.round);
    return roundView(state, visitsWithin(state, caller, sight, plan), caller, plan);
  },
});

export const getOutstanding = planRoute({
  method: "get",
  path: "/inspections/{round}/outstanding",
  tag: "inspections",
  summary: "What is out on devices 在途情况",
  description: "All of a round's for who sees everything; of the groups that the caller leads for everybody else.",
  params: schemas.roundParams,
  response: schemas.outstanding,
  changesWith: "answer",
  personal: true,
  problems: ["unknownRound"],
  async handler(call) {
    const { plan, caller, params, services } = call;
    const { state } = await roundOf(call, params.round);
    const out = Object.values(state.visits).filter(
      ({ plan: { id }, taken, filed }) =>
        taken.length + filed.length > 0 && (seesAll(caller) || groupOf(state, id)?.leader === caller.person),
    );
    const ids = out.map((visit) => visit.plan.id);
    const stored = await storedPhotos(services.pool, plan.id, state.round, ids);
    const visits = out.map((visit) => onDevicesView(visit, new Set(stored[visit.plan.id]), plan));
    return { round: state.round, visits };
  },
});

/** How far a visit is, and on whose devices. `stored`: photos of which the server has the bytes. */
function onDevicesView(visit: VisitState, stored: ReadonlySet<string>, plan: PlanView) {
  const { place, takenBy, lastContact, lines, photos, ...view } = outstandingOf(visit, stored);
  const instant = (at: number): string => instantText(at, plan.ruleSet.offsetMinutes);
  return {
    ...view,
    lines: { ...lines },
    photos: { ...photos },
    place: placeView(place, plan),
    takenBy: takenBy.map(({ person, at, device }) => ({ person: plan.names.person(person), at: instant(at), device })),
    lastContact: lastContact === null ? null : instant(lastContact),
  };
}

export const getMyVisits = planRoute({
  method: "get",
  path: "/inspections/my/visits",
  tag: "inspections",
  summary: "One's own visits 我的检查",
  response: schemas.myVisits,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, caller, services } = call;
    const { person } = caller;
    const found = person === null ? [] : await visitsOfPerson(services.pool, plan.id, person);
    const rounds = new Map<string, VisitsOfRound>();
    for (const { round } of found) {
      if (rounds.has(round)) continue;
      const { state } = await roundOf(call, round);
      const ids = found.filter((one) => one.round === round).map(({ visit }) => visit);
      rounds.set(round, { state, stored: await storedPhotos(services.pool, plan.id, round, ids) });
    }
    return {
      visits: found.flatMap(({ round, visit: id }) => {
        const { state, stored } = rounds.get(round) as VisitsOfRound;
        const visit = state.visits[id];
        return visit ? [ownVisitView(state, visit, new Set(stored[id]), call)] : [];
      }),
    };
  },
});

export const getMyWork = planRoute({
  method: "get",
  path: "/inspections/my/work",
  tag: "inspections",
  summary: "What of inspections waits for the caller 检查待办",
  description: "Of rounds that are skipped nothing; of closed ones what is still open.",
  response: schemas.inspectionWork,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, caller, services } = call;
    if (plan.head.ended) return { work: [] };
    const rounds = await listRounds(services.pool, plan.id);
    const states = await Promise.all(
      rounds.filter(({ status }) => status !== "skipped").map(({ round }) => roundOf(call, round)),
    );
    return { work: states.flatMap(({ state }) => workOf(state, caller, plan)) };
  },
});

interface VisitsOfRound {
  readonly state: RoundState;
  readonly stored: Readonly<Record<string, readonly string[]>>;
}

function ownVisitView(
  state: RoundState,
  visit: VisitState,
  stored: ReadonlySet<string>,
  { plan, caller }: Pick<RoundCall, "plan" | "caller">,
) {
  const { visitsUntil, closesOn } = schemeOf(state);
  return {
    round: state.round,
    roundName: roundName(state.round),
    roundStatus: state.status,
    mode: visit.plan.mode,
    ...onDevicesView(visit, stored, plan),
    leads: groupOf(state, visit.plan.id)?.leader === caller.person,
    visitsUntil,
    closesOn,
    offered: offeredView(visit),
  };
}

/** Under a key of the caller's own. */
async function officeAct(call: RoundCall, round: string, act: RoundAct) {
  const { plan, caller } = call;
  const capacity = capacityFor(caller, asUnit(plan.bundle.roster.bodies.office));
  await roundOf(call, round);
  const { state, head } = await done(call, round, act, capacity, keyOf(plan.id, round, caller.accountId, call.key));
  return { round: state.round, status: state.status, row: head.seq };
}

const order = {
  method: "post",
  tag: "inspections",
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: ROUND_PROBLEMS,
} as const;
const office = { ...order, params: schemas.roundParams, response: schemas.roundDone } as const;

export const postScheme = planRoute({
  ...office,
  path: "/inspections/{round}/scheme",
  summary: "Edit the draft of a scheme 修改检查方案",
  body: schemas.schemeBody,
  handler: (call) => {
    const { reason, basis, scope, visit, unvisit } = call.body;
    const more = {
      ...(basis && { basis }),
      ...(scope && { scope }),
      ...(visit && { visit }),
      ...(unvisit && { unvisit }),
    };
    return officeAct(call, call.params.round, { kind: "editScheme", reason, ...more });
  },
});
export const postApproved = planRoute({
  ...office,
  path: "/inspections/{round}/approve",
  summary: "Approve a scheme 审定检查方案",
  body: schemas.approveBody,
  handler: (call) => officeAct(call, call.params.round, { kind: "approveScheme", ...call.body }),
});
export const postMoved = planRoute({
  ...office,
  path: "/inspections/{round}/move",
  summary: "Move a round 调整检查时间",
  body: schemas.moveBody,
  handler: (call) => officeAct(call, call.params.round, { kind: "moveRound", ...call.body }),
});
export const postSkipped = planRoute({
  ...office,
  path: "/inspections/{round}/skip",
  summary: "Skip a round 取消本轮检查",
  description: "Only while nobody has begun it.",
  body: schemas.skipBody,
  handler: (call) => officeAct(call, call.params.round, { kind: "skipRound", ...call.body }),
});
export const postGroups = planRoute({
  ...office,
  path: "/inspections/{round}/groups",
  summary: "Set groups 安排检查组",
  description: "Two inspectors or more, one of them the 组长; nobody inspects their own unit's work.",
  body: schemas.groupsBody,
  async handler(call) {
    const { params, body, plan } = call;
    try {
      return await officeAct(call, params.round, { kind: "setGroups", ...body });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== "badValue") throw error;
      const { state } = await roundOf(call, params.round);
      const conflicts = conflictsOf(state, body.groups, plan);
      if (conflicts.length === 0) throw error;
      const [zh, en] = [conflicts.map((one) => one.zh).join(""), conflicts.map((one) => one.en).join(" ")];
      throw new ProblemError("badValue", { zh, en });
    }
  },
});
export const postChecklist = planRoute({
  ...office,
  path: "/inspections/{round}/checklist",
  summary: "Adopt another version of the checklists 改用检查清单",
  description: "For the visits that nobody has taken along yet.",
  body: schemas.checklistBody,
  handler: (call) => officeAct(call, call.params.round, { kind: "adoptChecklist", ...call.body }),
});
export const postSystemic = planRoute({
  ...office,
  path: "/inspections/{round}/systemic",
  summary: "Decide on a systemic item 面上问题",
  description: "One item for the lead unit beside those of the villages, which it links and does not replace.",
  body: schemas.systemicBody,
  handler: (call) => officeAct(call, call.params.round, { kind: "decideSystemic", ...call.body }),
});

export const postSpecialRound = planRoute({
  ...order,
  path: "/inspections",
  summary: "Open a special round 专项检查",
  body: schemas.specialBody,
  response: schemas.roundAsked,
  async handler(call) {
    const { plan, caller, body, services } = call;
    refuseEnded(plan);
    const capacity = capacityFor(caller, asUnit(plan.bundle.roster.bodies.office));
    const key = keyOf(plan.id, "special", caller.accountId, call.key);
    const asked = { kind: "openRound", ...body } as const;
    const { refused } = await sendOrder(call, { key, actor: actorOf(capacity, caller), order: asked });
    if (refused[0]) throw refusedAs(refused[0]);
    const { rounds } = await streamsAnnounced(services.pool, plan.id);
    const begun = rounds.findLast((one) => one.special && one.from === body.from && one.to === body.to);
    if (!begun) throw new Error(`the special round of ${key} was accepted, and the plan announced none`);
    return { round: begun.round };
  },
});
