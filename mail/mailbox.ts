/** Reading the local mailbox: the list of its letters, and any one of them. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';

export const MESSAGES_FILE = 'messages.eml';
export const INDEX_FILE = 'index.jsonl';

/** One line of the index: where a letter stands in the file of messages. */
export interface MailboxEntry {
  readonly id: string;
  readonly offset: number;
  readonly length: number;
  /** With its angle brackets, as the letter carries it. */
  readonly messageId: string;
  /** Addresses of the envelope. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The letter's own date, ISO. */
  readonly date: string;
}

/** All letters, oldest first. An absent mailbox is an empty one. */
export async function listMailbox(dir: string): Promise<MailboxEntry[]> {
  const text = await readFile(join(dir, INDEX_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // A line still being written has no end yet.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MailboxEntry);
}

export async function readMessage(dir: string, id: string): Promise<ParsedMail | undefined> {
  const entry = (await listMailbox(dir)).find((each) => each.id === id);
  return entry === undefined ? undefined : simpleParser(await readRaw(dir, entry));
}

/** A letter as it arrived. */
export async function readRaw(dir: string, { offset, length }: MailboxEntry): Promise<Buffer> {
  const file = await open(join(dir, MESSAGES_FILE), 'r');
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
