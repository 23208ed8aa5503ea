/** One's API tokens: made for programs, listed, revoked. */
import { DAY_MS } from "../../domain/plan/plan-date.js";
import { issueToken, revokeToken, type StoredToken, tokensOf } from "../../prisma/accounts/token-store.js";
import { ProblemError } from "../http/problem.js";
import { route } from "../serving/route.js";
import { sessionOf } from "./routes.js";
import { done, issued, type Token, tokenBody, tokenParams, tokens } from "./schemas.js";

const tokenView = ({
  id,
  name,
  scopes,
  twoFactors,
  createdAt,
  expiresAt,
  revokedAt,
  lastUsedAt,
}: StoredToken): Token => ({
  id,
  name,
  scopes: [...scopes],
  twoFactors,
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
    "It may do what its account may, within its scopes: `read`, `act`, `audit`. Send it as `Authorization: Bearer …`. It is shown in this answer only. With the password, and the code where there is a second factor. One made with one factor does nothing where its account needs two, also where it came to need them later.",
  body: tokenBody,
  response: issued,
  problems: ["wrongCredentials", "wrongCode", "signInAgain", "tooManyAttempts", "tooManyRequests", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { pool, accounts } }) {
    const { name, scopes, days, ...proof } = body;
    const { twoFactors } = sessionOf(caller);
    await accounts.factors.prove(caller.accountId, caller.session, proof, exchange);
    await accounts.limits.secret(caller.accountId);
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    const unique = [...new Set(scopes)];
    const { id, token: text } = await issueToken(pool, {
      accountId: caller.accountId,
      name,
      scopes: unique,
      twoFactors,
      expiresAt,
    });
    accounts.tell(caller.accountId, "tokenIssued", exchange);
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
