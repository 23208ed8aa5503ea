/**
 * `tsx test/upgrades/compare-ledgers.ts [SCENARIO …] [--rows FOLDER]`: plays scenarios of the seed plan to their end and compares
 * each ledger with the one that the release 4591ca6 made (all three take minutes; `npm test` compares a small plan row by row).
 * `--rows`: `SCENARIO.rows.jsonl.gz` in the folder are that release's rows, to show the first that differs.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { silentProgress } from "../../embedded/progress.js";
import { type Stack, startStack } from "../../embedded/stack.js";
import type { Pool } from "../../prisma/database/pool.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { openRehearsal, prepare } from "../../rehearsal/open.js";
import { play } from "../../rehearsal/play.js";
import { filesIn, planFrom, SEED_PLAN, scenarioFrom } from "../../scripts/cli.js";
import { type ContentRow, contentHash, firstDifference } from "../support/ledger-content.js";
import { oldLedgers, rowsOf } from "../support/old-release.js";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { rows: { type: "string" } } });
const ledgers = oldLedgers();
const stateDir = mkdtempSync(path.join(tmpdir(), "duban-compare-"));
const stack = await startStack({ stateDir, progress: silentProgress, ports: "os" });
try {
  await prepare(stack);
  for (const name of positionals.length > 0 ? positionals : Object.keys(ledgers)) {
    const differences = await compared(stack, name);
    console.log(`${name}: ${differences.length === 0 ? "the same rows" : `DIFFERS\n${differences.join("\n")}`}`);
    if (differences.length > 0) process.exitCode = 1;
  }
} finally {
  await stack.stop();
  rmSync(stateDir, { recursive: true, force: true });
}

/** Plays a scenario; answers in words what differs from the old release's ledger. */
async function compared(on: Stack, name: string): Promise<string[]> {
  const old = ledgers[name];
  if (!old) return [`there is no ledger of ${name}: ${Object.keys(ledgers).join(", ")}`];
  const bundle = await planFrom(SEED_PLAN);
  const scenario = await scenarioFrom(SEED_PLAN, bundle, name);
  const opened = await openRehearsal(
    { stack: on, stateDir, files: filesIn(stateDir), log: console.error },
    bundle,
    scenario,
    old.seed,
  );
  try {
    const { jumps, acts, refused } = await play(opened, silentProgress, null);
    const { broken, head } = await verifyLedger(opened.pool, opened.planId);
    const now = await contentHash(opened.pool, opened.planId);
    const differences = broken === null ? [] : [broken];
    if (now.content === old.content) {
      // The hash format alone may differ.
      console.log(`${name}: ${now.rows} rows, head ${head === old.head ? "as before" : `${head}, before ${old.head}`}`);
      return differences;
    }
    const [was, is] = [old, { jumps, acts, refused, rows: now.rows }];
    for (const figure of ["rows", "jumps", "acts", "refused"] as const)
      if (was[figure] !== is[figure]) differences.push(`${figure}: ${was[figure]} before, ${is[figure]} now`);
    const streams = [...new Set([...Object.keys(old.streams), ...Object.keys(now.streams)])];
    const parted = streams.filter((stream) => old.streams[stream]?.content !== now.streams[stream]?.content);
    differences.push(`streams: ${parted.join(", ")}`);
    return [...differences, ...(await firstRow(opened.pool, opened.planId, name))];
  } finally {
    await opened.terminate("compared");
    await opened.close();
  }
}

async function firstRow(pool: Pool, planId: string, name: string): Promise<string[]> {
  const file = path.join(values.rows ?? "", `${name}.rows.jsonl.gz`);
  if (values.rows === undefined || !existsSync(file)) return [];
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
  const before = lines.map((line) => JSON.parse(line) as ContentRow);
  const difference = firstDifference(before, await rowsOf(pool, planId));
  return difference ? [difference.place, `before: ${difference.before}`, `now:    ${difference.now}`] : [];
}
