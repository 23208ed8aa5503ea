/**
 * The production topology as processes: servers given by address only, prepared and opened by the deployment's commands, two
 * workers and two APIs. One worker and one API are killed with -9 in the middle of the work and not replaced: the work goes
 * on, and the ledger ends as it does undisturbed.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { asRole, createDatabase, dropDatabase } from "../../embedded/postgres.js";
import { freePort } from "../../embedded/ports.js";
import { sleep, until } from "../../embedded/wait.js";
import { machineToken } from "../../prisma/accounts/machine-account.js";
import { openPool, type Pool } from "../../prisma/database/pool.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { ROLES } from "../support/database.js";
import { startSmtp, type TestSmtp } from "../support/smtp.js";

const root = path.resolve(import.meta.dirname, "../..");
const SEED_PLAN = path.join(root, "plans/yimin-zhifu");
const MIDDLE = "2021-06-01";
const END = "2021-07-10";

interface Deployed {
  readonly child: ChildProcess;
  readonly port: number;
}

interface ClockAnswer {
  readonly today: string;
  readonly driving: { readonly state: string; readonly problem: string | null } | null;
}

const folder = mkdtempSync(path.join(tmpdir(), "duban-topology-"));
const name = `topology_${process.pid}_${Date.now()}`;
const server = process.env["DUBAN_TEST_DATABASE_URL"] ?? "";
let env: NodeJS.ProcessEnv;
let pool: Pool;
let smtp: TestSmtp;
let workers: Deployed[] = [];
let apis: Deployed[] = [];
let token: string;

beforeAll(async () => {
  smtp = await startSmtp();
  const databaseUrl = await createDatabase(server, name);
  pool = openPool(databaseUrl);
  env = {
    ...process.env,
    // As production.md tells: deploy:prepare makes the application's role, and nothing else connects as the owner.
    DATABASE_URL: asRole(databaseUrl, ROLES.application),
    DATABASE_OWNER_URL: databaseUrl,
    DATABASE_READER_URL: asRole(databaseUrl, ROLES.reader),
    TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"],
    TEMPORAL_NAMESPACE: name.replaceAll("_", "-"),
    DUBAN_MAILBOX_URL: smtp.url,
    DUBAN_STATE_DIR: folder,
    DUBAN_UPDATES_IN_FLIGHT: "4",
    DUBAN_SECRET: randomBytes(32).toString("base64url"),
  };
});

afterAll(async () => {
  await Promise.all([...workers, ...apis].map(({ child }) => stop(child)));
  await pool?.end();
  await smtp?.stop();
  await dropDatabase(server, name);
  rmSync(folder, { recursive: true, force: true });
});

function deploy(entry: string, port: number): Deployed {
  const log = openSync(path.join(folder, `${path.dirname(entry)}-${port}.log`), "a");
  const child = spawn(process.execPath, [RUN, path.join(root, entry)], {
    cwd: root,
    env: { ...env, DUBAN_API_PORT: String(port) },
    stdio: ["ignore", log, log],
  });
  return { child, port };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

/** Runs one of the deployment's commands; answers what it prints. */
async function command(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, path.join(root, "scripts", script), ...args], {
    cwd: root,
    env,
  });
  return stdout;
}

const base = ({ port }: Deployed): string => `http://127.0.0.1:${port}`;

/** As a reverse proxy does: the next API where one is gone. */
async function ask<T>(what: string, body?: object): Promise<T> {
  for (const api of apis) {
    const response = await fetch(`${base(api)}/api/v1${what}`, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    }).catch(() => null);
    if (response === null) continue;
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as T;
    throw new Error(`${what}: ${response.status} ${text}`);
  }
  throw new Error("no API answers");
}

