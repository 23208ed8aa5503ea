/** The plan as data against the facts of its text, one by one. The expectations are typed from the text, not derived. */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { seedBundle } from "./seed.js";

const bundle = await seedBundle();
const { plan, roster } = bundle;
/** Punctuation as the text writes it, and nothing of where lines break. */
const plain = (words: string): string =>
  words
    .replaceAll("，", ",")
    .replaceAll("；", ";")
    .replaceAll("：", ":")
    .replaceAll("（街道）", "<街道>")
    .replaceAll("（", "(")
    .replaceAll("）", ")");
const TEXT = plain(await readFile(new URL("plan-text.txt", import.meta.url), "utf8"));

const textName = (unit: string): string | undefined =>
  roster.units.find((candidate) => candidate.id === unit)?.names[0]?.value;

const GROUPS = [
  "推动全国易地搬迁移民致富提升示范区建设与实施乡村振兴战略有效衔接",
  "加大产业扶持力度",
  "精准落实就业帮扶",
  "补齐基础设施短板",
  "全面提升公共服务水平",
  "改善优化人居环境",
  "健全完善保障体系",
  "依法加强基层治理",
  "推进精神文明建设",
  "积极推进解决自主迁徙居民问题",
];

const ALL = "各乡镇（街道）";
/** no, group, title, 牵头单位, 责任单位 */
const TASKS: [number, number, string, string, string][] = [
  [
    1,
    1,
    "奋力创建全国易地搬迁移民致富提升示范区",
    "区委办、政府办、政研室、发改局、扶贫办",
    `组织部、宣传部、财政局、农业农村局、教育局、民政局、住建交通局、水务局、卫生健康局、人力资源和社会保障局、文体局、工信商务局、自然资源局、扶贫办、${ALL}`,
  ],
  [2, 2, "壮大特色种养业", "农业农村局、科技局", `发改局、工信商务局、文体局、财政局、自然资源局、扶贫办、${ALL}`],
  [3, 2, "创新产业发展平台", "农业农村局、工信商务局", `发改局、自然资源局、财政局、扶贫办、${ALL}`],
  [4, 3, "精准做好就业对接", "人力资源和社会保障局", `财政局、扶贫办、${ALL}`],
  [5, 3, "大力拓展就业渠道", "人力资源和社会保障局", `农业农村局、工信商务局、扶贫办、财政局、残联、${ALL}`],
  [6, 4, "实施重要基础设施建设项目", "住建交通局、发改局、水务局、自然资源局", `农业农村局、财政局、${ALL}`],
  [
    7,
    4,
    "完善生产生活基础设施配套",
    "住建交通局、水务局",
    `农业农村局、工信商务局、生态环境分局、自然资源局、发改局、财政局、供电公司、${ALL}`,
  ],
  [8, 5, "加快补齐公共服务短板", "民政局、教育局、工信商务局", `卫生健康局、人力资源和社会保障局、邮政公司、${ALL}`],
  [9, 6, "实施人居环境整治提升行动", "农业农村局、住建交通局、生态环境分局", `自然资源局、${ALL}`],
  [
    10,
    7,
    "保障移民群众社会权益",
    "人力资源和社会保障局、卫生健康局",
    `公安分局、民政局、农业农村局、医疗保障局、扶贫办、${ALL}`,
  ],
  [11, 7, "保障低收入人口帮扶权益", "民政局", `人力资源和社会保障局、卫生健康局、医疗保障局、残联、扶贫办、${ALL}`],
  [12, 8, "加强基层组织建设", "组织部、民政局", `政法委、人力资源和社会保障局、${ALL}`],
  [13, 8, "加强服务体系建设", "民政局", `审批服务管理局、工信商务局、教育局、人力资源和社会保障局、公安分局、${ALL}`],
  [
    14,
    9,
    "深入开展扶志扶智",
    "宣传部",
    `文体局、民政局、农业农村局、人力资源和社会保障局、残联、妇联、团委、工会、${ALL}`,
  ],
  [15, 9, "大力弘扬文明新风", "宣传部", `卫生健康局、民政局、文体局、${ALL}`],
  [
    16,
    10,
    "开展动态监测管理",
    "扶贫办、民政局",
    `公安分局、卫生健康局、水务局、教育局、民政局、人力资源和社会保障局、农业农村局、住建交通局、残联、${ALL}`,
  ],
  [
    17,
    10,
    "做好低收入自主迁徙居民帮扶工作",
    "扶贫办",
    `民政局、公安分局、农业农村局、自然资源局、人力资源和社会保障局、财政局、${ALL}`,
  ],
  [
    18,
    10,
    "补齐自主迁徙居民相对集中区域基础设施建设短板",
    "住建交通局",
    `水务局、教育局、民政局、财政局、卫生健康局、工信商务局、农业农村局、扶贫办、供电公司、${ALL}`,
  ],
];

