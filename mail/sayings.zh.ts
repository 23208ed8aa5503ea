/** What each form of letter asks, and how it tells its matter, in Chinese. */
import { knownFacts } from "../domain/letters/facts.js";
import type { LetterForm } from "../domain/letters/forms.js";
import { distinct, isOfAnother, type Part } from "./compose.js";
import { longOverdueList } from "./monthly-list.zh.js";
import { byDatesZh, type PartZh, quotedZh, waitsZh, wordsOfZh } from "./phrases.zh.js";
import { decisionSought, escalate, reminder, summonsTalk, supervise, urge } from "./pressing.zh.js";
import { applied, CRITERIA, instructed, REASON, say, type Say, sentence } from "./say.zh.js";
import { isDay, type PartText } from "./texts.js";

const reported = (p: PartZh): string => {
  const on = p.factDay("reportedOn");
  return `${p.owners}已${on === "" ? "" : `于${on}`}反馈办结${p.owned}`;
};

const SAYINGS: Readonly<Record<LetterForm, Say>> = {
  // A package has a page of its own (package-page.ts); beside it items are told as of any 交办.
  package: (p) => SAYINGS.assignment(p),
  pairedPackage: (p) => SAYINGS.assignment(p),
  assignment: (p) => {
    const planTitle = p.model.plan.title;
    if (p.part.stance !== "asked")
      return say(
        `请按职责配合${p.owners}办理。`,
        `根据《${planTitle}》，${p.what}已交办${p.owners}，与${p.part.stance === "leader" ? "您" : "你单位"}有关的事项见清单。`,
      );
    return say(
      p.ask("签收，并填报责任领导、责任人和联系电话"),
      `根据《${planTitle}》，现将${p.subject}予以交办。${byDatesZh(p.rows, p.today)}`,
      "请对照销号标准按时限办结并反馈。",
    );
  },
  reminder,
  urge,
  supervise,
  escalate,
  summonsTalk,
  talk: (p) => {
    const on = p.fact("on");
    const about = p.fact("text");
    const when = on === undefined || on < p.today ? "" : `于${p.day(on)}`;
    const told = `经${p.model.plan.leadingGroupName}决定，就${p.what}对${p.owners}主要负责同志进行约谈。${about === undefined ? "" : `约谈事由：${quotedZh(about, 120)}。`}`;
    return p.part.stance === "asked"
      ? say(`请主要负责同志${when}参加约谈，并准备办理情况和整改措施的书面材料。`, told)
      : say("请做好约谈的准备工作。", `${told}${when === "" ? "" : `约谈时间：${when.slice(1)}。`}`);
  },
  longOverdueList,
  verificationRequest: (p) =>
    p.part.stance === "told" || p.part.stance === "helper"
      ? say("请配合做好核查。", `${reported(p)}，即将核查。`)
      : say(p.ask("对照销号标准完成核查，作出通过或者退办的结论"), `${reported(p)}。`, CRITERIA(p)),
  closingReview: (p) =>
    p.part.stance === "asked"
      ? say(p.ask("作出销号或者退办的决定"), `${p.subject}已核查通过，请审核。`)
      : say("", `${p.subject}已核查通过，待审核销号。`),
  returned: (p) =>
    p.part.stance === "asked"
      ? say(
          p.ask("按退办意见整改，重新反馈办结"),
          `${p.subject}经核查未达到销号标准，现予退办。${REASON(p, "退办意见")}`,
          CRITERIA(p),
          "原时限不因退办顺延。",
        )
      : say(`请按职责配合${p.owners}整改。`, `${p.subject}经核查未达到销号标准，已退办。${REASON(p, "退办意见")}`),
  reopened: (p) =>
    p.part.stance === "asked"
      ? say(
          askInTime(p, "办结并重新反馈"),
          `${p.subject}此前已经销号，现因故须重新办理。${REASON(p)}`,
          p.deadlines === "" ? "" : `新的时限为${p.deadlines}。`,
        )
      : say(`请按职责配合${p.owners}办理。`, `${p.subject}此前已经销号，现因故须重新办理。${REASON(p)}`),
  extensionRequest: (p) => {
    if (p.part.stance === "leader") return say("呈请审阅。", applied(p));
    return p.part.stance === "asked" || p.part.matter === "extension"
      ? say(p.ask("提出意见或者作出决定"), applied(p), "作出决定前，原时限不变。")
      : say("如有意见，请及时提出。", applied(p), "作出决定前，原时限不变。");
  },
  decisionSought,
  extensionDecision: (p) => {
    const to = p.fact("to");
    const granted = p.fact("grant") === true;
    const day = to !== undefined && isDay(to) ? to : undefined;
    const told = granted
      ? `${p.owner}关于${p.owned}的延期申请，经审定，同意延期${day === undefined ? "" : `至${p.day(day)}`}。`
      : `${p.owner}关于${p.owned}的延期申请，经审定，不同意延期${p.deadlines === "" ? "" : `，时限仍为${p.deadlines}`}。`;
    const opinion = REASON(p, "意见");
    if (p.part.stance === "leader") return say("呈请审阅。", told, opinion);
    if (p.part.stance !== "asked") return say("", told, opinion);
    const days = granted && day !== undefined && day >= p.today ? [day] : undefined;
    return say(days === undefined ? askInTime(p, "办结并反馈") : p.ask("办结并反馈", days), told, opinion);
  },
  deadlineChange: (p) => {
    const [from, to] = [distinctDay(p, "from"), distinctDay(p, "to")];
    const now = p.fact("to");
    const told = `${p.subject}的时限${from === "" ? "" : `由${from}`}调整为${to === "" ? p.deadlines : to}。${REASON(p)}`;
    if (p.part.stance === "leader") return say("呈请审阅。", told);
    return p.part.stance === "asked"
      ? say(
          isDay(now) && now >= p.today ? p.ask("办结并反馈", [now]) : p.askByDeadline("办结并反馈"),
          told,
          "原时限保留备查。",
        )
      : say(`请按调整后的时限配合${p.owners}办理。`, told);
  },
  instruction: (p) => {
    const again = p.fact("again") === true;
    const returned = p.fact("returnReason") ?? (again ? p.fact("text") : undefined);
    return say(
      p.ask("书面反馈批示办理情况"),
      `${sentence(instructed(p))}${again || p.part.stance !== "asked" ? "" : "请主要负责同志负责，认真办理。"}`,
      again
        ? `前次反馈的办理情况经审核退回，请重新办理并反馈。${returned === undefined ? "" : `退回意见：${quotedZh(returned, 200)}。`}`
        : "",
    );
  },
  instructionReply: (p) => {
    const on = p.factDay("instructionOn");
    if (p.rows.every(({ facts }) => facts["cancelled"] === true))
      return say("", `您${on === "" ? "" : `${on}`}就${p.what}所作的批示，因有关事项已撤销，不再办理。${REASON(p)}`);
    const said = p.fact("instructionText");
    const reply = p.fact("text") ?? p.fact("lastWords");
    return say(
      "现将您所作批示的办理情况呈报如下，请审阅。",
      `您${on === "" ? "" : on}就${p.what}作出批示${said === undefined ? "" : `：${quotedZh(said, 200)}`}。`,
      reply === undefined ? "" : `${p.fact("instructedUnit") ?? p.owners}报告：${quotedZh(reply, 400)}。`,
    );
  },
  resolved: (p) => settled(p),
  settledReport: (p) => settled(p),
  cancelled: (p) => {
    const told = `${p.subject}已撤销，不再办理。${REASON(p)}`;
    return say(p.part.stance === "leader" ? "呈请审阅。" : "", told);
  },
  suspension: (p) => {
    const [from, until] = [p.factDay("since"), p.factDay("until")];
    const approver = p.fact("approver");
    const span = [from === "" ? "" : `自${from}`, until === "" ? "" : `至${until}`].join("");
    const moved = p.rows.every((row) => row.originalDeadline !== undefined && row.originalDeadline !== row.deadline);
    const told = `经${approver ?? ""}批准，${p.subject}${span}暂缓办理${moved ? `，时限顺延至${p.deadlines}` : ""}。${REASON(p, "原因")}`;
    if (p.part.stance === "leader") return say("呈请审阅。", told);
    return say(
      "",
      told,
      moved ? "" : "时限按实际暂缓的工作日顺延，恢复办理时另行通知。",
      "暂缓期间不提醒、不催办；暂缓原因消失的，请及时报告。",
    );
  },
  resumed: (p) => {
    const told = `${p.subject}恢复办理${p.newDeadlines}。`;
    if (p.part.stance === "leader") return say("呈请审阅。", told);
    return p.part.stance === "asked"
      ? say(askInTime(p, "办结并反馈"), told, REASON(p))
      : say(`请按职责配合${p.owners}办理。`, told);
  },
  handover: (p) => {
    const [from, to] = [p.fact("from"), p.fact("to")];
    const units = from !== undefined && to !== undefined && !isDay(to) ? `由${from}移交${String(to)}` : "变更承办单位";
    const told = `${p.what}${units}。${REASON(p)}`;
    return p.part.stance === "asked" ? say(p.ask("完成资料移交和核对签收"), told, "原时限不变。") : say("", told);
  },
  newHolder: (p) =>
    say(
      p.ask("对照清单核对资料和办理情况，重新签收"),
      `因任职人员变更，现将该岗位在办的${p.what}移交。`,
      "原时限不变。",
    ),
  submitted: (p) => {
    const { matter } = p.part;
    if (matter === "instruction") return escalate(p);
    if (matter === "verification")
      return say(`${p.subject}已反馈办结，尚待核查，呈请阅示。`, sentence(distinct(p.rows, waitsZh).join("，")));
    if (matter === "signFor") return say(`${p.rows.length}项事项交办后尚未签收，呈请阅示。`);
    if (p.late === "") return say(`${p.subject}将于${p.deadlines}到期，呈请审阅。`, wordsOfZh(p.rows, p.today));
    return escalate(p);
  },
  inspection: toldWhole,
  bulletin: toldWhole,
  monthBulletin: toldWhole,
  upwardReport: toldWhole,
  progressRequest: toldWhole,
  alarm: () => say(""),
};

