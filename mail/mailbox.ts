/** Reads what the local mailbox has kept. */
import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import type { MailboxEntry } from "./mailbox-server.js";

/** All messages, oldest first; none when nothing was ever received. */
export async function listMailbox(dir: string): Promise<MailboxEntry[]> {
  const text = await readFile(path.join(dir, "index.jsonl"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  // A line still being written has no end yet.
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as MailboxEntry);
}

/** A message as it was received. */
export async function readMessage(dir: string, entry: MailboxEntry): Promise<Buffer> {
  const file = await open(path.join(dir, "messages.eml"), "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(entry.length), 0, entry.length, entry.offset);
    return buffer;
  } finally {
    await file.close();
  }
}

/** The message of that id, decoded; undefined when there is none. */
export async function openMessage(dir: string, id: number): Promise<ParsedMail | undefined> {
  const entry = (await listMailbox(dir)).find((each) => each.id === id);
  return entry === undefined ? undefined : simpleParser(await readMessage(dir, entry));
}
