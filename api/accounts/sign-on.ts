/**
 * Single sign-on (OpenID Connect): which account a subject of the provider is, and whether its sign-in counts as two factors. A
 * subject is one account's and an account one subject's, linked at the first sign-in or on the command line; the claim by which
 * an account is named is read at each sign-in, and who was named otherwise before is refused (decision 0062). An account that needs
 * two factors is linked on the command line: no name that a provider gives somebody makes them the office (decision 0106).
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { genericOAuth } from "better-auth/plugins";
import { accountById, accountByName, noAddress, type StoredAccount } from "../../prisma/accounts/account-store.js";
import { accountOfSubject, SSO, subjectOf } from "../../prisma/accounts/sign-on-store.js";
import type { Pool } from "../../prisma/database/pool.js";
import type { OidcSettings } from "./config.js";
import type { NeedsTwoFactors } from "./two-factors.js";

type Claims = Readonly<Record<string, unknown>>;

/** A browser on its way back from the provider. */
export interface ComingBack {
  readonly address: string;
  /** Of the verified ID token, once it was read. */
  claims: Claims;
}

/** Carried beside better-auth's handling of one return, which has no place of its own for it. */
const coming = new AsyncLocalStorage<ComingBack>();

export const comingBack = <T>(address: string, handle: () => T): T => coming.run({ address, claims: {} }, handle);
export const comingNow = (): ComingBack | undefined => coming.getStore();

/** The claims of an ID token that better-auth has verified. */
function claimsOf(idToken: string | undefined): Claims {
  const [, payload = ""] = (idToken ?? "").split(".");
  if (payload === "") return {};
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims;
}

/** Whether the provider's sign-in counts as two factors. */
export function countsAsTwo({ twoFactors }: Pick<OidcSettings, "twoFactors">, claims: Claims): boolean {
  if (typeof twoFactors === "string") return twoFactors === "always";
  const said = claims[twoFactors.claim];
  return Array.isArray(said) ? said.includes(twoFactors.value) : said === twoFactors.value;
}

/** The account that a subject's claims name; null for none, and for sample accounts. */
async function claimedAccount(pool: Pool, { claim }: OidcSettings, profile: Claims): Promise<StoredAccount | null> {
  const claimed = profile[claim];
  if (typeof claimed !== "string") return null;
  const linked = claim === "sub" ? await accountOfSubject(pool, claimed) : null;
  const found = linked === null ? await accountByName(pool, claimed) : await accountById(pool, linked);
  return found?.sample ? null : found;
}

/** Why somebody is not let in as an account. */
export type SignOnRefusal = "namedOtherwise" | "otherSubject" | "notLinked";

export interface SignOnDeps {
  readonly pool: Pool;
  readonly oidc: OidcSettings;
  readonly needsTwo: NeedsTwoFactors;
}

/** Asked at each sign-in, of who comes (`profile`) and the account that they would come in as; null: nothing is against it. */
export async function signOnRefusal(
  { pool, oidc, needsTwo }: SignOnDeps,
  accountId: string,
  profile: Claims,
): Promise<SignOnRefusal | null> {
  const named = await claimedAccount(pool, oidc, profile);
  if (named?.id !== accountId) return "namedOtherwise";
  const subject = await subjectOf(pool, accountId);
  if (subject !== null) return subject === profile["sub"] ? null : "otherSubject";
  if (oidc.claim === "sub") return null;
  return named.secondFactor || (await needsTwo(named)) ? "notLinked" : null;
}

/** better-auth's part of it. */
export const signOn = (pool: Pool, oidc: OidcSettings) =>
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
        accountSubject({ tokens }) {
          const claims = claimsOf(tokens.idToken);
          const here = coming.getStore();
          if (here) here.claims = claims;
          return typeof claims["sub"] === "string" ? claims["sub"] : "";
        },
        /** The address by which better-auth finds the account is ours, not the provider's, and is no news to us. */
        mapProfileToUser: async (profile) => {
          const known = await claimedAccount(pool, oidc, profile);
          return {
            email: known?.email ?? noAddress(known?.account ?? "nobody"),
            emailVerified: false,
            name: known?.name ?? "",
          };
        },
      },
    ],
  });
