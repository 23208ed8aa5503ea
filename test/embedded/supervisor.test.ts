import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LockHeld, takeLock } from "../../embedded/lock.js";
import { backOff } from "../../embedded/keep-running.js";
import { ownIdentity } from "../../embedded/process-identity.js";
import { startChild } from "../../embedded/supervisor.js";
import { until } from "../../embedded/wait.js";
import { gone, hold, temporaryFolder } from "./support.js";

const folder = temporaryFolder();
const entry = fileURLToPath(new URL("./fixtures/child.ts", import.meta.url));
const logFile = join(folder, "child.log");

describe("a supervised child", () => {
  it("tells that it is ready, is restarted after a crash, and stops", async () => {
    const said: string[] = [];
    const child = await startChild({ name: "child", entry, logFile, log: (line) => said.push(line) });
    expect(child.info()).toEqual({ greeting: "here" });
    process.kill(child.pid(), "SIGKILL");
    await until("the child is back", () => Promise.resolve(child.restarts() > 0 || undefined), { timeoutMs: 15_000 });
    expect(said).toEqual(["child ended by SIGKILL; starting it again in 0.1 s", "child is back"]);
    const pid = child.pid();
    await child.stop();
    await gone(pid, 100);
  });

  it("that fails at once is an error that names its log", async () => {
    await expect(startChild({ name: "child", entry, args: ["--fail"], logFile })).rejects.toThrow(
      `child ended with code 3 before it was ready (log: ${logFile})`,
    );
  });

  it("that never gets ready is stopped and reported", async () => {
    await expect(startChild({ name: "child", entry, args: ["--deaf"], logFile, readyTimeoutMs: 500 })).rejects.toThrow(
      "child is not ready after 0.5 s",
    );
  });

  it("leaves when its parent is killed with -9", async () => {
    const parent = await hold("hold-child.ts", folder);
    parent.process.kill("SIGKILL");
    await gone(Number(parent.line), 5_000);
  });

  it("is given up after a bounded number of restarts in a row", () => {
    expect([1, 2, 6, 7].map((nth) => backOff(nth))).toEqual([100, 200, 3_200, undefined]);
  });
});

describe("a lock", () => {
  it("is held by the living and taken over from the dead", () => {
    const path = join(folder, "lock");
    const lock = takeLock(path, { first: true });
    expect(() => takeLock(path)).toThrow(LockHeld);
    lock.release();
    expect(existsSync(path)).toBe(false);

    // The pid of a living process, but another start time: its number was given out again.
    writeFileSync(path, JSON.stringify({ holder: { ...ownIdentity(), started: "1" }, notes: { server: 5 } }));
    const next = takeLock(path);
    expect(next.leftBehind).toEqual({ server: 5 });
    next.release();
  });

  it("goes to one of several that find it stale at once", () => {
    const path = join(folder, "contested");
    writeFileSync(path, JSON.stringify({ holder: { pid: 2 ** 22 + 1, started: "1" }, notes: {} }));
    const module = JSON.stringify(new URL("../../embedded/lock.ts", import.meta.url).href);
    const one = `import(${module}).then(({ takeLock }) => { try { takeLock(process.argv[1]); console.log('mine'); } catch { console.log('not'); } setTimeout(() => {}, 1500); })`;
    const script = Array.from({ length: 4 }, () => '"$0" --import tsx -e "$1" "$2" &').join(" ") + " wait";
    const run = spawnSync("/bin/sh", ["-c", script, process.execPath, one, path], { encoding: "utf8" });
    expect(run.stdout.trim().split("\n").sort()).toEqual(["mine", "not", "not", "not"]);
  });
});
