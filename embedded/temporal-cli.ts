/** Gets hold of the Temporal CLI, which holds the development server. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readEmbeddedConfig } from "./config.js";
import { waitForLock } from "./lock.js";
import { watched } from "./watched.js";

export interface TemporalCli {
  path: string;
  /** e.g. "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)" */
  version: string;
  from: string;
}

/** The version that this project is tested with; tools/temporal/go.mod pins the same one. */
export const CLI_VERSION = "1.5.1";
const OLDEST: readonly [number, number] = [1, 5];

const TOOL_DIR = fileURLToPath(new URL("../tools/temporal/", import.meta.url));
const DOWNLOAD_SCRIPT = fileURLToPath(new URL("./temporal-download.mjs", import.meta.url));
/** A firewall that drops packets must not hold up a start; bytes that arrive buy more time. */
const DOWNLOAD_SILENCE_MS = 20_000;
/** A slow machine with other work takes ten times what an idle one does. */
const BUILD_TIMEOUT_MS = 60 * 60_000;

/** Said before it begins, while whoever started can still choose the quicker way. */
const GETTING = [
  `there is no Temporal CLI on this machine: getting ${CLI_VERSION}, once. A download takes up to a minute; where that is not to be had, it is built with Go, 3 to 10 minutes`,
  'quicker: Ctrl-C, install it (https://docs.temporal.io/cli, or "brew install temporal") so that "temporal" is on the PATH, and start again; or set TEMPORAL_ADDRESS to a server you have',
];

export interface FindOptions {
  log(line: string): void;
  /** Shown in place while something long goes on. */
  busy?: ((line: string) => void) | undefined;
  cacheDir?: string | undefined;
}

export async function findTemporalCli(options: FindOptions): Promise<TemporalCli> {
  const cacheDir = options.cacheDir ?? readEmbeddedConfig().cacheDir;
  const cached = join(cacheDir, `temporal-${CLI_VERSION}`);
  const tried: string[] = [];

  const ready = onPath(tried) ?? fromCache(cached, tried);
  if (ready) return ready;
  for (const line of GETTING) options.log(line);
  mkdirSync(cacheDir, { recursive: true });
  const lock = await waitForLock(`${cached}.lock`, {
    timeoutMs: BUILD_TIMEOUT_MS,
    onWait: (held) =>
      options.log(`another start (process ${held.content.holder.pid}) is fetching the Temporal CLI; waiting for it`),
  });
  try {
    return (
      fromCache(cached, []) ??
      (await download(cacheDir, cached, tried, options)) ??
      (await build(cached, tried, options)) ??
      fail(tried)
    );
  } finally {
    lock.release();
  }
}

/** The CLI where it is at hand already: nothing is fetched. */
export function readyTemporalCli(cacheDir = readEmbeddedConfig().cacheDir): TemporalCli | undefined {
  return onPath([]) ?? fromCache(join(cacheDir, `temporal-${CLI_VERSION}`), []);
}

/** There is no way to a Temporal server on this machine: what was tried, and what to do. */
export class NoTemporalServer extends Error {}

function fail(tried: string[]): never {
  throw new NoTemporalServer(
    [
      "no Temporal server to be had. Tried:",
      ...tried.map((line) => `  - ${line}`),
      `Do one of these: install the Temporal CLI ${CLI_VERSION} (command "temporal") on the PATH; install Go 1.25 or newer, from which it is built; or set TEMPORAL_ADDRESS to a Temporal server of your own, e.g. temporal.example:7233`,
    ].join("\n"),
  );
}

function onPath(tried: string[]): TemporalCli | undefined {
  const found = ask("temporal");
  if (!found) {
    tried.push('"temporal" on the PATH: not there');
    return undefined;
  }
  const [major = 0, minor = 0] = (/version (\d+)\.(\d+)/.exec(found)?.slice(1) ?? []).map(Number);
  if (major === OLDEST[0] && minor >= OLDEST[1])
    return { path: which("temporal"), version: found, from: "from the PATH" };
  tried.push(`"temporal" on the PATH: ${found} is too old, ${OLDEST.join(".")} or newer is needed`);
  return undefined;
}

