/**
 * `grid`: a register's grid of 500 rows in a browser on a processor four times slower: how soon the first key is seen in its cell, and how long
 * a block of 500 × 8 cells takes until every cell is checked and shown.
 */
import type { Page } from "playwright-core";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { valueOn } from "../domain/plan/dated.js";
import { launchChromium } from "../scripts/chromium.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import { atMost } from "./aims.js";
import { startApi } from "./api-process.js";
import { openPlans } from "./opened.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { median, round } from "./statistics.js";
import { signIn, slowDown, type Visited } from "./visitor.js";

const REGISTER = "projects";
/** Milliseconds. */
const DRAWN_WITHIN = 30_000;
const ACCOUNT = "sample-unitclerk";
const ROWS = 500;
const COLUMNS = 8;
/** Keys that are measured of one page: the first, and those after it. */
const KEYS = 10;

interface Played {
  readonly rows: number;
  readonly pasteMs: number;
  readonly firstKeyMs: number;
  readonly laterKeysMs: number;
}

/** Rows as somebody copies them out of a sheet: text, a village by its name, choices, numbers, one cell in fifty that does not fit. */
function block({ roster }: PlanBundle, rows: number): string {
  return Array.from({ length: rows }, (_, no) => {
    const village = roster.villages[no % roster.villages.length];
    const whole = no % 50 === 49 ? "很多" : String(100 + (no % 900));
    return [`G-${no}`, `第${no}号项目`, village?.name, "农田水利", "水务局", whole, String(no % 100), "2021-05-01"]
      .slice(0, COLUMNS)
      .join("\t");
  }).join("\n");
}

/** Milliseconds from the paste until what it changed has been drawn. */
const paste = (page: Page, text: string): Promise<number> =>
  page.evaluate(
    `(async () => {
      const data = new DataTransfer();
      data.setData("text/plain", ${JSON.stringify(text)});
      const grid = document.querySelector('[role="grid"]');
      const since = performance.now();
      grid.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      return performance.now() - since;
    })()`,
  );

/** From here on the page keeps, for each key that is pressed, the milliseconds until what it wrote has been drawn. */
const WATCH_KEYS = `(() => {
  window.keysTook = [];
  addEventListener("keydown", (event) => {
    const since = event.timeStamp;
    requestAnimationFrame(() => requestAnimationFrame(() => window.keysTook.push(performance.now() - since)));
  }, { capture: true });
})()`;

async function play(bench: Bench): Promise<Played> {
  const bundle = await planFrom(SEED_PLAN);
  const rows = bench.size === "full" ? ROWS : 20;
  const opened = await openPlans(bench, bundle);
  const [planId = ""] = opened.planIds;
  const { keeper } = bundle.registers?.registers.find(({ id }) => id === REGISTER) ?? {};
  const unit = bundle.roster.units.find(({ id }) => keeper?.kind === "unit" && id === keeper.unit);
  const desk = bundle.roster.posts.find(({ id }) => id === unit?.desk);
  const person = valueOn(desk?.holders ?? [], bundle.plan.start) ?? "";
  try {
    const { child, origin } = await startApi(bench, bench.stack.databaseUrl, opened.taskQueue);
    try {
      const site: Visited = { pool: opened.pool, origin, slug: bundle.plan.id };
      return await measured(site, planId, person, { rows, text: block(bundle, rows) });
    } finally {
      await child.stop();
    }
  } finally {
    await opened.close();
  }
}

async function measured(
  site: Visited,
  planId: string,
  person: string,
  { rows, text }: { readonly rows: number; readonly text: string },
): Promise<Played> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
    await signIn(context, site, ACCOUNT, person);
    const page = await context.newPage();
    await page.goto(`${site.origin}/plans/${planId}/registers/list/${REGISTER}`);
    await page.getByRole("button", { name: "增加一行" }).click();
    await slowDown(page);
    await page.getByRole("grid").focus();
    const pasteMs = await paste(page, text);
    await page.getByText(`已粘贴${rows}行`).waitFor();
    await page.evaluate(WATCH_KEYS);
    for (let no = 0; no < KEYS; no++) {
      await page.keyboard.press("5");
      await drawn(page, no + 1);
    }
    const [firstKeyMs = 0, ...later] = await page.evaluate<number[]>("window.keysTook");
    return { rows, pasteMs, firstKeyMs, laterKeysMs: median(later) };
  } finally {
    await browser.close();
  }
}

/** Waits until so many keys are drawn. Asked from outside: the page's own rules let nobody wait inside it by a text that is code. */
async function drawn(page: Page, keys: number): Promise<void> {
  const deadline = performance.now() + DRAWN_WITHIN;
  while ((await page.evaluate<number>("window.keysTook.length")) < keys) {
    if (performance.now() > deadline) throw new Error(`key ${keys} was not drawn in ${DRAWN_WITHIN / 1_000} s`);
    await page.waitForTimeout(10);
  }
}

async function run(bench: Bench): Promise<Report> {
  const played: Played[] = [];
  for (let no = 0; no < bench.rounds; no++) {
    bench.signal.throwIfAborted();
    played.push(
      await bench.progress.step(
        ({ rows, pasteMs, firstKeyMs }: Played) =>
          `grid, round ${no + 1}: ${rows} × ${COLUMNS} cells pasted in ${round(pasteMs)} ms, the first key in ${round(firstKeyMs)} ms`,
        () => play(bench),
      ),
    );
  }
  const of = (pick: (one: Played) => number): number => round(median(played.map(pick)));
  const [pasteMs, firstKeyMs, laterKeysMs] = [
    of((one) => one.pasteMs),
    of((one) => one.firstKeyMs),
    of((one) => one.laterKeysMs),
  ];
  const rows = played[0]?.rows ?? 0;
  return {
    figures: { rows, columns: COLUMNS, pasteMs, firstKeyMs, laterKeysMs },
    tables: [
      {
        title: `A grid of ${rows} rows, processor ÷ 4; milliseconds until it is drawn`,
        columns: ["round", `${rows} × ${COLUMNS} cells pasted and checked`, "first key", "later keys, median"],
        rows: played.map((one, no) => [no + 1, round(one.pasteMs), round(one.firstKeyMs), round(one.laterKeysMs)]),
      },
    ],
    aims: [
      atMost("first key seen, processor ÷ 4", firstKeyMs, 100, "ms"),
      atMost("block pasted and checked, processor ÷ 4", pasteMs, 500, "ms"),
    ],
  };
}

export const gridBenchmark: Benchmark = {
  name: "grid",
  about: "a grid of 500 rows in a browser: the first key, and a block of 500 × 8 cells",
  run,
};