/** What a round tells was recorded in whole sentences. */
function toldWhole({ rows, part }: PartZh): PartText {
  const said = distinct(rows, ({ facts }) => knownFacts(facts).zh);
  return part.stance === "asked" ? say(said.join("")) : say("", ...said);
}

function settled(p: PartZh): PartText {
  const on = p.factDay("reportedOn");
  const days = Math.max(0, ...p.rows.map(({ overdueWorkingDays = 0 }) => overdueWorkingDays));
  const late = days === 0 ? "" : `${p.rows.length === 1 ? "" : "最长"}逾期${days}个工作日`;
  const told = sentence(`${p.subject}${on === "" ? "" : `已于${on}反馈办结`}`, late, "已核查销号").replace(
    "），已",
    "）已",
  );
  if (p.part.stance === "leader") return say("此前呈报的事项已办结，请审阅。", told);
  return say("", told);
}

/** Asked by the notice's own day, else by the deadlines where they are still to come. */
function askInTime(p: PartZh, act: string): string {
  const asked = p.ask(act);
  return asked === `请${act}。` ? p.askByDeadline(act) : asked;
}

function distinctDay(p: PartZh, name: "from" | "to"): string {
  const days = distinct(p.rows, ({ facts }) => (isDay(facts[name]) ? facts[name] : undefined));
  const [only] = days;
  return days.length === 1 && only !== undefined ? p.day(only) : "";
}

/** Forms written for leaders: the others reach them for their information. */
const SUBMITTED: ReadonlySet<LetterForm> = new Set<LetterForm>([
  "escalate",
  "submitted",
  "summonsTalk",
  "longOverdueList",
  "decisionSought",
  "instructionReply",
  "settledReport",
]);

/** What a letter says of a part of it: of a leader nothing is asked, nor of those who are told what another is asked. */
export function sayZh(part: Part, phrases: PartZh): PartText {
  const said = SAYINGS[part.form](phrases);
  if (part.stance === "leader" && !SUBMITTED.has(part.form)) return { ...said, ask: "呈请审阅。" };
  return part.stance === "told" && isOfAnother(part) ? { ...said, ask: "" } : said;
}
