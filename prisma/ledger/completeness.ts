/**
 * What should be in a plan's ledger and is not: the streams that its documents and its opening ask for, and the rows that other rows
 * refer to. Whoever takes rows away and sets the heads back has to find and mend all of these, too; only a checkpoint shows what
 * somebody who did so took away (docs/ledger-format.md).
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { CalendarData, PlanText } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Policy } from "../../domain/plan/policy.js";
import type { Roster } from "../../domain/plan/roster.js";
import { PLAN_STREAM, taskStreams } from "../../domain/streams/streams.js";
import type { Pool } from "../database/pool.js";
import { openedTaskStreams } from "./stream-store.js";

/** An opening goes on stream by stream: what is missing so shortly after it is not yet there (PostgreSQL's interval). */
const OPENING = "10 minutes";

/** Everything that is referred to and not there, in words. Reads only. */
export async function missingFrom(pool: Pool, planId: string): Promise<string[]> {
  const { rows } = await pool.query(
    `SELECT EXISTS (SELECT FROM ledger WHERE plan_id = $1) OR EXISTS (SELECT FROM stream WHERE plan_id = $1 AND seq > 0)
       OR EXISTS (SELECT FROM notice WHERE plan_id = $1) OR EXISTS (SELECT FROM letter WHERE plan_id = $1) AS begun`,
    [planId],
  );
  // Registered, and its workflows not yet started: there is nothing that could be missing.
  if (!rows[0].begun) return [];
  return [
    ...(await missingStreams(pool, planId)),
    ...(await missingReferences(pool, planId)),
    ...(await changedDocuments(pool, planId)),
  ];
}

const about = (planId: string, stream: string, what: string): string => `plan ${planId}, stream ${stream}: ${what}`;

async function missingStreams(pool: Pool, planId: string): Promise<string[]> {
  const { rows: there } = await pool.query<{ stream: string }>(
    "SELECT DISTINCT stream FROM ledger WHERE plan_id = $1",
    [planId],
  );
  const has = new Set(there.map(({ stream }) => stream));
  const opened = await openedTaskStreams(pool, planId);
  const planned = taskStreams(await firstDocuments(pool, planId));
  if (opened.length === 0) {
    const told = has.has(PLAN_STREAM) ? [] : [about(planId, PLAN_STREAM, "all its rows are missing")];
    const gone = planned.filter(({ task }) => ![...has].some((stream) => ofTask(stream, task)));
    return [
      ...told,
      ...gone.map(({ stream }) => about(planId, stream, "the plan's documents ask for it, and it has no row")),
    ];
  }
  const problems = planned
    .filter(({ task }) => !opened.some((each) => each.task === task))
    .map(({ stream }) =>
      about(planId, stream, "the plan's documents ask for it, and the plan's opening has no such task"),
    );
  const { rows } = await pool.query(
    `SELECT recorded_at > now() - interval '${OPENING}' AS fresh FROM ledger
     WHERE plan_id = $1 AND stream = $2 AND type = 'planOpened'`,
    [planId, PLAN_STREAM],
  );
  if (rows.some(({ fresh }) => fresh)) return problems;
  const gone = opened.filter(({ stream, openedAt }) => openedAt === undefined && !has.has(stream));
  return [
    ...problems,
    ...gone.map(({ stream }) => about(planId, stream, "the plan was opened with it, and it has no row")),
  ];
}

const ofTask = (stream: string, task: number): boolean =>
  stream === `task/${task}` || stream.startsWith(`task/${task}/`);

/** The documents that the plan was opened with. */
async function firstDocuments(pool: Pool, planId: string): Promise<PlanBundle> {
  const { rows } = await pool.query<{ kind: string; content: unknown }>(
    `SELECT DISTINCT ON (kind) kind, content FROM plan_document
     WHERE plan_id = $1 AND kind IN ('plan', 'roster', 'policy', 'calendar') ORDER BY kind, version`,
    [planId],
  );
  const of = new Map(rows.map(({ kind, content }) => [kind, content]));
  return {
    plan: of.get("plan") as PlanText,
    roster: of.get("roster") as Roster,
    policy: of.get("policy") as Policy,
    calendar: of.get("calendar") as CalendarData,
  };
}

