/**
 * Before start and test: installs the packages and generates the database client, when they are
 * not what package-lock.json and prisma/schema.prisma ask for. Uses nothing but Node itself.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STAMP = join(ROOT, "node_modules/.setup");
const LOCK = join(ROOT, ".duban/setup.lock");
const SCHEMA = join(ROOT, "prisma/schema.prisma");
const GENERATED = join(ROOT, "prisma/generated");
const WAIT_MS = 10 * 60_000;
/** For commands whose output is read by others: nothing on standard output, and only what is done. */
const QUIET = process.argv.includes("--quiet");
const OLDEST_NODE = [20, 19];

const HELP =
  "npm run setup [-- --quiet]: installs the packages and generates the database client, where they are not up to date";

try {
  const asked = process.argv.slice(2).filter((arg) => arg !== "--quiet");
  if (asked.some((arg) => arg === "--help" || arg === "-h")) process.stdout.write(`${HELP}\n`);
  else if (asked.length > 0) throw new Error(`there is no option ${asked.join(", ")}; there are: --quiet, --help`);
  else main();
} catch (error) {
  process.stderr.write(`setup: ${error.message}\n`);
  process.exitCode = 1;
}

function main() {
  refuseOldNode();
  const started = performance.now();
  if (stepsToDo().length === 0) return sayUpToDate(started);
  takeLock();
  try {
    const done = [];
    // Asked again: another set-up may have done it while this one waited.
    for (let step = stepsToDo()[0]; step; step = stepsToDo()[0]) {
      const since = performance.now();
      say(`${step.name} …`);
      step.run();
      remember(step);
      done.push(`${step.name} ${seconds(since)}`);
    }
    if (done.length > 0) say(done.join(", "));
    else sayUpToDate(started);
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new Error(`this is Node ${process.versions.node}; ${OLDEST_NODE.join(".")} or newer is needed`);
}

/** In their order: generating needs the packages. */
function stepsToDo() {
  const stamp = readStamp();
  const install = hash(read(join(ROOT, "package-lock.json")), process.version, process.platform, process.arch);
  if (stamp.install !== install) return [{ name: "npm ci", key: "install", value: install, run: installPackages }];
  if (!existsSync(SCHEMA)) return [];
  const client = hash(read(SCHEMA), install);
  if (stamp.client === client && existsSync(GENERATED)) return [];
  return [{ name: "prisma generate", key: "client", value: client, run: generateClient }];
}

function installPackages() {
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund"];
  if (npm && /npm-cli\.[cm]?js$/.test(npm)) run("npm ci", process.execPath, [npm, ...args]);
  else run("npm ci", process.platform === "win32" ? "npm.cmd" : "npm", args);
}

/**
 * Prisma wants to download an engine that generating does not use; the name of any file that
 * is there satisfies it. For this command only: others would silently do nothing.
 */
function generateClient() {
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  run(
    "prisma generate",
    process.execPath,
    [join(ROOT, "node_modules/prisma/build/index.js"), "generate", "--schema", SCHEMA],
    env,
  );
}

/** Quiet when all goes well; everything the command said when not. */
function run(what, command, args, env = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) throw new Error(`${what} could not be started: ${result.error.message}`);
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout}${result.stderr}`);
  throw new Error(`${what} failed (${result.signal ?? `code ${result.status}`}); its output is above`);
}

function readStamp() {
  const text = readIfThere(STAMP);
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {}; // half-written: do it all again
  }
}

function remember(step) {
  // npm ci empties node_modules, so what was generated before counts as old.
  const stamp = step.key === "install" ? {} : readStamp();
  writeFileSync(STAMP, JSON.stringify({ ...stamp, [step.key]: step.value }));
}

/** Two starts at once: the second waits for the first. A lock whose process is gone is taken over. */
function takeLock() {
  mkdirSync(join(ROOT, ".duban"), { recursive: true });
  const deadline = Date.now() + WAIT_MS;
  let told = false;
  while (!placeLock()) {
    const holder = readIfThere(LOCK);
    if (holder === undefined) continue;
    if (!isAlive(Number(holder))) {
      removeStale(holder);
      continue;
    }
    if (!told) say(`waiting for another set-up (process ${holder})`);
    told = true;
    if (Date.now() > deadline)
      throw new Error(
        `another set-up (process ${holder}) is not done after ${WAIT_MS / 60_000} minutes; if it hangs, end it or delete ${LOCK}`,
      );
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** A link appears at once with its whole content. */
function placeLock() {
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, LOCK);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moved aside first: if a quicker one has just put its own lock there, that goes back. */
function removeStale(judged) {
  const aside = `${LOCK}.${process.pid}.stale`;
  try {
    renameSync(LOCK, aside);
    if (read(aside) !== judged) linkSync(aside, LOCK);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error; // others are at it too: look again
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function read(path) {
  return readFileSync(path, "utf8");
}

function readIfThere(path) {
  try {
    return read(path);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function hash(...parts) {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function sayUpToDate(started) {
  if (!QUIET) say(`up to date (${seconds(started)})`);
}

function say(line) {
  (QUIET ? process.stderr : process.stdout).write(`setup: ${line}\n`);
}
