/** Builds that come and go while a form is open, and the worker that keeps them. Numbers: docs/filing-faults.md. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { FILING_POLICY } from "../../../api/http/filing-page.js";
import { buildPage, PAGE_DIST } from "../../../scripts/build-web.js";
import { startBrowser } from "../browser.js";
import { ProductApi } from "./product-api.js";
import { lineKey } from "./fixture.js";
import { openPhone, type Phone } from "./phone.js";
import { type FilingSite, startFilingSite } from "./site.js";

const scratch = mkdtempSync(join(tmpdir(), "duban-builds-"));
let browser: Browser;
let api: ProductApi;
let site: FilingSite;
let phone: Phone;
beforeAll(async () => {
  [browser, api] = await Promise.all([startBrowser(), ProductApi.start(10)]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await api?.close();
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(async () => {
  await api.begin();
  site = await startFilingSite(api);
  phone = await openPhone(browser, api, site);
});
afterEach(async () => {
  await site.close();
  await phone.close();
});

/** Another build of the page: the same, under names of its own. */
function anotherBuild(mark: string): string {
  const dist = join(scratch, mark);
  cpSync(PAGE_DIST, dist, { recursive: true });
  const assets = join(dist, "filing/assets");
  const names = readdirSync(assets);
  for (const name of names.filter((one) => /\.(gz|br)$/.test(one))) rmSync(join(assets, name));
  const hashed = names.filter((one) => /\.(js|css)$/.test(one));
  const renamed = (text: string): string =>
    hashed.reduce((all, name) => all.replaceAll(name, name.replace(/-.{8}\./, `-${mark}.`)), text);
  for (const name of hashed) {
    writeFileSync(join(assets, name), renamed(readFileSync(join(assets, name), "utf8")));
    renameSync(join(assets, name), join(assets, renamed(name)));
  }
  for (const name of ["index.html", "sw.js"]) {
    const file = join(dist, "filing", name);
    writeFileSync(file, `${renamed(readFileSync(file, "utf8"))}${name === "sw.js" ? `\n// ${mark}` : ""}`);
  }
  const worker = join(dist, "filing/sw.js");
  writeFileSync(worker, readFileSync(worker, "utf8").replace(/[`"'][0-9a-f]{16}[`"']/, `"${mark}"`));
  return dist;
}

const update = (): Promise<void> =>
  phone.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
  });
const waits = (): Promise<boolean> =>
  phone.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null);
const caches = (): Promise<string[]> => phone.page.evaluate(async () => (await window.caches.keys()).sort());
const script = (): Promise<string> =>
  phone.page.evaluate(() => document.querySelector<HTMLScriptElement>("script[type=module]")?.src ?? "");

it("25: two new builds while a text is typed: it stays, the next screen opens, nothing reloads; then one tap takes the newest", async () => {
  await phone.takeAlong();
  await phone.open();
  const first = await script();
  await phone.page.evaluate(() => void Object.assign(window, { stays: true }));
  await phone.line(lineKey(1)).getByRole("button", { name: "补充" }).tap();
  await phone.line(lineKey(1)).getByLabel("情况说明").fill("正在填写");
  for (const mark of ["aaaaaaaa", "bbbbbbbb"]) {
    site.serve(anotherBuild(mark));
    await update();
    await expect.poll(waits).toBe(true);
  }
  expect(await phone.line(lineKey(1)).getByLabel("情况说明").inputValue()).toBe("正在填写");
  // What this build has not loaded yet is no longer at the server, and comes all the same.
  await phone.page.getByRole("button", { name: "English" }).tap();
  await phone.page.getByRole("heading", { name: "Field check" }).waitFor();
  await phone.page.getByRole("link", { name: "Receipt" }).tap();
  await phone.page.getByRole("button", { name: "Export what is unsent" }).tap();
  await phone.page.getByText(/Exported 1 entries|Nothing is unsent/).waitFor();
  expect(await phone.page.evaluate(() => "stays" in window)).toBe(true);
  await phone.page.getByRole("button", { name: "中文" }).tap();
  await phone.page.getByRole("link", { name: "返回" }).tap();
  // A remark without a grade is unsent: no update is offered for the taking.
  expect(await phone.page.getByRole("button", { name: "更新" }).isDisabled()).toBe(true);
  await phone.open();
  await phone.grade(lineKey(1), "合格");
  await phone.page.getByRole("button", { name: "立即上报" }).tap();
  await expect.poll(() => phone.line(lineKey(1)).getAttribute("data-state"), { timeout: 20_000 }).toBe("received");
  await phone.page.getByRole("link", { name: "返回" }).tap();
  await phone.page.getByRole("button", { name: "更新" }).tap();
  await expect.poll(script, { timeout: 20_000 }).toContain("bbbbbbbb");
  expect(await script()).not.toBe(first);
  await expect.poll(caches).toEqual(["filing-shell-bbbbbbbb"]);
  await site.away();
  await phone.page.reload();
  await phone.open();
  expect(await phone.line(lineKey(1)).getAttribute("data-grade")).toBe("pass");
});

it("installs a build whole or not at all: with one part missing the one before goes on", async () => {
  await phone.takeAlong();
  const before = await caches();
  const dist = anotherBuild("cccccccc");
  rmSync(
    join(
      dist,
      "filing/assets",
      readdirSync(join(dist, "filing/assets")).find((one) => one.startsWith("filing.en")) ?? "",
    ),
  );
  site.serve(dist);
  await update().catch(() => undefined);
  await expect.poll(caches).toEqual(before);
  expect(await waits()).toBe(false);
  await site.away();
  await phone.page.reload();
  await phone.open();
});

it("can be taken out of use: the page's copies and the worker go, what people filed stays", async () => {
  await phone.takeAlong();
  await phone.open();
  await phone.grade(lineKey(1), "合格");
  const dist = anotherBuild("dddddddd");
  cpSync(join(dist, "filing/sw-retired.js"), join(dist, "filing/sw.js"));
  site.serve(dist);
  await update();
  await expect.poll(caches).toEqual([]);
  expect(await phone.line(lineKey(1)).getAttribute("data-grade")).toBe("pass");
  await phone.page.getByRole("link", { name: "返回" }).tap();
  await phone.open();
  expect(await phone.line(lineKey(1)).getAttribute("data-grade")).toBe("pass");
});

it("keeps the page with its own policy, which lets nothing in but its files", async () => {
  await phone.takeAlong();
  const policy = (): Promise<string | null> =>
    phone.page.evaluate(async () =>
      (await fetch("/filing/", { mode: "same-origin" })).headers.get("Content-Security-Policy"),
    );
  expect(await policy()).toBe(FILING_POLICY);
  await site.away();
  const answered = await phone.page.reload();
  expect(answered?.headers()["content-security-policy"]).toBe(FILING_POLICY);
  await phone.open();
});

it("loads at most 120 kB of gzip before the form is shown, and nothing of the desk's", async () => {
  await buildPage();
  const html = readFileSync(join(PAGE_DIST, "filing/index.html"), "utf8");
  const first = [...html.matchAll(/(?:src|href)="(\/filing\/assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? "");
  const sizes = first.map((path) => gzipSync(readFileSync(join(PAGE_DIST, path)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${first.length} files, ${Math.round(total / 1000)} kB of gzip`);
  expect(first.length).toBeGreaterThan(0);
  expect(total).toBeLessThan(120_000);
  expect(first.map((path) => readFileSync(join(PAGE_DIST, path), "utf8")).join("")).not.toMatch(/antd|react-router/);
});

it("opens offline within three seconds on a processor four times slower", async () => {
  await phone.takeAlong();
  await site.away();
  const session = await phone.context.newCDPSession(phone.page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await phone.page.evaluate(
    (key) => location.assign(`#/visit/${encodeURIComponent(key)}/lines`),
    `${api.plan}|2021H1|village-v012`,
  );
  const since = performance.now();
  await phone.page.reload({ waitUntil: "commit" });
  await phone.line(lineKey(1)).waitFor();
  const took = performance.now() - since;
  console.log(`${Math.round(took)} ms`);
  expect(took).toBeLessThan(3_000);
});