/** Each answers `stream`, how many (`lost`) and `first` of what is referred to and not there; $1 is the plan. */
const REFERENCES: readonly { readonly what: (lost: number, first: string) => string; readonly sql: string }[] = [
  {
    what: (lost, first) => `${lost} rows that letters tell of are missing, the first of letter ${first}`,
    sql: `SELECT n ->> 0 AS stream, count(*)::int AS lost, min(l.id || ', row ' || (n ->> 1)) AS first
      FROM letter l, jsonb_array_elements(l.notices) AS n
      WHERE l.plan_id = $1 AND n ->> 0 <> 'alarms'
        AND NOT EXISTS (SELECT FROM ledger r WHERE r.plan_id = $1 AND r.stream = n ->> 0 AND r.seq = (n ->> 1)::int)
      GROUP BY 1`,
  },
  {
    what: (lost, first) => `${lost} notices are of rows that are missing, the first of row ${first}`,
    sql: `SELECT n.stream, count(*)::int AS lost, min(n.seq)::text AS first FROM notice n
      WHERE n.plan_id = $1 AND n.stream <> 'alarms'
        AND NOT EXISTS (SELECT FROM ledger r WHERE r.plan_id = $1 AND r.stream = n.stream AND r.seq = n.seq)
      GROUP BY 1`,
  },
  {
    what: (lost, first) => `${lost} requests were answered whose rows are missing, the first ${first}`,
    sql: `SELECT q.stream, count(*)::int AS lost, min(q.key) AS first FROM request q
      WHERE q.plan_id = $1
        AND NOT EXISTS (SELECT FROM ledger r WHERE r.plan_id = $1 AND r.stream = q.stream AND r.cause = 'cmd/' || q.key)
      GROUP BY 1`,
  },
  {
    what: (lost, first) => `${lost} acts were accepted whose rows are missing, the first of item ${first}`,
    sql: `SELECT o #>> '{command,stream}' AS stream, count(*)::int AS lost, min(o ->> 'item') AS first
      FROM action_request q, jsonb_array_elements(CASE jsonb_typeof(q.answer) WHEN 'array' THEN q.answer ELSE '[]' END) AS o
      WHERE q.plan_id = $1 AND o #>> '{command,key}' IS NOT NULL AND coalesce(o -> 'refusal', 'null') = 'null'
        AND NOT EXISTS (SELECT FROM ledger r
          WHERE r.plan_id = $1 AND r.stream = o #>> '{command,stream}' AND r.cause = 'cmd/' || (o #>> '{command,key}'))
      GROUP BY 1`,
  },
  {
    what: (lost, first) => `${lost} items have no row, the first ${first}`,
    sql: `SELECT i.stream, count(*)::int AS lost, min(i.id) AS first FROM item i
      WHERE i.plan_id = $1 AND NOT EXISTS (SELECT FROM ledger r WHERE r.plan_id = $1 AND r.item_id = i.id)
      GROUP BY 1`,
  },
  {
    what: (lost, first) =>
      `${lost} orders or signatures were sent to it that it has not recorded, the first in row ${first} of stream plan`,
    sql: `SELECT s AS stream, count(*)::int AS lost, min(o.seq)::text AS first
      FROM ledger o, jsonb_array_elements_text(coalesce(o.payload -> 'streams', '[]')) AS s
      WHERE o.plan_id = $1 AND o.stream = 'plan' AND o.type IN ('orderGiven', 'packageSignedFor')
        AND NOT EXISTS (SELECT FROM ledger a
          WHERE a.plan_id = $1 AND a.stream = s AND a.type IN ('orderApplied', 'packageApplied')
            AND a.cause IN ('order/' || substr(o.cause, 5), 'package/' || substr(o.cause, 5)))
        AND NOT EXISTS (SELECT FROM message m WHERE m.plan_id = $1 AND m.key = substr(o.cause, 5) || '>' || s AND NOT m.applied)
      GROUP BY 1`,
  },
  {
    what: (lost, first) =>
      `${lost} orders or signatures are missing that other streams recorded, the first in ${first}`,
    sql: `SELECT 'plan' AS stream, count(*)::int AS lost, min(a.stream || ', row ' || a.seq) AS first FROM ledger a
      WHERE a.plan_id = $1 AND a.type IN ('orderApplied', 'packageApplied')
        AND NOT EXISTS (SELECT FROM ledger o
          WHERE o.plan_id = $1 AND o.stream = 'plan'
            AND o.cause = 'cmd/' || coalesce(a.payload ->> 'order', a.payload ->> 'signature'))
      HAVING count(*) > 0`,
  },
  {
    what: (lost, first) => `${lost} files of evidence are missing that it recorded, the first in row ${first}`,
    sql: `SELECT f.stream, count(*)::int AS lost, min(f.seq)::text AS first FROM ledger f
      WHERE f.plan_id = $1 AND f.type = 'evidenceFiled'
        AND NOT EXISTS (SELECT FROM evidence e
          WHERE e.plan_id = $1 AND e.item_id = f.item_id AND e.sha256 = f.payload ->> 'sha256')
      GROUP BY 1`,
  },
];

async function missingReferences(pool: Pool, planId: string): Promise<string[]> {
  const problems: string[] = [];
  for (const { what, sql } of REFERENCES) {
    const { rows } = await pool.query<{ stream: string; lost: number; first: string }>(
      `SELECT * FROM (${sql}) AS found ORDER BY stream COLLATE "C"`,
      [planId],
    );
    for (const { stream, lost, first } of rows) problems.push(about(planId, stream, what(lost, first)));
  }
  return problems;
}

/** The SHA-256 of a document's canonical JSON, as the ledger's changes and checkpoints have it. */
export const documentHash = (content: unknown): string =>
  createHash("sha256").update(canonicalJson(content)).digest("hex");

/** Documents whose content is not what the row that made them says. */
async function changedDocuments(pool: Pool, planId: string): Promise<string[]> {
  const { rows } = await pool.query<{ seq: number; kind: string; version: number; sha256: string; content: unknown }>(
    `SELECT r.seq, d ->> 'kind' AS kind, (d ->> 'version')::int AS version, d ->> 'sha256' AS sha256, p.content
     FROM ledger r CROSS JOIN jsonb_array_elements(r.payload #> '{order,documents}') AS d
       LEFT JOIN plan_document p ON p.plan_id = $1 AND p.kind = d ->> 'kind' AND p.version = (d ->> 'version')::int
     WHERE r.plan_id = $1 AND r.stream = 'plan' AND r.type = 'orderGiven' AND r.payload #>> '{order,kind}' = 'changeDocuments'
     ORDER BY r.seq`,
    [planId],
  );
  return rows
    .filter(({ content, sha256 }) => content === null || documentHash(content) !== sha256)
    .map(({ seq, kind, version, content }) =>
      about(
        planId,
        PLAN_STREAM,
        `row ${seq} wrote version ${version} of document ${kind}, which ${content === null ? "is missing" : "was changed since"}`,
      ),
    );
}
