/** Statements on alarms. */
import type { ReportedVacancies } from "../../../domain/people/vacancies.js";
import { date, int4, int8, jsonb, nullable, recordset, text } from "../columns.js";
import { statement } from "../statement.js";

const detail = () => jsonb<Readonly<Record<string, unknown>>>();

export const raiseAlarms = statement("alarms/raise-alarms", {
  params: {
    planId: text(),
    alarms: recordset({ key: text(), kind: text(), plan_at: int8(), detail: detail(), count: int4() }),
  },
});

export const listUntoldAlarms = statement("alarms/list-untold-alarms", {
  params: { planId: text() },
  rows: { key: text(), kind: text(), planAt: int8(), detail: detail(), count: int4() },
});

export const quietAlarms = statement("alarms/quiet-alarms", {
  params: { planId: text(), told: recordset({ key: text(), until: int8() }) },
});

export const insertAlarmNotices = statement("alarms/insert-alarm-notices", {
  params: {
    planId: text(),
    stream: text(),
    notices: recordset({
      addressed_post: text(),
      post: text(),
      person: nullable(text()),
      fallback_for: nullable(text()),
      substitute_for: nullable(text()),
      at: int8(),
      plan_day: date(),
      facts: detail(),
      close_at: int8(),
      group_key: text(),
    }),
  },
});

export const toldVacancies = statement("alarms/told-vacancies", {
  params: { planId: text(), key: text() },
  rows: { detail: jsonb<ReportedVacancies>() },
});

export const raiseVacancies = statement("alarms/raise-vacancies", {
  params: { planId: text(), key: text(), planAt: int8(), detail: jsonb<ReportedVacancies>() },
});
