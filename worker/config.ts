/** Settings of a worker process, from its environment, checked at start. */
import { z } from "zod";
import { readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";
import type { Language } from "../mail/letter-model.js";
import type { MailSettings } from "../mail/mailers.js";
import { isLoopback, parseSmtpUrl, type SmtpServerAddress } from "../mail/smtp-url.js";
import { isAddress, type Sender } from "../mail/transport.js";

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "must be a PostgreSQL URL, e.g. postgresql://duban:secret@db.example:5432/duban",
  }),
  DUBAN_TASK_QUEUE: z.string().min(1).default("duban"),
  DUBAN_STATE_DIR: z.string().min(1).default(".duban"),
  SMTP_URL: z.string().optional(),
  DUBAN_MAILBOX_URL: z.string().optional(),
  DUBAN_MAIL_FROM: z.string().optional(),
  DUBAN_MAIL_LANGUAGE: z.enum(["zh", "en"], { error: "must be zh or en" }).default("zh"),
});

export interface WorkerConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly stateDir: string;
  readonly mail: MailSettings;
  readonly language: Language;
}

export class WorkerConfigError extends Error {}

export function readWorkerConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  // An empty variable means "not set", as in Temporal's own configuration.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success) {
    throw new WorkerConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"),
    );
  }
  const { temporal, ports } = readEmbeddedConfig(env);
  if (!temporal)
    throw new WorkerConfigError("TEMPORAL_ADDRESS is not set: name the Temporal server, e.g. 127.0.0.1:7233");
  const { DATABASE_URL, DUBAN_TASK_QUEUE, DUBAN_STATE_DIR, DUBAN_MAIL_LANGUAGE, ...mail } = parsed.data;
  return {
    databaseUrl: DATABASE_URL,
    temporal,
    taskQueue: DUBAN_TASK_QUEUE,
    stateDir: DUBAN_STATE_DIR,
    mail: mailSettings(mail, ports.smtp),
    language: DUBAN_MAIL_LANGUAGE,
  };
}

type MailVariables = Pick<z.infer<typeof schema>, "SMTP_URL" | "DUBAN_MAILBOX_URL" | "DUBAN_MAIL_FROM">;

function mailSettings(
  { SMTP_URL, DUBAN_MAILBOX_URL, DUBAN_MAIL_FROM }: MailVariables,
  mailboxPort: number,
): MailSettings {
  const mailboxUrl = DUBAN_MAILBOX_URL ?? `smtp://127.0.0.1:${mailboxPort}`;
  const mailbox = server("DUBAN_MAILBOX_URL", mailboxUrl);
  if (!isLoopback(mailbox.host))
    throw new WorkerConfigError(
      `DUBAN_MAILBOX_URL must name the local mailbox on this machine, e.g. smtp://127.0.0.1:7325: a rehearsal's letters go nowhere else`,
    );
  if (SMTP_URL === undefined) return { mailboxUrl, from: sender(DUBAN_MAIL_FROM, undefined) };
  const smtp = server("SMTP_URL", SMTP_URL);
  if (isLoopback(smtp.host) && smtp.port === mailbox.port)
    throw new WorkerConfigError(
      "SMTP_URL and DUBAN_MAILBOX_URL name the same server: a rehearsal's letters would leave with the real ones. Leave SMTP_URL unset to keep all letters in the local mailbox.",
    );
  return { smtpUrl: SMTP_URL, mailboxUrl, from: sender(DUBAN_MAIL_FROM, smtp) };
}

function server(name: string, url: string): SmtpServerAddress {
  try {
    return parseSmtpUrl(url);
  } catch (error) {
    // The URL may hold a password: it is not repeated.
    throw new WorkerConfigError(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

const NAMED = /^(.*?)\s*<([^<>]*)>$/;

/** The address given; else the login, where that is one; else, for the local mailbox only, an address of nobody. */
function sender(from: string | undefined, smtp: SmtpServerAddress | undefined): Sender {
  const example = "e.g. duban@example.gov.cn or 督办系统 <duban@example.gov.cn>";
  if (from === undefined) {
    if (smtp === undefined) return { address: "duban@duban.invalid" };
    const login = smtp.auth?.user;
    if (login !== undefined && isAddress(login)) return { address: login };
    throw new WorkerConfigError(
      `DUBAN_MAIL_FROM is not set: with SMTP_URL it names the address letters come from, ${example}`,
    );
  }
  const [, name = "", address = from] = NAMED.exec(from.trim()) ?? [];
  if (!isAddress(address.trim())) throw new WorkerConfigError(`DUBAN_MAIL_FROM must be an e-mail address, ${example}`);
  const plain = name.replaceAll(/^"|"$/g, "");
  return { ...(plain !== "" && { name: plain }), address: address.trim() };
}
