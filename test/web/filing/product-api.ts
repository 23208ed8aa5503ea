/**
 * The filing page's tests on the product: its database and ledger, Temporal with a worker, the API's app with real accounts. Servers are
 * started once a file; `begin` opens a plan of its own for each test, and ends the one before.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Express } from "express";
import { pino } from "pino";
import { createApp } from "../../../api/app.js";
import { createAccount } from "../../../api/accounts/new-account.js";
import { FolderStore } from "../../../api/files/store.js";
import { API } from "../../../api/serving/route.js";
import { createServices, type Services } from "../../../api/serving/services.js";
import { roundStream } from "../../../domain/inspections/round-name.js";
import type { FiledLine, FiledRow } from "../../../domain/inspections/types.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { addAccount, setPerson } from "../../../prisma/accounts/account-store.js";
import { endSessions } from "../../../prisma/accounts/session-store.js";
import { issueToken } from "../../../prisma/accounts/token-store.js";
import { streamsAnnounced } from "../../../prisma/ledger/stream-store.js";
import { createPlan, endPlan } from "../../../prisma/plans/plan-store.js";
import { drive, NOBODY } from "../../../rehearsal/driver.js";
import { POSTMAN } from "../../../workflows/names.js";
import { Client } from "../../api/client.js";
import { accountSettings } from "../../support/callers.js";
import { type PlanRun, type Servers, startPlan } from "../../support/plan-run.js";
import type { FilingApi } from "./filing-api.js";
import { PEOPLE, ROUND, VISITS } from "./fixture.js";
import { checklistsWith, filingPlan, OFFICE, OWING, VISITED_ON } from "./plan.js";

/** A name under which the product answers without HTTPS. */
export const PLAIN_HOST = "filing.example";
const STRONG = "a long enough password";

export interface Said {
  readonly status: number;
  // What it is depends on the route: each test looks at its own part.
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever is answered.
  readonly body: any;
}

type Account = keyof typeof PEOPLE;

export interface ProductOptions {
  readonly servers?: Servers;
  readonly workers?: (run: PlanRun) => Promise<unknown>;
}

