/** `npm run rehearse`: plays a plan in plan time, with simulated people, and reports what came of it. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createProgress, silentProgress } from "../embedded/progress.js";
import { attachOrStartStack } from "../embedded/stack.js";
import type { Language } from "../domain/language/words.js";
import { type OpenedPlan, openRehearsal, prepare } from "../rehearsal/open.js";
import { play } from "../rehearsal/play.js";
import { checkFolder, writeFiles } from "../rehearsal/report/folder.js";
import { MAX_SEED } from "../loader/scenario-schema.js";
import { buildReport, REPORT_TEXTS, type ReportModel, reportText } from "../rehearsal/report.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { instantAt } from "../domain/plan/plan-date.js";
import { summary } from "../rehearsal/summary.js";
import { filesIn, main, planFrom, scenarioFrom, SEED_PLAN, STATE_DIR, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run rehearse                         the seed plan until every ladder has run out, then its report
  --plan FOLDER            another plan
  --scenario NAME          of the plan's folder scenarios/; silence unless told
  --seed N                 draws other chances
  --until YYYY-MM-DD       plays to this day
  --lang zh|en             the report's language
  --report FILE            the report as text, in a file too
  --out DIR                the report as one HTML file with charts, its data as JSON, and of each round of inspections
                           bulletin, report (Word) and ledger (workbook): 2021H1-bulletin.docx …
  --json                   one line of JSON with the figures (npm run -s rehearse -- --json)`;

function seedFrom(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= MAX_SEED) return seed;
  throw new UserError(`--seed takes a whole number from 0 to ${MAX_SEED}, not ${text}`);
}

/** What `--out` writes: the page, the model it shows, and the documents of the rounds of inspections. */
async function filesOf(
  { pool, planId }: OpenedPlan,
  report: ReportModel,
  lang: Language,
): Promise<Record<string, string | Uint8Array>> {
  // Charts are drawn only for whoever asked for them: their library takes a third of a second to load.
  const { reportPage } = await import("../rehearsal/report/page/document.js");
  const { roundFiles } = await import("./round-files.js");
  return {
    "report.html": reportPage(report, lang),
    "report.json": `${JSON.stringify(report, null, 1)}\n`,
    ...(await roundFiles(pool, planId)),
  };
}

/** The end of the last day that is played; without one there is no end. */
function lastInstant({ plan }: PlanBundle, until: string | undefined): number {
  return until === undefined ? Number.MAX_SAFE_INTEGER : instantAt(until, "23:59", plan.timeZone.offsetMinutes);
}

await main(async () => {
  const { values } = commandOptions(USAGE, {
    options: {
      plan: { type: "string" },
      scenario: { type: "string" },
      seed: { type: "string" },
      until: { type: "string" },
      lang: { type: "string", default: "zh" },
      report: { type: "string" },
      out: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (values.until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(values.until))
    throw new UserError(`--until takes a day, YYYY-MM-DD, not ${values.until}`);
  const { lang } = values;
  if (lang !== "zh" && lang !== "en")
    throw new UserError(`--lang takes ${Object.keys(REPORT_TEXTS).join(" or ")}, not ${lang}`);
  if (values.report !== undefined && !existsSync(path.dirname(path.resolve(values.report))))
    throw new UserError(`--report ${values.report}: there is no folder ${path.dirname(path.resolve(values.report))}`);
  if (values.out !== undefined) checkFolder(values.out);
  const folder = values.plan ?? SEED_PLAN;
  const bundle = await planFrom(folder);
  const scenario = await scenarioFrom(folder, bundle, values.scenario);
  const seed = values.seed === undefined ? scenario.seed : seedFrom(values.seed);
  const progress = values.json ? silentProgress : createProgress();
  const stack = await attachOrStartStack({ stateDir: STATE_DIR, progress, only: ["postgres", "temporal", "smtp"] });
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  try {
    await progress.step("database and search attributes", () => prepare(stack));
    const since = performance.now();
    const opened = await progress.step("plan opened", () =>
      openRehearsal(
        { stack, stateDir: STATE_DIR, files: filesIn(STATE_DIR), log: (line) => progress.line(line) },
        bundle,
        scenario,
        seed,
      ),
    );
    try {
      const played = await play(opened, progress, values.until ?? null, stop.signal, lang);
      await progress.step("letters sent", () =>
        opened.lettersSent(lastInstant(opened.bundle, values.until), stop.signal),
      );
      const seconds = Math.round((performance.now() - since) / 100) / 10;
      const report = await buildReport(opened.pool, opened.planId, { day: played.day });
      if (values.report !== undefined) writeFileSync(values.report, reportText(report, lang));
      if (values.out !== undefined)
        for (const file of writeFiles(values.out, await filesOf(opened, report, lang))) progress.line(file);
      if (!values.json) process.stdout.write(`\n${reportText(report, lang, process.stdout)}`);
      else console.log(JSON.stringify(await summary(opened, report, { scenario: scenario.id, seed, seconds }, played)));
    } finally {
      try {
        await opened.terminate("the rehearsal is over");
      } finally {
        await opened.close();
      }
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.line("stopped");
    process.exitCode = 130;
  } finally {
    await stack.stop();
  }
});
