/** Registers in the month's request on the page: what is missing stands there, and keeps the answer until it is kept or said to be unchanged. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { asked, months } from "../support/asked-bundle.js";
import { keptBundle } from "../support/kept-bundle.js";
import { type ActingSite, startActingSite } from "./acting-site.js";
import { overflow, violations } from "./browser.js";

const plan = asked(keptBundle);
const bundle: PlanBundle = { ...plan, policy: { ...plan.policy, months: { ...months, registers: true } } };

let acting: ActingSite;
beforeAll(async () => {
  acting = await startActingSite(bundle, { township: "p-town1-desk", unithead: "p-lead-desk" });
  await acting.goTo("2021-05-10");
  await keepProject();
  await acting.goTo("2021-06-21");
}, 120_000);
afterAll(() => acting?.close());

/** In the month before the register is filled in: there is something that can be as it was. */
async function keepProject(): Promise<void> {
  const { page, close } = await acting.as("unithead", "/registers");
  const { site, run } = acting;
  const address = `${site.base}/api/v1/plans/${run.planId}/registers/projects/rows`;
  const rows = [{ row: null, was: 0, cells: { code: "1", investment: "100" } }];
  const headers = { Origin: site.base, "idempotency-key": randomUUID() };
  const answer = await page.context().request.post(address, { data: { rows }, headers });
  expect(answer.status(), await answer.text()).toBe(200);
  await close();
}

describe("registers in a month's request", () => {
  it("say what of them is missing, lead to their rows, and cannot be unchanged before they are filled in", async () => {
    const { page, close } = await acting.as("township", "/months/2021-06/requests/town1");
    await page.getByText("1本台账待更新").waitFor();
    await page.getByText("本期未更新：村1、村2").waitFor();
    // What was never filled in is not as it was.
    await page.getByText("请先到台账中填报").waitFor();
    expect(await page.getByRole("checkbox").count()).toBe(0);
    expect(await page.getByRole("button", { name: /^送\s*审$/ }).isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("link", { name: "基础设施清单" }).click();
    await page.getByRole("heading", { name: "基础设施清单", level: 1 }).waitFor();
    await close();
  });

  it("are said to be unchanged by a tick that outlives a reload, on a telephone too", async () => {
    const { page, close } = await acting.as("unithead", "/months/2021-06/requests/lead", { width: 360 });
    await page.getByText("1本台账待更新").waitFor();
    await page.getByRole("checkbox", { name: "经核对，本期无变化" }).check();
    await page.getByText("1本台账待更新").waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("checkbox", { name: "经核对，本期无变化", checked: true }).waitFor();
    expect(await page.getByText("1本台账待更新").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await close();
  });
});
