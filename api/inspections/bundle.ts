/** What an inspector takes along (带走): the visit's lines, each with its last grade, its open findings and what the unit claims. */
import type { z } from "zod";
import { milestonesOf } from "../../domain/inspections/lines.js";
import { groupOf, schemeOf } from "../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../domain/inspections/round-types.js";
import { isOpen, type ItemState } from "../../domain/items/work-item.js";
import type { VisitPlace } from "../../domain/ledger/inspection-events.js";
import { type ChecklistLine, lineOf } from "../../domain/plan/checklists.js";
import type { Milestone } from "../../domain/plan/plan.js";
import { checklistsOf } from "../../domain/plan/rule-set.js";
import { type EvidenceFile, evidenceOf } from "../../prisma/actions/evidence-store.js";
import { findingsAt, lastGradesAt } from "../../prisma/items/findings.js";
import { revisedItems } from "../../prisma/items/read-items.js";
import { instantText } from "../http/instants.js";
import type { PlanCall } from "../serving/route.js";
import type { visitBundle } from "./filing-schemas.js";
import { filedView, groupView, placeView } from "./view.js";

type BundleView = z.input<typeof visitBundle>;
type LineView = BundleView["lines"][number];

/** The item of a milestone at a place: its village's, its township's, or the county's. */
function itemAt({ id, scope }: Milestone, { kind, id: place, township }: VisitPlace): string | null {
  if (scope === "county") return `${id}/county`;
  if (scope === "township") return township === undefined ? null : `${id}/${township}`;
  return kind === "village" ? `${id}/${place}` : null;
}

/** Claims of the units that owe the line's milestones: as recorded, nothing is asked for anew. */
function claimView(
  { id, milestone, primaryUnit, status, percent, lastWords, reportedOn }: ItemState,
  files: readonly EvidenceFile[],
  { names, today }: PlanCall<unknown, unknown, unknown>["plan"],
): LineView["claims"][number] {
  return {
    item: id,
    title: names.milestoneTitle(milestone),
    unit: names.unit(primaryUnit, today).name,
    status,
    percent,
    text: lastWords?.text ?? "",
    on: reportedOn ?? lastWords?.on ?? null,
    evidence: files.map(({ sha256, name, mediaType }) => ({ sha256, name, mediaType })),
  };
}

function lineView(
  line: ChecklistLine,
  last: LineView["last"],
  findings: readonly ItemState[],
  claims: LineView["claims"],
): LineView {
  return {
    ...(line as unknown as Omit<LineView, "last" | "findings" | "claims">),
    last,
    claims,
    findings: findings.flatMap(({ id, finding, deadline }) => {
      const newest = finding?.found.at(-1);
      if (!finding || !newest) return [];
      const { cause, severity, firstFoundOn, found } = finding;
      const { text, photos } = newest;
      return [{ id, cause, severity, count: found.length, firstFoundOn, deadline, text, photos: [...photos] }];
    }),
  };
}

/** Whole, or an error. */
export async function bundleOf(
  { plan, services, caller }: Pick<PlanCall<unknown, unknown, unknown>, "plan" | "services" | "caller">,
  state: RoundState,
  visit: VisitState,
): Promise<BundleView> {
  const { pool } = services;
  const { place } = visit.plan;
  const copy = visit.taken.findLast(({ person }) => person === caller.person);
  const checklist = copy?.checklist ?? visit.checklist;
  const checklists = checklistsOf(plan.ruleSet, checklist);
  const lines = (copy?.lines ?? visit.plan.lines).flatMap((key) => lineOf(checklists, key) ?? []);
  const { to } = schemeOf(state);
  const isAsked = ({ deadline }: Milestone): boolean => deadline <= to || deadline.startsWith(to.slice(0, 4));
  const items = new Map(
    lines.map((line) => [
      line.key,
      milestonesOf(line, plan.bundle.plan)
        .filter(isAsked)
        .flatMap((one) => itemAt(one, place) ?? []),
    ]),
  );
  const [last, found, claimed] = await Promise.all([
    lastGradesAt(pool, plan.id, state.round, place.id),
    findingsAt(pool, plan.id, place.id),
    revisedItems(pool, plan.id, [...new Set([...items.values()].flat())]),
  ]);
  const states = new Map(claimed.map(({ state: item }) => [item.id, item]));
  const files = new Map(
    await Promise.all([...states.keys()].map(async (id) => [id, await evidenceOf(pool, plan.id, id)] as const)),
  );
  const group = groupOf(state, visit.plan.id);
  return {
    plan: plan.id,
    round: state.round,
    visit: visit.plan.id,
    place: placeView(place, plan),
    mode: visit.plan.mode,
    checklist,
    asOf: instantText(plan.now, plan.ruleSet.offsetMinutes),
    group: group ? groupView(group, plan) : null,
    lines: lines.map((line) =>
      lineView(
        line,
        last.get(line.key) ?? null,
        found.filter((item) => item.finding?.line === line.key && isOpen(item)),
        (items.get(line.key) ?? []).flatMap((id) => {
          const item = states.get(id);
          return item ? [claimView(item, files.get(id) ?? [], plan)] : [];
        }),
      ),
    ),
    causes: checklists.causes.map((one) => ({ ...one })),
    filed: visit.filed.filter(({ person }) => person === caller.person).map((row) => filedView(row, plan)),
  };
}
