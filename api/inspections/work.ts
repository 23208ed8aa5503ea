/** What of inspections waits for somebody: their checks, their group's, and what they decide, approve or are asked. */
import { statusOf, visitLines } from "../../domain/inspections/filed.js";
import { groupOf, schemeOf } from "../../domain/inspections/round-state.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import { roundName } from "../../domain/inspections/round-name.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { unitOf } from "../rights/actor.js";
import type { Caller } from "../rights/caller.js";
import type { PlanView } from "../views/plan-view.js";
import type * as schemas from "./schemas.js";
import type { z } from "zod";
import { isOffice } from "./view.js";
import { mayDo } from "./visit-view.js";

type Work = z.input<typeof schemas.inspectionWork>["work"][number];

/** In the order in which somebody would do it. */
export function workOf(state: RoundState, caller: Caller, plan: PlanView): Work[] {
  const one = (what: Work["what"], visits: readonly string[], by: PlanDate | null, count = visits.length): Work[] =>
    count === 0
      ? []
      : [
          {
            round: state.round,
            roundName: roundName(state.round),
            what,
            count,
            by,
            visit: visits.length === 1 ? (visits[0] ?? null) : null,
          },
        ];
  return [
    ...one("approve", [], null, isOffice(caller, plan) && state.status === "draft" ? 1 : 0),
    ...visitWork(state, caller, plan, one),
    ...bulletinWork(state, caller, plan, one),
  ];
}

type One = (what: Work["what"], visits: readonly string[], by: PlanDate | null, count?: number) => Work[];

function visitWork(state: RoundState, caller: Caller, plan: PlanView, one: One): Work[] {
  const runs = state.status === "open" || state.status === "closing";
  const { visitsUntil, closesOn } = schemeOf(state);
  const visits = Object.values(state.visits);
  const id = ({ plan: { id } }: (typeof visits)[number]): string => id;
  const may = (act: string) => visits.filter((visit) => mayDo(state, visit, caller, plan).includes(act));
  const mine = visits.filter(
    (visit) =>
      runs &&
      statusOf(visit) !== "submitted" &&
      groupOf(state, id(visit))?.members.some(({ person }) => person === caller.person) === true,
  );
  const disputed = may("decideLine").filter((visit) => visitLines(visit).some((line) => line.disputed));
  const toObject = may("object");
  const objectUntil = toObject.flatMap(({ conclusion }) => (conclusion ? [conclusion.objectUntil] : [])).sort()[0];
  return [
    ...one("file", mine.map(id), state.status === "open" ? visitsUntil : closesOn),
    ...one("decideLines", disputed.map(id), closesOn),
    ...one("conclude", may("conclude").map(id), null),
    ...one("decideObjections", may("decideObjection").map(id), null),
    ...one("readConclusions", toObject.map(id), objectUntil ?? null),
  ];
}

function bulletinWork(state: RoundState, caller: Caller, plan: PlanView, one: One): Work[] {
  const { bulletin } = state;
  const units = new Set(caller.capacities.map(unitOf));
  const asked = bulletin?.step === "circulated" ? bulletin.circulated : null;
  const owing = (asked?.units ?? []).filter(
    (unit) => units.has(unit) && bulletin?.replies.some((reply) => reply.unit === unit) !== true,
  );
  return [
    ...one("replyBulletin", [], asked?.replyBy ?? null, owing.length > 0 ? 1 : 0),
    ...one(
      "bulletin",
      [],
      null,
      isOffice(caller, plan) && state.status === "closed" && bulletin?.step !== "sent" ? 1 : 0,
    ),
  ];
}
