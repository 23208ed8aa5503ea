/** What each form of letter asks, and how it tells its matter, in Chinese. */
import { isDay } from "./texts.js";
import type { LetterForm } from "../domain/letters/forms.js";
import { unsignedZh } from "./package-texts.zh.js";
import type { PageParagraph } from "./page.js";
import { distinct, isOfAnother, type Part } from "./compose.js";
import { byDatesZh, doneZh, type PartZh, quotedZh, waitsZh, wordsOfZh } from "./phrases.zh.js";
import type { PartText } from "./texts.js";

type Say = (part: PartZh) => PartText;

const say = (ask: string, ...texts: readonly (string | PageParagraph)[]): PartText => ({
  ask,
  paragraphs: texts.map((text) => (typeof text === "string" ? { text } : text)).filter(({ text }) => text !== ""),
});

const sentence = (...parts: readonly string[]): string => {
  const said = parts.filter((part) => part !== "");
  return said.length === 0 ? "" : `${said.join("，")}。`;
};

/** （应于6月30日办结，已逾期7个工作日） */
const state = (p: PartZh): string => {
  const { deadlines, late } = p;
  return [deadlines === "" ? "" : `应于${deadlines}办结`, late].filter((part) => part !== "").join("，");
};

/** Of somebody who helps, or is told what another is asked. */
function beside(p: PartZh, told: string): PartText {
  const { stance, capacity } = p.part;
  if (stance === "told") return say("", told);
  const help =
    capacity.as === "villageDepartmentHead"
      ? `请督促帮助所${p.model.plan.words?.pairing ?? "包抓"}的村，配合${p.owners}尽快办结。`
      : `请按职责配合${p.owners}，协调解决办理中的困难，推动尽快办结。`;
  return say(help, told);
}

const REASON = (p: PartZh, label = "理由"): string => {
  const reason = p.fact("reason");
  return reason === undefined ? "" : `${label}：${quotedZh(reason, 120)}。`;
};

const CRITERIA = (p: PartZh): string => {
  const criteria = distinct(p.rows, ({ closeCriteria }) => closeCriteria);
  const [only] = criteria;
  const office = p.rows.every(({ criteriaOfPlan }) => criteriaOfPlan) ? "" : "（办公室拟定）";
  return criteria.length === 1 && only !== undefined ? `销号标准${office}：${only.replace(/。$/u, "")}。` : "";
};

/** An instruction by who gave it, when, in their words. */
function instructed(p: PartZh): string {
  const post = p.fact("instructorPost") ?? "领导同志";
  const said = p.fact("instructionText") ?? (p.fact("again") === true ? undefined : p.fact("text"));
  const no = p.fact("instructionOn") === undefined ? "" : p.factDay("instructionOn");
  return `${no === "" ? "" : `${no}，`}${post}就${p.what}作出批示${said === undefined ? "" : `：${quotedZh(said, 200)}`}`;
}

const reminder: Say = (p) => {
  const { matter, stance } = p.part;
  if (matter === "instruction") return say(p.ask("书面反馈批示办理情况"), sentence(instructed(p)), "反馈时限将到。");
  if (matter === "supporting") return say(p.ask("完成协办工作并报告协办情况"), `${p.what}的协办时限将到。`);
  const [first] = p.rows;
  const left = p.rows.every(({ daysLeft }) => daysLeft === first?.daysLeft) ? first?.daysLeft : undefined;
  const soon = left === undefined || left > 30 ? "" : left === 0 ? "到期前已无工作日" : `还有${left}个工作日`;
  const promised = p.fact("ladder") === "promise" ? p.factDay("promised") : "";
  const told =
    promised === ""
      ? sentence(`${p.subject}将于${p.deadlines}到期`, soon)
      : `${p.subject}，承诺于${promised}前办结，承诺时间将到。`;
  if (stance !== "asked") return say(p.askByDeadline(`配合${p.owners}办结`), told);
  return say(
    p.ask("办结并反馈"),
    told,
    wordsOfZh(p.rows, p.today, true),
    CRITERIA(p),
    "确有客观困难不能按时办结的，请在时限前申请延期。",
  );
};

