/** Chinese letters: what frames them, and the entries of their lists. */
import { INSTRUMENTS } from "../domain/instruments/instruments.js";
import { type KnownFacts, knownFacts } from "../domain/letters/facts.js";
import { FORM_NAMES_ZH, type LetterForm } from "../domain/letters/forms.js";
import {
  type Capacity,
  type LetterModel,
  type LetterRow,
  type Matter,
  receivedIn,
} from "../domain/letters/letter-model.js";
import { alarmZh } from "./alarms.zh.js";
import { distinct, isOver, type Part, unitOf } from "./compose.js";
import { untold } from "./group-rows.js";
import { givenZh } from "./package-texts.zh.js";
import type { PageLine } from "./page.js";
import {
  answeredZh,
  dayInZh,
  doneZh,
  namedZh,
  ownersZh,
  PartZh,
  quotedZh,
  unitWordsZh,
  waitsZh,
  whatZh,
} from "./phrases.zh.js";
import { listLinesZh } from "./monthly-list.zh.js";
import { sayZh } from "./sayings.zh.js";
import { shortZh } from "./short.zh.js";
import { type Entry, isDay, type Places, shorten, type Texts } from "./texts.js";
import { ROLES_ZH } from "../domain/people/role-words.js";
import { dateZh, postZh, timingZh } from "./words.zh.js";

/** 关于……的……: what each form's title says it is about. */
const TITLES: Readonly<Partial<Record<LetterForm, (matter: string, owners: string) => string>>> = {
  assignment: (matter) => `关于交办${matter}的通知`,
  urge: (matter) => `关于尽快办结${matter}的催办单`,
  supervise: (matter) => `关于加快办理${matter}的督办函`,
  escalate: (matter, owners) => `关于${owners}${matter}办理情况的呈阅件`,
  submitted: (matter, owners) => `关于${owners}${matter}办理情况的呈报`,
  summonsTalk: (_, owners) => `关于约谈${owners}主要负责同志的建议`,
  longOverdueList: () => "久拖未决清单",
  returned: (matter) => `关于退办${matter}的通知`,
  reopened: (matter) => `关于重新办理${matter}的通知`,
  extensionRequest: (matter, owners) => `${owners}关于延期办理${matter}的申请`,
  decisionSought: (matter, owners) => `关于提请审定${owners}延期办理${matter}的函`,
  extensionDecision: (matter) => `关于延期办理${matter}有关事项的复函`,
  deadlineChange: (matter) => `关于调整${matter}时限的通知`,
  instruction: (matter) => `关于办理领导同志对${matter}批示的通知`,
  instructionReply: (matter) => `关于${matter}批示办理情况的报告`,
  cancelled: (matter) => `关于撤销${matter}的通知`,
  suspension: (matter) => `关于${matter}暂缓办理的通知`,
  resumed: (matter) => `关于${matter}恢复办理的通知`,
  handover: (matter) => `关于移交${matter}的通知`,
  closingReview: (matter) => `关于${matter}销号审核的通知`,
  verificationRequest: (matter) => `关于核查${matter}的通知`,
};

/** What presses for another act than the item itself. */
const MATTER_TITLES: Readonly<Partial<Record<Matter, (matter: string) => string>>> = {
  signFor: () => "关于签收交办清单的催办单",
  verification: (matter) => `关于核查${matter}的催办单`,
  instruction: (matter) => `关于反馈${matter}批示办理情况的催办单`,
  supporting: (matter) => `关于做好${matter}协办工作的催办单`,
};

function titleZh(form: LetterForm, rows: readonly LetterRow[]): string {
  const titles = distinct(rows, ({ milestoneTitle }) => milestoneTitle);
  const [only] = titles;
  const name = FORM_NAMES_ZH[form];
  const title = TITLES[form];
  if (form === "longOverdueList" && isOver(rows)) return "上月呈阅事项办理结果";
  if (only === undefined) return name;
  const matter =
    titles.length === 1 ? `“${shorten(only, 24).replaceAll("“", "‘").replaceAll("”", "’")}”` : `${rows.length}项事项`;
  const [of, other] = distinct(rows, (row) => row.matter);
  const pressed = form === "urge" && of !== undefined && other === undefined ? MATTER_TITLES[of] : undefined;
  if (pressed !== undefined) return pressed(matter);
  return title === undefined ? name : title(matter, ownersZh(rows));
}

