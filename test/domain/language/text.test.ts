/** What may stand in a line and in a text, how they are cut, and how they are searched. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codePoints,
  cutText,
  fileNameFrom,
  folded,
  foreignLine,
  foundIn,
  linePattern,
  optionalTextPattern,
  textPattern,
  tidyText,
  unfitIn,
} from "../../../domain/language/text.js";

const line = linePattern(200);
const text = textPattern(4_000);

describe("a line", () => {
  it.each([
    "张三",
    "张　三",
    "𠮷野",
    "﨑",
    "Ünïcödé",
    "a\u200db",
    "می\u200cخواهم",
    "👩‍🌾",
    "〔2021〕3号",
    "邊\u{E0100}",
  ])("may be %s", (said) => {
    expect(line.test(said)).toBe(true);
    expect(unfitIn(said, { lines: false })).toBeNull();
  });

  it.each<[string, string, string]>([
    ["NUL", "张\u0000三", "U+0000"],
    ["a line break", "何某\n乙", "U+000A"],
    ["a carriage return", "何某\r乙", "U+000D"],
    ["a control of C1", "何某\u0085乙", "U+0085"],
    ["half a character", "张\ud842", "U+D842"],
    ["another direction", "a\u202Eb", "U+202E"],
    ["an isolate", "a\u2066b", "U+2066"],
    ["zero width", "a\u200Bb", "U+200B"],
    ["a byte order mark", "a\uFEFFb", "U+FEFF"],
    ["a soft hyphen", "a\u00ADb", "U+00AD"],
    ["a separator of lines", "a\u2028b", "U+2028"],
    ["a tag", "a\u{E0061}b", "U+E0061"],
    ["no character", "a\uFFFFb", "U+FFFF"],
  ])("has no %s", (_what, said, code) => {
    expect(line.test(said)).toBe(false);
    expect(unfitIn(said, { lines: false })).toMatchObject({ code });
  });

  it.each(["", " ", "\u3000", "\u200d", "\u200c\u200d", "\u3164", "\u2800", "\ufe0f"])(
    "is not made of what isn't seen: %j",
    (said) => {
      expect(line.test(said)).toBe(false);
      expect(text.test(said)).toBe(false);
    },
  );

  it("is measured in characters, not in halves of them", () => {
    expect(linePattern(3).test("𠮷𠮷𠮷")).toBe(true);
    expect(linePattern(3).test("𠮷𠮷𠮷𠮷")).toBe(false);
  });
});

describe("a text", () => {
  it("has lines, whoever's line ends they are", () => {
    expect(tidyText(" 一\r\n二\r三\u2028四\v五\t六 ")).toBe("一\n二\n三\n四\n五 六");
    expect(text.test("一\n二")).toBe(true);
    expect(text.test("一\r\n二")).toBe(false);
    expect(unfitIn("一\n二\u200B", { lines: true })).toMatchObject({ at: 4, code: "U+200B" });
  });

  it("may be left out where it may", () => {
    expect(optionalTextPattern(10).test("")).toBe(true);
    expect(optionalTextPattern(10).test("\u200d")).toBe(false);
  });

  it("takes as long as it is to judge, whatever it is made of", () => {
    const began = performance.now();
    for (const sign of [" ", "\u200d", "a", "\n", "𠮷"]) {
      line.test(sign.repeat(500_000));
      text.test(sign.repeat(500_000));
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe("cutting", () => {
  it("never leaves half a character, nor a part of one that is put together", () => {
    expect(cutText(`${"照".repeat(3)}𠮷`, 4)).toBe("照照照𠮷");
    expect(cutText("照照照𠮷𠮷", 4)).toBe("照照照𠮷");
    expect(cutText("a👩‍🌾b", 3)).toBe("a");
    expect(cutText("e\u0301e\u0301", 3)).toBe("e\u0301");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat(20), (given, most) => {
        const cut = cutText(given, most);
        expect(/\p{Cs}/u.test(cut)).toBe(false);
        expect(codePoints(cut)).toBeLessThanOrEqual(Math.max(most, 0));
        expect(given.startsWith(cut)).toBe(true);
      }),
    );
  });

  it("makes any answer of another system one that can be kept", () => {
    expect(foreignLine(`OK\u0000 a\ud842 ${"𠮷".repeat(300)}`, 10)).toBe("OK a 𠮷𠮷𠮷𠮷…");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (given) => {
        const kept = foreignLine(given, 50);
        expect(kept === "" || unfitIn(kept, { lines: false }) === null).toBe(true);
      }),
    );
  });

  it("leaves a file its extension, and no folder", () => {
    expect(fileNameFrom(`${"\u{20BB7}"}${"照".repeat(195)}.jpg`, 200, "佐证")).toBe(`\u{20BB7}${"照".repeat(195)}.jpg`);
    const long = fileNameFrom(`${"照".repeat(300)}.docx`, 200, "佐证");
    expect(long).toBe(`${"照".repeat(195)}.docx`);
    expect(fileNameFrom("C:\\我的\\现场.jpg", 200, "佐证")).toBe("现场.jpg");
    expect(fileNameFrom("\u202Egpj.exe", 200, "佐证")).toBe("gpj.exe");
    expect(fileNameFrom("\u200b", 200, "佐证")).toBe("佐证");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (given) => {
        expect(line.test(fileNameFrom(given, 200, "佐证"))).toBe(true);
      }),
    );
  });
});

describe("searching", () => {
  it("takes no notice of width, case and spaces", () => {
    expect(folded("张　三")).toBe(folded("张三"));
    for (const typed of [
      "买买提艾力江",
      "买买提•艾力江",
      "买买提・艾力江",
      "买买提.艾力江",
      "买买提．艾力江",
      "买买提 艾力江",
    ])
      expect(folded("买买提·艾力江")).toBe(folded(typed));
    expect(folded("li.wei@x.cn")).toBe("li.wei@x.cn");
    expect(folded("ＡＢＣ　１２")).toBe("abc12");
    expect(foundIn(["张　三", "区水务局"], "张三")).toBe(true);
    expect(foundIn(["张三"], "张　三")).toBe(true);
    expect(foundIn(["张三", "区水务局"], "水务 张三")).toBe(true);
    expect(foundIn(["张三", "区水务局"], "李")).toBe(false);
    expect(foundIn(["张三"], "  ")).toBe(true);
  });
});
