/** The local parts under what happens to them: two starts at once, kill -9. Real servers. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { serverGroup } from "../../embedded/postgres-user.js";
import { openedTo } from "../../embedded/private-folder.js";
import { identityOf, isAlive } from "../../embedded/process-identity.js";
import { withClient } from "../../prisma/database/connect.js";

const ENTRY = fileURLToPath(new URL("./hold-stack.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "duban-embedded-"));
chmodSync(root, 0o755); // as root, PostgreSQL runs as another user who must get in
const running: Holder[] = [];

interface Told {
  state: "ready" | "refused" | "failed";
  message?: string;
  databaseUrl: string;
  temporalAddress: string;
  pids: { postgres: number; temporal: number };
}

interface Holder {
  child: ChildProcess;
  told: Promise<Told>;
  exited: Promise<void>;
}

/** A process of its own that starts a stack in the folder, on ports of the OS's choice. */
function hold(folder: string): Holder {
  const env = { ...process.env };
  for (const name of ["DATABASE_URL", "TEMPORAL_ADDRESS", "SMTP_URL"]) delete env[name];
  const child = spawn(process.execPath, ["--import", "tsx", ENTRY, join(root, folder)], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const told = new Promise<Told>((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8");
    child.stdout?.on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("\n")) resolve(JSON.parse(text) as Told);
    });
    void exited.then(() => reject(new Error(`ended without a word: ${text}`)));
  });
  const holder = { child, told, exited };
  running.push(holder);
  return holder;
}

async function query(url: string, text: string): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(text)).rows);
}

afterEach(async () => {
  for (const { child, exited } of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exited;
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a stack in a folder", () => {
  it("starts once when two first starts come at once, and the other says who has it", async () => {
    const holders = [hold("twice"), hold("twice")];
    const told = await Promise.all(holders.map((holder) => holder.told));
    expect(told.map(({ state }) => state).toSorted()).toEqual(["ready", "refused"]);
    const winner = holders[told.findIndex(({ state }) => state === "ready")];
    const refusal = told.find(({ state }) => state === "refused")?.message;
    expect(refusal).toContain("already running in this folder");
    expect(refusal).toContain(`process ${winner?.child.pid}`);
  });

  it("starts again with its data after kill -9 of its process, and nothing is orphaned", async () => {
    const first = hold("killed");
    const { databaseUrl, pids } = await first.told;
    await query(databaseUrl, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    const servers = [identityOf(pids.postgres), identityOf(pids.temporal)].map(
      (identity) => identity ?? expect.fail("a server is not running"),
    );
    first.child.kill("SIGKILL");
    await first.exited;

    const second = await hold("killed").told;
    expect(second).toMatchObject({ state: "ready" });
    expect(await query(second.databaseUrl, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    expect(servers.filter(isAlive)).toEqual([]);
  });

  it("keeps its folder to its owner, also one that an earlier release left open", async () => {
    const folder = join(root, "private");
    mkdirSync(join(folder, "logs"), { recursive: true });
    mkdirSync(join(folder, "mailbox"), { recursive: true });
    writeFileSync(join(folder, "mailbox", "messages.eml"), "a reset link");
    for (const path of [folder, join(folder, "logs"), join(folder, "mailbox")]) chmodSync(path, 0o755);
    chmodSync(join(folder, "mailbox", "messages.eml"), 0o644);
    const group = serverGroup();
    expect(openedTo(folder, group)).toBe("r-xr-x");
    expect(await hold("private").told).toMatchObject({ state: "ready" });
    expect(openedTo(folder, group)).toBeNull();
    for (const name of readdirSync(folder)) {
      const { mode } = statSync(join(folder, name));
      expect([name, mode & (name === "postgres" && group !== undefined ? 0o067 : 0o077)]).toEqual([name, 0]);
    }
    expect(statSync(join(folder, "temporal", "temporal.db")).mode & 0o077).toBe(0);
    expect(statSync(join(folder, "temporal", "logs", "temporal.log")).mode & 0o077).toBe(0);
    // As root the test can be somebody else.
    if (process.getuid?.() !== 0) return;
    for (const path of ["temporal/temporal.db", "mailbox/messages.eml", "run.json", "postgres/roles.json"]) {
      const read = spawnSync("cat", [join(folder, path)], { uid: 65_534, gid: 65_534, encoding: "utf8" });
      expect([path, read.status, read.stdout]).toEqual([path, 1, ""]);
    }
  });

  it("stops its servers on SIGTERM", async () => {
    const holder = hold("stopped");
    const { pids } = await holder.told;
    const servers = [identityOf(pids.postgres), identityOf(pids.temporal)].map(
      (identity) => identity ?? expect.fail("a server is not running"),
    );
    holder.child.kill("SIGTERM");
    await holder.exited;
    expect(holder.child.exitCode).toBe(0);
    expect(servers.filter(isAlive)).toEqual([]);
  });
});