/** Moves the rehearsal's clock to the end of the day; while it is on its way, `meanwhile` happens once. */
async function jumpTo(planId: string, date: string, meanwhile: () => void = () => {}): Promise<void> {
  let begun = false;
  const onTheWay = (): Promise<ClockAnswer> => ask(`/plans/${planId}/clock`, { action: "jumpTo", date });
  await onTheWay();
  for (;;) {
    const { driving, today } = await ask<ClockAnswer>(`/plans/${planId}/clock`);
    if (driving?.problem) throw new Error(driving.problem);
    if (!begun && driving?.state === "jumping") {
      begun = true;
      meanwhile();
    } else if (driving?.state === "paused") {
      // Nobody drives it: it has arrived, or who drove it is gone and the next takes it up.
      const due = await nextDue(planId);
      if (due === null || due > `${date}T23:59`) return;
      if (today < date) await onTheWay();
    }
    await sleep(50);
  }
}

async function nextDue(planId: string): Promise<string | null> {
  const clock = await ask<{ readonly due: { readonly at: string }[] }>(`/plans/${planId}/clock`);
  return clock.due[0]?.at ?? null;
}

async function openRehearsal(): Promise<string> {
  const opened = await command("plan-open.ts", SEED_PLAN, "--rehearse", "silence");
  return /^opened (\S+): a rehearsal by silence/.exec(opened)?.[1] ?? opened;
}

describe("two workers and two APIs on servers given by address", () => {
  it("are prepared by one command, as often as it is run", async () => {
    expect(await command("deploy-prepare.ts")).toMatch(
      /^database: applied .*\ndatabase: owner's, application's, reader's roles apart\nsign in as office with the one-time password (\w{4}-){3}\w{4} .*\ntemporal: namespace \S+ registered/,
    );
    expect(await command("deploy-prepare.ts")).toMatch(
      /^database: up to date\ndatabase: owner's, application's, reader's roles apart\ntemporal: namespace \S+ there/,
    );
  });

  it("see what the office changes at once, whichever process is asked, and write by it", async () => {
    workers = [deploy("worker/main.ts", 7300), deploy("worker/main.ts", 7301)];
    apis = [deploy("api/main.ts", await freePort()), deploy("api/main.ts", await freePort())];
    await Promise.all(
      apis.map((api) =>
        until(`API on ${api.port} is ready`, async () => ((await isReady(api)) ? true : undefined), {
          timeoutMs: 60_000,
        }),
      ),
    );
    const machine = { account: "machine", grants: ["office"], scopes: ["read", "act"], days: 1 } as const;
    ({ token } = await machineToken(pool, machine));
    const planId = await openRehearsal();
    const [here, there] = apis as [Deployed, Deployed];
    const cookie = await signInAsOffice(here);
    const send = async <T>(api: Deployed, what: string, body: object): Promise<T> => {
      const response = await fetch(`${base(api)}/api/v1/plans/${planId}${what}`, {
        method: "POST",
        // Without a public address each API is opened by its own port, which its cookies are named by; the session is the same.
        headers: {
          cookie: cookie.replaceAll(String(here.port), String(api.port)),
          origin: base(api),
          "content-type": "application/json",
          "idempotency-key": randomUUID(),
        },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${what}: ${response.status} ${text.slice(0, 500)}`);
      return JSON.parse(text) as T;
    };
    const deskOf = async (api: Deployed): Promise<string | undefined> => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${base(api)}/api/v1/plans/${planId}/units/shuiwuju`, { headers });
      const { desk } = (await response.json()) as { desk: { post: { id: string }; person: { id: string } | null } };
      post = desk.post.id;
      return desk.person?.id;
    };
    let post = "";
    const before = await Promise.all(apis.map(deskOf));
    expect(before[0]).toBe(before[1]);
    const edits = [
      { kind: "addPerson", id: "p-new", name: "示例新任", email: "new@example.invalid" },
      { kind: "setHolder", post, person: "p-new", from: "2021-04-12" },
    ];
    const change = { edits, reason: "人事调整" };
    const { hash } = await send<{ hash: string }>(here, "/changes/preview", change);
    await send(here, "/changes", { ...change, hash });
    expect(await Promise.all(apis.map(deskOf))).toEqual(["p-new", "p-new"]);
    // The other API takes the order; a worker, which has run since before the change, tells the new holder.
    const item = {
      task: 3,
      title: "水源地排查",
      source: "区政府专题会议",
      primaryUnit: "shuiwuju",
      deadline: "2021-09-30",
    };
    const more = { closeCriteria: "排查报告印发", evidence: ["排查报告"] };
    const made = await send<{ outcomes: { items: string[] }[] }>(there, "/orders/registerItems", {
      items: [{ ...item, ...more }],
      reason: "专题会议要求",
    });
    expect(made.outcomes[0]?.items).toEqual(["t03-j01/county"]);
    await jumpTo(planId, "2021-04-13");
    const { rows } = await pool.query(
      "SELECT DISTINCT person FROM notice WHERE plan_id = $1 AND item_id = 't03-j01/county' AND instrument = 'assignment' AND role = 'to'",
      [planId],
    );
    expect(rows).toEqual([{ person: "p-new" }]);
  }, 180_000);

  it("go on when one of each is killed, and record what two undisturbed ones do", async () => {
    const planId = await openRehearsal();
    const killed: Promise<unknown>[] = [];
    const kill = ({ child }: Deployed): void => {
      killed.push(new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal))));
      child.kill("SIGKILL");
    };
    expect(workers.map(({ child }) => child.exitCode)).toEqual([null, null]);
    await jumpTo(planId, MIDDLE, () => kill(workers[0] as Deployed));
    await jumpTo(planId, END, () => kill(apis[0] as Deployed));
    expect(await Promise.all(killed)).toEqual(["SIGKILL", "SIGKILL"]);
    const disturbed = await verifyLedger(pool, planId);
    expect(disturbed.broken).toBeNull();

    const other = await openRehearsal();
    await jumpTo(other, END);
    const undisturbed = await verifyLedger(pool, other);
    expect(disturbed.rows).toBeGreaterThan(1_189);
    expect([disturbed.rows, disturbed.head]).toEqual([undisturbed.rows, undisturbed.head]);
    await lettersArrive(planId);
  }, 180_000);

  it("say what is wrong with a setting instead of starting", async () => {
    env = { ...env, DUBAN_API_HOST: "0.0.0.0" };
    const api = deploy("api/main.ts", await freePort());
    const code = await new Promise((resolve) => api.child.once("exit", resolve));
    expect(code).toBe(2);
    expect(readFileSync(path.join(folder, `api-${api.port}.log`), "utf8")).toMatch(
      /^DUBAN_API_HOST lets other machines in, so DUBAN_ALLOWED_HOSTS must name/,
    );
  });
});

