/**
 * better-auth as this product uses it: passwords, sessions, second factor and single sign-on, over Prisma's client. Its own
 * HTTP paths are not served, but for the return from single sign-on: our routes call it, so that each of its answers is
 * limited, audited, documented and refused in our own way (decision 0035).
 */
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { twoFactor, username } from "better-auth/plugins";
import type { Logger } from "pino";
import { accountById, oneTimePasswordEnded } from "../../prisma/accounts/account-store.js";
import { SSO } from "../../prisma/accounts/sign-on-store.js";
import { clientOf } from "../../prisma/database/client.js";
import type { Pool } from "../../prisma/database/pool.js";
import { ADDRESS_HEADER } from "../http/exchange.js";
import type { AccountSettings } from "./config.js";
import { cookiePrefix } from "./cookies.js";
import { hashPassword, PASSWORD_LENGTH, recoveryCodes, verifyPassword } from "./passwords.js";
import { comingNow, countsAsTwo, signOn, signOnRefusal, type SignOnRefusal } from "./sign-on.js";
import type { NeedsTwoFactors } from "./two-factors.js";

/** Where better-auth's own paths would be; only the return from single sign-on is served. */
export const AUTH_PATH = "/api/auth";

/** The code of the refusal of a one-time password that has ended. */
export const ONE_TIME_ENDED = "ONE_TIME_PASSWORD_ENDED";

/** How long a mail's link may be used (seconds). */
const RESET_WITHIN = 30 * 60;

export interface AuthDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly settings: AccountSettings;
  readonly needsTwo: NeedsTwoFactors;
  /** Mails the link that sets a new password. */
  readonly sendReset: (accountId: string, token: string) => Promise<void>;
  /** Somebody has come in by single sign-on. */
  readonly cameIn: (accountId: string, address: string) => Promise<void>;
  /** An account was linked to a subject of the provider. */
  readonly linked: (accountId: string, subject: string, address: string) => Promise<void>;
  /** Somebody signed on at the provider and was not let in as this account. */
  readonly refused: (accountId: string, subject: string, why: SignOnRefusal, address: string) => Promise<void>;
}

export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/i;

export type Auth = ReturnType<typeof createAuth>;

export function createAuth({ pool, log, settings, needsTwo, sendReset, cameIn, linked, refused }: AuthDeps) {
  const { secret, publicUrl, oidc } = settings;
  const comesBack = (path: string | undefined): boolean => path?.startsWith("/callback/") === true;
  return betterAuth({
    appName: "督办 duban",
    secret,
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    telemetry: { enabled: false },
    database: prismaAdapter(clientOf(pool), { provider: "postgresql", transaction: true }),
    // What it logs may name accounts.
    logger: { log: (level, message) => level === "error" && log.error({ from: "better-auth" }, message) },
    user: {
      modelName: "authUser",
      additionalFields: {
        mustChangePassword: { type: "boolean", defaultValue: false, input: false },
        sample: { type: "boolean", defaultValue: false, input: false },
        disabledAt: { type: "date", required: false, input: false },
      },
      /** Asked whenever somebody comes from the provider. */
      async validateUserInfo({ user: { id }, source }) {
        const profile = source.oauth?.profile as Readonly<Record<string, unknown>> | undefined;
        if (!oidc || profile === undefined || id === undefined) return { error: "access_denied" };
        const why = await signOnRefusal({ pool, oidc, needsTwo }, id, profile);
        if (why === null) return undefined;
        await refused(id, String(profile["sub"]), why, comingNow()?.address ?? "");
        return { error: "access_denied" };
      },
    },
    session: {
      modelName: "authSession",
      // It ends after so long, however much it is used.
      expiresIn: settings.sessionSeconds,
      disableSessionRefresh: true,
      additionalFields: {
        twoFactors: { type: "boolean", required: false, input: false },
        cameBy: { type: "string", required: false, input: false },
      },
    },
    account: {
      modelName: "authCredential",
      encryptOAuthTokens: true,
      // The address by which it links is ours, found by the provider's claim (below): nobody has to have verified it.
      accountLinking: { enabled: true, trustedProviders: [SSO], requireLocalEmailVerified: false },
    },
    verification: { modelName: "authVerification", storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: verifyPassword },
      resetPasswordTokenExpiresIn: RESET_WITHIN,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => sendReset(user.id, token),
    },
    databaseHooks: {
      account: {
        create: {
          async after({ providerId, accountId, userId }) {
            if (providerId === SSO) await linked(userId, accountId, comingNow()?.address ?? "");
          },
        },
      },
      session: {
        create: {
          async before({ userId, ...session }, context) {
            const path = context?.path;
            // However somebody comes in: who is shut out gets no session.
            if ((await accountById(pool, userId))?.disabled !== false) {
              // A browser on its way back from the provider is led to the sign-in page.
              if (comesBack(path)) return false;
              throw new APIError("UNAUTHORIZED");
            }
            // Ours, made for a sample account or after another factor, says itself how it began.
            if (path === undefined) return undefined;
            if (comesBack(path))
              return {
                data: {
                  cameBy: "singleSignOn",
                  twoFactors: oidc !== null && countsAsTwo(oidc, comingNow()?.claims ?? {}),
                },
              };
            if (path.startsWith("/two-factor/verify-"))
              return { data: { cameBy: session["cameBy"] ?? "password", twoFactors: true } };
            if (path.startsWith("/sign-in/") && (await oneTimePasswordEnded(pool, userId)))
              throw new APIError("FORBIDDEN", { code: ONE_TIME_ENDED });
            return { data: { cameBy: session["cameBy"] ?? "password", twoFactors: false } };
          },
          async after({ userId }, context) {
            if (comesBack(context?.path)) await cameIn(userId, comingNow()?.address ?? "");
          },
        },
      },
    },
    // Attempts are limited by our own routes (limits.ts).
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: cookiePrefix(settings),
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
      useSecureCookies: publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
    },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 3,
        maxUsernameLength: 64,
        usernameValidator: (name) => ACCOUNT_NAME.test(name),
      }),
      // Who comes by single sign-on alone has no password to enrol with.
      twoFactor({
        twoFactorTable: "authSecondFactor",
        issuer: "督办 duban",
        allowPasswordless: true,
        backupCodeOptions: { customBackupCodesGenerate: recoveryCodes },
      }),
      ...(oidc ? [signOn(pool, oidc)] : []),
    ],
  });
}
