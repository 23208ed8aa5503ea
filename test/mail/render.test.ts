import { describe, expect, expectTypeOf, it } from "vitest";
import type { Instrument } from "../../domain/plan.js";
import { letterModelOf, type StoredLetter } from "../../mail/from-store.js";
import type { Language, LetterModel, LetterRow } from "../../mail/letter-model.js";
import { messageIdFor } from "../../mail/message-id.js";
import { renderLetter } from "../../mail/render.js";
import type { LetterModel as PrismaLetter } from "../../prisma/letter-models.js";

const NAMES: Record<Instrument, readonly [zh: string, en: string, asked: string]> = {
  assignment: ["交办清单", "Assignment list", "签收"],
  reminder: ["提醒", "Reminder", "期限前办结"],
  urge: ["催办单", "Urging slip", "加快办理"],
  supervise: ["督办函", "Supervision letter", "书面报送"],
  escalate: ["呈阅件", "Submission for review", "呈请阅示"],
  summonsTalk: ["约谈建议", "Recommendation of a talk", "请审定"],
  resolved: ["办结告知", "Notice of resolution", "请知悉"],
  longOverdueList: ["久拖未决清单", "Long-overdue list", "请审阅"],
  verificationRequest: ["核查通知", "Verification request", "进行核查"],
  returned: ["退办通知", "Return for rework", "整改后重新报告"],
  extensionRequest: ["延期申请", "Extension request", "按程序审核"],
  extensionDecision: ["延期批复", "Extension decision", "按批复"],
  deadlineChange: ["期限调整告知", "Change of deadline", "按调整后的期限"],
  instruction: ["批示交办", "Instruction", "反馈办理情况"],
  instructionReply: ["批示办理情况反馈", "Reply to an instruction", "呈请阅示"],
  suspension: ["暂停告知", "Notice of suspension", "不再发出提醒"],
  handover: ["移交清单", "Handover list", "签收"],
  alarm: ["告警", "Alarm", "核实处理"],
};
const INSTRUMENTS = Object.keys(NAMES) as Instrument[];

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
    daysLeft: -7,
    status: "inProgress",
    facts: { replyBy: "2021-07-15", reason: "雨季" },
    ...more,
  };
}

function model(instrument: Instrument, more: Partial<LetterModel> = {}, item: Partial<LetterRow> = {}): LetterModel {
  return {
    plan: {
      id: "p",
      title: "易地搬迁后续扶持方案",
      shortTitle: "后续扶持",
      rehearsal: true,
      sampleData: true,
      officeName: "区扶贫办",
    },
    instrument,
    planDay: "2021-07-09",
    documentNo: "督办〔2021〕3号",
    supplement: 0,
    recipient: { name: "张三", email: "z@sample.invalid" },
    sections: [
      { capacity: { role: "to", postTitle: "局长", unitName: "区交通局", fallbackFor: "副局长" }, rows: [row(item)] },
      {
        capacity: { role: "copy", postTitle: "镇长", unitName: "河东镇", upFrom: "经办员" },
        rows: [row({ ...item, itemId: "t08/v013", village: "下寨村" })],
      },
    ],
    ...more,
  };
}

