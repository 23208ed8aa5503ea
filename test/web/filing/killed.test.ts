/** The browser's processes killed at 50 random moments while a check is filled in: whatever it had shown as 已存本机 is there again. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { missing, readyChromium } from "../../../scripts/chromium.js";
import { ProductApi } from "./product-api.js";
import { lineKey } from "./fixture.js";
import { type Phone, phoneIn, picture, signIn } from "./phone.js";
import { type FilingSite, startFilingSite } from "./site.js";

const KILLS = 50;
const LINES = 10;
const GRADES = { pass: "合格", mostly: "基本合格", notApplicable: "不适用" } as const;
type Grade = keyof typeof GRADES;

let api: ProductApi;
let site: FilingSite;
const profile = mkdtempSync(join(tmpdir(), "duban-killed-"));
beforeAll(async () => {
  api = await ProductApi.start(LINES);
  await api.begin();
  site = await startFilingSite(api);
}, 120_000);
afterAll(async () => {
  await site.close();
  await api.close();
  rmSync(profile, { recursive: true, force: true });
});

interface Running {
  readonly browser: Browser;
  readonly child: ChildProcess;
}

/** A browser in a process group of its own, on the one profile. */
async function start(): Promise<Running> {
  const tried: string[] = [];
  const { path } = readyChromium(process.env, tried) ?? missing(tried);
  const args = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    "about:blank",
  ];
  const child = spawn(path ?? chromium.executablePath(), args, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the browser ended with ${code}`)));
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      const [, found] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (found) resolve(found);
    });
  });
  child.removeAllListeners("exit");
  return { browser: await chromium.connectOverCDP(address), child };
}

async function kill({ child, browser }: Running): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-(child.pid as number), "SIGKILL");
  await gone;
  await browser.close().catch(() => undefined);
}

/** What each line must hold: what the screen last showed as saved, or anything that was tapped after that. */
const allowed = new Map<string, string[]>();
const photos = new Set<string>();

/** Shown on the screen means read back from the database: form/hooks.ts. */
function listen(page: Page): void {
  page.on("console", (message) => {
    const [word, what = "", grade = ""] = message.text().split(" ");
    // What was tapped before what is shown is over; what was tapped after it may be saved and not shown yet.
    const taps = allowed.get(what) ?? [];
    if (word === "SAID" && taps.includes(grade)) allowed.set(what, taps.slice(taps.indexOf(grade)));
    if (word === "SHOT") photos.add(what);
  });
}
const TELL = `new MutationObserver((changes) => {
  for (const line of document.querySelectorAll("[data-line]")) console.log("SAID", line.dataset.line, line.dataset.grade);
  for (const shot of document.querySelectorAll("[data-photo]")) console.log("SHOT", shot.dataset.photo);
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-grade", "data-photo"] })`;

async function fillUntilKilled(running: Running, phone: Phone, shots: readonly Buffer[], seed: number): Promise<void> {
  const { page } = phone;
  listen(page);
  await page.evaluate(TELL);
  let isKilled = false;
  const killed = new Promise((resolve) => setTimeout(resolve, (seed * 7919) % 1_300)).then(() => {
    isKilled = true;
    return kill(running);
  });
  const grades = Object.entries(GRADES) as [Grade, string][];
  for (let step = 0; !isKilled; step++) {
    const line = lineKey(1 + ((seed * 31 + step * 7) % LINES));
    const [grade, name] = grades[(seed + step) % grades.length] as [Grade, string];
    allowed.set(line, [...(allowed.get(line) ?? [""]), grade]);
    try {
      await phone.line(line).getByRole("button", { name, exact: true }).click({ timeout: 1_000 });
      const shot = shots[(seed + step) % shots.length];
      if (step % 4 === 0 && shot)
        await phone
          .line(line)
          .getByLabel("拍照", { exact: true })
          .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: shot }, { timeout: 1_000 });
    } catch {
      // It was killed while it was being tapped.
      if (!isKilled) throw new Error("a tap failed on a living browser");
    }
  }
  await killed;
}

async function opened(): Promise<{ running: Running; phone: Phone }> {
  const running = await start();
  const [context] = running.browser.contexts();
  if (!context) throw new Error("no context");
  const phone = await phoneIn(context, site);
  return { running, phone };
}

it(`loses nothing that it had shown, in ${KILLS} kills`, async () => {
  const first = await opened();
  const [context] = first.running.browser.contexts();
  if (!context) throw new Error("no context");
  await signIn(context, api, site, "li");
  await first.phone.page.reload();
  await first.phone.takeAlong();
  const shots = [];
  for (let seed = 0; seed < 40; seed++) shots.push(await picture(first.phone.page, seed, 300, 200));
  await site.away();
  await kill(first.running);
  for (let seed = 1; seed <= KILLS; seed++) {
    const { running, phone } = await opened();
    await phone.open();
    await phone.line(lineKey(LINES)).waitFor();
    for (const [line, grades] of allowed) {
      const grade = (await phone.line(line).getAttribute("data-grade")) ?? "";
      expect([seed, line, grade, grades, grades.includes(grade)]).toEqual([seed, line, grade, grades, true]);
      allowed.set(line, [grade]);
    }
    const there = await phone.page
      .locator("[data-photo]")
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["photo"] ?? ""));
    expect([seed, [...photos].filter((sha) => !there.includes(sha))]).toEqual([seed, []]);
    await fillUntilKilled(running, phone, shots, seed);
  }
  const answered = [...allowed.values()].filter((grades) => grades.some((grade) => grade !== "")).length;
  console.log(`${answered} lines and ${photos.size} photos after ${KILLS} kills`);
  await site.back();
  const last = await opened();
  // A session without an end of its own ends with the browser; what was filed does not.
  const [again] = last.running.browser.contexts();
  if (again) await signIn(again, api, site, "li");
  await last.phone.open();
  await last.phone.page.reload();
  await last.phone.page.getByRole("button", { name: "立即上报" }).click();
  await expect
    .poll(() => last.phone.page.locator('dd[data-word="delivered"]').textContent(), { timeout: 60_000 })
    .toMatch(new RegExp(`检查项\\d+/${LINES} 照片(\\d+)/\\1$`));
  for (const sha of photos) expect(await api.photoBytes(sha)).toBeGreaterThan(0);
  await kill(last.running);
}, 600_000);