const CLOSINGS: Readonly<Partial<Record<LetterForm, string>>> = {
  assignment: "特此通知。",
  supervise: "特此函告。",
  escalate: "妥否，请批示。",
  submitted: "请阅示。",
  summonsTalk: "妥否，请审定。",
  decisionSought: "妥否，请审定。",
  extensionDecision: "特此函复。",
  extensionRequest: "请予审核。",
  instructionReply: "专此报告。",
  settledReport: "特此报告。",
  talk: "特此通知。",
  returned: "特此通知。",
  reopened: "特此通知。",
  deadlineChange: "特此通知。",
  instruction: "特此通知。",
  suspension: "特此通知。",
  resumed: "特此通知。",
  cancelled: "特此通知。",
  handover: "特此通知。",
  newHolder: "特此通知。",
};
const SUBMITTED: ReadonlySet<LetterForm> = new Set<LetterForm>([
  "escalate",
  "submitted",
  "summonsTalk",
  "decisionSought",
  "instructionReply",
]);

function closingZh(form: LetterForm, reader: "asked" | "beside" | "leader", over: boolean): string {
  if (reader === "asked") return CLOSINGS[form] ?? "";
  if (reader === "beside") return SUBMITTED.has(form) ? "特此告知。" : "";
  if (form === "longOverdueList") return over ? "特此报告。" : "妥否，请阅示。";
  return SUBMITTED.has(form) ? (CLOSINGS[form] ?? "") : "特此报告。";
}

function deadlineLine(row: LetterRow, { model }: Entry): PageLine[] {
  const { deadline, originalDeadline: original, overdueWorkingDays = 0 } = row;
  if (!isDay(deadline)) return [];
  const { planDay: today, instrument } = model;
  const timing = timingZh(row, instrument, today);
  const moved = original === undefined || original === deadline ? "" : `原时限${dayInZh(original, today)}`;
  const notes = timing !== "" && moved !== "" ? `${timing}；${moved}` : `${timing}${moved}`;
  const line = { label: "时限", value: `${dayInZh(deadline, today)}${notes === "" ? "" : `（${notes}）`}` };
  return [overdueWorkingDays > 0 ? { ...line, strong: true } : line];
}

/** Facts of a row that its list states, where there are several rows: a single one's stand in the text. */
function factLines(row: LetterRow, { model, part, brief }: Entry): PageLine[] {
  const { form } = part;
  if (brief || form === "longOverdueList") return [];
  const { planDay: today } = model;
  const known = knownFacts(row.facts);
  const said: PageLine[] = [];
  const line = (label: string, text: string): void => void (text === "" || said.push({ label, value: text }));
  const day = (name: keyof KnownFacts): string => {
    const fact = known[name];
    return typeof fact === "string" && isDay(fact) ? dayInZh(fact, today) : "";
  };
  if (form === "extensionRequest" || form === "decisionSought") line("申请延至", day("to"));
  if (form === "extensionDecision") line("审定结果", known.grant ? `同意延至${day("to")}` : "不同意延期");
  if (form === "deadlineChange") line("原时限", day("from"));
  if (form === "handover" && known.from && known.to) line("移交", `${known.from}至${known.to}`);
  if (part.matter === "instruction" || form === "instruction") {
    line("批示领导", known.instructorPost ?? "");
    const text = known.instructionText ?? (known.again ? undefined : known.text);
    line("批示内容", text === undefined ? "" : quotedZh(text, 200));
  }
  if (known.reason !== undefined && !isSaid(part))
    line(form === "returned" ? "退办意见" : "理由", quotedZh(known.reason, 120));
  line("协办时限", day("subDeadline"));
  if (part.stance === "asked" && !shares(part, "replyBy") && isDay(known.replyBy) && known.replyBy >= today)
    line("办理要求", `${dayInZh(known.replyBy, today)}（含当日）前`);
  return said;
}

