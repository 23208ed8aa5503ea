/**
 * Alarms on their way to the office: at a day's closing the new ones become notices of a stream of their own, outside the
 * ledger, and so one 告警 letter. What goes on is told again in the next calendar month.
 */
import { dateAt, instantAt } from "../../domain/plan/plan-date.js";
import { withSubstitutes } from "../../domain/people/delegations.js";
import { type Recipient, resolveRecipients } from "../../domain/people/recipients.js";
import type { Alarm } from "./alarm-store.js";
import { closingFrom } from "../notices/closing-time.js";
import { readDelegations } from "../notices/delegations.js";
import type { Directory } from "../plans/plan-store.js";
import type { Connection, Pool } from "../database/pool.js";

/** Stream name of the notices made of alarms; no ledger has it. */
export const ALARMS = "alarms";

const UNTOLD = `SELECT key, kind, plan_at AS "planAt", detail, count FROM alarm
  WHERE plan_id = $1 AND (quiet_until IS NULL OR plan_at >= quiet_until) ORDER BY key COLLATE "C"`;

/** The closing with which the earliest untold alarm goes out. */
export async function nextAlarmClosing(
  connection: Pool | Connection,
  planId: string,
  directory: Directory,
): Promise<number | null> {
  const { rows } = await connection.query<{ first: number | null }>(
    `SELECT min("planAt") AS first FROM (${UNTOLD}) AS untold`,
    [planId],
  );
  const first = rows[0]?.first ?? null;
  return first === null ? null : closingFrom(first, directory);
}

/** Makes notices to the office of the untold alarms whose closing is due by `upTo`. Answers whether there were any. */
export async function alarmNotices(
  connection: Connection,
  planId: string,
  upTo: number,
  directory: Directory,
): Promise<boolean> {
  const { rows: untold } = await connection.query<Alarm>(UNTOLD, [planId]);
  const due = untold
    .map((alarm) => ({ alarm, closeAt: closingFrom(alarm.planAt, directory) }))
    .filter(({ closeAt }) => closeAt <= upTo);
  if (due.length === 0) return false;
  const delegations = await readDelegations(connection, planId);
  const told = due.flatMap(({ alarm, closeAt }) => {
    const day = dateAt(closeAt, directory.offsetMinutes);
    const recipient = recipientOf(alarm, day, directory);
    const all = recipient === null ? [] : withSubstitutes([recipient], delegations, day);
    return all.map((one) => noticeOf(alarm, closeAt, day, one));
  });
  await connection.query(
    `INSERT INTO notice (plan_id, stream, seq, no, instrument, delivery, role, addressed_post, post, person, fallback_for, substitute_for, at,
       plan_day, facts, close_at, group_key)
     SELECT $1, $2, (SELECT coalesce(max(seq), 0) + 1 FROM notice WHERE plan_id = $1 AND stream = $2), row_number() OVER () - 1, 'alarm',
       'batched', 'to', n.addressed_post, n.post, n.person, n.fallback_for, n.substitute_for, n.at, n.plan_day, n.facts, n.close_at, n.group_key
     FROM jsonb_to_recordset($3::jsonb) AS n (addressed_post text, post text, person text, fallback_for text, substitute_for text, at bigint, plan_day date,
       facts jsonb, close_at bigint, group_key text)`,
    [planId, ALARMS, JSON.stringify(told)],
  );
  await connection.query(
    `UPDATE alarm SET quiet_until = a.until FROM jsonb_to_recordset($2::jsonb) AS a (key text, until bigint)
     WHERE plan_id = $1 AND alarm.key = a.key`,
    [
      planId,
      JSON.stringify(due.map(({ alarm, closeAt }) => ({ key: alarm.key, until: monthAfter(closeAt, directory) }))),
    ],
  );
  return told.length > 0;
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

function noticeOf({ kind, detail, count, planAt }: Alarm, closeAt: number, day: string, recipient: Recipient): object {
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
