/** What the rows say that speak of no item: openings, orders on the whole plan, packages, monthly lists, rounds of inspections. */
import { roundName } from "../inspections/round-name.js";
import { REGISTER_SENTENCES } from "./register-sentences.js";
import { MONTH_SENTENCES } from "./month-sentences.js";
import { ROUND_SENTENCES } from "./round-sentences.js";
import { isNote, type PlanNote, type PlanOrder } from "../streams/orders.js";
import type { EventOf, StreamEventType } from "../ledger/events.js";
import type { PlanDate } from "../plan/plan.js";
import type { Recipient } from "../people/recipients.js";
import type { Directory } from "../people/directory.js";
import { dayAfter, dayEn, dayZh, monthIn } from "../language/dates.js";
import type { Words } from "../language/words.js";

/** What an order says. */
function orderWords(order: PlanOrder, names: Directory, day: PlanDate): Words {
  switch (order.kind) {
    case "suspendArea": {
      const until =
        order.until === null
          ? { zh: "", en: "" }
          : { zh: `至${dayZh(order.until)}`, en: ` until ${dayEn(order.until)}` };
      const area = areaWords(order, names);
      return {
        zh: `批量暂缓${area}的事项${until.zh}：${order.reason}`,
        en: `suspend the items of ${area}${until.en}: ${order.reason}`,
      };
    }
    case "resumeArea": {
      const area = areaWords(order, names);
      return { zh: `恢复${area}的事项：${order.reason}`, en: `resume the items of ${area}: ${order.reason}` };
    }
    case "changeReading": {
      const title = names.milestoneTitle(order.milestone);
      return {
        zh: `“${title}”的时限读作${dayZh(order.deadline)}：${order.reason}`,
        en: `the deadline of “${title}” is read as ${dayEn(order.deadline)}: ${order.reason}`,
      };
    }
    case "handOver": {
      const [from, to] = [names.unit(order.from, day).name, names.unit(order.to, day).name];
      return {
        zh: `${from}主办的事项移交${to}：${order.reason}`,
        en: `what ${from} owes passes to ${to}: ${order.reason}`,
      };
    }
    case "handOverPost": {
      const [post, person] = [names.post(order.post, day).title, names.person(order.to).name];
      const unit = names.unit(order.unit, day).name;
      return {
        zh: `${unit}${post}由${person}接任，在办事项列单移交、重新签收：${order.reason}`,
        en: `${person} takes over the post ${post} of ${unit}; what it has in hand is signed for anew: ${order.reason}`,
      };
    }
    case "delegate": {
      const { title } = names.post(order.post, day);
      const [principal, substitute] = [names.person(order.principal).name, names.person(order.substitute).name];
      const waits = order.awaitsConsent
        ? { zh: `（待${principal}确认后生效）`, en: ` (once ${principal} has confirmed it)` }
        : { zh: "", en: "" };
      return {
        zh: `${dayZh(order.from)}至${dayAfter("zh", order.until, order.from)}由${substitute}代理${principal}任职的“${title}”${waits.zh}：${order.reason}`,
        en: `${substitute} substitutes for ${principal} as ${title} from ${dayEn(order.from)} to ${dayEn(order.until)}${waits.en}: ${order.reason}`,
      };
    }
    case "confirmDelegation": {
      const { title } = names.post(order.post, day);
      return { zh: `“${title}”的代理经本人确认`, en: `the substitution as ${title} is confirmed by its holder` };
    }
    case "endDelegation": {
      const { title } = names.post(order.post, day);
      return {
        zh: `“${title}”的代理提前结束：${order.reason}`,
        en: `the substitution as ${title} ends: ${order.reason}`,
      };
    }
    case "logVisit": {
      const village = names.village(order.village).name;
      return order.what === "visit"
        ? {
            zh: `${dayZh(order.on)}到${village}走访：${order.text}`,
            en: `visit to ${village} on ${dayEn(order.on)}: ${order.text}`,
          }
        : {
            zh: `${dayZh(order.on)}解决${village}的问题：${order.text}`,
            en: `problem solved in ${village} on ${dayEn(order.on)}: ${order.text}`,
          };
    }
    case "registerItems": {
      const titles = [...new Set(order.items.map(({ milestone }) => names.milestoneTitle(milestone)))];
      const [first = "", more] = [titles[0], titles.length > 1];
      return {
        zh: `“${first}”${more ? `等${titles.length}类事项` : ""}立项，共${order.items.length}项：${order.reason}`,
        en: `register ${order.items.length} item${order.items.length === 1 ? "" : "s"}: “${first}”${more ? ` and ${titles.length - 1} more` : ""}: ${order.reason}`,
      };
    }
    case "changeDocuments": {
      const list = order.documents.map(({ kind, version }) => ({ words: DOCUMENTS[kind], kind, version }));
      return {
        zh: `修订${list.map(({ words, kind, version }) => `${words?.zh ?? kind}（第${version}版）`).join("、")}：${order.reason}`,
        en: `new versions of ${list.map(({ words, kind, version }) => `the ${words?.en ?? kind} (${version})`).join(", ")}: ${order.reason}`,
      };
    }
    case "openRound":
      return {
        zh: `开展专项检查，涉及${order.villages.length}个村：${order.reason}`,
        en: `a special inspection of ${order.villages.length} villages: ${order.reason}`,
      };
    case "adoptPolicy":
      return {
        zh: `改用第${order.version}版督办规则：${order.reason}`,
        en: `go over to version ${order.version} of the rules: ${order.reason}`,
      };
    case "adoptCalendar":
      return {
        zh: `改用第${order.version}版工作日历：${order.reason}`,
        en: `count by version ${order.version} of the calendar: ${order.reason}`,
      };
  }
}

