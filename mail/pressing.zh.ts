/** What presses a unit and is submitted about it, rung by rung, in Chinese. */
import { unsignedZh } from "./package-texts.zh.js";
import { distinct } from "./compose.js";
import {
  answeredZh,
  byDatesZh,
  headsZh,
  ownersZh,
  type PartZh,
  quotedZh,
  waitsZh,
  whatZh,
  wordsOfZh,
} from "./phrases.zh.js";
import {
  applied,
  beside,
  commonDone,
  CRITERIA,
  instructed,
  numbered,
  say,
  type Say,
  sentence,
  state,
} from "./say.zh.js";

export const reminder: Say = (p) => {
  const { matter, stance } = p.part;
  if (matter === "instruction") return say(p.ask("书面反馈批示办理情况"), sentence(instructed(p)), "反馈时限将到。");
  if (matter === "supporting") return say(p.ask("完成协办工作并报告协办情况"), `${p.what}的协办时限将到。`);
  const [first] = p.rows;
  const left = p.rows.every(({ daysLeft }) => daysLeft === first?.daysLeft) ? first?.daysLeft : undefined;
  const soon = left === undefined || left > 30 ? "" : left === 0 ? "到期前已无工作日" : `还有${left}个工作日`;
  const promised = p.fact("ladder") === "promise" ? p.factDay("promised") : "";
  const told =
    promised === ""
      ? p.rows.every(({ deadline }) => deadline === p.today)
        ? `${p.subject}本日到期。`
        : sentence(`${p.subject}将于${p.deadlines}到期`, soon)
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

export const urge: Say = (p) => {
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
      return decisionSought(p);
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

export const supervise: Say = (p) => {
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

export const decisionSought: Say = (p) => {
  const grant = p.fact("proposedGrant");
  const opinions = p.fact("opinions");
  const leader = p.part.stance === "leader";
  return say(
    leader ? "延期申请尚待审定，呈请审定。" : p.ask("审定延期申请").replace(/^请/u, "拟请"),
    applied(p),
    opinions === undefined ? "" : `{{pairing}}人员意见：${quotedZh(opinions, 120)}。`,
    grant === undefined
      ? ""
      : `拟办意见：建议${grant ? "同意延期" : "不同意延期"}${p.fact("proposal") === undefined ? "" : `，理由：${quotedZh(p.fact("proposal") ?? "", 120)}`}。`,
    "作出决定前，原时限不变。",
  );
};

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

export const escalate: Say = (p) => {
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

/** Matters of which letter and answer are told one by one; more of them stand in the annex. */
const MOST_ANSWERS = 4;

/** The 督办函 and its answer: once where all items share them, else of each, or in the annex where they are many. */
function answersZh(p: PartZh): string {
  const answers = distinct(p.rows, (row) => answeredZh(row, p.today));
  if (answers.length <= 1) return answers.join("");
  if (answers.length > MOST_ANSWERS) return "各事项的督办及答复情况见清单。";
  return answers
    .map((said) => {
      const rows = p.rows.filter((row) => answeredZh(row, p.today) === said);
      return `${ownersZh(rows)}${whatZh(rows, true)}：${said}`;
    })
    .join("");
}

export const summonsTalk: Say = (p) => {
  const { stance } = p.part;
  if (stance !== "leader") return say("", `${p.subject}${state(p)}，已按程序建议约谈。`);
  const heads = headsZh(p.rows);
  return say(
    `建议约谈${heads}，请审定。`,
    ...numbered([
      ["事由", `截至${p.day(p.today)}，${sentence(`${p.subject}${state(p)}`, "经督办仍未办结")}`],
      ["督办及答复情况", answersZh(p)],
      ["建议", `拟约谈${heads}，听取未办结原因和下一步措施；约谈人和时间请审定。`],
    ]),
  );
};