/** Forms whose text gives the reason where all their items share it. */
const GIVES_REASON: ReadonlySet<LetterForm> = new Set<LetterForm>([
  "returned",
  "reopened",
  "extensionRequest",
  "decisionSought",
  "extensionDecision",
  "deadlineChange",
  "suspension",
  "cancelled",
  "handover",
]);
const isSaid = (part: Part): boolean => part.rows.length > 1 && GIVES_REASON.has(part.form) && shares(part, "reason");

/** Whether a fact is the same of all items of a part: the text tells it once. */
const shares = ({ rows }: Part, fact: keyof KnownFacts): boolean =>
  new Set(rows.map(({ facts }) => knownFacts(facts)[fact])).size === 1;

/** Letters that say themselves what the unit answered and what was done. */
const TELLS_WORDS: ReadonlySet<LetterForm> = new Set<LetterForm>([
  "reminder",
  "urge",
  "supervise",
  "escalate",
  "submitted",
  "summonsTalk",
  "longOverdueList",
]);

function placesLine({ villages, townships }: Places): PageLine {
  if (villages.length === 0) {
    const [only] = townships;
    if (only === undefined) return { label: "范围", value: "{{whole}}" };
    if (townships.length === 1) return { label: "{{township}}", value: only };
    return { label: "{{township}}", value: `共${townships.length}个：${townships.join("、")}` };
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

const CO_LEAD = "共同牵头单位";

/** What the recipient is to what a section tells. */
function capacityZh({ as, coLead, postTitle, unitName, fallbackFor }: Capacity): string {
  if (fallbackFor !== undefined && "title" in fallbackFor) return postZh(fallbackFor);
  if (fallbackFor !== undefined) return ROLES_ZH[fallbackFor.role];
  if (coLead) return CO_LEAD;
  return as === undefined ? `${unitName ?? ""}${postTitle}` : ROLES_ZH[as];
}

/** 送：何某乙（农业农村局主要负责人；抄送）: whose hands it comes into, and why. */
function deliveredZh(model: LetterModel): string {
  const { recipient } = model;
  const posts = receivedIn(model).map((capacity) => {
    const { role, level, coLead, fallbackFor, upFrom, substituteFor, postTitle, unitName } = capacity;
    const leader = level === "countyLeader" || level === "leadingGroup";
    const notes = [
      ...(coLead ? [CO_LEAD] : []),
      ...(role === "to" ? [] : [leader ? "抄报" : "抄送"]),
      ...(fallbackFor === undefined
        ? []
        : "role" in fallbackFor
          ? [`当日没有明确的${ROLES_ZH[fallbackFor.role]}，按规定转送`]
          : [`${postZh(fallbackFor)}岗位空缺，按规定转送`]),
      ...(upFrom === undefined ? [] : [`${postZh(upFrom)}此前已收到同一事项文件，现逐级报送`]),
      ...(substituteFor === undefined ? [] : [`代${substituteFor}，岗位代理期间同时送达`]),
    ];
    return `${unitName ?? ""}${postTitle}${notes.length > 0 ? `，${notes.join("，")}` : ""}`;
  });
  return `送：${recipient.isPost ? "" : recipient.name}${posts.length === 0 ? "" : `（${[...new Set(posts)].join("；")}）`}`;
}

export const zh: Texts = {
  htmlLang: "zh-CN",
  colon: "：",
  gap: "",
  rehearsalMark: "【推演】",
  rehearsalNote: "本件为推演产生，不作办理依据。",
  sampleNote: "本件所列人员、单位和村为示例数据，并非真实名单。",
  names: FORM_NAMES_ZH,
  title: titleZh,
  part: (part, model) => sayZh(part, new PartZh(part, model)),
  closing: closingZh,
  date: dateZh,
  salutation(model) {
    const { addressee, recipient } = model;
    if (addressee.kind !== "leader") return `${addressee.name}：`;
    const name = `${addressee.name}${addressee.name === recipient.name && !recipient.isPost ? "同志" : ""}`;
    return `呈${name}：`;
  },
  subject: ({ name, copy, documentNo, matter, shortTitle, supplement }) =>
    `${name}${copy ? "（抄送）" : ""}${documentNo === undefined ? "" : `（${documentNo}）`}：${matter}（${shortTitle}）${supplement > 0 ? `（补充${supplement}）` : ""}`,
  about: (rows, alarms) => (rows.length === 0 ? `${alarms}项情况` : whatZh(rows)),
  supplement: (no) => `本件为同类文件的第${no}次补充。`,
  delivered: deliveredZh,
  capacity: (capacity, no) =>
    `${numeral(no)}、${capacityZh(capacity)}${capacity.role === "copy" && unitOf(capacity) !== undefined ? "（抄送）" : ""}`,
  row(row, entry) {
    const { model, part, brief, alike } = entry;
    const { instrument, planDay: today } = model;
    const criteria = INSTRUMENTS[instrument].statesCriteria || instrument === "reminder";
    const talk = part.form === "summonsTalk";
    const words = talk || ((brief || alike) && TELLS_WORDS.has(part.form));
    // Its own unit's, or the applicant's who writes it.
    const own = [unitOf(part.capacity), model.issuer.name].includes(row.primaryUnitName);
    const { endedOn, cause } = knownFacts(row.facts);
    const hasCause = cause !== undefined;
    const ended = endedOn !== undefined || INSTRUMENTS[instrument].settles === true;
    const status = ended || INSTRUMENTS[instrument].statesStatus || own || brief ? "" : waitsZh(row);
    const said = words || ended ? "" : unitWordsZh(row, today, own);
    const done = words || ended ? "" : doneZh(row, today);
    return {
      title: `${row.milestoneTitle === "" ? row.taskTitle : row.milestoneTitle}${row.taskNo === 0 ? "" : `（任务${row.taskNo}：${row.taskTitle}）`}`,
      lines: [
        ...deadlineLine(row, entry),
        ...(own || row.primaryUnitName === "" ? [] : [{ label: "承办单位", value: row.primaryUnitName }]),
        ...(status === "" ? [] : [{ label: "目前环节", value: status }]),
        ...(said === "" ? [] : [{ label: hasCause ? "未办结原因" : "办理情况", value: said }]),
        ...(done === "" ? [] : [{ label: "已做工作", value: done }]),
        ...(talk && !brief && !alike ? [{ label: "督办及答复情况", value: answeredZh(row, today) }] : []),
        ...(criteria && !brief && row.closeCriteria
          ? [{ label: "销号标准", value: `${row.closeCriteria}${row.criteriaOfPlan ? "" : "（办公室拟定）"}` }]
          : []),
        ...(instrument === "assignment" && row.evidence?.length
          ? [{ label: "佐证材料", value: row.evidence.join("、") }]
          : []),
        ...(part.form === "longOverdueList" && (!brief || endedOn !== undefined) ? listLinesZh(row, today) : []),
        ...factLines(row, entry),
      ],
    };
  },
  places: (places) => placesLine(places),
  single(entry, said) {
    const more = untold(entry, said).map(({ label, value }) => `${label}：${value.replace(/[。；]$/u, "")}`);
    return more.length === 0 ? "" : `${more.join("；")}。`;
  },
  samePlaces: (no, places) => `同第${no}项（${places}个）`,
  townships: (names) => namedZh(names, 6, "个{{township}}"),
  annex: (rows) => `事项清单（${rows.length}项）`,
  contact: ({ name, phone }) => `（联系人：${name}，电话：${phone}）`,
  alarm: alarmZh,
  alarms: (count) => ({
    ask: "请核实下列情况并处理，办理后在系统中登记。",
    paragraphs: [
      { text: `文件送达和岗位核对中发现${count}项情况。同一情况本月内不再重复提示，岗位空缺未变化的每周提示一次。` },
    ],
  }),
  system: "督办系统",
  short: shortZh,
  given: givenZh,
  package: {
    annex: "方案所列任务和职责清单",
    alone: (planTitle) => `根据《${planTitle}》，现将你单位在方案中承担的任务和职责告知，请按职责办理。`,
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
