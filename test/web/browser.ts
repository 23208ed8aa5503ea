/** A real Chromium, the page as built, and the API on a port of its own. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import { pino } from "pino";
import type { Browser, Page } from "playwright-core";
import { createApp } from "../../api/app.js";
import { createServices } from "../../api/serving/services.js";
import { servePage } from "../../api/http/static.js";
import type { Pool } from "../../prisma/database/pool.js";
import { buildPage } from "../../scripts/build-web.js";
import { accountSettings, asEverybody } from "../support/callers.js";

/** The browser at hand; npm test sees to it beforehand that there is one. */
export { launchChromium as startBrowser } from "../../scripts/chromium.js";

export interface Site {
  readonly base: string;
  /** Ends every connection and answers nobody, until `back`. */
  away(): Promise<void>;
  back(): Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Serves the API with the page. `before`: answers some requests first; false leaves a request to the API. Asks as everybody by
 * default; `real`: by the accounts in the database, with these of their parts.
 */
export async function startSite(
  pool: Pool,
  before: (...request: Parameters<RequestListener>) => boolean = () => false,
  real?: Pick<Parameters<typeof createServices>[0], "mails" | "gateway" | "evidence">,
): Promise<Site> {
  const { dist } = await buildPage();
  const services = createServices({ pool, log: pino({ level: "silent" }), accounts: accountSettings, ...real });
  const app = createApp({
    version: "1.2.3",
    parts: [],
    services,
    authenticate: real ? services.accounts.authenticate : asEverybody,
    page: servePage({ dist }),
  });
  let server: Server;
  let port = 0;
  const listen = async (): Promise<void> => {
    server = createServer((req, res) => {
      if (!before(req, res)) app(req, res);
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  };
  const away = async (): Promise<void> => {
    services.endStreams();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  await listen();
  return {
    base: `http://127.0.0.1:${port}`,
    away,
    back: listen,
    async close() {
      await away();
      await services.close();
    },
  };
}

export interface Look {
  readonly width?: 360 | 768 | 1024 | 1440;
  readonly theme?: "light" | "dark";
}

/** A page of its own, with everything that the browser complained of. A complaint fails the test that asks `close`. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
  readonly close: () => Promise<void>;
}

export async function visit(browser: Browser, address: string, look: Look = {}): Promise<Visit> {
  const { width = 1440, theme = "light" } = look;
  const context = await browser.newContext({
    viewport: { width, height: width === 360 ? 780 : 900 },
    isMobile: width === 360,
    hasTouch: width === 360,
    colorScheme: theme,
    locale: "zh-CN",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  return {
    page,
    complaints,
    async close() {
      await context.close();
      if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join("\n")}`);
    },
  };
}

/**
 * Serious and critical violations, as `rule: first element`. Of a long table its first rows stand for the others, which
 * are made alike. A letter's frame runs no script, so the checks can't run in it either: they would wait for ever.
 */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .exclude("tbody tr:nth-child(n+8)")
    .exclude("iframe")
    .analyze();
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary ?? ""}`,
    );
}

/** How many pixels the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** Puts a block of cells into the grid at hand as Excel and WPS do: tabs between cells, lines between rows. */
export async function pasteBlock(page: Page, block: string): Promise<void> {
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.setData("text/plain", ${JSON.stringify(block)});
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector('[role="grid"]').dispatchEvent(paste);
  })()`);
}

/** Writes by an input method: the composition is begun, changed, and ended by the characters that were meant. */
export async function compose(page: Page, steps: readonly string[], written: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  for (const text of steps)
    await devtools.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await devtools.send("Input.insertText", { text: written });
  await devtools.detach();
}
