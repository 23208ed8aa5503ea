/** The Word files against GB/T 9704-2012, by their XML; clauses as in documents/standard.ts. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderDocx } from "../../documents/docx/render.js";
import { BULLETIN, LETTER, SAMPLES, SUBMISSION } from "./samples.js";

const files = new Map<string, Readonly<Record<string, string>>>();
for (const [name, document] of Object.entries(SAMPLES)) {
  const entries = unzipSync(await renderDocx(document));
  files.set(name, Object.fromEntries(Object.entries(entries).map(([path, bytes]) => [path, strFromU8(bytes)])));
}
const part = (name: string, path: string): string => {
  const xml = files.get(name)?.[path];
  if (xml === undefined) throw new Error(`${name}.docx has no ${path}`);
  return xml;
};
const body = (name: string): string => part(name, "word/document.xml");
const every = (xml: string, pattern: RegExp): string[] => [...xml.matchAll(pattern)].map((match) => match[0]);
const attribute = (tag: string, name: string): number =>
  Number(new RegExp(`w:${name}="(-?[\\d.]+)"`).exec(tag)?.[1] ?? Number.NaN);
const mm = (twips: number): number => (twips / 1440) * 25.4;
const paragraphs = (xml: string): string[] => every(xml, /<w:p>.*?<\/w:p>|<w:p .*?<\/w:p>/gs);
const textOf = (xml: string): string =>
  every(xml, /<w:t[ >][^<]*<\/w:t>/g)
    .map((text) => text.replace(/<[^>]*>/g, ""))
    .join("");
const paragraphOf = (name: string, text: string): string => {
  const found = paragraphs(body(name)).find((paragraph) => textOf(paragraph) === text);
  if (found === undefined) throw new Error(`${name} has no paragraph ${text}`);
  return found;
};

const FACES = ["仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"];

describe.each(Object.keys(SAMPLES))("%s", (name) => {
  it("is A4 with the standard's margins, 22 lines of 28 characters", () => {
    const size = every(body(name), /<w:pgSz[^>]*>/g);
    const margins = every(body(name), /<w:pgMar[^>]*>/g);
    const grids = every(body(name), /<w:docGrid[^>]*>/g);
    expect([size.length, margins.length, grids.length]).toEqual([1, 1, 1]);
    const [page = "", margin = "", grid = ""] = [size[0], margins[0], grids[0]];
    expect(mm(attribute(page, "w"))).toBeCloseTo(210, 1);
    expect(mm(attribute(page, "h"))).toBeCloseTo(297, 1);
    for (const [side, length] of [
      ["top", 37],
      ["left", 28],
      ["right", 26],
      ["bottom", 35],
    ] as const)
      expect(mm(attribute(margin, side)), side).toBeCloseTo(length, 1);
    expect(grid).toContain('w:type="linesAndChars"');
    const width = (attribute(page, "w") - attribute(margin, "left") - attribute(margin, "right")) / 20;
    const height = (attribute(page, "h") - attribute(margin, "top") - attribute(margin, "bottom")) / 20;
    const pitch = attribute(grid, "linePitch") / 20;
    expect(Math.floor(height / pitch)).toBe(22);
    expect(pitch).toBeGreaterThanOrEqual(28);
    expect(pitch).toBeLessThanOrEqual(28.95);
    expect(Math.floor(width / (16 + attribute(grid, "charSpace") / 4096))).toBe(28);
    // Body text by its own spacing too.
    for (const run of every(body(name), /<w:r>.*?<\/w:r>/gs)) {
      const spacing = /<w:rPr>.*?<w:spacing w:val="(-?\d+)"/s.exec(run)?.[1];
      if (spacing !== undefined) expect(Math.floor(width / (16 + Number(spacing) / 20))).toBe(28);
    }
  });

  it("names one of the standard's faces for every script of every run", () => {
    const places = Object.keys(files.get(name) ?? {}).filter((path) => /^word\/(document|footer\d+)\.xml$/.test(path));
    expect(places.length).toBeGreaterThan(1);
    for (const path of places)
      for (const run of every(part(name, path), /<w:r>.*?<\/w:r>/gs)) {
        const fonts = /<w:rFonts[^>]*>/.exec(run)?.[0] ?? "";
        const named = ["ascii", "hAnsi", "eastAsia", "cs"].map(
          (script) => new RegExp(`w:${script}="([^"]*)"`).exec(fonts)?.[1],
        );
        expect(new Set(named).size, run).toBe(1);
        expect(FACES).toContain(named[0]);
        expect(run).toMatch(/<w:sz w:val="\d+"\/>/);
      }
  });

  it("has an exact pitch in every paragraph", () => {
    for (const paragraph of paragraphs(body(name)))
      expect(paragraph, paragraph).toMatch(/<w:spacing [^>]*w:lineRule="exact"/);
  });

  it("has no table wider than the text block, and columns that make it up", () => {
    for (const table of every(body(name), /<w:tbl>.*?<\/w:tblGrid>/gs)) {
      const width = attribute(/<w:tblW[^>]*>/.exec(table)?.[0] ?? "", "w");
      expect(mm(width)).toBeLessThanOrEqual(156);
      expect(table).toContain('<w:tblLayout w:type="fixed"/>');
      const columns = every(table, /<w:gridCol[^>]*>/g).map((column) => attribute(column, "w"));
      expect(columns.reduce((sum, column) => sum + column, 0)).toBe(width);
    }
  });

  it("numbers pages outside: odd at the right, even at the left, 14 pt", () => {
    expect(part(name, "word/settings.xml")).toContain("<w:evenAndOddHeaders");
    const relations = part(name, "word/_rels/document.xml.rels");
    for (const [kind, side] of [
      ["default", "right"],
      ["even", "left"],
    ]) {
      const id = new RegExp(`<w:footerReference[^>]*>`, "g");
      const reference = every(body(name), id).find((tag) => tag.includes(`w:type="${kind}"`)) ?? "";
      const relation = /r:id="([^"]*)"/.exec(reference)?.[1] ?? "none";
      const target = every(relations, /<Relationship [^>]*>/g).find((tag) => tag.includes(`Id="${relation}"`)) ?? "";
      const foot = part(name, `word/${/Target="([^"]*)"/.exec(target)?.[1]}`);
      expect(foot).toContain(`<w:jc w:val="${side}"/>`);
      expect(foot).toContain("PAGE");
      expect(textOf(foot).replace(/打印.*/, "")).toBe("—  —");
      expect(foot).toContain('<w:sz w:val="28"/>');
    }
  });
});

