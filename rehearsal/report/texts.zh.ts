import { roundName } from "../../domain/inspections/round-name.js";
import { INSTRUMENT_NAMES_ZH as instruments } from "../../domain/instruments/names.zh.js";
import { shorten } from "../../embedded/columns.js";

import type { AlarmLine, Holding, LongLine, OwnLeaderReach, Place, ReachGap } from "./model.js";
import { sentenceZh } from "../../domain/story/sentences.zh.js";
import type { ReportTexts } from "./texts.js";
import { dayZh } from "../../domain/language/dates.js";

const GAPS: Readonly<Record<ReachGap, string>> = {
  reportedBefore: "呈阅前已反馈或销号",
  stopped: "延期待审定或者暂缓中",
  deadlineMoved: "时限已调整",
  notYetDue: "未到呈阅时点",
  unexplained: "原因不明",
};

const ALARMS: Readonly<Record<string, string>> = {
  nobody: "无人可送",
  unreachable: "无联系方式",
  letterFailed: "投递失败",
  vacantPost: "岗位空缺",
  noEmail: "无邮箱（人工送达）",
};

const STEPS: Readonly<Record<Holding["step"], string>> = {
  signFor: "待签收",
  work: "办理",
  verify: "核查",
  close: "待销号",
  extension: "延期待审定",
  suspended: "暂缓",
};

/** Causes named one by one; the rest is counted. */
const NAMED = 4;
/** Mail servers can be long-winded. */
const ERROR_COLUMNS = 48;

function ownLeader(reach: OwnLeaderReach): string[] {
  const lines = [
    `村级事项${reach.villageItems}项，曾逾期${reach.everOverdue}项，其中已呈报本村{{pairing}}{{leader}}${reach.reached}项`,
  ];
  if (reach.workingDays) {
    const { median, max } = reach.workingDays;
    const by = reach.limit === null ? "" : `；第${reach.limit}个工作日以内呈报${reach.withinLimit}项`;
    lines.push(`自逾期至首次呈报：中位数${median}个工作日，最长${max}个工作日${by}`);
  }
  if (reach.fellBack > 0) lines.push(`其中领导岗位空缺、按次序转送${reach.fellBack}项`);
  const missing = Object.entries(reach.missing).filter(([, count]) => count > 0);
  if (missing.length > 0) {
    const total = missing.reduce((sum, [, count]) => sum + count, 0);
    lines.push(`未呈报${total}项：${missing.map(([gap, count]) => `${GAPS[gap as ReachGap]}${count}项`).join("，")}`);
  }
  return lines;
}

function alarms(lines: readonly AlarmLine[]): string {
  const kind = lines[0]?.kind ?? "";
  const named = lines
    .slice(0, NAMED)
    .map(
      ({ subject, instead, error, count }) =>
        `${subject}（${count}件${instead === null ? "" : `，转送${instead}`}${error === null ? "" : `，${shorten(error, ERROR_COLUMNS)}`}）`,
    );
  const rest = lines.length > NAMED ? `等${lines.length}处` : "";
  return `${ALARMS[kind] ?? kind}：${named.join("、")}${rest}`;
}

const place = ({ village, township }: Place): string => village ?? township ?? "全区";

function holding({ step, unit, days }: Holding): string {
  return `${unit ?? ""}${STEPS[step]}${days}个工作日`;
}

function stuck(line: LongLine): string {
  const hands = line.holdings.slice(0, 3).map(holding).join("，");
  const said =
    line.submissions === 0
      ? ""
      : `；呈阅${line.submissions}次（${line.submittedTo}）${line.acknowledgedOn === null ? "" : `，${dayZh(line.acknowledgedOn)}已阅`}`;
  const end = line.endedOn === null ? "" : `；${dayZh(line.endedOn)}${line.status === "cancelled" ? "撤销" : "销号"}`;
  return `${line.endedOn === null ? "滞留环节：" : "其间："}${hands}${said}${end}`;
}

