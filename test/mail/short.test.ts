/** What is forwarded by hand or on a telephone says what the letter says: every form beside its own facts. */
import { describe, expect, it } from "vitest";
import { type Instrument, INSTRUMENT_IDS } from "../../domain/instruments/instruments.js";
import {
  FORM_NAMES_EN,
  FORM_NAMES_ZH,
  formOf,
  holdsFact,
  LETTER_FORMS,
  type LetterForm,
} from "../../domain/letters/forms.js";
import type { Facts, GivenPackage, LetterModel, LetterRow } from "../../domain/letters/letter-model.js";
import { renderLetter } from "../../mail/render.js";
import { copyText, shortLetter, textMessage } from "../../mail/short.js";

/** Of a form: the instrument and the facts that make it, how its items stand, and what the text must and mustn't say. */
interface Case {
  readonly instrument: Instrument;
  readonly facts?: Facts;
  readonly status: string;
  /** Only a leader gets it. */
  readonly leader?: true;
  readonly says: RegExp;
  readonly never?: RegExp;
}

const LATE = /逾期/;
const CASES: Readonly<Record<LetterForm, Case>> = {
  package: { instrument: "assignment", facts: { package: 2021 }, status: "assigned", says: /签收本清单.*主办事项2项/s },
  pairedPackage: {
    instrument: "assignment",
    facts: { package: 2021, paired: true },
    status: "assigned",
    leader: true,
    says: /呈请阅知。.*第1村、第2村/s,
    never: /请于|督促/,
  },
  assignment: { instrument: "assignment", status: "assigned", says: /予以交办/ },
  reminder: { instrument: "reminder", status: "inProgress", says: /到期/ },
  urge: { instrument: "urge", status: "inProgress", says: /已逾期8个工作日，尚未办结/ },
  supervise: { instrument: "supervise", status: "inProgress", says: /书面答复/ },
  escalate: { instrument: "escalate", status: "inProgress", says: /已逾期8个工作日/ },
  summonsTalk: { instrument: "summonsTalk", status: "inProgress", says: /约谈/ },
  talk: { instrument: "talk", status: "inProgress", says: /参加约谈/ },
  longOverdueList: { instrument: "longOverdueList", status: "inProgress", says: /逐项研究/ },
  // What is late now is the check, if anything: the unit has reported.
  verificationRequest: { instrument: "verificationRequest", status: "reported", says: /完成核查/, never: /已逾期/ },
  returned: { instrument: "returned", status: "inProgress", says: /退办/ },
  extensionRequest: { instrument: "extensionRequest", status: "inProgress", says: /延长/ },
  decisionSought: {
    instrument: "extensionRequest",
    facts: { proposedGrant: false },
    status: "inProgress",
    says: /拟请审定延期申请/,
  },
  extensionDecision: { instrument: "extensionDecision", status: "inProgress", says: /延期/ },
  deadlineChange: { instrument: "deadlineChange", status: "inProgress", says: /时限/ },
  instruction: { instrument: "instruction", status: "inProgress", says: /作出批示/ },
  instructionReply: { instrument: "instructionReply", status: "inProgress", says: /批示/ },
  // It was late and is no more.
  resolved: { instrument: "resolved", status: "closed", says: /已核查销号/, never: /均已逾期|项已逾期|已逾期\d/ },
  settledReport: { instrument: "resolved", status: "closed", leader: true, says: /已核查销号/, never: /你单位/ },
  submitted: { instrument: "urge", status: "inProgress", leader: true, says: /呈请阅示/, never: /催办单/ },
  suspension: { instrument: "suspension", status: "inProgress", says: /暂缓办理/, never: /恢复/ },
  handover: { instrument: "handover", status: "inProgress", says: /变更承办单位/ },
  inspection: {
    instrument: "inspection",
    facts: { round: "2021H1", zh: "2021年上半年检查方案已拟好，请审定。", en: "The scheme of 2021H1 is drafted." },
    status: "",
    says: /检查方案已拟好/,
  },
  progressRequest: {
    instrument: "progressRequest",
    facts: {
      month: "2021-05",
      zh: "请于2021年5月25日前填报2021年5月工作进展。",
      en: "Report the progress of May 2021.",
    },
    status: "",
    says: /填报2021年5月工作进展/,
  },
  bulletin: {
    instrument: "bulletin",
    facts: {
      round: "2021H1",
      zh: "2021年上半年检查情况通报（×农办通报〔2021〕1号）已印发，请查阅并抓好整改。",
      en: "It is out.",
    },
    status: "",
    says: /已印发，请查阅/,
  },
  upwardReport: {
    instrument: "upwardReport",
    facts: { round: "2021H1", zh: "现将2021年上半年检查情况的报告呈上，请审阅。", en: "The report is submitted." },
    status: "",
    says: /报告呈上/,
  },
  monthBulletin: {
    instrument: "bulletin",
    facts: {
      month: "2021-05",
      zh: "2021年5月调度情况通报（×农办通报〔2021〕2号）已印发，请查阅并抓好落实。",
      en: "It is out.",
    },
    status: "",
    says: /5月调度情况通报/,
    never: /检查/,
  },
  alarm: { instrument: "alarm", status: "inProgress", says: /情况/ },
  resumed: {
    instrument: "suspension",
    facts: { resumed: true },
    status: "inProgress",
    says: /恢复办理/,
    never: /经批准|暂缓通知/,
  },
  reopened: {
    instrument: "returned",
    facts: { reopened: true },
    status: "inProgress",
    says: /重新办理/,
    never: /退办/,
  },
  newHolder: { instrument: "handover", facts: { newHolder: true }, status: "inProgress", says: /任职人员变更/ },
  // What was cancelled was late for nothing.
  cancelled: { instrument: "resolved", facts: { cancelled: true }, status: "cancelled", says: /撤销/, never: LATE },
  closingReview: {
    instrument: "verificationRequest",
    facts: { closing: true },
    status: "verified",
    says: /核查通过/,
    never: /已逾期/,
  },
};

