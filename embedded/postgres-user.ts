import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Where PostgreSQL's programs and data are, and as whom it runs. */
export interface PostgresPlace {
  binDir: string;
  /** Ours: lock, password, log. */
  homeDir: string;
  /** The server's. */
  clusterDir: string;
  user: { uid: number; gid: number } | undefined;
}

const OS_USER = "postgres";
const SYSTEM_STATE = "/var/lib/duban";

/**
 * PostgreSQL refuses to run as root, so as root it runs as the OS user "postgres". That user
 * must reach programs and data: where the project lies under a closed folder such as root's
 * home, both move to a system folder.
 */
export function choosePlace(
  dataDir: string,
  binDir: string,
  version: string,
  log: (line: string) => void,
): PostgresPlace {
  const wanted = resolve(dataDir);
  if (process.getuid?.() !== 0) {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    return { binDir, homeDir: wanted, clusterDir: join(wanted, "cluster"), user: undefined };
  }
  const user = osUser(log);
  const reachableBin = mayRun(user, join(binDir, "initdb")) ? binDir : copyPrograms(binDir, version, log);
  const homeDir = reachableHome(wanted, user, log);
  const clusterDir = join(homeDir, "cluster");
  mkdirSync(clusterDir, { recursive: true, mode: 0o700 });
  chownSync(clusterDir, user.uid, user.gid);
  return { binDir: reachableBin, homeDir, clusterDir, user };
}

/** The group of the OS user that the server runs as; undefined where it runs as whoever starts it, or there is none yet. */
export function serverGroup(): number | undefined {
  return process.getuid?.() === 0 ? lookUp()?.gid : undefined;
}

/** The same, which makes the user where it is missing. */
export function ensureServerGroup(log: (line: string) => void): number | undefined {
  return process.getuid?.() === 0 ? osUser(log).gid : undefined;
}

function osUser(log: (line: string) => void): { uid: number; gid: number } {
  const known = lookUp();
  if (known) return known;
  log(`creating the OS user "${OS_USER}": PostgreSQL does not run as root`);
  for (const [command, args] of [
    [
      "useradd",
      ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", OS_USER],
    ],
    ["adduser", ["-S", "-D", "-H", OS_USER]],
  ] as const) {
    // Two first starts may both try: what counts is that the user is there afterwards.
    spawnSync(command, args, { stdio: "ignore" });
    const created = lookUp();
    if (created) return created;
  }
  throw new Error(
    `PostgreSQL does not run as root, and the OS user "${OS_USER}" could not be created; run as an ordinary user, or create it: useradd --system ${OS_USER}`,
  );
}

function lookUp(): { uid: number; gid: number } | undefined {
  const uid = spawnSync("id", ["-u", OS_USER], { encoding: "utf8" });
  const gid = spawnSync("id", ["-g", OS_USER], { encoding: "utf8" });
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function mayRun(user: { uid: number; gid: number }, program: string): boolean {
  return spawnSync(program, ["--version"], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

function copyPrograms(binDir: string, version: string, log: (line: string) => void): string {
  const target = join(SYSTEM_STATE, `postgresql-${version}-${process.arch}`);
  if (existsSync(target)) return join(target, "bin");
  log(`copying PostgreSQL's programs to ${target}, where the OS user "${OS_USER}" may run them`);
  const draft = `${target}.${process.pid}`;
  mkdirSync(SYSTEM_STATE, { recursive: true });
  chmodSync(SYSTEM_STATE, 0o755);
  cpSync(dirname(binDir), draft, { recursive: true, verbatimSymlinks: true });
  execFileSync("chmod", ["-R", "go+rX", draft]);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // another start was quicker: use its copy
  }
  return join(target, "bin");
}

/** The server's user may pass, and nobody else. */
function letThrough(folder: string, gid: number): void {
  chownSync(folder, 0, gid);
  chmodSync(folder, 0o710);
}

function reachableHome(wanted: string, user: { uid: number; gid: number }, log: (line: string) => void): string {
  mkdirSync(wanted, { recursive: true });
  letThrough(wanted, user.gid);
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$1"', "probe", wanted], { ...user, cwd: "/", stdio: "ignore" });
  if (probe.status === 0) return wanted;
  const mark = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
  const home = join(SYSTEM_STATE, `${basename(wanted)}-${mark}`);
  mkdirSync(home, { recursive: true });
  chmodSync(SYSTEM_STATE, 0o755);
  letThrough(home, user.gid);
  log(`PostgreSQL's data is kept in ${home}: the OS user "${OS_USER}" may not enter ${wanted}`);
  return home;
}