const DOCUMENTS: Readonly<Record<string, Words>> = {
  plan: { zh: "方案文本", en: "plan" },
  roster: { zh: "名册", en: "roster" },
  policy: { zh: "督办规则", en: "rules" },
  calendar: { zh: "工作日历", en: "calendar" },
  checklists: { zh: "检查清单", en: "checklists" },
  registers: { zh: "台账格式", en: "registers" },
};

function areaWords(
  { townships, villages }: { townships: readonly string[]; villages: readonly string[] },
  names: Directory,
): string {
  return [...townships.map((id) => names.township(id).name), ...villages.map((id) => names.village(id).name)].join(
    "、",
  );
}

/** Which order a task applied; an order's kind alone is in its row. */
const APPLIED: Readonly<Record<Exclude<PlanOrder, PlanNote>["kind"], Words>> = {
  suspendArea: { zh: "批量暂缓", en: "Suspension of an area" },
  resumeArea: { zh: "批量恢复", en: "Resumption of an area" },
  changeReading: { zh: "调整时限认定", en: "Changed reading of a deadline" },
  handOver: { zh: "主办单位移交", en: "Handover between units" },
  handOverPost: { zh: "岗位任职人员移交", en: "Handover of a post" },
  registerItems: { zh: "立项", en: "Registration" },
  adoptPolicy: { zh: "督办规则更换", en: "Other rules" },
  adoptCalendar: { zh: "工作日历更换", en: "Other calendar" },
};

/** A row of a stream's own, with whom its notices reached. */
type StreamRow<T extends StreamEventType> = {
  [K in T]: EventOf<K> & { readonly recipients: readonly (readonly Recipient[])[] };
}[T];

export type Sentence<T extends StreamEventType> = (row: StreamRow<T>, names: Directory, day: PlanDate) => Words;

