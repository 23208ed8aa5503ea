/** Gets hold of the browser that the page's tests and benchmarks run in, and starts it. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { watched } from "../embedded/watched.js";

export interface Chromium {
  /** Undefined: Playwright's own, which it finds itself. */
  readonly path: string | undefined;
  /** Where it comes from, in words. */
  readonly from: string;
}

type Log = (line: string) => void;

const SHELL = "chromium-headless-shell";
const PLAYWRIGHT = fileURLToPath(new URL("../node_modules/playwright-core/cli.js", import.meta.url));
/** A firewall that drops packets must not hold up the tests; bytes that arrive buy more time. */
const SILENCE_MS = 30_000;
const APT_TIMEOUT_MS = 10 * 60_000;
const PACKAGES = ["chromium", "fonts-noto-cjk"];

/** Chromium and what is built on it, as commands on the PATH. */
const COMMANDS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
  "chrome",
  "msedge",
];

/** Where browsers are installed that are on nobody's PATH. */
const INSTALLED: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** The browser that is at hand: nothing is fetched. `tried` collects why others aren't it. */
export function readyChromium(env: NodeJS.ProcessEnv = process.env, tried: string[] = []): Chromium | undefined {
  const named = env["CHROMIUM_PATH"];
  if (named) {
    const problem = whyNot(named);
    if (problem !== undefined) throw new Error(`CHROMIUM_PATH names ${named}: ${problem}`);
    return { path: named, from: `${named}, named by CHROMIUM_PATH` };
  }
  return onPath(env, tried) ?? ownOfPlaywright(tried);
}

/** The browser at hand, else one that is fetched: Playwright's into its cache, or Debian's package where root asks. */
export async function getChromium(log: Log): Promise<Chromium> {
  const tried: string[] = [];
  return (
    readyChromium(process.env, tried) ?? (await download(tried, log)) ?? (await install(tried, log)) ?? missing(tried)
  );
}

/** No sandbox as root, nothing that calls home. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** Starts the browser at hand, headless. Throws where there is none, with how to get one: nothing is fetched. */
export async function launchChromium(): Promise<Browser> {
  const tried: string[] = [];
  const { path } = readyChromium(process.env, tried) ?? missing(tried);
  const { chromium } = await import("playwright-core");
  return chromium.launch({ args: FLAGS, ...(path === undefined ? {} : { executablePath: path }) });
}

/** Fails with what is missing and how to get it. */
export function missing(tried: readonly string[]): never {
  throw new Error(
    [
      "the page's tests need Chromium, and there is none. Tried:",
      ...tried.map((line) => `  - ${line}`),
      `Do one of these: npx playwright-core install ${SHELL}; install Chromium, Chrome or Edge (Debian: apt-get install ${PACKAGES.join(" ")}); or name one by CHROMIUM_PATH`,
    ].join("\n"),
  );
}

/** Undefined: it runs. */
function whyNot(path: string): string | undefined {
  if (!existsSync(path)) return "there is no such file";
  // On Windows a browser that is asked for its version opens a window.
  if (process.platform === "win32") return undefined;
  const run = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 20_000 });
  if (run.status === 0) return undefined;
  const said = `${run.stderr ?? ""}${run.stdout ?? ""}`.trim().split("\n").at(-1);
  return `it does not run: ${run.error?.message ?? (said || (run.signal ?? `code ${String(run.status)}`))}`;
}

function onPath(env: NodeJS.ProcessEnv, tried: string[]): Chromium | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const paths = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, `${command}${suffix}`)));
  for (const path of [...paths, ...(INSTALLED[process.platform] ?? [])]) {
    if (!existsSync(path)) continue;
    const problem = whyNot(path);
    if (problem === undefined) return { path, from: path };
    tried.push(`${path}: ${problem}`);
  }
  if (tried.length === 0) tried.push(`${COMMANDS.join(", ")}: none on the PATH`);
  return undefined;
}

/** Playwright marks a download that is whole. */
function ownOfPlaywright(tried: string[]): Chromium | undefined {
  const asked = spawnSync(process.execPath, [PLAYWRIGHT, "install", "--dry-run", SHELL], { encoding: "utf8" });
  const folder = /Install location:\s*(\S.*)/.exec(asked.stdout ?? "")?.[1]?.trim();
  if (folder !== undefined && existsSync(join(folder, "INSTALLATION_COMPLETE")))
    return { path: undefined, from: `Playwright's own in ${folder}` };
  tried.push(`Playwright's own in ${folder ?? "its cache"}: not there`);
  return undefined;
}

async function download(tried: string[], log: Log): Promise<Chromium | undefined> {
  log("no browser at hand: downloading Playwright's into its cache, once per machine (about 120 MB)");
  let seen = "";
  let lastNews = Date.now();
  const args = [PLAYWRIGHT, "install", SHELL];
  const problem = await watched(process.execPath, args, {}, (kill, output) => {
    if (output !== seen) lastNews = Date.now();
    seen = output;
    if (Date.now() - lastNews > SILENCE_MS) kill(`nothing arrived for ${SILENCE_MS / 1_000} s`);
  });
  const fetched = problem === undefined ? ownOfPlaywright([]) : undefined;
  const lacking = fetched === undefined ? (problem ?? "it left no browser") : await libraryMissing();
  if (lacking === undefined) return fetched;
  tried.push(`download by Playwright: ${lacking}`);
  return undefined;
}

/** A bare machine may lack what a downloaded browser is linked against; only a start tells. */
async function libraryMissing(): Promise<string | undefined> {
  const { chromium } = await import("playwright-core");
  try {
    await (await chromium.launch({ args: ["--no-sandbox"] })).close();
    return undefined;
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    return lines.find((line) => line.includes("shared libraries")) ?? lines[0];
  }
}

async function install(tried: string[], log: Log): Promise<Chromium | undefined> {
  const isDebian = existsSync("/etc/debian_version") && spawnSync("apt-get", ["--version"]).status === 0;
  if (!isDebian || process.getuid?.() !== 0) {
    tried.push(`apt-get install ${PACKAGES.join(" ")}: ${isDebian ? "only root may" : "there is no apt-get here"}`);
    return undefined;
  }
  log(`installing ${PACKAGES.join(" and ")} by apt-get, once per machine`);
  const started = Date.now();
  const aptGet = (...args: string[]): Promise<string | undefined> =>
    watched("apt-get", ["-q", "-y", ...args], { env: { DEBIAN_FRONTEND: "noninteractive" } }, (kill) => {
      if (Date.now() - started > APT_TIMEOUT_MS) kill(`still not done after ${APT_TIMEOUT_MS / 60_000} minutes`);
    });
  const problem = (await aptGet("update")) ?? (await aptGet("install", "--no-install-recommends", ...PACKAGES));
  const found = onPath(process.env, []);
  if (found === undefined) tried.push(`apt-get: ${problem ?? "it left no browser on the PATH"}`);
  return found;
}
