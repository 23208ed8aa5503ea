/** Signing in and out, and what people do to their own accounts. Every step is limited and audited here. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Request } from "express";
import type { Logger } from "pino";
import {
  accountById,
  accountByName,
  accountsOfSessions,
  mustChangePassword,
  noAddress,
  type StoredAccount,
} from "../../prisma/accounts/account-store.js";
import { audit, type AuditEntry } from "../../prisma/accounts/audit-store.js";
import { runsLive } from "../../prisma/plans/plan-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { tokenUse, type UsedToken } from "../../prisma/accounts/token-store.js";
import type { Authenticate, Identity } from "../rights/caller.js";
import { ProblemError } from "../http/problem.js";
import { type Auth, createAuth, SSO } from "./auth.js";
import type { AccountSettings } from "./config.js";
import type { Exchange } from "../http/exchange.js";
import { identityOf } from "./identity.js";
import { createLimits, type Limits } from "./limits.js";
import { hashPassword } from "./passwords.js";

export interface AccountDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly settings: AccountSettings;
  /** Mails the link that sets a new password; absent: passwords are reset by the office alone. */
  readonly sendReset?: (accountId: string, token: string) => Promise<void>;
}

export type NextStep = "signedIn" | "secondFactor";

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const wrong = (): ProblemError =>
  new ProblemError("wrongCredentials", {
    zh: "账号或密码不正确。连续多次错误后，该账号将暂停登录15分钟。",
    en: "Account or password is wrong. After several failures the account is locked for 15 minutes.",
  });

export class Accounts {
  readonly auth: Auth;
  readonly settings: AccountSettings;
  readonly limits: Limits;
  private readonly pool: Pool;
  private readonly log: Logger;
  private readonly sendReset: AccountDeps["sendReset"];
  private readonly usedToken: (token: string) => Promise<UsedToken | null>;
  private readonly accountOfSession: (token: string) => Promise<StoredAccount | null>;
  private cookieName: string | null = null;

  constructor({ pool, log, settings, sendReset }: AccountDeps) {
    this.pool = pool;
    this.log = log;
    this.settings = settings;
    this.sendReset = sendReset;
    this.limits = createLimits(pool);
    this.usedToken = tokenUse(pool);
    this.accountOfSession = accountsOfSessions(pool);
    const send = async (id: string, token: string): Promise<void> => {
      // Whether the mail goes must not be seen from how long the answer takes.
      void sendReset?.(id, token).catch((error: unknown) => log.error({ err: error }, "a mail could not be sent"));
    };
    const cameIn = (accountId: string): Promise<void> =>
      this.note({ kind: "signIn", accountId, detail: { by: "singleSignOn" } });
    this.auth = createAuth({ pool, log, settings, sendReset: send, cameIn });
  }

  readonly note = (entry: AuditEntry): Promise<void> => audit(this.pool, entry);

