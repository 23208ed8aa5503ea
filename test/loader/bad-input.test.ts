/** Each mistake in a copy of the seed plan is told with its file and its line. */
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadPlan, type Problem } from "../../loader/load-plan.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "duban-plan-"));
  await cp("plans/yimin-zhifu", folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Replaces the first occurrence after `from`, and answers the line (from 1) it stands on. */
async function edit(file: string, find: string, replacement: string, from = ""): Promise<number> {
  const path = join(folder, file);
  const text = await readFile(path, "utf8");
  const start = text.indexOf(from);
  const at = text.indexOf(find, start);
  if (start < 0 || at < 0) throw new Error(`${find} is not in ${file}`);
  await writeFile(path, text.slice(0, at) + replacement + text.slice(at + find.length));
  return text.slice(0, at).split("\n").length;
}

async function problems(): Promise<Problem[]> {
  const loaded = await loadPlan(folder);
  return loaded.ok ? [] : loaded.problems;
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
  readonly from?: string;
  readonly says: RegExp;
  /** Where the problem is told, when not on the edited line: lines after it. */
  readonly after?: number;
  /** Or the text whose line it is. */
  readonly at?: string;
}

const CASES: readonly Case[] = [
  { name: "malformed YAML", file: "plan.yaml", find: "deadlines: [2021-12-31, 2022-12-31, 2023-12-31]", put: "deadlines: ]2021-12-31", says: /not well-formed YAML/ },
  { name: "an unknown unit", file: "plan.yaml", find: "leadUnits: [nongyeju, kejiju]", put: "leadUnits: [nongyeju, kejijv]", says: /unknown unit "kejijv"/ },
  { name: "an unknown post", file: "roster.yaml", find: "head: fagaiju/head", put: "head: fagaiju/boss", says: /unknown post "fagaiju\/boss"/ },
  { name: "an unknown person", file: "roster.yaml", find: "value: p001", put: "value: p999", says: /unknown person "p999"/ },
  { name: "a village with an empty pairing", file: "roster.yaml", find: "pairing: [{ value: { countyLeader: leader02, departmentHead: zhengfuban/head, helpingUnit: zhengfuban } }]", put: "pairing: []", says: /village "v002" has no pairing/ },
  { name: "a village without pairing", file: "roster.yaml", find: ", pairing: [{ value: { countyLeader: leader02, departmentHead: zhengfuban/head, helpingUnit: zhengfuban } }]", put: "", says: /village "v002" has no pairing/ },
  { name: "a milestone without deadline", file: "plan.yaml", find: "        deadline: 2021-05-31\n", put: "", says: /milestone "t02-plan" has no deadline/, after: -2 },
  { name: "two rungs of one id", file: "policy.yaml", find: "id: remind5", put: "id: remind20", says: /rung id "remind20" is used twice/ },
  { name: "rungs out of order", file: "policy.yaml", find: "offset: 7", put: "offset: 2", says: /never fire in its turn/ },
  { name: "a talk without an earlier signed letter", file: "policy.yaml", find: "afterUnanswered: supervise", put: "afterUnanswered: bulletin", says: /not known/ },
  { name: "a talk after a letter that is never signed", file: "policy.yaml", find: "afterUnanswered: supervise", put: "afterUnanswered: returned", says: /can never fire/ },
  { name: "no mandatory escalation", file: "policy.yaml", find: "      mandatory: true\n", put: "", says: /village ladder has no mandatory escalation/, at: "- { id: remind20" },
  { name: "a missing calendar year", file: "calendar.yaml", find: "- year: 2026", put: "- year: 2027", says: /lacks 2026/, at: "- year: 2021" },
  { name: "one address on two persons", file: "roster.yaml", find: "p002@sample.invalid", put: "P001@sample.invalid", says: /already belongs to person "p001"/ },
  { name: "a deadline before the start", file: "plan.yaml", find: "deadline: 2021-06-30", put: "deadline: 2021-03-31", says: /before the plan starts on 2021-04-12/ },
  { name: "a milestone id used twice", file: "plan.yaml", find: "id: t01-better", put: "id: t01-division", says: /"t01-division" is used twice/ },
  { name: "a task number used twice", file: "plan.yaml", find: "no: 2\n", put: "no: 1\n", from: "tasks:", says: /task number "1" is used twice/ },
  { name: "a village id used twice", file: "roster.yaml", find: "id: v002", put: "id: v001", says: /"v001" is used twice/ },
  { name: "a fallback chain that does not end at the office", file: "roster.yaml", find: "fallback: [fagaiju/head, fupinban/desk]", put: "fallback: [fagaiju/head, fagaiju/desk]", says: /does not end at the office's desk/ },
  { name: "a day that does not exist", file: "plan.yaml", find: "deadline: 2021-06-30", put: "deadline: 2021-06-31", says: /not a calendar day; write YYYY-MM-DD/ },
  { name: "a misspelt key", file: "plan.yaml", find: "shortTitle:", put: "shortTitel:", says: /"shortTitel" is not a known key/ },
  { name: "a role nobody fills", file: "policy.yaml", find: "to: [leaderInCharge]", put: "to: [villageCountyLeader]", says: /in the county ladder nobody would be reached/ },
];

it.each(CASES)("tells of $name", async ({ file, find, put, from, says, after, at }) => {
  const edited = await edit(file, find, put, from);
  const line = at === undefined ? edited + (after ?? 0) : await edit(file, at, at);
  const found = await problems();
  const match = found.find((problem) => says.test(problem.message));
  expect(match, JSON.stringify(found, null, 1)).toBeDefined();
  expect([match?.file, match?.line]).toEqual([join(folder, file), line]);
});

it("tells of all problems of all files at once", async () => {
  await edit("plan.yaml", "leadUnits: [nongyeju, kejiju]", "leadUnits: [nongyeju, kejijv]");
  await edit("plan.yaml", "shortTitle:", "shortTitel:");
  await edit("roster.yaml", "value: p001", "value: p999");
  await edit("policy.yaml", "id: remind5", "id: remind20");
  const messages = (await problems()).map((problem) => problem.message).join("\n");
  for (const part of ["kejijv", "shortTitel", "p999", "remind20"]) expect(messages).toContain(part);
});

it("refuses a file over 2 MB without reading it", async () => {
  await writeFile(join(folder, "roster.yaml"), `[${"#".repeat(2 * 1024 * 1024)}`);
  expect(await problems()).toEqual([expect.objectContaining({ file: join(folder, "roster.yaml"), line: 1, message: expect.stringContaining("more than") })]);
});

it("tells of a missing file, a folder that is not a plan, and no folder", async () => {
  await rm(join(folder, "policy.yaml"));
  expect(await problems()).toEqual([expect.objectContaining({ file: join(folder, "policy.yaml"), message: expect.stringContaining("missing") })]);
  await rm(join(folder, "plan.yaml"));
  expect(await problems()).toEqual([expect.objectContaining({ file: folder, message: expect.stringContaining("not a plan") })]);
  await rm(folder, { recursive: true });
  expect(await problems()).toEqual([expect.objectContaining({ file: folder, message: expect.stringContaining("not a folder") })]);
});

it.each(["", "null", "[]", "just words", "a: &a [*a]", "{ tasks: 3, start: [] }", "tasks: [1, null, { milestones: [null, 4] }]"])("tells of a plan.yaml that is %j", async (text) => {
  await writeFile(join(folder, "plan.yaml"), text);
  const found = await problems();
  expect(found.some((problem) => problem.file === join(folder, "plan.yaml") && problem.line === 1)).toBe(true);
});

function planCheck(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["--import", "tsx", "scripts/plan-check.ts", ...args], { encoding: "utf8" });
}

it("plan:check prints one summary line, or file:line:col and exit code 1 without a stack trace", async () => {
  const good = planCheck(folder);
  expect(good.status).toBe(0);
  expect(good.stdout.trim().split("\n")).toHaveLength(1);
  const line = await edit("plan.yaml", "leadUnits: [nongyeju, kejiju]", "leadUnits: [nongyeju, kejijv]");
  const bad = planCheck(folder);
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(new RegExp(`^${join(folder, "plan.yaml")}:${line}:\\d+ unknown unit "kejijv"`));
  expect(bad.stdout + bad.stderr).not.toMatch(/^\s+at /m);
}, 60_000);
