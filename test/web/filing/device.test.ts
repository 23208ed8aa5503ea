/** The device itself: photos, room, a lost database, a wrong clock, no HTTPS. Numbers: docs/filing-faults.md. */
import { createHash } from "node:crypto";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { missing, readyChromium } from "../../../scripts/chromium.js";
import type { ProductApi } from "./product-api.js";
import { lineKey } from "./fixture.js";
import { openPhone, type Phone, picture, shoot } from "./phone.js";
import { filingTests } from "./filing-tests.js";
import type { FilingSite } from "./site.js";

const V = "village-v012";
let api: ProductApi;
let site: FilingSite;
let phone: Phone;
filingTests(10, (given) => void ({ api, site, phone } = given));

const sendNow = (): Promise<void> => phone.page.getByRole("button", { name: "立即上报" }).tap();
const delivered = (): Promise<string | null> => phone.page.locator('dd[data-word="delivered"]').textContent();
const opened = async (): Promise<void> => {
  await phone.takeAlong();
  await phone.open();
};
/** Width and height as a JPEG's frame says. */
function sizeOf(jpeg: Buffer): [number, number] {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2))
    if ((jpeg[at + 1] ?? 0) >= 0xc0 && (jpeg[at + 1] ?? 0) <= 0xc3)
      return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
  throw new Error("no frame");
}
const sent = async (key: string, count = 1): Promise<Buffer[]> => {
  await expect.poll(() => phone.line(key).locator("[data-photo]").count(), { timeout: 30_000 }).toBe(count);
  await phone.grade(key, "合格");
  await sendNow();
  await expect.poll(delivered, { timeout: 30_000 }).toContain(`照片${count}/${count}`);
  return [...(await api.photos()).values()];
};

it("5: ten photos within two seconds on two lines are stored and sent, all ten", async () => {
  await opened();
  const photos = [];
  for (let seed = 0; seed < 10; seed++) photos.push(await picture(phone.page, seed));
  await Promise.all([shoot(phone, lineKey(2), photos.slice(0, 5)), shoot(phone, lineKey(3), photos.slice(5))]);
  for (const key of [lineKey(2), lineKey(3)]) {
    await expect.poll(() => phone.line(key).locator("[data-photo]").count(), { timeout: 30_000 }).toBe(5);
    await phone.grade(key, "合格");
  }
  await sendNow();
  await expect.poll(delivered, { timeout: 30_000 }).toContain("照片10/10");
  expect((await api.photos()).size).toBe(10);
});

describe("27: photos that telephones take", () => {
  it("50 megapixels become 2048 pixels, JPEG, 1.5 MB at most, under the hash of their bytes", async () => {
    await opened();
    await shoot(phone, lineKey(2), [await picture(phone.page, 1, 8_000, 6_250)]);
    const [bytes] = await sent(lineKey(2));
    if (!bytes) throw new Error("nothing was sent");
    expect(sizeOf(bytes)).toEqual([2_048, 1_600]);
    expect(bytes.length).toBeLessThanOrEqual(1_500_000);
    expect([...(await api.photos()).keys()]).toEqual([createHash("sha256").update(bytes).digest("hex")]);
  }, 90_000);

  it("one that says it lies on its side stands upright", async () => {
    await opened();
    const lying = await picture(phone.page, 1, 800, 600);
    // Exif with one entry: orientation 6.
    const exif = Buffer.from("ffe1002245786966000049492a00080000000100120103000100000006000000000000", "hex");
    await shoot(phone, lineKey(2), [Buffer.concat([lying.subarray(0, 2), exif, Buffer.alloc(1), lying.subarray(2)])]);
    const [bytes] = await sent(lineKey(2));
    expect(bytes && sizeOf(bytes)).toEqual([600, 800]);
  });

  it.each([
    ["empty", Buffer.alloc(0), "照片是空的"],
    [
      "of a kind that this browser cannot read",
      Buffer.from("0000001c66747970686569630000000068656963", "hex"),
      "读不出这张照片",
    ],
  ])("one that is %s is refused in words", async (_name, bytes, words) => {
    await opened();
    await shoot(phone, lineKey(2), [bytes]);
    await phone.line(lineKey(2)).getByText(words).waitFor();
    expect(await phone.line(lineKey(2)).locator("[data-photo]").count()).toBe(0);
  });

  it("a canvas that fails without a word makes no photo", async () => {
    await opened();
    const photo = await picture(phone.page, 1);
    await phone.page.evaluate(() => {
      CanvasRenderingContext2D.prototype.drawImage = () => undefined;
    });
    await shoot(phone, lineKey(2), [photo]);
    await phone.line(lineKey(2)).getByText("照片只有一种颜色").waitFor();
  });
});