const SENTENCES: { readonly [T in StreamEventType]: Sentence<T> } = {
  planOpened: ({ payload }) => {
    const streams = payload.streams.length;
    return { zh: `方案启动，${streams}项任务有时限事项`, en: `The plan was opened: ${streams} tasks with dated items` };
  },
  longOverdueListed: ({ payload, recipients }) => {
    const told = recipients.flat().length;
    const { sent } = payload;
    const [month, monthEn] = [monthIn("zh", payload.month), monthIn("en", payload.month)];
    if (!sent)
      return {
        zh: `${month}的久拖未决清单已过时，未发`,
        en: `The long-overdue list of ${monthEn} was out of date and not sent`,
      };
    return told === 0
      ? { zh: `${month}无久拖未决事项`, en: `Nothing long overdue in ${monthEn}` }
      : {
          zh: `${month}久拖未决清单发至${told}个岗位`,
          en: `The long-overdue list of ${monthEn} went to ${told} posts`,
        };
  },
  packagesAssigned: ({ payload }) => {
    const { year, units, seats } = payload;
    return {
      zh: `${year}年度任务交办清单发至${units.length}个单位，包抓村年度任务清单发至${seats.length}个岗位`,
      en: `The packages of ${year} went to ${units.length} units, the lists of paired villages to ${seats.length} posts`,
    };
  },
  packagesPressed: ({ payload }) => ({
    zh: `${payload.year}年度任务交办清单尚有${payload.units.length}个单位未签收，已催办`,
    en: `${payload.units.length} units had not signed for their packages of ${payload.year} and were urged`,
  }),
  packageSignedFor: ({ payload }, names, day) => {
    const { year, holder } = payload;
    return holder.kind === "unit"
      ? {
          zh: `${names.unit(holder.id, day).name}签收${year}年度任务交办清单`,
          en: `${names.unit(holder.id, day).name} signed for its package of ${year}`,
        }
      : {
          zh: `${names.fullTitle(holder.id, day)}签收${year}年包抓村年度任务清单`,
          en: `${names.fullTitle(holder.id, day)}: the list of paired villages of ${year} was signed for`,
        };
  },
  packageApplied: ({ payload }, names, day) => {
    const unit = names.unit(payload.unit, day).name;
    return {
      zh: `${unit}签收${payload.year}年度任务交办清单，本任务${payload.items}项一并签收`,
      en: `${unit} signed for its package of ${payload.year}: ${payload.items} items of this task with it`,
    };
  },
  orderGiven: ({ payload }, names, day) => {
    const { order } = payload;
    const said = orderWords(order, names, day);
    if (isNote(order)) return { zh: said.zh, en: `${said.en.charAt(0).toUpperCase()}${said.en.slice(1)}` };
    return { zh: `下达指令：${said.zh}`, en: `Order given: ${said.en}` };
  },
  streamOpened: ({ payload }, names) => {
    const no = payload.task;
    const title = names.task(no)?.title ?? "";
    return { zh: `任务${no}启动：${title}`, en: `Task ${no} was opened: ${title}` };
  },
  orderApplied: ({ payload }) => {
    const kind = APPLIED[payload.kind];
    const { items } = payload;
    return { zh: `${kind.zh}，涉及${items}项`, en: `${kind.en}: ${items} items concerned` };
  },
  figureApplied: () => ({
    zh: "台账指标变动，本任务在办事项无变化",
    en: "A register's figure moved, and no open item of this task with it",
  }),
  roundAnnounced: ({ payload: { round, missed } }) => {
    const { zh, en } = roundName(round.round);
    return missed
      ? { zh: `${zh}检查未开展`, en: `The inspection of ${en} was not held` }
      : { zh: `启动${zh}检查`, en: `The inspection of ${en} begins` };
  },
  monthAnnounced: ({ payload: { month, missed } }) => {
    const [zh, en] = [monthIn("zh", month.month), monthIn("en", month.month)];
    return missed
      ? { zh: `${zh}未开展调度`, en: `Nobody was asked about ${en}` }
      : { zh: `启动${zh}调度`, en: `Everybody is asked about ${en}` };
  },
  progressApplied: ({ payload: { month, unit, items } }, names, day) => ({
    zh: `${names.unitRef(unit, day).name}${monthIn("zh", month)}工作进展入账，涉及${items}项`,
    en: `The progress of ${monthIn("en", month)} of ${names.unitRef(unit, day).name} was recorded: ${items} items`,
  }),
  ...ROUND_SENTENCES,
  ...REGISTER_SENTENCES,
  ...MONTH_SENTENCES,
  calendarChanged: ({ payload }) => ({
    zh: `工作日历由第${payload.from}版改为第${payload.calendar}版`,
    en: `Days are counted by version ${payload.calendar} of the calendar, not ${payload.from}`,
  }),
};

export function planRowWords<T extends StreamEventType>(row: StreamRow<T>, names: Directory, day: PlanDate): Words {
  const sentence: Sentence<T> = SENTENCES[row.type];
  return sentence(row, names, day);
}
