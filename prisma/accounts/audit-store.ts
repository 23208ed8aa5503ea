/** The audit log: who signed in, who failed to, and who read what is not theirs. Rows are only ever added. */
import { clientOf } from "../database/client.js";
import { fromJson, toJson } from "../database/columns.js";
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
  "confirmationFailed",
  "sessionEnded",
  "addressAsked",
  "addressChanged",
  "singleSignOnLinked",
  "singleSignOnRefused",
  "singleSignOnUnlinked",
  "tokenIssued",
  "tokenRevoked",
  "tokenUsed",
  "calendarIssued",
  "calendarReplaced",
  "calendarRevoked",
  "letterRead",
  "evidenceRead",
  "rosterRead",
  "registerRead",
  "auditRead",
  "accountCreated",
  "accountDisabled",
  "accountEnabled",
  "accountReset",
  "granted",
  "grantRevoked",
  "personSet",
  "channelsChosen",
  "holderChanged",
  "letterResent",
  "letterReturned",
  "lettersPrinted",
  "letterHandedOver",
  "numberVoided",
  "listExported",
  "attachmentFiled",
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
  const data = { kind, accountId, planId, subject, address, detail: toJson(detail) };
  await clientOf(pool).auditEvent.create({ data, select: { id: true } });
}

/** Events older than `before`, the newest first. */
export async function auditEvents(
  pool: Pool,
  { kind, accountId }: { readonly kind?: AuditKind | undefined; readonly accountId?: string | undefined },
  before: number | null,
  limit: number,
): Promise<AuditEvent[]> {
  const rows = await clientOf(pool).auditEvent.findMany({
    where: {
      ...(kind === undefined ? {} : { kind }),
      ...(accountId === undefined ? {} : { accountId }),
      ...(before === null ? {} : { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: limit,
  });
  const names = await accountNames(pool, new Set(rows.flatMap(({ accountId: id }) => id ?? [])));
  return rows.map((row) => ({
    ...row,
    id: Number(row.id),
    kind: row.kind as AuditKind,
    detail: fromJson<AuditEvent["detail"]>(row.detail),
    account: names.get(row.accountId ?? "") ?? null,
  }));
}

/** No relation in the schema: what was done outlives its account. */
async function accountNames(pool: Pool, ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string | null>> {
  const users = await clientOf(pool).authUser.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, username: true },
  });
  return new Map(users.map(({ id, username }) => [id, username]));
}
