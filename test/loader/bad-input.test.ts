/** Every way to get a plan wrong: named with file, line and what to write instead; nothing half-loaded. */
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkSpan } from "../../loader/check-calendar.js";
import { loadPlan } from "../../loader/load-plan.js";
import { Source } from "../../loader/source.js";
import { seedBundle } from "../plans/seed.js";
import { type Edit, problemsAfter, withCopy } from "./broken-plan.js";

/** What is wrong, the edit, lines below the edit's first, what the message says. */
const CASES: [string, Edit, number, string][] = [
  ["malformed YAML", ["plan.yaml", "leadUnits: [rensheju]", "leadUnits: [rensheju"], 1, "not valid YAML"],
  [
    "a key twice",
    ["plan.yaml", "start: 2021-04-12", "start: 2021-04-12\nstart: 2021-04-13"],
    1,
    "remove one of the two",
  ],
  [
    "a register of funds that there is none of",
    ["registers.yaml", "funds: { register: funds,", "funds: { register: fund,"],
    0,
    "funds: there is no register fund (did you mean funds?)",
  ],
  [
    "a column of funds that there is none of",
    ["registers.yaml", "arrived: arrived,", "arrived: arived,"],
    0,
    "funds: register funds has no column arived (did you mean arrived?)",
  ],
  [
    "funds of another type than they are",
    ["registers.yaml", "spent: spent,", "spent: note,"],
    0,
    "funds: column note is a text, and must be number or integer",
  ],
  [
    "an unknown unit",
    ["plan.yaml", "leadUnits: [nongyeju, kejiju]", "leadUnits: [nongyeju, kejijv]"],
    0,
    "unknown unit kejijv (did you mean kejiju?)",
  ],
  [
    "a village without pairing",
    ["roster.yaml", /, pairing: \[\{ countyLeader: leader-01[^\]]*\]/, ""],
    0,
    "every village needs its 1+1+1 pairing",
  ],
  [
    "an empty pairing",
    ["roster.yaml", /pairing: \[\{ countyLeader: leader-01[^\]]*\]/, "pairing: []"],
    0,
    "must hold the village's 1+1+1 pairing",
  ],
  [
    "a gap in the pairing",
    ["roster.yaml", "to: 2022-01-01 }, { countyLeader", "to: 2021-12-01 }, { countyLeader"],
    0,
    "from 2021-12-01 to 2021-12-31",
  ],
  [
    "a milestone without deadline",
    ["plan.yaml", "        deadline: 2021-05-31\n", ""],
    -2,
    "milestone t02-plan has no deadline: add deadline: YYYY-MM-DD",
  ],
  [
    "a deadline before the start",
    ["plan.yaml", "deadline: 2021-05-31", "deadline: 2021-03-31"],
    0,
    "due on 2021-03-31, before the plan's start 2021-04-12",
  ],
  ["no such day", ["plan.yaml", "deadline: 2021-05-31", "deadline: 2021-02-30"], 0, "is no day of the calendar"],
  [
    "a milestone id twice",
    ["plan.yaml", "id: t04-team", "id: t04-ledger"],
    0,
    "duplicate milestone id t04-ledger, already used in line",
  ],
  ["a task number twice", ["plan.yaml", "- no: 2\n", "- no: 1\n"], 0, "duplicate task number 1"],
  ["a village id twice", ["roster.yaml", "id: v002,", "id: v001,"], 0, "duplicate village id v001"],
  ["a misspelt key", ["plan.yaml", "shortTitle:", "shortTitel:"], 0, "shortTitel is no key of the format"],
  ["a wrong scope", ["plan.yaml", "scope: area", "scope: region"], 0, "must be county or township or village or area"],
  [
    "one address on two persons",
    ["roster.yaml", "p002@duban-sample.invalid", "P001@duban-sample.invalid"],
    0,
    "is already that of person p001",
  ],
  ["an unknown holder", ["roster.yaml", "holders: [p001]", "holders: [p999]"], 0, "unknown person p999"],
  [
    "a chain that ends nowhere",
    ["roster.yaml", "fallback: [lingdaoxiaozu-head]", "fallback: []"],
    0,
    "does not end at the office's desk",
  ],
  [
    "a cyclic chain",
    ["roster.yaml", /(?<=id: caizhengju-head.*fallback: )\[fupinban-head\]/, "[caizhengju-desk]"],
    0,
    "leads back to itself",
  ],
  [
    "rungs out of order",
    ["policy.yaml", "id: remind-5, offset: -5", "id: remind-5, offset: -25"],
    0,
    "rung remind-5 is unreachable",
  ],
  [
    "two rungs on one day",
    ["policy.yaml", "id: remind-5, offset: -5", "id: remind-5, offset: -20"],
    0,
    "rung remind-5 is unreachable",
  ],
  [
    "a condition nothing meets",
    ["policy.yaml", "afterUnanswered: supervise", "afterUnanswered: escalate"],
    0,
    "rung summons-talk is unreachable",
  ],
  [
    "a role the ladder lacks",
    ["policy.yaml", "to: [leaderInCharge]", "to: [villageCountyLeader]"],
    0,
    "nobody is villageCountyLeader on ladder county",
  ],
  [
    "a signed rung without stand-in",
    ["policy.yaml", "      standIn: { instrument: urge, to: [primaryUnitHead], copy: [villageDepartmentHead] }\n", ""],
    -7,
    "would be lost when the office does not sign",
  ],
  [
    "a draft that repeats",
    [
      "policy.yaml",
      "      kind: signed\n",
      "      kind: signed\n      repeat: { every: 5, times: 6, quietAfterAcknowledgement: 10 }\n",
    ],
    1,
    "waits for a signature and cannot repeat",
  ],
  [
    "two rungs that repeat",
    [
      "policy.yaml",
      "- { id: remind-1, offset: -1,",
      "- { id: remind-1, repeat: { every: 1, times: 1, quietAfterAcknowledgement: 0 }, offset: -1,",
    ],
    // The one that comes later in the ladder is named: the escalation.
    18,
    "ladder village already repeats rung remind-1",
  ],
  [
    "a desk that is a head's post",
    ["roster.yaml", "desk: fagaiju-desk, head", "desk: fagaiju-head, head"],
    0,
    "post fagaiju-head is a head post: a unit's desk (经办岗) needs one of level desk",
  ],
  [
    "a unit without leader in charge",
    ["roster.yaml", "head: fagaiju-head, leaderInCharge: [leader-05]", "head: fagaiju-head, leaderInCharge: []"],
    0,
    "unit fagaiju has no leader in charge (分管领导) from 2021-04-12 on",
  ],
  [
    "a leader in charge for a time only",
    ["roster.yaml", "{ value: leader-03, to: 2022-01-01 }, ", "{ value: leader-03, to: 2021-12-01 }, "],
    0,
    "from 2021-12-01 to 2021-12-31",
  ],
  [
    "a leader in charge who is no county leader",
    [
      "roster.yaml",
      "head: fagaiju-head, leaderInCharge: [leader-05]",
      "head: fagaiju-head, leaderInCharge: [zuzhibu-head]",
    ],
    0,
    "a 分管领导 needs one of level countyLeader or leadingGroup",
  ],
  [
    "a vacant desk at the end of every chain",
    ["roster.yaml", "holders: [p040], fallback: []", "holders: [{ value: p040, to: 2023-01-01 }], fallback: []"],
    0,
    "has no holder from 2023-01-01 on",
  ],
  [
    "a leader as their own liaison",
    ["roster.yaml", "liaison: leader-01-liaison", "liaison: leader-01"],
    0,
    "its own liaison",
  ],
  [
    "a supporting unit that is unknown",
    ["plan.yaml", "supporting: [shenpiju]", "supporting: [{ unit: shenpijv, workingDaysBefore: 5 }]"],
    0,
    "unknown unit shenpijv (did you mean shenpiju?)",
  ],
  [
    "a supporting unit twice",
    ["plan.yaml", "supporting: [shenpiju]", "supporting: [shenpiju, { unit: shenpiju, workingDaysBefore: 5 }]"],
    0,
    "duplicate unit in this list: shenpiju",
  ],
  [
    "a sub-deadline after the deadline",
    ["plan.yaml", "supporting: [shenpiju]", "supporting: [{ unit: shenpiju, workingDaysBefore: -3 }]"],
    0,
    "workingDaysBefore must be at least 1, not -3",
  ],
  [
    "a tab",
    ["plan.yaml", "    title: 壮大", "\ttitle: 壮大"],
    0,
    "Tabs are not allowed as indentation: indent with spaces",
  ],
  [
    "a second document",
    ["plan.yaml", "\nkpis:", "\n---\nkpis:"],
    1,
    "a second document begins here: keep one document to a file",
  ],
  [
    "signs that would steer a terminal",
    ["plan.yaml", "id: t04-team", 'id: "t04\\e[31mteam"'],
    0,
    "milestone t04\\u001b[31mteam: id must be an id",
  ],
  [
    "a form by an issuer that is not there",
    ["policy.yaml", "supervise: { form: letter, issuer: groupOffice", "supervise: { form: letter, issuer: groupOfice"],
    0,
    "unknown issuer groupOfice (did you mean groupOffice?): write one of groupOffice, office",
  ],
  [
    "an issuer that is no body of the roster",
    ["policy.yaml", "office: { body: office,", "office: { body: offic,"],
    0,
    "issuer office is offic, which is neither one of roster.yaml's bodies nor a unit (did you mean office?)",
  ],
  [
    "an official letter without a series of numbers",
    ["policy.yaml", "issuer: groupOffice, series: 督函 }", "issuer: groupOffice }"],
    0,
    "supervise is an official letter and has no series of numbers: add series: 督函, or write form: slip",
  ],
  [
    "an instrument that nobody gives",
    ["policy.yaml", "  reminder: { form: message, issuer: office }\n", ""],
    -2,
    "forms does not say who gives reminder: add reminder: { form: …, issuer: … }",
  ],
  [
    "an issuer without a telephone",
    ["policy.yaml", 'contact: { name: 陈某乙, phone: "0000-0000005" }', "contact: { name: 陈某乙 }"],
    0,
    "phone is missing",
  ],
  [
    "an issuer whose unit has no full name",
    [
      "roster.yaml",
      "{ value: 区委农村工作领导小组办公室, fullName: 中共示例区委农村工作领导小组办公室 }",
      "区委农村工作领导小组办公室",
    ],
    0,
    "unit xiaozuban gives letters as issuer groupOffice and has no full name for head and signature",
  ],
  [
    "somebody acting for a desk",
    ["roster.yaml", "level: desk, holders: [p033]", "level: desk, acting: [p034], holders: [p033]"],
    0,
    "post quweiban-desk is a desk post: acting (主持工作) is said of a unit's head",
  ],
  [
    "a flag of villages that the plan does not explain",
    ["roster.yaml", "flags: [shierwu]", "flags: [shisiwu]"],
    0,
    "has a flag shisiwu that plan.yaml does not explain",
  ],
  [
    "who owes is inferred, without saying from what",
    [
      "plan.yaml",
      "basis: inferred, note: 原文并列牵头，未分主次；暂以第一家为主办，其余共同牵头 }",
      "basis: inferred }",
    ],
    0,
    "says that who owes it is inferred, and not from what: add note: <why this unit>",
  ],
  [
    "no way to the county leader",
    ["policy.yaml", "      mandatory: true\n      to: [villageCountyLeader]", "      to: [villageCountyLeader]"],
    -18,
    "no mandatory escalation",
  ],
];

