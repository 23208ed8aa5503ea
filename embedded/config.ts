/** Settings of the local parts, read from the environment once and checked before anything starts. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { isLoopback } from "../settings/loopback.js";

const port = (example: number) =>
  z.coerce.number().int().min(1).max(65_535).default(example).describe(`a port number, e.g. ${example}`);

const url = (schemes: string[], example: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), { error: "not such a URL" })
    .optional()
    .describe(`a URL, e.g. ${example}`);

/** Bytes of a key that payloads are encrypted by. */
export const PAYLOAD_KEY_BYTES = 32;

const flag = z.stringbool().optional().describe("true or false");
const text = (what: string) => z.string().min(1).optional().describe(what);

const schema = z.object({
  DATABASE_URL: url(["postgresql:", "postgres:"], "postgresql://duban:secret@db.example:5432/duban"),
  DATABASE_OWNER_URL: url(["postgresql:", "postgres:"], "postgresql://duban_owner:secret@db.example:5432/duban"),
  DATABASE_READER_URL: url(["postgresql:", "postgres:"], "postgresql://duban_reader:secret@db.example:5432/duban"),
  // Judged by mail/config.ts, which whoever sends reads: here only whether it is set.
  SMTP_URL: text("a URL, e.g. smtp://user:secret@mail.example:587"),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d+$/)
    .optional()
    .describe("host:port, e.g. temporal.example:7233"),
  TEMPORAL_NAMESPACE: text("a namespace, e.g. duban"),
  TEMPORAL_API_KEY: text("an API key"),
  TEMPORAL_TLS: flag,
  TEMPORAL_TLS_CLIENT_CERT_PATH: text("a file, e.g. /etc/duban/client.pem"),
  TEMPORAL_TLS_CLIENT_CERT_DATA: text("a certificate in PEM"),
  TEMPORAL_TLS_CLIENT_KEY_PATH: text("a file, e.g. /etc/duban/client.key"),
  TEMPORAL_TLS_CLIENT_KEY_DATA: text("a key in PEM"),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: text("a file, e.g. /etc/duban/ca.pem"),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: text("a certificate in PEM"),
  TEMPORAL_TLS_SERVER_NAME: text("a host name, e.g. temporal.example"),
  DUBAN_PAYLOAD_KEY: z
    .string()
    .transform((keys) => keys.split(",").map((key) => key.trim()))
    .refine((keys) => keys.every((key) => Buffer.from(key, "base64").length === PAYLOAD_KEY_BYTES))
    .optional()
    .describe("32 random bytes in base64, e.g. from: openssl rand -base64 32; an older key may follow after a comma"),
  DUBAN_API_PORT: port(7300),
  DUBAN_TEMPORAL_PORT: port(7310),
  DUBAN_TEMPORAL_UI: flag,
  DUBAN_TEMPORAL_UI_PORT: port(7311),
  DUBAN_SMTP_PORT: port(7325),
  DUBAN_CACHE_DIR: text("a folder, e.g. /var/cache/duban"),
  XDG_CACHE_HOME: text("a folder, e.g. /home/me/.cache"),
});

export interface TlsSettings {
  serverNameOverride?: string;
  serverRootCACertificate?: Buffer;
  clientCertPair?: { crt: Buffer; key: Buffer };
}

/** A Temporal server: where it is, how it is spoken to. */
export interface TemporalTarget {
  address: string;
  namespace: string;
  apiKey?: string;
  tls?: TlsSettings | true;
  /** By which payloads are encrypted (base64, 32 bytes each): the first encrypts, all decrypt. Absent: they are not. */
  payloadKeys?: readonly [string, ...string[]];
}

export interface EmbeddedConfig {
  /** The application's role. */
  databaseUrl: string | undefined;
  /** The role that owns the tables; undefined: the application's, too. */
  databaseOwnerUrl?: string | undefined;
  /** The role of auditors' tools. */
  databaseReaderUrl?: string | undefined;
  smtpUrl: string | undefined;
  /** undefined: run an own server. */
  temporal: TemporalTarget | undefined;
  namespace: string;
  /** Of DUBAN_PAYLOAD_KEY, also where no Temporal server is named. */
  payloadKeys: readonly [string, ...string[]] | undefined;
  ports: { api: number; temporal: number; temporalUi: number; smtp: number };
  /** Whether the own Temporal's pages are served. */
  temporalUi?: boolean;
  cacheDir: string;
}

export class ConfigError extends Error {}

