/** What accounts need of the environment: the secret, the address people open, single sign-on. Checked at start. */
import { z } from "zod";

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * The claim that names an account when a subject comes for the first time, and at each sign-in after. It must be one that the
   * provider never lets people change, nor gives to another later. `sub`: accounts are linked by subject alone.
   */
  readonly claim: string;
  /** What the button says, e.g. the provider's name. */
  readonly name: string;
  /** Which of the provider's sign-ins count as two factors. */
  readonly twoFactors: TwoFactorsBy;
}

/** `claim`: where the ID token's claim has this value, or holds it in a list (`amr`, RFC 8176). */
export type TwoFactorsBy = "never" | "always" | { readonly claim: "amr" | "acr"; readonly value: string };

/** How much one account may ask for: generous for people, and an end to what runs wild. */
export interface AccountQuotas {
  /** Requests that act, a minute; counted by each API process. */
  readonly actsPerMinute: number;
  /** Items that these requests name, a minute; counted by each API process. */
  readonly itemsPerMinute: number;
  readonly uploadsPerHour: number;
  /** Tokens and calendars made. */
  readonly secretsPerDay: number;
  /** Event streams open at once in one API process. */
  readonly streams: number;
}

export const QUOTAS: AccountQuotas = {
  actsPerMinute: 600,
  itemsPerMinute: 6_000,
  uploadsPerHour: 600,
  secretsPerDay: 20,
  streams: 5,
};

export interface AccountSettings {
  /** Signs cookies and encrypts second factors. */
  readonly secret: string;
  /** Where people open the page, without a path: decides whether cookies are Secure, and stands in mailed links. */
  readonly publicUrl: string;
  /** Reverse proxies in front, whose X-Forwarded-For tells the caller's address. */
  readonly trustedProxies: number;
  /** After this a session ends, however much it is used (seconds). */
  readonly sessionSeconds: number;
  readonly quotas: AccountQuotas;
  readonly oidc: OidcSettings | null;
}

export class AccountConfigError extends Error {}

const SECRET =
  "must be at least 32 characters of chance, the same for all API processes, e.g. from: openssl rand -base64 32";

/** A working day. */
export const SESSION_HOURS = 12;

const quota = (by: number, example: string) => {
  const error = `must be a whole number from 1, e.g. ${example}`;
  return z.coerce.number({ error }).int({ error }).min(1, { error }).default(by);
};
const HOURS = "must be after how many hours a session ends, from 1 to 24, e.g. 12";
const TWO_FACTORS = "must be never, always, amr:VALUE or acr:VALUE, e.g. amr:mfa";

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
  DUBAN_SESSION_HOURS: z.coerce
    .number({ error: HOURS })
    .min(1, { error: HOURS })
    .max(24, { error: HOURS })
    .default(SESSION_HOURS),
  DUBAN_ACTS_PER_MINUTE: quota(QUOTAS.actsPerMinute, "600"),
  DUBAN_ITEMS_PER_MINUTE: quota(QUOTAS.itemsPerMinute, "6000"),
  DUBAN_UPLOADS_PER_HOUR: quota(QUOTAS.uploadsPerHour, "600"),
  DUBAN_SECRETS_PER_DAY: quota(QUOTAS.secretsPerDay, "20"),
  DUBAN_STREAMS_PER_ACCOUNT: quota(QUOTAS.streams, "5"),
  DUBAN_OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "must be the provider's issuer, e.g. https://id.example.gov.cn" })
    .optional(),
  DUBAN_OIDC_CLIENT_ID: z.string().optional(),
  DUBAN_OIDC_CLIENT_SECRET: z.string().optional(),
  DUBAN_OIDC_CLAIM: z.string().default("sub"),
  DUBAN_OIDC_NAME: z.string().default("统一身份认证"),
  DUBAN_OIDC_TWO_FACTORS: z
    .string()
    .regex(/^(never|always|(amr|acr):\S+)$/, { error: TWO_FACTORS })
    .default("never"),
});

const whereOn = (port: number): string => `http://127.0.0.1:${port}`;

/** The address people open, for whoever mails it and serves nothing. Throws AccountConfigError. */
export function publicUrlOf(port: number, env: NodeJS.ProcessEnv = process.env): string {
  const parsed = schema.shape.DUBAN_PUBLIC_URL.safeParse(env["DUBAN_PUBLIC_URL"] || undefined);
  if (!parsed.success)
    throw new AccountConfigError(`DUBAN_PUBLIC_URL ${parsed.error.issues.map(({ message }) => message).join("; ")}`);
  return parsed.data ?? whereOn(port);
}

/** `port`: where the API listens; the address people open unless DUBAN_PUBLIC_URL says otherwise. */
export function readAccountConfig(port: number, env: NodeJS.ProcessEnv = process.env): AccountSettings {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success)
    throw new AccountConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"),
    );
  const { data } = parsed;
  return {
    secret: data.DUBAN_SECRET,
    publicUrl: data.DUBAN_PUBLIC_URL ?? whereOn(port),
    trustedProxies: data.DUBAN_TRUSTED_PROXIES,
    sessionSeconds: Math.round(data.DUBAN_SESSION_HOURS * 3_600),
    quotas: {
      actsPerMinute: data.DUBAN_ACTS_PER_MINUTE,
      itemsPerMinute: data.DUBAN_ITEMS_PER_MINUTE,
      uploadsPerHour: data.DUBAN_UPLOADS_PER_HOUR,
      secretsPerDay: data.DUBAN_SECRETS_PER_DAY,
      streams: data.DUBAN_STREAMS_PER_ACCOUNT,
    },
    oidc: oidcOf(data),
  };
}

function oidcOf(given: z.infer<typeof schema>): OidcSettings | null {
  const { DUBAN_OIDC_ISSUER: issuer, DUBAN_OIDC_CLIENT_ID: clientId, DUBAN_OIDC_CLIENT_SECRET: clientSecret } = given;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined)
    throw new AccountConfigError(
      "DUBAN_OIDC_ISSUER, DUBAN_OIDC_CLIENT_ID and DUBAN_OIDC_CLIENT_SECRET belong together: set all or none",
    );
  const { DUBAN_OIDC_CLAIM: claim, DUBAN_OIDC_NAME: name, DUBAN_OIDC_TWO_FACTORS: counts } = given;
  return { issuer, clientId, clientSecret, claim, name, twoFactors: twoFactorsBy(counts) };
}

function twoFactorsBy(text: string): TwoFactorsBy {
  if (text === "never" || text === "always") return text;
  return { claim: text.startsWith("amr:") ? "amr" : "acr", value: text.slice(4) };
}
