import { chromium } from "playwright-core";
const [out, h, ...parts] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--allow-file-access-from-files"] });
const p = await b.newPage({ viewport: { width: 1560, height: Number(h) } });
const divs = parts.map((s) => { const [n, y = "0", w = "380"] = s.split(":"); return `<div style="width:${w}px;height:${h}px;overflow:hidden;display:inline-block;border-right:3px solid red;vertical-align:top"><img src="file:///tmp/c16-shots/${n}.png" style="margin-top:-${y}px"></div>`; }).join("");
const fs = await import("node:fs"); fs.writeFileSync("/tmp/c16-shots/m.html", `<body style="margin:0;white-space:nowrap">${divs}`);
await p.goto("file:///tmp/c16-shots/m.html"); await p.waitForTimeout(300);
await p.screenshot({ path: `/tmp/c16-shots/${out}.png` }); await b.close();
