/** The audit log, for who may read it. */
import { z } from "zod";
import { accountByName } from "../../prisma/accounts/account-store.js";
import { auditEvents as readAudit } from "../../prisma/accounts/audit-store.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { route } from "../serving/route.js";
import { auditEvents, auditQuery } from "./schemas.js";

export const getAudit = route({
  method: "get",
  path: "/audit",
  tag: "accounts",
  summary: "Sign-ins and reads of what is not one's own 审计记录",
  description: "Nothing in it can be changed. Reading it is itself recorded.",
  personal: true,
  query: auditQuery,
  response: auditEvents,
  problems: ["badCursor"],
  async handler({ query, caller, exchange, services: { pool, accounts } }) {
    const name = listName("audit", query);
    const before = query.cursor === undefined ? null : decodeCursor(name, query.cursor, z.int().min(1));
    const wanted = query.account === undefined ? undefined : ((await accountByName(pool, query.account))?.id ?? "");
    const more = await readAudit(pool, { kind: query.kind, accountId: wanted }, before, query.limit + 1);
    const rows = more.slice(0, query.limit);
    if (before === null)
      await accounts.note({ kind: "auditRead", accountId: caller.accountId, address: exchange.address });
    return {
      rows: rows.map(({ id, at, kind, account, planId, subject, address, detail }) => ({
        id,
        at: at.toISOString(),
        kind,
        account,
        plan: planId,
        subject,
        address,
        detail: { ...detail },
      })),
      next: more.length > rows.length ? encodeCursor(name, rows.at(-1)?.id) : null,
    };
  },
});
