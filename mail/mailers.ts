/** The two ways letters leave: a live plan's to the mail server, a rehearsal's to the local mailbox and nowhere else. */
import type { SmtpTls } from "./smtp-url.js";
import { type Mailer, type Sender, createMailer } from "./transport.js";

export interface Mailers {
  readonly live: Mailer;
  readonly rehearsal: Mailer;
  close(): void;
}

export interface MailSettings {
  /** Absent: live letters go to the local mailbox too. */
  readonly smtpUrl?: string;
  /** The local mailbox, on loopback. */
  readonly mailboxUrl: string;
  readonly from: Sender;
  /** The mailbox that answers go to; absent: the sender's. */
  readonly replyTo?: string;
  /** Encryption to a mail server beyond this machine. */
  readonly tls?: SmtpTls;
}

/** Connections to the local mailbox: enough to keep a core busy. Mail servers commonly allow about five. */
const TO_MAILBOX = 10;

/** Throws when the mailbox is not on this machine. */
export function createMailers({ smtpUrl, mailboxUrl, from, replyTo, tls }: MailSettings): Mailers {
  const rehearsal = createMailer({
    smtpUrl: mailboxUrl,
    from,
    replyTo,
    loopbackOnly: true,
    maxConnections: TO_MAILBOX,
  });
  const live = smtpUrl === undefined ? rehearsal : createMailer({ smtpUrl, from, replyTo, tls });
  return {
    live,
    rehearsal,
    close() {
      for (const mailer of new Set([live, rehearsal])) mailer.close();
    },
  };
}
