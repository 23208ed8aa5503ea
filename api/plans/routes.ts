/** Which plans there are, and one at a glance. */
import { wordsOf } from "../../domain/plan/words.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { accountById } from "../../prisma/accounts/account-store.js";
import { listPlans, planFacts, type PlanFilter, planSizes } from "../../prisma/plans/read-plans.js";
import { decodeCursor, encodeCursor } from "../http/cursor.js";
import { instantText } from "../http/instants.js";
import { planRoute, route } from "../serving/route.js";
import { cursorText } from "../http/schema-parts.js";
import { planDetail, plans, plansQuery } from "./schemas.js";
import { countLights } from "../views/count-lights.js";

export const getPlans = route({
  method: "get",
  path: "/plans",
  tag: "plans",
  summary: "The plans in which one is somebody, those that run first 方案列表",
  description: "Running before ended, live before rehearsals, the newest first; ended ones by when they ended.",
  query: plansQuery,
  response: plans,
  problems: ["badCursor"],
  async handler({ query, caller, services: { pool } }) {
    const account = await accountById(pool, caller.accountId);
    const only: PlanFilter = {
      // Who is granted a role has it in every plan; all others are somebody where a roster has them.
      ...(caller.roles.size > 0 ? {} : { slugs: Object.keys(account?.persons ?? {}) }),
      ...(account?.sample ? { mode: "rehearsal" } : {}),
    };
    const after = query.cursor === undefined ? null : decodeCursor("plans", query.cursor, cursorText);
    const more = await listPlans(pool, after, query.limit + 1, only);
    const page = more.slice(0, query.limit);
    const facts = await planFacts(
      pool,
      page.map(({ id }) => id),
    );
    const rows = page.map(({ clock, openedAt, createdAt, ...plan }) => {
      const { offsetMinutes, sample } = facts.get(plan.id) ?? { offsetMinutes: 0, sample: false };
      const now = plan.mode === "live" ? Date.now() : clock;
      return {
        ...plan,
        openedAt: instantText(openedAt, offsetMinutes),
        createdAt: createdAt.toISOString(),
        now: instantText(now, offsetMinutes),
        today: dateAt(now, offsetMinutes),
        sampleRoster: sample,
      };
    });
    return { rows, next: more.length > page.length ? encodeCursor("plans", page.at(-1)?.id) : null };
  },
});

export const getPlan = planRoute({
  method: "get",
  path: "",
  tag: "plans",
  summary: "A plan at a glance 方案概况",
  response: planDetail,
  changesWith: "answer",
  async handler({ plan, services, sight }) {
    const { head, bundle, ruleSet, today } = plan;
    const { offsetMinutes } = ruleSet;
    const [standing, sizes] = await Promise.all([sight.standing(today), planSizes(services.pool, plan.id)]);
    const { id, slug, title, mode, scenario, seed, openedAt, createdAt, ended } = head;
    const { plan: text, roster } = bundle;
    return {
      id,
      slug,
      title,
      mode,
      scenario,
      seed,
      ended,
      today,
      openedAt: instantText(openedAt, offsetMinutes),
      createdAt: createdAt.toISOString(),
      now: instantText(plan.now, offsetMinutes),
      sampleRoster: roster.sample,
      shortTitle: text.shortTitle,
      words: { zh: wordsOf(text, "zh"), en: wordsOf(text, "en") },
      start: text.start,
      timeZone: { ...text.timeZone },
      groups: text.groups.map(({ id: group, no, title: name, clause }) => ({ id: group, no, title: name, clause })),
      counts: {
        tasks: text.tasks.length,
        items: standing.items.length,
        outside: standing.outside.length,
        lights: countLights(standing.items),
        villages: roster.villages.length,
        townships: roster.townships.length,
        units: roster.units.length,
        posts: roster.posts.length,
        ...sizes,
        ledgerRows: head.streams.reduce((sum, { seq }) => sum + seq, 0),
      },
      duties: text.planDuties.map((duty) => ({
        id: duty.id,
        title: duty.title,
        text: duty.text,
        owes: duty.owes.map((unit) =>
          unit === "townships" ? `各${wordsOf(text, "zh").township}` : plan.names.unitRef(unit, today).name,
        ),
        frequency: duty.frequency ?? null,
        clause: duty.clause,
      })),
      kpis: text.kpis.map(({ id: kpi, title: name, year, measure, target, clause }) => ({
        id: kpi,
        title: name,
        year,
        measure,
        target,
        clause,
      })),
      attachments: text.attachments.map(({ id: attachment, title: name, provided }) => ({
        id: attachment,
        title: name,
        provided,
      })),
      openQuestions: text.openQuestions.map(({ id: question, question: asked, options, chosen, moves, clause }) => ({
        id: question,
        question: asked,
        options: [...options],
        chosen: chosen ?? null,
        moves: (moves ?? []).map(({ option, milestone, deadline }) => ({
          option,
          milestone: { id: milestone, name: plan.names.milestoneTitle(milestone) },
          deadline,
        })),
        clause,
      })),
    };
  },
});
