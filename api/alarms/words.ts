/** What an alarm is about: as the office's 告警 letter says it, on one line. */
import type { PlanDate } from "../../domain/plan/plan.js";
import { alarmEn } from "../../mail/alarms.en.js";
import { alarmZh } from "../../mail/alarms.zh.js";
import { alarmRow } from "../../prisma/letters/alarm-rows.js";
import type { Alarm } from "../../prisma/alarms/alarm-store.js";
import type { PlanDocuments } from "../views/plan-view.js";
import type { Words } from "../http/schema-parts.js";

/** Alarms that no letter tells yet. */
const OTHERS: Readonly<Record<string, (detail: Alarm["detail"]) => Words>> = {
  calendarMissing: ({ year }) => ({
    zh: `工作日历缺少${String(year)}年，请导入该年日历`,
    en: `The calendar lacks ${String(year)}: import that year`,
  }),
  calendarProvisional: ({ year }) => ({
    zh: `${String(year)}年工作日历为暂定，请在放假安排公布后导入`,
    en: `The calendar of ${String(year)} is provisional: import it once the holidays are announced`,
  }),
};

export function alarmWords({ kind, detail, count }: Alarm, day: PlanDate, { names, places }: PlanDocuments): Words {
  const other = OTHERS[kind];
  if (other) return other(detail);
  const facts = { ...detail, kind, count } as Parameters<typeof alarmRow>[0]["facts"];
  const id = typeof detail.item === "string" ? detail.item : "";
  const place = places.get(id);
  const item = place && { ...place, id, primary_unit: "" };
  const row = alarmRow({ facts, item }, day, names);
  const [zh, en] = [alarmZh(row), alarmEn(row)];
  return {
    zh: `${zh.title}。${zh.lines.map(({ label, value }) => `${label}：${value.replace(/。$/, "")}`).join("；")}。`,
    en: `${en.title}. ${en.lines.map(({ label, value }) => `${label}: ${value.replace(/\.$/, "")}`).join("; ")}.`,
  };
}
