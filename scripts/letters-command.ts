/** The letters in a folder's mailbox, listed and read in the terminal. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { displayWidth, padTo } from "../embedded/columns.js";
import { decodeEntries, type MailboxEntry, openMessage, readIndex } from "../mail/mailbox.js";
import { STATE_DIR, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run letters                     the newest letters, the last of them below
npm run letters -- show N           letter N
npm run letters -- show N --html    letter N as a web page, written to a file
Choose with --to TEXT (name or address), --instrument NAME (e.g. 呈阅件), --subject TEXT, --day YYYY-MM[-DD];
turn pages with --last COUNT and --before N; --dir FOLDER reads another mailbox.`;

/** Where the command is read. */
export interface Terminal {
  readonly columns: number;
  readonly out: (text: string) => void;
}

/** Letters on a page. */
const PAGE = 30;

/** A letter must not steer the terminal it is read in. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, "");
}

interface Filter {
  readonly to: string | undefined;
  readonly instrument: string | undefined;
  readonly subject: string | undefined;
  readonly day: string | undefined;
}

/** Day and time as the letter has them, in the plan's zone: China's has one offset all year. */
function localTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}

/** What a subject begins with, behind the mark of a rehearsal. */
const MARK = /^(【推演】|\[Rehearsal\] )/;

function fits({ to, instrument, subject, day }: Filter, entry: MailboxEntry): boolean {
  const whom = [entry.toName, ...entry.to].join(" ").toLowerCase();
  return (
    (to === undefined || whom.includes(to.toLowerCase())) &&
    (instrument === undefined || entry.subject.replace(MARK, "").startsWith(instrument)) &&
    (subject === undefined || entry.subject.includes(subject)) &&
    (day === undefined || localTime(entry.date).startsWith(day))
  );
}

/** The newest `count` letters that fit, oldest first; decoded from the end, as decoding is what takes time. */
async function page(dir: string, filter: Filter, before: number, count: number): Promise<[MailboxEntry[], boolean]> {
  const lines = (await readIndex(dir)).filter((line) => line.id < before);
  const found: MailboxEntry[] = [];
  while (lines.length > 0) {
    for (const entry of (await decodeEntries(lines.splice(-200))).reverse()) {
      if (!fits(filter, entry)) continue;
      if (found.length === count) return [found.reverse(), true];
      found.push(entry);
    }
  }
  return [found.reverse(), false];
}

/** Cut to a number of columns: a line of the list stays a line. */
function cut(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let short = "";
  for (const character of text) {
    if (displayWidth(short + character) > columns - 1) break;
    short += character;
  }
  return `${short}…`;
}

async function list(dir: string, filter: Filter, before: number, most: number, terminal: Terminal): Promise<void> {
  const [entries, more] = await page(dir, filter, before, most);
  const [first] = entries;
  if (first === undefined) {
    const empty = (await readIndex(dir)).length === 0;
    throw new UserError(
      empty
        ? `there are no letters in ${dir} yet: npm start or npm run rehearse sends some`
        : "no letter fits; npm run letters -- --help shows how to choose",
    );
  }
  for (const { id, date, toName, to, subject } of entries) {
    const head = `${String(id).padStart(6)}  ${localTime(date)}  ${padTo(cut(toName || to.join(", "), 18), 18)}  `;
    terminal.out(printable(`${head}${cut(subject, Math.max(20, terminal.columns - displayWidth(head)))}`));
  }
  terminal.out(`\nnpm run letters -- show ${entries.at(-1)?.id} reads the last of them.`);
  if (more) terminal.out(`Older ones: --before ${first.id}. To choose: --to, --instrument, --subject, --day.`);
}

async function show(dir: string, id: string, html: boolean, terminal: Terminal): Promise<void> {
  const mail = /^\d+$/.test(id) ? await openMessage(dir, Number(id)) : undefined;
  if (!mail) throw new UserError(`there is no letter ${id} in ${dir}; npm run letters lists them`);
  if (html) {
    const file = path.join(dir, `letter-${id}.html`);
    await writeFile(file, mail.html || "");
    terminal.out(file);
    return;
  }
  const to = [mail.to ?? []].flat().map((each) => each.text);
  const head = [
    ["From", mail.from?.text],
    ["To", to.join(", ")],
    ["Date", mail.date ? localTime(mail.date.toISOString()) : undefined],
    ["Subject", mail.subject],
    ["Message-ID", mail.messageId],
  ];
  const lines = head.map(([name, value]) => `${padTo(`${name}:`, 12)}${value ?? ""}`);
  terminal.out(printable([...lines, "─".repeat(Math.min(terminal.columns, 80)), mail.text ?? ""].join("\n")));
}

function count(name: string, value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  if (!/^[1-9]\d*$/.test(value)) throw new UserError(`--${name} takes a number, not ${value}`);
  return Number(value);
}

/** Runs the command; what it says goes to `out`. Throws UserError for what the user can put right. */
export async function lettersCommand(args: string[], terminal: Terminal): Promise<void> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const config = {
    options: {
      dir: text,
      to: text,
      instrument: text,
      subject: text,
      day: text,
      last: text,
      before: text,
      html: flag,
    },
    allowPositionals: true,
  } as const;
  const { values, positionals } = commandOptions(USAGE, config, args);
  const dir = values.dir === undefined ? path.join(STATE_DIR, "mailbox") : path.resolve(values.dir);
  const [command = "list", id, ...rest] = positionals;
  if (command === "show" && id !== undefined && rest.length === 0) return show(dir, id, values.html, terminal);
  if (command !== "list" || id !== undefined) throw new UserError(USAGE);
  const { to, instrument, subject, day } = values;
  const before = count("before", values.before, Number.POSITIVE_INFINITY);
  return list(dir, { to, instrument, subject, day }, before, count("last", values.last, PAGE), terminal);
}