export class ProductApi implements FilingApi {
  /** The plan of the test that runs. */
  plan = "";
  #streams: readonly string[] = [];
  readonly #cookies = new Map<Account, string>();
  /** Accounts' ids by their person. */
  readonly #accounts = new Map<string, string>();
  /** Tokens by person, for what tests do beside the page. */
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly run: PlanRun,
    private readonly bundle: PlanBundle,
    readonly services: Services,
    readonly listener: Express,
    private readonly server: Server,
    /** Where photos lie. */
    readonly folder: string,
  ) {}

  /** `servers`: other ones than the tests' own; `workers`: starts those that its plans run on, one in this process unless told. */
  static async start(
    lines = 25,
    { servers, workers = (run) => run.startWorker() }: ProductOptions = {},
  ): Promise<ProductApi> {
    const bundle = filingPlan(lines);
    const run = await startPlan(bundle, servers);
    const folder = await mkdtemp(path.join(tmpdir(), "duban-filing-"));
    await workers(run);
    const services = createServices({
      pool: run.database.pool,
      log: pino({ level: "silent" }),
      gateway: run.gateway,
      accounts: accountSettings,
      evidence: new FolderStore(folder),
    });
    const { authenticate } = services.accounts;
    const app = createApp({ version: "1.2.3", parts: [], services, authenticate, allowedHosts: [PLAIN_HOST] });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const api = new ProductApi(run, bundle, services, app, server, folder);
    // The run's own plan is not opened: each test has one of its own.
    await endPlan(run.database.pool, run.planId);
    for (const account of Object.keys(PEOPLE) as Account[]) await api.#addInspector(account);
    for (const person of [OFFICE, OWING]) await api.#addToken(person);
    return api;
  }

  /** What a program of this person signs its requests with. */
  tokenOf(person: string): string {
    const token = this.#tokens.get(person);
    if (token === undefined) throw new Error(`${person} has no account`);
    return token;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async #addInspector(account: Account): Promise<void> {
    const { pool } = this.run.database;
    const { id: person, name, account: called } = PEOPLE[account];
    const { id, password } = await createAccount(pool, { account: called, name });
    await setPerson(pool, id, this.bundle.plan.id, person);
    this.#accounts.set(person, id);
    const client = new Client(this.base);
    await pool.query("DELETE FROM rate_limit");
    await client.post("/sign-in", { account: called, password });
    await client.post("/me/password", { current: password, next: STRONG });
    await this.#issue(person, id);
  }

  async #addToken(person: string): Promise<void> {
    const id = await addAccount(this.run.database.pool, { account: person, name: person });
    if (id === null) throw new Error(`there is an account ${person} already`);
    await setPerson(this.run.database.pool, id, this.bundle.plan.id, person);
    await this.#issue(person, id);
  }

  async #issue(person: string, accountId: string): Promise<void> {
    const expiresAt = new Date(Date.now() + 24 * 3_600_000);
    const what = { accountId, name: person, scopes: ["read", "act"], twoFactors: true, expiresAt } as const;
    this.#tokens.set(person, (await issueToken(this.run.database.pool, what)).token);
  }

  /** A plan of its own whose round is open, with the group of li and wang for both villages. */
  async begin(): Promise<void> {
    await this.#end();
    const { id: slug, title, start, timeZone } = this.bundle.plan;
    const { run } = this;
    const openedAt = instantAt(start, "08:00", timeZone.offsetMinutes);
    this.plan = `filing-${randomUUID().slice(0, 8)}`;
    const row = { id: this.plan, slug, title, mode: "rehearsal", scenario: "test", seed: 1, openedAt } as const;
    await createPlan(run.database.pool, row, this.bundle);
    this.#streams = await run.gateway.openPlan({ planId: this.plan, mode: "rehearsal", openedAt }, this.bundle);
    await this.goTo(VISITED_ON);
    const villages = Object.keys(VISITS).map((visit) => visit.slice("village-".length));
    const round = `/inspections/${ROUND}`;
    await this.must(OFFICE, "POST", `${round}/scheme`, { visit: villages, reason: "都去" });
    await this.must(OFFICE, "POST", `${round}/approve`, { text: "同意" });
    await this.must(OFFICE, "POST", `${round}/groups`, groupOf(Object.keys(VISITS), "li", "wang"));
  }

  /** Gives both villages to a group of others. */
  async reassign(...accounts: readonly [Account, Account]): Promise<void> {
    await this.must(OFFICE, "POST", `/inspections/${ROUND}/groups`, groupOf(Object.keys(VISITS), ...accounts));
  }

  /** Another version of the checklists, with these lines, is loaded and adopted. */
  async adopt(version: number, lines: readonly number[]): Promise<void> {
    const checklists = { ...checklistsWith(lines), version };
    await this.run.database.pool.query(
      "INSERT INTO plan_document (plan_id, kind, version, content) VALUES ($1, 'checklists', $2, $3)",
      [this.plan, version, JSON.stringify(checklists)],
    );
    await this.must(OFFICE, "POST", `/inspections/${ROUND}/checklist`, { version, reason: "补充" });
  }

  async goTo(day: string): Promise<void> {
    const until = instantAt(day, "10:00", this.bundle.plan.timeZone.offsetMinutes);
    const { store, gateway } = this.run;
    await drive({ planId: this.plan, store, gateway, people: NOBODY, until });
  }

  async #end(): Promise<void> {
    if (this.plan === "") return;
    const { pool } = this.run.database;
    const { tasks, rounds, months } = await streamsAnnounced(pool, this.plan);
    const streams = new Set([
      ...this.#streams,
      ...[...tasks, ...rounds, ...months].map(({ stream }) => stream),
      POSTMAN,
    ]);
    for (const stream of streams) await this.run.gateway.workflows.terminate(this.plan, stream, "the test is over");
    await endPlan(pool, this.plan);
    this.plan = "";
  }

  async close(): Promise<void> {
    await this.#end();
    this.services.endStreams();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.services.close();
    await this.run.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Asks below the plan's address as a person of the roster. */
  async ask(person: string, method: string, below: string, body?: unknown): Promise<Said> {
    const isRaw = body instanceof Uint8Array || body instanceof FormData;
    const response = await fetch(`${this.base}${API}/plans/${this.plan}${below}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.tokenOf(person)}`,
        "Idempotency-Key": randomUUID(),
        ...(isRaw || body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined
        ? {}
        : { body: isRaw ? (body as Uint8Array<ArrayBuffer> | FormData) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }

  /** The same of what must be done. */
  async must(person: string, method: string, below: string, body?: unknown): Promise<Said> {
    const said = await this.ask(person, method, below, body);
    if (said.status >= 300)
      throw new Error(`${person}: ${method} ${below} answered ${said.status} ${JSON.stringify(said.body)}`);
    return said;
  }

  async sessionOf(account: string): Promise<string> {
    const known = this.#cookies.get(account as Account);
    if (known !== undefined) return known;
    const client = new Client(this.base);
    await this.run.database.pool.query("DELETE FROM rate_limit");
    const { status } = await client.post("/sign-in", { account: PEOPLE[account as Account].account, password: STRONG });
    if (status !== 200) throw new Error(`${account} is not let in: ${status}`);
    this.#cookies.set(account as Account, client.cookie);
    return client.cookie;
  }

  /** Ends the sessions of an account: the next one is another. */
  async signOut(account: Account): Promise<void> {
    await endSessions(this.run.database.pool, this.#accounts.get(PEOPLE[account].id) ?? "");
    this.#cookies.delete(account);
  }

  async #visit(visit: string) {
    const read = await this.services.rounds.read(this.plan, ROUND);
    const state = read?.state.visits[visit];
    if (!state) throw new Error(`the round has no visit ${visit}`);
    return state;
  }

  async rowsOf(visit: string): Promise<readonly FiledRow[]> {
    return (await this.#visit(visit)).filed;
  }

  async submittedRow(visit: string): Promise<number | null> {
    return (await this.#visit(visit)).submitted?.row ?? null;
  }

  async photos(): Promise<ReadonlyMap<string, Buffer>> {
    const { rows } = await this.run.database.pool.query<{ sha256: string }>(
      "SELECT DISTINCT sha256 FROM inspection_photo WHERE plan_id = $1",
      [this.plan],
    );
    const found = new Map<string, Buffer>();
    for (const { sha256 } of rows) {
      const chunks: Buffer[] = [];
      const stored = await new FolderStore(this.folder).read(sha256);
      if (!stored) throw new Error(`${sha256} is noted as stored, and its file is not there`);
      for await (const chunk of stored) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Error(`${sha256} holds other bytes`);
      found.set(sha256, bytes);
    }
    return found;
  }

  async photoBytes(sha256: string): Promise<number | null> {
    return (await this.photos()).get(sha256)?.length ?? null;
  }

  async spokenOf(visit: string) {
    const rows = await this.run.ledger.readStream(this.plan, roundStream(ROUND));
    return rows.flatMap(({ type, payload }) => {
      const body = payload as unknown as Readonly<Record<string, string>>;
      const kind = type === "conclusionServed" ? "conclusion" : type === "conclusionRemarked" ? "remark" : null;
      return kind !== null && body["visit"] === visit ? [{ kind, body }] : [];
    });
  }

  /** Files a line as another device of the person, or another person, does. */
  async file(visit: string, person: string, answer: FiledLine): Promise<Said> {
    const key = encodeURIComponent(`${answer.line}@${answer.revision}`);
    const body = { answer, deviceNow: Date.now() };
    return this.must(person, "PUT", `/inspections/${ROUND}/visits/${visit}/parts/${key}`, body);
  }
}

/** A group for some visits, the first of it their 组长. */
export const groupOf = (visits: readonly string[], ...accounts: readonly Account[]) => ({
  groups: [
    {
      id: "g1",
      leader: PEOPLE[accounts[0] ?? "li"].id,
      members: accounts.map((account) => ({
        person: PEOPLE[account].id,
        post: `${PEOPLE[account].unit}/desk`,
        unit: PEOPLE[account].unit,
      })),
      visits,
    },
  ],
  reason: "人员少",
});
