/**
 * The report as one HTML file that needs nothing else: no network, no server, no font of its own. It holds both languages,
 * shows one, and forbids itself by its own policy to load anything.
 */
import { inWords, wordsOf } from "../../../domain/plan/words.js";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Language } from "../../../domain/language/words.js";
import type { ReportModel } from "../model.js";
import type { Section } from "../texts.js";
import { INSTRUMENT_STYLES } from "./charts.js";
import { html, type Markup, raw } from "./markup.js";
import { both, WORDS } from "./parts.js";
import { asked } from "./sections/asked.js";
import { inspections } from "./sections/inspections.js";
import { leaders } from "./sections/leaders.js";
import { longest, story } from "./sections/items.js";
import { months } from "./sections/months.js";
import { contents, overview, titleBlock } from "./sections/overview.js";
import { tasks, units } from "./sections/tasks.js";
import { told } from "./sections/told.js";
import { townships } from "./sections/villages.js";

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");

const SECTIONS: readonly (readonly [Section, (model: ReportModel) => Markup])[] = [
  ["overview", overview],
  ["told", told],
  ["tasks", tasks],
  ["units", units],
  ["leaders", leaders],
  ["townships", townships],
  ["asked", asked],
  ["longest", longest],
  ["story", story],
  ["inspections", inspections],
  ["months", months],
];

/** `lang`: the language that it opens in. The same model gives the same file. */
export function reportPage(model: ReportModel, lang: Language): string {
  const style = `${asset("page.css")}\n${INSTRUMENT_STYLES}`;
  const script = asset("page.js");
  // Nothing at all may be loaded; the one script is named by its hash, so that no name in a report can become another.
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const title = (of: Language): string => `${WORDS[of].title} · ${model.plan.shortTitle}`;
  const { page } = WORDS[lang];
  const made = html`<!DOCTYPE html>
<html lang="${page.lang}" data-title-zh="${title("zh")}" data-title-en="${title("en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title(lang)}</title>
<style>${raw(style)}</style>
</head>
<body>
<div class="tools" hidden><div role="group" aria-label="语言 Language"><button type="button" data-lang="zh-CN" lang="zh-CN">中文</button><button type="button" data-lang="en" lang="en">English</button></div><button type="button" data-print>${both((w) => w.page.print)}</button></div>
<p class="watermark" aria-hidden="true">${both((w) => w.page.mark)}</p>
${titleBlock(model)}
${contents(SECTIONS.map(([name]) => name))}
<main>
${SECTIONS.map(([, make]) => make(model))}
</main>
<footer>${both((w) => w.page.made(model.plan.id))}</footer>
<div id="tip" role="status" hidden></div>
<script>${raw(script)}</script>
</body>
</html>
`.text;
  // The catalogues leave open what the plan calls things.
  return inWords(made, wordsOf(model.plan, "zh"));
}
