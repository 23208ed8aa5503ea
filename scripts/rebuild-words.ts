/** What `npm run rebuild` says, in Chinese and English. */
import type { Restarted } from "../gateway/plan-workflows.js";
import { padTo } from "../embedded/columns.js";
import type { Counts } from "../prisma/rebuild/backup.js";
import type { Compared, Difference } from "../prisma/rebuild/compare.js";
import type { RebuildOptions, RebuiltPlan } from "../prisma/rebuild/rebuild.js";

export type Language = "zh" | "en";

export const USAGE = `npm run rebuild                 makes every derived table again from the ledger, proves it equal to what stands, and starts every
                                workflow from the ledger; what differs is named, and nothing is replaced (exit code 1)
npm run rebuild -- --check      compares only; may run beside the product
npm run rebuild -- --repair     also replaces what differs
npm run rebuild -- --from FILE  first reads a back-up (npm run backup, or pg_dump in plain text) into an empty database
  --plan ID       one plan only
  --tables-only   leaves Temporal alone
  --lang en       in English
  --json          as JSON
Stop the product first: a rebuild refuses to run beside a worker, and says who runs.`;

const WORDS = {
  zh: {
    plan: (id: string) => `方案 ${id}`,
    heads: ["表", "现有行数", "重建行数", "校验值", "结果"],
    equal: "一致",
    made: "已重建",
    differs: (count: number) => `${count} 行不一致`,
    missing: "缺失",
    extra: "多余",
    now: "现为",
    ledger: "台账为",
    more: (count: number) => `  另有 ${count} 行，见 --json`,
    broken: (where: string) => `台账链条断裂，未作任何改动：${where}`,
    left: "未作任何改动。请核实后以 --repair 按台账重建。",
    checked: "仅核对，未作改动。",
    proven: "已清空并按台账重建，逐表核对一致。",
    repaired: "已按台账重建，上列差异已消除。",
    filled: "原为空表，已按台账重建。",
    warning: "注意",
    loaded: (list: string) => `已读入备份：${list}`,
    workflows: (all: number, missing: number, queue: string) =>
      `  流程引擎：${all} 个流程已按台账重新启动（其中 ${missing} 个原已缺失），任务队列 ${queue}；工作进程启动后继续办理`,
  },
  en: {
    plan: (id: string) => `Plan ${id}`,
    heads: ["table", "rows", "rebuilt", "hash", "result"],
    equal: "equal",
    made: "made",
    differs: (count: number) => `${count} ${count === 1 ? "row differs" : "rows differ"}`,
    missing: "missing",
    extra: "not in the ledger",
    now: "is",
    ledger: "by the ledger",
    more: (count: number) => `  and ${count} more: see --json`,
    broken: (where: string) => `The ledger's chain is broken, and nothing was changed: ${where}`,
    left: "Nothing was changed. Look into it, then rebuild from the ledger with --repair.",
    checked: "Compared only; nothing was changed.",
    proven: "Emptied and made again from the ledger; every table was read back equal.",
    repaired: "Made again from the ledger; the differences above are gone.",
    filled: "The tables were empty and were made again from the ledger.",
    warning: "Note",
    loaded: (list: string) => `Back-up read: ${list}`,
    workflows: (all: number, missing: number, queue: string) =>
      `  Temporal: ${all} workflows start again from the ledger (${missing} were missing), on task queue ${queue}; they go on once a worker runs`,
  },
};

export function loadedLines(counts: Counts, lang: Language): string[] {
  return [
    WORDS[lang].loaded(
      Object.entries(counts)
        .map(([table, rows]) => `${table} ${rows}`)
        .join(", "),
    ),
  ];
}

export function planLines(plan: RebuiltPlan, mode: RebuildOptions["mode"], lang: Language): string[] {
  const words = WORDS[lang];
  if (plan.broken !== null) return [words.plan(plan.plan), `  ${words.broken(plan.broken)}`];
  const lines = [
    words.plan(plan.plan),
    row(words.heads),
    ...plan.tables.map((compared) => row(cells(compared, plan.wasEmpty, lang))),
    // Of empty tables every row differs: their number says it all.
    ...(plan.wasEmpty ? [] : plan.tables.flatMap((compared) => differenceLines(compared, lang))),
    ...plan.warnings.map((warning) => `  ${words.warning}: ${warning}`),
  ];
  const { equal, replaced, wasEmpty } = plan;
  const end = replaced
    ? equal
      ? words.proven
      : wasEmpty
        ? words.filled
        : words.repaired
    : mode === "check"
      ? words.checked
      : words.left;
  return [...lines, `  ${end}`];
}

function cells({ table, stands, rebuilt, equal, differ }: Compared, wasEmpty: boolean, lang: Language): string[] {
  const words = WORDS[lang];
  const hash =
    equal || wasEmpty ? rebuilt.hash.slice(0, 16) : `${stands.hash.slice(0, 16)} → ${rebuilt.hash.slice(0, 16)}`;
  const result = equal ? words.equal : wasEmpty ? words.made : words.differs(differ);
  return [table, String(stands.rows), String(rebuilt.rows), hash, result];
}

const WIDTHS = [10, 10, 10, 37];
const row = (texts: readonly string[]): string =>
  `  ${texts.map((text, no) => (WIDTHS[no] === undefined ? text : padTo(text, WIDTHS[no]))).join(" ")}`;

function differenceLines({ table, differ, differences }: Compared, lang: Language): string[] {
  const more = differ - differences.length;
  return [
    ...differences.map((difference) => `  ${table} ${difference.key}: ${said(difference, lang)}`),
    ...(more > 0 ? [WORDS[lang].more(more)] : []),
  ];
}

function said({ what, columns }: Difference, lang: Language): string {
  const words = WORDS[lang];
  if (what !== "changed") return words[what];
  return Object.entries(columns)
    .map(([column, [was, is]]) => `${column} ${words.now} ${short(was)}, ${words.ledger} ${short(is)}`)
    .join("; ");
}

const short = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
};

export function workflowLines({ ended, missing, taskQueue }: Restarted, lang: Language): string[] {
  return [WORDS[lang].workflows(ended.length + missing.length, missing.length, taskQueue)];
}
