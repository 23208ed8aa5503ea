/** The second factor: enrolled, given at sign-in or later in a session, and each code once; and proofs of who is signed in already. */
import { createOTP } from "@better-auth/utils/otp";
import { symmetricDecrypt } from "better-auth/crypto";
import { accountById } from "../../prisma/accounts/account-store.js";
import { noteTwoFactors, passwordHashOf, secretOf, spendCounter } from "../../prisma/accounts/factor-store.js";
import type { Exchange } from "../http/exchange.js";
import { ProblemError } from "../http/problem.js";
import type { CallerSession } from "../rights/caller.js";
import { type AccountParts, answered } from "./deps.js";
import { verifyPassword } from "./passwords.js";

/** Seconds of a code, and how many of them it may be early or late (RFC 6238, 5.2). */
const STEP = 30;
const APART = [0, -1, 1];

export const isTotp = (code: string): boolean => /^\d{6}$/.test(code);

/** How long after signing in somebody without a password or code need not do so again (milliseconds). */
const FRESH = 10 * 60_000;

/** What somebody signed in proves anew before something is made that outlasts the session. */
export interface Proof {
  readonly password?: string | undefined;
  readonly code?: string | undefined;
}

export const wrongPassword = (): ProblemError =>
  new ProblemError("wrongCredentials", { zh: "密码不正确。", en: "The password is wrong." });

export const wrongCode = (): ProblemError =>
  new ProblemError("wrongCode", {
    zh: "验证码不正确、已使用或已过期，请核对手机时间后输入最新的验证码。",
    en: "The code is wrong, was used, or has expired: check the phone's clock and give the newest code.",
  });

export class Factors {
  constructor(private readonly parts: AccountParts) {}

  /** Spends a code of the account's authenticator: false where it is none of the moment's, or was spent before. */
  async spend(accountId: string, code: string): Promise<boolean> {
    const stored = await secretOf(this.parts.pool, accountId);
    if (stored === null || !isTotp(code)) return false;
    const { secretConfig } = await this.parts.auth.$context;
    const otp = createOTP(await symmetricDecrypt({ key: secretConfig, data: stored }));
    const now = Math.floor(Date.now() / 1_000 / STEP);
    for (const apart of APART)
      if ((await otp.hotp(now + apart)) === code) return spendCounter(this.parts.pool, accountId, now + apart);
    return false;
  }

  /** Begins an enrolment. Throws `wrongCredentials`, and `notAllowed` where there is a second factor. */
  async begin(
    accountId: string,
    session: CallerSession | undefined,
    password: string | undefined,
    exchange: Exchange,
  ): Promise<{ readonly uri: string; readonly recoveryCodes: readonly string[] }> {
    const { pool, auth, limits } = this.parts;
    const account = await accountById(pool, accountId);
    if (account?.secondFactor)
      throw new ProblemError("notAllowed", {
        zh: "该账号已启用双因素认证。如需更换验证器，请联系系统管理员重置。",
        en: "This account has a second factor already: the administrator resets it where it is lost.",
      });
    if (!account?.hasPassword) freshOrRefused(session);
    await limits.confirmation(accountId);
    const { status, body } = await answered(
      auth.api.enableTwoFactor({
        body: password === undefined ? {} : { password },
        headers: exchange.headers,
        asResponse: true,
      }),
      exchange,
    );
    if (status !== 200) throw wrongPassword();
    await limits.confirmed(accountId);
    return {
      uri: namedUri(String(body["totpURI"]), account?.account ?? accountId),
      recoveryCodes: body["backupCodes"] as string[],
    };
  }

  /** Ends the enrolment with the first code: from now on the session has had two factors. Throws `wrongCode`. */
  async enrol(accountId: string, code: string, exchange: Exchange): Promise<void> {
    const { auth, limits, note, tell } = this.parts;
    await limits.confirmation(accountId);
    if (!(await this.spend(accountId, code))) throw wrongCode();
    const { status } = await answered(
      auth.api.verifyTOTP({ body: { code }, headers: exchange.headers, asResponse: true }),
      exchange,
    );
    if (status !== 200) throw wrongCode();
    await limits.confirmed(accountId);
    await note({ kind: "secondFactorEnrolled", accountId, address: exchange.address });
    tell(accountId, "secondFactorEnrolled", exchange);
  }

  /** Gives the code in a session that began without, by single sign-on; a recovery code will do. Throws `wrongCode`. */
  async verify(accountId: string, session: CallerSession, code: string, exchange: Exchange): Promise<void> {
    const { auth, limits, note } = this.parts;
    const { address } = exchange;
    await limits.confirmation(accountId);
    const good = isTotp(code)
      ? await this.spend(accountId, code)
      : (
          await answered(
            auth.api.verifyBackupCode({
              body: { code, disableSession: true },
              headers: exchange.headers,
              asResponse: true,
            }),
            exchange,
          )
        ).status === 200;
    if (!good) {
      await note({ kind: "secondFactorFailed", accountId, address });
      throw wrongCode();
    }
    await limits.confirmed(accountId);
    await noteTwoFactors(this.parts.pool, session.id);
    await note({ kind: "signIn", accountId, address, detail: { by: isTotp(code) ? "secondFactor" : "recoveryCode" } });
  }

  /**
   * That who is signed in is the account's owner: by the password, and the code where there is a second factor. Who has neither
   * must have signed in just now. Throws `wrongCredentials`, `wrongCode`, `signInAgain`, `tooManyAttempts`.
   */
  async prove(accountId: string, session: CallerSession | undefined, proof: Proof, exchange: Exchange): Promise<void> {
    const { pool, limits, note } = this.parts;
    const account = await accountById(pool, accountId);
    if (!account || account.sample) return;
    const { hasPassword, secondFactor } = account;
    if (!hasPassword && !secondFactor) return freshOrRefused(session);
    await limits.confirmation(accountId);
    const failed = (what: string): Promise<void> =>
      note({ kind: "confirmationFailed", accountId, address: exchange.address, detail: { what } });
    if (hasPassword) {
      const hash = await passwordHashOf(pool, accountId);
      const given = proof.password ?? "";
      if (hash === null || given === "" || !(await verifyPassword({ hash, password: given }))) {
        await failed("password");
        throw wrongPassword();
      }
    }
    if (secondFactor && !(await this.spend(accountId, proof.code ?? ""))) {
      await failed("code");
      throw wrongCode();
    }
    await limits.confirmed(accountId);
  }
}

function freshOrRefused(session: CallerSession | undefined): void {
  if (session && Date.now() - session.beganAt.getTime() < FRESH) return;
  throw new ProblemError("signInAgain", {
    zh: "为确认是本人操作，请退出后重新登录，并在10分钟内办理。",
    en: "To be sure that it is you: sign out, sign in again, and do it within ten minutes.",
  });
}

/** The authenticator shows the account's name, not the address that better-auth puts there. */
function namedUri(uri: string, account: string): string {
  const url = new URL(uri);
  url.pathname = `/${encodeURIComponent(`督办 duban:${account}`)}`;
  return url.toString();
}