/** The session of the rehearsal's sample account. */
async function signInAsOffice(api: Deployed): Promise<string> {
  const response = await fetch(`${base(api)}/api/v1/sign-in/sample`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base(api) },
    body: JSON.stringify({ account: "sample-office" }),
  });
  if (!response.ok) throw new Error(`no sample account: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
}

async function isReady(api: Deployed): Promise<boolean> {
  const response = await fetch(`${base(api)}/readyz`).catch(() => null);
  return response?.ok ?? false;
}

/** Every letter that has closed arrives: once, or again under its own Message-ID where its sender was killed. */
async function lettersArrive(planId: string): Promise<void> {
  await until(
    "all letters are sent",
    async () => {
      const { rows } = await pool.query(
        "SELECT count(*)::int AS waiting FROM letter WHERE plan_id = $1 AND state = 'queued'",
        [planId],
      );
      return rows[0].waiting === 0 ? true : undefined;
    },
    { timeoutMs: 60_000 },
  );
  const { rows } = await pool.query<{ id: string }>(
    "SELECT trim('<>' FROM message_id) AS id FROM letter WHERE plan_id = $1 AND state = 'sent'",
    [planId],
  );
  const arrived = new Set(smtp.arrivals.map(({ messageId }) => messageId.replaceAll(/[<>]/g, "")));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter(({ id }) => !arrived.has(id))).toEqual([]);
}
