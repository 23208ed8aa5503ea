/** Signing in and out, and what people do to their own accounts. Every step is limited and audited here. */
import { createHmac } from "node:crypto";
import type { Request } from "express";
import type { Logger } from "pino";
import type { AccountChange } from "../../mail/account-changes.js";
import type { ToldHolderChange } from "../../mail/holder-mail.js";
import {
  accountById,
  accountByName,
  noAddress,
  passwordIsOwn,
  type StoredAccount,
} from "../../prisma/accounts/account-store.js";
import { audit, type AuditEntry } from "../../prisma/accounts/audit-store.js";
import { endEverything } from "../../prisma/accounts/endings.js";
import { sessionUse, type UsedSession } from "../../prisma/accounts/session-store.js";
import { SSO } from "../../prisma/accounts/sign-on-store.js";
import { tokenUse, type UsedToken } from "../../prisma/accounts/token-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import { runsLive } from "../../prisma/plans/plan-store.js";
import { bearerOf } from "../http/bearer.js";
import type { Exchange } from "../http/exchange.js";
import { ProblemError } from "../http/problem.js";
import type { Authenticate, CallerSession, Identity } from "../rights/caller.js";
import type { PlanReader } from "../views/plan-view.js";
import type { AccountMails, ToldSubstitute } from "./account-mails.js";
import { Addresses } from "./addresses.js";
import { type Auth, createAuth, ONE_TIME_ENDED } from "./auth.js";
import type { AccountSettings } from "./config.js";
import { cookieOf, KnownBrowsers, signedCookieOf } from "./cookies.js";
import { type AccountParts, answered } from "./deps.js";
import { Factors, isTotp, wrongCode } from "./factors.js";
import { identityOf } from "./identity.js";
import { type Attempt, createLimits, type Limits } from "./limits.js";
import { hashPassword, refuseWeak } from "./passwords.js";
import type { SignOnRefusal } from "./sign-on.js";
import { type NeedsTwoFactors, needsTwoFactors } from "./two-factors.js";

export interface AccountDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly settings: AccountSettings;
  readonly plans: PlanReader;
  /** Mails to owners; absent: none go from here, and passwords are reset on the command line alone. */
  readonly mails?: AccountMails;
}

export type NextStep = "signedIn" | "secondFactor";

const wrong = (): ProblemError =>
  new ProblemError("wrongCredentials", {
    zh: "账号或密码不正确。连续多次错误后，将暂停登录15分钟。",
    en: "Account or password is wrong. After several failures you will have to wait for 15 minutes.",
  });

export class Accounts {
  readonly auth: Auth;
  readonly settings: AccountSettings;
  readonly limits: Limits;
  readonly factors: Factors;
  readonly addresses: Addresses;
  /** Whether an account needs two factors before anything else. */
  readonly needsTwo: NeedsTwoFactors;
  private readonly pool: Pool;
  private readonly log: Logger;
  private readonly mails: AccountMails | undefined;
  private readonly browsers: KnownBrowsers;
  private readonly usedToken: (token: string) => Promise<UsedToken | null>;
  private readonly usedSession: (token: string) => Promise<UsedSession | null>;
  private cookieName: string | null = null;

  constructor({ pool, log, settings, plans, mails }: AccountDeps) {
    this.pool = pool;
    this.log = log;
    this.settings = settings;
    this.mails = mails;
    this.limits = createLimits(pool, settings.quotas);
    this.needsTwo = needsTwoFactors(pool, plans);
    this.browsers = new KnownBrowsers(settings);
    this.usedToken = tokenUse(pool);
    this.usedSession = sessionUse(pool);
    this.auth = createAuth({
      pool,
      log,
      settings,
      needsTwo: this.needsTwo,
      // Whether the mail goes must not be seen from how long the answer takes.
      sendReset: async (id, token) => this.mailed(mails?.reset(id, token)),
      cameIn: (accountId, address) => this.note({ kind: "signIn", accountId, address, detail: { by: "singleSignOn" } }),
      linked: (accountId, subject, address) => this.signOnLinked(accountId, subject, address),
      refused: (accountId, subject, why, address) => this.signOnRefused(accountId, subject, why, address),
    });
    const { auth, limits, note, tell } = this;
    const parts: AccountParts = { pool, log, auth, limits, note, tell };
    this.factors = new Factors(parts);
    this.addresses = new Addresses(parts, mails);
  }

