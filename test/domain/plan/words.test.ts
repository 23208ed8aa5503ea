/** A plan's own words: catalogues leave them open, and nothing that officials read has them hard-wired. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROLES_ZH } from "../../../domain/people/role-words.js";
import { inWords, worded, wordsOf } from "../../../domain/plan/words.js";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const ELSEWHERE = {
  whole: "全县",
  township: "镇",
  leader: "县级领导",
  pairing: "包联",
  english: { leader: "county leader" },
};

/** Files under a folder, with where they are. */
const filesUnder = (folder: string, keep: (name: string) => boolean): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter(keep);
/** What is said: comments, and what documents the API, are in the language of the code. */
const saidIn = (file: string): string[] =>
  readFileSync(path.join(ROOT, file), "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\//gu, "")
    .split("\n")
    .filter((line) => !/^\s*\/\/|description:|summary:|example:/u.test(line));

const CATALOGUES = [
  ...filesUnder("mail", (name) => name.endsWith(".zh.ts")),
  ...filesUnder("web/src", (name) => /\.tsx?$/u.test(name)),
  ...filesUnder("api", (name) => name.endsWith(".ts")),
  ...filesUnder("rehearsal/report", (name) => name.endsWith(".ts")),
  "domain/people/role-words.ts",
  "domain/streams/order-entries.ts",
];
const lines = CATALOGUES.flatMap((file) => saidIn(file).map((line) => `${file}: ${line.trim()}`));

describe("the words of a plan", () => {
  it("stand for what catalogues leave open, in their texts and in what they make", () => {
    const words = wordsOf({ words: ELSEWHERE }, "zh");
    expect(inWords(ROLES_ZH.villageCountyLeader, words)).toBe("包联县级领导");
    const texts = { list: ["{{township}}"], say: (name: string) => [`${name}{{pairing}}`], no: 3, none: null };
    const said = worded(texts, words);
    expect([said.list, said.say("已"), said.no, said.none]).toEqual([["镇"], ["已包联"], 3, null]);
    expect(inWords("{{leader}}{{other}}", wordsOf({ words: ELSEWHERE }, "en"))).toBe("county leader{{other}}");
    expect(wordsOf({}, "zh")).toEqual({ whole: "全区", township: "乡镇、街道", leader: "处级领导", pairing: "包抓" });
  });

  it("are hard-wired in no letter, page, report and answer", () => {
    expect(CATALOGUES.length).toBeGreaterThan(100);
    expect(lines.filter((line) => /乡镇|处级领导|包抓/u.test(line))).toEqual([]);
  });

  it("call the act 暂缓, and who reads the logs 日志审计员", () => {
    // A clock and a sign-in are stopped; what is put off is an item.
    const stopped = lines.filter((line) => line.includes("暂停") && !/clock|pause|时钟|登录/u.test(line));
    expect(stopped).toEqual([]);
    expect(lines.filter((line) => /auditor: .*审计/u.test(line) && !line.includes("日志审计员"))).toEqual([]);
  });
});
