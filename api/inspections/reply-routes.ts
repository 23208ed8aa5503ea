/** After a check is in: the conclusion shown on the spot, remarks, objections and their decision. */
import type { RoundAct } from "../../domain/inspections/acts.js";
import type { Capacity } from "../rights/caller.js";
import { planRoute } from "../serving/route.js";
import {
  asInspector,
  asUnit,
  capacityFor,
  done,
  keyOf,
  ROUND_PROBLEMS,
  type RoundCall,
  roundOf,
  visitOf,
} from "./act.js";
import * as filing from "./filing-schemas.js";
import { partiesOf } from "./parties.js";
import { visitParams } from "./schemas.js";

const reply = {
  method: "post",
  tag: "inspections",
  params: visitParams,
  response: filing.visitDone,
  changesWith: "answer",
  personal: true,
  counts: "act",
  problems: [...ROUND_PROBLEMS, "unknownVisit", "ownWork", "incomplete"],
} as const;

/** In the capacity that fits; `key`: what names the request beside what it says. */
async function act(
  call: RoundCall,
  round: string,
  asked: RoundAct & { readonly visit: string },
  fits: (capacity: Capacity) => boolean,
) {
  const capacity = capacityFor(call.caller, fits);
  const { head } = await done(call, round, asked, capacity, keyOf(call.plan.id, round, call.caller.person, asked));
  return { round, visit: asked.visit, row: head.seq };
}

export const postConclusion = planRoute({
  ...reply,
  path: "/inspections/{round}/visits/{visit}/conclusion",
  summary: "Show the conclusion to the inspected 反馈检查结论",
  description: "From that day the inspected may object, for the working days of the policy.",
  body: filing.conclusionBody,
  async handler(call) {
    const { round, visit } = call.params;
    const { state } = await roundOf(call, round);
    visitOf(state, visit);
    return act(call, round, { kind: "serveConclusion", visit, ...call.body }, asInspector(state, visit, call.caller));
  },
});

export const postRemark = planRoute({
  ...reply,
  path: "/inspections/{round}/visits/{visit}/remark",
  summary: "Note what the inspected say to it 被检查方意见",
  body: filing.remarkBody,
  async handler(call) {
    const { round, visit: id } = call.params;
    const { state } = await roundOf(call, round);
    const visit = visitOf(state, id);
    const isInspector = asInspector(state, id, call.caller);
    const isParty = asUnit(...partiesOf(visit, [], call.plan));
    return act(
      call,
      round,
      { kind: "remarkConclusion", visit: id, ...call.body },
      (one) => isInspector(one) || isParty(one),
    );
  },
});

export const postObjection = planRoute({
  ...reply,
  path: "/inspections/{round}/visits/{visit}/objections",
  summary: "Object to a conclusion 提出异议",
  body: filing.objectionBody,
  async handler(call) {
    const { round, visit: id } = call.params;
    const { lines, text } = call.body;
    const { state } = await roundOf(call, round);
    const visit = visitOf(state, id);
    return act(
      call,
      round,
      { kind: "fileObjection", visit: id, lines, text },
      asUnit(...partiesOf(visit, lines, call.plan)),
    );
  },
});

export const postObjectionDecided = planRoute({
  ...reply,
  params: filing.objectionParams,
  path: "/inspections/{round}/visits/{visit}/objections/{no}/decide",
  summary: "Decide an objection 异议审定",
  description: "By the office or the supervision office; nobody of the group, and nobody who stands behind it.",
  body: filing.objectionDecisionBody,
  async handler(call) {
    const { round, visit: id, no } = call.params;
    const { granted, reason, grades = {} } = call.body;
    const { state } = await roundOf(call, round);
    visitOf(state, id);
    const { office, supervisionOffice } = call.plan.bundle.roster.bodies;
    const asked = { kind: "decideObjection", visit: id, no, granted, reason, grades } as const;
    return act(call, round, asked, asUnit(office, supervisionOffice));
  },
});