  /** By an API token, else by the session's cookie. */
  readonly authenticate: Authenticate = async (req) => {
    const bearer = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? "")?.[1];
    return bearer === undefined ? this.bySession(req) : this.byToken(bearer);
  };

  private async byToken(text: string): Promise<Identity | null> {
    const token = await this.usedToken(text);
    return token && (await this.admits(token.account)) ? identityOf(token.account, token.scopes) : null;
  }

  private async bySession(req: Request): Promise<Identity | null> {
    const token = await this.sessionToken(req.headers.cookie ?? "");
    const account = token === null ? null : await this.accountOfSession(token);
    return account && (await this.admits(account)) ? identityOf(account) : null;
  }

  /** Sample accounts, which anybody can use, end with what they had opened once a plan runs live here. */
  async admits({ disabled, sample }: StoredAccount): Promise<boolean> {
    return !disabled && !(sample && (await runsLive(this.pool)));
  }

  /** The token of a signed session cookie (`token.signature`), as better-auth wrote it; null for none, or a forged one. */
  private async sessionToken(cookies: string): Promise<string | null> {
    this.cookieName ??= (await this.auth.$context).authCookies.sessionToken.name;
    const found = cookies
      .split(/; */)
      .find((one) => one.startsWith(`${this.cookieName}=`))
      ?.slice(this.cookieName.length + 1);
    const [, token, signature] = /^([\w-]+)\.([\w+/=]+)$/.exec(decoded(found ?? "")) ?? [];
    if (token === undefined || signature === undefined) return null;
    const given = Buffer.from(signature);
    const right = Buffer.from(createHmac("sha256", this.settings.secret).update(token).digest("base64"));
    return given.length === right.length && timingSafeEqual(given, right) ? token : null;
  }

  /** Throws `wrongCredentials` for a wrong password, an unknown account and a disabled one alike, and `tooManyAttempts`. */
  async signIn(account: string, password: string, exchange: Exchange): Promise<NextStep> {
    const known = await accountByName(this.pool, account);
    const accountId = known?.id ?? null;
    const { address } = exchange;
    await this.limited(() => this.limits.attempt(account, address), accountId, address);
    // As much work as for an account that has a password: how long it takes tells nothing.
    if (known && !known.hasPassword) await hashPassword(password);
    const { api } = this.auth;
    const { status, body } = await answered(
      api.signInUsername({ body: { username: account, password }, headers: exchange.headers, asResponse: true }),
      exchange,
    );
    if (status !== 200) {
      await this.note({ kind: "signInFailed", accountId, address });
      throw wrong();
    }
    if (body["twoFactorRedirect"] === true) return "secondFactor";
    await this.limits.succeeded(account, address);
    await this.note({ kind: "signIn", accountId, address, detail: { by: "password" } });
    return "signedIn";
  }

  /** The code of the second factor, or a recovery code. Throws `wrongCode`. */
  async secondFactor(code: string, exchange: Exchange): Promise<void> {
    const { api } = this.auth;
    const { headers, address } = exchange;
    const given = code.replaceAll(/\s/g, "");
    const isCode = /^\d{6}$/.test(given);
    const { status, body } = await answered(
      isCode
        ? api.verifyTOTP({ body: { code: given }, headers, asResponse: true })
        : api.verifyBackupCode({ body: { code: given }, headers, asResponse: true }),
      exchange,
    );
    const accountId = (body["user"] as { id?: string } | undefined)?.id ?? null;
    if (status === 200 && accountId !== null) {
      const account = await accountById(this.pool, accountId);
      if (account?.account) await this.limits.succeeded(account.account, address);
      await this.note({ kind: "signIn", accountId, address, detail: { by: isCode ? "secondFactor" : "recoveryCode" } });
      return;
    }
    await this.note({ kind: "secondFactorFailed", accountId: null, address });
    throw new ProblemError("wrongCode", {
      zh: "验证码不正确或已过期。多次错误后请重新登录。",
      en: "The code is wrong or has expired. After several failures sign in anew.",
    });
  }

  /** A session for a sample account, which has no password. The caller has made sure that it may be used here. */
  async signInAsSample(accountId: string, exchange: Exchange): Promise<void> {
    const { internalAdapter, authCookies, secret } = await this.auth.$context;
    const session = await internalAdapter.createSession(accountId);
    const { name, attributes } = authCookies.sessionToken;
    const signature = createHmac("sha256", secret).update(session.token).digest("base64");
    const secure = attributes.secure ? "; Secure" : "";
    exchange.setCookies([
      `${name}=${encodeURIComponent(`${session.token}.${signature}`)}; Max-Age=${attributes.maxAge ?? ""}; Path=/; HttpOnly; SameSite=Lax${secure}`,
    ]);
    await this.note({ kind: "signIn", accountId, address: exchange.address, detail: { by: "sample" } });
  }

  async signOut(accountId: string, exchange: Exchange): Promise<void> {
    await answered(this.auth.api.signOut({ headers: exchange.headers, asResponse: true }), exchange);
    await this.note({ kind: "signOut", accountId, address: exchange.address });
  }

  /** Prolongs the session of who is at work. */
  async prolong(exchange: Exchange): Promise<void> {
    await answered(this.auth.api.getSession({ headers: exchange.headers, asResponse: true }), exchange);
  }

  /** Other sessions of the account end. Throws `wrongCredentials`, `weakPassword`, `tooManyAttempts`. */
  async changePassword(accountId: string, current: string, next: string, exchange: Exchange): Promise<void> {
    const { headers, address } = exchange;
    const account = await accountById(this.pool, accountId);
    const name = account?.account ?? accountId;
    await this.limited(() => this.limits.attempt(name, address), accountId, address);
    if (current === next)
      throw new ProblemError("weakPassword", {
        zh: "新密码不能与原密码相同。",
        en: "The new password must be another than the old one.",
      });
    const { status } = await answered(
      this.auth.api.changePassword({
        body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
        headers,
        asResponse: true,
      }),
      exchange,
    );
    if (status !== 200) {
      await this.note({ kind: "signInFailed", accountId, address, detail: { at: "changePassword" } });
      throw wrong();
    }
    await mustChangePassword(this.pool, accountId, false);
    await this.limits.succeeded(name, address);
    await this.note({ kind: "passwordChanged", accountId, address });
  }

  /** Begins the enrolment of a second factor. Throws `wrongCredentials`, and `notAllowed` where there is one. */
  async beginSecondFactor(
    accountId: string,
    password: string,
    exchange: Exchange,
  ): Promise<{ readonly uri: string; readonly recoveryCodes: readonly string[] }> {
    const account = await accountById(this.pool, accountId);
    if (account?.secondFactor)
      throw new ProblemError("notAllowed", {
        zh: "该账号已启用双因素认证。如需更换验证器，请联系扶贫办重置。",
        en: "This account has a second factor already: the office resets it where it is lost.",
      });
    const name = account?.account ?? accountId;
    await this.limited(() => this.limits.attempt(name, exchange.address), accountId, exchange.address);
    const { status, body } = await answered(
      this.auth.api.enableTwoFactor({ body: { password }, headers: exchange.headers, asResponse: true }),
      exchange,
    );
    if (status !== 200) throw wrong();
    await this.limits.succeeded(name, exchange.address);
    return { uri: namedUri(String(body["totpURI"]), name), recoveryCodes: body["backupCodes"] as string[] };
  }

  /** Ends the enrolment with the first code. Throws `wrongCode`. */
  async confirmSecondFactor(accountId: string, code: string, exchange: Exchange): Promise<void> {
    const { status } = await answered(
      this.auth.api.verifyTOTP({ body: { code }, headers: exchange.headers, asResponse: true }),
      exchange,
    );
    if (status !== 200)
      throw new ProblemError("wrongCode", {
        zh: "验证码不正确，请核对手机时间后重新输入当前验证码。",
        en: "The code is wrong: check the phone's clock and type the present code.",
      });
    await this.note({ kind: "secondFactorEnrolled", accountId, address: exchange.address });
  }

  /** Mails a link where the account has an address. Says nothing of whether there is one. */
  async askReset(account: string, exchange: Exchange): Promise<void> {
    const { address } = exchange;
    const known = await accountByName(this.pool, account);
    await this.limited(() => this.limits.mail(account, address), known?.id ?? null, address);
    if (!this.sendReset || !known?.hasPassword || known.disabled) return;
    // Whether there is such an account must not be seen from how long the answer takes.
    void this.mailReset(known, address).catch((error: unknown) =>
      this.log.error({ err: error }, "a password's reset could not be begun"),
    );
  }

  private async mailReset(known: StoredAccount, address: string): Promise<void> {
    await this.auth.api.requestPasswordReset({ body: { email: known.email ?? noAddress(known.account) } });
    await this.note({ kind: "passwordResetAsked", accountId: known.id, address });
  }

  /** Sets a new password by a mailed link's token, and ends all sessions. Throws `badLink`. */
  async reset(token: string, password: string, exchange: Exchange): Promise<void> {
    const verification = await (await this.auth.$context).internalAdapter.findVerificationValue(
      `reset-password:${token}`,
    );
    const accountId = verification?.value ?? null;
    const { status } = await answered(
      this.auth.api.resetPassword({ body: { token, newPassword: password }, asResponse: true }),
      exchange,
    );
    if (status !== 200 || accountId === null)
      throw new ProblemError("badLink", {
        zh: "链接已失效或已使用，请重新申请重置密码。",
        en: "The link has expired or was used: ask for another.",
      });
    await mustChangePassword(this.pool, accountId, false);
    await this.note({ kind: "passwordReset", accountId, address: exchange.address });
  }

  /** Where the browser goes for single sign-on. Throws `unknownPath` where none is set up. */
  async singleSignOn(exchange: Exchange, back: string): Promise<string> {
    if (!this.settings.oidc)
      throw new ProblemError("unknownPath", { zh: "未配置统一身份认证。", en: "Single sign-on is not set up." });
    const { publicUrl } = this.settings;
    const { status, body } = await answered(
      this.auth.api.signInSocial({
        body: { provider: SSO, callbackURL: `${publicUrl}${back}`, errorCallbackURL: `${publicUrl}/sign-in` },
        headers: exchange.headers,
        asResponse: true,
      }),
      exchange,
    );
    if (status === 200 && typeof body["url"] === "string") return body["url"];
    throw new ProblemError("providerAway", {
      zh: "统一身份认证暂不可用，请稍后再试或使用账号密码登录。",
      en: "The identity provider cannot be reached: try again shortly, or sign in with a password.",
    });
  }

  private async limited(take: () => Promise<void>, accountId: string | null, address: string): Promise<void> {
    try {
      await take();
    } catch (error) {
      if (error instanceof ProblemError) await this.note({ kind: "lockedOut", accountId, address });
      throw error;
    }
  }
}

/** A better-auth call's outcome: its cookies passed on, its body read. A failure of its own is ours too. */
async function answered(asked: Promise<Response>, exchange: Exchange): Promise<Answered> {
  const response = await asked;
  exchange.setCookies(response.headers.getSetCookie());
  const text = await response.text();
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status}: ${text.slice(0, 200)}`);
  return { status: response.status, body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

/** The authenticator shows the account's name, not the address that better-auth puts there. */
function namedUri(uri: string, account: string): string {
  const url = new URL(uri);
  url.pathname = `/${encodeURIComponent(`督办 duban:${account}`)}`;
  return url.toString();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
