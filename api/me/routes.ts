/** One's own account, one's API tokens, who one is in a plan; and the audit log. */
import { DAY_MS } from "../../domain/plan/plan-date.js";
import { z } from "zod";
import { accountById, accountByName } from "../../prisma/accounts/account-store.js";
import { auditEvents as readAudit } from "../../prisma/accounts/audit-store.js";
import { issueToken, revokeToken, type StoredToken, tokensOf } from "../../prisma/accounts/token-store.js";
import { ROLE_NAMES } from "../accounts/samples.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { ProblemError } from "../http/problem.js";
import { seesAll } from "../rights/reach.js";
import { planRoute, route } from "../serving/route.js";
import {
  auditEvents,
  auditQuery,
  codeBody,
  confirmPassword,
  done,
  enrolment,
  issued,
  me,
  passwordBody,
  planMe,
  type Token,
  tokenBody,
  tokenParams,
  tokens,
} from "./schemas.js";

export const getMe = route({
  method: "get",
  path: "/me",
  tag: "accounts",
  summary: "The account that asks 当前账号",
  personal: true,
  response: me,
  async handler({ caller, exchange, services: { pool, accounts } }) {
    if (caller.kind === "person") await accounts.prolong(exchange);
    const known = await accountById(pool, caller.accountId);
    return {
      account: known?.account ?? "",
      name: known?.name ?? "",
      sample: known?.sample ?? false,
      grants: [...(known?.grants ?? [])],
      secondFactor: known?.secondFactor ?? false,
      must: caller.unfinished ?? null,
    };
  },
});

export const getPlanMe = planRoute({
  method: "get",
  path: "/me",
  tag: "accounts",
  summary: "Who the caller is in the plan today 本人岗位",
  personal: true,
  response: planMe,
  changesWith: "answer",
  handler({ caller, plan: { names, today } }) {
    return {
      person: caller.person === null ? null : names.person(caller.person),
      roles: [...caller.roles].map((role) => ({ role, name: ROLE_NAMES[role] })),
      seesAll: seesAll(caller),
      capacities: caller.capacities.map(({ post, roles, onBehalfOf, inPlaceOf }) => ({
        post: names.post(post, today),
        roles: [...roles],
        onBehalfOf: onBehalfOf ? names.post(onBehalfOf.post, today) : null,
        inPlaceOf: inPlaceOf === undefined ? null : names.post(inPlaceOf, today),
      })),
    };
  },
});

export const postPassword = route({
  method: "post",
  path: "/me/password",
  tag: "accounts",
  summary: "Change one's password 修改密码",
  description: "Ends one's other sessions.",
  body: passwordBody,
  response: done,
  problems: ["wrongCredentials", "weakPassword", "tooManyAttempts", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    await accounts.changePassword(caller.accountId, body.current, body.next, exchange);
    return { done: true as const };
  },
});

export const postEnrolment = route({
  method: "post",
  path: "/me/second-factor",
  tag: "accounts",
  summary: "Begin to enrol a second factor 启用双因素认证",
  body: confirmPassword,
  response: enrolment,
  problems: ["wrongCredentials", "tooManyAttempts", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    const { uri, recoveryCodes } = await accounts.beginSecondFactor(caller.accountId, body.password, exchange);
    return { uri, recoveryCodes: [...recoveryCodes] };
  },
});

export const postEnrolmentCode = route({
  method: "post",
  path: "/me/second-factor/confirm",
  tag: "accounts",
  summary: "End the enrolment with a first code 确认双因素认证",
  body: codeBody,
  response: done,
  problems: ["wrongCode", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    await accounts.confirmSecondFactor(caller.accountId, body.code, exchange);
    return { done: true as const };
  },
});

/* ------------------------------------------------------------------ tokens */

const tokenView = ({ id, name, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }: StoredToken): Token => ({
  id,
  name,
  scopes: [...scopes],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

export const getTokens = route({
  method: "get",
  path: "/me/tokens",
  tag: "accounts",
  summary: "One's API tokens 访问令牌",
  personal: true,
  response: tokens,
  handler: async ({ caller, services: { pool } }) => ({
    tokens: (await tokensOf(pool, caller.accountId)).map(tokenView),
  }),
});

export const postToken = route({
  method: "post",
  path: "/me/tokens",
  tag: "accounts",
  summary: "Issue an API token 新建令牌",
  description:
    "It may do what its account may, within its scopes: `read`, `act`, `audit`. Send it as `Authorization: Bearer …`. It is shown in this answer only.",
  body: tokenBody,
  response: issued,
  problems: ["foreignOrigin"],
  async handler({ body: { name, scopes, days }, caller, exchange, services: { pool, accounts } }) {
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    const unique = [...new Set(scopes)];
    const { id, token: text } = await issueToken(pool, {
      accountId: caller.accountId,
      name,
      scopes: unique,
      expiresAt,
    });
    await accounts.note({
      kind: "tokenIssued",
      accountId: caller.accountId,
      subject: id,
      address: exchange.address,
      detail: { scopes: unique.join(" "), days },
    });
    const [made] = (await tokensOf(pool, caller.accountId)).filter((one) => one.id === id);
    return { ...tokenView(made as StoredToken), token: text };
  },
});

export const postTokenRevoked = route({
  method: "post",
  path: "/me/tokens/{tokenId}/revoke",
  tag: "accounts",
  summary: "Revoke an API token 停用令牌",
  params: tokenParams,
  response: done,
  problems: ["unknownToken", "foreignOrigin"],
  async handler({ params: { tokenId }, caller, exchange, services: { pool, accounts } }) {
    if (!(await revokeToken(pool, caller.accountId, tokenId)))
      throw new ProblemError("unknownToken", {
        zh: "没有这个令牌，或不属于当前账号。",
        en: "There is no such token, or it is another account's.",
      });
    await accounts.note({
      kind: "tokenRevoked",
      accountId: caller.accountId,
      subject: tokenId,
      address: exchange.address,
    });
    return { done: true as const };
  },
});

/* --------------------------------------------------------------- audit log */

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