describe("a letter", () => {
  it("has its head in red, the number above the red rule, and the title in 22 pt, centred", () => {
    const order = [
      "××区委农村工作领导小组办公室",
      "×农办督函〔2021〕3号",
      "关于加快制定产业发展实施方案的督办函",
      "区农业农村局：",
    ];
    const texts = paragraphs(body("letter"))
      .map(textOf)
      .filter((text) => text !== "");
    expect(texts.slice(0, 4)).toEqual(order);
    const [head = "", number = "", title = ""] = order.map((text) => paragraphOf("letter", text));
    expect(head).toContain('<w:color w:val="FF0000"/>');
    expect(mm(attribute(/<w:spacing [^>]*w:before[^>]*>/.exec(head)?.[0] ?? "", "before"))).toBeCloseTo(35, 1);
    expect(number).toMatch(/<w:pBdr><w:bottom [^>]*w:color="FF0000"/);
    expect(title).toContain('<w:sz w:val="44"/>');
    expect(title).toContain('<w:jc w:val="center"/>');
    expect(title).toContain("方正小标宋简体");
  });

  it("names its annexes under the body and gives each pages of its own", () => {
    const texts = paragraphs(body("letter")).map(textOf);
    expect(texts).toContain("附件：1. 督办事项反馈表");
    expect(texts).toContain("　　　2. 涉及事项清单");
    for (const mark of ["附件1", "附件2"]) {
      expect(paragraphOf("letter", mark)).toContain("<w:pageBreakBefore");
      expect(paragraphOf("letter", mark)).toContain("黑体");
    }
  });

  it("keeps name and date with the end of the text, two empty lines above for the seal, the date four characters in", () => {
    const all = paragraphs(body("letter"));
    const name = all.findIndex((each) => textOf(each) === LETTER.signature.name && each.includes('w:val="right"'));
    expect(all.slice(name - 2, name).map(textOf)).toEqual(["", ""]);
    expect(textOf(all[name + 1] ?? "")).toBe("2021年6月8日");
    // From the end of the text to the date.
    const text = all.findIndex((each) => textOf(each).startsWith("三、"));
    for (const each of all.slice(text, name + 1)) expect(each).toMatch(/<w:keepNext\/>/);
    const right = (xml: string): number => attribute(/<w:ind [^>]*>/.exec(xml)?.[0] ?? "", "right");
    // This name is longer than the room: the date gives way, as far as the name needs to stand over its middle.
    expect(right(all[name] ?? "")).toBe(0);
    expect(right(all[name + 1] ?? "")).toBe(4.5 * 314);
    expect(right(paragraphOf("slip", "2021年7月1日"))).toBe(4 * 314);
  });

  it("ends with the imprint at the foot of the text block: 抄报, 抄送, who issued it and when", () => {
    const framed = paragraphs(body("letter")).filter((each) => each.includes("<w:framePr"));
    expect(framed.map(textOf)).toEqual([
      "　抄报：区委农村工作领导小组。",
      "　抄送：区委办公室，区政府办公室，区政府督查室，　　　　各乡镇（街道）。",
      "　××区委农村工作领导小组办公室2021年6月8日印发",
    ]);
    const last = framed.at(-1) ?? "";
    expect(last).toContain("<w:bottom ");
    // A line of 20 pt and its rules above the text block's lower edge.
    expect((16838 - 2098 - 1984 - attribute(/<w:framePr[^>]*>/.exec(last)?.[0] ?? "", "y")) / 20).toBeCloseTo(24, 0);
    for (const each of framed) {
      expect(each).toContain('w:vAnchor="margin"');
      expect(mm(attribute(/<w:framePr[^>]*>/.exec(each)?.[0] ?? "", "w"))).toBeLessThanOrEqual(156);
    }
  });
});

