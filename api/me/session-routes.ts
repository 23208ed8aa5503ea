/** One's sessions: where one is signed in, and ending that. */
import { endSession, endSessions, sessionsOf, type StoredSession } from "../../prisma/accounts/session-store.js";
import { ProblemError } from "../http/problem.js";
import { route } from "../serving/route.js";
import { sessionOf } from "./routes.js";
import { done, type Session, sessionParams, sessions, sessionsEnded } from "./schemas.js";

const view = (
  { id, cameBy, twoFactors, beganAt, endsAt, lastUsedAt, address, userAgent }: StoredSession,
  own: string,
): Session => ({
  id,
  current: id === own,
  cameBy,
  twoFactors,
  beganAt: beganAt.toISOString(),
  endsAt: endsAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  address,
  userAgent,
});

export const getSessions = route({
  method: "get",
  path: "/me/sessions",
  tag: "accounts",
  summary: "Where one is signed in 登录设备",
  description: "Each ends by itself at `endsAt`, however much it is used.",
  personal: true,
  response: sessions,
  async handler({ caller, services: { pool } }) {
    const { id } = sessionOf(caller);
    return { sessions: (await sessionsOf(pool, caller.accountId)).map((one) => view(one, id)) };
  },
});

export const postSessionEnded = route({
  method: "post",
  path: "/me/sessions/{sessionId}/end",
  tag: "accounts",
  summary: "End one of one's sessions 结束登录",
  params: sessionParams,
  response: done,
  problems: ["unknownSession", "foreignOrigin"],
  async handler({ params: { sessionId }, caller: { accountId }, exchange, services: { pool, accounts } }) {
    if (!(await endSession(pool, accountId, sessionId)))
      throw new ProblemError("unknownSession", {
        zh: "没有这一登录，或已结束。",
        en: "There is no such session of this account, or it has ended.",
      });
    await accounts.note({ kind: "sessionEnded", accountId, subject: sessionId, address: exchange.address });
    return { done: true as const };
  },
});

export const postSessionsEnded = route({
  method: "post",
  path: "/me/sessions/end-others",
  tag: "accounts",
  summary: "End all of one's other sessions 结束其他登录",
  response: sessionsEnded,
  problems: ["foreignOrigin"],
  async handler({ caller, exchange, services: { pool, accounts } }) {
    const { accountId } = caller;
    const ended = await endSessions(pool, accountId, sessionOf(caller).id);
    await accounts.note({ kind: "sessionEnded", accountId, address: exchange.address, detail: { ended } });
    return { ended };
  },
});
