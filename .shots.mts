import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";
const base = "http://127.0.0.1:7460";
const out = "/tmp/c16-shots"; mkdirSync(out, { recursive: true });
const only = process.argv[2];
const widths = (process.argv[3] ?? "360,768,1024,1440").split(",").map(Number);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const plans = async (ctx: any) => { const b = await (await ctx.request.get(`${base}/api/v1/plans`)).json(); if (!b.plans) { console.log(JSON.stringify(b).slice(0, 300)); } return b.rows; };
const PAGES: [string, string, string][] = [
  ["rounds", "office", "/inspections"],
  ["round1", "office", "/inspections/rounds/2021H1"],
  ["round2", "office", "/inspections/rounds/2021H2"],
  ["mine", "inspector", "/inspections/mine"],
  ["group", "inspector", "/inspections/group"],
  ["findings", "office", "/inspections/findings"],
  ["finding", "office", "FINDING"],
  ["objections", "office", "/inspections/objections"],
  ["objectionsT", "township", "/inspections/objections"],
  ["visit", "office", "VISIT"],
  ["conclusion", "office", "VISIT/conclusion"],
  ["visit2", "inspector", "VISIT2"],
  ["bulletin", "office", "/inspections/rounds/2021H1/bulletin"],
  ["bulletinU", "unitclerk", "/inspections/rounds/2021H1/bulletin"],
  ["bringin", "office", "/inspections/bring-in"],
  ["paper", "office", "/inspections/bring-in?way=paper&round=2021H2"],
  ["filing", "inspector", "FILING"],
  ["my", "inspector", "/my"],
];
for (const who of [...new Set(PAGES.map(([, w]) => w))]) {
  const ctx = await browser.newContext({ locale: "zh-CN" });
  const s = await ctx.request.post(`${base}/api/v1/sign-in/sample`, { data: { account: `sample-${who}` }, headers: { Origin: base } });
  if (!s.ok()) { console.log(who, s.status(), await s.text()); continue; }
  const [plan] = await plans(ctx);
  const api = async (p: string) => (await ctx.request.get(`${base}/api/v1/plans/${plan.id}${p}`)).json();
  const page = await ctx.newPage();
  for (const [name, w, path0] of PAGES.filter(([n, w]) => w === who && (!only || only === "all" || only.split(",").includes(n)))) {
    let path = path0;
    if (path === "FINDING") { const { findings } = await api("/inspections/findings"); path = `/inspections/findings/${(findings.find((f: any) => f.found.length > 1) ?? findings[0]).id.replace("/", "~")}`; }
    if (path.startsWith("VISIT")) {
      const { conclusions } = await api("/inspections/conclusions");
      const pick = conclusions.find((c: any) => c.objections.length > 0) ?? conclusions[0];
      if (path.startsWith("VISIT2")) { const { visits } = await api("/inspections/my/visits"); const v = visits[0]; path = v ? `/inspections/rounds/${v.round}/visits/${v.visit}` : "/inspections/mine"; }
      else if (pick) path = path.replace("VISIT", `/inspections/rounds/${pick.round}/visits/${pick.visit}`);
    }
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(path === "FILING" ? `${base}/filing/` : `${base}/plans/${plan.id}${path}`);
      await page.waitForLoadState("networkidle").catch(() => {});
      await page.waitForTimeout(600);
      await page.screenshot({ path: `${out}/${name}-${width}.png`, fullPage: true });
      const told = await page.evaluate(`(() => {
        const out = [];
        const over = document.documentElement.scrollWidth - innerWidth; if (over > 0) out.push("overflow " + over);
        const main = document.querySelector("main") ?? document.body;
        const text = main.innerText;
        const iso = text.match(/\\b\\d{4}-\\d{2}-\\d{2}\\b/g); if (iso) out.push("iso " + [...new Set(iso)].slice(0, 4));
        const words = text.match(/[A-Za-z][A-Za-z0-9_-]{3,}/g); if (words) out.push("latin " + [...new Set(words)].filter((w) => !/^[0-9a-f]{16,}$/.test(w)).slice(0, 14));
        const ids = text.match(/\\b(v0\\d\\d|u-[a-z]+|p-[a-z0-9-]+|\\d{4}H\\d)\\b/g); if (ids) out.push("ids " + [...new Set(ids)].slice(0, 8));
        if (innerWidth < 500) {
          const small = [...main.querySelectorAll("a,button,input,select,summary,label:has(input)")].filter((e) => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && r.height < 44 && !e.closest("label") ; }).map((e) => (e.innerText || e.getAttribute("aria-label") || e.tagName).trim().slice(0, 14) + " " + Math.round(e.getBoundingClientRect().height));
          if (small.length) out.push("small " + small.length + ": " + [...new Set(small)].slice(0, 12).join(" | "));
        }
        const narrow = [...main.querySelectorAll("td,th,p,li,dd,h2,h3,span")].filter((e) => { const r = e.getBoundingClientRect(); const t = (e.innerText || "").trim(); return e.children.length === 0 && t.length > 4 && r.width > 0 && r.width < 34 && r.height > 60; }).map((e) => e.innerText.slice(0, 10));
        if (narrow.length) out.push("narrow " + narrow.slice(0, 5));
        return out;
      })()`) as string[];
      console.log(name, width, told.join(" ; ").slice(0, 700));
    }
  }
  await ctx.close();
}
await browser.close();