describe("levels", () => {
  it("are numbered and set in their faces", () => {
    const found = [
      "一、总体情况",
      "二、存在问题",
      "（一）项目推进不平衡。",
      "1.基础设施方面。",
      "（1）道路工程。",
      "（二）台账更新不及时。",
      "三、下一步工作",
    ];
    const faces = ["黑体", "黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312", "楷体_GB2312", "黑体"];
    const runs = every(body("bulletin"), /<w:r>.*?<\/w:r>/gs);
    found.forEach((text, index) => {
      const run = runs.find((each) => textOf(each) === text);
      expect(run, text).toContain(`w:eastAsia="${faces[index]}"`);
      expect(run).toContain('<w:sz w:val="32"/>');
    });
  });

  it("break a long title where a word ends", () => {
    const title = paragraphs(body("bulletin")).find((each) => textOf(each) === BULLETIN.title) ?? "";
    expect(every(title, /<w:t[ >][^<]*<\/w:t>/g).map(textOf)).toEqual([
      "关于2021年上半年",
      "百万移民致富提升行动督查情况的通报",
    ]);
  });
});

describe("a submission", () => {
  it("has no red, its number, a row for each part, and room for the instruction", () => {
    const xml = body("submission");
    expect(xml).not.toContain("FF0000");
    const labels = every(xml, /<w:tr>.*?<\/w:tr>/gs).map((row) => textOf(every(row, /<w:tc>.*?<\/w:tc>/gs)[0] ?? ""));
    expect(labels.slice(0, 5)).toEqual(["情况", "原因", "已做工作", "拟办意见", "领导批示"]);
    expect(textOf(xml)).toContain("呈阅件〔2021〕第5期");
    const room = every(xml, /<w:trHeight[^>]*>/g).map((height) => mm(attribute(height, "val")));
    expect(room).toHaveLength(1);
    expect(room[0]).toBeGreaterThanOrEqual(34.9);
    expect(xml).toContain("<w:titlePg");
  });

  it("is set smaller where it says more, until it fits its page", async () => {
    const long = {
      ...SUBMISSION,
      body: SUBMISSION.body.flatMap((block) => [block, ...(block.kind === "paragraph" ? [block, block, block] : [])]),
    };
    const sizes = (xml: string): number[] =>
      every(/<w:tbl>.*?<\/w:tbl>/s.exec(xml)?.[0] ?? "", /<w:sz w:val="\d+"\/>/g).map((tag) => attribute(tag, "val"));
    const xml = strFromU8(unzipSync(await renderDocx(long))["word/document.xml"] ?? new Uint8Array());
    expect(Math.min(...sizes(xml))).toBeLessThan(Math.min(...sizes(body("submission"))));
  });
});

describe("the bytes", () => {
  const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
  afterEach(() => vi.useRealTimers());

  it("are the same at another time", async () => {
    const now = digest(await renderDocx(LETTER));
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2031-03-05T06:07:08Z") });
    expect(digest(await renderDocx(LETTER))).toBe(now);
  });

  it("are the same in another time zone and process", { timeout: 120_000 }, async () => {
    const script = new URL("digest.ts", import.meta.url).pathname;
    const here = digest(await renderDocx(LETTER));
    for (const zone of ["Asia/Shanghai", "America/St_Johns"]) {
      const there = execFileSync(process.execPath, ["--import", "tsx", script], { env: { ...process.env, TZ: zone } });
      expect(there.toString().trim()).toBe(here);
    }
  });

  it("are others for another document", async () => {
    expect(digest(await renderDocx({ ...LETTER, title: `${LETTER.title}。` }))).not.toBe(
      digest(await renderDocx(LETTER)),
    );
  });
});

describe("what can't be set", () => {
  it("says so: a row without a cell for every column, a date that is none", async () => {
    const table = { kind: "table" as const, columns: [{ title: "甲" }, { title: "乙" }], rows: [["1"]] };
    await expect(renderDocx({ ...LETTER, body: [table] })).rejects.toThrow("row 1 of a table has 1 cells, its head 2");
    const signature = { name: "×", date: "8.6.2021" as never };
    await expect(renderDocx({ ...LETTER, signature })).rejects.toThrow("8.6.2021 is no date of a document");
  });
});
