/**
 * `npm run bench [-- --only NAME[,NAME…]] [--rounds N] [--json] [--out FOLDER] [--write-docs] [--small]`: measures on servers
 * of its own, prints a table for each benchmark (with --json one JSON line each), and leaves nothing running.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createProgress } from "../embedded/progress.js";
import { main, ROOT, UserError } from "../scripts/cli.js";
import { commandOptions } from "../scripts/options.js";
import { actionBenchmark } from "./action.js";
import { surroundingsText, writeDocs } from "./docs.js";
import { exportsBenchmark } from "./exports.js";
import { gridBenchmark } from "./grid.js";
import { growthBenchmark } from "./growth.js";
import { inspectionsBenchmark } from "./inspections.js";
import { lettersBenchmark } from "./letters.js";
import { monthsBenchmark } from "./months.js";
import { nationalBenchmark } from "./national.js";
import { readsBenchmark } from "./reads.js";
import { registersBenchmark } from "./registers.js";
import { rehearsalBenchmark } from "./rehearsal.js";
import { type Bench, type Benchmark, type Report, type Surroundings, surroundings, withStack } from "./run.js";
import { stormBenchmark } from "./storm.js";
import { aimsTable, tablesText } from "./tables.js";

/** In this order; each on servers that the ones before it have used. */
const BENCHMARKS: readonly Benchmark[] = [
  stormBenchmark,
  lettersBenchmark,
  actionBenchmark,
  rehearsalBenchmark,
  growthBenchmark,
  readsBenchmark,
  inspectionsBenchmark,
  exportsBenchmark,
  registersBenchmark,
  gridBenchmark,
  monthsBenchmark,
  nationalBenchmark,
];
const DOCUMENT = path.join(ROOT, "docs", "benchmarks.md");

const USAGE = `npm run bench              measures storms, acts, rehearsals and reads on servers of its own, and prints tables
  --only NAME[,NAME]       these:
${BENCHMARKS.map(({ name, about }) => `                             ${name.padEnd(12)} ${about}`).join("\n")}
  --rounds N               1 to 100; 3 unless told
  --json                   one line of JSON each
  --out FOLDER             each one's JSON as a file
  --write-docs             writes docs/benchmarks.md anew
  --small                  only shows that they run`;

function options() {
  const { values } = commandOptions(USAGE, {
    options: {
      only: { type: "string", multiple: true },
      rounds: { type: "string", default: "3" },
      json: { type: "boolean", default: false },
      out: { type: "string" },
      "write-docs": { type: "boolean", default: false },
      small: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!/^\d+$/.test(values.rounds) || rounds < 1 || rounds > 100)
    throw new UserError(`--rounds takes a whole number from 1 to 100, not ${values.rounds}`);
  if (values["write-docs"] && values.small)
    throw new UserError("--small only shows that the benchmarks run: its figures do not belong in the document");
  return {
    ...values,
    rounds,
    writeDocs: values["write-docs"],
    chosen: chosen(values.only?.flatMap((names) => names.split(","))),
  };
}

/** The benchmarks named; null (told, with all names) where one is unknown. */
function chosen(names: readonly string[] | undefined): readonly Benchmark[] | null {
  const unknown = names?.filter((name) => !BENCHMARKS.some((each) => each.name === name)) ?? [];
  if (unknown.length === 0) return BENCHMARKS.filter(({ name }) => names?.includes(name) ?? true);
  const list = BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n");
  console.error(`there is no benchmark ${unknown.join(", ")}; there are\n${list}`);
  return null;
}

const textOf = ({ tables, aims }: Report): string =>
  tablesText(aims.length > 0 ? [...tables, aimsTable(aims)] : tables);

function jsonOf({ name }: Benchmark, report: Report, around: Surroundings): object {
  return { benchmark: name, ...around, ...report.figures, aims: report.aims };
}

await main(async () => {
  const { chosen: benchmarks, rounds, json, out, writeDocs: toDocs, small } = options();
  if (benchmarks === null) {
    process.exitCode = 2;
    return;
  }
  if (out !== undefined) mkdirSync(out, { recursive: true });
  const progress = createProgress();
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => stop.abort());
  const sections: Record<string, string> = {};
  try {
    await withStack(progress, async (stack, stateDir) => {
      const around = await surroundings(stack);
      sections.surroundings = surroundingsText(around);
      const bench: Bench = { stack, stateDir, progress, rounds, size: small ? "small" : "full", signal: stop.signal };
      for (const benchmark of benchmarks) {
        stop.signal.throwIfAborted();
        const report = await benchmark.run(bench);
        const object = jsonOf(benchmark, report, around);
        sections[benchmark.name] = textOf(report);
        if (json) console.log(JSON.stringify(object));
        else console.log(`\n## ${benchmark.name}\n\n${textOf(report)}`);
        if (out !== undefined)
          writeFileSync(path.join(out, `${benchmark.name}.json`), `${JSON.stringify(object, null, 2)}\n`);
      }
      if (!json) console.log(surroundingsText(around));
    });
    if (toDocs) writeDocs(DOCUMENT, sections);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    progress.line("stopped");
    process.exitCode = 130;
  }
});
