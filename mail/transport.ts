/** Sending letters by SMTP. */
import { createTransport } from "nodemailer";
import { inSpan } from "../telemetry/spans.js";
import type { OurFault } from "../domain/letters/channels.js";
import { foreignLine } from "../domain/language/text.js";
import { checkSender } from "./sender-check.js";
import { judgeSmtp, type SmtpVerdict } from "./smtp-answer.js";
import { isLoopback } from "../settings/loopback.js";
import { parseSmtpUrl, type SmtpTls } from "./smtp-url.js";

export interface MailerOptions {
  /** `smtp://[user:password@]host[:port]`, or `smtps://…`. */
  readonly smtpUrl: string;
  /** The address letters come from. */
  readonly from: Sender;
  /** The mailbox that answers to letters go to; the sender's where nothing is said. */
  readonly replyTo?: string | undefined;
  /** Encryption to a server beyond this machine: required, and by the public authorities, unless said otherwise. */
  readonly tls?: SmtpTls | undefined;
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
  /** Files that go with it. */
  readonly attachments?: readonly AttachedFile[];
}

export interface AttachedFile {
  readonly filename: string;
  readonly content: string | Buffer;
  /** Text where nothing else is said. */
  readonly contentType?: string;
}

/**
 * `refused`: for good, for this recipient or this letter. `later`: tried again after a while. `lost`: the connection failed
 * (perhaps after the letter was taken), so that the server itself may be away. `ours`: the server refuses our sender, login, relay,
 * encryption or all our mail (`ours` says which), and no letter goes until that is mended. `message`: in one line, fit to be kept.
 */
export type SendResult =
  | { readonly ok: true; readonly response: string }
  | { readonly ok: false; readonly kind: "refused" | "later" | "lost"; readonly message: string }
  | { readonly ok: false; readonly kind: "ours"; readonly ours: OurFault; readonly message: string };

export interface Mailer {
  readonly connections: number;
  send(letter: OutgoingLetter): Promise<SendResult>;
  /** Resolves when the server greets us and takes our login; throws what it said otherwise. */
  probe(): Promise<void>;
  /** The same, and whether it takes our sender's address; nothing is sent. */
  probeSender(): Promise<void>;
  close(): void;
}

export function createMailer({
  smtpUrl,
  from,
  loopbackOnly = false,
  replyTo,
  tls = REQUIRED,
  maxConnections = 5,
  timeout = 30_000,
}: MailerOptions): Mailer {
  const server = parseSmtpUrl(smtpUrl);
  const local = isLoopback(server.host);
  if (loopbackOnly && !local) throw new Error(`letters of a rehearsal stay on this machine: ${server.host} is refused`);
  const connection = {
    host: server.host === "localhost" ? "127.0.0.1" : server.host,
    port: server.port,
    secure: server.secure,
    ignoreTLS: local && !server.secure,
    requireTLS: !local && !server.secure && tls.required,
    ...(tls.ca !== undefined && { tls: { ca: tls.ca } }),
    connectionTimeout: Math.min(timeout, 10_000),
    greetingTimeout: Math.min(timeout, 10_000),
    dnsTimeout: Math.min(timeout, 10_000),
    socketTimeout: timeout,
  };
  const transport = createTransport({
    ...connection,
    pool: true,
    ...(server.auth && { auth: server.auth }),
    maxConnections,
    maxMessages: Number.POSITIVE_INFINITY,
    // Whoever asked decides whether a letter is sent again: a connection lost after DATA may have delivered it.
    maxRequeues: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const doubts = new Doubts();
  return {
    connections: maxConnections,
    async send({ to, office, subject, html, text, messageId, date, attachments }) {
      const unfit = unfitFor(to, subject, messageId);
      if (unfit !== undefined) return { ok: false, kind: "refused", message: unfit };
      try {
        // Whom it goes to is not told.
        const about = { kind: "client", within: true, attributes: { "server.address": server.host } } as const;
        const { response } = await inSpan("SMTP send", about, () =>
          transport.sendMail({
            from: { name: from.name ?? office, address: from.address },
            to,
            subject,
            alternatives: [part("plain", text), part("html", html)],
            messageId,
            ...(replyTo !== undefined && { replyTo }),
            ...(date && { date }),
            ...(attachments && { attachments: attachments.map((file) => ({ contentType: "text/plain", ...file })) }),
            // RFC 3834: an absence notice in answer to a machine helps nobody.
            headers: { "Auto-Submitted": "auto-generated" },
          }),
        );
        doubts.accepted();
        return { ok: true, response: foreignLine(response, MOST_SAID) };
      } catch (error) {
        const { verdict, said } = judgeSmtp(error);
        return { ok: false, ...doubts.settle(verdict), message: said };
      }
    },
    async probe() {
      await transport.verify();
    },
    probeSender: () => checkSender(connection, server.auth, from.address),
    close() {
      transport.close();
    },
  };
}

/** Characters of a line of base64 (RFC 2045). */
const LINE = 76;

/**
 * A text as a part of the message, encoded: through the library's streams it takes half as long again. In base64, as Chinese in
 * quoted-printable is twice as long.
 */
function part(type: "plain" | "html", text: string): { readonly raw: string } {
  const encoded = Buffer.from(text, "utf8").toString("base64");
  const lines = [`Content-Type: text/${type}; charset=utf-8`, "Content-Transfer-Encoding: base64", ""];
  for (let at = 0; at < encoded.length; at += LINE) lines.push(encoded.slice(at, at + LINE));
  return { raw: lines.join("\r\n") };
}

const ADDRESS = /^[^\s@<>()[\],;:\\"\p{Cc}]+@[^\s@<>()[\],;:\\"\p{Cc}]+$/u;
const LINE_BREAK = /[\r\n]/;

/** Unless a setting says otherwise. */
const REQUIRED: SmtpTls = { required: true };

export const isAddress = (text: string): boolean => ADDRESS.test(text);

function unfitFor(to: OutgoingLetter["to"], subject: string, messageId: string): string | undefined {
  if (!isAddress(to.address)) return `not an e-mail address: ${JSON.stringify(to.address)}`;
  const broken = [to.name, subject, messageId].some((text) => LINE_BREAK.test(text));
  return broken ? "a line break in the name, the subject or the Message-ID" : undefined;
}

/** Characters of an answer that are kept. */
const MOST_SAID = 200;
/** Milliseconds for which a letter that was taken says that the server takes ours. */
const GOOD_FOR = 600_000;

/**
 * A refusal that may be of us or of the one letter (a policy, a relay that is denied): of the letter where the server took others
 * a while ago, else of us.
 */
class Doubts {
  private takenAt = Number.NEGATIVE_INFINITY;

  accepted(): void {
    this.takenAt = performance.now();
  }

  settle(verdict: SmtpVerdict): { kind: "refused" | "later" | "lost" } | { kind: "ours"; ours: OurFault } {
    if (verdict.kind === "ours") return verdict;
    if (verdict.kind === "later" && verdict.ours !== undefined && performance.now() - this.takenAt > GOOD_FOR)
      return { kind: "ours", ours: verdict.ours };
    return { kind: verdict.kind };
  }
}