describe("bad input", () => {
  it.each(CASES)("%s", async (_name, change, below, says) => {
    const { lines, problems } = await problemsAfter(change);
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: change[0],
        line: (lines[0] ?? 0) + below,
        message: expect.stringContaining(says),
      }),
    );
  });

  it("names all problems at once, also beyond an entry of the wrong shape", async () => {
    const edits: Edit[] = [
      ["plan.yaml", "deadline: 2021-05-31", "deadline: soon"],
      ["plan.yaml", "leadUnits: [xuanchuanbu]", "leadUnits: [xuanchuanby]"],
      [
        "plan.yaml",
        "deadline: 2021-12-31\n        reading: { text: 2021年底前",
        "deadline: 2020-12-31\n        reading: { text: 2021年底前",
      ],
      ["roster.yaml", "helpingUnit: bf-nongshang", "helpingUnit: bf-nobody"],
      ["policy.yaml", "offset: 15", "offset: 7"],
      ["calendar.yaml", "2021-02-07 # 春节", "2021-02-08"],
    ];
    const { lines, problems } = await problemsAfter(...edits);
    expect(problems.map(({ file, line }) => [file, line])).toEqual(edits.map(([file], index) => [file, lines[index]]));
  });

  it("does not call an entry unknown that only has another fault", async () => {
    const { problems } = await problemsAfter([
      "roster.yaml",
      "id: fagaiju, kind: department",
      "id: fagaiju, kind: office",
    ]);
    expect(problems.map((problem) => problem.message)).toEqual([
      'unit fagaiju: kind must be department or township or body, not "office"',
    ]);
  });

  it.each([
    [/\n {2}- year: 2026[\s\S]*$/, "calendar year 2026 is missing: the ladder of the deadline 2025-12-31 runs into it"],
    [
      /\n {2}- year: 2023[\s\S]*?(?=\n {2}- year: 2024)/,
      "calendar year 2023 is missing: the plan runs from 2021-04-12 to 2025",
    ],
  ])("names a missing calendar year: %s", async (year, says) => {
    const { problems } = await problemsAfter(["calendar.yaml", year, "\n"]);
    expect(problems).toEqual([
      expect.objectContaining({ file: "calendar.yaml", line: 5, message: expect.stringContaining(says) }),
    ]);
  });

  it("names years in a row once, and what they are needed for", async () => {
    const { problems } = await problemsAfter(["plan.yaml", "deadline: 2021-05-31", "deadline: 9021-05-31"]);
    expect(problems.map((problem) => problem.message)).toEqual([
      expect.stringContaining(
        "calendar years 2027 to 9021 are missing: the plan runs from 2021-04-12 to 9021-05-31, when milestone t02-plan is due",
      ),
    ]);
  });

  it("misses a milestone that no village is meant by", async () => {
    await withCopy(async (folder) => {
      const file = path.join(folder, "roster.yaml");
      await writeFile(file, (await readFile(file, "utf8")).replaceAll("concentratedArea: true, ", ""));
      const loaded = await loadPlan(folder);
      expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.message)).toEqual([
        expect.stringContaining("milestone t18-equal yields no item: the roster has no target of scope area"),
      ]);
    });
  });

  it("shows one tab once, not what the parser makes of the rest", async () => {
    const { problems } = await problemsAfter(["plan.yaml", "    title: 壮大", "\ttitle: 壮大"]);
    expect(problems).toHaveLength(1);
  });

  it("calls a reminder before any assignment unreachable", async () => {
    const bundle = await seedBundle();
    const tasks = bundle.plan.tasks.filter((task) => task.no === 2);
    const policySource = new Source("policy.yaml");
    checkSpan(
      { ...bundle, plan: { ...bundle.plan, tasks, start: "2021-05-06" } },
      new Source("calendar.yaml"),
      policySource,
    );
    expect(policySource.problems.map((problem) => problem.message)).toEqual([
      expect.stringContaining("rung remind-20 is unreachable"),
    ]);
  });
});

