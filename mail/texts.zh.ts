import type { Instrument } from "../domain/plan.js";
import type { LetterRow } from "./letter-model.js";
import { allRows, isDay, shorten, type InstrumentText, type Texts } from "./texts.js";

export const INSTRUMENTS: Readonly<Record<Instrument, InstrumentText>> = {
  assignment: {
    name: "交办清单",
    title: "任务交办清单",
    opening: "下列任务节点现予交办。",
    ask: "请自收到之日起3个工作日内签收，明确责任人和序时进度，按期办结并提交佐证材料。",
    askOfCopy: "请知悉，并按职责协助办理。",
    closing: "特此交办。",
  },
  reminder: {
    name: "提醒",
    title: "任务到期提醒",
    opening: "下列任务节点即将到期。",
    ask: "请对照销号标准抓紧办理，于期限前办结并提交佐证材料；确有客观困难的，请于到期前按程序申请延期。",
    askOfCopy: "请知悉，并按职责协助推进。",
    closing: "特此提醒。",
  },
  urge: {
    name: "催办单",
    title: "催办单",
    opening: "下列任务节点超过规定期限，尚未办结。",
    ask: "请立即采取措施加快办理，报告目前进展、未办结原因和预计办结时间；已办结的，请及时提交佐证材料。",
    askOfCopy: "请知悉，并按职责协助主办单位加快办理。",
    closing: "特此催办。",
  },
  supervise: {
    name: "督办函",
    title: "关于加快办理逾期任务节点的督办函",
    opening: "下列任务节点经提醒、催办，至今尚未办结，现予督办。",
    ask: "请主要负责同志亲自研究，明确办结时限和责任人，尽快办结，并将办理情况书面报送本办。",
    askOfCopy: "请知悉，并督促帮助所联系的村和单位办理。",
    closing: "特此函达。",
  },
  escalate: {
    name: "呈阅件",
    title: "关于有关任务节点办理情况的呈阅件",
    opening: "下列任务节点超过规定期限尚未办结，现将有关情况呈上。",
    ask: "呈请阅示。如有批示，我办即行转办，并及时报告办理结果。",
    askOfCopy: "一并呈阅。",
    closing: "妥否，请批示。",
  },
  summonsTalk: {
    name: "约谈建议",
    title: "关于约谈有关单位负责人的建议",
    opening: "下列任务节点经督办仍未办结，责任单位未按要求答复。",
    ask: "建议由区委农村工作领导小组约谈有关单位主要负责人，是否约谈，请审定。",
    askOfCopy: "请知悉，并准备有关情况说明。",
    closing: "以上建议，请审定。",
  },
  resolved: {
    name: "办结告知",
    title: "任务办结告知",
    opening: "此前向您报告或通知的下列任务节点现已销号。",
    ask: "请知悉，不需再作处理。",
    askOfCopy: "请知悉。",
    closing: "特此告知。",
  },
  longOverdueList: {
    name: "久拖未决清单",
    title: "久拖未决清单",
    opening: "截至本日，下列任务节点逾期后经各级督促仍未办结，列入久拖未决清单。",
    ask: "请审阅，并请研究推动解决。清单每月第一个工作日更新，办结后销号。",
    askOfCopy: "请阅知。",
    closing: "现将清单送上。",
  },
  verificationRequest: {
    name: "核查通知",
    title: "任务办结核查通知",
    opening: "下列任务节点已由主办单位报告办结，请予核查。",
    ask: "请对照销号标准和佐证清单进行核查，作出通过或者退办的结论；核查人员不得核查本单位承办的事项。",
    askOfCopy: "请知悉，并配合核查。",
    closing: "特此通知。",
  },
  returned: {
    name: "退办通知",
    title: "退办通知",
    opening: "下列任务节点经核查未达到销号标准，现予退办。",
    ask: "请按退办理由整改后重新报告；原定期限不因退办而顺延。",
    askOfCopy: "请知悉，并协助整改。",
    closing: "特此通知。",
  },
  extensionRequest: {
    name: "延期申请",
    title: "任务延期申请",
    opening: "主办单位就下列任务节点申请延期。",
    ask: "请按程序审核，提出意见或者作出决定。作出决定前，原定期限不变。",
    askOfCopy: "请知悉。",
    closing: "请予审核。",
  },
  extensionDecision: {
    name: "延期批复",
    title: "关于任务延期申请的批复",
    opening: "下列任务节点的延期申请经研究，批复如下。",
    ask: "请按批复确定的期限办理。",
    askOfCopy: "请知悉。",
    closing: "此复。",
  },
  deadlineChange: {
    name: "期限调整告知",
    title: "任务期限调整告知",
    opening: "下列任务节点的完成期限经确认调整如下。",
    ask: "请按调整后的期限办理；原定期限仍予列明，备查。",
    askOfCopy: "请知悉，并按调整后的期限协助办理。",
    closing: "特此告知。",
  },
  instruction: {
    name: "批示交办",
    title: "领导批示交办通知",
    opening: "就下列任务节点，领导同志作出批示，现予交办。",
    ask: "请按批示要求认真办理，并在报送时限前反馈办理情况。",
    askOfCopy: "请知悉，并按职责配合办理。",
    closing: "特此通知。",
  },
  instructionReply: {
    name: "批示办理情况反馈",
    title: "关于批示办理情况的反馈",
    opening: "您就下列任务节点所作批示的办理情况，现呈报如下。",
    ask: "呈请阅示。",
    askOfCopy: "请阅知。",
    closing: "专此报告。",
  },
  suspension: {
    name: "暂停告知",
    title: "任务暂停告知",
    opening: "下列任务节点经批准暂停计时。",
    ask: "暂停期间不再发出提醒和催办；暂停事由消失的，请及时报告。",
    askOfCopy: "请知悉。",
    closing: "特此告知。",
  },
  handover: {
    name: "移交清单",
    title: "任务移交清单",
    opening: "下列任务节点的主办单位发生变更，现予移交。",
    ask: "请移出单位移交全部资料和办理情况，请接收单位核对后签收，并继续按期办理。",
    askOfCopy: "请知悉。",
    closing: "特此通知。",
  },
  alarm: {
    name: "告警",
    title: "运行告警",
    opening: "下列情况需要办公室处理。",
    ask: "请尽快核实处理，必要时改用电话或者书面方式送达。",
    askOfCopy: "请知悉。",
    closing: "特此告警。",
  },
};

