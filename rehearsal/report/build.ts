/** Reads a plan's run from the database and makes the report's model of it. */
import { directoryOf } from "../../domain/people/directory.js";
import { calendarOf } from "../../domain/plan/calendar.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { findPlan, loadBundle, loadRuleSet, type PlanRow } from "../../prisma/plans/plan-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { readReportFacts, readStories, type StoryRow, type ReportFacts } from "../../prisma/reports/report-facts.js";
import { askedLines } from "./asked.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { countsOf } from "./counts.js";
import { type Step, stepsOf } from "../../domain/story/fold.js";
import { acknowledgedDays, leaderLines, type Sources, taskLines, townshipLines, unitLines } from "./lines.js";
import { longestOverdue, longLine } from "./longest.js";
import type { ReportModel } from "./model.js";
import {
  alarmLines,
  courseOf,
  draftTotals,
  letterTotals,
  ownLeaderReach,
  ownLeaderSubmissions,
  timelineOf,
} from "./overview.js";
import { monthAnswers } from "./months.js";
import { roundLines } from "./rounds.js";
import { standingOf, totalsOf, type Viewpoint } from "./standing.js";
import { storyItem, storyOf } from "./story.js";

export interface ReportOptions {
  /** The plan day it is written on. */
  readonly day: PlanDate;
  /** The scenario's own title, where it is known. */
  readonly scenarioTitle?: string;
}

/** Names and dates are those of the plan's newest documents. Throws UnknownPlan. */
export async function buildReport(pool: Pool, planId: string, options: ReportOptions): Promise<ReportModel> {
  const [plan, bundle, ruleSet, facts] = await Promise.all([
    findPlan(pool, planId),
    loadBundle(pool, planId),
    loadRuleSet(pool, planId),
    readReportFacts(pool, planId),
  ]);
  const view = viewOf(bundle, options.day);
  const sources = sourcesOf(facts, bundle, view);
  const longest = longestOverdue(sources.standings);
  const example = storyItem(sources);
  const told = [...longest, ...(example ? [example] : [])].map(({ item }) => item.id);
  const stories = groupBy(await readStories(pool, planId, [...new Set(told)]), (row) => row.item);
  const steps = (item: string): Step<StoryRow>[] =>
    stepsOf(stories.get(item) ?? [], bundle.calendar.version, ruleSet satisfies RuleSet);
  return {
    ...headOf(plan, bundle, view, options),
    items: totalsOf(sources.standings),
    ownLeader: ownLeaderReach(sources.standings, sources.own, bundle, view),
    letters: letterTotals(facts.letters),
    notices: countsOf(facts.notices),
    drafts: draftTotals(facts.drafts),
    course: courseOf(facts.steps),
    alarms: alarmLines(facts.alarms, facts.letters.failed, sources.names, view),
    timeline: timelineOf(facts.notices, facts.letters.months, sources.names),
    tasks: taskLines(sources),
    ...unitLines(sources),
    leaders: leaderLines(sources),
    townships: townshipLines(sources),
    asked: askedLines(facts.asked, sources.standings, sources.names, view),
    longest: longest.map((standing) => longLine(standing, steps(standing.item.id), sources)),
    rounds: await roundLines(pool, planId),
    monthly: await monthAnswers(pool, planId, sources.names, view.today),
    story: example === null ? null : storyOf(example, steps(example.item.id), sources),
  };
}

/** A rehearsal may be played beyond its calendar's last year, where no working days can be counted. */
function viewOf(bundle: PlanBundle, day: PlanDate): Viewpoint {
  const lastDay = `${Math.max(...bundle.calendar.years.map((year) => year.year))}-12-31`;
  const latest = day < lastDay ? day : lastDay;
  return {
    today: latest > bundle.plan.start ? latest : bundle.plan.start,
    calendar: calendarOf(bundle.calendar),
    policy: bundle.policy,
    bodies: bundle.roster.bodies,
    offsetMinutes: bundle.plan.timeZone.offsetMinutes,
  };
}

function sourcesOf(facts: ReportFacts, bundle: PlanBundle, view: Viewpoint): Sources {
  const climbed = new Set(facts.ledger.filter((row) => row.climbedOverdue).map((row) => row.item));
  const standings = facts.items.map((item, order) => standingOf(item, order, climbed.has(item.id), view));
  return {
    bundle,
    view,
    names: directoryOf(bundle),
    standings,
    notices: facts.notices,
    itemNotices: facts.itemNotices,
    ledger: facts.ledger,
    escalations: facts.escalations,
    answers: acknowledgedDays({ bundle, offsetMinutes: view.offsetMinutes, acknowledgements: facts.acknowledgements }),
    own: ownLeaderSubmissions(standings, facts.escalations, bundle),
  };
}

function headOf(
  plan: PlanRow,
  bundle: PlanBundle,
  view: Viewpoint,
  options: ReportOptions,
): Pick<ReportModel, "plan" | "sampleRoster" | "scenario" | "period"> {
  const { id, title, shortTitle, words } = bundle.plan;
  return {
    plan: { id, title, shortTitle, ...(words !== undefined && { words }) },
    sampleRoster: bundle.roster.sample,
    scenario: { id: plan.scenario ?? null, title: options.scenarioTitle ?? null, seed: plan.seed ?? null },
    period: { from: dateAt(plan.openedAt, view.offsetMinutes), to: view.today },
  };
}
