/** The chaos plan's first weeks, decided and recorded without servers, with the journal and the mailbox that go with them. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import nodemailer from "nodemailer";
import { actsOn, chaosPlan } from "../../chaos/plan.js";
import { Journal } from "../../chaos/journal.js";
import { startSmtp } from "../../chaos/smtp.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { Command } from "../../domain/items/commands.js";
import { Letters } from "../support/letters.js";
import type { Pool } from "../../prisma/database/pool.js";
import { moveClock, nextDue, streamHeads } from "../../prisma/ledger/stream-store.js";
import { Recorder } from "../support/recorder.js";

export interface Story {
  readonly planId: string;
  readonly journal: string;
  readonly mailbox: string;
}

const WAVES = 1;
const OFFSET = 480;
/** Due instants played: until items have been closed, drafts signed and lapsed, and escalations repeated. */
const INSTANTS = 14;

export async function tell(pool: Pool): Promise<Story> {
  const folder = mkdtempSync(path.join(tmpdir(), "duban-checker-"));
  const file = path.join(folder, "actions.jsonl");
  const mailbox = path.join(folder, "mailbox");
  const bundle = chaosPlan(WAVES);
  const recorder = await new Recorder(pool, bundle).open();
  const { planId } = recorder;
  const journal = new Journal(file);
  const letters = new Letters(pool);
  const done = new Set<string>();
  let clock = 0;
  let closedUpTo = 0;
  for (let instant = 0; instant < INSTANTS; instant++) {
    clock = await nextInstant(pool, planId);
    await moveClock(pool, planId, clock);
    await recorder.advance(clock);
    for (const act of actsOn(dateAt(clock, OFFSET), WAVES, done)) {
      const { key, kind, items, more, unit, stream } = act;
      const actor = { person: `p-${unit}-desk`, post: `${unit}/desk`, unit };
      journal.asked(planId, clock, act);
      const [outcome] = await recorder.decide(
        stream,
        [{ key, kind, items, actor, ...more } as unknown as Command],
        clock,
      );
      if (outcome) journal.answered(planId, key, outcome);
    }
    closedUpTo = (await nextInstant(pool, planId)) - 1;
    await letters.close(planId, closedUpTo);
  }
  await deliver(pool, planId, bundle.roster.persons, mailbox);
  journal.finished(planId, clock, closedUpTo);
  // What workflows would say that believe what is recorded.
  for (const { stream, seq, hash, nextDue: due } of await streamHeads(pool, planId))
    journal.head(planId, stream, { seq, hash, nextDue: due });
  return { planId, journal: file, mailbox };
}

async function nextInstant(pool: Pool, planId: string): Promise<number> {
  const { tasks, plan } = await nextDue(pool, planId);
  return Math.min(tasks ?? Number.MAX_SAFE_INTEGER, plan ?? Number.MAX_SAFE_INTEGER);
}

/** Sends every queued letter by SMTP to the chaos mailbox; what they say does not matter here. */
async function deliver(
  pool: Pool,
  planId: string,
  persons: readonly { id: string; email?: string }[],
  dir: string,
): Promise<void> {
  const smtp = await startSmtp(dir);
  const transport = nodemailer.createTransport({
    url: smtp.url,
    pool: true,
    maxConnections: 1,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  const addresses = new Map(persons.map(({ id, email }) => [id, email]));
  const { rows } = await pool.query<{ person: string; messageId: string }>(
    `SELECT person, message_id AS "messageId" FROM letter WHERE plan_id = $1 AND state = 'queued'`,
    [planId],
  );
  for (const { person, messageId } of rows)
    await transport.sendMail({
      from: "a@chaos.invalid",
      to: addresses.get(person) ?? "",
      subject: "件",
      text: "件",
      messageId,
    });
  await pool.query("UPDATE letter SET state = 'sent' WHERE plan_id = $1 AND state = 'queued'", [planId]);
  transport.close();
  await smtp.stop();
}