function model({ instrument, facts = {}, status, leader }: Case): LetterModel {
  const row = (no: number): LetterRow => ({
    itemId: `t07/v00${no}`,
    taskNo: 7,
    taskTitle: "完善基础设施",
    milestoneTitle: "村内道路硬化完工",
    village: `第${no}村`,
    primaryUnitName: "区交通局",
    deadline: "2021-06-30",
    overdueWorkingDays: 8,
    daysLeft: 0,
    status,
    matter: ["returned", "resolved", "suspension", "handover"].includes(instrument) ? "act" : "deadline",
    facts,
  });
  const alarms = { alarms: [{ times: 1, what: { kind: "other" as const, zh: "情况", en: "trouble" } }], rows: [] };
  return {
    plan: {
      id: "p",
      title: "易地搬迁后续扶持方案",
      shortTitle: "后续扶持",
      rehearsal: false,
      sampleData: false,
      officeName: "区扶贫办",
      leadingGroupName: "区委农村工作领导小组",
    },
    instrument,
    form: "slip",
    issuer: { name: "区委农村工作领导小组办公室", fullName: "区委农村工作领导小组办公室" },
    addressee: leader ? { kind: "leader", name: "张三" } : { kind: "unit", name: "区交通局" },
    planDay: "2021-07-12",
    supplement: 0,
    recipient: { name: "张三" },
    sections: [
      {
        capacity: leader
          ? { role: "to", as: "villageCountyLeader", level: "countyLeader", postTitle: "区领导八" }
          : { role: "to", level: "head", postTitle: "局长", unitName: "区交通局" },
        rows: [row(1), row(2)],
        ...(facts["package"] === undefined ? {} : { given: given(facts["paired"] === true) }),
        ...(instrument === "alarm" ? alarms : {}),
      },
    ],
  };
}

/** A year's package, as letters have it. */
const given = (paired: boolean): GivenPackage => ({
  year: 2021,
  continuing: [],
  ...(paired && { villages: ["第1村", "第2村"] }),
});

describe("the text to forward", () => {
  it("has a case for every form, and a name of its own in both languages", () => {
    expect(Object.keys(CASES).toSorted()).toEqual([...LETTER_FORMS].toSorted());
    for (const instrument of INSTRUMENT_IDS) expect(formOf(instrument, () => false)).toBe(instrument);
    expect(FORM_NAMES_ZH.resumed).toBe("恢复办理通知");
    expect(FORM_NAMES_EN.resumed).toBe("Notice of resumption");
  });

  it.each(LETTER_FORMS)("%s says what its letter says", (form) => {
    const one = CASES[form];
    const letter = model(one);
    const facts = one.facts ?? {};
    expect(formOf(one.instrument, (fact) => holdsFact(facts, fact), one.leader === true)).toBe(form);
    const { subject, text } = renderLetter(letter, "zh");
    const copied = copyText(letter, "zh", null);
    const told = textMessage(letter, "zh", { sign: null, parts: 5, link: null });
    for (const said of [copied, told]) {
      expect(said).toMatch(one.says);
      if (one.never) expect(said).not.toMatch(one.never);
    }
    // It is called what the letter is called, and says what the letter says first.
    expect(subject).toContain(FORM_NAMES_ZH[form]);
    expect(shortLetter(letter, "zh").title).toContain(FORM_NAMES_ZH[form]);
    expect(shortLetter(letter, "en").title).toContain(FORM_NAMES_EN[form]);
    if (form !== "alarm")
      for (const line of shortLetter(letter, "zh").lead.filter((said) => said !== "区交通局："))
        expect(text).toContain(line);
  });

  it("says of a 办结告知 by how much the items were late", () => {
    expect(copyText(model(CASES.resolved), "zh", null)).toContain("逾期8个工作日，已核查销号");
    expect(copyText(model(CASES.resolved), "zh", null)).not.toContain("已逾期");
  });

  it("counts the late ones where only some are", () => {
    const letter = model(CASES.returned);
    const [section] = letter.sections;
    const rows = section?.rows.map((row, at) => (at === 0 ? row : { ...row, overdueWorkingDays: 0 })) ?? [];
    const some = { ...letter, sections: section ? [{ ...section, rows }] : [] };
    expect(copyText(some, "zh", null)).toContain("其中1项已逾期。");
  });
});
