/** Where letters go and whom they come from, from the environment: for whatever process sends any. */
import type { MailSettings } from "./mailers.js";
import { isLoopback, parseSmtpUrl, type SmtpServerAddress } from "./smtp-url.js";
import { isAddress, type Sender } from "./transport.js";

export class MailConfigError extends Error {}

/** `mailboxPort`: where the local mailbox is unless DUBAN_MAILBOX_URL says otherwise. Throws MailConfigError. */
export function readMailSettings(mailboxPort: number, env: NodeJS.ProcessEnv = process.env): MailSettings {
  // An empty variable means "not set".
  const [SMTP_URL, DUBAN_MAILBOX_URL, DUBAN_MAIL_FROM] = ["SMTP_URL", "DUBAN_MAILBOX_URL", "DUBAN_MAIL_FROM"].map(
    (name) => env[name] || undefined,
  );
  const mailboxUrl = DUBAN_MAILBOX_URL ?? `smtp://127.0.0.1:${mailboxPort}`;
  const mailbox = server("DUBAN_MAILBOX_URL", mailboxUrl);
  if (!isLoopback(mailbox.host))
    throw new MailConfigError(
      `DUBAN_MAILBOX_URL must name the local mailbox on this machine, e.g. smtp://127.0.0.1:7325: a rehearsal's letters go nowhere else`,
    );
  if (SMTP_URL === undefined) return { mailboxUrl, from: sender(DUBAN_MAIL_FROM, undefined) };
  const smtp = server("SMTP_URL", SMTP_URL);
  if (isLoopback(smtp.host) && smtp.port === mailbox.port)
    throw new MailConfigError(
      "SMTP_URL and DUBAN_MAILBOX_URL name the same server: a rehearsal's letters would leave with the real ones. Leave SMTP_URL unset to keep all letters in the local mailbox.",
    );
  return { smtpUrl: SMTP_URL, mailboxUrl, from: sender(DUBAN_MAIL_FROM, smtp) };
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
