/** Sending letters by SMTP. */
import { createTransport } from "nodemailer";
import { inSpan } from "../telemetry/spans.js";
import { isLoopback, parseSmtpUrl } from "./smtp-url.js";

export interface MailerOptions {
  /** `smtp://[user:password@]host[:port]`, or `smtps://…`. */
  readonly smtpUrl: string;
  /** The address letters come from. */
  readonly from: Sender;
  /** Refuses any other host than this machine: a rehearsal must never reach a real person. */
  readonly loopbackOnly?: boolean;
  /** Letters that are under way at the same time. */
  readonly maxConnections?: number;
  /** Milliseconds a silent server is waited for. */
  readonly timeout?: number;
}

export interface Sender {
  /** Absent: each letter bears the name of the office that issues it. */
  readonly name?: string;
  readonly address: string;
}

export interface OutgoingLetter {
  readonly to: { readonly name: string; readonly address: string };
  readonly office: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly messageId: string;
  /** The letter's date; by default the moment of sending. */
  readonly date?: Date;
  /** Text files that go with it. */
  readonly attachments?: readonly { readonly filename: string; readonly content: string }[];
}

/**
 * `permanent`: the letter was refused, sending it again is of no use. Otherwise it may be tried again; `lost`: the
 * connection failed (perhaps after the letter was taken), so that the server itself may be away.
 */
export type SendResult =
  | { readonly ok: true; readonly response: string }
  | { readonly ok: false; readonly permanent: boolean; readonly lost: boolean; readonly message: string };

export interface Mailer {
  readonly connections: number;
  send(letter: OutgoingLetter): Promise<SendResult>;
  /** Resolves when the server greets us and takes our login; throws what it said otherwise. */
  probe(): Promise<void>;
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
    connections: maxConnections,
    async send({ to, office, subject, html, text, messageId, date, attachments }) {
      const unfit = unfitFor(to, subject, messageId);
      if (unfit !== undefined) return { ok: false, permanent: true, lost: false, message: unfit };
      try {
        // Whom it goes to is not told.
        const about = { kind: "client", within: true, attributes: { "server.address": server.host } } as const;
        const { response } = await inSpan("SMTP send", about, () =>
          transport.sendMail({
            from: { name: from.name ?? office, address: from.address },
            to,
            subject,
            html,
            text,
            messageId,
            // Chinese in quoted-printable is twice as long, and takes twice as long.
            textEncoding: "base64",
            ...(date && { date }),
            ...(attachments && { attachments: attachments.map((file) => ({ ...file, contentType: "text/plain" })) }),
            // RFC 3834: an absence notice in answer to a machine helps nobody.
            headers: { "Auto-Submitted": "auto-generated" },
          }),
        );
        return { ok: true, response };
      } catch (error) {
        return { ok: false, ...judge(error) };
      }
    },
    async probe() {
      await transport.verify();
    },
    close() {
      transport.close();
    },
  };
}

const ADDRESS = /^[^\s@<>()[\],;:\\"\p{Cc}]+@[^\s@<>()[\],;:\\"\p{Cc}]+$/u;
const LINE_BREAK = /[\r\n]/;

export const isAddress = (text: string): boolean => ADDRESS.test(text);

function unfitFor(to: OutgoingLetter["to"], subject: string, messageId: string): string | undefined {
  if (!isAddress(to.address)) return `not an e-mail address: ${JSON.stringify(to.address)}`;
  const broken = [to.name, subject, messageId].some((text) => LINE_BREAK.test(text));
  return broken ? "a line break in the name, the subject or the Message-ID" : undefined;
}

/** Refusals of us, not of the letter: put right by the office, after which the letter goes. */
const ABOUT_OUR_LOGIN: ReadonlySet<number> = new Set([530, 534, 535, 538]);
const ABOUT_THE_LETTER = /^(MAIL FROM|RCPT TO|DATA)/;

function judge(error: unknown): { permanent: boolean; lost: boolean; message: string } {
  const { code, command, responseCode, message } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    message?: string;
  };
  const said = message ?? String(error);
  if (responseCode === undefined) {
    const permanent = code === "EENVELOPE";
    return { permanent, lost: !permanent, message: said };
  }
  const aboutUs =
    ABOUT_OUR_LOGIN.has(responseCode) ||
    (command !== undefined && !ABOUT_THE_LETTER.test(command)) ||
    responseCode === 421;
  return { permanent: responseCode >= 500 && !aboutUs, lost: aboutUs, message: said };
}