function fromCache(cached: string, tried: string[]): TemporalCli | undefined {
  const version = existsSync(cached) ? ask(cached) : undefined;
  if (version) return { path: cached, version, from: "from the cache" };
  tried.push(`${cached}: not there`);
  return undefined;
}

function ask(command: string): string | undefined {
  const run = spawnSync(command, ["--version"], {
    encoding: "utf8",
    timeout: 10_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return run.status === 0 ? run.stdout.trim() : undefined;
}

function which(command: string): string {
  return execFileSync("/bin/sh", ["-c", 'command -v "$1"', "which", command], { encoding: "utf8" }).trim();
}

async function download(
  cacheDir: string,
  cached: string,
  tried: string[],
  options: FindOptions,
): Promise<TemporalCli | undefined> {
  const folder = mkdtempSync(join(cacheDir, "download-"));
  const started = Date.now();
  let seen = 0;
  let lastNews = Date.now();
  try {
    const child = watched(process.execPath, [DOWNLOAD_SCRIPT, folder, CLI_VERSION], {}, (kill) => {
      const size = readdirSync(folder).reduce(
        (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
      if (size > seen) lastNews = Date.now();
      seen = size;
      options.busy?.(`downloading the Temporal CLI ${CLI_VERSION}  ${(size / 1e6).toFixed(0)} MB  ${seconds(started)}`);
      if (Date.now() - lastNews > DOWNLOAD_SILENCE_MS) kill(`nothing arrived for ${DOWNLOAD_SILENCE_MS / 1000} s`);
    });
    const problem = await child;
    // The SDK starts the server to try it; a failure after the whole file arrived does not matter.
    const file = readdirSync(folder).find((name) => !name.endsWith(".downloading"));
    if (file) return keep(join(folder, file), cached, `downloaded in ${seconds(started)}`);
    tried.push(`download by Temporal's SDK: ${problem ?? "it left no file"}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(cached: string, tried: string[], options: FindOptions): Promise<TemporalCli | undefined> {
  const go = spawnSync("go", ["version"], { encoding: "utf8", cwd: TOOL_DIR });
  if (go.status !== 0) {
    tried.push('building it with Go: no command "go" on the PATH');
    return undefined;
  }
  options.log(
    `no download to be had: building the Temporal CLI ${CLI_VERSION} with Go (3 minutes on two idle cores, 1.5 GB of disk while it lasts)`,
  );
  const started = Date.now();
  const draft = `${cached}.building`;
  const ldflags = `-s -w -X github.com/temporalio/cli/temporalcli.Version=${CLI_VERSION}`;
  const args = [
    "build",
    "-mod=readonly",
    "-trimpath",
    `-ldflags=${ldflags}`,
    "-o",
    draft,
    "github.com/temporalio/cli/cmd/temporal",
  ];
  const problem = await watched("go", args, { cwd: TOOL_DIR, env: { CGO_ENABLED: "0" } }, (kill) => {
    options.busy?.(`building the Temporal CLI ${CLI_VERSION}  ${seconds(started)}`);
    if (Date.now() - started > BUILD_TIMEOUT_MS)
      kill(
        `still not done after ${BUILD_TIMEOUT_MS / 60_000} minutes; what is built so far is kept, and another start goes on from there`,
      );
  });
  if (problem === undefined && existsSync(draft)) return keep(draft, cached, `built in ${seconds(started)}`);
  rmSync(draft, { force: true });
  tried.push(`building it with Go: ${problem ?? "it left no file"}`);
  return undefined;
}

/** Into the cache under its final name at once, so nobody ever runs half a file. */
function keep(file: string, cached: string, how: string): TemporalCli | undefined {
  chmodSync(file, 0o755);
  renameSync(file, cached);
  const version = ask(cached);
  return version ? { path: cached, version, from: how } : undefined;
}

const seconds = (since: number): string => `${Math.round((Date.now() - since) / 1000)} s`;

/** For the tests: what the pin in tools/temporal says. */
export function pinnedVersion(): string | undefined {
  return /github\.com\/temporalio\/cli v([\d.]+)/.exec(readFileSync(join(TOOL_DIR, "go.mod"), "utf8"))?.[1];
}
