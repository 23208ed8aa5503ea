/**
 * Letters of every instrument to every kind of recipient, about one item or many, with all the facts that the rules write and with none,
 * as ledgers of earlier releases have them. Synthetic; every text of a letter is held to its rules over all of them.
 */
import { INSTRUMENT_IDS, type Instrument, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import { addresseeOf, isLeader } from "../../domain/letters/addressing.js";
import type { Facts } from "../../domain/letters/facts.js";
import type { Capacity, LetterModel, LetterRow, Matter } from "../../domain/letters/letter-model.js";
import type { DocumentForm } from "../../domain/letters/letter.js";

export interface LetterCase {
  readonly name: string;
  readonly model: LetterModel;
}

export const TODAY = "2021-07-12";
const OWNER = "民政局";
const TOWNSHIP = "新泉乡";
export const ISSUER = {
  name: "区委农村工作领导小组办公室",
  fullName: "示例区委农村工作领导小组办公室",
  code: "示农办",
  contact: { name: "陈某乙", phone: "0000-1234567" },
} as const;

/** Who gets it: the capacity, and whose the items are. */
const RECIPIENTS: Readonly<Record<string, { readonly capacity: Capacity; readonly owner: string }>> = {
  ownerDesk: {
    capacity: { role: "to", as: "primaryUnit", level: "desk", postTitle: "经办岗", unitName: OWNER },
    owner: OWNER,
  },
  ownerHead: {
    capacity: { role: "to", as: "primaryUnitHead", level: "head", postTitle: "主要负责人", unitName: OWNER },
    owner: OWNER,
  },
  vacantHead: {
    capacity: {
      role: "to",
      level: "desk",
      postTitle: "经办岗",
      unitName: OWNER,
      fallbackFor: { title: "主要负责人", unit: OWNER },
    },
    owner: OWNER,
  },
  ownerTownship: {
    capacity: { role: "to", as: "primaryUnit", level: "desk", postTitle: "经办岗", unitName: TOWNSHIP },
    owner: TOWNSHIP,
  },
  township: {
    capacity: { role: "to", as: "township", level: "desk", postTitle: "经办岗", unitName: TOWNSHIP },
    owner: OWNER,
  },
  townshipCopy: {
    capacity: { role: "copy", as: "township", level: "desk", postTitle: "经办岗", unitName: TOWNSHIP },
    owner: OWNER,
  },
  helpingUnit: {
    capacity: { role: "copy", as: "helpingUnit", level: "desk", postTitle: "经办岗", unitName: "教育局" },
    owner: OWNER,
  },
  departmentHead: {
    capacity: { role: "copy", as: "villageDepartmentHead", level: "head", postTitle: "主要负责人", unitName: "水务局" },
    owner: OWNER,
  },
  coLead: {
    capacity: { role: "copy", level: "desk", postTitle: "经办岗", unitName: "住建交通局" },
    owner: OWNER,
  },
  villageLeader: {
    capacity: { role: "to", as: "villageCountyLeader", level: "countyLeader", postTitle: "区领导八" },
    owner: OWNER,
  },
  leaderInCharge: {
    capacity: { role: "copy", as: "leaderInCharge", level: "countyLeader", postTitle: "区领导三" },
    owner: OWNER,
  },
  leadingGroup: {
    capacity: {
      role: "to",
      as: "leadingGroup",
      level: "leadingGroup",
      postTitle: "组长",
      unitName: "区委农村工作领导小组",
    },
    owner: OWNER,
  },
};

const MATTERS: Readonly<Partial<Record<Instrument, readonly Matter[]>>> = {
  reminder: ["deadline", "instruction", "supporting"],
  urge: ["deadline", "standIn", "signFor", "verification", "extension", "instruction", "supporting"],
  supervise: ["deadline"],
  escalate: ["deadline", "instruction"],
  summonsTalk: ["deadline"],
};

/** Other forms of an instrument, by the fact that makes them. */
const VARIANTS: Readonly<Partial<Record<Instrument, readonly Facts[]>>> = {
  suspension: [{ since: "2021-07-12", until: "2021-08-10", approver: "区领导一" }, { resumed: true }],
  returned: [{ reason: "缺少验收记录" }, { reopened: true, reason: "群众反映网点未开门" }],
  handover: [{ from: "民政局", to: "水务局", reason: "职能调整" }, { newHolder: true }],
  longOverdueList: [{}, { endedOn: "2021-07-05", submitted: 400, earlier: 1 }],
  resolved: [{}, { cancelled: true, reason: "该村已整体搬迁" }],
  verificationRequest: [{}, { closing: true }],
  extensionRequest: [
    { to: "2021-09-30", late: false, reason: "用房手续未办结" },
    { to: "2021-09-30", late: true, reason: "用房手续未办结", proposedGrant: true, opinions: "同意" },
    { to: "2021-09-30", reason: "用房手续未办结", proposedGrant: false },
  ],
  extensionDecision: [
    { grant: true, to: "2021-09-30", reason: "理由成立" },
    { grant: false, to: "2021-09-30", reason: "理由不充分" },
  ],
  deadlineChange: [{ from: "2021-06-30", to: "2021-08-31", reason: "时限认定为7月底前" }],
  instruction: [{}, { again: true, text: "措施不够具体", returnReason: "措施不够具体" }],
  instructionReply: [{ text: "用房已落实，8月10日前全部开门办事" }, { cancelled: true }],
  talk: [{ on: "2021-07-20", text: "便民服务网点进村久拖未决" }],
};

/** What the rules write beside a row, of a release that knows it all. */
const FULL: Facts = {
  replyBy: "2021-07-15",
  cause: "网点用房由乡镇统筹，4个村尚未腾出",
  measures: "已商乡镇7月20日前腾出",
  promised: "2021-07-23",
  responsible: "李某甲",
  answered: "none",
  lastWords: "51个村网点已开门办事",
  lastWordsOn: "2021-07-05",
  progress: 80,
  supervisedNo: "示农办督函〔2021〕7号",
  supervisedOn: "2021-07-05",
  deliveredOn: "2021-07-06",
  instructionText: "请查明原因，限期办结并报结果。",
  instructionOn: "2021-07-09",
  instructorPost: "区领导二",
  instructedUnit: "民政局",
  appliedOn: "2021-07-08",
  reportedOn: "2021-07-09",
  heldDays: 3,
  heldReason: "核实用房情况",
};

const PRE_DUE: ReadonlySet<Instrument> = new Set<Instrument>([
  "assignment",
  "reminder",
  "suspension",
  "handover",
  "deadlineChange",
]);

const FORMS: Readonly<Partial<Record<Instrument, DocumentForm>>> = {
  reminder: "message",
  supervise: "letter",
  escalate: "submission",
  summonsTalk: "submission",
  instructionReply: "submission",
  resolved: "message",
};

const TITLES = [
  "民生服务进村全覆盖",
  "为每个村办几件实事",
  "村内道路硬化完工",
  "新时代文明实践站全覆盖",
  "两委班子轮训",
];

function rowsOf(instrument: Instrument, matter: Matter, owner: string, facts: Facts, places: number, titles: number) {
  return Array.from({ length: places * titles }, (_, at): LetterRow => {
    const place = at % places;
    const title = Math.floor(at / places);
    const due = PRE_DUE.has(instrument) || facts["resumed"] === true || facts["reopened"] === true;
    return {
      itemId: `m${title}/v${place}`,
      taskNo: 13 + title,
      taskTitle: "健全乡村治理体系",
      milestoneTitle: TITLES[title] ?? `第${title}件实事`,
      closeCriteria: "行政村设有便民服务网点并开门办事，简单事项不出村、复杂事项可代办。",
      evidence: ["服务事项清单", "网点名单"],
      village: `第${place + 1}村`,
      township: owner === TOWNSHIP || place % 2 === 0 ? TOWNSHIP : "南滩镇",
      primaryUnitName: owner,
      deadline: due ? (title % 2 === 0 ? "2021-07-30" : "2022-12-31") : title % 2 === 0 ? "2021-06-30" : "2021-06-15",
      originalDeadline: "2021-06-30",
      overdueWorkingDays: due ? 0 : 8,
      daysLeft: due ? (title % 2 === 0 ? 14 : 380) : 0,
      status: matter === "verification" || instrument === "verificationRequest" ? "reported" : "inProgress",
      matter,
      waitsFor: owner,
      repetition: instrument === "escalate" ? 1 : 0,
      done: [
        { instrument: "reminder", times: 3, last: "2021-06-29" },
        { instrument: "urge", times: 1, last: "2021-07-01" },
        { instrument: "supervise", times: 1, last: "2021-07-06" },
      ],
      facts,
    };
  });
}

const ROUND: LetterRow = {
  itemId: "",
  taskNo: 0,
  taskTitle: "",
  milestoneTitle: "2021年上半年检查",
  primaryUnitName: "",
  deadline: "",
  status: "",
  matter: "inspection",
  facts: {
    round: "2021H1",
    zh: "2021年上半年检查方案已拟好，请审定；入村检查至2021年6月30日结束。",
    en: "The scheme of 2021H1 is drafted and waits for approval; visits end on 30 June 2021.",
  },
};

const MONTH: LetterRow = {
  ...ROUND,
  milestoneTitle: "2021年6月",
  matter: "month",
  facts: {
    month: "2021-06",
    zh: "请于2021年6月25日前填报2021年6月工作进展，经主要负责同志审定后报送。",
    en: "Report the progress of June 2021 by 25 June 2021, once your head has confirmed it.",
  },
};

function modelOf(instrument: Instrument, capacity: Capacity, rows: readonly LetterRow[]): LetterModel {
  const person = capacity.level === "countyLeader" ? "王某甲" : "魏某乙";
  const sections = [
    {
      capacity,
      rows,
      ...(instrument === "alarm" && {
        alarms: [{ times: 2, what: { kind: "nobody", post: { title: "主要负责人", unit: OWNER } } as const }],
      }),
    },
  ];
  return {
    plan: {
      id: "p",
      title: "关于实施百万移民致富提升行动的方案",
      shortTitle: "百万移民致富提升行动",
      rehearsal: false,
      sampleData: false,
      officeName: "乡村振兴局",
      leadingGroupName: "区委农村工作领导小组",
    },
    instrument,
    form: FORMS[instrument] ?? "slip",
    issuer: ISSUER,
    addressee: addresseeOf(sections, person, "区委农村工作领导小组"),
    planDay: TODAY,
    ...(INSTRUMENTS[instrument].signed && { documentNo: "示农办督函〔2021〕7号" }),
    supplement: 0,
    recipient: { name: person },
    sections,
  };
}

/** All of them. */
export function letterCases(): LetterCase[] {
  return INSTRUMENT_IDS.flatMap((instrument) =>
    Object.entries(RECIPIENTS).flatMap(([recipient, { capacity, owner }]) => {
      if (instrument === "alarm")
        return recipient === "ownerDesk" ? [{ name: `alarm`, model: modelOf(instrument, capacity, []) }] : [];
      // Tells of a round or a month in a recorded sentence, and lists no items.
      const told = instrument === "progressRequest" ? MONTH : ROUND;
      if (told === MONTH || instrument === "inspection" || INSTRUMENTS[instrument].document)
        return owner === OWNER && capacity.level !== "countyLeader" && !(told === MONTH && isLeader(capacity))
          ? [{ name: `${instrument} to ${recipient}`, model: modelOf(instrument, capacity, [told]) }]
          : [];
      return (MATTERS[instrument] ?? ["act"]).flatMap((matter) =>
        (VARIANTS[instrument] ?? [{}]).flatMap((variant) =>
          [FULL, {}].flatMap((known) =>
            (
              [
                [1, 1],
                [13, 1],
                [64, 5],
              ] as const
            ).map(([places, titles]) => ({
              name: `${instrument} ${matter} ${JSON.stringify(variant)} to ${recipient}, ${places}x${titles}, ${known === FULL ? "all facts" : "no facts"}`,
              model: modelOf(
                instrument,
                capacity,
                rowsOf(instrument, matter, owner, { ...known, ...variant, ladder: matter }, places, titles),
              ),
            })),
          ),
        ),
      );
    }),
  );
}
