/** What the checklists of a plan's folder have that the running ones have not. Pure. */
import type { ChecklistLine, Checklists } from "../domain/plan/checklists.js";
import { versionRefusal } from "./compare-clocks.js";
import { pairs, same } from "./entries.js";
import type { Change, Differences, RefusedChange } from "./said.js";

const FILE = "checklists";

/** Running rounds go by their own version until the office takes one over to the new one (更换检查清单). */
export function compareChecklists(running: Checklists | undefined, wanted: Checklists | undefined): Differences {
  if (same(running ?? null, wanted ?? null)) return { changes: [], refused: [] };
  if (!wanted) return { changes: [], refused: [gone()] };
  const newest = running?.version ?? 0;
  const changes: Change[] = [versionSaid(running, wanted)];
  const refused = newest === 0 ? [] : versionRefusal(`${FILE}/common.yaml`, wanted.version, newest);
  for (const [key, before, after] of pairs(running?.lines ?? [], wanted.lines, (line) => line.key)) {
    if (same(before ?? null, after ?? null)) continue;
    if (before && after && meansOther(before, after)) refused.push(otherMeaning(before, after));
    else changes.push({ file: FILE, what: lineSaid(key, before, after) });
  }
  for (const [id, before, after] of pairs(running?.causes ?? [], wanted.causes, (cause) => cause.id)) {
    if (before && !after) refused.push(causeGone(id, before.title));
    else if (after && before?.title !== after.title)
      changes.push({
        file: FILE,
        what: {
          zh: `原因类别${before ? `“${before.title}”改为“${after.title}”` : `新增“${after.title}”`}（${id}）`,
          en: `class of cause ${id}${before ? `: “${before.title}” → “${after.title}”` : ` is new: “${after.title}”`}`,
        },
      });
  }
  return { changes, refused };
}

const versionSaid = (running: Checklists | undefined, wanted: Checklists): Change => ({
  file: FILE,
  what: running
    ? {
        zh: `检查清单第${running.version}版 → 第${wanted.version}版；已排定的检查仍用原版，由办公室逐轮更换`,
        en: `checklists version ${running.version} → ${wanted.version}; rounds that are open stay on theirs until the office changes them`,
      }
    : {
        zh: `新增检查清单第${wanted.version}版，共${wanted.lines.length}条`,
        en: `checklists are new: version ${wanted.version}, ${wanted.lines.length} lines`,
      },
});

function lineSaid(key: string, before: ChecklistLine | undefined, after: ChecklistLine | undefined): Change["what"] {
  if (!before) return { zh: `新增检查项“${after?.text ?? ""}”（${key}）`, en: `line ${key} is new` };
  if (!after) return { zh: `删去检查项“${before.text}”（${key}）`, en: `line ${key} is gone` };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof ChecklistLine)[];
  const parts = names.filter((name) => !same(before[name] ?? null, after[name] ?? null));
  return { zh: `检查项 ${key}：${parts.join("、")} 已修改`, en: `line ${key}: other ${parts.join(", ")}` };
}

/** Findings are known by their line over all rounds: a key never comes to stand for something else. */
const meansOther = (before: ChecklistLine, after: ChecklistLine): boolean =>
  before.task !== after.task || before.scope !== after.scope;

const otherMeaning = ({ key, task, scope }: ChecklistLine, after: ChecklistLine): RefusedChange => ({
  file: FILE,
  what: {
    zh: `检查项 ${key} 换成了别的内容：任务${task}（${scope}）→ 任务${after.task}（${after.scope}）`,
    en: `line ${key} stands for something else: task ${task} (${scope}) → task ${after.task} (${after.scope})`,
  },
  instead: { zh: "请保留原项，新内容另立一个 key", en: "leave it, and give what is new a key of its own" },
});

const causeGone = (id: string, title: string): RefusedChange => ({
  file: `${FILE}/common.yaml`,
  what: { zh: `删去了原因类别“${title}”（${id}）`, en: `class of cause ${id} is gone` },
  instead: { zh: "已登记的问题以它识别，请保留", en: "findings are known by it: leave it there" },
});

const gone = (): RefusedChange => ({
  file: FILE,
  what: { zh: "文件夹中没有检查清单", en: "the folder has no checklists" },
  instead: {
    zh: "检查按清单进行：请放回 checklists 文件夹",
    en: "rounds go by them: put the folder checklists back",
  },
});
