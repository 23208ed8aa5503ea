/** A letter as a document says what the letter says: no word of it is lost, none is added, its parts are where a document has them. */
import { describe, expect, it } from "vitest";
import type { Block, OfficialDocument } from "../../documents/model.js";
import { documentOf } from "../../mail/document.js";
import { pageOf, renderLetter, TEXTS } from "../../mail/render.js";
import { letterCases } from "../support/letter-cases.js";

const CASES = letterCases().filter(({ name, model }) => model.instrument !== "alarm" && !name.includes("64x5"));

const words = (block: Block): string[] => {
  switch (block.kind) {
    case "heading":
      return [block.text, ...(block.runs ?? []).map(({ text }) => text)];
    case "paragraph":
      return block.runs.map(({ text }) => text);
    case "table":
      return block.rows.flat().flatMap((cell) => cell.split("\n"));
    case "lines":
      return [...block.lines];
  }
};
const all = ({ body, annexes }: OfficialDocument): string[] =>
  [...body, ...annexes.flatMap((annex) => annex.body)].flatMap(words);

describe("a letter as a document", () => {
  it.each(["zh", "en"] as const)("has every word of the letter and no other (%s)", (language) => {
    for (const { name, model } of CASES) {
      const { text } = renderLetter(model, language);
      const page = pageOf(model, TEXTS[language]);
      const document = documentOf(model, language);
      for (const said of all(document)) expect([name, said, text.includes(said)]).toEqual([name, said, true]);
      const flat = all(document);
      const groups = [...page.sections, ...page.annexes.flatMap(({ sections }) => sections)].flatMap(
        (part) => part.groups,
      );
      const said = [
        page.ask,
        page.closing,
        ...page.sections.flatMap(({ paragraphs }) => paragraphs.map(({ text: own }) => own)),
        ...groups.flatMap(({ title, lines }) => [title, ...lines.map(({ value }) => value)]),
      ].filter((part) => part !== "");
      // In a table of many columns by its name.
      const isTold = (part: string): boolean =>
        flat.some((each) => each === part || each.endsWith(`：${part}`) || each.endsWith(`: ${part}`));
      for (const part of said) expect([name, part, isTold(part)]).toEqual([name, part, true]);
      expect(document).toMatchObject({
        issuer: { fullName: model.issuer.fullName },
        signature: { date: model.planDay },
        contact: model.issuer.contact,
      });
      expect(document.title).not.toBe("");
    }
  });

  it("puts first, in bold, what is asked", () => {
    for (const { model, name } of CASES) {
      const page = pageOf(model, TEXTS.zh);
      if (page.ask !== "")
        expect([name, documentOf(model).body[0]]).toEqual([
          name,
          { kind: "paragraph", runs: [{ text: page.ask, strong: true }] },
        ]);
    }
  });

  it("leaves numbers of levels, colons and the look to the renderers", () => {
    for (const { model } of CASES) {
      const document = documentOf(model);
      expect(document.kind).toBe(model.form);
      expect(document.documentNo).toBe(model.documentNo);
      expect(document.addressee).not.toMatch(/[：:]$/u);
      for (const block of [...document.body, ...document.annexes.flatMap(({ body }) => body)]) {
        if (block.kind === "heading") expect(block.text).not.toMatch(/^[一二三四五六]、|。$/u);
        if (block.kind !== "table") continue;
        expect(block.columns.length).toBeLessThanOrEqual(6);
        for (const row of block.rows) expect(row).toHaveLength(block.columns.length);
      }
    }
  });
});
