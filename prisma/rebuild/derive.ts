/** Makes a plan's derived rows again, in shadow tables, from its ledger, its documents and its letters alone. */
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { Projection } from "../../domain/streams/kind.js";
import { kindOf } from "../../domain/streams/kinds.js";
import { messageKey, messageOfCause, messagesOf } from "../../domain/streams/messages.js";
import { concernedBy } from "../../domain/streams/answered.js";
import type { LedgerRow, Outcome } from "../../domain/ledger/record.js";
import { ALARMS } from "../alarms/alarm-letters.js";
import { ledgerRow } from "../ledger/ledger-row.js";
import type { DecidedBeside } from "../ledger/append.js";
import { itemColumns, waysOf } from "../ledger/item-columns.js";
import { registerWrites } from "../registers/register-rows.js";
import { roundWrites } from "../inspections/round-rows.js";
import { monthWrites } from "../months/month-rows.js";
import { packageRows } from "../packages/package-rows.js";
import * as sql from "../sql/ledger/statements.js";
import { putPackages } from "../sql/packages/statements.js";
import { noticeBatches } from "../notices/batches.js";
import { noticeRows, type NotedRecipient } from "../notices/notices.js";
import type { TellingNotice } from "../notices/recipients.js";
import type { Connection } from "../database/pool.js";
import { walkChain } from "../ledger/verify.js";
import { DERIVED, shadowOf } from "./tables.js";

/** A row as the ledger has it, with all that derived rows are made of. */
type SourceRow = LedgerRow & {
  readonly recipients: readonly (readonly NotedRecipient[])[];
  readonly decided: DecidedBeside | null;
  /** The first of the rows that were recorded together. */
  readonly append: number;
};

interface Stream {
  readonly name: string;
  readonly hash: string;
  readonly rows: readonly SourceRow[];
}

/** A chain that does not hold: nothing is made from such a ledger. */
export class ChainBroken extends Error {
  constructor(readonly where: string) {
    super(where);
    this.name = "ChainBroken";
  }
}

/** Rows that go in with one statement. */
const BATCH = 2_000;

/** Fills the shadow tables. Answers what could not be made consistent, in words. Throws ChainBroken. */
export async function derive(connection: Connection, planId: string, ruleSet: RuleSet): Promise<string[]> {
  for (const table of DERIVED)
    await connection.query(
      `CREATE TEMP TABLE ${shadowOf(table)} (LIKE ${table.name} INCLUDING DEFAULTS INCLUDING INDEXES) ON COMMIT DROP`,
    );
  const names = await sql.streamsOfRows.run(connection, { planId });
  const applied = new Set<string>();
  for (const { stream } of names) {
    const found = await readStream(connection, planId, stream);
    await deriveStream(connection, planId, found, ruleSet);
    for (const row of found.rows) {
      if (row.type === "orderApplied") applied.add(messageKey({ key: row.payload.order }, stream));
      else if (row.type === "packageApplied") applied.add(messageKey({ key: row.payload.signature }, stream));
      const message = messageOfCause(row.cause);
      if (message !== null) applied.add(message);
    }
  }
  await connection.query("UPDATE rebuilt_message SET applied = true WHERE plan_id = $1 AND key = ANY($2)", [
    planId,
    [...applied],
  ]);
  await keepWhatOlderReleasesLeft(connection, planId);
  return assignLetters(connection, planId);
}

async function readStream(connection: Connection, planId: string, stream: string): Promise<Stream> {
  const { hash, broken } = await walkChain(connection, planId, stream);
  if (broken !== null) throw new ChainBroken(broken);
  const rows = await sql.sourceRows.run(connection, { planId, stream });
  return {
    name: stream,
    hash,
    rows: rows.map((row): SourceRow => {
      const { recipients, decided, append } = row;
      return { ...ledgerRow(row), recipients, decided, append };
    }),
  };
}

