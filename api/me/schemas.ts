/** Accounts: signing in, one's own account, tokens, the audit log. */
import { z } from "zod";
import { AUDIT_KINDS } from "../../prisma/accounts/audit-store.js";
import { CAME_BY } from "../../prisma/accounts/session-store.js";
import { TOKEN_SCOPES } from "../../prisma/accounts/token-store.js";
import { ROLES, SAMPLE_KINDS } from "../../domain/people/roles.js";
import {
  count,
  filter,
  id,
  limit,
  line,
  mailAddress,
  named,
  page,
  pageCursor,
  postRef,
  realInstant,
  words,
} from "../http/schema-parts.js";

/** Longer is nobody's; what is checked costs time. */
const password = z.string().min(1).max(128).meta({ description: "A password." });
const newPassword = z
  .string()
  .min(12)
  .max(128)
  .meta({ description: "12 to 128 characters, none that is commonly used." });
/**
 * What people type into small fields, as it is meant: full-width letters and digits of an input method are the plain ones (NFKC).
 * Every door takes names and codes through here.
 */
const typed = (description: string, most: number) =>
  line(description, most).overwrite((text) => text.normalize("NFKC").trim());
const accountName = typed("Account name.", 64).meta({ id: "AccountName", example: "office" });
/**
 * Authenticators show a code in groups: blanks count for nothing, nor do dashes between digits. Recovery codes come from paper:
 * neither letter case nor dashes, of whatever kind, count. (Those of ten characters are older, and know their case.)
 */
const code = typed("Six digits, or a recovery code.", 40)
  .overwrite((text) => {
    const signs = text.replaceAll(/[\s\p{Pd}]/gu, "");
    if (/^[a-z0-9]{12}$/i.test(signs)) return signs.toLowerCase().replace(/^(.{4})(.{4})/, "$1-$2-");
    return /^[a-z0-9]{10}$/i.test(signs) ? signs.replace(/^(.{5})/, "$1-") : signs;
  })
  .meta({ id: "Code", example: "123456" });
/** That who is signed in is the owner: needed of accounts that have them. */
const proof = {
  password: password.optional().meta({ description: "The account's password, where it has one." }),
  code: code.optional().meta({ description: "The second factor's present code, where there is one." }),
};

export const proofFields = proof;

export const done = z.strictObject({ done: z.literal(true) }).meta({ id: "Done" });

export const role = z.enum(ROLES).meta({ id: "Role" });
const sampleKind = z.enum(SAMPLE_KINDS).meta({ id: "SampleKind", description: "A role, or an inspector of a round." });

export const signInOptions = z
  .strictObject({
    samples: z
      .array(z.strictObject({ account: z.string(), role: sampleKind, name: words, person: z.string().nullable() }))
      .meta({ description: "Accounts of a rehearsal, open to everybody; none where a plan runs live." }),
    singleSignOn: z.strictObject({ name: z.string() }).nullable().meta({ description: "Null where none is set up." }),
  })
  .meta({ id: "SignInOptions", description: "The ways to sign in." });
export type SignInOptions = z.infer<typeof signInOptions>;

export const credentials = z.strictObject({ account: accountName, password }).meta({ id: "Credentials" });
export const sampleBody = z.strictObject({ account: accountName });
export const codeBody = z.strictObject({ code });
export const nextStep = z
  .strictObject({ next: z.enum(["signedIn", "secondFactor"]) })
  .meta({ id: "NextStep", description: "secondFactor: send the code to /sign-in/second-factor." });

