/** 批示件台账: 批示 on items, and 交办事项 that came of meetings and 批示 of any origin, in one list. */
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Milestone } from "../../domain/plan/plan.js";
import { type GivenInstruction, givenInstructions } from "../../prisma/items/instructions.js";
import { planRoute } from "../serving/route.js";
import { factsOfItems } from "../views/item-facts.js";
import type { PlanView } from "../views/plan-view.js";
import type { LitItem } from "../views/standings.js";
import { type InstructionLine, instructionQuery, instructionRegister } from "./instruction-schemas.js";

const placeOf = ({ item }: LitItem, { names }: PlanView): string | null =>
  item.village !== null
    ? names.village(item.village).name
    : item.township !== null
      ? names.township(item.township).name
      : null;

/** A leader by name on a day: a post's holder, else as it was written. */
const leaderName = (given: string, day: string, { names }: PlanView): string =>
  names.posts.has(given) ? (names.holder(given, day).person?.name ?? names.post(given, day).title) : given;

function onItem(given: GivenInstruction, lit: LitItem, plan: PlanView): InstructionLine {
  const { names, ruleSet, today } = plan;
  const on = dateAt(given.at, ruleSet.offsetMinutes);
  return {
    kind: "onItem",
    no: null,
    source: null,
    leader: leaderName(given.instructorPost, on, plan),
    on,
    text: given.text,
    item: given.item,
    title: names.milestoneTitle(lit.item.milestone),
    place: placeOf(lit, plan),
    unit: names.unitRef(given.unit, today),
    due: given.replyBy,
    standing: given.standing,
    reply: given.reply,
    doneOn: given.doneAt === null ? null : dateAt(given.doneAt, ruleSet.offsetMinutes),
    light: lit.reason.light,
  };
}

function ofDocument(
  lit: LitItem,
  { adHoc, title, closeCriteria }: Milestone & { readonly adHoc: NonNullable<Milestone["adHoc"]> },
  reply: string | null,
  plan: PlanView,
): InstructionLine {
  const { item, reason } = lit;
  const ended = item.status === "closed" || item.status === "cancelled";
  return {
    kind: adHoc.kind ?? "other",
    no: adHoc.no ?? null,
    source: adHoc.source,
    leader: adHoc.leader === undefined ? null : leaderName(adHoc.leader, adHoc.given ?? adHoc.on, plan),
    on: adHoc.given ?? null,
    text: closeCriteria,
    item: item.id,
    title,
    place: placeOf(lit, plan),
    unit: plan.names.unitRef(item.primaryUnit, plan.today),
    due: item.deadline,
    standing: ended ? "done" : item.status === "reported" || item.status === "verified" ? "reported" : "open",
    reply,
    doneOn: item.closedAt === null ? null : dateAt(item.closedAt, plan.ruleSet.offsetMinutes),
    light: reason.light,
  };
}

export const getInstructionRegister = planRoute({
  method: "get",
  path: "/instruction-register",
  tag: "items",
  summary: "The register of instructions 批示件台账",
  description:
    "批示 given on items, and 交办事项 registered from meetings and 批示 of any origin, with what became of them; those on items within reach.",
  query: instructionQuery,
  response: instructionRegister,
  changesWith: "ledger",
  async handler({ plan, query, sight, services: { pool } }) {
    const { items } = await sight.standing(plan.today);
    const byId = new Map(items.map((lit) => [lit.item.id, lit]));
    const given = await givenInstructions(pool, plan.id, (await sight.rows())?.items ?? null);
    const adHoc = items.flatMap((lit) => {
      const milestone = plan.names.milestone(lit.item.milestone);
      return milestone?.adHoc ? [{ lit, milestone: { ...milestone, adHoc: milestone.adHoc } }] : [];
    });
    const facts = await factsOfItems(
      pool,
      plan,
      adHoc.map(({ lit: { item } }) => item),
      plan.now,
    );
    const rows = [
      ...given.flatMap((one) => {
        const lit = byId.get(one.item);
        return lit ? [onItem(one, lit, plan)] : [];
      }),
      ...adHoc.map(({ lit, milestone }) =>
        ofDocument(lit, milestone, facts.get(lit.item.id)?.said?.progress ?? null, plan),
      ),
    ];
    const fits = ({ kind, standing }: InstructionLine): boolean =>
      (query.kind ?? kind) === kind && (query.standing ?? standing) === standing;
    const day = ({ on }: InstructionLine): string => on ?? "9999";
    return { on: plan.today, rows: rows.filter(fits).sort((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0)) };
  },
});
