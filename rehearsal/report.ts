/** The rehearsal's report for the terminal: who was told what, when, by which instrument. */
import { displayWidth, padTo } from "../embedded/progress.js";
import { unitNameOn, valueOn } from "../domain/recipients.js";
import type { PlanBundle } from "../domain/plan.js";
import {
  letterCount,
  noticesByInstrument,
  ownLeaderCounts,
  stepsByType,
  told,
  type REPORT_BY,
} from "../prisma/report-store.js";
import type { Pool } from "../prisma/pool.js";

/** Instruments as officials call them, in the order of the ladder. */
export const INSTRUMENTS: Readonly<Record<string, string>> = {
  assignment: "交办清单",
  reminder: "提醒",
  urge: "催办单",
  supervise: "督办函",
  escalate: "呈阅件",
  summonsTalk: "约谈建议",
  resolved: "办结告知",
  verificationRequest: "核查通知",
  returned: "退办通知",
  extensionRequest: "延期申请",
  extensionDecision: "延期批复",
  deadlineChange: "期限调整告知",
  instruction: "批示交办",
  instructionReply: "批示反馈",
  suspension: "暂停告知",
  handover: "移交清单",
  longOverdueList: "久拖未决清单",
};

const STEPS: Readonly<Record<string, string>> = {
  "rungSkipped/beforeStart": "跳过：早于交办或新时限",
  "rungSkipped/passedWhileStopped": "跳过：停办期间已过",
  "rungSkipped/noUnansweredSupervision": "约谈未启动：无已签发而未回复的督办函",
  instrumentDrafted: "拟稿待签",
  instrumentLapsed: "逾期未签，改发催办",
  closed: "销号",
  cancelled: "取消",
};

type Name = (key: string) => string;

/** Cut to a number of columns, with an ellipsis: a long title must not push the figures aside. */
function shorten(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let cut = "";
  for (const character of text) {
    if (displayWidth(cut + character) > columns - 2) break;
    cut += character;
  }
  return `${cut}…`;
}

/** Rows of "name, one column per instrument, total, first and last day". */
function table(
  title: string,
  rows: readonly { name: string; instrument: string; n: number; first: string; last: string }[],
  name: Name,
): string[] {
  const used = Object.keys(INSTRUMENTS).filter((key) => rows.some((row) => row.instrument === key));
  // Numbers as numbers: task 2 before task 12.
  const names = [...new Set(rows.map((row) => row.name))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const width = 36;
  const lines = [
    ``,
    `${title}`,
    `${padTo("", width)}${used.map((key) => padTo(INSTRUMENTS[key] ?? key, 14)).join("")}${padTo("首次", 12)}最近`,
  ];
  for (const each of names) {
    const own = rows.filter((row) => row.name === each);
    const cells = used.map((key) => padTo(String(own.find((row) => row.instrument === key)?.n ?? "·"), 14));
    const first = own.map((row) => row.first).sort()[0] ?? "";
    const last =
      own
        .map((row) => row.last)
        .sort()
        .at(-1) ?? "";
    lines.push(`${padTo(shorten(name(each), width - 2), width)}${cells.join("")}${padTo(first, 12)}${last}`);
  }
  return lines;
}

function namesOf(bundle: PlanBundle, day: string): Record<keyof typeof REPORT_BY, Name> {
  const tasks = new Map(
    bundle.plan.tasks.map((task) => [String(task.no), `${task.no}. ${task.title.replace(/。$/, "")}`]),
  );
  const villages = new Map(bundle.roster.villages.map((village) => [village.id, village.name]));
  const people = new Map(bundle.roster.persons.map((person) => [person.id, person.name]));
  const posts = new Map(
    bundle.roster.posts.map((post) => {
      const holder = valueOn(post.holders, day);
      return [post.id, holder === undefined ? post.title : `${post.title} ${people.get(holder) ?? holder}`];
    }),
  );
  return {
    task: (key) => tasks.get(key) ?? key,
    village: (key) => villages.get(key) ?? key,
    unit: (key) => unitNameOn(bundle.roster, key, day),
    leader: (key) => posts.get(key) ?? key,
  };
}

/** The whole report, ready to print. `day`: the plan day it is written on. */
export async function writeReport(pool: Pool, planId: string, bundle: PlanBundle, day: string): Promise<string> {
  const names = namesOf(bundle, day);
  const notices = await noticesByInstrument(pool, planId);
  const leaders = await ownLeaderCounts(pool, planId);
  const lines = [
    `推演报告  ${bundle.plan.title}`,
    `截至 ${day}${bundle.roster.sample ? "  (名册为示例数据)" : ""}`,
    ``,
    `通知 ${Object.values(notices).reduce((sum, n) => sum + n, 0)} 条，应发文书 ${await letterCount(pool, planId)} 件`,
  ];
  for (const [instrument, n] of Object.entries(notices))
    lines.push(`  ${padTo(INSTRUMENTS[instrument] ?? instrument, 16)}${n}`);
  for (const step of await stepsByType(pool, planId)) {
    const key = step.type === "rungSkipped" ? `${step.type}/${step.reason ?? ""}` : step.type;
    lines.push(`  ${padTo(STEPS[key] ?? key, 44)}${step.n}`);
  }
  lines.push(`村级事项 ${leaders.villageItems} 项，其中已呈报本村包抓县级领导 ${leaders.reached} 项`);
  lines.push(...table("按任务", await told(pool, planId, "task"), names.task));
  lines.push(...table("按村", await told(pool, planId, "village"), names.village));
  lines.push(...table("按主办单位", await told(pool, planId, "unit"), names.unit));
  lines.push(...table("按领导(呈阅件)", await told(pool, planId, "leader"), names.leader));
  return `${lines.join("\n")}\n`;
}