const urge: Say = (p) => {
  const { matter, stance, capacity } = p.part;
  const { today } = p;
  const sentBack = p.fact("answerReturnedReason");
  if (matter === "act" && stance === "asked" && p.fact("answered") === "returned" && sentBack !== undefined)
    return say(
      p.ask("重新书面答复未按时办结的原因、措施、办结时间和责任人"),
      `你单位就${p.what}所作的书面答复经审核退回。退回意见：${quotedZh(sentBack, 200)}。`,
    );
  switch (matter) {
    case "signFor":
      if (p.fact("package") !== undefined) return unsignedZh(p);
      return capacity.level === "head"
        ? say(p.ask("督促签收交办清单"), `交办你单位的${p.rows.length}项事项尚未签收。签收即确认收到，不代表已经办理。`)
        : say(
            p.ask("登录系统签收交办清单"),
            `交办你单位的${p.rows.length}项事项尚未签收。签收即确认收到，不代表已经办理。`,
          );
    case "verification": {
      const closing = p.rows.every(({ status }) => status === "verified");
      const reported = p.factDay("reportedOn");
      return closing
        ? say(p.ask("作出销号或者退办的决定"), `${p.subject}已核查通过，尚未销号。`)
        : say(
            p.ask("完成核查，作出通过或者退办的结论"),
            `${p.subject}已${reported === "" ? "" : `于${reported}`}反馈办结，尚未核查。`,
          );
    }
    case "extension":
      return SAYINGS.decisionSought(p);
    case "instruction":
      return say(
        p.ask("书面反馈批示办理情况"),
        sentence(instructed(p)),
        `至今未收到办理情况。${wordsOfZh(p.rows, today, true)}`,
      );
    case "supporting":
      return say(p.ask("完成协办工作并报告协办情况"), `${p.what}的协办事项已超过协办时限。`);
    default: {
      const promise = p.fact("ladder") === "promise" && p.factDay("promised") !== "";
      const told = `截至${p.day(today)}，${sentence(`${p.subject}${state(p)}`, promise ? `承诺于${p.factDay("promised")}前办结，仍未办结` : "尚未办结")}`;
      if (stance !== "asked") return beside(p, told);
      const words = wordsOfZh(p.rows, today, true);
      return matter === "standIn" || capacity.level === "head"
        ? say(
            p.ask("由主要负责同志过问，书面报送进展、未办结原因和预计办结时间"),
            told,
            words,
            byDatesZh(p.rows, today),
          )
        : say(
            p.ask("登录系统填报进展、未办结原因和预计办结时间；已办结的，请同时反馈办结"),
            told,
            words,
            byDatesZh(p.rows, today),
          );
    }
  }
};

const supervise: Say = (p) => {
  const told = `截至${p.day(p.today)}，${sentence(`${p.subject}${state(p)}`, "尚未办结")}`;
  if (p.part.stance !== "asked") return beside(p, `${told}现已督办。`);
  const done = p.rows.length === 0 ? "" : commonDone(p);
  return say(
    p.ask("书面答复未按时办结的原因、措施、办结时间和责任人"),
    `${told}${done === "" ? "" : `此前已${done}。`}现予督办。`,
    byDatesZh(p.rows, p.today),
    wordsOfZh(p.rows, p.today, true),
    "请主要负责同志亲自研究，尽快办结。未按时答复且仍未办结的，将按程序呈报。",
  );
};

/** What was done about a part's items, where it is the same of all; of many only the first's, said so. */
function commonDone(p: PartZh, letterToo = true): string {
  const done = distinct(p.rows, (row) => {
    const said = doneZh(row, p.today, letterToo);
    return said === "" ? undefined : said;
  });
  const [first] = done;
  if (first === undefined) return "";
  return done.length === 1 ? first : `多次提醒、催办（详见清单）`;
}

/** 一、情况。二、原因。三、已做工作。四、拟办意见。 */
function numbered(parts: readonly (readonly [heading: string, text: string])[]): PageParagraph[] {
  const digits = ["一", "二", "三", "四", "五", "六"];
  return parts
    .filter(([, text]) => text !== "")
    .map(([heading, text], at) => ({ lead: `${digits[at] ?? at + 1}、${heading}。`, text }));
}

function situation(p: PartZh): string {
  const waits = distinct(p.rows, (row) => waitsZh(row) || undefined);
  const [first] = waits;
  const where = first === undefined ? "" : waits.length === 1 ? `目前${first}。` : "办理环节见清单。";
  const items = p.rows.length === 1 ? "该事项" : `以上${p.rows.length}项事项`;
  return `截至${p.day(p.today)}，${items}尚未办结。${where}${byDatesZh(p.rows, p.today)}`;
}

function held(p: PartZh): string {
  const days = p.fact("heldDays");
  if (days === undefined) return "";
  const reason = p.fact("heldReason");
  return `本件曾暂缓呈报${days}个工作日${reason === undefined ? "" : `，原因：${quotedZh(reason)}`}。`;
}

function proposal(p: PartZh): string {
  const promised = p.fact("promised");
  const by =
    promised !== undefined && promised >= p.today
      ? `按承诺于${p.day(promised)}前办结`
      : "明确办结时间和责任人，尽快办结";
  return `拟请${p.owners}主要负责同志牵头，${by}；涉及用地、用房、资金等需协调的，拟请予以协调。`;
}

const escalate: Say = (p) => {
  const { matter, stance } = p.part;
  if (matter === "instruction") {
    const told = `${instructed(p)}，承办单位${p.fact("instructedUnit") ?? ""}尚未反馈办理情况。`;
    if (stance !== "leader") return say("", told);
    return say(
      "您所作批示的办理情况尚未反馈，呈请阅示。",
      ...numbered([
        ["情况", told],
        ["原因", wordsOfZh(p.rows, p.today)],
        ["拟办意见", "拟由我办继续督促承办单位限期反馈，并及时报告结果。"],
      ]),
    );
  }
  if (stance !== "leader") return say("", `截至${p.day(p.today)}，${p.subject}${state(p)}，已按程序呈报。`);
  const times = Math.max(0, ...p.rows.map(({ repetition = 0 }) => repetition));
  return say(
    `${sentence(`${p.subject}${state(p)}`, "呈请阅示")}`,
    ...numbered([
      ["情况", `${situation(p)}${times > 0 ? `本次为第${times + 1}次呈阅。` : ""}${held(p)}`],
      ["原因", wordsOfZh(p.rows, p.today)],
      ["已做工作", sentence(commonDone(p))],
      ["拟办意见", proposal(p)],
    ]),
  );
};

