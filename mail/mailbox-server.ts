/**
 * The local mailbox: an SMTP server on loopback that keeps every message it receives. A rehearsal's letters can go
 * nowhere else. Messages are appended whole to `messages.eml`; `index.jsonl` says where each lies.
 */
import { mkdir, open, readFile, truncate } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { SMTPServer } from "smtp-server";

/** A line of the index. `offset` and `length` are bytes of `messages.eml`. */
export interface IndexLine {
  readonly id: number;
  readonly offset: number;
  readonly length: number;
  readonly to: readonly string[];
  /** When it was received, ISO 8601. */
  readonly received: string;
  /** Its header fields that lists show, as they were received: decoded by whoever lists (mailbox.ts), not for each message. */
  readonly head: string;
}

export interface Mailbox {
  readonly port: number;
  stop(): Promise<void>;
}

interface Arrived {
  readonly raw: Buffer;
  readonly to: readonly string[];
  readonly callback: (error: Error | null, text?: string) => void;
}

/** A letter is some kilobytes; what is larger than this (bytes) is not one. */
const MAX_SIZE = 5_000_000;

/** Listens on `port` (0: any free one) and stores into `dir`. The sender hears 250 only once the message is written. */
export async function startMailbox(options: {
  readonly dir: string;
  readonly port: number;
  readonly host?: string;
}): Promise<Mailbox> {
  await mkdir(options.dir, { recursive: true });
  let id = await repairIndex(path.join(options.dir, "index.jsonl"));
  const messages = await open(path.join(options.dir, "messages.eml"), "a");
  const index = await open(path.join(options.dir, "index.jsonl"), "a");
  let offset = (await messages.stat()).size;
  const waiting: Arrived[] = [];
  let writing: Promise<void> | undefined;

  const store = async (batch: readonly Arrived[]): Promise<void> => {
    await messages.appendFile(Buffer.concat(batch.map(({ raw }) => raw)));
    let lines = "";
    for (const { raw, to } of batch) {
      const received = new Date().toISOString();
      const line: IndexLine = { id: ++id, offset, length: raw.length, to, received, head: listedFields(raw) };
      offset += raw.length;
      lines += `${JSON.stringify(line)}\n`;
    }
    await index.appendFile(lines);
  };

  // One batch after another: an entry must point at the bytes that were written for it.
  const storeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        await store(batch);
        for (const { callback } of batch) callback(null, "kept");
      } catch (error) {
        offset = (await messages.stat()).size;
        // 451: the sender keeps the letter and comes again.
        for (const { callback } of batch)
          callback(Object.assign(new Error(`not kept: ${String(error)}`), { responseCode: 451 }));
      }
    }
  };
  const keep = (arrived: Arrived): void => {
    waiting.push(arrived);
    writing ??= storeWaiting().finally(() => {
      writing = undefined;
    });
  };

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 500,
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
        keep({ raw: Buffer.concat(chunks), to, callback });
      });
    },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port, options.host ?? "127.0.0.1", resolve);
    });
  } catch (error) {
    await Promise.all([messages.close(), index.close()]);
    throw error;
  }
  // A client that breaks off is no trouble of the mailbox.
  server.on("error", () => undefined);
  return {
    port: (server.server.address() as AddressInfo).port,
    async stop() {
      await new Promise<void>((resolve) => server.close(resolve));
      await writing;
      await messages.close();
      await index.close();
    },
  };
}

const LISTED = /^(message-id|subject|date|to):/i;

/** The fields of the header that lists show, folded as they came. */
function listedFields(raw: Buffer): string {
  const end = raw.indexOf("\r\n\r\n");
  return raw
    .toString("latin1", 0, end === -1 ? raw.length : end)
    .split(/\r\n(?![ \t])/)
    .filter((line) => LISTED.test(line))
    .join("\r\n");
}

/** Cuts a last line that a crash left unfinished: its letter was never answered 250. Gives the last id in use. */
async function repairIndex(file: string): Promise<number> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
  const end = bytes.lastIndexOf("\n") + 1;
  if (end < bytes.length) await truncate(file, end);
  if (end === 0) return 0;
  const last = bytes.subarray(0, end - 1);
  return (JSON.parse(last.subarray(last.lastIndexOf("\n") + 1).toString("utf8")) as IndexLine).id;
}
