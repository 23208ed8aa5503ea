/** A letter as a document says what the letter says: no word of it is lost, none is added, its parts are where a document has them. */
import { describe, expect, it } from "vitest";
import type { Block, OfficialDocument } from "../../documents/model.js";
import { documentOf } from "../../mail/document.js";
import { renderLetter } from "../../mail/render.js";
import { letterCases } from "../support/letter-cases.js";

const CASES = letterCases().filter(({ name, model }) => model.instrument !== "alarm" && !name.includes("64x5"));

const words = (block: Block): string[] => {
  switch (block.kind) {
    case "heading":
      return [block.text];
    case "paragraph":
      return block.runs.map(({ text }) => text);
    case "table":
      return block.rows.flat();
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
      const document = documentOf(model, language);
      for (const said of all(document)) expect([name, text.includes(said)]).toEqual([name, true]);
      const flat = all(document).join("");
      const lines = text.split("\n").slice(text.split("\n").findIndex((line) => !line.startsWith("*")));
      const parts = [document.issuer.fullName, document.title, document.documentNo ?? "", document.signature.name];
      const own = [
        ...parts,
        document.signature.date,
        document.contact ?? "",
        ...document.annexes.map(({ title }) => title),
      ];
      for (const line of lines) {
        const rest = line.replace(/^ +[^：:]+[：:] ?|^\d+\. |^----$/u, "").trim();
        const known =
          flat.includes(rest) || own.some((part) => rest.includes(part) && part !== "") || document.body.length === 0;
        expect([name, rest, known || rest.includes(document.addressee ?? "")]).toEqual([name, rest, true]);
      }
    }
  });

  it("puts first, in bold, what is asked", () => {
    for (const { model, name } of CASES) {
      const [first] = documentOf(model).body;
      const asks = /^请于/mu.test(renderLetter(model).text);
      if (asks && name.includes("ownerDesk") && first?.kind === "paragraph")
        expect([name, first.runs[0]?.strong]).toEqual([name, true]);
    }
  });

  it("has a red head and a number where it is an official letter, neither where it is submitted or a slip", () => {
    for (const { model } of CASES) {
      const document = documentOf(model);
      expect(document.issuer.redHead !== undefined).toBe(model.form === "letter");
      expect(document.documentNo).toBe(model.documentNo);
      expect(document.addressee).not.toMatch(/[：:]$/u);
      for (const block of [...document.body, ...document.annexes.flatMap(({ body }) => body)])
        if (block.kind === "table") for (const row of block.rows) expect(row).toHaveLength(block.head.length);
    }
  });
});
