/** Settings of an API process, from its environment, checked at start. */
import { z } from "zod";
import { readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";
import { LOOPBACK } from "../embedded/ports.js";
import type { Channel } from "../domain/letters/channels.js";
import { channelsSet } from "../mail/channels/config.js";
import { readMailSettings } from "../mail/config.js";
import type { Language } from "../domain/language/words.js";
import type { MailSettings } from "../mail/mailers.js";
import { readRegisterKeys, type RegisterKeys } from "../prisma/registers/secrets.js";
import { type CommandKey, readCommandKey } from "../prisma/ledger/command-key.js";
import type { S3Settings } from "./files/s3-store.js";
import { type AccountSettings, readAccountConfig } from "./accounts/config.js";
import { isLoopback } from "../settings/loopback.js";

/** A host name or address without scheme, port or path, as it stands in a request's Host. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/i;
/** The server takes ten Updates of one workflow at a time. */
const IN_FLIGHT =
  "must be a number from 1 to 9: what one workflow may have in flight, shared out over the API processes, e.g. 4 for two";

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "must be a PostgreSQL URL, e.g. postgresql://duban:secret@db.example:5432/duban",
  }),
  DUBAN_API_HOST: z
    .string()
    .regex(/^[0-9a-f.:]+$/i, { error: "must be an address of this machine to listen on, e.g. 10.0.0.5 or 0.0.0.0" })
    .default(LOOPBACK),
  DUBAN_ALLOWED_HOSTS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((name) => name.trim().toLowerCase())
        .filter((name) => name !== ""),
    )
    .refine((names) => names.every((name) => HOST.test(name)), {
      error: "must be host names without scheme and port, separated by commas, e.g. duban.example.gov.cn",
    }),
  DUBAN_EVIDENCE_DIR: z.string().min(1).default(".duban/evidence"),
  DUBAN_EVIDENCE_S3_URL: z
    .url({
      protocol: /^https?$/,
      error: "must be the address of a bucket of an S3-compatible store, e.g. https://s3.example.gov.cn/duban-evidence",
    })
    .optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_REGION: z.string().default("us-east-1"),
  DUBAN_MAIL_LANGUAGE: z.enum(["zh", "en"], { error: "must be zh or en" }).default("zh"),
  DUBAN_UPDATES_IN_FLIGHT: z.coerce
    .number({ error: IN_FLIGHT })
    .int({ error: IN_FLIGHT })
    .min(1, { error: IN_FLIGHT })
    .max(9, { error: IN_FLIGHT })
    .default(9),
});

export interface ApiConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** Names besides this machine's own under which people open the page, through a reverse proxy. */
  readonly allowedHosts: readonly string[];
  readonly accounts: AccountSettings;
  /** The folder in which uploaded evidence lies; with `s3`, in which it is received. */
  readonly evidenceDir: string;
  /** The S3-compatible store in which it lies instead. */
  readonly s3: S3Settings | null;
  readonly mail: MailSettings;
  /** The channels that are set up: people may choose among them. This process sends by none, and needs no secret of theirs. */
  readonly channels: readonly Channel[];
  readonly language: Language;
  /** Signs people's commands. */
  readonly commandKey: CommandKey;
  /** Encrypts sensitive cells of registers; null: none is set. */
  readonly registerKeys: RegisterKeys | null;
  /** Updates in flight for each workflow from this process; all processes together at most nine. */
  readonly updatesInFlight: number;
}

export class ApiConfigError extends Error {}

export function readApiConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  // An empty variable means "not set", as in Temporal's own configuration.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success)
    throw new ApiConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"));
  const { temporal, ports } = readEmbeddedConfig(env);
  if (!temporal) throw new ApiConfigError("TEMPORAL_ADDRESS is not set: name the Temporal server, e.g. 127.0.0.1:7233");
  const { DATABASE_URL, DUBAN_API_HOST, DUBAN_ALLOWED_HOSTS, DUBAN_MAIL_LANGUAGE, DUBAN_UPDATES_IN_FLIGHT } =
    parsed.data;
  if (!isLoopback(DUBAN_API_HOST) && DUBAN_ALLOWED_HOSTS.length === 0)
    throw new ApiConfigError(
      "DUBAN_API_HOST lets other machines in, so DUBAN_ALLOWED_HOSTS must name the host names people use, e.g. duban.example.gov.cn",
    );
  return {
    databaseUrl: DATABASE_URL,
    temporal,
    port: ports.api,
    host: DUBAN_API_HOST,
    accounts: readAccountConfig(ports.api, env),
    evidenceDir: parsed.data.DUBAN_EVIDENCE_DIR,
    s3: s3Of(parsed.data),
    mail: readMailSettings(ports.smtp, env),
    channels: channelsSet(env),
    language: DUBAN_MAIL_LANGUAGE,
    commandKey: readCommandKey(env),
    registerKeys: readRegisterKeys(env),
    allowedHosts: DUBAN_ALLOWED_HOSTS,
    updatesInFlight: DUBAN_UPDATES_IN_FLIGHT,
  };
}

function s3Of({
  DUBAN_EVIDENCE_S3_URL: bucketUrl,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_REGION: region,
}: z.output<typeof schema>): S3Settings | null {
  if (bucketUrl === undefined) return null;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new ApiConfigError(
      "DUBAN_EVIDENCE_S3_URL names a store, so AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set: its keys",
    );
  return { bucketUrl, accessKeyId, secretAccessKey, region };
}
