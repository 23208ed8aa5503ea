import { describe, expect, it } from "vitest";
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { Language } from "../../domain/language/words.js";
import type { AlarmRow, Capacity, LetterModel, LetterRow, Matter } from "../../domain/letters/letter-model.js";
import { renderLetter } from "../../mail/render.js";

const NAMES: Record<Instrument, readonly [zh: string, en: string, asked: string]> = {
  assignment: ["交办清单", "Assignment list", "签收"],
  reminder: ["提醒", "Reminder", "办结并反馈"],
  urge: ["催办单", "Urging slip", "预计办结时间"],
  supervise: ["督办函", "Supervision letter", "书面答复"],
  escalate: ["呈阅件", "Submission for review", "已按程序呈报"],
  summonsTalk: ["约谈建议", "Recommendation of a talk", "建议约谈"],
  resolved: ["办结告知", "Notice of resolution", "已核查销号"],
  longOverdueList: ["久拖未决清单", "Long-overdue list", "逐项研究"],
  verificationRequest: ["核查通知", "Verification request", "完成核查"],
  returned: ["退办通知", "Return for rework", "按退办意见整改"],
  extensionRequest: ["延期申请", "Extension request", "提出意见或者作出决定"],
  extensionDecision: ["延期复函", "Extension decision", "办结并反馈"],
  deadlineChange: ["时限调整通知", "Change of deadline", "办结并反馈"],
  instruction: ["批示交办通知", "Instruction", "书面反馈批示办理情况"],
  instructionReply: ["批示办理情况报告", "Reply to an instruction", "办理情况呈报"],
  talk: ["约谈通知", "Summons to a talk", "参加约谈"],
  suspension: ["暂缓通知", "Notice of suspension", "不提醒、不催办"],
  handover: ["移交清单", "Handover list", "核对签收"],
  inspection: ["检查提示", "Inspection reminder", "请审定"],
  progressRequest: ["调度通知", "Progress request", "请于"],
  bulletin: ["检查通报", "Inspection bulletin", "请查阅"],
  upwardReport: ["专报", "Report to the leading group", "请审阅"],
  alarm: ["送达提示", "Delivery notice", "核实"],
};
/** Those that tell of items. */
const INSTRUMENTS = (Object.keys(NAMES) as Instrument[]).filter(
  (instrument) => !["alarm", "inspection", "bulletin", "upwardReport", "progressRequest"].includes(instrument),
);

function row(more: Partial<LetterRow> = {}): LetterRow {
  return {
    itemId: "t07/v012",
    taskNo: 7,
    taskTitle: "完善基础设施",
    milestoneTitle: "村内道路硬化完工",
    village: "上寨村",
    township: "河东镇",
    primaryUnitName: "区交通局",
    deadline: "2021-06-30",
    originalDeadline: "2021-05-31",
    overdueWorkingDays: 7,
    daysLeft: 0,
    status: "inProgress",
    matter: "deadline",
    waitsFor: "区交通局",
    facts: { replyBy: "2021-07-15", reason: "雨季" },
    ...more,
  };
}

const TO: Capacity = { role: "to", level: "head", postTitle: "局长", unitName: "区交通局" };

function model(instrument: Instrument, more: Partial<LetterModel> = {}, item: Partial<LetterRow> = {}): LetterModel {
  return {
    plan: {
      id: "p",
      title: "易地搬迁后续扶持方案",
      shortTitle: "后续扶持",
      rehearsal: true,
      sampleData: true,
      officeName: "区扶贫办",
      leadingGroupName: "区委农村工作领导小组",
    },
    instrument,
    form: "slip",
    issuer: { name: "区委农村工作领导小组办公室", fullName: "区委农村工作领导小组办公室" },
    addressee: { kind: "unit", name: "区交通局" },
    planDay: "2021-07-09",
    documentNo: "督办〔2021〕3号",
    supplement: 0,
    recipient: { name: "张三" },
    sections: [
      { capacity: { ...TO, fallbackFor: { title: "副局长", unit: "区交通局" } }, rows: [row(item)] },
      {
        capacity: {
          role: "copy",
          level: "head",
          postTitle: "镇长",
          unitName: "河东镇",
          upFrom: { title: "经办员", unit: "河东镇" },
        },
        rows: [row({ ...item, itemId: "t08/v013", village: "下寨村" })],
      },
    ],
    ...more,
  };
}

