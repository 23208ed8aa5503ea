/** What the events of an item say, by type: Chinese sentences for the live feed, the item's page and the report. */
import { roundName } from "../inspections/round-name.js";
import { dayZh } from "../language/dates.js";
import type { ItemEventType } from "../ledger/events.js";
import { INSTRUMENT_NAMES_ZH } from "../instruments/names.zh.js";
import type { ToldEvent } from "./told-event.js";
import type { Who } from "./who.js";

/** People named one by one; the rest is counted. */
const NAMED = 4;

function who({ desk, unit, title, person, insteadOf, upFrom, substituteFor }: Who): string {
  const name = person === null ? "无人在岗" : person;
  const notes = [
    name,
    ...(insteadOf === null ? [] : [`因${insteadOf}空缺转送`]),
    ...(substituteFor === undefined ? [] : [`代理${substituteFor}`]),
    ...(upFrom === null ? [] : [`${upFrom}此前已收到，逐级上报`]),
  ];
  return `${unit ?? ""}${desk ? "" : title}（${notes.join("，")}）`;
}

function people(list: readonly Who[]): string {
  const named = list.slice(0, NAMED).map(who).join("、");
  return list.length > NAMED ? `${named}等${list.length}人` : named;
}

const copies = ({ copy }: ToldEvent): string => (copy.length === 0 ? "" : `，抄送${people(copy)}`);
const instrument = ({ instrument: known }: ToldEvent): string => (known === null ? "文书" : INSTRUMENT_NAMES_ZH[known]);

function actor({ actor: acting, onBehalfOf }: ToldEvent): string {
  if (acting === null) return "";
  return `${who(acting)}${onBehalfOf === null ? "" : `代${who(onBehalfOf)}`}`;
}

/**
 * What a leader said or read, as it came into the ledger: done in person, or entered by the liaison or the office, who say nothing
 * in the leader's place.
 */
function leaders(entry: ToldEvent, own: string, entered: (leader: string) => string): string {
  const { actor: acting, onBehalfOf } = entry;
  if (acting === null || onBehalfOf === null) return `${actor(entry)}${own}`;
  const { unit, title, person } = onBehalfOf;
  return `${who(acting)}${entered(`${unit ?? ""}${title}${person === null ? "" : `${person}同志`}`)}`;
}

function fact({ facts }: ToldEvent, name: string): string {
  const value = facts[name];
  return value === undefined || value === null || value === "" ? "" : dayZh(String(value));
}

/** “：” and what was said, where something was. */
function said(entry: ToldEvent, name = "reason"): string {
  // The sentence goes on, or ends by itself.
  const text = fact(entry, name).replace(/[。；;，,.\s]+$/u, "");
  return text === "" ? "" : `：${text}`;
}

/** What the percentage was computed from, where it was. */
function figures(entry: ToldEvent): string {
  const [done, total] = [fact(entry, "figures.done"), fact(entry, "figures.total")];
  return done === "" ? "" : `（已完成${done}${total === "" ? "" : `，总任务量${total}`}）`;
}

const WHY_URGED: Readonly<Record<string, string>> = {
  signFor: "尚未签收，",
  verification: "核查未完成，",
  extension: "延期申请未决定，",
  instruction: "批示未反馈，",
  supporting: "协办事项尚未办结，",
};

/** By when a letter asks for something. */
function askedBy(entry: ToldEvent): string {
  const by = fact(entry, "replyBy");
  return by === "" ? "" : `，${by}前办理或者答复`;
}

/** A suspension that moved the deadline. */
function movedTo(entry: ToldEvent): string {
  const to = fact(entry, "deadline");
  return to === "" ? "" : `；时限由${fact(entry, "from")}顺延至${to}`;
}

function fired(entry: ToldEvent): string {
  const again = entry.facts.repetition !== undefined && Number(entry.facts.repetition) > 0;
  const until = entry.repeats === null ? "" : `，此后至${dayZh(entry.repeats.last)}又${entry.repeats.times}次`;
  const why = WHY_URGED[entry.ladder ?? ""] ?? "";
  const to = people(entry.to);
  switch (entry.instrument) {
    case "reminder":
      return `${why}提醒${to}${copies(entry)}${until}${askedBy(entry)}`;
    case "urge":
      return `${why}催办单发至${to}${copies(entry)}${until}${askedBy(entry)}`;
    case "escalate":
      return `${why}${again ? "再次呈阅" : "呈阅件呈送"}${to}${copies(entry)}${until}`;
    default:
      return `${why}${instrument(entry)}发至${to}${copies(entry)}${until}`;
  }
}

const SKIPPED: Readonly<Record<string, string>> = {
  beforeStart: "交办（新时限）之前的督办",
  passedWhileStopped: "暂缓期间到期、不再补发",
  noUnansweredSupervision: "督办函未签发或者已答复",
  headVacant: "主要负责人空缺",
};

