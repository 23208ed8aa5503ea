/**
 * What compose.yaml starts, run as processes with exactly its variables and secret files: set-up, a worker, both APIs, the back-up. Only
 * what is another machine's differs: PostgreSQL and Temporal are those of the tests (which speak no TLS), ports are free ones, and what the
 * containers' paths name lies in a folder.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, dropDatabase } from "../../embedded/postgres.js";
import { freePort } from "../../embedded/ports.js";
import { until } from "../../embedded/wait.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";
import { compose, composeEnvironment, makeSecrets, read, ROOT, variablesIn } from "../support/deploy-files.js";

const folder = mkdtempSync(path.join(tmpdir(), "duban-as-deployed-"));
const name = `as_deployed_${process.pid}_${Date.now()}`;
const server = process.env["DUBAN_TEST_DATABASE_URL"] ?? "";
const example = {
  ...variablesIn(read("deploy/example.env")),
  DUBAN_WORKER_DEPLOYMENT: name,
  DUBAN_WORKER_BUILD_ID: "one",
};
const children: ChildProcess[] = [];
let secrets: string;
let smtp: TestSmtp;

beforeAll(async () => {
  smtp = await startSmtp();
  secrets = makeSecrets({ SMTP_URL: smtp.url });
  const url = await createDatabase(server, name);
  for (const file of ["database_url", "database_owner_url"]) {
    rmSync(path.join(secrets, file));
    writeFileSync(path.join(secrets, file), `${url}\n`);
  }
});
afterAll(async () => {
  for (const child of children) await stop(child);
  await smtp?.stop();
  await dropDatabase(server, name);
  for (const one of [folder, secrets]) rmSync(one, { recursive: true, force: true });
});

/** Of this process's own environment only what a container has too. */
const bare = { PATH: process.env["PATH"], HOME: process.env["HOME"], NODE_ENV: "production" };

/** The service's environment, with what is this machine's in the place of what is the containers'. */
function environmentOf(service: string): NodeJS.ProcessEnv {
  const env = composeEnvironment(service, secrets, example);
  const here = Object.fromEntries(
    Object.entries(env)
      .filter(([variable]) => !variable.startsWith("TEMPORAL_TLS_"))
      .map(([variable, value]) => [variable, value?.replace(/^\/var\/lib\/duban/, folder)]),
  );
  const temporal = {
    TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"],
    TEMPORAL_NAMESPACE: name.replaceAll("_", "-"),
  };
  // The image's own (Dockerfile).
  return { ...bare, DUBAN_STATE_DIR: folder, ...here, ...temporal };
}

function start(service: string, more: NodeJS.ProcessEnv = {}): ChildProcess {
  const log = openSync(path.join(folder, `${service}.log`), "a");
  const [command = "", ...args] = compose().services[service]?.command ?? [];
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...environmentOf(service), ...more },
    stdio: ["ignore", log, log],
  });
  children.push(child);
  return child;
}

const logOf = (service: string): string => readFileSync(path.join(folder, `${service}.log`), "utf8");

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return gone;
}

async function run(service: string, ...args: string[]): Promise<string> {
  const [command = "", ...own] = args.length > 0 ? args : (compose().services[service]?.command ?? []);
  const { stdout } = await promisify(execFile)(command, own, { cwd: ROOT, env: environmentOf(service) });
  return stdout;
}

it("prepares, starts worker and both APIs, gives the work to this release, backs up, and stops in order", async () => {
  expect(await run("setup")).toMatch(/temporal: namespace \S+ registered/);
  expect(await run("setup")).toMatch(/temporal: namespace \S+ there/);

  const worker = start("worker-1");
  await until("the worker is ready", async () => (/worker is ready/.test(logOf("worker-1")) ? true : undefined), {
    timeoutMs: 60_000,
  });
  expect(logOf("worker-1")).toContain(`"buildId":"one"`);
  const promote = () => run("worker-1", "npm", "run", "-s", "deploy:promote");
  expect(await promote()).toMatch(/: one has the work/);
  expect(await promote()).toMatch(/: one had the work already/);

  const ports = [await freePort(), await freePort()];
  const apis = ["api-1", "api-2"].map((service, at) =>
    start(service, { DUBAN_API_HOST: "127.0.0.1", DUBAN_API_PORT: String(ports[at]) }),
  );
  for (const [at, port] of ports.entries())
    await until(
      `API ${at + 1} is ready`,
      async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
        return answer?.ok ? true : undefined;
      },
      { timeoutMs: 60_000 },
    );
  const [first = 0] = ports;
  const health = await fetch(`http://127.0.0.1:${first}/healthz`);
  // compose.yaml is opened by https.
  expect(health.headers.get("strict-transport-security")).toBe("max-age=31536000");

  mkdirSync(path.join(folder, "evidence"), { recursive: true });
  writeFileSync(path.join(folder, "evidence", "kept"), "evidence");
  const backup = mkdtempSync(path.join(folder, "backup-"));
  await run("backup", "/bin/sh", "deploy/backup.sh", backup);
  expect(readdirSync(backup).sort()).toEqual([
    expect.stringMatching(/^duban-\d{8}T\d{6}Z\.sql\.gz$/),
    expect.stringMatching(/^evidence-\d{8}T\d{6}Z\.tar\.gz$/),
  ]);
  const { stdout } = await promisify(execFile)("tar", ["-tzf", path.join(backup, readdirSync(backup).at(-1) ?? "")]);
  expect(stdout).toContain("./kept");

  expect(await Promise.all([...apis, worker].map(stop))).toEqual([0, 0, 0]);
  // No secret is in what they said.
  for (const service of ["worker-1", "api-1", "api-2"])
    expect(logOf(service)).not.toContain(readFileSync(path.join(secrets, "duban_secret"), "utf8").trim());
}, 240_000);
