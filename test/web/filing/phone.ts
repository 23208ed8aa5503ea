/** A telephone: Chromium at 360 pixels, with a session, and hands that tap and count. */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { FilingApi } from "./filing-api.js";
import type { FilingSite } from "./site.js";
import { VISITS, type VisitId } from "./fixture.js";

export interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of, but for a network that is away. */
  readonly complaints: string[];
  /** How often something was tapped. */
  readonly taps: () => number;
  tap(what: Locator): Promise<void>;
  /** The card of a line, by its key. */
  line(key: string): Locator;
  grade(key: string, name: string): Promise<void>;
  takeAlong(visit?: VisitId): Promise<void>;
  open(visit?: VisitId): Promise<void>;
  close(): Promise<void>;
}

const LOOK = {
  viewport: { width: 360, height: 780 },
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
  reducedMotion: "reduce",
} as const;

/** What a browser says of a network or a server that is away: on purpose here. */
const AWAY = /ERR_|Failed to load resource|net::/;

export async function signIn(
  context: BrowserContext,
  api: FilingApi,
  site: FilingSite,
  account: string,
): Promise<void> {
  const cookies = (await api.sessionOf(account)).split("; ").map((one) => {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/.exec(one) ?? [];
    return { name, value, url: site.base };
  });
  await context.addCookies(cookies);
}

export async function openPhone(
  browser: Browser,
  api: FilingApi,
  site: FilingSite,
  account = "li",
  before?: Before,
): Promise<Phone> {
  const context = await browser.newContext(LOOK);
  await signIn(context, api, site, account);
  return phoneIn(context, site, before);
}

/** What is done to a page before it opens anything of the site. */
type Before = (page: Page) => Promise<void>;

/** A page of a context; of a browser that was started anew on the same profile too. */
export async function phoneIn(context: BrowserContext, site: FilingSite, before?: Before): Promise<Phone> {
  const page = await context.newPage();
  await before?.(page);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !AWAY.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  let count = 0;
  const tap = async (what: Locator): Promise<void> => {
    await what.tap();
    count += 1;
  };
  const line = (key: string): Locator => page.locator(`[data-line="${key}"]`);
  await page.goto(`${site.base}/filing/`);
  return {
    context,
    page,
    complaints,
    taps: () => count,
    tap,
    line,
    async grade(key, name) {
      const button = line(key).getByRole("button", { name, exact: true });
      await tap(button);
      await line(key).locator("[data-word]").first().waitFor();
    },
    async takeAlong(visit = "village-v012") {
      const card = page.locator(`[data-visit="${visit}"]`);
      await card.getByRole("button", { name: "带走" }).click();
      await card.locator('[data-ready="true"]').waitFor();
    },
    async open(visit = "village-v012") {
      const card = page.locator(`[data-visit="${visit}"]`);
      await card.getByRole("link", { name: "填写" }).click();
      await page.getByRole("heading", { level: 2, name: VISITS[visit] }).waitFor();
    },
    async close() {
      await context.close();
      if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join("\n")}`);
    },
  };
}

/** A JPEG with something on it, of this size, made by the browser: what a camera gives. `seed`: other pictures have other bytes. */
export async function picture(
  page: Page,
  seed: number,
  width = 800,
  height = 600,
  type = "image/jpeg",
): Promise<Buffer> {
  const text = await page.evaluate(
    ({ seed: from, width: w, height: h, type: media }) => {
      const canvas = document.createElement("canvas");
      canvas.width = w;
      canvas.height = h;
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      for (let index = 0; index < 60; index++) {
        context.fillStyle = `hsl(${(index * 37 + from * 61) % 360} 70% 50%)`;
        context.fillRect((index * 97 * (from + 1)) % w, (index * 61 + from * 13) % h, w / 6, h / 6);
      }
      return canvas.toDataURL(media, 0.9);
    },
    { seed, width, height, type },
  );
  return Buffer.from(text.slice(text.indexOf(",") + 1), "base64");
}

/** Gives a line these photos, as its camera does. */
export async function shoot(phone: Phone, key: string, photos: readonly Buffer[]): Promise<void> {
  for (const [index, buffer] of photos.entries())
    await phone
      .line(key)
      .getByLabel("拍照", { exact: true })
      .setInputFiles({ name: `IMG_${index}.jpg`, mimeType: "image/jpeg", buffer });
}
