/** What the parts of accounts share. */
import type { Logger } from "pino";
import type { AccountChange } from "../../mail/account-changes.js";
import type { AuditEntry } from "../../prisma/accounts/audit-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { Exchange } from "../http/exchange.js";
import type { Auth } from "./auth.js";
import type { Limits } from "./limits.js";
import { cutText } from "../../domain/language/text.js";

export interface AccountParts {
  readonly pool: Pool;
  readonly log: Logger;
  readonly auth: Auth;
  readonly limits: Limits;
  /** Adds to the audit log. */
  readonly note: (entry: AuditEntry) => Promise<void>;
  /** Mails the owner what was changed, after the answer. `also`: an address that was the account's before. */
  readonly tell: (accountId: string, change: AccountChange, exchange: Exchange, also?: string | null) => void;
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A better-auth call's outcome: its cookies passed on, its body read. A failure of its own is ours too. */
export async function answered(asked: Promise<Response>, exchange: Exchange): Promise<Answered> {
  const response = await asked;
  exchange.setCookies(response.headers.getSetCookie());
  const text = await response.text();
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status}: ${cutText(text, 200)}`);
  return { status: response.status, body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {} };
}
