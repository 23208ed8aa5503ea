/** A visit: taken along, its lines, its receipt, the 组长's decisions, the submission (docs/inspections.md). */
import type { RoundAct } from "../../domain/inspections/acts.js";
import { receiptOf } from "../../domain/inspections/receipt.js";
import { groupOf } from "../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../domain/inspections/round-types.js";
import { storedPhotos } from "../../prisma/inspections/round-facts.js";
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import { ProblemError } from "../http/problem.js";
import type { Caller } from "../rights/caller.js";
import { seesAll } from "../rights/reach.js";
import { planRoute } from "../serving/route.js";
import {
  asInspector,
  asUnit,
  capacityFor,
  done,
  keyOf,
  refusedAs,
  type RoundCall,
  roundOf,
  send,
  unknownVisit,
  visitOf,
} from "./act.js";
import { bundleOf } from "./bundle.js";
import * as filing from "./filing-schemas.js";
import { visitParams } from "./schemas.js";
import { inspects, visitsWithin } from "./view.js";
import { visitSeen, visitView } from "./visit-view.js";

export const visitRoute = {
  tag: "inspections",
  params: visitParams,
  changesWith: "answer",
  personal: true,
} as const;
/** What a device asks: they come many at once. */
export const deviceRoute = { ...visitRoute, bulk: true } as const;
const UNKNOWN = ["unknownRound", "unknownVisit", "notYours"] as const;
export const SENT = [...UNKNOWN, "planEnded", "notDelivered", "temporalAway"] as const;

const notYours = (): ProblemError => refusedAs({ item: "", code: "notYours", reason: "" });

/** A visit for those who inspect it, and who sees everything. Throws `notYours`. */
function inspected(state: RoundState, id: string, caller: Caller): VisitState {
  const visit = visitOf(state, id);
  if (!inspects(state, visit, caller) && !seesAll(caller)) throw notYours();
  return visit;
}

/** As an inspector of a visit, under the key that what is asked gives itself. */
async function inspectorAct(call: RoundCall, round: string, visit: string, act: RoundAct): Promise<ReadRound> {
  const { state } = await roundOf(call, round);
  visitOf(state, visit);
  const capacity = capacityFor(call.caller, asInspector(state, visit, call.caller));
  return done(call, round, act, capacity, keyOf(call.plan.id, round, call.caller.person, act));
}

export const postTakenAlong = planRoute({
  ...deviceRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/take-along",
  summary: "Take a visit along 带走",
  description: "Sent again by the same device it is the same copy.",
  body: filing.takeBody,
  response: filing.visitBundle,
  counts: "act",
  problems: [...SENT, "closing", "locked"],
  async handler(call) {
    const { round, visit } = call.params;
    const { state } = await roundOf(call, round);
    const { checklist, plan } = visitOf(state, visit);
    const { device } = call.body;
    const capacity = capacityFor(call.caller, asInspector(state, visit, call.caller));
    const copy = [call.plan.id, round, visit, call.caller.person, device, checklist, plan.lines];
    // A copy that is out already stays out, whatever became of the round.
    const before = state.visits[visit]?.taken.some((one) => one.person === call.caller.person && one.device === device);
    const after =
      before && state.status !== "open"
        ? { state }
        : await done(call, round, { kind: "takeAlong", visit, device }, capacity, keyOf("take", ...copy));
    return bundleOf(call, after.state, visitOf(after.state, visit));
  },
});

export const getBundle = planRoute({
  ...deviceRoute,
  method: "get",
  path: "/inspections/{round}/visits/{visit}/bundle",
  summary: "What is taken along, without recording anything 检查资料",
  response: filing.visitBundle,
  problems: UNKNOWN,
  async handler(call) {
    const { state } = await roundOf(call, call.params.round);
    return bundleOf(call, state, inspected(state, call.params.visit, call.caller));
  },
});

export const getVisit = planRoute({
  ...visitRoute,
  method: "get",
  path: "/inspections/{round}/visits/{visit}",
  summary: "A visit with what is filed for it 检查情况",
  description:
    "To those who inspect it and who sees everything; once it is submitted to the inspected, and to whoever owes some of its lines: these alone.",
  response: filing.visitDetail,
  problems: UNKNOWN,
  async handler(call) {
    const { plan, caller, sight, params } = call;
    const { state } = await roundOf(call, params.round);
    const visit = visitOf(state, params.visit);
    const isWithin = visitsWithin(state, caller, sight, plan).includes(visit);
    const seen = visitSeen(call, state, visit, isWithin);
    if (!seen) throw isWithin ? notYours() : unknownVisit(params.visit);
    return visitView(call, state, visit, seen);
  },
});

