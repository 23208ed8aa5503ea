/** The seed plan against the plan's text: expectations are copied by hand from the 实施方案, not from the YAML. */
import { beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { plannedItems } from "../../domain/plan/planned-items.js";
import { unitNameOn } from "../../domain/people/directory.js";
import { loadPlan } from "../../loader/load-plan.js";

/** Per task: title, 牵头单位, 责任单位 (without 等), as printed. */
const TEXT: readonly (readonly [string, string, string])[] = [
  [
    "奋力创建全国易地搬迁移民致富提升示范区",
    "区委办、政府办、政研室、发改局、扶贫办",
    "组织部、宣传部、财政局、农业农村局、教育局、民政局、住建交通局、水务局、卫生健康局、人力资源和社会保障局、文体局、工信商务局、自然资源局、扶贫办、各乡镇（街道）",
  ],
  ["壮大特色种养业", "农业农村局、科技局", "发改局、工信商务局、文体局、财政局、自然资源局、扶贫办、各乡镇（街道）"],
  ["创新产业发展平台", "农业农村局、工信商务局", "发改局、自然资源局、财政局、扶贫办、各乡镇（街道）"],
  ["精准做好就业对接", "人力资源和社会保障局", "财政局、扶贫办、各乡镇（街道）"],
  ["大力拓展就业渠道", "人力资源和社会保障局", "农业农村局、工信商务局、扶贫办、财政局、残联、各乡镇（街道）"],
  ["实施重要基础设施建设项目", "住建交通局、发改局、水务局、自然资源局", "农业农村局、财政局、各乡镇（街道）"],
  [
    "完善生产生活基础设施配套",
    "住建交通局、水务局",
    "农业农村局、工信商务局、生态环境分局、自然资源局、发改局、财政局、供电公司、各乡镇（街道）",
  ],
  ["加快补齐公共服务短板", "民政局、教育局、工信商务局", "卫生健康局、人力资源和社会保障局、邮政公司、各乡镇（街道）"],
  ["实施人居环境整治提升行动", "农业农村局、住建交通局、生态环境分局", "自然资源局、各乡镇（街道）"],
  [
    "保障移民群众社会权益",
    "人力资源和社会保障局、卫生健康局",
    "公安分局、民政局、农业农村局、医疗保障局、扶贫办、各乡镇（街道）",
  ],
  ["保障低收入人口帮扶权益", "民政局", "人力资源和社会保障局、卫生健康局、医疗保障局、残联、扶贫办、各乡镇（街道）"],
  ["加强基层组织建设", "组织部、民政局", "政法委、人力资源和社会保障局、各乡镇（街道）"],
  ["加强服务体系建设", "民政局", "审批服务管理局、工信商务局、教育局、人力资源和社会保障局、公安分局、各乡镇（街道）"],
  [
    "深入开展扶志扶智",
    "宣传部",
    "文体局、民政局、农业农村局、人力资源和社会保障局、残联、妇联、团委、工会、各乡镇（街道）",
  ],
  ["大力弘扬文明新风", "宣传部", "卫生健康局、民政局、文体局、各乡镇（街道）"],
  [
    "开展动态监测管理",
    "扶贫办、民政局",
    "公安分局、卫生健康局、水务局、教育局、民政局、人力资源和社会保障局、农业农村局、住建交通局、残联、各乡镇（街道）",
  ],
  [
    "做好低收入自主迁徙居民帮扶工作",
    "扶贫办",
    "民政局、公安分局、农业农村局、自然资源局、人力资源和社会保障局、财政局、各乡镇（街道）",
  ],
  [
    "补齐自主迁徙居民相对集中区域基础设施建设短板",
    "住建交通局",
    "水务局、教育局、民政局、财政局、卫生健康局、工信商务局、农业农村局、扶贫办、供电公司、各乡镇（街道）",
  ],
];

/** Per milestone: task, scope, deadlines, basis, who owes the item of the first target. */
const MILESTONES: readonly (readonly [number, string, string, string, string, string?])[] = [
  [1, "county", "2021-06-30", "literal", "区委办"],
  [1, "county", "2023-12-31", "literal", "区委办"],
  [1, "county", "2025-12-31", "literal", "区委办"],
  [2, "county", "2021-05-31", "literal", "农业农村局"],
  [4, "township", "2021-05-31", "literal", "东塬镇"],
  [4, "county", "2021-05-31", "literal", "人力资源和社会保障局"],
  ...["2021-05-31", "2022-03-31", "2023-03-31", "2021-12-31", "2022-12-31", "2023-12-31"].map(
    (day) => [5, "county", day, "inferred", "人力资源和社会保障局"] as const,
  ),
  ...["2021", "2022", "2023"].map(
    (year) => [5, "village", `${year}-12-31`, "inferred", "人力资源和社会保障局"] as const,
  ),
  [6, "county", "2021-06-30", "literal", "住建交通局", "2021-07-31"],
  [6, "county", "2021-12-31", "literal", "住建交通局"],
  [6, "county", "2022-12-31", "literal", "住建交通局"],
  [6, "village", "2023-12-31", "literal", "住建交通局"],
  ...["2021", "2022", "2023"].flatMap((year) =>
    ["06-30", "12-31"].map((day) => [6, "county", `${year}-${day}`, "inferred", "住建交通局"] as const),
  ),
  ...["2021", "2022", "2023", "2024", "2025"].map(
    (year) => [7, "village", `${year}-12-31`, "inferred", "住建交通局"] as const,
  ),
  [7, "village", "2022-12-31", "literal", "住建交通局", "2023-12-31"],
  [8, "village", "2022-12-31", "literal", "民政局", "2023-12-31"],
  ...["2021", "2022", "2023", "2024", "2025"].map(
    (year) => [9, "county", `${year}-12-31`, "inferred", "农业农村局"] as const,
  ),
  ...["2021", "2022", "2023"].map((year) => [9, "village", `${year}-12-31`, "inferred", "农业农村局"] as const),
  [12, "village", "2021-12-31", "literal", "组织部"],
  [13, "county", "2021-06-30", "literal", "民政局"],
  [13, "village", "2021-06-30", "literal", "民政局"],
  [14, "county", "2021-12-31", "literal", "宣传部"],
  [14, "township", "2021-12-31", "literal", "宣传部"],
  [14, "village", "2021-12-31", "literal", "宣传部"],
  [16, "village", "2021-06-30", "literal", "东塬镇"],
  [17, "township", "2021-12-31", "literal", "扶贫办"],
  [18, "area", "2025-12-31", "literal", "住建交通局"],
];

describe("the seed plan", () => {
  let bundle: PlanBundle;
  const nameOf = (id: string): string =>
    id === "townships" ? "各乡镇（街道）" : unitNameOn(bundle.roster, id, bundle.plan.start);

  beforeAll(async () => {
    const loaded = await loadPlan("plans/yimin-zhifu");
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
    bundle = loaded.bundle;
  });

  it("has the ten groups and eighteen tasks with the text's units in the text's order", () => {
    expect(bundle.plan.groups).toHaveLength(10);
    expect(
      bundle.plan.tasks.map((task) => [
        task.title,
        task.leadUnits.map(nameOf).join("、"),
        task.responsibleUnits.map(nameOf).join("、"),
      ]),
    ).toEqual(TEXT);
    expect(bundle.plan.tasks.map((task) => Number(task.group.slice(1)))).toEqual([
      1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 7, 8, 8, 9, 9, 10, 10, 10,
    ]);
  });

  it("has every milestone of the table with its reading and who owes it", () => {
    const items = plannedItems(bundle);
    const found = bundle.plan.tasks.flatMap((task) =>
      task.milestones.map(({ id, scope, deadline, reading }) => {
        const owner = nameOf(items.find((item) => item.milestone === id)?.primaryUnit ?? "nobody");
        return [
          task.no,
          scope,
          deadline,
          reading.basis,
          owner,
          ...(reading.alternative === undefined ? [] : [reading.alternative]),
        ];
      }),
    );
    expect(found).toEqual(MILESTONES);
  });

  it("gives the tasks without dates standing duties only", () => {
    const undated = bundle.plan.tasks.filter((task) => task.milestones.length === 0);
    expect(undated.map((task) => task.no)).toEqual([3, 10, 11, 15]);
    for (const task of bundle.plan.tasks) expect(task.standingDuties.length, `task ${task.no}`).toBeGreaterThan(0);
  });

  it("expands a yearly duty into one milestone a year, of one series", () => {
    const works = bundle.plan.tasks[6]?.milestones.filter((milestone) => milestone.series === "t07-works");
    expect(works?.map((milestone) => milestone.id)).toEqual(
      [2021, 2022, 2023, 2024, 2025].map((year) => `t07-works-${year}`),
    );
  });

  it("pairs 64 villages in six townships, 16 county leaders, and flags eight concentrated areas", () => {
    const { villages, townships, posts } = bundle.roster;
    expect(villages).toHaveLength(64);
    expect(new Set(villages.map((village) => village.name)).size).toBe(64);
    expect(townships).toHaveLength(6);
    expect(villages.filter((village) => village.concentratedArea)).toHaveLength(8);
    expect(posts.filter((post) => post.level === "countyLeader")).toHaveLength(16);
    const items = plannedItems(bundle);
    expect(items.filter((item) => item.milestone === "t16-survey")).toHaveLength(64);
    expect(items.filter((item) => item.milestone === "t18-equal")).toHaveLength(8);
    expect(items.filter((item) => item.milestone === "t04-ledger").map((item) => item.primaryUnit)).toEqual(
      townships.map((township) => township.id),
    );
    expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
  });

  it("names the office as of the day", () => {
    expect(unitNameOn(bundle.roster, "fupinban", "2021-06-29")).toBe("扶贫办");
    expect(unitNameOn(bundle.roster, "fupinban", "2021-06-30")).toBe("乡村振兴局");
  });

  it("has the worked weekends of 2021 and calendars up to 2026", () => {
    expect(bundle.calendar.years.map((entry) => entry.year)).toEqual([2021, 2022, 2023, 2024, 2025, 2026]);
    expect(bundle.calendar.years[0]?.workedWeekends).toEqual([
      "2021-02-07",
      "2021-02-20",
      "2021-04-25",
      "2021-05-08",
      "2021-09-18",
      "2021-09-26",
      "2021-10-09",
    ]);
  });

  it("has the default ladders", () => {
    const shape = (name: "village" | "county"): unknown =>
      bundle.policy.ladders[name].map((rung) => `${rung.offset} ${rung.instrument} ${rung.kind} ${rung.to.join()}`);
    expect(shape("village")).toEqual([
      "-20 reminder auto primaryUnit",
      "-5 reminder auto primaryUnit",
      "-1 reminder auto primaryUnit",
      "1 urge auto primaryUnit",
      "4 supervise signed primaryUnitHead",
      "7 escalate auto villageCountyLeader",
      "15 summonsTalk signed leadingGroup",
    ]);
    expect(bundle.policy.ladders.village[5]?.repeat).toEqual({
      every: [10, 20],
      times: 2,
      quietAfterAcknowledgement: 10,
      thenAgenda: 10,
    });
    expect(bundle.policy.ladders.village[5]?.copy).toEqual(["leaderInCharge"]);
  });
});
