/** Signing in and out. Open to everybody, so each step is limited (accounts/limits.ts), and none tells which accounts there are. */
import { openSamples, SAMPLE_NAMES } from "../accounts/samples.js";
import { ProblemError } from "../http/problem.js";
import { route } from "../serving/route.js";
import {
  codeBody,
  credentials,
  done,
  newPasswordBody,
  nextStep,
  resetBody,
  sampleBody,
  signInOptions,
  ssoAnswer,
  ssoBody,
} from "./schemas.js";

export const getSignIn = route({
  method: "get",
  path: "/sign-in",
  tag: "accounts",
  summary: "The ways to sign in 登录方式",
  open: true,
  response: signInOptions,
  async handler({ services: { pool, accounts } }) {
    const samples = await openSamples(pool);
    const { oidc } = accounts.settings;
    return {
      samples: samples.map(({ account, role, stored }) => ({
        account,
        role,
        name: SAMPLE_NAMES[role],
        person: Object.values(stored.persons)[0] ?? null,
      })),
      singleSignOn: oidc && { name: oidc.name },
    };
  },
});

export const postSignIn = route({
  method: "post",
  path: "/sign-in",
  tag: "accounts",
  summary: "Sign in with a password 登录",
  description:
    "Sets the session's cookie, or asks for the second factor. An unknown account, a wrong password and a disabled account are refused alike; after eight failures an account waits for 15 minutes at that address. A one-time password ends after seven days.",
  open: true,
  body: credentials,
  response: nextStep,
  problems: ["wrongCredentials", "oneTimePasswordEnded", "tooManyAttempts", "foreignOrigin"],
  handler: async ({ body, exchange, services: { accounts } }) => ({
    next: await accounts.signIn(body.account, body.password, exchange),
  }),
});

export const postSecondFactor = route({
  method: "post",
  path: "/sign-in/second-factor",
  tag: "accounts",
  summary: "The second factor's code 双因素验证",
  description: "Within ten minutes after the password, with the cookie that came with its answer.",
  open: true,
  body: codeBody,
  response: done,
  problems: ["wrongCode", "foreignOrigin"],
  async handler({ body, exchange, services: { accounts } }) {
    await accounts.secondFactor(body.code, exchange);
    return { done: true as const };
  },
});

export const postSample = route({
  method: "post",
  path: "/sign-in/sample",
  tag: "accounts",
  summary: "Sign in as one of a rehearsal's sample accounts 示例账号登录",
  open: true,
  body: sampleBody,
  response: done,
  problems: ["wrongCredentials", "foreignOrigin"],
  async handler({ body, exchange, services: { pool, accounts } }) {
    const sample = (await openSamples(pool)).find(({ account }) => account === body.account);
    if (!sample)
      throw new ProblemError("wrongCredentials", {
        zh: "没有这个示例账号。示例账号仅限推演使用，有实际运行的方案时停用。",
        en: "There is no such sample account. They are for rehearsals only, and closed where a plan runs live.",
      });
    await accounts.signInAsSample(sample.stored.id, exchange);
    return { done: true as const };
  },
});

export const postSingleSignOn = route({
  method: "post",
  path: "/sign-in/sso",
  tag: "accounts",
  summary: "Begin single sign-on 统一身份认证",
  open: true,
  body: ssoBody,
  response: ssoAnswer,
  problems: ["providerAway", "foreignOrigin"],
  handler: async ({ body, exchange, services: { accounts } }) => ({
    url: await accounts.singleSignOn(exchange, body.back),
  }),
});

export const postSignOut = route({
  method: "post",
  path: "/sign-out",
  tag: "accounts",
  summary: "Sign out 退出",
  response: done,
  problems: ["foreignOrigin"],
  async handler({ caller, exchange, services: { accounts } }) {
    await accounts.signOut(caller.accountId, exchange);
    return { done: true as const };
  },
});

export const postPasswordReset = route({
  method: "post",
  path: "/password-reset",
  tag: "accounts",
  summary: "Ask for a mail that lets one set a new password 重置密码",
  description: "Answered alike whether there is such an account or not.",
  open: true,
  body: resetBody,
  response: done,
  problems: ["tooManyAttempts", "foreignOrigin"],
  async handler({ body, exchange, services: { accounts } }) {
    await accounts.askReset(body.account, exchange);
    return { done: true as const };
  },
});

export const postNewPassword = route({
  method: "post",
  path: "/password-reset/confirm",
  tag: "accounts",
  summary: "Set a new password by a mailed link 设置新密码",
  open: true,
  body: newPasswordBody,
  response: done,
  description: "Ends all sessions, other links, API tokens and calendars of the account.",
  problems: ["badLink", "weakPassword", "foreignOrigin"],
  async handler({ body, exchange, services: { accounts } }) {
    await accounts.reset(body.token, body.password, exchange);
    return { done: true as const };
  },
});
