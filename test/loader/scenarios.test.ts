/** Scenarios as data, and the commands that check and export a plan. */
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { valueOn } from "../../domain/plan/dated.js";
import { unitNameOn } from "../../domain/people/directory.js";
import { loadScenario, rosterUnder, scenarioNames } from "../../loader/load-scenario.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import { SILENCE } from "../../loader/silence.js";
import { scenarioFrom } from "../../scripts/cli.js";
import { SEED_FOLDER, seedBundle } from "../plans/seed.js";
import { type Edit, edit, withCopy } from "./broken-plan.js";

const bundle = await seedBundle();
const ROOT = path.join(SEED_FOLDER, "../..");

async function scenario(name: string): Promise<Scenario> {
  const loaded = await loadScenario(SEED_FOLDER, name, bundle);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.scenario;
}

function run(script: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [RUN, path.join(ROOT, "scripts", script), ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
}

describe("scenarios", () => {
  it("ships three", async () => {
    expect(await scenarioNames(SEED_FOLDER)).toEqual(["diligent", "silence", "typical"]);
  });

  it("silence: nobody does anything", async () => {
    const { behaviour, events } = await scenario("silence");
    expect(events).toEqual([]);
    expect(
      Object.values(behaviour).every((value) =>
        typeof value === "number" ? value === 0 : Array.isArray(value) || value.chance === 0,
      ),
    ).toBe(true);
  });

  it("silence: is the one that a plan without scenarios is rehearsed in", async () => {
    expect(SILENCE).toEqual(await scenario("silence"));
    await withCopy(async (folder) => {
      await rm(path.join(folder, "scenarios"), { recursive: true });
      expect(await scenarioFrom(folder, bundle)).toBe(SILENCE);
      await expect(scenarioFrom(folder, bundle, "typical")).rejects.toThrow(
        /the folder has none, and is rehearsed in silence.*add this file/,
      );
    });
  });

  it("without a name, silence where the plan has it, else the first", async () => {
    expect((await scenarioFrom(SEED_FOLDER, bundle)).id).toBe("silence");
    await withCopy(async (folder) => {
      await rm(path.join(folder, "scenarios", "silence.yaml"));
      expect((await scenarioFrom(folder, bundle)).id).toBe("diligent");
    });
  });

  it("rehearse names the scenarios there are, and what a seed is", () => {
    const unknown = run("rehearse.ts", "--scenario", "nothing");
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toMatch(/there is no scenario nothing: name one of diligent, silence, typical\n$/);
    const { status, stderr } = run("rehearse.ts", "--seed=99999999999");
    expect(status).toBe(1);
    expect(stderr).toBe("--seed takes a whole number from 0 to 2147483647, not 99999999999\n");
  });

  it("typical: has every kind of event", async () => {
    const { events } = await scenario("typical");
    expect([...new Set(events.map((event) => event.kind))].sort()).toEqual([
      "changeReading",
      "holdInstruments",
      "renameUnit",
      "requestExtension",
      "suspendArea",
      "vacatePost",
    ]);
  });

  it("lays vacancies and new names over the roster", async () => {
    const roster = rosterUnder(await scenario("typical"), bundle.roster);
    const holders = roster.posts.find((post) => post.id === "minzhengju-head")?.holders ?? [];
    expect(valueOn(holders, "2021-06-30")).toBeDefined();
    expect(valueOn(holders, "2021-07-01")).toBeUndefined();
    expect(valueOn(holders, "2021-09-15")).toBe(valueOn(holders, "2021-06-30"));
    expect(unitNameOn(roster, "wentiju", "2021-08-31")).toBe("文体局");
    expect(unitNameOn(roster, "wentiju", "2021-09-01")).toBe("文化旅游体育广电局");
  });

  it.each<[Edit, string]>([
    [
      ["scenarios/typical.yaml", "milestone: t06-plan", "milestone: t06-plam"],
      "unknown milestone t06-plam (did you mean t06-plan?)",
    ],
    [
      ["scenarios/typical.yaml", "chance: 0.95, days: [0, 3]", "chance: 9.5, days: [0, 3]"],
      "must be a chance from 0 to 1",
    ],
    [["scenarios/typical.yaml", "until: 2021-07-09", "until: 2021-06-01"], "2021-06-01 is not after 2021-06-15"],
    [["scenarios/typical.yaml", "kind: renameUnit", "kind: renamed"], "must be an event with kind"],
  ])("names what is wrong: %s", async (change, says) => {
    await withCopy(async (folder) => {
      const [line] = await edit(folder, [change]);
      const loaded = await loadScenario(folder, "typical", bundle);
      expect(loaded.ok ? [] : loaded.problems).toEqual([
        expect.objectContaining({ line, message: expect.stringContaining(says) }),
      ]);
    });
  });

  it("suggests the name of a scenario that exists", async () => {
    const loaded = await loadScenario(SEED_FOLDER, "silense", bundle);
    expect(loaded.ok ? "" : loaded.problems[0]?.message).toBe(
      "there is no scenario silense (did you mean silence?): name one of diligent, silence, typical",
    );
  });
});

describe("commands", () => {
  it("plan:check passes the seed plan in one line", () => {
    const { status, stdout } = run("plan-check.ts", SEED_FOLDER);
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stdout).toContain("18 tasks, 49 deadlines, 1205 items, 64 villages");
  });

  it.each(["plan-check.ts", "plan-export.ts"])("%s answers mistakes of use without a stack trace", (script) => {
    for (const args of [[], ["/nowhere"], [path.join(ROOT, "domain")]]) {
      const { status, stdout, stderr } = run(script, ...args);
      expect(status).toBe(1);
      expect(stdout + stderr).toMatch(/name one plan|does not exist|is not a plan/);
      expect(stdout + stderr).not.toMatch(/^\s+at /m);
    }
  });

  it("plan:check prints file:line:column for each problem", async () => {
    await withCopy(async (folder) => {
      const [line] = await edit(folder, [["plan.yaml", "group: g02", "group: g22"]]);
      const { status, stdout } = run("plan-check.ts", folder);
      expect(status).toBe(1);
      expect(stdout).toBe(
        `${path.join(folder, "plan.yaml")}:${line}:12 unknown group g22: write the id of one of this file's groups\n`,
      );
    });
  });

  it("plan:export prints the plan with the text's names, in exactly the fields that scripts count on", () => {
    const exported = JSON.parse(run("plan-export.ts", SEED_FOLDER).stdout);
    const fieldsOf = (entries: object[]): string[] =>
      [...new Set(entries.flatMap((entry) => Object.keys(entry)))].sort();
    expect(Object.keys(exported).sort()).toEqual(["items", "tasks", "villages"]);
    expect(fieldsOf(exported.tasks)).toEqual(
      ["no", "title", "group", "leadUnits", "responsibleUnits", "standingDuties", "milestones"].sort(),
    );
    expect(fieldsOf(exported.tasks.flatMap((task: { milestones: object[] }) => task.milestones))).toEqual(
      ["id", "title", "deadline", "basis", "scope", "metric", "clause"].sort(),
    );
    expect(fieldsOf(exported.villages)).toEqual(
      ["id", "name", "township", "countyLeader", "departmentHead", "helpingUnit"].sort(),
    );
    expect(fieldsOf(exported.items)).toEqual(["id", "task", "milestone", "target", "primaryUnit", "deadline"].sort());
    expect(exported.tasks[5].standingDuties).toContain(
      "把各村基础设施建设统筹纳入区“十四五”规划，加大支持力度，一体化统筹推进",
    );
    expect(exported.tasks).toHaveLength(18);
    expect(exported.tasks[3].responsibleUnits).toEqual(["财政局", "扶贫办", "各乡镇（街道）"]);
    expect(exported.tasks[5].milestones[1]).toMatchObject({
      id: "t06-30",
      deadline: "2021-12-31",
      basis: "literal",
      scope: "county",
      metric: { target: 30 },
      clause: "二(四)6",
    });
    expect(exported.villages).toHaveLength(64);
    expect(Object.values(exported.villages[0]).every((value) => value !== undefined && value !== "")).toBe(true);
    expect(exported.items).toHaveLength(1205);
    expect(exported.items[0]).toEqual({
      id: "t01-division/county",
      task: 1,
      milestone: "t01-division",
      target: "county",
      primaryUnit: "区委办",
      deadline: "2021-06-30",
    });
  });
});