describe("files that are no plan", () => {
  it("refuses 20 MB before reading it", async () => {
    await withCopy(async (folder) => {
      const file = await open(path.join(folder, "roster.yaml"), "w");
      await file.truncate(20 * 1024 * 1024);
      await file.close();
      const loaded = await loadPlan(folder);
      expect(loaded.ok ? undefined : loaded.problems[0]).toMatchObject({
        line: 1,
        message: expect.stringContaining("is 20.0 MB and was not read"),
      });
    });
  });

  it.each([
    [
      "an alias bomb",
      `a: &a [${"x,".repeat(50)}]\nb: &b [${"*a,".repeat(50)}]\nc: &c [${"*b,".repeat(50)}]\nd: [${"*c,".repeat(50)}]\n`,
    ],
    ["deep nesting", "[".repeat(200_000)],
    ["empty", ""],
    ["two documents", "a: 1\n---\nb: 2\n"],
    ["a list", "- 1\n"],
    ["broken entries", "tasks: [1, null, { milestones: [null, 4] }]"],
    ["not UTF-8", Buffer.from([0xb9, 0xfa, 0xbc, 0xd2])],
  ])("tells of a plan.yaml that is %s", async (_name, content) => {
    await withCopy(async (folder) => {
      await writeFile(path.join(folder, "plan.yaml"), content);
      const loaded = await loadPlan(folder);
      expect(loaded.ok).toBe(false);
      if (!loaded.ok)
        expect(loaded.problems.every(({ file, line }) => file.endsWith("plan.yaml") && line >= 1)).toBe(true);
    });
  });

  it("takes a byte order mark and line ends of Windows", async () => {
    await withCopy(async (folder) => {
      for (const name of ["plan.yaml", "roster.yaml", "policy.yaml", "calendar.yaml"]) {
        const file = path.join(folder, name);
        await writeFile(file, `\ufeff${(await readFile(file, "utf8")).replaceAll("\n", "\r\n")}`);
      }
      expect(await loadPlan(folder)).toMatchObject({ ok: true });
    });
  });

  it("tells of a folder where a file should be", async () => {
    await withCopy(async (folder) => {
      await rm(path.join(folder, "plan.yaml"));
      await mkdir(path.join(folder, "plan.yaml"));
      const loaded = await loadPlan(folder);
      expect(loaded.ok ? [] : loaded.problems).toEqual([
        expect.objectContaining({
          file: path.join(folder, "plan.yaml"),
          message: "is not a file: put the YAML file here",
        }),
      ]);
    });
  });

  it("names a file that is missing, and a folder that is no plan or not there", async () => {
    await withCopy(async (folder) => {
      await rm(path.join(folder, "policy.yaml"));
      const loaded = await loadPlan(folder);
      expect(loaded.ok ? [] : loaded.problems).toEqual([
        expect.objectContaining({
          file: path.join(folder, "policy.yaml"),
          message: expect.stringContaining("does not exist"),
        }),
      ]);
    });
    for (const [folder, says] of [
      ["/nowhere/at/all", "does not exist"],
      [import.meta.dirname, "is not a plan"],
      [import.meta.filename, "is a file"],
    ] as const) {
      const loaded = await loadPlan(folder);
      expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.message)).toEqual([
        expect.stringContaining(says),
      ]);
    }
  });
});
