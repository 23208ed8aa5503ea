/** A prepared change in words: what differs, what it moves, what stands in its way. */
import { dateAt, timeAt } from "../domain/plan/plan-date.js";
import type { Instrument } from "../domain/instruments/instruments.js";
import { INSTRUMENT_NAMES_EN } from "../domain/instruments/names.en.js";
import { INSTRUMENT_NAMES_ZH } from "../domain/instruments/names.zh.js";
import { isNote } from "../domain/streams/orders.js";
import { type Directory, directoryOf } from "../domain/people/directory.js";
import type { Applied, AppliedOrder } from "./apply.js";
import type { Prepared } from "./change.js";
import type { Step } from "./forecast.js";
import { openItems, type MovedItem, type Told } from "./preview.js";
import type { Language, Said } from "./said.js";

/** Lines of one kind that are shown; the rest is counted, and `--json` has all of it. */
const MOST_LINES = 40;

interface Speaker {
  readonly lang: Language;
  readonly names: Directory;
  readonly offsetMinutes: number;
  readonly today: string;
  readonly say: (zh: string, en: string) => string;
}

function speaker({ bundle, running }: Prepared, lang: Language): Speaker {
  return {
    lang,
    names: directoryOf(bundle),
    offsetMinutes: running.ruleSet.offsetMinutes,
    today: running.today,
    say: (zh, en) => (lang === "zh" ? zh : en),
  };
}

const instant = ({ offsetMinutes }: Speaker, at: number): string =>
  `${dateAt(at, offsetMinutes)} ${timeAt(at, offsetMinutes)}`;

