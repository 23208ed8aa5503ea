/** What registers.yaml of a plan's folder has that the running registers have not. Pure. */
import type { Figure, Register, RegisterColumn, Registers } from "../domain/plan/registers.js";
import { versionRefusal } from "./compare-clocks.js";
import { pairs, same } from "./entries.js";
import type { Change, Differences, RefusedChange } from "./said.js";

const FILE = "registers.yaml";

/** Rows that are there are held by the ids of registers and columns: these never come to mean something else. */
export function compareRegisters(running: Registers | undefined, wanted: Registers | undefined): Differences {
  if (same(running ?? null, wanted ?? null)) return { changes: [], refused: [] };
  if (!wanted) return { changes: [], refused: [gone()] };
  const changes: Change[] = [versionSaid(running, wanted)];
  const refused = running ? versionRefusal(FILE, wanted.version, running.version) : [];
  for (const [id, before, after] of pairs(running?.registers ?? [], wanted.registers, (register) => register.id)) {
    if (same(before ?? null, after ?? null)) continue;
    if (before && !after) refused.push(registerGone(before));
    else if (before && after) {
      const differing = compareColumns(before, after);
      changes.push(...registerSaid(before, after), ...differing.changes);
      refused.push(...differing.refused);
    } else if (after && running) changes.push(said(`新增台账“${after.title}”（${id}）`, `register ${id} is new`));
  }
  for (const [id, before, after] of pairs(running?.figures ?? [], wanted.figures, (figure) => figure.id))
    if (running && !same(before ?? null, after ?? null)) changes.push(figureSaid(id, before, after));
  if (running && !same(running.funds ?? null, wanted.funds ?? null))
    changes.push(said("资金台账的取数栏目有调整", "where the plan's funds stand is told anew"));
  return { changes, refused };
}

const said = (zh: string, en: string): Change => ({ file: FILE, what: { zh, en } });

const versionSaid = (running: Registers | undefined, { version, registers, figures }: Registers): Change =>
  running
    ? said(
        `台账格式第${running.version}版 → 第${version}版；已登记的行保留，指标按新版重新计算`,
        `registers version ${running.version} → ${version}; rows stay, and figures are computed anew`,
      )
    : said(
        `新增台账${registers.length}个、指标${figures.length}项（第${version}版）`,
        `registers are new: version ${version}, ${registers.length} registers and ${figures.length} figures`,
      );

function compareColumns(before: Register, after: Register): Differences {
  const changes: Change[] = [];
  const refused: RefusedChange[] = [];
  for (const [id, old, now] of pairs(before.columns, after.columns, (column: RegisterColumn) => column.id)) {
    if (same(old ?? null, now ?? null)) continue;
    const name = `${before.title}·${(old ?? now)?.title ?? id}`;
    if (old && !now)
      refused.push(
        refusal(
          `删去了“${name}”一列（${id}）`,
          `register ${before.id}: column ${id} is gone`,
          "已登记的行有这一列，请保留",
          "rows have cells in it: leave it there",
        ),
      );
    else if (old && now && (old.type !== now.type || old.sensitive !== now.sensitive))
      refused.push(
        refusal(
          `“${name}”改变了类型（${id}）`,
          `register ${before.id}: column ${id} is of another type, or its sensitivity differs`,
          "请保留原列，新内容另立一列",
          "leave it, and give what is new a column of its own",
        ),
      );
    else if (old && now && old.unit !== now.unit)
      refused.push(
        refusal(
          `“${name}”改变了计量单位（${old.unit ?? "无"} → ${now.unit ?? "无"}）`,
          `register ${before.id}: column ${id} counts in another unit`,
          "已登记的数按原单位，请另立一列",
          "what is there counts in the old one: give the new unit a column of its own",
        ),
      );
    else if (!old && now?.required)
      refused.push(
        refusal(
          `新增的“${name}”不能必填（${id}）`,
          `register ${before.id}: the new column ${id} is required`,
          "已登记的行没有这一列，请先不设必填",
          "rows that are there have nothing in it: make it optional first",
        ),
      );
    else
      changes.push(
        old
          ? said(`“${name}”已修改（${id}）`, `register ${before.id}: column ${id} is other`)
          : said(`新增“${name}”一列（${id}）`, `register ${before.id}: column ${id} is new`),
      );
  }
  return { changes, refused };
}

function registerSaid(before: Register, after: Register): Change[] {
  const names = (["title", "keeper", "rhythm", "key", "expects", "checks", "clause"] as const).filter(
    (name) => !same(before[name] ?? null, after[name] ?? null),
  );
  return names.length === 0
    ? []
    : [said(`台账“${before.title}”：${names.join("、")} 已修改`, `register ${before.id}: other ${names.join(", ")}`)];
}

function figureSaid(id: string, before: Figure | undefined, after: Figure | undefined): Change {
  if (!before) return said(`新增指标“${after?.title ?? id}”（${id}）`, `figure ${id} is new`);
  if (!after) return said(`删去指标“${before.title}”（${id}）`, `figure ${id} is gone`);
  return said(`指标“${before.title}”的算法已修改（${id}）`, `figure ${id} is computed in another way`);
}

const refusal = (zh: string, en: string, insteadZh: string, insteadEn: string): RefusedChange => ({
  file: FILE,
  what: { zh, en },
  instead: { zh: insteadZh, en: insteadEn },
});

const registerGone = ({ id, title }: Register): RefusedChange =>
  refusal(
    `删去了台账“${title}”（${id}）`,
    `register ${id} is gone`,
    "已登记的行以它识别，请保留",
    "its rows are there: leave it",
  );

const gone = (): RefusedChange =>
  refusal(
    "文件夹中没有 registers.yaml",
    "the folder has no registers.yaml",
    "台账在用：请放回 registers.yaml",
    "registers are kept: put the file back",
  );