const RESUMED: InstrumentText = {
  name: "恢复告知",
  title: "任务恢复告知",
  opening: "下列暂停的任务节点自本日起恢复计时。",
  ask: "请按下列期限继续办理。",
  askOfCopy: "请知悉。",
  closing: "特此告知。",
};

const STATUS: Readonly<Record<string, string>> = {
  registered: "待交办",
  assigned: "已交办，待签收",
  signedFor: "已签收",
  inProgress: "办理中",
  reported: "已报告，待核查",
  verified: "已核查，待销号",
  closed: "已销号",
  cancelled: "已撤销",
};

const UPWARD: ReadonlySet<Instrument> = new Set<Instrument>([
  "escalate",
  "instructionReply",
  "longOverdueList",
  "summonsTalk",
]);
const SETTLED: ReadonlySet<string> = new Set(["closed", "cancelled"]);

function date(day: string): string {
  const [year, month, dayOfMonth] = day.split("-");
  return isDay(day) ? `${year}年${Number(month)}月${Number(dayOfMonth)}日` : day;
}

const value = (fact: string | number | boolean): string =>
  isDay(fact) ? date(fact) : typeof fact === "boolean" ? (fact ? "是" : "否") : String(fact);

function facts({ facts: known }: LetterRow, instrument: Instrument): string[] {
  const said: string[] = [];
  const say = (key: string, label: string): void => {
    const fact = known[key];
    if (fact !== undefined && fact !== null && fact !== "") said.push(`${label}：${value(fact)}`);
  };
  if (instrument === "alarm") {
    for (const key of Object.keys(known)) say(key, key);
    return said;
  }
  if (known.standIn === true) said.push("相关督办函未在规定时间内签发，先行催办");
  if (known.cancelled === true) said.push("该任务节点已撤销");
  if (known.closing === true) said.push("核查已通过，请作销号审核");
  if (known.again === true) said.push("前次反馈未获认可，请重新办理");
  if (instrument === "extensionRequest") {
    say("to", "申请延至");
    if (known.late === true) said.push("逾期后提出申请");
    if (typeof known.proposedGrant === "boolean")
      said.push(`拟办意见：${known.proposedGrant ? "建议同意延期" : "建议不同意延期"}`);
  }
  if (instrument === "extensionDecision") {
    said.push(known.grant === true ? "批复：同意延期" : "批复：不同意延期，按原定期限办理");
    say("to", known.grant === true ? "延至" : "申请延至");
  }
  if (instrument === "deadlineChange") {
    say("from", "原期限");
    say("to", "现期限");
  }
  if (instrument === "handover") {
    say("from", "移出单位");
    say("to", "接收单位");
  }
  if (instrument === "suspension" && known.resumed !== true) say("until", "暂停至");
  say("text", instrument === "instruction" ? "批示内容" : "办理情况");
  say("reason", instrument === "returned" ? "退办理由" : "理由");
  say("subDeadline", "协办期限");
  say("replyBy", "报送时限");
  return said;
}

