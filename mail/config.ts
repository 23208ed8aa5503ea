/** Where letters go and whom they come from, from the environment: for whatever process sends any. */
import { readFileSync } from "node:fs";
import type { MailSettings } from "./mailers.js";
import { isLoopback } from "../settings/loopback.js";
import { parseSmtpUrl, type SmtpServerAddress, type SmtpTls } from "./smtp-url.js";
import { isAddress, type Sender } from "./transport.js";

export class MailConfigError extends Error {}

/** `mailboxPort`: where the local mailbox is unless DUBAN_MAILBOX_URL says otherwise. Throws MailConfigError. */
export function readMailSettings(mailboxPort: number, env: NodeJS.ProcessEnv = process.env): MailSettings {
  // An empty variable means "not set".
  const [SMTP_URL, DUBAN_MAILBOX_URL, DUBAN_MAIL_FROM, DUBAN_MAIL_REPLY_TO] = [
    "SMTP_URL",
    "DUBAN_MAILBOX_URL",
    "DUBAN_MAIL_FROM",
    "DUBAN_MAIL_REPLY_TO",
  ].map((name) => env[name] || undefined);
  const mailboxUrl = DUBAN_MAILBOX_URL ?? `smtp://127.0.0.1:${mailboxPort}`;
  const mailbox = server("DUBAN_MAILBOX_URL", mailboxUrl);
  if (!isLoopback(mailbox.host))
    throw new MailConfigError(
      `DUBAN_MAILBOX_URL must name the local mailbox on this machine, e.g. smtp://127.0.0.1:7325: a rehearsal's letters go nowhere else`,
    );
  if (DUBAN_MAIL_REPLY_TO !== undefined && !isAddress(DUBAN_MAIL_REPLY_TO))
    throw new MailConfigError(
      "DUBAN_MAIL_REPLY_TO must be the e-mail address that answers go to, e.g. dubanshi@example.gov.cn",
    );
  const replyTo = DUBAN_MAIL_REPLY_TO === undefined ? {} : { replyTo: DUBAN_MAIL_REPLY_TO };
  if (SMTP_URL === undefined) return { mailboxUrl, from: sender(DUBAN_MAIL_FROM, undefined), ...replyTo };
  const smtp = server("SMTP_URL", SMTP_URL);
  if (isLoopback(smtp.host) && smtp.port === mailbox.port)
    throw new MailConfigError(
      "SMTP_URL and DUBAN_MAILBOX_URL name the same server: a rehearsal's letters would leave with the real ones. Leave SMTP_URL unset to keep all letters in the local mailbox.",
    );
  return { smtpUrl: SMTP_URL, mailboxUrl, from: sender(DUBAN_MAIL_FROM, smtp), tls: tlsOf(env), ...replyTo };
}

/** DUBAN_SMTP_TLS: `required` unless it says `optional`. DUBAN_SMTP_CA_FILE: a file with the authority's certificate (PEM). */
function tlsOf(env: NodeJS.ProcessEnv): SmtpTls {
  const wanted = env["DUBAN_SMTP_TLS"] || "required";
  if (wanted !== "required" && wanted !== "optional")
    throw new MailConfigError(
      "DUBAN_SMTP_TLS must be required (unless set) or optional: whether letters and the password may cross the network unencrypted",
    );
  const file = env["DUBAN_SMTP_CA_FILE"];
  const required = wanted === "required";
  if (!file) return { required };
  try {
    const ca = readFileSync(file, "utf8");
    if (ca.includes("-----BEGIN CERTIFICATE-----")) return { required, ca };
  } catch (error) {
    throw new MailConfigError(`DUBAN_SMTP_CA_FILE: ${(error as Error).message}`, { cause: error });
  }
  throw new MailConfigError(
    "DUBAN_SMTP_CA_FILE must name a file with certificates in PEM (-----BEGIN CERTIFICATE-----)",
  );
}

function server(name: string, url: string): SmtpServerAddress {
  try {
    return parseSmtpUrl(url);
  } catch (error) {
    // The URL may hold a password: it is not repeated.
    throw new MailConfigError(`${name}: ${(error as Error).message}`, { cause: error });
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
    throw new MailConfigError(
      `DUBAN_MAIL_FROM is not set: with SMTP_URL it names the address letters come from, ${example}`,
    );
  }
  const [, name = "", address = from] = NAMED.exec(from.trim()) ?? [];
  if (!isAddress(address.trim())) throw new MailConfigError(`DUBAN_MAIL_FROM must be an e-mail address, ${example}`);
  const plain = name.replaceAll(/^"|"$/g, "");
  return { ...(plain !== "" && { name: plain }), address: address.trim() };
}
