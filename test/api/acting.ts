/** A small plan on the real parts behind the real API, and people who act on it over HTTP. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pino } from "pino";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "../../api/app.js";
import { capacitiesOf, substituteCapacitiesOf } from "../../api/rights/capacities.js";
import type { Role } from "../../domain/people/roles.js";
import type { Authenticate, Caller, Capacity } from "../../api/rights/caller.js";
import { FolderStore } from "../../api/files/store.js";
import { accountSettings } from "../support/callers.js";
import { readRegisterKeys } from "../../prisma/registers/secrets.js";
import { API } from "../../api/serving/route.js";
import { createServices, type Services } from "../../api/serving/services.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { bundle as smallBundle } from "../support/small-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface Acting {
  readonly run: PlanRun;
  readonly services: Services;
  readonly base: string;
  /** Where evidence lies. */
  readonly folder: string;
  /** Sends an action as a person of the roster, each time under a key of its own unless told. */
  act(person: string, action: string, body: Record<string, unknown>, key?: string): Promise<Answer>;
  get(person: string | null, path: string): Promise<Answer>;
  request(person: string | null, path: string, init?: RequestInit): Promise<Response>;
  /** Moves the rehearsal's clock, through all that falls due. */
  goTo(day: string, time?: string): Promise<void>;
  close(): Promise<void>;
}

/** Callers by a header: sign-in is another's matter. `auditor` is in no roster. */
export function byHeader(): Authenticate {
  return async (req) => {
    const person = req.get("x-test-person");
    if (person === undefined) return null;
    return {
      accountId: `account-${person}`,
      kind: "person",
      in: async (plan): Promise<Caller> => {
        if (person === "auditor")
          return {
            accountId: "account-auditor",
            kind: "person",
            person: null,
            capacities: [],
            roles: new Set(["auditor"]),
          };
        const capacities: readonly Capacity[] = plan
          ? [
              ...capacitiesOf(plan.bundle, person, plan.today),
              ...substituteCapacitiesOf(plan.bundle, plan.delegations, person, plan.today),
            ]
          : [];
        const roles = new Set<Role>(capacities.flatMap((each) => each.roles));
        return { accountId: `account-${person}`, kind: "person", person, capacities, roles };
      },
    };
  };
}

/** `workers`: starts those that the plan runs on; one in this process unless told. */
export async function startActing(
  bundle: PlanBundle = smallBundle,
  workers: (run: PlanRun) => Promise<unknown> = (run) => run.startWorker(),
): Promise<Acting> {
  const run = await startPlan(bundle);
  const folder = await mkdtemp(path.join(tmpdir(), "duban-evidence-"));
  await workers(run);
  await run.open();
  const services = createServices({
    pool: run.database.pool,
    log: pino({ level: "silent" }),
    gateway: run.gateway,
    accounts: accountSettings,
    evidence: new FolderStore(folder),
    registerKeys: readRegisterKeys({ DUBAN_REGISTER_KEY: `test:${Buffer.alloc(32, 7).toString("base64")}` }),
  });
  const app = createApp({ version: "1.2.3", parts: [], services, authenticate: byHeader() });
  const server: Server = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  const root = `${base}${API}/plans/${run.planId}`;
  const request = (person: string | null, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${root}${path}`, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(person === null ? {} : { "x-test-person": person }) },
    });
  const answer = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  return {
    run,
    services,
    base,
    folder,
    request,
    get: async (person, path) => answer(await request(person, path)),
    act: async (person, action, body, key = randomUUID()) =>
      answer(
        await request(person, `/actions/${action}`, {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": key },
          body: JSON.stringify(body),
        }),
      ),
    async goTo(day, time = "10:00") {
      const until = instantAt(day, time, bundle.plan.timeZone.offsetMinutes);
      await drive({
        planId: run.planId,
        store: run.store,
        gateway: run.gateway,
        people: NOBODY,
        until,
      });
    },
    async close() {
      services.endStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await services.close();
      await run.close();
      await rm(folder, { recursive: true });
    },
  };
}