/** task, words of the text, scope, who owes (unit name, or the item's township), deadlines; a metric's target where there is one. */
const MILESTONES: [number, string, string, string, string, number?][] = [
  [1, "2021年上半年", "county", "区委办", "2021-06-30"],
  [1, "到2023年", "county", "区委办", "2023-12-31"],
  [1, "到2025年", "county", "区委办", "2025-12-31"],
  [2, "2021年5月底前", "county", "农业农村局", "2021-05-31"],
  [4, "2021年5月底前", "township", "township", "2021-05-31"],
  [4, "2021年5月底前", "county", "人力资源和社会保障局", "2021-05-31"],
  [5, "从2021年开始连续3年", "county", "人力资源和社会保障局", "2021-05-31"],
  [5, "从2021年开始连续3年", "county", "人力资源和社会保障局", "2022-03-31"],
  [5, "从2021年开始连续3年", "county", "人力资源和社会保障局", "2023-03-31"],
  [5, "从2021年开始连续3年", "county", "人力资源和社会保障局", "2021-12-31"],
  [5, "从2021年开始连续3年", "county", "人力资源和社会保障局", "2022-12-31"],
  [5, "从2021年开始连续3年", "county", "人力资源和社会保障局", "2023-12-31"],
  [5, "从2021年开始连续3年", "village", "人力资源和社会保障局", "2021-12-31"],
  [5, "从2021年开始连续3年", "village", "人力资源和社会保障局", "2022-12-31"],
  [5, "从2021年开始连续3年", "village", "人力资源和社会保障局", "2023-12-31"],
  [6, "2021年7月前", "county", "住建交通局", "2021-06-30"],
  [6, "2021年底", "county", "住建交通局", "2021-12-31", 30],
  [6, "2022年底", "county", "住建交通局", "2022-12-31", 70],
  [6, "2023年底前", "village", "住建交通局", "2023-12-31"],
  [6, "每半年一检查一通报", "county", "住建交通局", "2021-06-30"],
  [6, "每半年一检查一通报", "county", "住建交通局", "2021-12-31"],
  [6, "每半年一检查一通报", "county", "住建交通局", "2022-06-30"],
  [6, "每半年一检查一通报", "county", "住建交通局", "2022-12-31"],
  [6, "每半年一检查一通报", "county", "住建交通局", "2023-06-30"],
  [6, "每半年一检查一通报", "county", "住建交通局", "2023-12-31"],
  [7, "每年", "village", "住建交通局", "2021-12-31"],
  [7, "每年", "village", "住建交通局", "2022-12-31"],
  [7, "每年", "village", "住建交通局", "2023-12-31"],
  [7, "每年", "village", "住建交通局", "2024-12-31"],
  [7, "每年", "village", "住建交通局", "2025-12-31"],
  [7, "2023年前", "village", "住建交通局", "2022-12-31"],
  [8, "2023年前", "village", "民政局", "2022-12-31"],
  [9, "每年", "county", "农业农村局", "2021-12-31"],
  [9, "每年", "county", "农业农村局", "2022-12-31"],
  [9, "每年", "county", "农业农村局", "2023-12-31"],
  [9, "每年", "county", "农业农村局", "2024-12-31"],
  [9, "每年", "county", "农业农村局", "2025-12-31"],
  [9, "一年一个样、三年变大样", "village", "农业农村局", "2021-12-31"],
  [9, "一年一个样、三年变大样", "village", "农业农村局", "2022-12-31"],
  [9, "一年一个样、三年变大样", "village", "农业农村局", "2023-12-31"],
  [12, "2021年", "village", "组织部", "2021-12-31"],
  [13, "2021年上半年", "county", "民政局", "2021-06-30"],
  [13, "2021年上半年", "village", "民政局", "2021-06-30"],
  [14, "2021年底前", "county", "宣传部", "2021-12-31"],
  [14, "2021年底前", "township", "宣传部", "2021-12-31"],
  [14, "2021年底前", "village", "宣传部", "2021-12-31"],
  [16, "2021年上半年", "village", "township", "2021-06-30"],
  [17, "到2021年底", "township", "扶贫办", "2021-12-31"],
  [18, "到2025年", "area", "住建交通局", "2025-12-31"],
];

