/** The audit log: who signed in, who failed to, and who read what is not theirs. Rows are only ever added. */
import type { Pool } from "../database/pool.js";

export const AUDIT_KINDS = [
  "signIn",
  "signInFailed",
  "lockedOut",
  "secondFactorFailed",
  "signOut",
  "passwordChanged",
  "passwordResetAsked",
  "passwordReset",
  "secondFactorEnrolled",
  "tokenIssued",
  "tokenRevoked",
  "tokenUsed",
  "calendarIssued",
  "calendarReplaced",
  "calendarRevoked",
  "letterRead",
  "evidenceRead",
  "rosterRead",
  "auditRead",
  "accountCreated",
  "accountDisabled",
  "accountEnabled",
  "accountReset",
  "granted",
  "grantRevoked",
  "personSet",
  "channelsChosen",
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export interface AuditEntry {
  readonly kind: AuditKind;
  /** Null: nobody known. Names that were typed are not kept: they may be passwords. */
  readonly accountId: string | null;
  readonly planId?: string | null;
  /** What was read or changed: a letter, a token, an account. */
  readonly subject?: string | null;
  readonly address?: string | null;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditEvent extends Required<AuditEntry> {
  readonly id: number;
  readonly at: Date;
  /** The account's name today; null where it is gone. */
  readonly account: string | null;
}

export async function audit(pool: Pool, entry: AuditEntry): Promise<void> {
  const { kind, accountId, planId = null, subject = null, address = null, detail = {} } = entry;
  await pool.query(
    "INSERT INTO audit_event (kind, account_id, plan_id, subject, address, detail) VALUES ($1, $2, $3, $4, $5, $6)",
    [kind, accountId, planId, subject, address, JSON.stringify(detail)],
  );
}

/** Events older than `before`, the newest first. */
export async function auditEvents(
  pool: Pool,
  filter: { readonly kind?: AuditKind | undefined; readonly accountId?: string | undefined },
  before: number | null,
  limit: number,
): Promise<AuditEvent[]> {
  const { rows } = await pool.query<AuditEvent>(
    `SELECT e.id, e.at, e.kind, e.account_id AS "accountId", e.plan_id AS "planId", e.subject, e.address, e.detail, u.username AS account
     FROM audit_event e LEFT JOIN auth_user u ON u.id = e.account_id
     WHERE ($1::text IS NULL OR e.kind = $1) AND ($2::text IS NULL OR e.account_id = $2) AND ($3::bigint IS NULL OR e.id < $3)
     ORDER BY e.id DESC LIMIT $4`,
    [filter.kind ?? null, filter.accountId ?? null, before, limit],
  );
  return rows;
}