export const zh: Texts = {
  htmlLang: "zh-CN",
  columns: ["序号", "村（乡镇）", "任务和节点", "期限"],
  labels: { unit: "主办单位", milestone: "节点", original: "原定期限", status: "状态", ask: "要求：" },
  rehearsalMark: "【推演】",
  rehearsalNote: "本件为推演产生，不作办理依据。",
  sampleNote: "本件所列人员、单位和村为示例数据，并非真实名单。",
  countyWide: "全区",
  instrument: (model) =>
    model.instrument === "suspension" && allRows(model, "resumed") ? RESUMED : INSTRUMENTS[model.instrument],
  opening: (text, planTitle, day, rows) => `根据《${planTitle}》，截至${day}，共涉及任务节点${rows}项。${text.opening}`,
  date,
  salutation: ({ instrument }, name) => (UPWARD.has(instrument) ? `呈 ${name} 同志阅示：` : `${name} 同志：`),
  subject: (name, documentNo, matter, shortTitle, supplement) =>
    `${name}${documentNo === undefined ? "" : `（${documentNo}）`}：${matter}（${shortTitle}）${supplement > 0 ? `（补充${supplement}）` : ""}`,
  matter(rows) {
    const [first] = rows;
    if (first === undefined) return "无事项";
    if (rows.length > 1) return `${rows.length}项任务节点`;
    return `${first.village ?? first.township ?? ""}“${shorten(first.milestoneTitle, 40)}”`;
  },
  supplement: (no) => `本件为当日同类文件的第${no}次补充。`,
  capacity({ role, postTitle, unitName, fallbackFor, upFrom }, instrument) {
    const whose = `${unitName ?? ""}${postTitle}`;
    const to = instrument === "escalate" ? "呈阅" : "主送";
    const notes = [
      ...(fallbackFor === undefined ? [] : [`因${fallbackFor}岗位空缺，转送${postTitle}`]),
      ...(upFrom === undefined ? [] : [`${upFrom}此前已收到同一事项文件，现逐级上报至${postTitle}`]),
    ];
    return `${role === "to" ? to : "抄送"}：${whose}${notes.length > 0 ? `（${notes.join("；")}）` : ""}`;
  },
  task: ({ taskNo, taskTitle }) => (taskNo === 0 ? taskTitle : `任务${taskNo}：${taskTitle}`),
  timing({ status, overdueWorkingDays = 0, daysLeft }) {
    if (overdueWorkingDays > 0)
      return SETTLED.has(status) ? `逾期${overdueWorkingDays}个工作日` : `已逾期${overdueWorkingDays}个工作日`;
    if (SETTLED.has(status) || daysLeft === undefined || daysLeft < 0) return "";
    return daysLeft === 0 ? "本日到期" : `距期限${daysLeft}个工作日`;
  },
  status: (status) => STATUS[status] ?? status,
  facts,
  footer: "本件由督办系统按规定发出。如已办结，请以系统登记为准。",
};