const summonsTalk: Say = (p) => {
  const { stance } = p.part;
  if (stance !== "leader") return say("", `${p.subject}${state(p)}，已按程序建议约谈。`);
  const no = p.fact("supervisedNo");
  const on = p.fact("supervisedOn");
  const unanswered = p.fact("answered") === "none";
  const returned = p.fact("answered") === "returned";
  const letter =
    on === undefined
      ? ""
      : `督办函${no === undefined ? "" : `（${no}）`}已于${p.day(on)}送达${unanswered ? "，未按要求答复" : returned ? "，答复经审核退回" : ""}。`;
  return say(
    `建议约谈${p.owners}主要负责同志，请审定。`,
    ...numbered([
      ["事由", `截至${p.day(p.today)}，${sentence(`${p.subject}${state(p)}`, "经督办仍未办结")}`],
      ["督办及答复情况", `${sentence(commonDone(p, letter === ""))}${letter}${wordsOfZh(p.rows, p.today)}`],
      ["建议", `拟约谈${p.owners}主要负责同志，听取未办结原因和下一步措施；约谈人和时间请审定。`],
    ]),
  );
};

const longOverdueList: Say = (p) => {
  const { stance } = p.part;
  const told = `截至${p.day(p.today)}，${sentence(`${p.subject}${p.late}`, "经逐级督办仍未办结")}`;
  if (stance === "leader")
    return say(
      sentence(`现呈上${p.rows.length}项久拖未决事项`, "请予阅示"),
      ...numbered([
        ["情况", told],
        ["原因", wordsOfZh(p.rows, p.today)],
        ["已做工作", sentence(commonDone(p))],
        ["拟办意见", "拟请牵头调度，逐项明确办结时间和责任人。"],
      ]),
    );
  if (stance !== "asked") return beside(p, told);
  return say(
    p.ask("逐项研究，明确办结时间和责任人，推动尽快办结"),
    told,
    wordsOfZh(p.rows, p.today, true),
    "清单每月第一个工作日更新，办结后销号。",
  );
};

const reported = (p: PartZh): string => {
  const on = p.factDay("reportedOn");
  return `${p.owners}已${on === "" ? "" : `于${on}`}反馈办结${p.what}`;
};

/** Who applied, when, for what, why. */
function applied(p: PartZh): string {
  const to = p.fact("to");
  const on = p.factDay("appliedOn");
  const reason = p.fact("reason");
  return `${p.owners}${on === "" ? "" : `于${on}`}申请将${p.what}的时限由${p.deadlines}延至${to !== undefined && isDay(to) ? p.day(to) : "以后"}${p.fact("late") === true ? "（逾期后提出）" : ""}${reason === undefined ? "" : `，理由：${quotedZh(reason, 120)}`}。`.replace(
    "延至以后",
    "延长",
  );
}

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
          p.askByDeadline("办结并重新反馈"),
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
  decisionSought: (p) => {
    const grant = p.fact("proposedGrant");
    const opinions = p.fact("opinions");
    const leader = p.part.stance === "leader";
    return say(
      leader ? "延期申请尚待审定，呈请审定。" : p.ask("审定延期申请").replace(/^请/u, "拟请"),
      applied(p),
      opinions === undefined ? "" : `${p.model.plan.words?.pairing ?? "包抓"}人员意见：${quotedZh(opinions, 120)}。`,
      grant === undefined
        ? ""
        : `拟办意见：建议${grant ? "同意延期" : "不同意延期"}${p.fact("proposal") === undefined ? "" : `，理由：${quotedZh(p.fact("proposal") ?? "", 120)}`}。`,
      "作出决定前，原时限不变。",
    );
  },
  extensionDecision: (p) => {
    const to = p.fact("to");
    const granted = p.fact("grant") === true;
    const day = to !== undefined && isDay(to) ? to : undefined;
    const told = granted
      ? `${p.owners}关于${p.what}的延期申请，经审定，同意延期${day === undefined ? "" : `至${p.day(day)}`}。`
      : `${p.owners}关于${p.what}的延期申请，经审定，不同意延期${p.deadlines === "" ? "" : `，时限仍为${p.deadlines}`}。`;
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
    return say("", told, "暂缓期间不提醒、不催办；暂缓原因消失的，请及时报告。");
  },
  resumed: (p) => {
    const told = `${p.subject}恢复办理${p.deadlines === "" ? "" : `，时限为${p.deadlines}`}。`;
    if (p.part.stance === "leader") return say("呈请审阅。", told);
    return p.part.stance === "asked"
      ? say(p.askByDeadline("办结并反馈"), told, REASON(p))
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
  alarm: () => say(""),
};

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
