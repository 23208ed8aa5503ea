/** One letter that cannot be read fails alone: those claimed with it go. */
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CircuitBreakers } from "../../activities/circuit-breakers.js";
import { OurFaults } from "../../activities/our-faults.js";
import { sendLetters } from "../../activities/send-letters.js";
import { type Channels, createChannels } from "../../mail/channels/channels.js";
import type { SendingChannel } from "../../mail/channels/channel.js";
import type { Mailer } from "../../mail/transport.js";
import { listAlarms } from "../../prisma/alarms/alarm-store.js";
import { createPlan } from "../../prisma/plans/plan-store.js";
import { DirectoryCache } from "../../prisma/plans/rules-cache.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { Letters } from "../support/letters.js";
import { bundle } from "../support/small-bundle.js";

/** What is counted goes to the activity's meter. */
const inActivity = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** A live plan with sixty letters, one of which tells a notice that is broken. */
async function planWithLetters(id: string, channel: "mail" | "wecom"): Promise<void> {
  await createPlan(
    database.pool,
    { id, slug: id, title: id, mode: "live", scenario: null, seed: null, openedAt: 0 },
    bundle,
  );
  await database.pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
     SELECT $1, no, no, 0, 'urge', 'batched', 'p-unit-desk', '2021-07-01', 5, no, 'queued'
     FROM generate_series(1, 60) AS no`,
    [id],
  );
  await database.pool.query(
    `INSERT INTO notice (plan_id, stream, seq, no, instrument, delivery, role, addressed_post, post, at, plan_day, facts, close_at, group_key)
     VALUES ($1, 's', 1, 0, 'urge', 'batched', 'to', 'unit/desk', 'unit/desk', 5, '2021-07-01', 'null', 5, '31')`,
    [id],
  );
  await database.pool.query(
    "INSERT INTO letter_notice (plan_id, stream, seq, no, letter_id) VALUES ($1, 's', 1, 0, '31')",
    [id],
  );
  await database.pool.query(
    "INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state) SELECT $1, no, $2, 0, 'queued' FROM generate_series(1, 60) AS no",
    [id, channel],
  );
}

const run = (planId: string) => ({
  planId,
  pool: database.pool,
  directories: new DirectoryCache(database.pool),
  language: "zh" as const,
  rehearsal: false,
  breakers: new CircuitBreakers(),
  faults: new OurFaults(),
  signal: new AbortController().signal,
  budget: 60_000,
});

it("by mail", async () => {
  await planWithLetters("mailed", "mail");
  const sent: string[] = [];
  const mailer: Mailer = {
    connections: 5,
    async send({ messageId }) {
      sent.push(messageId);
      return { ok: true, response: "250 ok" };
    },
    probe: () => Promise.resolve(),
    probeSender: () => Promise.resolve(),
    close: () => undefined,
  };
  const channels = createChannels({ publicUrl: null }, mailer);
  expect(await inActivity(() => sendLetters({ ...run("mailed"), channels }))).toEqual({ sent: 59, failed: 1 });
  expect(new Set(sent).size).toBe(59);
  expect(await new Letters(database.pool).counts("mailed")).toMatchObject({ sent: 59, failed: 1 });
  expect(await listAlarms(database.pool, "mailed")).toMatchObject([
    { kind: "letterFailed", count: 1, detail: { letter: "31", error: expect.stringContaining("not made") } },
  ]);
});

it("by another channel", async () => {
  await planWithLetters("chatted", "wecom");
  const sent: string[] = [];
  const wecom: SendingChannel = {
    name: "wecom",
    connections: 5,
    probe: () => Promise.resolve("ready"),
    async send({ letterId }) {
      sent.push(letterId);
      return { kind: "accepted", receipt: null };
    },
  };
  const channels: Channels = { by: new Map([["wecom", wecom]]), linkTo: () => null };
  expect(await inActivity(() => sendLetters({ ...run("chatted"), channels }))).toEqual({ sent: 59, failed: 1 });
  expect(new Set(sent).size).toBe(59);
  expect(await new Letters(database.pool).counts("chatted")).toMatchObject({ sent: 59, manual: 1 });
  expect(await listAlarms(database.pool, "chatted")).toMatchObject([{ kind: "unreachable", count: 1 }]);
});
