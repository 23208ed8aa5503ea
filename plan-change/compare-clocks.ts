/** policy.yaml and calendar.yaml against those that run: both are versioned, and a version is never another's. */
import type { CalendarData } from "../domain/plan/plan.js";
import type { Policy, Rung } from "../domain/plan/policy.js";
import { pairs, same } from "./entries.js";
import type { Change, Differences, RefusedChange, Said } from "./said.js";

/** The version that a changed file must carry, or how it fails. `newest`: of all that the plan has had. */
export function versionRefusal(file: string, version: number, newest: number): RefusedChange[] {
  if (version > newest) return [];
  return [
    {
      file,
      what: {
        zh: `内容改了，version 仍是 ${version}，而方案已有第 ${newest} 版`,
        en: `its content has changed, but version is ${version} and the plan has version ${newest} already`,
      },
      instead: { zh: `请写 version: ${newest + 1}`, en: `write version: ${newest + 1}` },
    },
  ];
}

export function comparePolicy(running: Policy, wanted: Policy, newest: number): Differences {
  if (same(running, wanted)) return { changes: [], refused: [] };
  const file = "policy.yaml";
  const changes: Change[] = [];
  const add = ({ zh, en }: Said): void => void changes.push({ file, what: { zh, en } });
  add({
    zh: `督办规则第${running.version}版 → 第${wanted.version}版《${wanted.title}》`,
    en: `policy version ${running.version} → ${wanted.version} (${wanted.title})`,
  });
  for (const name of [
    "firingTime",
    "closingTime",
    "signWithin",
    "warningDays",
    "progressTolerance",
    "apart",
    "graceAfterResumption",
    "holdAtMost",
    "reworkWithin",
    "ladderByScope",
  ] as const) {
    if (same(running[name] ?? null, wanted[name] ?? null)) continue;
    const [from, to] = [running[name], wanted[name]].map((value) =>
      typeof value === "object" ? JSON.stringify(value) : String(value ?? "—"),
    );
    add({ zh: `${name}：${from} → ${to}`, en: `${name}: ${from} → ${to}` });
  }
  const ladders = new Set([...Object.keys(running.ladders), ...Object.keys(wanted.ladders)]);
  for (const ladder of ladders) {
    const [before, after] = [running.ladders[ladder] ?? [], wanted.ladders[ladder] ?? []];
    for (const [id, old, young] of pairs(before, after, (rung) => rung.id)) {
      const said = rungSaid(old, young);
      if (said) add({ zh: `${ladder}/${id}：${said.zh}`, en: `${ladder}/${id}: ${said.en}` });
    }
  }
  return { changes, refused: versionRefusal(file, wanted.version, newest) };
}

const offset = (days: number): string => `${days > 0 ? "+" : ""}${days}`;

function rungSaid(before: Rung | undefined, after: Rung | undefined): Said | null {
  if (!before) return after ? { zh: `新增（${offset(after.offset)}）`, en: `new (${offset(after.offset)})` } : null;
  if (!after) return { zh: "撤销", en: "removed" };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Rung)[];
  const parts = names.flatMap((name) => {
    if (same(before[name] ?? null, after[name] ?? null)) return [];
    const [from, to] = [before[name], after[name]].map((value) =>
      value === undefined
        ? "—"
        : typeof value === "number"
          ? offset(value)
          : typeof value === "string"
            ? value
            : JSON.stringify(value),
    );
    return [`${name} ${from} → ${to}`];
  });
  return parts.length === 0 ? null : { zh: parts.join("；"), en: parts.join("; ") };
}

export function compareCalendar(running: CalendarData, wanted: CalendarData, newest: number): Differences {
  if (same(running, wanted)) return { changes: [], refused: [] };
  const file = "calendar.yaml";
  const changes: Change[] = [
    {
      file,
      what: {
        zh: `工作日历第${running.version}版 → 第${wanted.version}版`,
        en: `calendar version ${running.version} → ${wanted.version}`,
      },
    },
  ];
  for (const [year, before, after] of pairs(running.years, wanted.years, (entry) => entry.year)) {
    if (same(before ?? null, after ?? null)) continue;
    if (!before) changes.push({ file, what: { zh: `新增${year}年`, en: `year ${year} is new` } });
    else if (!after) changes.push({ file, what: { zh: `删去${year}年`, en: `year ${year} is gone` } });
    else {
      const off = daysBetween(before.holidays, after.holidays);
      const worked = daysBetween(before.workedWeekends, after.workedWeekends);
      const provisional = (before.provisional ?? false) !== (after.provisional ?? false);
      changes.push({
        file,
        what: {
          zh: `${year}年：${["放假", off, "；调休上班", worked].join(" ")}${provisional ? `；${after.provisional ? "改为" : "不再是"}暂定` : ""}`,
          en: `${year}: days off ${off}; worked weekends ${worked}${provisional ? `; ${after.provisional ? "now" : "no longer"} provisional` : ""}`,
        },
      });
    }
  }
  return { changes, refused: versionRefusal(file, wanted.version, newest) };
}

/** `+2026-12-01 -2026-12-02`, or `=` where the days are the same. */
function daysBetween(before: readonly string[], after: readonly string[]): string {
  const parts = [
    ...after.filter((day) => !before.includes(day)).map((day) => `+${day}`),
    ...before.filter((day) => !after.includes(day)).map((day) => `-${day}`),
  ];
  return parts.length === 0 ? "=" : parts.join(" ");
}
