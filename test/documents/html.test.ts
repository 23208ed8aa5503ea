/** The page says what the Word file says, and is A4 on paper. */
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { renderDocx } from "../../documents/docx/render.js";
import { renderHtml } from "../../documents/html/render.js";
import { LETTER, SAMPLES, SUBMISSION } from "./samples.js";

const plain = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll(/\s|　/g, "");
const words = (html: string): string => plain((/<body>(.*)<\/body>/s.exec(html)?.[1] ?? "").replace(/<[^>]*>/g, ""));

describe.each(Object.entries(SAMPLES))("%s", (_name, document) => {
  it("has the same words in the same order as its Word file", async () => {
    const xml = strFromU8(unzipSync(await renderDocx(document))["word/document.xml"] ?? new Uint8Array());
    const texts = [...xml.matchAll(/<w:t[ >][^<]*<\/w:t>/g)].map((match) => match[0].replace(/<[^>]*>/g, ""));
    const printed = document.printed === undefined ? /$^/ : /打印：陈某乙\d+年\d+月\d+日\d+:\d+/g;
    expect(words(renderHtml(document)).replace(printed, "")).toBe(plain(texts.join("")));
  });

  it("prints on A4 with the standard's margins, page numbers outside", () => {
    const html = renderHtml(document);
    expect(html).toContain("@page { size: A4; margin: 37mm 26mm 35mm 28mm; }");
    expect(html).toMatch(/@page :right \{ @bottom-right \{ content: "— " counter\(page\) " —"/);
    expect(html).toMatch(/@page :left \{ @bottom-left \{ content: "— " counter\(page\) " —"/);
  });
});

describe("the page", () => {
  it("lets nothing of a text be markup, neither in the body nor in the style", () => {
    const evil = '</style><script>alert("1")</script>';
    const html = renderHtml({ ...LETTER, title: evil, printed: { by: evil, at: "2021-06-08" } });
    expect(html).not.toContain("<script>");
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });

  it("says above every page what is no part of it, on paper in its margin; Word has the same in its head", async () => {
    const notes = ["本件为推演产生，不作办理依据。", "示例数据。"];
    const html = renderHtml({ ...LETTER, notes });
    expect(html).toMatch(/@page \{ @top-center \{ content: "本件为推演产生，不作办理依据。示例数据。"/);
    expect(html.match(/<p class="notes">本件为推演产生/g)?.length).toBe(html.match(/<section class="sheet/g)?.length);
    const files = unzipSync(await renderDocx({ ...LETTER, notes }));
    const heads = Object.keys(files).filter((name) => /word\/header\d\.xml/.test(name));
    expect(heads.length).toBeGreaterThan(0);
    for (const head of heads) expect(strFromU8(files[head] ?? new Uint8Array())).toContain("本件为推演产生");
  });

  it("numbers the pages of one document, and of a print job of several none wrongly", () => {
    expect(renderHtml(LETTER)).toContain("counter(page)");
    expect(renderHtml([LETTER, SUBMISSION])).not.toContain("counter(page)");
  });

  it("holds several documents, one after the other, and the nonce it is given", () => {
    const html = renderHtml([LETTER, SUBMISSION], { nonce: "n1" });
    expect(html).toContain('<style nonce="n1">');
    expect(words(html)).toBe(words(renderHtml(LETTER)) + words(renderHtml(SUBMISSION)));
  });
});
