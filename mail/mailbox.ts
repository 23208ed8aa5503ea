/** Reads what the local mailbox has kept. */
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import type { IndexLine } from "./mailbox-server.js";

/** A message as lists show it. */
export interface MailboxEntry {
  readonly id: number;
  readonly messageId: string;
  /** Addresses it was delivered to. */
  readonly to: readonly string[];
  /** Name of the one addressed, as the letter has it; empty where it has none. */
  readonly toName: string;
  readonly subject: string;
  /** The letter's own date, or that of its receipt where it has none, ISO 8601. */
  readonly date: string;
  /** When it was received, ISO 8601. */
  readonly received: string;
}

/** The index, oldest first; empty when nothing was ever received. */
export async function readIndex(dir: string): Promise<IndexLine[]> {
  const text = await readFile(path.join(dir, "index.jsonl"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  // A line still being written has no end yet.
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as IndexLine);
}

/** Decodes lines of the index: a fifth of a millisecond each, so not for more of them than are shown or searched. */
export async function decodeEntries(lines: readonly IndexLine[]): Promise<MailboxEntry[]> {
  const entries: MailboxEntry[] = [];
  for (const { id, to, received, head } of lines) {
    const { messageId, subject, date, to: addressed } = await simpleParser(Buffer.from(`${head}\r\n\r\n`, "latin1"));
    entries.push({
      id,
      to,
      received,
      messageId: messageId ?? "",
      toName: [addressed ?? []].flat()[0]?.value[0]?.name ?? "",
      subject: subject ?? "",
      date: date === undefined || Number.isNaN(date.getTime()) ? received : date.toISOString(),
    });
  }
  return entries;
}

/** All messages, oldest first. */
export async function listMailbox(dir: string): Promise<MailboxEntry[]> {
  return decodeEntries(await readIndex(dir));
}

/** A message as it was received. */
export async function readMessage(
  dir: string,
  { offset, length }: Pick<IndexLine, "offset" | "length">,
): Promise<Buffer> {
  const file = await open(path.join(dir, "messages.eml"), "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
    return buffer;
  } finally {
    await file.close();
  }
}

/** The message of that id, decoded; undefined when there is none. */
export async function openMessage(dir: string, id: number): Promise<ParsedMail | undefined> {
  const line = (await readIndex(dir)).find((each) => each.id === id);
  return line === undefined ? undefined : simpleParser(await readMessage(dir, line));
}
