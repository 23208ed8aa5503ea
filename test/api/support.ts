/** The API on a port of its own over a real database, and a small plan to which everything has happened. */
import { draftHash } from "../../domain/months/answers.js";
import { rowsOfRequest, writeDraft } from "../../prisma/months/month-store.js";
import { askedBundle, desk as deskOf, monthCommand, told } from "../support/asked-bundle.js";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { AccountSettings } from "../../api/accounts/config.js";
import { createApp, type AppDeps } from "../../api/app.js";
import type { EvidenceStore } from "../../api/files/store.js";
import type { Problem } from "../../api/http/problem.js";
import { createServices, type Services } from "../../api/serving/services.js";
import type { Channel } from "../../domain/letters/channels.js";
import type { CommandKind } from "../../domain/items/commands.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { Pool } from "../../prisma/database/pool.js";
import { accountSettings, asEverybody } from "../support/callers.js";
import type { RoundAct } from "../../domain/inspections/acts.js";
import { stageRows } from "../../prisma/registers/staging.js";
import { keepers, keptBundle, registerCommand } from "../support/kept-bundle.js";
import { answer, clock, groupOfAll, inspectedBundle, inspectors, roundCommand } from "../support/inspected-bundle.js";
import { Recorder } from "../support/recorder.js";
import { bundle } from "../support/small-bundle.js";
import { command } from "../support/small-plan.js";