async function deriveStream(connection: Connection, planId: string, stream: Stream, ruleSet: RuleSet): Promise<void> {
  const { name, rows } = stream;
  const put = async ({ text }: typeof sql.putItems, list: readonly unknown[]): Promise<void> => {
    const intoShadow = text.replace("INSERT INTO ", "INSERT INTO rebuilt_");
    for (let from = 0; from < list.length; from += BATCH)
      await connection.query(intoShadow, [planId, name, JSON.stringify(list.slice(from, from + BATCH))]);
  };
  const { items, round, register, month, ...head } = projected(stream, ruleSet);
  await putHead(connection, planId, stream, head);
  const notices = rows.flatMap((row) =>
    noticeRows(row, row.decided?.notices ?? [], row.recipients, ruleSet.offsetMinutes),
  );
  const appends = new Map(rows.map(({ seq, append }) => [seq, append]));
  const kept = await olderNotices(connection, planId, name);
  await put(sql.putItems, itemColumns(items, rows, waysOf([...kept, ...notices])));
  await put(sql.putRequests, answersOf(rows, name));
  await put(
    sql.putMessages,
    rows.flatMap((row) => messagesOf(row, name)),
  );
  await connection.query(putPackages.text.replace("INSERT INTO ", "INSERT INTO rebuilt_"), [
    planId,
    JSON.stringify(packageRows(rows)),
  ]);
  for (const { text, values } of [
    ...(round ? roundWrites(name, round) : []),
    ...(month ? monthWrites(name, month) : []),
    ...(register ? registerWrites(name, register) : []),
  ])
    await connection.query(text.replace("INSERT INTO ", "INSERT INTO rebuilt_"), [planId, ...values]);
  await put(
    sql.putNoticeBatches,
    noticeBatches(notices, (seq) => appends.get(seq) ?? seq),
  );
}

/** What stands of notices of rows from before the ledger kept what was decided. */
async function olderNotices(connection: Connection, planId: string, stream: string): Promise<TellingNotice[]> {
  const { rows } = await connection.query<TellingNotice>(
    `SELECT n.item_id, n.person, n.delivery, n.role, n.addressed_post, n.instrument, n.fallback_for, n.substitute_for, n.ladder, n.rung,
       n.deadline_version
     FROM notice n JOIN ledger l USING (plan_id, stream, seq) WHERE n.plan_id = $1 AND n.stream = $2 AND l.decided IS NULL`,
    [planId, stream],
  );
  return rows;
}

function projected({ name, rows }: Stream, ruleSet: RuleSet): Projection {
  const kind = kindOf(name);
  if (!kind) throw new Error(`the ledger has a stream of unknown kind, ${name}: run the newer release`);
  return kind.project(name, rows, ruleSet);
}

async function putHead(
  connection: Connection,
  planId: string,
  { name, rows, hash }: Stream,
  { calendar, nextDue }: Pick<Projection, "calendar" | "nextDue">,
): Promise<void> {
  await connection.query(
    `INSERT INTO rebuilt_stream (plan_id, name, seq, head_hash, calendar, event_types, next_due)
     VALUES ($1, $2, $3, $4, $5, coalesce((SELECT array_agg(DISTINCT t ORDER BY t) FROM (
       SELECT CASE event_version WHEN 1 THEN type ELSE type || '@' || event_version END COLLATE "C" AS t
       FROM ledger WHERE plan_id = $1 AND stream = $2) AS named), '{}'), $6)`,
    [planId, name, rows.length, hash, calendar, nextDue],
  );
}

const REQUEST = "cmd/";

/** The answers that were given to requests: what they took effect on, and what they were refused for. */
function answersOf(rows: readonly SourceRow[], stream: string): Outcome[] {
  const answers = new Map<string, { items: Set<string>; refused: Outcome["refused"] }>();
  for (const row of rows) {
    const { cause, decided } = row;
    if (!cause.startsWith(REQUEST)) continue;
    const key = cause.slice(REQUEST.length);
    const answer = answers.get(key) ?? { items: new Set<string>(), refused: [] };
    answers.set(key, answer);
    if (decided?.refused) answer.refused = decided.refused;
    for (const each of concernedBy(row, stream)) answer.items.add(each);
  }
  return [...answers].map(([key, { items, refused }]) => ({ key, items: [...items], refused }));
}