/* ----------------------------------------------------------- receipt and submission */

async function receiptFor(call: RoundCall, { state, head }: ReadRound, visit: VisitState, person: string) {
  const stored = await storedPhotos(call.services.pool, call.plan.id, state.round, [visit.plan.id]);
  return structuredClone(
    receiptOf(call.plan.id, state, visit, person, new Set(stored[visit.plan.id]), head),
  ) as Mutable<ReturnType<typeof receiptOf>>;
}

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

export const getReceipt = planRoute({
  ...deviceRoute,
  method: "get",
  path: "/inspections/{round}/visits/{visit}/receipt",
  summary: "The receipt of one's lines and photos 回执",
  description: "One's own; the 组长 and who sees everything name the person.",
  query: filing.receiptQuery,
  response: filing.receipt,
  problems: UNKNOWN,
  async handler(call) {
    const read = await roundOf(call, call.params.round);
    const visit = inspected(read.state, call.params.visit, call.caller);
    const { person = call.caller.person ?? "" } = call.query;
    const isLeader = groupOf(read.state, visit.plan.id)?.leader === call.caller.person;
    if (person !== call.caller.person && !isLeader && !seesAll(call.caller)) throw notYours();
    return receiptFor(call, read, visit, person);
  },
});

export const postSubmitted = planRoute({
  ...deviceRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/submit",
  summary: "Submit a visit 提交检查结果",
  description:
    "All lines and every named photo are there, and the 组长 has decided what is disputed: it is locked, and each failed line is a finding with its rectification item. Of a visit that is submitted already: its receipt.",
  response: filing.receipt,
  counts: "act",
  problems: [...SENT, "incomplete", "locked", "illegalStep"],
  async handler(call) {
    const { round, visit: id } = call.params;
    const { person } = call.caller;
    const read = await roundOf(call, round);
    const visit = visitOf(read.state, id);
    if (visit.submitted && inspects(read.state, visit, call.caller)) return receiptFor(call, read, visit, person ?? "");
    const capacity = capacityFor(call.caller, asInspector(read.state, id, call.caller));
    // What keeps it from being submitted changes: each attempt is one of its own until it is in.
    const key = keyOf("submit", call.plan.id, round, id, read.head.seq);
    const { outcome, after } = await send(call, round, { kind: "submitCheck", visit: id }, capacity, key);
    const [refused] = outcome.refused;
    const receipt = await receiptFor(call, after, visitOf(after.state, id), person ?? "");
    // Another inspector of the group was quicker.
    if (refused && !(refused.code === "locked" && receipt.submittedRow !== null))
      throw refusedAs(refused, refused.code === "incomplete" ? { missing: receipt.missing } : {});
    return receipt;
  },
});

export const postLineDecided = planRoute({
  ...visitRoute,
  params: filing.lineParams,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/lines/{line}/decide",
  summary: "Decide what stands for a line 组长确定",
  body: filing.decideLineBody,
  response: filing.visitDone,
  counts: "act",
  problems: [...SENT, "locked", "badValue"],
  async handler(call) {
    const { round, visit, line } = call.params;
    const { head } = await inspectorAct(call, round, visit, { kind: "decideLine", visit, line, ...call.body });
    return { round, visit, row: head.seq };
  },
});

export const postHandedOver = planRoute({
  ...visitRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/hand-over",
  summary: "Give a visit to another group 改由其他组检查",
  description:
    "By the 组长 who has it, or by the office; to a group that may inspect there. What was taken along before is accepted still, and marked. Of a visit that the group has already: nothing changes.",
  body: filing.handOverBody,
  response: filing.visitDone,
  counts: "act",
  problems: [...SENT, "locked", "illegalStep", "badValue"],
  async handler(call) {
    const { round, visit } = call.params;
    const read = await roundOf(call, round);
    const { state, head } = read;
    visitOf(state, visit);
    const act = { kind: "handOver", visit, ...call.body } as const;
    const isThere = (now: RoundState): boolean => groupOf(now, visit)?.id === call.body.to;
    if (isThere(state)) return { round, visit, row: head.seq };
    const isInspector = asInspector(state, visit, call.caller);
    const isOffice = asUnit(call.plan.bundle.roster.bodies.office);
    const capacity = capacityFor(call.caller, (one) => isInspector(one) || isOffice(one));
    // Given away, given back, and given away again: each is one of its own.
    const { outcome, after } = await send(call, round, act, capacity, keyOf("hand-over", call.plan.id, act, head.seq));
    const [refused] = outcome.refused;
    if (refused && !isThere(after.state)) throw refusedAs(refused);
    return { round, visit, row: after.head.seq };
  },
});
