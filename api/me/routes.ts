/** One's own account: password, second factor, address; and who one is in a plan. */
import { accountById } from "../../prisma/accounts/account-store.js";
import { ROLE_NAMES } from "../accounts/samples.js";
import { ProblemError } from "../http/problem.js";
import type { Caller, CallerSession } from "../rights/caller.js";
import { seesAll } from "../rights/reach.js";
import { planRoute, route } from "../serving/route.js";
import {
  addressBody,
  codeBody,
  confirmAddressBody,
  confirmPassword,
  done,
  enrolment,
  me,
  passwordBody,
  planMe,
} from "./schemas.js";

export const getMe = route({
  method: "get",
  path: "/me",
  tag: "accounts",
  summary: "The account that asks 当前账号",
  personal: true,
  response: me,
  async handler({ caller, services: { pool } }) {
    const known = await accountById(pool, caller.accountId);
    return {
      account: known?.account ?? "",
      name: known?.name ?? "",
      sample: known?.sample ?? false,
      grants: [...(known?.grants ?? [])],
      secondFactor: known?.secondFactor ?? false,
      hasPassword: known?.hasPassword ?? false,
      email: known?.email ?? null,
      // A token that waits for another is answered nothing.
      must: caller.unfinished === "newToken" ? null : (caller.unfinished ?? null),
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
  description:
    "At least 12 characters, none that is commonly used. Ends one's other sessions, all mailed links, API tokens and calendars.",
  body: passwordBody,
  response: done,
  problems: ["wrongCredentials", "weakPassword", "tooManyAttempts", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    await accounts.changePassword(caller.accountId, caller.session, body, exchange);
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
  description: "With the password; who comes by single sign-on and has none, within ten minutes after signing in.",
  problems: ["wrongCredentials", "signInAgain", "tooManyAttempts", "foreignOrigin"],
  async handler({ body, caller: { accountId, session }, exchange, services: { accounts } }) {
    const { uri, recoveryCodes } = await accounts.factors.begin(accountId, session, body.password, exchange);
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
  problems: ["wrongCode", "tooManyAttempts", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    await accounts.factors.enrol(caller.accountId, body.code, exchange);
    return { done: true as const };
  },
});

/** The session of who is signed in; a token has none. */
export function sessionOf({ session }: Caller): CallerSession {
  if (session) return session;
  throw new ProblemError("notAllowed", {
    zh: "该操作须由本人登录后办理。",
    en: "This is for people who are signed in.",
  });
}

export const postSecondFactorGiven = route({
  method: "post",
  path: "/me/second-factor/verify",
  tag: "accounts",
  summary: "Give the second factor's code in a session that began without 补充双因素验证",
  description:
    "After single sign-on, where that does not count as two factors. A code is taken once; a recovery code will do.",
  body: codeBody,
  response: done,
  problems: ["wrongCode", "tooManyAttempts", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    await accounts.factors.verify(caller.accountId, sessionOf(caller), body.code, exchange);
    return { done: true as const };
  },
});

/* ----------------------------------------------------------------- address */

export const postAddress = route({
  method: "post",
  path: "/me/address",
  tag: "accounts",
  summary: "Ask for an address to be kept with the account 登记邮箱",
  description:
    "Links for a new password go to this address alone. A link is mailed there, and nothing changes before it is opened. With the password, and the code where there is a second factor.",
  body: addressBody,
  response: done,
  problems: ["wrongCredentials", "wrongCode", "signInAgain", "badValue", "tooManyAttempts", "foreignOrigin"],
  async handler({ body: { address, ...proof }, caller: { accountId, session }, exchange, services: { accounts } }) {
    await accounts.factors.prove(accountId, session, proof, exchange);
    await accounts.addresses.ask(accountId, address, exchange);
    return { done: true as const };
  },
});

export const postAddressConfirmed = route({
  method: "post",
  path: "/me/address/confirm",
  tag: "accounts",
  summary: "Confirm an address by its mailed link 确认邮箱",
  description: "The owner is told of it at this address and at the one before.",
  body: confirmAddressBody,
  response: done,
  problems: ["badLink", "addressTaken", "foreignOrigin"],
  async handler({ body, caller, exchange, services: { accounts } }) {
    await accounts.addresses.confirm(caller.accountId, body.token, exchange);
    return { done: true as const };
  },
});
