/** Chinese letters. */
import { type Instrument, INSTRUMENTS, type RungInstrument } from "../domain/instruments/instruments.js";
import type { PlanDate, RecipientRole } from "../domain/plan/plan.js";
import { alarmZh } from "./alarms.zh.js";
import { instrumentZh } from "./instruments.zh.js";
import type { Capacity, LetterRow } from "../domain/letters/letter-model.js";
import type { PageLine } from "./page.js";
import { shortZh } from "./short.zh.js";
import { isDay, type Places, shorten, type Texts } from "./texts.js";
import { dateZh, postZh, ROLES_ZH, timingZh } from "./words.zh.js";

/** An item's status, as letters and pages say it. */
export const STATUS_ZH: Readonly<Record<string, string>> = {
  registered: "待交办",
  assigned: "已交办，待签收",
  signedFor: "已签收，待办理",
  inProgress: "办理中",
  reported: "已报告办结，待核查",
  verified: "已核查，待销号",
  closed: "已销号",
  cancelled: "已撤销",
};
const value = (fact: string | number | boolean): string =>
  isDay(fact) ? dateZh(fact) : typeof fact === "boolean" ? (fact ? "是" : "否") : String(fact);

function deadlineLine(row: LetterRow, instrument: Instrument, today: PlanDate): PageLine {
  const notes = [
    timingZh(row, instrument, today),
    row.originalDeadline !== undefined && row.originalDeadline !== row.deadline
      ? `原定期限：${dateZh(row.originalDeadline)}`
      : "",
  ].filter((note) => note !== "");
  return {
    label: "期限",
    value: `${dateZh(row.deadline)}${notes.length > 0 ? `（${notes.join("；")}）` : ""}`,
    ...((row.overdueWorkingDays ?? 0) > 0 && { strong: true }),
  };
}

/** 卡在谁: upward it is said who the item waits for; otherwise how it stands. */
function statusLines(row: LetterRow, instrument: Instrument, upward: boolean): PageLine[] {
  const status = STATUS_ZH[row.status] ?? "";
  const step = { extension: "延期申请待办理", instruction: "批示待反馈" }[row.matter as string] ?? status;
  if (upward || instrument === "supervise") {
    return row.waitsFor === undefined
      ? []
      : [{ label: "目前卡点", value: `${row.waitsFor}${step === "" ? "" : `（${step}）`}` }];
  }
  return INSTRUMENTS[instrument].statesStatus || status === "" ? [] : [{ label: "目前状态", value: status }];
}

/** What was done, as a deed rather than by its paper. */
const DEEDS: Readonly<Record<RungInstrument, string>> = {
  reminder: "提醒",
  urge: "催办",
  supervise: "督办",
  escalate: "呈阅",
  summonsTalk: "建议约谈",
};

function doneLine({ done = [] }: LetterRow): PageLine[] {
  if (done.length === 0) return [];
  const said = done.map(
    ({ instrument, times, last }) =>
      `${DEEDS[instrument]}${times}次（${times === 1 ? "" : "最近一次"}${dateZh(last)}）`,
  );
  return [{ label: "已做工作", value: said.join("；") }];
}

/** The facts that belong to the instrument, a line each. */
function factLines({ facts: known, repetition = 0 }: LetterRow, instrument: Instrument, planDay: PlanDate): PageLine[] {
  const lines: PageLine[] = [];
  const line = (label: string, text: string): void => void lines.push({ label, value: text });
  const say = (key: string, label: string): void => {
    const fact = known[key];
    if (fact !== undefined && fact !== null && fact !== "") line(label, value(fact));
  };
  if (instrument === "escalate" && repetition > 0) line("呈阅次数", `本次为第${repetition + 1}次呈阅`);
  if (known["cancelled"] === true) line("说明", "该任务节点已撤销");
  if (known["closing"] === true) line("说明", "核查已通过，请作销号审核");
  if (known["again"] === true) line("说明", "前次反馈未获认可，请重新办理");
  if (instrument === "extensionRequest") {
    say("to", "申请延至");
    if (known["late"] === true) line("说明", "逾期后提出申请");
    if (typeof known["proposedGrant"] === "boolean")
      line("拟办意见", known["proposedGrant"] ? "建议同意延期" : "建议不同意延期");
  }
  if (instrument === "extensionDecision") {
    line("批复", known["grant"] === true ? "同意延期" : "不同意延期，按原定期限办理");
    say("to", known["grant"] === true ? "延至" : "申请延至");
  }
  if (instrument === "deadlineChange") {
    say("from", "原期限");
    say("to", "现期限");
  }
  if (instrument === "handover") {
    say("from", "移出单位");
    say("to", "接收单位");
  }
  if (instrument === "suspension" && known["resumed"] !== true) say("until", "暂停至");
  if (instrument === "instruction" || known["replyBy"] !== undefined) say("instructorPost", "批示领导");
  if (instrument === "instructionReply") say("text", "办理情况");
  else say("text", instrument === "talk" ? "约谈事由" : "批示内容");
  say("on", "约谈日期");
  say("reason", instrument === "returned" && known["reopened"] !== true ? "退办理由" : "理由");
  say("subDeadline", "协办期限");
  say("replyBy", "报送时限");
  if (isDay(known["due"])) line("应发日期", `${dateZh(known["due"])}（实发日期：${dateZh(planDay)}）`);
  if (isDay(known["nominal"])) line("原定日期", `${dateZh(known["nominal"])}（其间停止计时，顺延发出）`);
  return lines;
}

