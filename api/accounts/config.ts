/** What accounts need of the environment: the secret, the address people open, single sign-on. Checked at start. */
import { z } from "zod";

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim that holds an account's name. */
  readonly claim: string;
  /** What the button says, e.g. the provider's name. */
  readonly name: string;
}

export interface AccountSettings {
  /** Signs cookies and encrypts second factors. */
  readonly secret: string;
  /** Where people open the page, without a path: decides whether cookies are Secure, and stands in mailed links. */
  readonly publicUrl: string;
  /** Reverse proxies in front, whose X-Forwarded-For tells the caller's address. */
  readonly trustedProxies: number;
  readonly oidc: OidcSettings | null;
}

export class AccountConfigError extends Error {}

const SECRET =
  "must be at least 32 characters of chance, the same for all API processes, e.g. from: openssl rand -base64 32";

const schema = z.object({
  DUBAN_SECRET: z.string({ error: SECRET }).min(32, { error: SECRET }),
  DUBAN_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be the address people open, e.g. https://duban.example.gov.cn" })
    .transform((url) => new URL(url).origin)
    .optional(),
  DUBAN_TRUSTED_PROXIES: z.coerce
    .number({ error: "must be how many reverse proxies stand in front, e.g. 1" })
    .int()
    .min(0)
    .max(9)
    .default(0),
  DUBAN_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "must be the provider's issuer, e.g. https://id.example.gov.cn" })
    .optional(),
  DUBAN_OIDC_CLIENT_ID: z.string().optional(),
  DUBAN_OIDC_CLIENT_SECRET: z.string().optional(),
  DUBAN_OIDC_CLAIM: z.string().default("preferred_username"),
  DUBAN_OIDC_NAME: z.string().default("统一身份认证"),
});

/** `port`: where the API listens; the address people open unless DUBAN_PUBLIC_URL says otherwise. */
export function readAccountConfig(port: number, env: NodeJS.ProcessEnv = process.env): AccountSettings {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success)
    throw new AccountConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"),
    );
  const { DUBAN_SECRET, DUBAN_PUBLIC_URL, DUBAN_TRUSTED_PROXIES, ...oidc } = parsed.data;
  return {
    secret: DUBAN_SECRET,
    publicUrl: DUBAN_PUBLIC_URL ?? `http://127.0.0.1:${port}`,
    trustedProxies: DUBAN_TRUSTED_PROXIES,
    oidc: oidcOf(oidc),
  };
}

type OidcVariables = Omit<z.infer<typeof schema>, "DUBAN_SECRET" | "DUBAN_PUBLIC_URL" | "DUBAN_TRUSTED_PROXIES">;

function oidcOf(given: OidcVariables): OidcSettings | null {
  const { DUBAN_OIDC_ISSUER: issuer, DUBAN_OIDC_CLIENT_ID: clientId, DUBAN_OIDC_CLIENT_SECRET: clientSecret } = given;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    throw new AccountConfigError(
      "DUBAN_OIDC_ISSUER, DUBAN_OIDC_CLIENT_ID and DUBAN_OIDC_CLIENT_SECRET belong together: set all or none",
    );
  return { issuer, clientId, clientSecret, claim: given.DUBAN_OIDC_CLAIM, name: given.DUBAN_OIDC_NAME };
}
