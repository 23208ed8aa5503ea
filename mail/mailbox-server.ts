/**
 * The local mailbox: an SMTP server that keeps every letter in one growing file, so that a rehearsal's
 * hundred thousand letters stay cheap and readable with any mail program.
 */
import { mkdir, open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { decodeWords } from './encoded-words.js';
import { INDEX_FILE, MESSAGES_FILE, type MailboxEntry } from './mailbox.js';

export interface MailboxOptions {
  readonly dir: string;
  /** 0: any free port. */
  readonly port: number;
  readonly host?: string;
}

export interface Mailbox {
  readonly port: number;
  stop(): Promise<void>;
}

interface Arrived {
  readonly raw: Buffer;
  readonly to: readonly string[];
  readonly done: (error?: Error | null) => void;
}

const LARGEST_LETTER = 25 * 1024 * 1024;

/** A letter is answered 250 only once it stands in both files; what was cut short by a crash was never answered. */
export async function startMailbox({ dir, port, host = '127.0.0.1' }: MailboxOptions): Promise<Mailbox> {
  await mkdir(dir, { recursive: true });
  let nextId = 1 + (await repairIndex(join(dir, INDEX_FILE)));
  const messages = await open(join(dir, MESSAGES_FILE), 'a');
  const index = await open(join(dir, INDEX_FILE), 'a');
  let offset = (await messages.stat()).size;

  const waiting: Arrived[] = [];
  let writing: Promise<void> | undefined;

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        await messages.appendFile(Buffer.concat(batch.map(({ raw }) => raw)));
        let lines = '';
        for (const { raw, to } of batch) {
          lines += `${JSON.stringify(indexEntry(raw, to, nextId++, offset))}\n`;
          offset += raw.length;
        }
        await index.appendFile(lines);
        for (const { done } of batch) done();
      } catch (error) {
        offset = (await messages.stat().catch(() => ({ size: offset }))).size;
        const refusal = Object.assign(new Error(`the mailbox cannot write: ${String(error)}`), { responseCode: 451 });
        for (const { done } of batch) done(refusal);
      }
    }
  }

  function keep(arrived: Arrived): void {
    waiting.push(arrived);
    writing ??= writeWaiting().finally(() => {
      writing = undefined;
    });
  }

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    banner: 'duban mailbox',
    size: LARGEST_LETTER,
    closeTimeout: 500,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', (error: Error) => callback(error));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error('letter too large'), { responseCode: 552 }));
          return;
        }
        keep({ raw: Buffer.concat(chunks), to: session.envelope.rcptTo.map(({ address }) => address), done: callback });
      });
    },
  });
  // A client that goes away in the middle of a session is no trouble of the mailbox.
  server.on('error', () => undefined);

  try {
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, host, () => {
        server.server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    await Promise.all([messages.close(), index.close()]);
    throw error;
  }
  const address = server.server.address();
  let stopped: Promise<void> | undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop() {
      stopped ??= (async () => {
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
        });
        await writing;
        await Promise.all([messages.close(), index.close()]);
      })();
      return stopped;
    },
  };
}

/** Cuts a last line that was not written to its end. Answers the highest id in use. */
async function repairIndex(file: string): Promise<number> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) await truncate(file, end);
  if (end === 0) return 0;
  const last = bytes.subarray(bytes.lastIndexOf('\n', end - 2) + 1, end).toString('utf8');
  return Number((JSON.parse(last) as MailboxEntry).id);
}

function indexEntry(raw: Buffer, to: readonly string[], id: number, offset: number): MailboxEntry {
  const headers = topHeaders(raw);
  const date = new Date(headers.get('date') ?? Number.NaN);
  return {
    id: String(id),
    offset,
    length: raw.length,
    messageId: headers.get('message-id') ?? '',
    to,
    subject: decodeWords(headers.get('subject') ?? ''),
    date: (Number.isNaN(date.getTime()) ? new Date() : date).toISOString(),
  };
}

function topHeaders(raw: Buffer): Map<string, string> {
  const end = raw.indexOf('\r\n\r\n');
  const text = raw.toString('utf8', 0, end === -1 ? raw.length : end).replaceAll(/\r\n(?=[ \t])/g, '');
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}