it("28: on a device that is full the text is saved and photos are refused in words", async () => {
  const browser = phone.context.browser();
  if (!browser) throw new Error("a phone of a browser that was launched");
  // Before the site is opened: what room there is the browser remembers for half a minute.
  const full = await openPhone(browser, api, site, "li", async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: site.base, quotaSize: 10 * 2 ** 20 });
  });
  await full.takeAlong();
  await full.open();
  // Nothing is sent meanwhile: a photo that is received frees its room.
  await site.away();
  await full.page.evaluate(() => {
    // Pictures of noise, which JPEG cannot make small.
    // oxlint-disable-next-line typescript/unbound-method -- called with its object below.
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]) {
      (draw as (...all: unknown[]) => void).apply(this, given);
      const image = this.getImageData(0, 0, this.canvas.width, this.canvas.height);
      for (let at = 0; at < image.data.length; at++) if (at % 4 !== 3) image.data[at] = Math.random() * 255;
      this.putImageData(image, 0, 0);
    };
  });
  const photo = await picture(full.page, 1, 1_600, 1_200);
  const refused = full.line(lineKey(2)).getByText("不能再存照片");
  const stored = (): Promise<number> => full.line(lineKey(2)).locator("[data-photo]").count();
  for (let shot = 1; shot <= 12 && (await refused.count()) === 0; shot++) {
    await shoot(full, lineKey(2), [photo]);
    await expect.poll(async () => (await stored()) + (await refused.count()), { timeout: 30_000 }).toBe(shot);
  }
  await refused.waitFor();
  for (const key of [lineKey(3), lineKey(4), lineKey(5)]) {
    await full.line(key).getByRole("button", { name: "补充" }).tap();
    await full.line(key).getByLabel("情况说明").fill("字".repeat(1_500));
    await full.grade(key, "合格");
  }
  await full.page.reload();
  for (const key of [lineKey(3), lineKey(4), lineKey(5)])
    expect(await full.line(key).getAttribute("data-grade")).toBe("pass");
  await site.back();
  await full.close();
}, 120_000);

describe("29: a database that is gone", () => {
  it("is said at once, with what had arrived and what is to be done again", async () => {
    await opened();
    await phone.grade(lineKey(1), "合格");
    await sendNow();
    await expect.poll(() => api.rowsOf(V).then((rows) => rows.length)).toBe(1);
    // As a browser does that clears what was not used for a week: the page is closed meanwhile.
    await phone.page.goto("about:blank");
    const session = await phone.context.newCDPSession(phone.page);
    await session.send("Storage.clearDataForOrigin", { origin: site.base, storageTypes: "indexeddb" });
    await phone.page.goto(`${site.base}/filing/`);
    await phone.page.getByText("本机却没有资料。已送达检查项1/10、照片0/0").waitFor();
    // What had arrived is there again, once it is taken along anew.
    await opened();
    expect(await phone.line(lineKey(1)).getAttribute("data-grade")).toBe("pass");
    expect(await phone.line(lineKey(1)).getAttribute("data-state")).toBe("received");
  });

  it("offers the home screen before the first draft", async () => {
    await phone.page.getByText("请先添加到主屏幕，再开始填写").waitFor();
    await phone.takeAlong();
    expect(await phone.page.getByText("请先添加到主屏幕").count()).toBe(0);
  });
});

it("31: on a telephone three days ahead a line is filed once, its clock told and shown", async () => {
  await phone.page.clock.install({ time: Date.now() + 3 * 86_400_000 });
  await phone.page.reload();
  await opened();
  await phone.grade(lineKey(1), "合格");
  await sendNow();
  await phone.page.getByText("本机时钟与服务器相差4320分钟").waitFor();
  await expect.poll(() => phone.line(lineKey(1)).getAttribute("data-state")).toBe("received");
  expect(await api.rowsOf(V)).toHaveLength(1);
  const told = site.seen.find(({ method }) => method === "PUT")?.headers["x-device-now"];
  expect(Number(told) - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
});

it("without HTTPS it says that it does not open offline, and files with a network", async () => {
  const { path } = readyChromium(process.env, []) ?? missing([]);
  const other = await chromium.launch({
    ...(path === undefined ? {} : { executablePath: path }),
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP filing.example 127.0.0.1"],
  });
  const port = new URL(site.base).port;
  const insecure = new Proxy(site, {
    get: (of, name) => (name === "base" ? `http://filing.example:${port}` : Reflect.get(of, name)),
  });
  const plain = await openPhone(other, api, insecure);
  await plain.page.getByText("本站未启用HTTPS，不能离线打开").first().waitFor();
  const card = plain.page.locator(`[data-visit="${V}"]`);
  await card.getByRole("button", { name: "带走" }).click();
  await plain.open();
  await plain.grade(lineKey(2), "合格");
  await shoot(plain, lineKey(2), [await picture(plain.page, 1)]);
  await plain.line(lineKey(2)).locator("[data-photo]").waitFor();
  await plain.page.getByRole("button", { name: "立即上报" }).tap();
  await expect
    .poll(() => plain.page.locator('dd[data-word="delivered"]').textContent(), { timeout: 20_000 })
    .toContain("照片1/1");
  // Tabs without the browser's locks ask each other.
  await plain.close();
  await other.close();
});