describe("the seed plan says what the text says", () => {
  it("has the ten groups in order", () => {
    expect(plan.groups.map((group) => group.title)).toEqual(GROUPS);
  });

  it("has eighteen tasks", () => {
    expect(plan.tasks.map((task) => task.no)).toEqual(TASKS.map(([no]) => no));
  });

  it.each(TASKS)("task %i: group, title, lead and responsible units", (no, group, title, lead, responsible) => {
    const task = plan.tasks[no - 1];
    expect(task?.title).toBe(title);
    expect(plan.groups.find((entry) => entry.id === task?.group)?.no).toBe(group);
    expect(task?.leadUnits.map(textName).join("、")).toBe(lead);
    expect(task?.responsibleUnits.map(textName).join("、")).toBe(responsible);
    expect(task?.clause).toBe(`二(${"一二三四五六七八九十"[group - 1]})${no}`);
    expect(task?.standingDuties.length).toBeGreaterThan(0);
  });

  it("has every dated milestone and no other", () => {
    const found = plan.tasks.flatMap((task) =>
      task.milestones.map((milestone) => {
        const { owes } = milestone;
        const owing =
          owes.kind === "township"
            ? "township"
            : textName(owes.kind === "unit" ? owes.unit : (task.leadUnits[0] ?? ""));
        const words = milestone.reading.text.split("……")[0];
        const fact = [task.no, words, milestone.scope, owing, milestone.deadline];
        return milestone.metric ? [...fact, milestone.metric.target] : fact;
      }),
    );
    expect(found).toEqual(MILESTONES);
  });

  it("leaves tasks 3, 10, 11 and 15 without dates", () => {
    expect(plan.tasks.filter((task) => task.milestones.length === 0).map((task) => task.no)).toEqual([3, 10, 11, 15]);
  });

  it("offers the other reading where the words allow one", () => {
    const alternatives = plan.tasks
      .flatMap((task) => task.milestones)
      .filter((milestone) => milestone.reading.alternative);
    expect(alternatives.map(({ id, reading }) => [id, reading.alternative])).toEqual([
      ["t06-plan", "2021-07-31"],
      ["t07-equal", "2023-12-31"],
      ["t08-equal", "2023-12-31"],
    ]);
  });

  it("marks as inferred what the text does not date itself", () => {
    const inferred = plan.tasks
      .flatMap((task) => task.milestones)
      .filter((milestone) => milestone.reading.basis === "inferred");
    expect([...new Set(inferred.map((milestone) => milestone.series))]).toEqual([
      "t05-made",
      "t05-plan",
      "t05-stable",
      "t06-check",
      "t07-works",
      "t09-model",
      "t09-look",
    ]);
  });

  it("shares one series among the years of a duty", () => {
    const works = plan.tasks.flatMap((task) => task.milestones).filter((milestone) => milestone.series === "t07-works");
    expect(works.map((milestone) => milestone.id)).toEqual([
      "t07-works-2021",
      "t07-works-2022",
      "t07-works-2023",
      "t07-works-2024",
      "t07-works-2025",
    ]);
  });

  it("has 销号标准 and 佐证清单 for every milestone, and a formula for every metric", () => {
    for (const milestone of plan.tasks.flatMap((task) => task.milestones)) {
      expect(milestone.closeCriteria.length, milestone.id).toBeGreaterThan(5);
      expect(milestone.evidence.length, milestone.id).toBe(1);
      if (milestone.metric) expect(milestone.metric.formula).toContain("任务量");
    }
  });

  it("asks for no photos, screenshots, sign-in sheets or notes", () => {
    const asked = plan.tasks.flatMap((task) => task.milestones.flatMap(({ evidence }) => evidence));
    expect(asked.filter((each) => /照片|截图|签到|笔记|会议记录|合同|评议/u.test(each))).toEqual([]);
  });

  it("says under the plan's name only what the plan says, word for word", () => {
    const quoted = [
      ...plan.tasks.flatMap((task) => [
        ...task.standingDuties.filter(({ source = "plan" }) => source === "plan").map(({ id, text }) => [id, text]),
        ...task.milestones
          .filter(({ criteriaSource = "office" }) => criteriaSource === "plan")
          .map(({ id, closeCriteria }) => [id, closeCriteria]),
        ...task.milestones.map(({ id, reading }) => [id, ...reading.text.split("……").slice(-1)]),
      ]),
      ...plan.planDuties.filter(({ source = "plan" }) => source === "plan").map(({ id, text }) => [id, text]),
    ];
    for (const [id, words] of quoted) expect(TEXT, `${id} quotes the plan`).toContain(plain(words ?? ""));
    expect(plan.tasks.flatMap((task) => task.milestones).some(({ evidenceSource }) => evidenceSource === "plan")).toBe(
      false,
    );
  });

  it("leaves out no clause of the tasks: every sentence is a standing duty, a milestone or a list of units", () => {
    const titles = plan.tasks.flatMap((task) => [
      ...task.standingDuties.map(({ text }) => plain(text)),
      ...task.milestones.flatMap(({ closeCriteria, reading }) => [plain(closeCriteria), plain(reading.text)]),
    ]);
    const named = [
      "村级组织体系",
      "135",
      "55124",
      "科技特派员",
      "三先开路话致富",
      "优先采购",
      "整村授信",
      "用水权改革",
      "先行区",
      "公示制度",
    ];
    const everything = [...titles, ...plan.planDuties.map(({ text }) => plain(text))].join("\n");
    for (const name of named) expect(everything).toContain(name);
    const tasks = TEXT.slice(TEXT.indexOf("1.奋力"), TEXT.indexOf("三、保障措施"));
    const missing = tasks
      .split("\n")
      .filter((line) => line !== "" && !/^(?:\d+\.|\([一二三四五六七八九十]\)|\(牵头单位)/u.test(line))
      .filter((line) => !titles.some((title) => title.length > 5 && line.includes(title)));
    expect(missing).toEqual([]);
  });

  it("marks the clause on births as overtaken, and keeps its words", () => {
    const marked = plan.tasks.flatMap((task) => task.standingDuties).filter(({ overtaken }) => overtaken !== undefined);
    expect(marked.map(({ clause, text }) => [clause, text.slice(0, 9)])).toEqual([["二(九)15", "大力开展人口与计划"]]);
    expect(marked[0]?.overtaken?.since).toBe("2021-06-26");
  });

  it("marks as inferred who owes where the text names several or nobody", () => {
    for (const task of plan.tasks)
      for (const { id, owes } of task.milestones) {
        expect(owes.basis, id).toBeDefined();
        if (task.leadUnits.length > 1 && owes.kind === "firstLead") expect(owes.basis, id).toBe("inferred");
        if (owes.basis === "inferred") expect(owes.note?.length ?? 0, id).toBeGreaterThan(9);
      }
    expect(plan.startReading?.basis).toBe("inferred");
  });

  it("reads each milestone in the clause of its own task, and says how the date was read", () => {
    for (const task of plan.tasks) {
      for (const { id, clause } of [...task.milestones, ...task.standingDuties]) expect(clause, id).toBe(task.clause);
      for (const { id, reading } of task.milestones) expect(reading.note?.length ?? 0, id).toBeGreaterThan(4);
    }
  });

  it("has 共同牵头 beside the 主办, each with a part of its own, and whom the text names with it", () => {
    const supporting = plan.tasks.flatMap((task) =>
      task.milestones.map(({ id, supporting: units }): [string, string] => [
        id.replace(/-20\d\d$/, ""),
        units.map(({ unit }) => textName(unit)).join("、"),
      ]),
    );
    const others: Readonly<Record<number, string>> = {
      1: "政府办、政研室、发改局、扶贫办",
      2: "科技局",
      5: "",
      6: "发改局、水务局、自然资源局",
      7: "水务局",
      8: "教育局、工信商务局",
      9: "住建交通局、生态环境分局",
      12: "民政局",
      13: "审批服务管理局",
      14: "",
      18: "",
    };
    const named: Readonly<Record<string, string>> = {
      "t04-ledger": "人力资源和社会保障局",
      "t04-team": "扶贫办",
      "t16-survey": "扶贫办、民政局",
      "t17-registration": "公安分局",
    };
    for (const [id, units] of supporting) expect(units, id).toBe(named[id] ?? others[Number(id.slice(1, 3))]);
    for (const task of plan.tasks)
      for (const { id, supporting: units } of task.milestones)
        for (const { unit, part } of units.filter((each) => task.leadUnits.includes(each.unit)))
          expect(part?.length ?? 0, `${id} ${unit}`).toBeGreaterThan(3);
  });

  it("has the duties of 保障措施 on the whole plan, each with who owes it and its clause", () => {
    const wording = (owes: string): string => textName(owes) ?? owes;
    expect(plan.planDuties.map(({ title, owes, clause }) => [title, owes.map(wording).join("、"), clause])).toEqual([
      ["分村制定工作措施和时间表", `扶贫办、各牵头部门、责任部门、${ALL}`, "三(三)"],
      ["专题研究部署", `各部门、${ALL}`, "三(一)"],
      ["定期分析研判", "扶贫办", "三(三)"],
      ["检查评估与报告", "扶贫办", "三(三)"],
      ["包抓责任制", "包抓处级领导、包抓部门主要负责同志、帮扶部门（单位）", "三(一)"],
      ["统筹资金", "财政局、扶贫办", "三(二)"],
      ["项目库优先", "发改局、扶贫办", "三(二)"],
      ["四查四补长效机制", "扶贫办", "三(三)"],
      ["金融支持", "金融机构、扶贫办", "三(二)"],
      ["工作落实台账和清单化管理", "扶贫办", "三(三)"],
      ["部门倾斜支持和指导", "各部门", "三(一)"],
      ["重要政治任务和考核内容", `各部门、${ALL}`, "三(一)"],
      ["区乡抓落实", `区委农村工作领导小组、扶贫办、${ALL}`, "三(一)"],
      ["聚焦对象和六个重点", `各部门、${ALL}`, "一"],
    ]);
  });

  it("has the income figures of each year, with 全区 left to the office", () => {
    expect(plan.kpis.map((kpi) => [kpi.year, kpi.target])).toEqual([
      [2021, "高于8%"],
      [2021, "大于0"],
      [2022, "大于0"],
      [2023, "大于0"],
      [2024, "大于0"],
      [2025, "大于0"],
      [2025, "基本持平"],
    ]);
    expect(plan.kpis.every((kpi) => kpi.clause === "一" && kpi.measure.startsWith("搬迁群众人均可支配收入"))).toBe(
      true,
    );
    expect(plan.openQuestions.map(({ id, options, chosen }) => [id, options.join("/"), chosen])).toEqual([
      ["q-quanqu", "自治区/本区", undefined],
      ["q-2023", "2022-12-31/2023-12-31", undefined],
      ["q-july", "2021-06-30/2021-07-31", undefined],
      ["q-yearly", "2023/2025", undefined],
      ["q-leads", "第一家主办、其余共同牵头/按村或者按分项另行明确", undefined],
      ["q-registration", "扶贫办牵头、公安分局办理，只管转户/扶贫办牵头、公安分局办理，两者都管/由乡镇承担", undefined],
      ["q-stable", "逐年/到2023年", undefined],
      ["q-basically", "由办公室拟定指标/由领导小组审定评估办法", undefined],
      ["q-issued", "2021-04-12/另行核定", undefined],
      ["q-villages", "以自治区核定名单为准/由乡镇上报、办公室核定", undefined],
      ["q-within", "该年12月31日/该年年初", undefined],
      ["q-signing", "区委农村工作领导小组办公室/区委办公室、区政府办公室督查室", undefined],
    ]);
  });

  it("invents neither frequencies nor documents that are not at hand", () => {
    expect(plan.planDuties.every((duty) => duty.frequency === undefined)).toBe(true);
    expect(plan.attachments.map((attachment) => [attachment.title, attachment.provided])).toEqual([
      ["自治区关于创建全国易地搬迁移民致富提升示范区的实施方案", false],
      ["十项示范工程", false],
      ["四项机制", false],
      ["自治区实施百万移民致富提升行动的意见（宁党办〔2021〕30号）", false],
      ["银川市同类实施方案（银党办〔2021〕70号，供参考）", false],
    ]);
  });
});
