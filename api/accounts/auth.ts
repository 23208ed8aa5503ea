/**
 * better-auth as this product uses it: passwords, sessions, second factor and single sign-on, over Prisma's client. Its own
 * HTTP paths are not served, but for the return from single sign-on: our routes call it, so that each of its answers is
 * limited, audited, documented and refused in our own way (decision 0035).
 */
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { genericOAuth, twoFactor, username } from "better-auth/plugins";
import type { Logger } from "pino";
import { accountById, accountByName, noAddress } from "../../prisma/accounts/account-store.js";
import { clientOf } from "../../prisma/database/client.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { AccountSettings } from "./config.js";
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from "./passwords.js";

/** Where better-auth's own paths would be; only the return from single sign-on is served. */
export const AUTH_PATH = "/api/auth";
export const SSO = "sso";

/** A session lasts a working day; while it is used it goes on (seconds). */
const SESSION = { expiresIn: 12 * 60 * 60, updateAge: 60 * 60 };
/** How long a mail's link may be used (seconds). */
const RESET_WITHIN = 30 * 60;

export interface AuthDeps {
  readonly pool: Pool;
  readonly log: Logger;
  readonly settings: AccountSettings;
  /** Mails the link that sets a new password. */
  readonly sendReset: (accountId: string, token: string) => Promise<void>;
  /** Somebody has come in by single sign-on. */
  readonly cameIn: (accountId: string) => Promise<void>;
}

export const ACCOUNT_NAME = /^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/i;

export type Auth = ReturnType<typeof createAuth>;

export function createAuth({ pool, log, settings, sendReset, cameIn }: AuthDeps) {
  const { secret, publicUrl, oidc } = settings;
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
    },
    session: { modelName: "authSession", ...SESSION },
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
      session: {
        create: {
          async before({ userId }, context) {
            // However somebody comes in: who is shut out gets no session.
            if ((await accountById(pool, userId))?.disabled === false) return;
            // A browser on its way back from the provider is led to the sign-in page.
            if (context?.path.startsWith("/callback/")) return false;
            throw new APIError("UNAUTHORIZED");
          },
          async after({ userId }, context) {
            if (context?.path.startsWith("/callback/")) await cameIn(userId);
          },
        },
      },
    },
    // Attempts are limited by our own routes (limits.ts).
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "duban",
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
      twoFactor({ twoFactorTable: "authSecondFactor", issuer: "督办 duban" }),
      ...(oidc
        ? [
            genericOAuth({
              config: [
                {
                  providerId: SSO,
                  discoveryUrl: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  scopes: ["openid", "profile", "email"],
                  requireIdTokenVerification: true,
                  // Nobody comes in who has no account here.
                  disableSignUp: true,
                  /** The claim names our account; the address by which better-auth finds it is ours, not the provider's. */
                  mapProfileToUser: async (profile) => {
                    const claimed = profile[oidc.claim];
                    const found = typeof claimed === "string" ? await accountByName(pool, claimed) : null;
                    const known = found?.sample ? null : found;
                    return {
                      email: known?.email ?? noAddress(known?.account ?? "nobody"),
                      emailVerified: known !== null,
                      name: known?.name ?? "",
                    };
                  },
                },
              ],
            }),
          ]
        : []),
    ],
  });
}
