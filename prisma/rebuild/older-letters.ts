/**
 * Letters of back-ups by releases before the one outbox (decision 0125): how their mail stood is in the letter's own row. They are
 * read beside, and become what the migration makes of them (prisma/migrations/20261224090000_one_outbox).
 */
import type { Client } from "../database/connect.js";

/** Where they are read to. */
const BESIDE = "older_letter";

/** Whether a back-up's letters are of such a release, by the columns that it names. */
const areOlder = (columns: string): boolean => /\battempts\b/.test(columns);

/** The table to read a back-up's letters into. */
export async function tableForLetters(client: Client, columns: string): Promise<string> {
  if (!areOlder(columns)) return "public.letter";
  await client.query(
    `CREATE TEMP TABLE ${BESIDE} (
       LIKE public.letter INCLUDING DEFAULTS, attempts integer DEFAULT 0, lease integer DEFAULT 0, due_at timestamptz DEFAULT now(),
       by_channels boolean DEFAULT false
     ) ON COMMIT DROP`,
  );
  await client.query(`ALTER TABLE ${BESIDE} ALTER COLUMN state TYPE text`);
  return BESIDE;
}

/** Once everything is read: the letters, and for those that went by mail alone a delivery each. `columns`: of a letter. */
export async function takeOlderLetters(client: Client, columns: string): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass($1) IS NOT NULL AS read", [`pg_temp.${BESIDE}`]);
  if (!rows[0].read) return;
  const values = columns.replace(
    /\bstate\b/,
    "(CASE state WHEN 'sending' THEN 'queued' ELSE state END)::public.letter_state",
  );
  await client.query(`INSERT INTO public.letter (${columns}) SELECT ${values} FROM ${BESIDE}`);
  await client.query(
    `INSERT INTO public.letter_delivery (plan_id, letter_id, channel, place, state, attempts, lease, last_error, queued_at, due_at, sent_at)
     SELECT l.plan_id, l.id, 'mail', 0,
       CASE
         WHEN l.state IN ('queued', 'sending') THEN l.state::delivery_state
         WHEN l.state = 'sent' AND h.letter_id IS NULL THEN 'sent'
         ELSE 'failed'
       END,
       l.attempts, l.lease, l.last_error, l.queued_at, l.due_at, CASE WHEN h.letter_id IS NULL THEN l.sent_at END
     FROM ${BESIDE} l LEFT JOIN public.hand_delivery h ON h.plan_id = l.plan_id AND h.letter_id = l.id AND h.entered_at = l.sent_at
     WHERE NOT l.by_channels AND l.state IN ('queued', 'sending', 'sent', 'failed', 'returned')
       AND (l.attempts > 0 OR h.letter_id IS NULL)`,
  );
}
