/** Signs of a Chinese keyboard in a plan's files: told at their line, with what to write instead. */
import { describe, expect, it } from "vitest";
import { type Edit, problemsAfter } from "./broken-plan.js";

const CASES: [string, Edit, string][] = [
  ["a full-width colon", ["plan.yaml", "start: 2021-04-12", "start：2021-04-12"], "full-width (：)"],
  ["a full-width colon in a list's entry", ["plan.yaml", "- id: t02-plan", "- id：t02-plan"], "full-width (：)"],
  ["no space after the colon", ["plan.yaml", "start: 2021-04-12", "start:2021-04-12"], "put a space after the colon"],
  [
    "full-width brackets",
    ["plan.yaml", "leadUnits: [nongyeju, kejiju]", "leadUnits: 【nongyeju，kejiju】"],
    "instead of 【",
  ],
  [
    "a full-width comma",
    ["plan.yaml", "leadUnits: [nongyeju, kejiju]", "leadUnits: [nongyeju，kejiju]"],
    "instead of ，",
  ],
  ["full-width signs in a map", ["plan.yaml", /\{ id: [^}]*\}/, "{ id：x，title: y }"], "instead of ："],
  [
    "half a bracket",
    ["plan.yaml", "leadUnits: [nongyeju, kejiju]", "leadUnits: [nongyeju, kejiju】"],
    "plain brackets",
  ],
  ["half a quote", ["policy.yaml", 'firingTime: "09:00"', 'firingTime: "09:00”'], "close the quote"],
  ["a long dash", ["plan.yaml", "  - no: 1\n", "  － no: 1\n"], "a plain - and a space"],
  ["full-width digits", ["plan.yaml", "start: 2021-04-12", "start: ２０２１-04-12"], "instead of ２"],
  ["a full-width colon in a time", ["policy.yaml", /firingTime: "09:00"/, 'firingTime: "09：00"'], "instead of ："],
  ["a full-width comma in a list's map", ["plan.yaml", /- \{ id: g01, /, "- { id: g01， "], "list's entry"],
  ["a colon in a title", ["plan.yaml", /shortTitle: .*/, "shortTitle: 简称: 乙"], "put the text in double quotes"],
  ["a tab", ["plan.yaml", "start: 2021-04-12", "start: 2021-04-12\n\ttitle: x"], "indent with spaces"],
  ["a full-width space as indent", ["plan.yaml", "  - no: 1\n", "\u3000\u3000- no: 1\n"], "full-width"],
];

describe("tells of", () => {
  it.each(CASES)("%s", async (_what, edit, says) => {
    const { problems, lines } = await problemsAfter(edit);
    const told = problems.map((problem) => `${problem.line} ${problem.message}`);
    expect(
      told.find((one) => one.includes(says)),
      told.slice(0, 5).join("\n"),
    ).toBeDefined();
    const found = problems.find(({ message }) => message.includes(says));
    expect(Math.abs((found?.line ?? -9) - (lines[0] ?? 0))).toBeLessThanOrEqual(1);
  });
});

it("does not add the parser's words for the lines that follow such a sign", async () => {
  const { problems } = await problemsAfter(["plan.yaml", "groups:", "groups："]);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("full-width (：)")]);
});

describe("names and titles", () => {
  it.each<[string, Edit, string]>([
    ["a line break", ["plan.yaml", /shortTitle: .*/, 'shortTitle: "简称\\n乙"'], "a line break (U+000A)"],
    ["NUL", ["plan.yaml", /shortTitle: .*/, 'shortTitle: "简称\\0"'], "a control character (U+0000)"],
    ["half a character", ["plan.yaml", /shortTitle: .*/, 'shortTitle: "简称\\ud842"'], "half a character (U+D842)"],
    ["another direction", ["plan.yaml", /shortTitle: .*/, 'shortTitle: "简称\\u202E"'], "(U+202E)"],
    ["nothing that is seen", ["plan.yaml", /shortTitle: (\S+)/, 'shortTitle: "\\u200d"'], "something that is seen"],
  ])("with %s are told at their line and field", async (_what, edit, says) => {
    const { problems, lines } = await problemsAfter(edit);
    expect(problems[0]).toMatchObject({ line: lines[0], path: "shortTitle", message: expect.stringContaining(says) });
  });
});
