/**
 * The local mailbox: an SMTP server on loopback that keeps every message it receives. A rehearsal's letters can go
 * nowhere else. Messages are appended whole to `messages.eml`; `index.jsonl` says where each lies.
 */
import { mkdir, open } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A line of the index. `offset` and `length` are bytes of `messages.eml`. */
export interface MailboxEntry {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** When it was received, ISO 8601. */
  readonly received: string;
}

export interface Mailbox {
  readonly port: number;
  stop(): Promise<void>;
}

/** A letter is some kilobytes; what is larger than this (bytes) is not one. */
const MAX_SIZE = 5_000_000;

/** Listens on `port` (0: any free one) and stores into `dir`. The sender hears 250 only once the message is written. */
export async function startMailbox(options: { readonly dir: string; readonly port: number; readonly host?: string }): Promise<Mailbox> {
  await mkdir(options.dir, { recursive: true });
  const messages = await open(path.join(options.dir, "messages.eml"), "a");
  const index = await open(path.join(options.dir, "index.jsonl"), "a+");
  let offset = (await messages.stat()).size;
  let id = (await index.readFile("utf8")).split("\n").filter(Boolean).length;
  // One after another: an entry must point at the bytes that were written for it.
  let tail: Promise<void> = Promise.resolve();

  const store = async (raw: Buffer, to: readonly string[]): Promise<void> => {
    const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
    const entry: MailboxEntry = {
      id: ++id,
      offset,
      length: raw.length,
      messageId: mail.messageId ?? "",
      to,
      subject: mail.subject ?? "",
      received: new Date().toISOString(),
    };
    await messages.write(raw);
    offset += raw.length;
    await index.write(`${JSON.stringify(entry)}\n`);
  };

  const keep = async (raw: Buffer, to: readonly string[], callback: (error: Error | null, text?: string) => void): Promise<void> => {
    await tail;
    try {
      await store(raw, to);
      callback(null, "kept");
    } catch (error) {
      // 451: the sender keeps the letter and comes again.
      callback(Object.assign(error as Error, { responseCode: 451 }));
    }
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: MAX_SIZE,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => void chunks.push(chunk));
      stream.on("error", callback);
      stream.on("end", () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error("the message is too large"), { responseCode: 552 }));
          return;
        }
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        tail = keep(Buffer.concat(chunks), to, callback);
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host ?? "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    async stop() {
      await new Promise<void>((resolve) => server.close(resolve));
      await tail;
      await messages.close();
      await index.close();
    },
  };
}