/** Why a talk is not proposed. */
const NOT_STARTED: ReadonlySet<string> = new Set(["noUnansweredSupervision", "headVacant"]);

const WITHDRAWN: Readonly<Record<string, string>> = {
  reported: "主办单位已反馈",
  cancelled: "事项撤销",
  deadlineMoved: "时限已调整",
  policyMigrated: "督办规则已更换",
};

const SENTENCES: { readonly [T in ItemEventType]: (entry: ToldEvent) => string } = {
  registered: (entry) =>
    `${actor(entry)}立项${said(entry)}${fact(entry, "reason") === "" ? "：" : "；"}主办单位${fact(entry, "primaryUnit")}，时限${fact(entry, "deadline")}`,
  assigned: (entry) => `交办：交办清单发至${people(entry.to)}${copies(entry)}`,
  imported: (entry) => `存量导入：办理进度${fact(entry, "percent")}%，导入前的各级督办不再补发`,
  supportReported: (entry) => `${actor(entry)}报告协办事项办结${said(entry, "text")}`,
  rungFired: fired,
  rungSkipped: (entry) =>
    `${instrument(entry)}${NOT_STARTED.has(fact(entry, "reason")) ? "未启动" : "略过"}：${SKIPPED[fact(entry, "reason")] ?? fact(entry, "reason")}`,
  instrumentDrafted: (entry) => `${instrument(entry)}拟稿，待办公室签发，拟送${people(entry.to)}${copies(entry)}`,
  instrumentSigned: (entry) =>
    `${actor(entry)}签发${instrument(entry)}${fact(entry, "documentNo") === "" ? "" : `（${fact(entry, "documentNo")}）`}，送${people(entry.to)}${copies(entry)}${fact(entry, "replyBy") === "" ? "" : `，${fact(entry, "replyBy")}前书面答复`}`,
  deliveryChecked: (entry) =>
    fact(entry, "deliveredOn") === ""
      ? `督办函（${fact(entry, "documentNo")}）尚未送达，暂不建议约谈，${fact(entry, "until")}后再核实`
      : `核实督办函（${fact(entry, "documentNo")}）于${fact(entry, "deliveredOn")}送达，答复至${fact(entry, "until")}`,
  instrumentLapsed: (entry) =>
    `${instrument(entry)}满${fact(entry, "officeDelayDays")}个工作日未签发，记办公室迟延${entry.to.length === 0 ? "" : `；改发催办单：${people(entry.to)}${copies(entry)}`}`,
  answered: (entry) =>
    `${actor(entry)}书面答复督办函${said(entry, "cause")}；承诺${fact(entry, "promised")}前办结，责任人：${fact(entry, "responsible")}`,
  answerAccepted: (entry) => `${actor(entry)}认可书面答复${said(entry, "text")}`,
  answerReturned: (entry) => `${actor(entry)}退回书面答复${said(entry)}；${fact(entry, "replyBy")}前重新答复`,
  escalationHeld: (entry) =>
    `${actor(entry)}暂缓呈阅${fact(entry, "days")}个工作日，${fact(entry, "until")}呈阅${said(entry)}`,
  agendaListed: () => "多次呈阅仍未办结，列入领导小组议题清单",
  instructionForwarded: (entry) => `${actor(entry)}审核并呈报批示办理情况${said(entry, "text")}`,
  instrumentHeld: (entry) => `${actor(entry)}暂缓签发${instrument(entry)}${said(entry)}`,
  instrumentWithdrawn: (entry) =>
    `${instrument(entry)}稿撤回：${WITHDRAWN[fact(entry, "reason")] ?? fact(entry, "reason")}`,
  signedFor: (entry) => `${actor(entry)}签收`,
  progressReported: (entry) =>
    `${actor(entry)}报告进展${fact(entry, "percent")}%${figures(entry)}${said(entry, "text")}`,
  figureComputed: (entry) =>
    `由台账计算进度${fact(entry, "percent")}%（完成${fact(entry, "done")}，总量${fact(entry, "total")}）`,
  totalFixed: (entry) =>
    fact(entry, "from") === "" || fact(entry, "version") === "1"
      ? `${actor(entry)}核定总任务量${fact(entry, "total")}（目标${fact(entry, "target")}%）${said(entry)}`
      : `${actor(entry)}更正总任务量，由${fact(entry, "from")}改为${fact(entry, "total")}，完成率${fact(entry, "percent")}%${said(entry)}`,
  reported: (entry) => `${actor(entry)}反馈办结${figures(entry)}${said(entry, "text")}；送${people(entry.to)}核查`,
  verifierAssigned: (entry) =>
    fact(entry, "verifier") === ""
      ? `${actor(entry)}收回核查指派，由${fact(entry, "unit")}核查${said(entry, "text")}`
      : `${actor(entry)}指派${fact(entry, "unit")}${fact(entry, "verifier")}核查${said(entry, "text")}`,
  verified: (entry) =>
    `${actor(entry)}核查通过${said(entry, "text")}${entry.to.length === 0 ? "" : `；转${people(entry.to)}审核销号`}`,
  returned: (entry) => `${actor(entry)}退办${said(entry)}；通知${people(entry.to)}`,
  closed: (entry) => `${actor(entry)}销号${entry.to.length === 0 ? "" : `；告知此前收到督办文书的${people(entry.to)}`}`,
  reopened: (entry) =>
    `${actor(entry)}将已销号事项重新办理${said(entry)}；新时限${fact(entry, "deadline")}（第${fact(entry, "count")}次）`,
  cancelled: (entry) => `${actor(entry)}撤销事项${said(entry)}`,
  suspended: (entry) =>
    `${actor(entry)}决定暂缓${fact(entry, "until") === "" ? "" : `至${fact(entry, "until")}`}${said(entry)}（批准：${fact(entry, "approver")}${fact(entry, "deadline") === "" ? "" : `；恢复后时限${fact(entry, "deadline")}`}）`,
  resumed: (entry) =>
    `${fact(entry, "reason") === "plannedEnd" ? "暂缓期满，恢复办理" : `${actor(entry)}恢复办理${said(entry)}`}${movedTo(entry)}`,
  extensionRequested: (entry) =>
    `${actor(entry)}${entry.facts.late === true ? "逾期后" : ""}申请延期至${fact(entry, "to")}${said(entry)}`,
  extensionWithdrawn: (entry) => `${WITHDRAWN[fact(entry, "reason")] ?? "主办单位已反馈"}，延期申请撤回`,
  opinionGiven: (entry) =>
    `${actor(entry)}对延期申请表示${entry.facts.supports === true ? "支持" : "不支持"}${said(entry, "text")}`,
  extensionProposed: (entry) =>
    `${actor(entry)}建议${entry.facts.grant === true ? "同意" : "不同意"}延期${said(entry, "text")}`,
  extensionDecided: (entry) =>
    entry.facts.grant === true
      ? `${actor(entry)}同意延期至${fact(entry, "deadline")}${said(entry)}`
      : `${actor(entry)}不同意延期${said(entry)}`,
  readingChanged: (entry) =>
    `${actor(entry)}确认时限认定，由${fact(entry, "from")}改为${fact(entry, "deadline")}${said(entry)}`,
  reassigned: (entry) => `${actor(entry)}将主办单位改为${fact(entry, "primaryUnit")}${said(entry)}`,
  handedOver: (entry) => `${actor(entry)}因任职人员变更列单移交，待重新签收${said(entry)}`,
  acknowledged: (entry) => `${leaders(entry, "已阅", (leader) => `登记${leader}已阅`)}${said(entry, "text")}`,
  findingRecorded: (entry) =>
    `${roundName(fact(entry, "round")).zh}检查${fact(entry, "count") === "1" ? "发现问题" : `第${fact(entry, "count")}次发现同一问题`}${said(entry, "text")}`,
  findingWithdrawn: (entry) => `${roundName(fact(entry, "round")).zh}检查发现的问题经异议撤销${said(entry)}`,
  severityDecided: (entry) => `${actor(entry)}确定问题严重程度，整改时限${fact(entry, "deadline")}${said(entry)}`,
  timetableSet: (entry) => `${actor(entry)}填报措施和时间表`,
  annotated: (entry) => `${actor(entry)}批注${said(entry, "text")}`,
  instructed: (entry) =>
    `${leaders(entry, "批示", (leader) => `录入${leader}书面批示`)}${said(entry, "text")}；交${fact(entry, "unit")}办理，${fact(entry, "replyBy")}前反馈`,
  instructionReplied: (entry) => `${actor(entry)}反馈批示办理情况${said(entry, "text")}`,
  instructionAccepted: (entry) => `${actor(entry)}认可批示办理情况`,
  instructionReturned: (entry) => `${actor(entry)}退回批示反馈${said(entry)}；${fact(entry, "replyBy")}前再报`,
  evidenceFiled: (entry) =>
    `${leaders(entry, "提交佐证", () => "提交佐证")}“${fact(entry, "name")}”（生效日期${fact(entry, "effectiveOn")}）${said(entry, "text")}`,
  talkDecided: (entry) =>
    entry.facts.hold === true
      ? `${actor(entry)}决定于${fact(entry, "on")}约谈${said(entry, "text")}；通知${people(entry.to)}${copies(entry)}`
      : `${actor(entry)}决定不予约谈${said(entry, "text")}`,
  callLogged: (entry) => `${actor(entry)}电话催办${said(entry, "text")}`,
  causeReviewOpened: (entry) => `${actor(entry)}开始核实客观原因${said(entry)}`,
  causeReviewClosed: (entry) => `${actor(entry)}结束核实客观原因${said(entry)}`,
  policyMigrated: (entry) => `${actor(entry)}改用第${fact(entry, "version")}版督办规则`,
};

/** The sentence of an event. */
export function sentenceZh(event: ToldEvent): string {
  return SENTENCES[event.type](event);
}
