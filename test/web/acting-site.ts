/** The page over a small plan on the real parts, and people of its roster who sign in to it by one click each. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { ensureSamples } from "../../api/accounts/samples.js";
import { FolderStore } from "../../api/files/store.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import { accountByName, setPerson } from "../../prisma/accounts/account-store.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { type Look, type Site, startBrowser, startSite, type Visit, visit } from "./browser.js";

/** The area's works are counted, and the second leader has a liaison. */
const plan: PlanBundle = {
  ...bundle,
  roster: {
    ...bundle.roster,
    posts: [
      ...bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "leader/2/liaison" } : post)),
      {
        id: "leader/2/liaison",
        title: "县领导2联络员",
        level: "desk",
        holders: [{ value: "p-liaison" }],
        fallback: ["office/desk"],
      },
    ],
    persons: [...bundle.roster.persons, { id: "p-liaison", name: "p-liaison", email: "p-liaison@sample.invalid" }],
  },
  plan: {
    ...bundle.plan,
    tasks: bundle.plan.tasks.map((task) => ({
      ...task,
      milestones: task.milestones.map((one) =>
        one.id === "area"
          ? { ...one, metric: { name: "完成率", target: 100, unit: "%", formula: "完成量÷总量" } }
          : one,
      ),
    })),
  },
};

/** Sample accounts and whose they are here. */
const PEOPLE = {
  unitclerk: "p-unit-desk",
  office: "p-office-desk",
  countyleader: "p-leader-2",
  liaison: "p-liaison",
  departmenthead: "p-unit-head",
  leadinggroup: "p-group-head",
  helpingunit: "p-helper-desk",
} as const;
export type Somebody = keyof typeof PEOPLE | "auditor" | "unithead" | "supervisionoffice" | "township";

export interface ActingSite {
  readonly run: PlanRun;
  readonly site: Site;
  readonly browser: Browser;
  /** Signs in and opens a page of the plan. */
  as(who: Somebody, path: string, look?: Look): Promise<Visit>;
  /** Moves the rehearsal's clock, through all that falls due, and closes the day's letters. */
  goTo(day: string): Promise<void>;
  /** Ledger rows of a type about an item. */
  rows(type: string, item: string): Promise<number>;
  close(): Promise<void>;
}

/** Signs a page's browser in. */
async function signIn(page: Page, base: string, who: Somebody): Promise<void> {
  const answer = await page.context().request.post(`${base}/api/v1/sign-in/sample`, {
    data: { account: `sample-${who}` },
    headers: { Origin: base },
  });
  if (!answer.ok()) throw new Error(`${who} is not let in: ${await answer.text()}`);
}

/** `more`: whose further sample accounts are, by role. */
export async function startActingSite(
  given: PlanBundle = plan,
  more: Readonly<Partial<Record<Somebody, string>>> = {},
): Promise<ActingSite> {
  const run = await startPlan(given);
  const folder = await mkdtemp(path.join(tmpdir(), "duban-web-evidence-"));
  await run.startWorker();
  await run.open();
  const { pool } = run.database;
  await ensureSamples(pool, given);
  for (const [role, person] of Object.entries<string>({ ...PEOPLE, ...more })) {
    const account = await accountByName(pool, `sample-${role}`);
    if (account) await setPerson(pool, account.id, bundle.plan.id, person);
  }
  const real = { gateway: run.gateway, evidence: new FolderStore(folder) };
  const [site, browser] = await Promise.all([startSite(pool, undefined, real), startBrowser()]);
  return {
    run,
    site,
    browser,
    async as(who, below, look = {}) {
      await pool.query("DELETE FROM rate_limit");
      const visited = await visit(browser, "about:blank", look);
      await signIn(visited.page, site.base, who);
      await visited.page.goto(`${site.base}/plans/${run.planId}${below}`);
      return visited;
    },
    async goTo(day) {
      const until = instantAt(day, "10:00", bundle.plan.timeZone.offsetMinutes);
      const { planId, store, gateway } = run;
      await drive({ planId, store, gateway, people: NOBODY, until });
      await gateway.closeLetters(planId, until);
    },
    async rows(type, item) {
      const { rows } = await pool.query("SELECT 1 FROM ledger WHERE plan_id = $1 AND type = $2 AND item_id = $3", [
        run.planId,
        type,
        item,
      ]);
      return rows.length;
    },
    async close() {
      await browser.close();
      await site.close();
      await run.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A refusal is told on the page; the browser notes its status too. */
export function forgive({ complaints }: Visit, pattern: RegExp): void {
  const own = complaints.filter((one) => !pattern.test(one));
  complaints.splice(0, complaints.length, ...own);
}
