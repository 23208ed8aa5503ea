/** Sending letters by SMTP. */
import { isIPv4 } from "node:net";
import { createTransport } from "nodemailer";

export interface MailerOptions {
  /** `smtp://[user:password@]host[:port]`, or `smtps://…`. */
  readonly smtpUrl: string;
  readonly from: string;
  /** Refuses any other host than this machine: a rehearsal must never reach a real person. */
  readonly loopbackOnly?: boolean;
  readonly maxConnections?: number;
  /** Milliseconds a silent server is waited for. */
  readonly timeout?: number;
}

export interface OutgoingLetter {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly messageId: string;
}

/** `permanent`: the letter was refused, sending it again is of no use. Otherwise it may be tried again. */
export type SendResult =
  | { readonly ok: true; readonly response: string }
  | { readonly ok: false; readonly permanent: boolean; readonly message: string };

export interface Mailer {
  send(letter: OutgoingLetter): Promise<SendResult>;
  close(): void;
}

export function createMailer({
  smtpUrl,
  from,
  loopbackOnly = false,
  maxConnections = 5,
  timeout = 30_000,
}: MailerOptions): Mailer {
  const server = parseSmtpUrl(smtpUrl);
  const local = isLoopback(server.host);
  if (loopbackOnly && !local) throw new Error(`letters of a rehearsal stay on this machine: ${server.host} is refused`);
  const transport = createTransport({
    pool: true,
    host: server.host === "localhost" ? "127.0.0.1" : server.host,
    port: server.port,
    secure: server.secure,
    ignoreTLS: local && !server.secure,
    ...(server.auth && { auth: server.auth }),
    maxConnections,
    maxMessages: Number.POSITIVE_INFINITY,
    // Whoever asked decides whether a letter is sent again: a connection lost after DATA may have delivered it.
    maxRequeues: 0,
    connectionTimeout: Math.min(timeout, 10_000),
    greetingTimeout: Math.min(timeout, 10_000),
    dnsTimeout: Math.min(timeout, 10_000),
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, html, text, messageId }) {
      if (!ADDRESS.test(to))
        return { ok: false, permanent: true, message: `not an e-mail address: ${JSON.stringify(to)}` };
      if (LINE_BREAK.test(subject) || LINE_BREAK.test(messageId))
        return { ok: false, permanent: true, message: "a line break in the subject or the Message-ID" };
      try {
        const { response } = await transport.sendMail({
          from,
          to: { name: "", address: to },
          subject,
          html,
          text,
          messageId,
        });
        return { ok: true, response };
      } catch (error) {
        return { ok: false, ...judge(error) };
      }
    },
    close() {
      transport.close();
    },
  };
}

const ADDRESS = /^[^\s@<>()[\],;:\\"\p{Cc}]+@[^\s@<>()[\],;:\\"\p{Cc}]+$/u;
const LINE_BREAK = /[\r\n]/;
/** Refusals of us, not of the letter: put right by the office, after which the letter goes. */
const ABOUT_OUR_LOGIN: ReadonlySet<number> = new Set([530, 534, 535, 538]);
const ABOUT_THE_LETTER = /^(MAIL FROM|RCPT TO|DATA)/;

function judge(error: unknown): { permanent: boolean; message: string } {
  const { code, command, responseCode, message } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    message?: string;
  };
  const said = message ?? String(error);
  if (responseCode === undefined) return { permanent: code === "EENVELOPE", message: said };
  const permanent =
    responseCode >= 500 &&
    !ABOUT_OUR_LOGIN.has(responseCode) &&
    (command === undefined || ABOUT_THE_LETTER.test(command));
  return { permanent, message: said };
}

interface SmtpServerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** Read here, not by nodemailer: its URLs take every option as a query, another host among them. */
function parseSmtpUrl(smtpUrl: string): SmtpServerAddress {
  let url: URL;
  try {
    url = new URL(smtpUrl);
  } catch {
    throw new Error("the SMTP address must look like smtp://host:port");
  }
  const secure = url.protocol === "smtps:";
  if (!secure && url.protocol !== "smtp:")
    throw new Error(`the SMTP address must begin with smtp:// or smtps://, not ${url.protocol}//`);
  if (url.search !== "") throw new Error('the SMTP address takes no options after "?"');
  const host = url.hostname.replaceAll(/^\[|\]$/g, "").toLowerCase();
  if (host === "") throw new Error("the SMTP address names no host");
  return {
    host,
    port: url.port === "" ? (secure ? 465 : 25) : Number(url.port),
    secure,
    ...(url.username !== "" && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