export function readEmbeddedConfig(env: NodeJS.ProcessEnv = process.env): EmbeddedConfig {
  // An empty variable means "not set", as in Temporal's own configuration.
  const given = Object.fromEntries(Object.keys(schema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigError(explain(parsed.error, given));
  const s = parsed.data;
  const namespace = s.TEMPORAL_NAMESPACE ?? "duban";
  return {
    databaseUrl: s.DATABASE_URL,
    databaseOwnerUrl: s.DATABASE_OWNER_URL,
    databaseReaderUrl: s.DATABASE_READER_URL,
    smtpUrl: s.SMTP_URL,
    temporal: s.TEMPORAL_ADDRESS ? target(s, s.TEMPORAL_ADDRESS, namespace) : undefined,
    namespace,
    payloadKeys: s.DUBAN_PAYLOAD_KEY as [string, ...string[]] | undefined,
    ports: {
      api: s.DUBAN_API_PORT,
      temporal: s.DUBAN_TEMPORAL_PORT,
      temporalUi: s.DUBAN_TEMPORAL_UI_PORT,
      smtp: s.DUBAN_SMTP_PORT,
    },
    temporalUi: s.DUBAN_TEMPORAL_UI ?? false,
    cacheDir: s.DUBAN_CACHE_DIR ?? join(s.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "duban"),
  };
}

type Settings = z.infer<typeof schema>;

function explain(error: z.ZodError, given: Record<string, unknown>): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0]);
      const wanted = (schema.shape as Record<string, z.ZodType>)[name]?.description ?? issue.message;
      // Values that may be secrets are never repeated.
      const shown = /KEY|URL|DATA/.test(name) ? "what it holds" : `"${String(given[name])}"`;
      return `environment variable ${name}: ${shown} does not fit; it takes ${wanted}`;
    })
    .join("\n");
}

function target(s: Settings, address: string, namespace: string): TemporalTarget {
  const tls = tlsSettings(s);
  const keys = s.DUBAN_PAYLOAD_KEY as [string, ...string[]] | undefined;
  if (!keys && !isLoopbackAddress(address))
    throw new ConfigError(
      `environment variable DUBAN_PAYLOAD_KEY is not set, but TEMPORAL_ADDRESS names a server beyond this machine (${address}): what goes there is encrypted. Give it 32 random bytes in base64, the same for all processes, e.g. from: openssl rand -base64 32`,
    );
  return {
    address,
    namespace,
    ...(keys ? { payloadKeys: keys } : {}),
    ...(s.TEMPORAL_API_KEY ? { apiKey: s.TEMPORAL_API_KEY } : {}),
    ...(tls ? { tls } : {}),
  };
}

/** What Connection.connect and NativeConnection.connect take of a target. */
export function addressOf({ namespace: _namespace, payloadKeys: _keys, ...address }: TemporalTarget) {
  return address;
}

/** Whether an address (host:port) is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return isLoopback(address.slice(0, address.lastIndexOf(":")));
}

function tlsSettings(s: Settings): TlsSettings | true | undefined {
  if (s.TEMPORAL_TLS === false) return undefined;
  const ca = pem("TEMPORAL_TLS_SERVER_CA_CERT", s.TEMPORAL_TLS_SERVER_CA_CERT_PATH, s.TEMPORAL_TLS_SERVER_CA_CERT_DATA);
  const crt = pem("TEMPORAL_TLS_CLIENT_CERT", s.TEMPORAL_TLS_CLIENT_CERT_PATH, s.TEMPORAL_TLS_CLIENT_CERT_DATA);
  const key = pem("TEMPORAL_TLS_CLIENT_KEY", s.TEMPORAL_TLS_CLIENT_KEY_PATH, s.TEMPORAL_TLS_CLIENT_KEY_DATA);
  if (Boolean(crt) !== Boolean(key)) {
    throw new ConfigError(
      "TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH (or their _DATA forms) belong together: set both or none",
    );
  }
  const tls: TlsSettings = {
    ...(ca ? { serverRootCACertificate: ca } : {}),
    ...(crt && key ? { clientCertPair: { crt, key } } : {}),
    ...(s.TEMPORAL_TLS_SERVER_NAME ? { serverNameOverride: s.TEMPORAL_TLS_SERVER_NAME } : {}),
  };
  if (Object.keys(tls).length > 0) return tls;
  return s.TEMPORAL_TLS || s.TEMPORAL_API_KEY ? true : undefined;
}

function pem(name: string, path: string | undefined, data: string | undefined): Buffer | undefined {
  if (path && data) throw new ConfigError(`${name}_PATH and ${name}_DATA are both set: keep one`);
  if (data) return Buffer.from(data);
  if (!path) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(`environment variable ${name}_PATH: ${(error as Error).message}`, { cause: error });
  }
}