  readonly note = (entry: AuditEntry): Promise<void> => audit(this.pool, entry);

  readonly tell: AccountParts["tell"] = (accountId, change, { address }, also = null) =>
    this.mailed(this.mails?.told(accountId, change, address, also));

  /** A notice to a person of a plan; nothing where no mails go from here. */
  async tellPerson(slug: string, person: string, rosterAddress: string | null, told: ToldSubstitute): Promise<void> {
    await this.mails?.substitute(slug, person, rosterAddress, told);
  }

  /** The same of a post's other holder. */
  async tellHolderChange(
    slug: string,
    person: string,
    rosterAddresses: readonly string[],
    told: ToldHolderChange,
  ): Promise<void> {
    await this.mails?.holderChange(slug, person, rosterAddresses, told);
  }

  /** A mail goes after the answer. */
  private mailed(sending: Promise<void> | undefined): void {
    sending?.catch((error: unknown) => this.log.error({ err: error }, "a mail about an account could not be sent"));
  }

  /** What strangers can repeat at will is noted once in a while for an account and an address. */
  private async noteStranger(entry: AuditEntry & { readonly address: string }): Promise<void> {
    if (await this.limits.worthNoting(entry.kind, entry.accountId, entry.address)) await this.note(entry);
  }

  /** By an API token, else by the session's cookie. */
  readonly authenticate: Authenticate = async (req) => {
    const bearer = bearerOf(req);
    return bearer === null ? this.bySession(req) : this.byToken(bearer);
  };

  private async byToken(text: string): Promise<Identity | null> {
    const token = await this.usedToken(text);
    return token && (await this.admits(token.account)) ? identityOf(token, this.needsTwo) : null;
  }

  private async bySession(req: Request): Promise<Identity | null> {
    const token = await this.sessionToken(req.headers.cookie ?? "");
    const used = token === null ? null : await this.usedSession(token);
    if (!used || !(await this.admits(used.account))) return null;
    const { id, cameBy, beganAt, twoFactors, account } = used;
    return identityOf({ account, twoFactors, session: { id, cameBy, beganAt } }, this.needsTwo);
  }

  /** Sample accounts, which anybody can use, end with what they had opened once a plan runs live here. */
  async admits({ disabled, sample }: StoredAccount): Promise<boolean> {
    return !disabled && !(sample && (await runsLive(this.pool)));
  }

  /** The token of a signed session cookie, as better-auth wrote it; null for none, or a forged one. */
  private async sessionToken(cookies: string): Promise<string | null> {
    this.cookieName ??= (await this.auth.$context).authCookies.sessionToken.name;
    return signedCookieOf(cookies, this.cookieName, this.settings.secret);
  }

  private attemptOf(account: string, { address, cookies }: Exchange): Attempt {
    return { account, address, browser: this.browsers.idOf(cookies, account) };
  }

  /**
   * Throws `wrongCredentials` for a wrong password, an unknown account and a disabled one alike, `oneTimePasswordEnded`, and
   * `tooManyAttempts`.
   */
  async signIn(account: string, password: string, exchange: Exchange): Promise<NextStep> {
    const known = await accountByName(this.pool, account);
    const accountId = known?.id ?? null;
    const { address } = exchange;
    const attempt = this.attemptOf(account, exchange);
    await this.limited(() => this.limits.attempt(attempt), accountId, address);
    // As much work as for an account that has a password: how long it takes tells nothing.
    if (known && !known.hasPassword) await hashPassword(password);
    const { api } = this.auth;
    const { status, body } = await answered(
      api.signInUsername({ body: { username: account, password }, headers: exchange.headers, asResponse: true }),
      exchange,
    );
    if (status !== 200) {
      // Only who knows the password gets so far.
      const ended = body["code"] === ONE_TIME_ENDED;
      if (!ended) await this.limits.failed(attempt);
      await this.noteStranger({
        kind: "signInFailed",
        accountId,
        address,
        ...(ended ? { detail: { why: "oneTimePasswordEnded" } } : {}),
      });
      if (ended)
        throw new ProblemError("oneTimePasswordEnded", {
          zh: "一次性密码已过期，请联系系统管理员重新发放。",
          en: "The one-time password has ended: ask the administrator for another.",
        });
      throw wrong();
    }
    if (body["twoFactorRedirect"] === true) return "secondFactor";
    await this.cameIn(account, accountId, "password", attempt, exchange);
    return "signedIn";
  }

