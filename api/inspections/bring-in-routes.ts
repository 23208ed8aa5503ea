/** Before the office brings in a rescue file or a paper form: what each line and photo of it would come to. Nothing is recorded. */
import type { RoundActOf, RoundRefusal } from "../../domain/inspections/acts.js";
import { type FilingPreview, previewFiling } from "../../domain/inspections/decide-filing.js";
import { statusOf } from "../../domain/inspections/filed.js";
import type { VisitState } from "../../domain/inspections/round-types.js";
import type { FiledLine } from "../../domain/ledger/inspection-events.js";
import { storedPhotos } from "../../prisma/inspections/round-facts.js";
import type { Words } from "../http/schema-parts.js";
import { actorOf } from "../rights/actor.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { asUnit, capacityFor, refusedAs, roundOf, visitOf } from "./act.js";
import * as filing from "./filing-schemas.js";
import { authorOf } from "./line-routes.js";
import { lineIn } from "./parties.js";
import { filedView, placeView } from "./view.js";
import { visitRoute } from "./visit-routes.js";

/** The newest that the author has filed for a line, whatever became of it. */
const newestOf = ({ filed }: VisitState, author: string, line: string) =>
  filed.filter((row) => row.person === author && row.line === line && !row.conflicting).at(-1) ?? null;

/** Why a line would be refused: said of its author, who is not the reader. */
function reasonFor(refusal: RoundRefusal, author: string, { names }: PlanView): Words {
  if (refusal.code !== "notYours") return refusedAs({ item: "", ...refusal }).detail;
  const { name } = names.person(author);
  return {
    zh: `${name}不在该处的检查组，也未领取过该处检查。`,
    en: `${name} is not in the group of this visit and never took it along.`,
  };
}

function lineView(answer: FiledLine, found: FilingPreview, visit: VisitState, author: string, plan: PlanView) {
  const before = newestOf(visit, author, answer.line);
  return {
    line: answer.line,
    revision: answer.revision,
    text: lineIn(visit, answer.line, plan)?.text ?? answer.line,
    grade: answer.grade,
    outcome: found.outcome,
    quarantined: found.outcome !== "refused" && found.quarantined,
    reason: found.outcome === "refused" ? reasonFor(found.refusal, author, plan) : null,
    before: before && filedView(before, plan),
  };
}

export const postPartsPreview = planRoute({
  ...visitRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/parts/preview",
  summary: "What bringing lines in would come to 补录预览",
  description:
    "For the office: of each line of a rescue file or a paper form whether it is new, recorded already, would stand beside other content, or would be refused and why; of each photo whether it is here. Records nothing.",
  body: filing.previewBody,
  response: filing.filingPreview,
  problems: ["unknownRound", "unknownVisit", "notYours", "badValue"],
  async handler(call) {
    const { plan, caller, services, params, body } = call;
    const { state } = await roundOf(call, params.round);
    const visit = visitOf(state, params.visit);
    const enteredFor = authorOf(state, params.visit, body.enteredFor, call);
    const capacity = capacityFor(caller, asUnit(plan.bundle.roster.bodies.office));
    const answers = body.answers as readonly FiledLine[];
    const act: RoundActOf<"fileLines"> = {
      kind: "fileLines",
      visit: params.visit,
      answers,
      clock: { deviceAt: 0, receivedAt: 0, offset: 0 },
      enteredFor,
    };
    const { now, ruleSet, delegations } = plan;
    const at = { now, ruleSet, facts: { delegations, stored: {} }, actor: actorOf(capacity, caller) };
    const stored = await storedPhotos(services.pool, plan.id, state.round, [params.visit]);
    const here = new Set(stored[params.visit]);
    const named = new Set(answers.flatMap(({ photos }) => photos.map(({ sha256 }) => sha256)));
    return {
      place: placeView(visit.plan.place, plan),
      status: statusOf(visit),
      author: plan.names.person(enteredFor.person),
      lines: previewFiling(state, act, at).map((found, no) =>
        lineView(answers[no] as FiledLine, found, visit, enteredFor.person, plan),
      ),
      photos: [...named].map((sha256) => ({ sha256, stored: here.has(sha256) })),
    };
  },
});
