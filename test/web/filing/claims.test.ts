/** What filing.md claims and nothing else holds: text while it is typed, the size of what is taken along, room, a round that closes. */
import { expect, it } from "vitest";
import { filingTests } from "./filing-tests.js";
import { lineKey } from "./fixture.js";
import { type Phone, picture, shoot } from "./phone.js";
import type { ProductApi } from "./product-api.js";
import type { FilingSite } from "./site.js";

const V = "village-v012";
let api: ProductApi;
let site: FilingSite;
let phone: Phone;
filingTests(10, (given) => void ({ api, site, phone } = given));

const textOf = (key: string) => phone.line(key).getByLabel("情况说明");
/** Goes on typing without leaving the field. */
async function type(key: string, text: string): Promise<void> {
  await phone.line(key).getByRole("button", { name: "补充" }).tap();
  await textOf(key).pressSequentially(text);
}
/** The page dies as in a crash, running nothing more; what the device has kept for a line is read from a new one. */
async function keptAfterCrash(key: string): Promise<string> {
  const session = await phone.context.newCDPSession(phone.page);
  const crashed = phone.page.waitForEvent("crash");
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  const page = await phone.context.newPage();
  await page.goto(`${site.base}/filing/`);
  await page.locator(`[data-visit="${V}"]`).getByRole("link", { name: "填写" }).click();
  const line = page.locator(`[data-line="${key}"]`);
  await line.waitFor();
  const more = line.getByRole("button", { name: "补充" });
  if (await more.count()) await more.tap();
  return line.getByLabel("情况说明").inputValue();
}

it("A.2: a text is on the device a second after its last key", async () => {
  await phone.takeAlong();
  await phone.open();
  await type(lineKey(1), "水塔漏水");
  await phone.page.waitForTimeout(1_000);
  expect(await keptAfterCrash(lineKey(1))).toBe("水塔漏水");
});

it("A.2: a text is on the device as soon as the page is hidden", async () => {
  await phone.takeAlong();
  await phone.open();
  await type(lineKey(1), "水塔漏水");
  await phone.page.evaluate(async () => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    // What a browser still lets run of a page that it hides.
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  expect(await keptAfterCrash(lineKey(1))).toBe("水塔漏水");
});

it("A.1: what is taken along has at most 1 MB without pictures", async () => {
  let bytes = 0;
  phone.page.on("response", (response) => {
    if (response.url().endsWith("/take-along")) void response.body().then((body) => (bytes = body.length));
  });
  await phone.takeAlong();
  await expect.poll(() => bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(2 ** 20);
});

it("A.12: a photo's line has when it was taken and that it came from the camera", async () => {
  await phone.takeAlong();
  await phone.open();
  const before = Date.now();
  await shoot(phone, lineKey(2), [await picture(phone.page, 1)]);
  await phone.line(lineKey(2)).locator("[data-photo]").waitFor();
  await phone.grade(lineKey(2), "合格");
  await phone.page.getByRole("button", { name: "立即上报" }).tap();
  await expect.poll(() => api.rowsOf(V).then((rows) => rows.length), { timeout: 20_000 }).toBe(1);
  const [photo] = (await api.rowsOf(V)).flatMap(({ answer }) => answer.photos);
  expect(photo).toMatchObject({ source: "camera" });
  expect(photo?.takenAt).toBeGreaterThan(before - 60_000);
});

it("A.15: where less room is left than twice the photos that are expected, it is said before anybody leaves", async () => {
  // Chromium answers the same estimate whatever its quota is: here it answers as a small device does.
  await phone.page.addInitScript(() => {
    navigator.storage.estimate = () => Promise.resolve({ quota: 18_000_000, usage: 1_000_000 });
  });
  await phone.page.reload();
  await phone.page.getByText(/本机剩余空间不足/).waitFor();
});

it("A.11: of a round that closes nothing new is taken along, and what is out is still sent", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  await phone.grade(lineKey(1), "合格");
  await api.goTo("2021-07-02");
  await site.back();
  await phone.page.getByRole("button", { name: "立即上报" }).tap();
  await expect.poll(() => phone.line(lineKey(1)).getAttribute("data-state"), { timeout: 20_000 }).toBe("received");
  await phone.page.goto(`${site.base}/filing/`);
  const other = phone.page.locator('[data-visit]:not([data-visit="village-v012"])').first();
  await other.waitFor();
  expect(await other.getByRole("button", { name: "带走" }).count()).toBe(0);
});
