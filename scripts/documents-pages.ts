/**
 * `npm run documents:pages`: renders a sample of every kind of official document by LibreOffice to PDF and PNG, under
 * reports/documents, and measures the pages against GB/T 9704-2012: 22 lines a page, 28 characters a line, margins by a millimetre, a
 * submission's form on one page. Needs soffice (Debian: libreoffice-writer-nogui), pdftotext and pdftoppm (poppler-utils) and a Chinese
 * font (fonts-noto-cjk); says which is missing.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { renderDocx } from "../documents/docx/render.js";
import { renderHtml } from "../documents/html/render.js";
import { CHARACTERS, FONTS, LINES } from "../documents/standard.js";
import { SAMPLES } from "../test/documents/samples.js";
import { main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const OUT = fileURLToPath(new URL("../reports/documents", import.meta.url));
const NEEDED = [
  ["soffice", "libreoffice-writer-nogui"],
  ["pdftotext", "poppler-utils"],
  ["pdftoppm", "poppler-utils"],
] as const;
/** What stands for the standard's faces here; all free, and a character of each is as wide as it is high. */
const STAND_INS = {
  fangsong: "Noto Serif CJK SC",
  song: "Noto Serif CJK SC",
  title: "Noto Serif CJK SC",
  hei: "Noto Sans CJK SC",
  kai: "Noto Serif CJK SC",
};
const POINTS_A_MM = 72 / 25.4;

interface Line {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}

/** Texts and where they stand, mm from the page's upper left corner. */
function pages(pdf: string): Line[][] {
  const xml = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  return xml
    .split("<page ")
    .slice(1)
    .map((page) =>
      [...page.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)].map(
        ([, left, top, right, bottom, text]) => ({
          left: Number(left) / POINTS_A_MM,
          top: Number(top) / POINTS_A_MM,
          right: Number(right) / POINTS_A_MM,
          bottom: Number(bottom) / POINTS_A_MM,
          text: text ?? "",
        }),
      ),
    );
}

const problems: string[] = [];
function measured(what: string, is: number, should: number, by = 0): void {
  const ok = Math.abs(is - should) <= by;
  console.log(
    `${ok ? "ok    " : "FAILED"} ${what}: ${Number(is.toFixed(2))}, should be ${should}${by > 0 ? ` ± ${by}` : ""}`,
  );
  if (!ok) problems.push(what);
}

function measureGrid(pdf: string): void {
  const [, second = []] = pages(pdf);
  const lines = second.filter((line) => line.text.startsWith("字"));
  const full = lines.filter((line) => line.text.length > 1);
  measured("lines of a page", lines.length, LINES);
  measured("characters of a line", Math.max(...full.map((line) => line.text.length)), CHARACTERS);
  measured("characters of the shortest line", Math.min(...full.map((line) => line.text.length)), CHARACTERS);
  measured("left margin, mm", Math.min(...full.map((line) => line.left)), 28, 1);
  measured("right margin, mm", 210 - Math.max(...full.map((line) => line.right)), 26, 1);
}

/** The rules across a page, dark over most of the text block's width: mm from the upper left corner. */
function rules(pdf: string, page: number): { readonly top: number; readonly left: number; readonly right: number }[] {
  const dpi = 150;
  const args = ["-r", String(dpi), "-gray", "-f", String(page), "-l", String(page), pdf];
  const image = execFileSync("pdftoppm", args, { maxBuffer: 1 << 28 });
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.subarray(0, 40).toString("latin1"));
  if (header === null) throw new Error("pdftoppm -gray gave no PGM image");
  const [width, height] = [Number(header[1]), Number(header[2])];
  const pixels = image.subarray(header[0].length);
  const millimetres = (at: number): number => (at / dpi) * 25.4;
  return Array.from({ length: height }, (_, row) => {
    const dark = [...pixels.subarray(row * width, (row + 1) * width).entries()].filter(([, grey]) => grey < 160);
    const across = millimetres(dark.length) > 140;
    return across
      ? [{ top: millimetres(row), left: millimetres(dark[0]?.[0] ?? 0), right: millimetres(dark.at(-1)?.[0] ?? 0) }]
      : [];
  }).flat();
}

