import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PostgresPlace } from "./postgres-user.js";

export const SUPERUSER = "postgres";

/** Written by initdb last of all, so a folder without it is half a cluster. */
const isComplete = (place: PostgresPlace): boolean =>
  existsSync(join(place.clusterDir, "PG_VERSION")) && existsSync(passwordFile(place));
const passwordFile = (place: PostgresPlace): string => join(place.homeDir, "password");

export function readPassword(place: PostgresPlace): string {
  return readFileSync(passwordFile(place), "utf8").trim();
}

/** A role beside the superuser, and its password. */
export interface RoleLogin {
  readonly user: string;
  readonly password: string;
}

/** The product's roles on this server: what they may do is given by `prisma/database/roles.ts`. */
export interface RoleLogins {
  readonly application: RoleLogin;
  readonly reader: RoleLogin;
}

/** The roles' names and passwords, made on the first start of a release that has them and kept beside the superuser's. */
export function readRoles(place: PostgresPlace): RoleLogins {
  const file = join(place.homeDir, "roles.json");
  if (!existsSync(file)) {
    const login = (user: string): RoleLogin => ({ user, password: randomBytes(24).toString("base64url") });
    const roles: RoleLogins = { application: login("duban_app"), reader: login("duban_reader") };
    writeFileSync(`${file}.new`, `${JSON.stringify(roles, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return JSON.parse(readFileSync(file, "utf8")) as RoleLogins;
}

/** Makes the cluster on a first start; the caller holds the lock. Answers whether it was the first. */
export function initialise(place: PostgresPlace, major: string): boolean {
  if (isComplete(place)) {
    refuseOtherMajor(place, major);
    return false;
  }
  refuseForeign(place);
  // A first start that was killed leaves its initdb running for a moment: let it end, then clear up.
  if (readdirOrNone(place.clusterDir).length > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  for (const entry of readdirOrNone(place.clusterDir))
    rmSync(join(place.clusterDir, entry), { recursive: true, force: true });
  const password = randomBytes(24).toString("base64url");
  runInitdb(place, password);
  const draft = `${passwordFile(place)}.new`;
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  renameSync(draft, passwordFile(place));
  return true;
}

function runInitdb(place: PostgresPlace, password: string): void {
  const pwfile = join(place.homeDir, "initdb-password");
  writeFileSync(pwfile, password, { mode: 0o600 });
  if (place.user) chownSync(pwfile, place.user.uid, place.user.gid);
  try {
    const args = ["-D", place.clusterDir, "-U", SUPERUSER, "--auth=scram-sha-256", `--pwfile=${pwfile}`];
    args.push("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--no-sync");
    const run = spawnSync(join(place.binDir, "initdb"), args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      cwd: "/",
      env: { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
      ...place.user,
    });
    if (run.error)
      throw new Error(`PostgreSQL's initdb could not be started: ${run.error.message}`, { cause: run.error });
    if (run.status !== 0)
      throw new Error(`PostgreSQL's initdb failed in ${place.clusterDir}:\n${run.stderr.trim() || run.stdout.trim()}`);
  } finally {
    rmSync(pwfile, { force: true });
  }
}

function refuseOtherMajor(place: PostgresPlace, major: string): void {
  const found = readFileSync(join(place.clusterDir, "PG_VERSION"), "utf8").trim();
  if (found === major) return;
  throw new Error(
    `${place.clusterDir} holds data of PostgreSQL ${found}, this is ${major}: start the release that wrote it and take a dump, or move the folder away to begin anew`,
  );
}

/** Half a cluster of an interrupted first start may go; anything that was in use may not. */
function refuseForeign(place: PostgresPlace): void {
  if (existsSync(join(place.clusterDir, "postmaster.opts"))) {
    throw new Error(
      `${place.clusterDir} holds a database whose password file (${passwordFile(place)}) is missing; put it back, or set DATABASE_URL, or move the folder away to begin anew`,
    );
  }
}

function readdirOrNone(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