  private async cameIn(
    account: string,
    accountId: string | null,
    by: string,
    attempt: Attempt,
    exchange: Exchange,
  ): Promise<void> {
    await this.limits.succeeded(attempt);
    exchange.setCookies([this.browsers.cookie(exchange.cookies, account)]);
    await this.note({ kind: "signIn", accountId, address: exchange.address, detail: { by } });
  }

  /** Whose sign-in waits for its second factor, by the cookie that came with the password's answer; null for none. */
  private async challenged(
    exchange: Exchange,
  ): Promise<{ readonly accountId: string; readonly cookie: string } | null> {
    const { createAuthCookie, internalAdapter } = await this.auth.$context;
    const { name } = createAuthCookie("two_factor");
    const identifier = signedCookieOf(exchange.cookies, name, this.settings.secret);
    const found = identifier === null ? null : await internalAdapter.findVerificationValue(identifier);
    if (!found || found.expiresAt < new Date()) return null;
    return { accountId: found.value, cookie: `${name}=${encodeURIComponent(cookieOf(exchange.cookies, name) ?? "")}` };
  }

  /** The code of the second factor, each once, or a recovery code. Throws `wrongCode`. */
  async secondFactor(code: string, exchange: Exchange): Promise<void> {
    const { address } = exchange;
    const challenge = await this.challenged(exchange);
    const failed = async (accountId: string | null): Promise<ProblemError> => {
      await this.noteStranger({ kind: "secondFactorFailed", accountId, address });
      return wrongCode();
    };
    if (!challenge) throw await failed(null);
    const { accountId } = challenge;
    const account = await accountById(this.pool, accountId);
    const { api } = this.auth;
    // A session of before says nothing of who gives the code now.
    const headers = new Headers(exchange.headers);
    headers.set("cookie", challenge.cookie);
    const isCode = isTotp(code);
    // A code that was spent is a wrong one; what is no code at all counts as a failure with better-auth too.
    const good = !isCode || (await this.factors.spend(accountId, code));
    const body = { code: good ? code : "------" };
    const { status } = await answered(
      isCode
        ? api.verifyTOTP({ body, headers, asResponse: true })
        : api.verifyBackupCode({ body, headers, asResponse: true }),
      exchange,
    );
    if (status !== 200 || !account) throw await failed(accountId);
    const attempt = this.attemptOf(account.account, exchange);
    await this.cameIn(account.account, accountId, isCode ? "secondFactor" : "recoveryCode", attempt, exchange);
  }