export const zh: ReportTexts = {
  title: "推演报告",
  sections: {
    overview: "一、总体情况",
    told: "二、谁在何时被告知",
    tasks: "三、各项任务",
    units: "四、主办单位",
    leaders: "五、{{leader}}（呈阅件，按任职顺序）",
    townships: "六、各{{township}}、各村",
    asked: "七、督办函和批示的要求与答复",
    longest: "八、逾期最久的事项",
    story: "九、一个事项的全过程",
    inspections: "十、半年检查",
    months: "十一、月度调度和台账更新",
  },
  labels: {
    period: "推演期",
    scenario: "情形",
    roster: "名册",
    items: "事项",
    ownLeader: "村级呈报",
    letters: "文书",
    notices: "告知（件·人）",
    supervise: "督办函",
    summonsTalk: "约谈建议",
    extensions: "延期",
    acts: "办理",
    replies: "领导",
    answers: "书面答复",
    skipped: "未触发",
    alarms: "送达提示",
  },
  heads: {
    quarter: "季度",
    recipient: "收件人",
    year: "年份",
    sum: "合计",
    other: "其他",
    task: "任务",
    unit: "单位",
    leader: "领导",
    village: "村",
    items: "事项",
    closed: "销号",
    open: "未结",
    overdue: "逾期",
    everOverdue: "曾逾期",
    longest: "最长",
    returned: "退办",
    extensions: "延期",
    escalated: "呈阅",
    submissions: "呈阅件数",
    copies: "抄报",
    acknowledged: "已阅",
    first: "首次",
    last: "最近",
    place: "地点",
    milestone: "事项",
    deadline: "时限",
    workingDays: "逾期工作日",
    letter: "文书",
    askedOn: "日期",
    replyBy: "要求答复时间",
    inTime: "按期答复",
    answeredLate: "超期答复",
    unanswered: "逾期未答复",
    running: "未到期",
    dropped: "不再要求",
    round: "检查",
    visits: "应查",
    submitted: "已查",
    mostly: "基本合格",
    fail: "不合格",
    found: "问题",
    again: "再次发现",
    granted: "异议成立",
    refused: "异议不成立",
    systemic: "共性问题",
    bulletin: "通报",
    month: "月份",
    asked: "应报",
    onTime: "按期报送",
    late: "逾期报送",
    silent: "未报送",
    copied: "照抄行数",
    registers: "应更新台账",
    kept: "已更新",
    unchanged: "核对无变化",
    notKept: "未更新",
  },
  figures: {
    total: "合计",
    open: "未结",
    overdue: "逾期",
    suspended: "暂缓",
    notStarted: "未开始",
    closed: "销号",
    cancelled: "撤销",
    everOverdue: "曾逾期",
    made: "生成",
    sent: "已发",
    waitingLetters: "待发",
    failed: "投递失败",
    byHand: "人工送达",
    noticesWithoutLetter: "尚未生成文书的告知",
    drafted: "拟稿",
    signed: "签发",
    lapsed: "逾期未签发、改发催办",
    withdrawn: "未签发（已失效）",
    held: "暂缓签发",
    waiting: "待签",
    requested: "申请",
    late: "其中逾期申请",
    granted: "同意",
    refused: "不同意",
    pending: "待审定",
    returns: "退办",
    suspensions: "暂缓",
    resumed: "恢复办理",
    reassigned: "改主办",
    readingsChanged: "时限调整",
    instructions: "批示",
    replied: "反馈",
    accepted: "认可",
    acknowledged: "已阅",
    calls: "电话催办",
    answered: "答复督办函",
    answersReturned: "退回",
    escalationsHeld: "暂缓呈阅",
    onAgenda: "列入领导小组议题",
  },
  instruments,
  instrumentHeads: {
    assignment: "交办",
    reminder: "提醒",
    urge: "催办",
    supervise: "督办",
    escalate: "呈阅",
    summonsTalk: "约谈",
    longOverdueList: "清单",
    verificationRequest: "核查",
    returned: "退办",
    extension: "延期",
    instruction: "批示",
    suspension: "暂缓",
    handover: "移交",
    bulletin: "通报",
    resolved: "办结",
    alarm: "提示",
  },
  recipients: {
    unitDesk: "部门经办",
    townshipDesk: "{{township}}经办",
    unitHead: "部门主要负责人",
    townshipHead: "{{township}}主要负责人",
    countyLeader: "{{leader}}",
    leadingGroup: "领导小组",
    office: "办公室",
    supervisionOffice: "督查机构",
    other: "其他",
  },
  months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
  sampleRoster: "示例数据，{{township}}、村和人员均为虚构",
  none: "无",
  notes: {
    told: "一件事项告知一人为一件·人，抄送计入",
    tasks: "逾期：目前逾期的事项；曾逾期：含已销号的；提醒等各栏：有关该任务事项的告知数",
    units: "最长：逾期最久事项的工作日数；呈阅：已呈报{{leader}}的事项数；提醒、催办、督办：本单位收到的告知数",
    leaders: "呈阅件数含再次呈阅；抄报：抄报本人的件数",
    townships: "呈阅：已呈报本村{{pairing}}{{leader}}的事项数；最长：逾期最久事项的工作日数",
    asked: "各栏为事项数；书面答复或者反馈办结均为答复，退回的以重新要求的时间为准；不再要求：事项已撤销或者时限已调整",
    inspections:
      "应查、已查为处数，基本合格、不合格为检查项数（按异议决定后计）；问题为整改事项数，再次发现、未办结为其中数；逾期到达的检查不计入",
    months:
      "应报为单位·次，审定报送方为已报；照抄行数：文字与上月一字不差的行；台账为本·次，以报送时为准，未报送的以调度截止时为准",
    byMonth: "各月告知数",
    byQuarter: "各季度、各类文书",
    byRecipient: "各类收件人、各类文书",
  },
  standing: "常态任务，暂未纳入督办",
  vacant: "空缺",
  nothingOverdue: "没有逾期事项",
  noStory: "没有可作示例的事项",
  period: (from, to) => `${dayZh(from)}至${dayZh(to)}`,
  scenario: ({ id, title, seed }) => `${title ?? id ?? "未注明"}${seed === null ? "" : `，随机种子 ${seed}`}`,
  ownLeader,
  skipped: ({ noUnansweredSupervision, headVacant, passedWhileStopped, beforeStart }) => [
    { text: "未建议约谈（督办函未签发或者已答复）", count: noUnansweredSupervision },
    { text: "未建议约谈（主要负责人空缺）", count: headVacant },
    { text: "暂缓期间到期、不再补发的督办", count: passedWhileStopped },
    { text: "交办（新时限）之前的督办", count: beforeStart },
  ],
  alarms,
  date: dayZh,
  quarter: (year, quarter) => `${year}年${["一", "二", "三", "四"][quarter - 1]}季度`,
  taskTitle: (no, title) => `${String(no).padStart(2)}. ${title.replace(/。$/, "")}`,
  township: ({ name, villages, inVillages: { total, closed, open, everOverdue }, own }) =>
    `${name}：${villages.length}个村，事项${total}项，销号${closed}项，未结${open}项，曾逾期${everOverdue}项${own.total > 0 ? `；{{township}}本级事项${own.total}项` : ""}`,
  otherUnits: (listed, more) =>
    `其他收文单位：${listed.map(({ name, notices }) => `${name} ${notices}`).join("，")}${more > 0 ? `，另${more}个单位` : ""}`,
  round: ({ round }) => roundName(round).zh,
  asked: ({ no, from }) => (no === null ? `${from ?? ""}批示` : no),
  place,
  milestone: (task, title) => `任务${task} ${title}`,
  stuck,
  holding,
  story: (story) =>
    `${place(story.place)}，任务${story.task}“${story.milestone}”，主办单位${story.primaryUnit}，时限${dayZh(story.originalDeadline)}${story.deadline === story.originalDeadline ? "" : `（后调整为${dayZh(story.deadline)}）`}。`,
  fromDeadline: (days) => (days === 0 ? "计时限当日" : days > 0 ? `逾期${days}个工作日` : `时限前${-days}个工作日`),
  entry: sentenceZh,
  bar: (day, { open, overdue, closed, lettersSent }) => [
    `推演 ${dayZh(day)}`,
    `未结 ${open}`,
    `逾期 ${overdue}`,
    `销号 ${closed}`,
    `已发文书 ${lettersSent}`,
  ],
  played: (day, jumps) => `推演至${dayZh(day)}，共推进 ${jumps} 步`,
};
