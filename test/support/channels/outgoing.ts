/** A letter as channels are handed it: synthetic, with as many items as asked for. */
import type { Outgoing } from "../../../mail/channels/channel.js";
import type { LetterModel, LetterRow } from "../../../domain/letters/letter-model.js";

const row = (no: number): LetterRow => ({
  itemId: `works/v${no}`,
  taskNo: 7,
  taskTitle: "完善基础设施",
  milestoneTitle: "村内道路硬化<完工>",
  village: `第${no}村`,
  township: "河东镇",
  primaryUnitName: "区交通局",
  deadline: "2021-06-30",
  overdueWorkingDays: no % 2 === 0 ? 0 : 7,
  daysLeft: 3,
  status: "inProgress",
  matter: "deadline",
  facts: {},
});

export const saying = (items: number, more: Partial<LetterModel> = {}): LetterModel => ({
  plan: {
    id: "p",
    title: "易地搬迁后续扶持方案",
    shortTitle: "后续扶持",
    rehearsal: false,
    sampleData: false,
    officeName: "区乡村振兴局",
    leadingGroupName: "区委农村工作领导小组",
  },
  instrument: "supervise",
  form: "letter",
  issuer: { name: "区委农村工作领导小组办公室", fullName: "区委农村工作领导小组办公室" },
  addressee: { kind: "unit", name: "区交通局" },
  planDay: "2021-07-05",
  documentNo: "督办〔2021〕3号",
  supplement: 0,
  recipient: { name: "张三" },
  sections: [
    {
      capacity: { role: "to", as: "primaryUnitHead", level: "head", postTitle: "局长", unitName: "区交通局" },
      rows: Array.from({ length: items }, (_, at) => row(at + 1)),
    },
  ],
  ...more,
});

export const outgoing = (more: Partial<Outgoing> = {}): Outgoing => ({
  planId: "district",
  letterId: "0f3a",
  messageId: "<0f3a.district@duban.example>",
  closedAt: Date.UTC(2021, 6, 5, 1, 10),
  person: {
    id: "p1",
    name: "张三",
    email: "zhangsan@sample.invalid",
    mobile: "13800000000",
    wecom: "zhangsan",
    dingtalk: "manager1",
    feishu: "ou_zhangsan",
  },
  says: saying(3),
  language: "zh",
  link: "https://duban.example/plans/district/letters/0f3a",
  files: () => Promise.resolve([]),
  ...more,
});