export interface Api {
  readonly base: string;
  readonly port: number;
  readonly services: Services;
  /** Lines of the log, parsed. */
  readonly logged: Record<string, unknown>[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** The answer of a request that must succeed. */
  json<T>(path: string): Promise<T>;
  /** The problem of a request that must not. */
  problem(path: string, headers?: Record<string, string>): Promise<Problem>;
  close(): Promise<void>;
}

/** Asks as everybody by default; `real`: by the accounts in the database, with these of their parts. */
export async function serve(
  pool: Pool,
  deps: Partial<AppDeps> = {},
  real?: Pick<Parameters<typeof createServices>[0], "mails"> & Partial<AccountSettings>,
  onPort = 0,
  evidence?: EvidenceStore,
  channels?: readonly Channel[],
): Promise<Api> {
  const logged: Record<string, unknown>[] = [];
  const log = pino(
    { level: "debug" },
    { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const { mails, ...settings } = real ?? {};
  const services = createServices({
    pool,
    log,
    accounts: { ...accountSettings, ...settings },
    ...(mails ? { mails } : {}),
    ...(evidence ? { evidence } : {}),
    ...(channels ? { channels } : {}),
  });
  const authenticate = real ? services.accounts.authenticate : asEverybody;
  const app = createApp({ version: "1.2.3", parts: [], services, authenticate, ...deps });
  const server: Server = app.listen(onPort, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${base}${path}`, { headers });
  return {
    base,
    port,
    services,
    logged,
    get,
    async json<T>(path: string) {
      const response = await get(path);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
      return JSON.parse(text) as T;
    },
    async problem(path, headers) {
      const response = await get(path, headers);
      const text = await response.text();
      if (!response.headers.get("content-type")?.startsWith("application/problem+json"))
        throw new Error(`${path}: ${response.status} is no problem: ${text.slice(0, 500)}`);
      return JSON.parse(text) as Problem;
    },
    async close() {
      services.endStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await services.close();
    },
  };
}

const desk = (unit: string): Actor => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
export const actors = {
  unit: desk("unit"),
  lead: desk("lead"),
  office: desk("office"),
  officeHead: { person: "p-office-head", post: "office/head", unit: "office" },
  town1: desk("town1"),
  group: desk("group"),
  leader2: { person: "p-leader-2", post: "leader/2", unit: "gov" },
} satisfies Record<string, Actor>;

/** The day on which the story ends. */
export const TODAY = "2021-09-15";

/**
 * Closed, overdue and acknowledged, suspended by an order, extended, returned, cancelled, reassigned, with another reading:
 * one item of the small plan each.
 */
export async function playStory(pool: Pool, planId = "story"): Promise<Recorder> {
  const plan = await new Recorder(pool, bundle, planId).open();
  const act = async (
    stream: string,
    day: string,
    time: string,
    kind: CommandKind,
    actor: Actor,
    item: string,
    more: Record<string, unknown> = {},
  ): Promise<void> => {
    await plan.runTo(plan.at(day, time));
    const refused = await plan.act(stream, plan.at(day, time), command(kind, actor, item, more));
    if (refused.length > 0) throw new Error(`${kind} on ${item} was refused: ${refused.join()}`);
  };
  const order = async (day: string, key: string, what: PlanOrder): Promise<void> => {
    await plan.runTo(plan.at(day, "14:00"));
    await plan.order(plan.at(day, "14:00"), { key, actor: actors.office, order: what });
  };
  await act("task/2", "2021-04-13", "10:00", "signFor", actors.unit, "works/v1");
  await act("task/2", "2021-04-13", "10:05", "signFor", actors.unit, "works/v2");
  await act("task/2", "2021-04-13", "10:10", "signFor", actors.unit, "works/v4");
  await act("task/1", "2021-04-14", "10:00", "signFor", actors.town1, "ledger/town1");
  await act("task/1", "2021-05-05", "10:00", "cancel", actors.office, "plan/county");
  await order("2021-05-10", "flood", {
    kind: "suspendArea",
    townships: [],
    villages: ["v3"],
    until: "2021-08-31",
    reason: "汛期",
    approver: "office/head",
  });
  await act("task/2", "2021-05-20", "10:00", "reportProgress", actors.unit, "works/v1", { percent: 60 });
  await act("task/2", "2021-06-10", "10:00", "requestExtension", actors.unit, "works/v4", { to: "2021-09-30" });
  await act("task/2", "2021-06-11", "10:00", "proposeExtension", actors.office, "works/v4", { grant: true });
  await act("task/2", "2021-06-15", "10:00", "decideExtension", actors.group, "works/v4", { grant: true });
  await act("task/2", "2021-06-20", "10:00", "report", actors.unit, "works/v1");
  await act("task/1", "2021-06-21", "10:00", "report", actors.town1, "ledger/town1");
  await act("task/2", "2021-06-22", "10:00", "verify", actors.office, "works/v1");
  await act("task/1", "2021-06-23", "10:00", "returnForRework", actors.lead, "ledger/town1");
  await act("task/2", "2021-06-24", "10:00", "closeOut", actors.officeHead, "works/v1");
  await order("2021-06-25", "reading", {
    kind: "changeReading",
    milestone: "area",
    deadline: "2021-12-31",
    reason: "另行确认",
  });
  await act("task/2", "2021-07-01", "15:00", "reassign", actors.office, "area/v4", { primaryUnit: "lead" });
  await act("task/2", "2021-07-15", "10:00", "acknowledge", actors.leader2, "works/v2");
  await plan.runTo(plan.at(TODAY, "18:00"));
  return plan;
}

/** A plan with a round under way: one visit taken along and submitted with a finding, a photo named, an objection to it. */
export async function playInspections(pool: Pool, planId = "inspected"): Promise<Recorder> {
  const plan = await new Recorder(pool, inspectedBundle, planId).open();
  const now = plan.at("2021-06-10", "10:00");
  await plan.runTo(plan.at("2021-06-09", "18:00"));
  const visit = "village-v1";
  const { leader } = inspectors;
  const lines = ["works", "losses"].map((line) => answer(line, line === "works" ? "fail" : "pass"));
  const acts: readonly RoundAct[] = [
    { kind: "approveScheme", text: "同意" },
    groupOfAll(["v1", "v2", "v3", "v4"].map((place) => `village-${place}`)),
    { kind: "takeAlong", visit, device: "手机" },
    { kind: "fileLines", visit, answers: lines, clock: clock(now) },
  ];
  const act = async (...some: readonly RoundAct[]): Promise<void> => {
    await plan.inspect("2021H1", now, ...some.map((one) => roundCommand(leader, one)));
  };
  await act(...acts);
  // Which villages are visited is drawn; where only papers are looked at there is no third line.
  await act({ kind: "fileLines", visit, answers: [answer("ledger", "pass")], clock: clock(now) });
  await act({ kind: "submitCheck", visit }, { kind: "serveConclusion", visit, to: "村支书", capacity: "村支书" });
  const { town } = inspectors;
  await plan.inspect(
    "2021H1",
    now,
    roundCommand(town, { kind: "fileObjection", visit, lines: ["works"], text: "已办成" }),
  );
  await plan.runTo(plan.at("2021-06-10", "18:00"));
  return plan;
}

/** A plan that was asked by the month: one unit's desk has sent its grid, nobody has confirmed it. */
export async function playMonths(pool: Pool, planId = "asked"): Promise<Recorder> {
  const plan = await new Recorder(pool, askedBundle, planId).open();
  await plan.runTo(plan.at("2021-04-20", "18:00"));
  const month = "2021-04";
  const now = plan.at("2021-04-21", "10:00");
  const rows = (await rowsOfRequest(pool, planId, month, "unit")).map(({ key }) => ({ key, cells: told("10") }));
  await writeDraft(pool, { planId, month, unit: "unit", person: "p-unit-desk", at: now }, rows);
  const sent = { kind: "answerRequest", unit: "unit", sha256: draftHash(rows) } as const;
  await plan.progress(month, now, monthCommand(deskOf("unit"), sent));
  await plan.runTo(plan.at("2021-04-21", "18:00"));
  return plan;
}

/** A plan with registers: a row of a village, filled in by its township. */
export async function playRegisters(pool: Pool, planId = "kept"): Promise<Recorder> {
  const plan = await new Recorder(pool, keptBundle, planId).open();
  const now = plan.at("2021-04-21", "10:00");
  await plan.runTo(now);
  const rows = [{ row: "v1", was: 0, cells: { village: "v1", water: "达标", road: "未达标" } }];
  const batch = await stageRows(pool, { planId, register: "facilities" }, rows);
  const act = { kind: "changeRows", batch, rows: rows.length, from: "grid" } as const;
  const refused = await plan.keep("facilities", now, registerCommand(keepers.town1, act));
  if (refused.length > 0) throw new Error(`the rows were refused: ${refused.join(", ")}`);
  return plan;
}

/** A path segment. */
export const enc = encodeURIComponent;
