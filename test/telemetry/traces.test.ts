/**
 * API and worker as processes, telling their spans to a collector: a request and all that it led to are one trace. And what
 * they tell otherwise: their logs and the worker's metrics.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { freePort } from "../../embedded/ports.js";
import { type Child, startChild } from "../../embedded/supervisor.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { machineToken } from "../../prisma/accounts/machine-account.js";
import { type ReceivedSpan, type Receiver, startReceiver } from "../support/otlp-receiver.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { startSmtp } from "../support/smtp.js";

const entry = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

let folder: string;
let receiver: Receiver;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let run: PlanRun;
let api: Child;
let worker: Child;
let base: string;
let token: string;
let metricsPort: number;

const plan: PlanBundle = bundle;
const logOf = (part: string): string => readFileSync(path.join(folder, `${part}.log`), "utf8");

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "duban-traces-"));
  receiver = await startReceiver();
  smtp = await startSmtp();
  run = await startPlan(plan);
  metricsPort = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: run.database.url,
    TEMPORAL_ADDRESS: process.env.DUBAN_TEST_TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: process.env.DUBAN_TEST_TEMPORAL_NAMESPACE ?? "default",
    DUBAN_TASK_QUEUE: run.taskQueue,
    DUBAN_STATE_DIR: folder,
    DUBAN_MAILBOX_URL: smtp.url,
    DUBAN_API_PORT: String(await freePort()),
    DUBAN_SECRET: randomBytes(32).toString("base64url"),
    DUBAN_LOG_LEVEL: "debug",
    DUBAN_WORKER_METRICS: `127.0.0.1:${metricsPort}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    // Told soon, so that the test need not wait.
    OTEL_BSP_SCHEDULE_DELAY: "100",
  };
  worker = await startChild({
    name: "worker",
    entry: entry("worker/main.ts"),
    env,
    logFile: path.join(folder, "worker.log"),
  });
  await run.open();
  const machine = { account: "machine", grants: ["office"], scopes: ["read", "act"], days: 1 } as const;
  ({ token } = await machineToken(run.database.pool, machine));
  api = await startChild({ name: "API", entry: entry("api/main.ts"), env, logFile: path.join(folder, "api.log") });
  base = `http://127.0.0.1:${(api.info() as { port: number }).port}`;
});

afterAll(async () => {
  await api?.stop();
  await worker?.stop();
  await run?.close();
  await smtp?.stop();
  await receiver?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";

const jump = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${base}/api/v1/plans/${run.planId}/clock`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ action: "jumpNext" }),
  });

/** Waits until enough has come in: spans are sent in batches, some time after they end. */
async function spansOf(trace: string, enough: (spans: readonly ReceivedSpan[]) => boolean): Promise<ReceivedSpan[]> {
  const known = (): ReceivedSpan[] => receiver.spans.filter((span) => span.trace === trace);
  await vi.waitUntil(() => enough(known()), { timeout: 20_000 });
  return known();
}

describe("one request", () => {
  let spans: ReceivedSpan[];
  const named = (name: string): ReceivedSpan[] => spans.filter((span) => span.name === name);
  const only = (name: string): ReceivedSpan => {
    const [first] = named(name);
    if (!first) throw new Error(`no span ${name} among ${spans.map((span) => span.name).join(", ")}`);
    return first;
  };
  const byId = (id: string): ReceivedSpan | undefined => spans.find((span) => span.id === id);
  const ancestors = (span: ReceivedSpan): string[] => {
    const parent = byId(span.parent);
    return parent ? [parent.name, ...ancestors(parent)] : [];
  };

  beforeAll(async () => {
    const answered = await jump({ traceparent: `00-${TRACE}-${CALLER}-01`, "x-request-id": "jump-1" });
    expect(answered.status).toBe(200);
    spans = await spansOf(
      TRACE,
      (known) =>
        known.some(({ name }) => name === "RunActivity:advance") && known.some(({ name }) => name.startsWith("POST ")),
    );
  });

  it("is one trace over API, workflow and activity, from the caller's own span on", () => {
    const request = only("POST /plans/{planId}/clock");
    expect(request).toMatchObject({ service: "duban-api", parent: CALLER, failed: false });
    expect(request.attributes).toMatchObject({ "http.response.status_code": 200, "duban.request_id": "jump-1" });
    const recording = only("RunActivity:advance");
    expect(recording.service).toBe("duban-worker");
    expect(ancestors(recording)).toEqual([
      expect.stringMatching(/^Advance:(plan|task\/\d)$/) as string,
      "HandleUpdate:tick",
      "StartWorkflowUpdate:tick",
      "POST /plans/{planId}/clock",
    ]);
  });

  it("has the statements of both processes, without their values", () => {
    const statements = spans.filter(({ name }) => name.startsWith("SQL "));
    expect(new Set(statements.map(({ service }) => service))).toEqual(new Set(["duban-api", "duban-worker"]));
    const written = statements.filter(({ attributes }) =>
      /INSERT INTO ledger\b/.test(String(attributes["db.statement"])),
    );
    expect(written.length).toBeGreaterThan(0);
    for (const statement of written) expect(ancestors(statement)[0]).toBe("RunActivity:advance");
  });

  it("has no two spans of one id", () => {
    expect(new Set(receiver.spans.map(({ trace, id }) => `${trace} ${id}`)).size).toBe(receiver.spans.length);
  });
});

it("letters are part of the trace that closed them, and nobody's name or address is told", async () => {
  const traces = [TRACE];
  // Until the first letters have closed and gone out.
  for (let n = 2; n < 12; n++) {
    const trace = `${TRACE.slice(0, -2)}${String(n).padStart(2, "0")}`;
    traces.push(trace);
    expect((await jump({ traceparent: `00-${trace}-${CALLER}-01` })).status).toBe(200);
  }
  await run.gateway.drainLetters(run.planId, "drained");
  expect(smtp.arrivals.length).toBeGreaterThan(0);
  await expect.poll(() => receiver.spans.some(({ name }) => name === "SMTP send"), { timeout: 20_000 }).toBe(true);
  const sent = receiver.spans.filter(({ name }) => name === "SMTP send");
  for (const span of sent) {
    expect(traces).toContain(span.trace);
    // An activity's span ends, and so is told, after those within it.
    const parent = () => receiver.spans.find(({ trace, id }) => trace === span.trace && id === span.parent);
    await expect.poll(() => parent()?.name, { timeout: 20_000 }).toBe("RunActivity:sendLetters");
  }
  const told = `${receiver.text()}\n${logOf("api")}\n${logOf("worker")}`;
  for (const person of plan.roster.persons) {
    expect(told).not.toContain(person.email);
    expect(told).not.toMatch(new RegExp(`\\b${person.name}\\b`));
  }
});

it("both processes log JSON lines that name their part and, within a trace, the trace", () => {
  for (const part of ["api", "worker"]) {
    const lines = logOf(part)
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatchObject({ part, level: expect.any(String) as string });
  }
  const request = logOf("api")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .find((line) => line.requestId === "jump-1");
  expect(request).toMatchObject({ trace_id: TRACE, status: 200 });
  // The workflow's and the activity's own attributes come through.
  expect(logOf("worker")).toMatch(/"workflowId":"plan\//);
});

it("the worker's metrics can be read: Temporal's own, and how much recordings wrote", async () => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(text).toMatch(/^temporal_workflow_task_execution_latency_seconds_count\{/m);
  expect(text).toMatch(/^duban_record_rows_bucket\{.*le="1".*\} \d+$/m);
  expect(text).toMatch(/^duban_record_notices_total\{/m);
});
