import { describe, expect, it } from "vitest";
import { clip, displayWidth, padLeft, padTo, shorten, wrap } from "../../embedded/columns.js";

describe("columns of a text", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["督办函", 6],
    ["（3件）", 7],
    ["〔2021〕3号", 11],
    ["𠮷田", 4], // beyond the BMP: a surname
    ["e\u0301", 1], // a mark on the letter before
    ["─█…·", 4],
  ])("%j takes %i", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });

  it("are filled up, cut and shortened by width, never within a character", () => {
    expect(padTo("督办", 6)).toBe("督办  ");
    expect(padLeft("督办", 6)).toBe("  督办");
    expect(padTo("督办函", 4)).toBe("督办函");
    expect(clip("督办函", 5)).toBe("督办");
    expect(shorten("督办函", 5)).toBe("督办…");
    expect(shorten("督办函", 6)).toBe("督办函");
    expect(displayWidth(shorten("𠮷𠮷𠮷𠮷", 6))).toBeLessThanOrEqual(6);
  });
});

describe("wrapping", () => {
  const text =
    "2022-01-10 督办函满2个工作日未签发，记办公室迟延；改发催办单：人力资源和社会保障局主要负责人（郑某丙），抄送工信商务局（曹某乙）。";

  it.each([12, 20, 33, 60])("keeps to %i columns and loses nothing", (columns) => {
    const lines = wrap(text, columns);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
    expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
  });

  it("never begins a line with a closing mark nor ends it with an opening one", () => {
    for (let columns = 14; columns < 70; columns++) {
      for (const line of wrap(text, columns)) {
        expect(line).not.toMatch(/^[，；：）。]/u);
        expect(line).not.toMatch(/（$/u);
      }
    }
  });

  it("keeps dates and words whole, and cuts what is longer than a line", () => {
    expect(wrap("时限2021-12-31，后改为2022-03-31", 14)).toEqual(["时限", "2021-12-31，", "后改为", "2022-03-31"]);
    expect(wrap("to be verified", 9)).toEqual(["to be", "verified"]);
    expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(wrap("", 4)).toEqual([""]);
  });
});
