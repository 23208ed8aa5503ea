/** Checks of the machine itself: Node, packages, disk, time, ports. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statfsSync } from "node:fs";
import path from "node:path";
import type { EmbeddedConfig } from "../../embedded/config.js";
import { needsProxy, UNTOLD_PROXY } from "../../api/http/forwarded.js";
import { isListening } from "../../embedded/ports.js";
import { serverGroup } from "../../embedded/postgres-user.js";
import { openedTo } from "../../embedded/private-folder.js";
import { readRunFile } from "../../embedded/run-file.js";
import { type Check, fail, note, ok } from "./check.js";

/** Free space (bytes) below which a start is refused advice, and below which it is only remarked. */
const DISK_LEAST = 500e6;
const DISK_ENOUGH = 3e9;

export function machineChecks(root: string, stateDir: string, config: EmbeddedConfig): Check[] {
  return [
    { name: "Node", run: () => nodeVersion(root) },
    { name: "packages", run: () => packages(root) },
    { name: "time zone", run: timeZone },
    { name: "disk", run: () => disk(stateDir) },
    { name: "folder", run: () => folder(stateDir) },
    { name: "proxy", run: () => proxy(process.env) },
    ...ports(stateDir, config),
  ];
}

function nodeVersion(root: string): ReturnType<Check["run"]> {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    engines: { node: string };
  };
  const [wantedMajor = 0, wantedMinor = 0] = (/(\d+)\.(\d+)/.exec(engines.node)?.slice(1) ?? []).map(Number);
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const enough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return enough ? ok(process.version) : fail(`${process.version} is too old`, `install Node ${engines.node}`);
}

function packages(root: string): ReturnType<Check["run"]> {
  return existsSync(path.join(root, "node_modules", ".setup"))
    ? ok("installed by the set-up")
    : fail("not installed by the set-up", "run npm run setup");
}

/** Plan time never uses the machine's zone; what is needed is that Node knows the zones and Chinese at all. */
function timeZone(): ReturnType<Check["run"]> {
  const shown = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "full", timeStyle: "short" });
  const sample = shown.format(new Date(Date.UTC(2021, 3, 12, 1)));
  if (!sample.includes("09:00"))
    return fail("this Node shows Asia/Shanghai wrongly", "use a Node with full ICU data (the official builds have it)");
  const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ok(`plans go by their own zone, whatever the machine's (${machine})`);
}

/** Histories, letters and keys lie in it. */
function folder(stateDir: string): ReturnType<Check["run"]> {
  const opened = openedTo(stateDir, serverGroup());
  return opened === null
    ? ok(`${stateDir} is closed to other users`)
    : fail(
        `other users of this machine may enter ${stateDir} (${opened})`,
        `chmod 700 ${stateDir}; the next npm start does it too`,
      );
}

/** Nothing here speaks TLS itself: an https address means a reverse proxy. */
function proxy({
  DUBAN_PUBLIC_URL: url = "",
  DUBAN_TRUSTED_PROXIES: trusted,
}: NodeJS.ProcessEnv): ReturnType<Check["run"]> {
  if (!needsProxy(url)) return ok("people open the API itself, as far as the settings say");
  if (Number(trusted || 0) > 0) return ok(`${trusted} in front of ${url}`);
  return note(`people open ${url}, and DUBAN_TRUSTED_PROXIES is 0`, UNTOLD_PROXY);
}

function disk(stateDir: string): ReturnType<Check["run"]> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  try {
    accessSync(stateDir, constants.W_OK);
  } catch {
    return fail(
      `${stateDir} cannot be written to`,
      `give this user the right to write there, e.g. chown -R "$USER" ${stateDir}`,
    );
  }
  const { bavail, bsize } = statfsSync(stateDir);
  const free = bavail * bsize;
  const said = `${(free / 1e9).toFixed(1)} GB free`;
  if (free < DISK_LEAST) return fail(`only ${said}`, "make room: PostgreSQL stops when the disk is full");
  return free < DISK_ENOUGH ? note(said, "a five-year rehearsal takes some 200 MB; keep an eye on it") : ok(said);
}

function ports(stateDir: string, config: EmbeddedConfig): Check[] {
  const run = readRunFile(stateDir);
  const wanted: [string, number, string, boolean][] = [
    ["web address", config.ports.api, "DUBAN_API_PORT", true],
    ["Temporal", config.ports.temporal, "DUBAN_TEMPORAL_PORT", config.temporal === undefined],
    [
      "Temporal's page",
      config.ports.temporalUi,
      "DUBAN_TEMPORAL_UI_PORT",
      config.temporal === undefined && config.temporalUi === true,
    ],
    ["mailbox", config.ports.smtp, "DUBAN_SMTP_PORT", config.smtpUrl === undefined],
  ];
  return wanted
    .filter(([, , , needed]) => needed)
    .map(([name, port, setting]) => ({
      name: `port ${port} (${name})`,
      async run() {
        if (!(await isListening(port))) return ok("free");
        if (run) return ok(`in use by what runs here (process ${run.owner.pid})`);
        return fail("used by another program", `stop that, or choose another, e.g. ${setting}=${port + 100}`);
      },
    }));
}
