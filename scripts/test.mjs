/**
 * All checks: types, lint, import rules, format, tests. Each runs even when an earlier one
 * failed. Arguments go to vitest: npm test -- test/domain
 */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** .ci/run counts from this. */
const REPORT = "reports/vitest.json";

const RUN = "embedded/run.mjs";
const bin = (name) => join(ROOT, "node_modules/.bin", name);
const args = process.argv.slice(2);
if (args.some((arg) => arg === "--help" || arg === "-h")) {
  process.stdout.write(`npm test                   types, lint, imports, format and all tests
npm test -- test/domain    what follows is vitest's: files, folders and its options (npx vitest --help)
`);
  process.exit();
}
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`];

const steps = [
  { name: "types", command: bin("tsc"), args: ["-p", "."] },
  { name: "types of the page", command: bin("tsc"), args: ["-p", "web"] },
  { name: "types of the filing page's tests", command: bin("tsc"), args: ["-p", "test/web/filing"] },
  { name: "types of the filing page's worker", command: bin("tsc"), args: ["-p", "web/src/filing/worker"] },
  { name: "lint", command: bin("oxlint"), args: [] },
  { name: "imports", command: process.execPath, args: [RUN, "lint/main.ts"] },
  { name: "format", command: bin("biome"), args: ["format", "--no-errors-on-unmatched"] },
  // Without arguments all tests run, the page's among them.
  ...(args.length === 0 || args.some((arg) => arg.includes("web"))
    ? [{ name: "browser", command: process.execPath, args: [RUN, "scripts/browser.ts"] }]
    : []),
  { name: "tests", command: bin("vitest"), args: ["run", ...reporters, ...args] },
];

let running;
let interrupted = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true;
    // Ctrl-C in a terminal reaches the child too. Wait for it: vitest stops the test servers.
    if (signal === "SIGTERM" || !process.stdin.isTTY) running?.kill(signal);
  });
}

mkdirSync(join(ROOT, "reports"), { recursive: true });
rmSync(join(ROOT, REPORT), { force: true });

const results = [];
for (const step of steps) {
  if (interrupted) break;
  const since = performance.now();
  const problem = await run(step);
  const took = `${((performance.now() - since) / 1000).toFixed(1)} s`;
  results.push(problem);
  process.stdout.write(`${problem ? "FAILED" : "ok    "} ${step.name} ${took}${problem ? ` (${problem})` : ""}\n`);
}
process.exitCode = interrupted || results.some(Boolean) ? 1 : 0;

/** Answers what went wrong, undefined when nothing did. */
function run({ command, args }) {
  return new Promise((resolve) => {
    running = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] });
    running.once("error", (error) => resolve(`could not be started: ${error.message}`));
    running.once("close", (code, signal) => resolve(code === 0 ? undefined : (signal ?? `code ${code}`)));
  });
}