export const ssoBody = z.strictObject({
  back: z
    .string()
    .regex(/^\/(?![/\\])[^\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u)
    .max(500)
    .default("/")
    .meta({ description: "Where on this site to go on afterwards.", example: "/plans/p1" }),
});
export const ssoAnswer = z.strictObject({ url: z.url() }).meta({ id: "SingleSignOn" });

export const resetBody = z.strictObject({ account: accountName });
export const newPasswordBody = z.strictObject({ token: z.string().regex(/^[\w-]{8,100}$/), password: newPassword });

export const me = z
  .strictObject({
    account: z.string(),
    name: z.string(),
    sample: z.boolean(),
    grants: z.array(z.string()),
    secondFactor: z.boolean(),
    hasPassword: z.boolean().meta({ description: "False for who comes by single sign-on alone." }),
    email: z.string().nullable().meta({ description: "The confirmed address, to which links for a new password go." }),
    must: z.enum(["changePassword", "enrolSecondFactor", "secondFactor"]).nullable().meta({
      description: "What is to be done before anything else.",
    }),
  })
  .meta({ id: "Me", description: "The account that asks." });
export type Me = z.infer<typeof me>;

export const planMe = z
  .strictObject({
    person: named.nullable().meta({ description: "Null for who is in no roster." }),
    roles: z.array(z.strictObject({ role, name: words })),
    seesAll: z.boolean(),
    capacities: z.array(
      z.strictObject({
        post: postRef,
        roles: z.array(role),
        onBehalfOf: postRef.nullable().meta({ description: "The leader whose liaison this is." }),
        inPlaceOf: postRef.nullable().meta({ description: "The vacant post whose letters come here." }),
      }),
    ),
  })
  .meta({ id: "PlanMe", description: "Who the caller is in a plan today." });
export type PlanMe = z.infer<typeof planMe>;

export const passwordBody = z.strictObject({ current: password, next: newPassword });
export const confirmPassword = z.strictObject({ password: proof.password });
export const addressBody = z.strictObject({
  address: mailAddress.meta({ example: "wanghua@example.gov.cn" }),
  ...proof,
});
export const confirmAddressBody = z.strictObject({
  token: z
    .string()
    .regex(/^[\w-]{8,100}$/)
    .meta({ description: "What stands behind the # of the mailed link." }),
});

export const session = z
  .strictObject({
    id: z.string(),
    current: z.boolean().meta({ description: "The one in which this is asked." }),
    cameBy: z.enum(CAME_BY),
    twoFactors: z.boolean(),
    beganAt: realInstant,
    endsAt: realInstant,
    lastUsedAt: realInstant.nullable().meta({ description: "To the minute." }),
    address: z.string().nullable().meta({ description: "The network address from which it began." }),
    userAgent: z.string().nullable().meta({ description: "The browser, as it names itself." }),
  })
  .meta({ id: "Session", description: "A place where the account is signed in." });
export type Session = z.infer<typeof session>;
export const sessions = z.strictObject({ sessions: z.array(session) }).meta({ id: "Sessions" });
export const sessionParams = z.strictObject({ sessionId: id("Session id.") });
export const sessionsEnded = z.strictObject({ ended: count }).meta({ id: "SessionsEnded" });
export const enrolment = z
  .strictObject({
    uri: z.string().meta({ description: "otpauth:// for an authenticator." }),
    recoveryCodes: z.array(z.string()),
  })
  .meta({ id: "Enrolment", description: "Shown once." });

const scope = z.enum(TOKEN_SCOPES);
export const token = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scopes: z.array(scope),
    twoFactors: z.boolean().meta({ description: "Made by who had given two factors, or on the command line." }),
    createdAt: realInstant,
    expiresAt: realInstant,
    revokedAt: realInstant.nullable(),
    lastUsedAt: realInstant.nullable().meta({ description: "To the minute." }),
  })
  .meta({ id: "Token", description: "An API token, without its secret." });
export type Token = z.infer<typeof token>;
export const tokens = z.strictObject({ tokens: z.array(token) }).meta({ id: "Tokens" });
export const tokenParams = z.strictObject({ tokenId: id("Token id.") });
export const tokenBody = z.strictObject({
  name: line("What the token is for.", 100),
  scopes: z.array(scope).min(1).max(TOKEN_SCOPES.length),
  days: z.int().min(1).max(366).default(90).meta({ description: "Days until it ends." }),
  ...proof,
});
export const issued = z
  .strictObject({ ...token.shape, token: z.string().meta({ description: "Shown this once." }) })
  .meta({ id: "IssuedToken" });

export const auditQuery = z.strictObject({
  kind: filter(z.enum(AUDIT_KINDS), "What happened."),
  account: filter(accountName, "Account name."),
  limit: limit(50),
  cursor: pageCursor,
});
export const auditEvents = z
  .strictObject(
    page(
      z.strictObject({
        id: count,
        at: realInstant,
        kind: z.enum(AUDIT_KINDS),
        account: z.string().nullable(),
        plan: z.string().nullable(),
        subject: z.string().nullable(),
        address: z.string().nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
  )
  .meta({ id: "AuditEvents", description: "Sign-ins and reads of what is not one's own, the newest first." });