function placesLine({ villages, townships }: Places): PageLine {
  if (villages.length === 0) {
    const [only] = townships;
    if (only === undefined) return { label: "范围", value: "全区" };
    if (townships.length === 1) return { label: "乡镇", value: only };
    return { label: "涉及乡镇", value: `共${townships.length}个：${townships.join("、")}` };
  }
  const count = villages.reduce((sum, { names }) => sum + names.length, 0);
  const label = count === 1 ? "村" : "涉及村";
  const all = count === 1 ? "" : `共${count}个。`;
  if (villages.every(({ names }) => names.length === 1)) {
    const named = villages.map(({ township, names }) => `${names[0]}${township === "" ? "" : `（${township}）`}`);
    return { label, value: `${all}${named.join("、")}` };
  }
  const listed = villages.map(({ township, names }) =>
    township === "" ? names.join("、") : `${township}${names.length}个（${names.join("、")}）`,
  );
  return { label, value: villages.length === 1 ? (listed[0] ?? "") : `${all}${listed.join("；")}` };
}

const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
const numeral = (no: number): string => DIGITS[no] ?? `${no}`;

function capacity(
  { role, as, postTitle, unitName, fallbackFor, upFrom, substituteFor }: Capacity,
  upward: boolean,
  no?: number,
): string {
  const label = role === "to" ? (upward ? "呈阅" : "主送") : upward ? "一并呈阅" : "抄送";
  const vacant =
    fallbackFor === undefined
      ? []
      : "role" in fallbackFor
        ? [`当日没有明确的${ROLES_ZH[fallbackFor.role] ?? "对应岗位"}，按规定转送`]
        : [`因${postZh(fallbackFor)}岗位空缺，按规定转送`];
  const what = vacant.length > 0 || as === undefined ? [] : [ROLES_ZH[as]];
  const notes = [
    ...what,
    ...(substituteFor === undefined ? [] : [`代${substituteFor}，岗位代理期间同时送达`]),
    ...vacant,
    ...(upFrom === undefined ? [] : [`${postZh(upFrom)}此前已收到同一事项文件，现逐级报送`]),
  ];
  return `${no === undefined ? "" : `${numeral(no)}、`}${label}：${unitName ?? ""}${postTitle}${notes.length > 0 ? `（${notes.join("；")}）` : ""}`;
}

const OWN: ReadonlySet<RecipientRole | undefined> = new Set<RecipientRole | undefined>([
  "primaryUnit",
  "primaryUnitHead",
]);

export const zh: Texts = {
  htmlLang: "zh-CN",
  rehearsalMark: "【推演】",
  rehearsalNote: "本件为推演产生，不作办理依据。",
  sampleNote: "本件所列人员、单位和村为示例数据，并非真实名单。",
  askLabel: "要求：",
  footer: "本件由督办系统按督办规则发出。如已办结，请以系统登记为准。",
  instrument: instrumentZh,
  // How things stand is as of a day; what is done by the letter is not.
  opening: (sentence, planTitle, day) =>
    `根据《${planTitle}》，${sentence.startsWith("下列") ? `截至${day}，` : ""}${sentence}`,
  date: dateZh,
  salutation: ({ name, isPost }, upward) => {
    const whom = isPost ? name : `${name}同志`;
    return upward ? `呈${whom}阅示：` : `${whom}：`;
  },
  subject: ({ name, copy, documentNo, matter, shortTitle, supplement }) =>
    `${name}${copy ? "（抄送）" : ""}${documentNo === undefined ? "" : `（${documentNo}）`}：${matter}（${shortTitle}）${supplement > 0 ? `（补充${supplement}）` : ""}`,
  about(rows, alarms) {
    const [first] = rows;
    if (first === undefined) return `${alarms}项情况`;
    const title = `“${shorten(first.milestoneTitle, 30).replaceAll("“", "‘").replaceAll("”", "’")}”`;
    if (rows.length === 1) return `${first.village ?? first.township ?? ""}${title}`;
    if (rows.some((row) => row.milestoneTitle !== first.milestoneTitle)) return `${rows.length}项任务节点`;
    const unit = first.village !== undefined ? "个村" : first.township !== undefined ? "个乡镇" : "项";
    return `${title}（${rows.length}${unit}）`;
  },
  supplement: (no) => `本件为当日同类文件的第${no}次补充。`,
  capacity,
  row(row, instrument, planDay, upward, as) {
    const criteria = INSTRUMENTS[instrument].statesCriteria;
    return {
      title: row.taskNo === 0 ? row.taskTitle : `任务${row.taskNo}：${row.taskTitle}`,
      lines: [
        { label: "节点", value: row.milestoneTitle },
        deadlineLine(row, instrument, planDay),
        ...(OWN.has(as) ? [] : [{ label: "主办单位", value: row.primaryUnitName }]),
        ...statusLines(row, instrument, upward),
        ...doneLine(row),
        ...(criteria && row.closeCriteria ? [{ label: "销号标准", value: row.closeCriteria }] : []),
        ...(criteria && row.evidence?.length ? [{ label: "佐证清单", value: row.evidence.join("、") }] : []),
        ...factLines(row, instrument, planDay),
      ],
    };
  },
  places: placesLine,
  ownTownship: "所属乡镇、街道",
  closingOfCopy: "特此告知。",
  alarm: alarmZh,
  system: "督办系统",
  short: shortZh,
  package: {
    leads: "牵头单位（共同牵头）：你单位与主办单位共同牵头的任务。",
    responsible: "责任单位：你单位作为责任单位参与的任务。",
    standing: "常态职责：没有时限，长期坚持。",
    task: (no, title, as) => `任务${no}：${title}${as === undefined ? "" : as === "lead" ? "（牵头）" : "（参与）"}`,
    item: "事项",
    duty: "职责",
    milestone: (title, deadline) => `${title}（${dateZh(deadline)}）`,
    part: "你单位分工",
    partDrafted: "（办公室拟定）",
  },
};