describe.each(["zh", "en"] as Language[])("letters in %s", (lang) => {
  it.each(INSTRUMENTS)("%s states every fact in HTML and in text", (instrument) => {
    const { subject, html, text } = renderLetter(model(instrument), lang);
    const [zhName, enName, asked] = NAMES[instrument];
    expect(subject).toContain(lang === "zh" ? zhName : enName);
    expect(subject.startsWith(lang === "zh" ? "【推演】" : "[Rehearsal]")).toBe(true);
    expect(subject).toContain("督办〔2021〕3号");
    const common = [
      "上寨村",
      "下寨村",
      "河东镇",
      "完善基础设施",
      "村内道路硬化完工",
      "区交通局",
      "区扶贫办",
      "张三",
      "督办〔2021〕3号",
      "副局长",
      "经办员",
    ];
    const own =
      lang === "zh"
        ? [
            "2021年6月30日",
            "2021年5月31日",
            "2021年7月9日",
            "7个工作日",
            "因副局长岗位空缺，转送局长",
            "逐级上报",
            "抄送：",
            "推演",
            "示例数据",
            asked,
          ]
        : [
            "30 June 2021",
            "31 May 2021",
            "9 July 2021",
            "7 working days overdue",
            "vacant post",
            "passed upward",
            "Copy to:",
            "rehearsal",
            "sample data",
          ];
    for (const fact of [...common, ...own]) {
      expect(text).toContain(fact);
      expect(html).toContain(fact);
    }
  });

  it("escapes HTML and lets nothing into the headers", () => {
    const evil = `<script>alert(1)</script>"'&\r\nBcc: x@y.test\u202E`;
    const { subject, html } = renderLetter(
      model("instruction", {
        plan: { id: "p", title: evil, shortTitle: evil, rehearsal: false, sampleData: false, officeName: evil },
        documentNo: evil,
        recipient: { name: evil },
        sections: [
          {
            capacity: { role: "to", postTitle: evil, unitName: evil },
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

it("submits upward, never duns", () => {
  const { subject, html, text } = renderLetter(model("escalate"));
  for (const part of [subject, html, text]) expect(part).not.toMatch(/催办|督促|务必|责令|要求：|请立即|抓紧/);
  expect(text).toContain("呈 张三 同志阅示");
  expect(text).toContain("呈阅：区交通局局长");
});

it("says what the facts of an instrument say", () => {
  const say = (instrument: Instrument, facts: LetterRow["facts"]): string =>
    renderLetter(model(instrument, {}, { facts })).text;
  expect(say("extensionDecision", { grant: true, to: "2021-09-30" })).toContain("同意延期");
  expect(say("extensionDecision", { grant: false, to: "2021-09-30", reason: "理由不足" })).toMatch(
    /不同意延期[\s\S]*理由不足/,
  );
  expect(say("extensionRequest", { to: "2021-09-30", late: true })).toContain("申请延至：2021年9月30日");
  expect(say("returned", { reason: "缺照片" })).toContain("退办理由：缺照片");
  expect(say("instruction", { text: "请速办", replyBy: "2021-07-20" })).toMatch(
    /批示内容：请速办[\s\S]*报送时限：2021年7月20日/,
  );
  expect(say("suspension", { until: "2021-08-01" })).toContain("暂停至：2021年8月1日");
  expect(say("suspension", { resumed: true })).toContain("任务恢复告知");
  expect(say("urge", { standIn: true })).toContain("先行催办");
  expect(renderLetter(model("reminder", {}, { overdueWorkingDays: 0, daysLeft: 5 })).text).toContain("距期限5个工作日");
});

it("counts an item once, says which supplement it is and stays quick", () => {
  expect(renderLetter(model("urge", { supplement: 2 })).subject).toMatch(/2项任务节点.*补充2/);
  const started = performance.now();
  for (let no = 0; no < 1000; no++) renderLetter(model("urge"));
  expect(performance.now() - started).toBeLessThan(1000);
});

it("takes the store's letters", () => {
  expectTypeOf<PrismaLetter>().toExtend<StoredLetter>();
  const stored: StoredLetter = {
    planId: "p",
    planTitle: "方案",
    planShortTitle: "方案",
    rehearsal: false,
    sampleRoster: false,
    office: "区扶贫办",
    instrument: "urge",
    planDay: "2021-07-09",
    documentNo: null,
    supplement: 0,
    person: null,
    sections: [
      {
        role: "to",
        post: { title: "局长", unit: "区交通局" },
        fallbackFor: null,
        upFrom: { title: "科长", unit: null },
        entries: [
          {
            item: "t",
            taskNo: 7,
            task: "道路",
            milestone: "完工",
            village: null,
            township: null,
            primaryUnit: "区交通局",
            facts: { deadline: "2021-06-30", originalDeadline: "2021-06-30", overdue: 3, status: "assigned" },
          },
        ],
      },
    ],
  };
  const { text } = renderLetter(letterModelOf(stored));
  for (const fact of ["局长 同志", "全区", "任务7：道路", "2021年6月30日", "已逾期3个工作日", "待签收", "科长"])
    expect(text).toContain(fact);
  expect(text).not.toContain("原定期限：");
});

it("gives a letter one Message-ID for ever", () => {
  expect(messageIdFor("p", "a")).toBe(messageIdFor("p", "a"));
  expect(messageIdFor("p", "a")).toMatch(/^<[0-9a-f]{64}@[\w.]+>$/);
  expect(messageIdFor("pa", "b")).not.toBe(messageIdFor("p", "ab"));
});