/** The text block's edges: a table's rule at the head of a page, the imprint's last at the foot. */
function measureEdges(pdf: string): void {
  const all = rules(pdf, pages(pdf).length);
  const first = all[0];
  const last = all.at(-1);
  if (first === undefined || last === undefined) throw new Error(`${pdf} has no rule on its last page`);
  measured("top margin, mm, to the table's rule", first.top, 37, 1);
  measured("bottom margin, mm, to the imprint's rule", 297 - last.top, 35, 1);
  measured("left margin, mm, to the imprint's rule", last.left, 28, 1);
  measured("right margin, mm, to the imprint's rule", 210 - last.right, 26, 1);
}

/** Stays inside the text block but for the foot; a number at the foot of each page but a form's. */
function measurePages(name: string, pdf: string): void {
  const all = pages(pdf);
  all.forEach((words, index) => {
    const body = words.filter((word) => word.bottom < 297 - 33);
    if (body.length === 0) problems.push(`${name}, page ${index + 1}, is empty`);
    // A mark at the end of a line may hang over the edge, by its own width.
    const edge = (text: string): number => 210 - 25 + (/[，。、；：”）]$/.test(text) ? 5.6 : 0);
    const out = body.filter((word) => word.left < 27 || word.right > edge(word.text) || word.top < 35);
    if (out.length > 0) problems.push(`${name}, page ${index + 1}: outside the text block: ${out[0]?.text}`);
    const number = words.find((word) => word.top > 297 - 33 && word.text === String(index + 1));
    if (name === "submission" && index === 0) return;
    if (number === undefined) problems.push(`${name}, page ${index + 1}, has no number`);
    else if (number.left > 105 !== (index % 2 === 0)) problems.push(`${name}, page ${index + 1}: its number is inside`);
  });
  console.log(`       ${name}: ${all.length} pages`);
  if (name === "submission") {
    const mark = all.findIndex((words) => words.some((word) => word.text.includes("附件") && word.top < 50));
    measured("pages of a submission's form", mark, 1);
  }
}

async function renderAll(): Promise<void> {
  const missing = NEEDED.filter(([program]) => spawnSync(program, ["-v"]).error !== undefined);
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
    throw new UserError(
      `documents:pages needs ${missing.map(([program]) => program).join(", ")}, not found here. On Debian, as root: apt-get install ${packages} fonts-noto-cjk`,
    );
  }

  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "duban-documents-"));
  const fonts = join(scratch, "fonts.conf");
  const aliases = Object.entries(STAND_INS).map(
    ([face, name]) =>
      `<match target="pattern"><test name="family"><string>${FONTS[face as keyof typeof FONTS].name}</string></test><edit name="family" mode="assign" binding="strong"><string>${name}</string></edit></match>`,
  );
  writeFileSync(
    fonts,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include>/etc/fonts/fonts.conf</include>${aliases.join("")}</fontconfig>`,
  );
  try {
    for (const [name, document] of Object.entries(SAMPLES)) {
      writeFileSync(join(OUT, `${name}.docx`), await renderDocx(document));
      writeFileSync(join(OUT, `${name}.html`), renderHtml(document));
    }
    const profile = pathToFileURL(join(scratch, "profile")).href;
    execFileSync(
      "soffice",
      [
        `-env:UserInstallation=${profile}`,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        OUT,
        ...Object.keys(SAMPLES).map((name) => join(OUT, `${name}.docx`)),
      ],
      { env: { ...process.env, FONTCONFIG_FILE: fonts }, stdio: ["ignore", "ignore", "inherit"], timeout: 150_000 },
    );
    for (const name of Object.keys(SAMPLES)) {
      const pdf = join(OUT, `${name}.pdf`);
      execFileSync("pdftoppm", ["-r", "80", "-png", pdf, join(OUT, name)]);
      measurePages(name, pdf);
    }
    measureGrid(join(OUT, "grid.pdf"));
    measureEdges(join(OUT, "letter.pdf"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`pages: ${OUT}`);
  for (const problem of problems) console.error(`FAILED ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

await main(async () => {
  commandOptions(
    "npm run documents:pages    renders a sample of every official document under reports/documents, and measures its pages. It takes no options.",
    {},
  );
  await renderAll();
});