/** The preview, line by line. */
export function previewLines(prepared: Prepared, lang: Language): string[] {
  const by = speaker(prepared, lang);
  const { say } = by;
  const { row, streams, now } = prepared.running;
  const mode = row.mode === "live" ? say("实际运行", "live") : say("推演", "rehearsal");
  const open = openItems(streams).size;
  const head = `${row.id}  ${row.title}（${mode}，${instant(by, now)}，${say(`在办事项 ${open} 个`, `${open} open items`)}）`;
  const { changes, refused, needs, notes } = prepared;
  if (changes.length + refused.length === 0)
    return [head, say("与运行中的方案没有差别", "nothing differs from what runs")];
  return [
    head,
    ...section(
      say("变更：", "Changes:"),
      changes.map(({ file, what }) => `${file}  ${what[lang]}`),
    ),
    ...section(
      say("不能变更：", "Cannot be changed:"),
      refused.map(({ file, what, instead }) => `${file}  ${what[lang]}\n      → ${instead[lang]}`),
    ),
    ...(refused.length > 0 ? [] : movesLines(prepared, by)),
    ...section(
      say("说明：", "Notes:"),
      notes.map((note) => note[lang]),
    ),
    ...section(
      say("还缺：", "Missing:"),
      needs.map((need) => need[lang]),
    ),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function movesLines({ moves: { items, registered, atOnce }, bundle }: Prepared, by: Speaker): string[] {
  const { say } = by;
  if (items.length + registered.length + atOnce.length === 0)
    return [say("影响：没有事项变动", "What this moves: nothing")];
  const title = new Map(bundle.plan.tasks.map((task) => [task.no, task.title]));
  const perTask = counted(items, ({ task }) => `${say("任务", "task ")}${task} ${title.get(task) ?? ""}`);
  const of = <T>(pick: (item: MovedItem) => T | null, line: (value: T, item: MovedItem) => string): string[] =>
    grouped(
      items.flatMap((item) => {
        const value = pick(item);
        return value === null ? [] : [`${item.milestone}  ${line(value, item)}`];
      }),
      by,
    );
  const arrow = ({ from, to }: { from: unknown; to: unknown }): string => `${String(from)} → ${String(to)}`;
  const step = (value: { from: Step | null; to: Step | null }): string => stepsSaid(value, by);
  const later = items.flatMap((item) =>
    item.steps
      .filter(({ from, to }) => !(from?.key === item.next?.from?.key && to?.key === item.next?.to?.key))
      .map((each) => `${item.milestone}  ${step(each)}`),
  );
  return [
    say(`影响：${items.length} 个事项`, `What this moves: ${items.length} items`),
    ...perTask.map(([name, count]) => `  ${name}  ${count}`),
    ...section(
      say(`立项 ${registered.length} 个：`, `Registered, ${registered.length}:`),
      grouped(
        registered.map(
          ({ milestone, primaryUnit, assignOn, assigned, deadline }) =>
            `${milestone}  ${by.names.unit(primaryUnit, by.today).name}  ${assigned ? say("当即交办", "assigned at once") : say(`${assignOn} 交办`, `to be assigned on ${assignOn}`)}  ${say("期限", "due")} ${deadline}`,
        ),
        by,
      ),
    ),
    ...section(
      say("时限：", "Deadlines:"),
      of(({ deadline }) => deadline, arrow),
    ),
    ...section(
      say("主办：", "Owed by:"),
      of(
        ({ primaryUnit }) => primaryUnit,
        ({ from, to }) => `${by.names.unit(from, by.today).name} → ${by.names.unit(to, by.today).name}`,
      ),
    ),
    ...section(
      say("当即记录和告知：", "Recorded and told at once:"),
      grouped(
        atOnce.map(({ type, rung, told }) => `${type}${rung === null ? "" : ` ${rung}`}${toldSaid(told, by, "  ")}`),
        by,
      ),
    ),
    ...section(
      say("下一步（无人办理时）：", "Next step (if nobody acts):"),
      of(({ next }) => next, step),
    ),
    ...section(say("以后各步（无人办理时）：", "Steps after it (if nobody acts):"), grouped(later, by)),
    ...section(
      say("下一件文书的收件人：", "Who the next letter goes to:"),
      of(
        ({ told }) => told,
        ({ from, to }) => `${toldSaid(from, by) || "—"} → ${toldSaid(to, by) || "—"}`,
      ),
    ),
  ];
}

function counted<T>(values: readonly T[], keyOf: (value: T) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return [...counts];
}

/** Equal lines once, with how often they occur. */
function grouped(lines: readonly string[], { say }: Speaker): string[] {
  const all = counted(lines, String);
  const shown = all.slice(0, MOST_LINES).map(([line, count]) => (count === 1 ? line : `${line}  ×${count}`));
  const more = all.length - shown.length;
  return more === 0 ? shown : [...shown, say(`……另有 ${more} 种，见 --json`, `… and ${more} more kinds: see --json`)];
}

const KINDS: Readonly<Record<string, Said>> = {
  assigned: { zh: "交办", en: "assigned" },
  resumed: { zh: "恢复", en: "resumed" },
  instrumentLapsed: { zh: "逾期未签代发", en: "sent unsigned" },
  instrumentWithdrawn: { zh: "文书稿撤回", en: "draft withdrawn" },
  agendaListed: { zh: "列入领导小组议题", en: "onto the agenda list" },
  rungSkipped: { zh: "跳过", en: "passed over" },
};

function stepName({ key, type, instrument }: Step, { lang }: Speaker): string {
  const kind = KINDS[type]?.[lang];
  const name =
    instrument === null ? "" : (lang === "zh" ? INSTRUMENT_NAMES_ZH : INSTRUMENT_NAMES_EN)[instrument as Instrument];
  return [kind ?? name, key].filter((part) => part !== "").join(" ");
}

function stepsSaid({ from, to }: { from: Step | null; to: Step | null }, by: Speaker): string {
  const { say } = by;
  const when = (step: Step): string => instant(by, step.at);
  if (from && to && from.key === to.key && from.type === to.type)
    return `${stepName(from, by)}  ${when(from)} → ${when(to)}`;
  const one = (step: Step | null): string => (step ? `${stepName(step, by)} ${when(step)}` : say("（无）", "(none)"));
  return `${one(from)} → ${one(to)}`;
}

function toldSaid(told: readonly Told[], by: Speaker, before = ""): string {
  if (told.length === 0) return "";
  const one = ({ role, post, person }: Told): string =>
    `${by.names.fullTitle(post, by.today)} ${person === null ? by.say("（空缺）", "(nobody)") : by.names.person(person).name}${role === "copy" ? by.say("（抄送）", " (copy)") : ""}`;
  return before + told.map(one).join(by.say("、", ", "));
}

function orderLines(orders: readonly AppliedOrder[], { say }: Speaker): string[] {
  return orders.map(({ command, streams, items }) =>
    isNote(command.order)
      ? `  ${command.key}  ${say("已记入台账", "recorded")}`
      : `  ${command.key}  ${say(`${items} 个事项，${streams} 条任务流已记入台账`, `${items} items, recorded by ${streams} streams`)}`,
  );
}

/** What applying has done. */
export function appliedLines({ finished, made }: Applied, prepared: Prepared, lang: Language): string[] {
  const by = speaker(prepared, lang);
  const { say } = by;
  const documents = prepared.documents.map(({ kind, version }) => `${kind} ${version}`).join(say("、", ", "));
  return [
    ...(finished
      ? [
          say(
            `此前中断的第 ${finished.no} 次变更已补做完毕：`,
            `change ${finished.no}, which had been cut off, is finished:`,
          ),
          ...orderLines(finished.orders, by),
        ]
      : []),
    ...(made
      ? [
          say(
            `第 ${made.no} 次变更已生效${documents === "" ? "" : `：${documents}`}`,
            `change ${made.no} is applied${documents === "" ? "" : `: ${documents}`}`,
          ),
          ...orderLines(made.orders, by),
        ]
      : [say("没有需要变更的内容", "there is nothing to change")]),
  ];
}

/** The preview as JSON for scripts: instants as ISO text with the plan's offset. */
export function previewJson(prepared: Prepared, instantText: (at: number) => string): object {
  const { running, changes, refused, needs, notes, documents, orders, moves } = prepared;
  const step = (value: Step | null): object | null => value && { ...value, at: instantText(value.at) };
  const both = (pair: { from: Step | null; to: Step | null }): object => ({ from: step(pair.from), to: step(pair.to) });
  return {
    plan: running.row.id,
    mode: running.row.mode,
    at: instantText(running.now),
    changes,
    refused,
    needs,
    notes,
    documents: documents.map(({ kind, version }) => ({ kind, version })),
    orders,
    moves: {
      items: moves.items.map((item) => ({
        ...item,
        next: item.next && both(item.next),
        steps: item.steps.map(both),
      })),
      registered: moves.registered.map((item) => ({ ...item, next: step(item.next) })),
      atOnce: moves.atOnce,
    },
  };
}