/** One section to one recipient, with these rows. */
const letter = (instrument: Instrument, rows: readonly LetterRow[], capacity: Partial<Capacity> = {}): LetterModel =>
  model(instrument, { sections: [{ capacity: { ...TO, ...capacity }, rows }] });

describe.each(["zh", "en"] as Language[])("letters in %s", (lang) => {
  it.each(INSTRUMENTS)("%s states every fact in HTML and in text", (instrument) => {
    const { subject, html, text } = renderLetter(model(instrument), lang);
    const [zhName, enName, asked] = NAMES[instrument];
    expect(subject).toContain(lang === "zh" ? zhName : enName);
    expect(subject.startsWith(lang === "zh" ? "【推演】" : "[Rehearsal]")).toBe(true);
    expect(text).toContain("督办〔2021〕3号");
    const common = ["上寨村", "下寨村", "村内道路硬化完工", "区交通局", "张三", "副局长", "经办员"];
    const own =
      lang === "zh"
        ? ["6月30日", "2021年7月9日", "区交通局副局长岗位空缺，按规定转送", "逐级报送", "推演", "示例数据", asked]
        : ["30 June", "9 July 2021", "vacant post", "passed upward", "copy", "rehearsal", "sample data"];
    for (const fact of [...common, ...own]) {
      expect(text).toContain(fact);
      expect(html).toContain(fact);
    }
    expect(text).not.toMatch(/undefined|null|\[object/);
  });

  it("escapes HTML and lets nothing into the headers", () => {
    const evil = `<script>alert(1)</script>"'&\r\nBcc: x@y.test\u202E`;
    const { subject, html } = renderLetter(
      model("instruction", {
        plan: {
          id: "p",
          title: evil,
          shortTitle: evil,
          rehearsal: false,
          sampleData: false,
          officeName: evil,
          leadingGroupName: evil,
        },
        documentNo: evil,
        recipient: { name: evil },
        sections: [
          {
            capacity: { role: "to", level: "desk", postTitle: evil, unitName: evil },
            rows: [
              row({
                taskTitle: evil,
                milestoneTitle: evil,
                village: evil,
                township: evil,
                primaryUnitName: evil,
                status: evil,
                facts: { text: evil },
              }),
            ],
          },
        ],
      }),
      lang,
    );
    expect(subject).not.toMatch(/[\r\n\u202E]/);
    expect(subject).not.toContain("推演");
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
  });
});

describe("what says the same about many places", () => {
  const villages = Array.from({ length: 64 }, (_, no) =>
    row({ itemId: `i${no}`, village: `第${no}村`, township: no < 40 ? "河东镇" : "河西镇" }),
  );

  it("is said once, with all the places by township", () => {
    const { subject, text, html } = renderLetter(letter("urge", villages));
    expect(subject).toContain("“村内道路硬化完工”（64个村）");
    for (let no = 0; no < 64; no++) expect(text.match(new RegExp(`第${no}村`, "gu"))).toHaveLength(1);
    expect(text).toContain("涉及村：共64个。河东镇40个（第0村、第1村");
    expect(html.length).toBeLessThan(8_000);
  });

  it("stays apart where anything differs", () => {
    const rows = [row(), row({ itemId: "b", deadline: "2021-07-02" }), row({ itemId: "c", deadline: "2021-07-01" })];
    expect(renderLetter(letter("urge", rows)).text.match(/^\d\. 村内道路硬化完工/gmu)).toHaveLength(3);
  });

  it("shares a group also where each place's own township owes, and names the townships", () => {
    const owing = (township: string, village: string): LetterRow =>
      row({ itemId: village, township, village, primaryUnitName: township, waitsFor: township });
    const both = renderLetter(letter("escalate", [owing("河东镇", "甲村"), owing("河西镇", "乙村")])).text;
    expect(both.match(/^\d\. /gmu)).toHaveLength(1);
    expect(both).toContain("承办单位：河东镇、河西镇");
    expect(both).toContain("涉及村：共2个。甲村（河东镇）、乙村（河西镇）");
  });
});

const LEADER: Partial<Capacity> = {
  as: "villageCountyLeader",
  level: "countyLeader",
  postTitle: "区领导八",
};
const toLeader = (instrument: Instrument, rows: readonly LetterRow[]): LetterModel => ({
  ...model(instrument),
  sections: [{ capacity: { role: "to", level: "countyLeader", postTitle: "区领导八", ...LEADER }, rows }],
  addressee: { kind: "leader", name: "张三" },
});

describe("a letter upward", () => {
  it("submits, never duns, and says once what is asked", () => {
    const { subject, html, text } = renderLetter(toLeader("escalate", [row()]));
    for (const part of [subject, html, text]) expect(part).not.toMatch(/督促|务必|责令|要求：|请立即|抓紧/);
    expect(text).toContain("呈张三同志：");
    expect(text.match(/呈请阅示/g)).toHaveLength(1);
    expect(text).toContain("妥否，请批示。");
  });

  it("tells who it waits for, what was done on which days, and which repetition it is", () => {
    const { text } = renderLetter(
      toLeader("escalate", [
        row({
          status: "reported",
          waitsFor: "区扶贫办",
          repetition: 2,
          done: [
            { instrument: "reminder", times: 3, last: "2021-06-29" },
            { instrument: "supervise", times: 1, last: "2021-07-05" },
          ],
          facts: { due: "2021-07-08", nominal: "2021-07-01", supervisedNo: "示农办督函〔2021〕3号" },
        }),
      ]),
    );
    expect(text).toContain("目前已反馈办结，由区扶贫办核查。");
    expect(text).toContain("三、已做工作。".replace("三", "二"));
    expect(text).toContain("提醒3次（最近一次6月29日），7月5日以示农办督函〔2021〕3号督办。");
    expect(text).toContain("本次为第3次呈阅。");
    // When the clock stood still is the office's business.
    expect(text).not.toMatch(/7月8日|7月1日/u);
  });

  it("is what an urging slip becomes that has come to a leader", () => {
    const { subject, text } = renderLetter(toLeader("urge", [row()]));
    expect(subject).toContain("情况呈报");
    expect(subject + text).not.toMatch(/催办单/);
  });

  it("puts an application that waits before whoever decides", () => {
    const rows = [row({ matter: "extension", facts: { ladder: "extension", to: "2021-09-30", reason: "雨季" } })];
    const { subject, text } = renderLetter(letter("urge", rows, { unitName: "区委农村工作领导小组", level: "desk" }));
    expect(subject).toContain("延期提请审定");
    expect(text).toMatch(/拟请审定延期申请。[^]*申请将[^]*延至9月30日，理由：“雨季”。[^]*妥否，请审定。/u);
  });
});

it("asks for what each matter needs", () => {
  const asks: [Matter, Partial<LetterRow>, string][] = [
    ["signFor", { status: "assigned", overdueWorkingDays: 0 }, "请于7月15日（含当日）前督促签收交办清单。"],
    ["verification", { status: "reported" }, "作出通过或者退办的结论"],
    ["verification", { status: "verified" }, "作出销号或者退办的决定"],
    ["instruction", {}, "书面反馈批示办理情况"],
    ["standIn", {}, "由主要负责同志过问"],
  ];
  for (const [matter, more, ask] of asks)
    expect(renderLetter(letter("urge", [row({ matter, ...more })])).text).toContain(ask);
  // Several matters: the first in the first line, the others before what is told of theirs.
  const both = asks.slice(0, 2).map(([matter, more], no) => row({ itemId: `i${no}`, matter, ...more }));
  const { text } = renderLetter(letter("urge", both));
  expect(text).toMatch(
    /^请于7月15日（含当日）前督促签收交办清单。$[^]*尚未签收[^]*请于7月15日（含当日）前完成核查[^]*已反馈办结，尚未核查。/mu,
  );
});

it("asks for a check and for a closing apart, also in one letter", () => {
  const rows = [
    row({ matter: "act", status: "reported" }),
    row({ itemId: "b", matter: "act", status: "verified", facts: { closing: true } }),
  ];
  const { text } = renderLetter(letter("verificationRequest", rows));
  expect(text).toContain("完成核查，作出通过或者退办的结论");
  expect(text).toContain("作出销号或者退办的决定");
});

it("says what the facts of an instrument say", () => {
  const say = (instrument: Instrument, facts: LetterRow["facts"]): string =>
    renderLetter(letter(instrument, [row({ facts })])).text;
  expect(say("extensionDecision", { grant: true, to: "2021-09-30" })).toMatch(
    /请于9月30日（含当日）前办结[^]*同意延期至9月30日/u,
  );
  expect(say("extensionDecision", { grant: false, to: "2021-09-30", reason: "理由不足" })).toMatch(
    /不同意延期[\s\S]*理由不足/,
  );
  expect(say("extensionRequest", { to: "2021-09-30", late: true })).toContain("延至9月30日（逾期后提出）");
  expect(say("returned", { reason: "缺验收记录" })).toContain("退办意见：“缺验收记录”");
  expect(say("instruction", { text: "请速办", replyBy: "2021-07-20", instructorPost: "区领导三" })).toMatch(
    /请于7月20日（含当日）前书面反馈批示办理情况。[\s\S]*区领导三就[\s\S]*批示：“请速办”/,
  );
  expect(say("suspension", { until: "2021-08-01" })).toContain("至8月1日暂缓办理");
  expect(say("suspension", { resumed: true })).toContain("恢复办理的通知");
  expect(say("resolved", { cancelled: true })).toContain("已撤销");
});

it("tells how long there is before the deadline, by working days up to 30", () => {
  const say = (more: Partial<LetterRow>): string =>
    renderLetter(letter("reminder", [row({ overdueWorkingDays: 0, deadline: "2021-07-20", ...more })])).text;
  expect(say({ daysLeft: 5 })).toContain("还有5个工作日");
  expect(say({ daysLeft: 0, deadline: "2021-07-11" })).toContain("到期前已无工作日");
  expect(say({ daysLeft: 0, deadline: "2021-07-09" })).toContain("本日到期");
  expect(say({ daysLeft: 90, deadline: "2021-12-31" })).not.toContain("个工作日");
});

it("says in the subject that it is a copy, and which supplement", () => {
  expect(renderLetter(letter("urge", [row()], { role: "copy" })).subject).toContain("催办单（抄送）");
  expect(renderLetter(model("urge", { supplement: 2 })).subject).toMatch(/2个村.*补充2/u);
});

it("tells the office of every trouble in words, with what to do", () => {
  const post = { title: "主要负责人", unit: "民政局" };
  const toPerson = {
    person: "李四",
    posts: [post],
    letter: { form: "supervise", documentNo: "督办〔2021〕3号", day: "2021-07-05" },
  } as const;
  const alarms: AlarmRow["what"][] = [
    { kind: "vacantPost", post, fellTo: { title: "经办岗", unit: "区扶贫办" } },
    { kind: "unfilledRole", role: "villageCountyLeader", place: "上寨村", milestone: "道路", fellTo: post },
    {
      kind: "vacancies",
      vacant: [
        { village: "上寨村", seat: "villageCountyLeader", post: null, since: null },
        { village: "上寨村", seat: "helpingUnit", post: { title: "经办岗", unit: "教育局" }, since: "2021-07-01" },
        { village: "下寨村", seat: "villageDepartmentHead", post, since: null },
        { village: null, seat: null, post: { title: "经办岗", unit: "林草局" }, since: "2021-06-01" },
      ],
    },
    { kind: "vacancies", vacant: [] },
    { kind: "nobody", post },
    { kind: "noEmail", ...toPerson },
    { kind: "unreachable", ...toPerson },
    { kind: "letterFailed", ...toPerson, error: "550 no such user" },
    { kind: "other", zh: "下一年度日历为暂定" },
    { kind: "other" },
  ];
  const told = model("alarm", {
    sections: [{ capacity: { ...TO, level: "desk" }, rows: [], alarms: alarms.map((what) => ({ what, times: 2 })) }],
  });
  const { subject, text } = renderLetter(told);
  // A machine's notice carries no number of a document.
  expect(subject).not.toContain("〔");
  expect(subject).toContain("送达提示：10项情况");
  for (const words of [
    "岗位空缺：民政局主要负责人",
    "转送区扶贫办经办岗",
    "未明确包抓处级领导：上寨村",
    "岗位空缺情况：4个",
    "上寨村：包抓处级领导（未明确包抓，未曾明确）；帮扶单位（教育局经办岗，2021年7月1日起空缺）",
    "下寨村：包抓部门主要负责同志（民政局主要负责人，未曾明确）",
    "岗位：林草局经办岗（2021年6月1日起空缺）",
    "岗位空缺已补齐",
    "无人接收：民政局主要负责人",
    "没有电子邮箱：李四",
    "没有任何联系方式：李四",
    "邮件被拒收：李四",
    "2021年7月5日的督办函（督办〔2021〕3号）未能送达",
    "服务器答复：550 no such user",
    "下一年度日历为暂定",
    "请尽快明确该岗位人员",
    "累计：2次",
    "累计：2件",
  ])
    expect(text).toContain(words);
  expect(text.replace("550 no such user", "")).not.toMatch(/[A-Za-z]{3,}/);
  expect(renderLetter(told, "en").text).toContain("Vacant post: 民政局, 主要负责人");
});

it("stays quick", () => {
  const rows = Array.from({ length: 20 }, (_, no) => row({ itemId: `i${no}`, village: `第${no}村` }));
  const started = process.cpuUsage();
  for (let no = 0; no < 500; no++) renderLetter(letter("escalate", rows));
  const { user, system } = process.cpuUsage(started);
  // Far above what it takes: the machine may be busy.
  expect((user + system) / 1_000 / 500).toBeLessThan(2);
});

describe("read by its recipient", () => {
  const leader: Capacity = { role: "to", level: "countyLeader", as: "villageCountyLeader", postTitle: "区领导二" };
  const of = (instrument: Instrument, capacity: Capacity, rows: readonly LetterRow[]): string =>
    renderLetter({ ...model(instrument), sections: [{ capacity, rows: [...rows] }] }).text;

  it("a talk is recommended with people by name, and letter and answer are told of each matter", () => {
    const facts = { supervisedNo: "督函〔2021〕3号", supervisedOn: "2021-07-05", deliveredOn: "2021-07-06" };
    const rows = [
      row({ headName: "周某", facts: { ...facts, answered: "none" } }),
      row({
        itemId: "b",
        village: "下寨村",
        headName: "周某",
        facts: { ...facts, answered: "accepted", cause: "雨季停工", promised: "2021-07-08" },
      }),
    ];
    const text = of("summonsTalk", { ...leader, level: "leadingGroup" }, rows);
    expect(text).toContain("建议约谈区交通局主要负责同志周某，请审定。");
    expect(text).toMatch(/上寨村“村内道路硬化完工”：督办函（督函〔2021〕3号）已于7月6日送达，未按要求答复。/u);
    expect(text).toMatch(
      /下寨村“村内道路硬化完工”：[^。]*送达。区交通局说明的原因：“雨季停工”；承诺7月8日前办结，未兑现。/u,
    );
    expect(text).toContain("附件：事项清单（2项）");
  });

  it("what is passed one up is nobody's own village", () => {
    expect(of("escalate", leader, [row()])).toContain("您包抓的上寨村");
    const up = of("escalate", { ...leader, upFrom: { title: "区领导一" } }, [row()]);
    expect(up).not.toContain("您包抓");
    expect(up).toContain("区交通局承办的上寨村“村内道路硬化完工”");
  });

  it("a township's own matter names it once", () => {
    const { village: _, ...own } = row({ primaryUnitName: "河东镇" });
    const text = of("reminder", { role: "to", level: "desk", postTitle: "经办岗", unitName: "河东镇" }, [own]);
    expect(text).toContain("你单位承办的“村内道路硬化完工”");
    expect(text).not.toMatch(/河东镇“|承办单位：|乡镇、街道：/u);
  });

  it("a reason that all items share stands once, and what was sent back is said so", () => {
    const facts = { reason: "强降雨", since: "2021-07-08" };
    const rows = [row({ facts }), row({ itemId: "b", milestoneTitle: "通水", facts })];
    expect(of("suspension", TO, rows).split("强降雨")).toHaveLength(2);
    const back = {
      lastWords: "已完成",
      lastWordsOn: "2021-06-24",
      lastReturnedOn: "2021-06-28",
      lastReturnedReason: "缺记录",
    };
    expect(of("urge", TO, [row({ facts: back })])).toContain(
      "你单位6月24日报告：“已完成”，6月28日核查退办，退办意见：“缺记录”。",
    );
    const some = [row({ facts: back }), row({ itemId: "b", village: "下寨村", facts: {} })];
    expect(of("urge", TO, some)).toContain("其中1项，你单位6月24日报告");
  });

  it("what is resumed is asked for by the days that its notice names, though a deadline is past", () => {
    const rows = [
      row({ deadline: "2021-05-31", facts: { resumed: true, replyBy: "2021-07-13" } }),
      row({ itemId: "b", village: "下寨村", deadline: "2021-07-27", facts: { resumed: true, replyBy: "2021-07-27" } }),
    ];
    expect(of("suspension", TO, rows)).toMatch(
      /^请于各事项的时限前办结并反馈，最早的为7月13日（含当日）。$[^]*时限见清单，最早的为5月31日/mu,
    );
  });
});
