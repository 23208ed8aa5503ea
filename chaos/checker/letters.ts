/** Who had to be told, in which letter, and whether the mail server has it: ledger, notices, letters and mailbox against each other. */
import { closeSync, openSync, readSync } from "node:fs";
import path from "node:path";
import type { Finding } from "./findings.js";
import { readLines } from "./journal.js";
import type { Letter, Notice, PlanData } from "./rows.js";

/** A message as the mail server kept it. */
export interface Message {
  readonly to: string;
  /** Without its angle brackets; empty where it has none. */
  readonly messageId: string;
}

export interface Mailbox {
  readonly messages: readonly Message[];
  /** Addresses of which at least one letter was refused for good. */
  readonly refused: ReadonlySet<string>;
}

/** The header ends at the first empty line; lines that begin with white space go on the one before. */
function messageIdOf(raw: string): string {
  const header = raw.split("\r\n\r\n", 1)[0]?.replaceAll(/\r\n[ \t]+/g, " ") ?? "";
  return /^message-id:\s*<?([^>\s]+)>?\s*$/im.exec(header)?.[1] ?? "";
}

export function readMailbox(dir: string): Mailbox {
  const lines = readLines<{ to: string; offset: number; length: number }>(path.join(dir, "mailbox.jsonl"));
  const refused = readLines<{ to: string }>(path.join(dir, "refused.jsonl"));
  if (lines.length === 0) return { messages: [], refused: new Set(refused.map(({ to }) => to)) };
  const file = openSync(path.join(dir, "messages.eml"), "r");
  try {
    const messages = lines.map(({ to, offset, length }) => {
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, offset);
      return { to, messageId: messageIdOf(bytes.toString("latin1")) };
    });
    return { messages, refused: new Set(refused.map(({ to }) => to)) };
  } finally {
    closeSync(file);
  }
}

const bare = (messageId: string): string => messageId.replace(/^<|>$/g, "");

/** Recipients that the ledger's rows name against notices: the same people, row by row. */
export function checkNotices({ plan, rows, notices, letters }: PlanData, closedUpTo: number): Finding[] {
  const findings: Finding[] = [];
  const told = new Map<string, Notice[]>();
  for (const notice of notices) {
    const place = `${notice.stream}|${notice.seq}`;
    told.set(place, [...(told.get(place) ?? []), notice]);
  }
  const name = (each: { role: string; addressed: string; post: string; person: string | null }): string =>
    `${each.role} ${each.addressed} ${each.post} ${String(each.person)}`;
  for (const { stream, seq, item, recipients } of rows) {
    const wanted = recipients.flat().map(name).sort();
    const own = (told.get(`${stream}|${seq}`) ?? []).map(name).sort();
    told.delete(`${stream}|${seq}`);
    if (wanted.join("\n") === own.join("\n")) continue;
    const detail = `the ledger tells ${wanted.length} recipients, ${own.length} notices stand for them`;
    findings.push({ what: "noticeLost", plan, stream, seq, ...(item === null ? {} : { item }), detail });
  }
  for (const [, [notice]] of told)
    if (notice && notice.stream !== "alarms")
      findings.push({
        what: "noticeUntold",
        plan,
        stream: notice.stream,
        seq: notice.seq,
        detail: "a notice that no row of the ledger gives",
      });
  const byId = new Map(letters.map((letter) => [letter.id, letter]));
  const tells = new Set(notices.map(({ letter }) => letter));
  for (const { id } of letters)
    if (!tells.has(id)) findings.push({ what: "letterTwice", plan, detail: `letter ${id} tells nothing` });
  for (const notice of notices) {
    const trouble = notice.closeAt <= closedUpTo ? unlettered(notice, byId) : null;
    if (trouble !== null)
      findings.push({
        what: "noticeUnlettered",
        plan,
        stream: notice.stream,
        seq: notice.seq,
        ...(notice.item === null ? {} : { item: notice.item }),
        detail: trouble,
      });
  }
  return findings;
}

/** Why the notice is in no letter of its own, or null. */
function unlettered(notice: Notice, letters: ReadonlyMap<string, Letter>): string | null {
  const who = `${notice.instrument} to ${notice.person ?? notice.addressed}`;
  if (notice.letter === null) return `${who} closed and is in no letter`;
  const letter = letters.get(notice.letter);
  if (!letter) return `${who} is said to be in letter ${notice.letter}, which does not exist`;
  const fits = letter.delivery === notice.delivery && (notice.delivery === "draft" || letter.person === notice.person);
  return fits ? null : `${who} is in letter ${letter.id}, which goes to ${String(letter.person)}`;
}

export interface LettersChecked {
  readonly findings: Finding[];
  readonly sent: number;
  /** Messages beyond the first under the same Message-ID. */
  readonly repeats: number;
  readonly refused: number;
}

/** Every letter was accepted, once or again under its Message-ID; what was refused for good was refused by the server. */
export function checkLetters(data: PlanData, mailbox: Mailbox): LettersChecked {
  const { plan, letters, documents } = data;
  const findings: Finding[] = [];
  const addresses = new Map(documents.roster.persons.map(({ id, email }) => [id, email]));
  const arrived = new Map<string, string[]>();
  for (const { messageId, to } of mailbox.messages) arrived.set(messageId, [...(arrived.get(messageId) ?? []), to]);
  const groups = new Map<string, number>();
  let sent = 0;
  let repeats = 0;
  let refused = 0;
  for (const letter of letters) {
    const { id, person, state, instrument, planDay } = letter;
    const at = arrived.get(bare(letter.messageId)) ?? [];
    const address = person === null ? undefined : addresses.get(person);
    const lose = (what: Finding["what"], detail: string): void =>
      void findings.push({
        what,
        plan,
        detail: `letter ${id} (${instrument}, ${planDay}, ${String(person)}): ${detail}`,
      });
    if (letter.delivery === "batched") {
      // What fires late in the day of a live plan is told in numbered supplements.
      const group = `${String(person)} ${instrument} ${planDay} ${data.live ? letter.supplement : 0}`;
      groups.set(group, (groups.get(group) ?? 0) + 1);
      if (groups.get(group) === 2) lose("letterTwice", "the second of its kind to the same person on the same day");
    }
    if (at.some((to) => to !== address))
      lose("letterMisdirected", `went to ${at.join(", ")} instead of ${String(address)}`);
    if (state === "sent") {
      sent++;
      repeats += Math.max(0, at.length - 1);
      if (at.length === 0) lose("letterLost", "counts as sent, and the mail server has never seen it");
    } else if (state === "failed") {
      refused++;
      // Dropped after it was taken and then refused for good: the people have it, and the office is told they have not.
      if (address === undefined || !mailbox.refused.has(address))
        lose("letterRefusedWithoutReason", "counts as refused, and the mail server refused nothing to that address");
    } else if (state === "queued") lose("letterUnsent", `is still ${state} after everything was drained`);
    else if (at.length > 0) lose("letterUnknown", `is ${state} and was sent`);
  }
  return { findings, sent, repeats, refused };
}

/** Messages that are no letter of any plan checked. */
export function checkStrays(plans: readonly PlanData[], mailbox: Mailbox): Finding[] {
  const known = new Set(plans.flatMap(({ letters }) => letters.map(({ messageId }) => bare(messageId))));
  return mailbox.messages
    .filter(({ messageId }) => !known.has(messageId))
    .map(({ messageId, to }) => ({
      what: "letterUnknown",
      plan: "-",
      detail: `message ${messageId} to ${to} is no letter of the ledger's database`,
    }));
}