  /** A session for a sample account, which has no password. The caller has made sure that it may be used here. */
  async signInAsSample(accountId: string, exchange: Exchange): Promise<void> {
    const { internalAdapter, authCookies, secret } = await this.auth.$context;
    const from = { ipAddress: exchange.address, userAgent: exchange.headers.get("user-agent") ?? "" };
    const session = await internalAdapter.createSession(accountId, false, { cameBy: "sample", ...from });
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

  /**
   * All else that opens the account ends: other sessions, links, tokens, calendars. Throws `wrongCredentials`, `weakPassword`,
   * `tooManyAttempts`.
   */
  async changePassword(
    accountId: string,
    session: CallerSession | undefined,
    { current, next }: { readonly current: string; readonly next: string },
    exchange: Exchange,
  ): Promise<void> {
    const { headers, address } = exchange;
    const account = await accountById(this.pool, accountId);
    await this.limits.confirmation(accountId);
    if (current === next)
      throw new ProblemError("weakPassword", {
        zh: "新密码不能与原密码相同。",
        en: "The new password must be another than the old one.",
      });
    refuseWeak(next, knownOf(account));
    const { status } = await answered(
      this.auth.api.changePassword({
        body: { currentPassword: current, newPassword: next, revokeOtherSessions: false },
        headers,
        asResponse: true,
      }),
      exchange,
    );
    if (status !== 200) {
      await this.note({ kind: "confirmationFailed", accountId, address, detail: { what: "password" } });
      throw wrong();
    }
    await passwordIsOwn(this.pool, accountId);
    await endEverything(this.pool, accountId, session?.id ?? null);
    await this.limits.confirmed(accountId);
    await this.note({ kind: "passwordChanged", accountId, address });
    this.tell(accountId, "passwordChanged", exchange);
  }

  /** Mails a link where the account has an address of its own. Says nothing of whether there is one. */
  async askReset(account: string, exchange: Exchange): Promise<void> {
    const { address } = exchange;
    const known = await accountByName(this.pool, account);
    await this.limited(() => this.limits.mail(account, address), known?.id ?? null, address);
    if (!this.mails || !known?.hasPassword || known.disabled || known.email === null) return;
    // Whether there is such an account must not be seen from how long the answer takes.
    this.mailed(this.mailReset(known, address));
  }

  private async mailReset(known: StoredAccount, address: string): Promise<void> {
    await this.auth.api.requestPasswordReset({ body: { email: known.email ?? noAddress(known.account) } });
    await this.note({ kind: "passwordResetAsked", accountId: known.id, address });
  }

  /** Sets a new password by a mailed link's token, and ends all that opened the account before. Throws `badLink`, `weakPassword`. */
  async reset(token: string, password: string, exchange: Exchange): Promise<void> {
    const badLink = new ProblemError("badLink", {
      zh: "链接已失效或已使用，请重新申请重置密码。",
      en: "The link has expired or was used: ask for another.",
    });
    const verification = await (await this.auth.$context).internalAdapter.findVerificationValue(
      `reset-password:${token}`,
    );
    const accountId = verification?.value ?? null;
    const account = accountId === null ? null : await accountById(this.pool, accountId);
    if (accountId === null || account === null || account.disabled) throw badLink;
    refuseWeak(password, knownOf(account));
    const { status } = await answered(
      this.auth.api.resetPassword({ body: { token, newPassword: password }, asResponse: true }),
      exchange,
    );
    if (status !== 200) throw badLink;
    await passwordIsOwn(this.pool, accountId);
    await endEverything(this.pool, accountId);
    await this.note({ kind: "passwordReset", accountId, address: exchange.address });
    this.tell(accountId, "passwordReset", exchange);
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

  private async signOnLinked(accountId: string, subject: string, address: string): Promise<void> {
    await this.note({ kind: "singleSignOnLinked", accountId, subject, address });
    this.mailed(this.mails?.told(accountId, "singleSignOnLinked" satisfies AccountChange, address));
  }

  private async signOnRefused(accountId: string, subject: string, why: SignOnRefusal, address: string): Promise<void> {
    if (await this.limits.worthNoting(`singleSignOnRefused ${subject} ${why}`, accountId, address))
      await this.note({ kind: "singleSignOnRefused", accountId, subject, address, detail: { why } });
  }

  private async limited(take: () => Promise<void>, accountId: string | null, address: string): Promise<void> {
    try {
      await take();
    } catch (error) {
      if (error instanceof ProblemError) await this.noteStranger({ kind: "lockedOut", accountId, address });
      throw error;
    }
  }
}

/** What others know of an account: no password is made of it. */
const knownOf = (account: StoredAccount | null): string[] =>
  account ? [account.account, account.name, ...(account.email === null ? [] : [account.email])] : [];
