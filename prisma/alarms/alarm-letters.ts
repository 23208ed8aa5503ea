/**
 * Alarms on their way to the office: at a day's closing the new ones become notices of a stream of their own, outside the
 * ledger, and so one 告警 letter. What goes on is told again in the next calendar month.
 */
import { dateAt, instantAt } from "../../domain/plan/plan-date.js";
import { withSubstitutes } from "../../domain/people/delegations.js";
import { type Recipient, resolveRecipients } from "../../domain/people/recipients.js";
import { type Alarm, raiseAlarms } from "./alarm-store.js";
import { closingFrom } from "../plans/closing-time.js";
import { readDelegations } from "../people/delegations.js";
import type { Directory } from "../plans/plan-store.js";
import type { Connection, Queryable } from "../database/pool.js";
import * as sql from "../sql/alarms/statements.js";

/** Stream name of the notices made of alarms; no ledger has it. */
export const ALARMS = "alarms";

/** The closing with which the earliest untold alarm goes out. */
export async function nextAlarmClosing(on: Queryable, planId: string, directory: Directory): Promise<number | null> {
  const untold = await sql.listUntoldAlarms.run(on, { planId });
  return untold.length === 0 ? null : closingFrom(Math.min(...untold.map(({ planAt }) => planAt)), directory);
}

/**
 * Raises alarms, and makes notices to the office of all untold ones whose closing is due by `upTo`. Answers whether there were
 * any. Whatever it writes it locks with one statement: recordings raise alarms at the same time.
 */
export async function tellAlarms(
  connection: Connection,
  planId: string,
  upTo: number,
  directory: Directory,
  raised: readonly Alarm[],
): Promise<boolean> {
  const isDue = ({ planAt }: Alarm): boolean => closingFrom(planAt, directory) <= upTo;
  const locked = new Map<string, Alarm>();
  for (const alarm of await sql.listUntoldAlarms.run(connection, { planId }))
    if (isDue(alarm)) locked.set(alarm.key, { ...alarm, count: 0 });
  for (const alarm of raised) locked.set(alarm.key, alarm);
  await raiseAlarms(connection, planId, [...locked.values()]);
  const untold = await sql.listUntoldAlarms.run(connection, { planId });
  const due = untold.filter((alarm) => locked.has(alarm.key) && isDue(alarm));
  if (due.length === 0) return false;
  const delegations = await readDelegations(connection, planId);
  const notices = due.flatMap((alarm) => {
    const closeAt = closingFrom(alarm.planAt, directory);
    const day = dateAt(closeAt, directory.offsetMinutes);
    const recipient = recipientOf(alarm, day, directory);
    const all = recipient === null ? [] : withSubstitutes([recipient], delegations, day);
    return all.map((one) => noticeOf(alarm, closeAt, day, one));
  });
  await sql.insertAlarmNotices.count(connection, { planId, stream: ALARMS, notices });
  await sql.quietAlarms.count(connection, {
    planId,
    told: due.map(({ key, planAt }) => ({ key, until: monthAfter(closingFrom(planAt, directory), directory) })),
  });
  return notices.length > 0;
}

/**
 * The office's desk; its head where the alarm is about whoever holds the desk, to whom no letter can tell it. Nobody (null)
 * where both are the same person: the alarm then stands in its table only.
 */
function recipientOf({ detail }: Alarm, day: string, { bundle: { roster } }: Directory): Recipient | null {
  const office = roster.units.find((unit) => unit.id === roster.bodies.office);
  const place = { village: null, township: null, primaryUnit: roster.bodies.office };
  for (const post of [office?.desk, office?.head]) {
    if (post === undefined) continue;
    const [recipient] = resolveRecipients(roster, { to: [{ post }], copy: [], facts: {} }, place, day);
    if (recipient && (recipient.person === null || recipient.person !== detail["person"])) return recipient;
  }
  return null;
}

function noticeOf({ kind, detail, count, planAt }: Alarm, closeAt: number, day: string, recipient: Recipient) {
  const who = recipient.person ?? `post:${recipient.addressed}`;
  return {
    addressed_post: recipient.addressed,
    post: recipient.post,
    person: recipient.person,
    fallback_for: recipient.fallbackFor ?? null,
    substitute_for: recipient.substituteFor ?? null,
    at: planAt,
    plan_day: day,
    facts: { ...detail, kind, count },
    close_at: closeAt,
    group_key: `b|${who}|alarm|${day}`,
  };
}

/** The first instant of the calendar month after an instant's own. */
function monthAfter(instant: number, { offsetMinutes }: Directory): number {
  const [year = 0, month = 0] = dateAt(instant, offsetMinutes).split("-").map(Number);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
  return instantAt(next, "00:00", offsetMinutes);
}