/** Rows of releases that did not yet write down what was decided: what stands of theirs is all there is. */
async function keepWhatOlderReleasesLeft(connection: Connection, planId: string): Promise<void> {
  await connection.query(
    `INSERT INTO rebuilt_notice_batch SELECT n.* FROM notice_batch n
       JOIN ledger l ON l.plan_id = n.plan_id AND l.stream = n.stream AND l.seq = n.rows[1]
     WHERE n.plan_id = $1 AND l.decided IS NULL`,
    [planId],
  );
  await connection.query(
    `UPDATE rebuilt_request SET outcome = r.outcome FROM request r JOIN ledger l
       ON l.plan_id = r.plan_id AND l.stream = r.stream AND l.cause = '${REQUEST}' || r.key AND l.cause_no = 0 AND l.decided IS NULL
     WHERE rebuilt_request.plan_id = $1 AND r.plan_id = $1 AND r.key = rebuilt_request.key`,
    [planId],
  );
  // A stream that was begun and has no row yet.
  await connection.query(
    "INSERT INTO rebuilt_stream SELECT * FROM stream WHERE plan_id = $1 AND seq = 0 ON CONFLICT DO NOTHING",
    [planId],
  );
}

/** Says of every batch of notices which letter tells it, by the letters, and gives those made of alarms their rows. */
async function assignLetters(connection: Connection, planId: string): Promise<string[]> {
  await connection.query(
    `INSERT INTO rebuilt_notice_batch (plan_id, stream, append, batch, instrument, delivery, role, addressed_post, post, person, fallback_for,
       substitute_for, at, plan_day, close_at, group_key, rows, nos, drafts, items, facts)
     SELECT l.plan_id, n ->> 0, (n ->> 1)::int, (n ->> 2)::int, l.instrument, l.delivery, 'to', n #>> '{3,addressed}', n #>> '{3,post}',
       l.person, n #>> '{3,fallbackFor}', n #>> '{3,substituteFor}', (n #>> '{3,at}')::bigint, l.plan_day, l.closed_at, l.group_key,
       ARRAY[(n ->> 1)::int], ARRAY[(n ->> 2)::int], '{}', '{}', n #> '{3,facts}'
     FROM letter l, jsonb_array_elements(l.notices) AS n WHERE l.plan_id = $1 AND n ->> 0 = $2`,
    [planId, ALARMS],
  );
  await connection.query(
    `CREATE TEMP TABLE told_by_letter ON COMMIT DROP AS
     SELECT l.id AS letter, n ->> 0 AS stream, (n ->> 1)::int AS seq, (n ->> 2)::int AS no
     FROM letter l, jsonb_array_elements(l.notices) AS n WHERE l.plan_id = $1`,
    [planId],
  );
  await connection.query(
    `CREATE TEMP TABLE told_in_batch ON COMMIT DROP AS
     SELECT n.stream, told.seq, told.no, n.append, n.batch FROM rebuilt_notice_batch n, unnest(n.rows, n.nos) AS told (seq, no)`,
  );
  await connection.query(
    `INSERT INTO rebuilt_letter_notice_batch (plan_id, stream, append, batch, letter_id)
     SELECT $1, b.stream, b.append, b.batch, min(t.letter) FROM told_by_letter t JOIN told_in_batch b USING (stream, seq, no)
     GROUP BY b.stream, b.append, b.batch`,
    [planId],
  );
  const { rows } = await connection.query(
    `SELECT t.letter AS id, count(*)::int AS lost FROM told_by_letter t LEFT JOIN told_in_batch b USING (stream, seq, no)
     WHERE b.seq IS NULL GROUP BY t.letter ORDER BY t.letter`,
  );
  return rows.map(({ id, lost }) => `letter ${id} tells ${lost} notices that the ledger does not have`);
}
