/** One letter that cannot be read fails alone: those claimed with it go. */
import { strFromU8, unzipSync } from "fflate";
import { MockActivityEnvironment } from "@temporalio/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CircuitBreakers } from "../../activities/circuit-breakers.js";
import { OurFaults } from "../../activities/our-faults.js";
import { sendLetters } from "../../activities/send-letters.js";
import { DOCX_TYPE } from "../../documents/docx/render.js";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { sha256 } from "../../domain/ledger/sha256.js";
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
    `INSERT INTO notice_batch (plan_id, stream, append, batch, instrument, delivery, role, addressed_post, post, at, plan_day, facts, close_at, group_key, rows, nos, drafts, items)
     VALUES ($1, 's', 1, 0, 'urge', 'batched', 'to', 'unit/desk', 'unit/desk', 5, '2021-07-01', 'null', 5, '31', '{1}', '{0}', '{0}', '{}')`,
    [id],
  );
  await database.pool.query(
    "INSERT INTO letter_notice_batch (plan_id, stream, append, batch, letter_id) VALUES ($1, 's', 1, 0, '31')",
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

it("takes a bulletin along as the document that was signed, the same bytes to each", async () => {
  const planId = "attached";
  const row = {
    id: planId,
    slug: planId,
    title: planId,
    mode: "live",
    scenario: null,
    seed: null,
    openedAt: 0,
  } as const;
  await createPlan(database.pool, row, bundle);
  const document = {
    title: { zh: "检查情况的通报", en: "Bulletin" },
    addressee: "各单位",
    tables: [],
    copies: [],
    reports: [],
  };
  const paragraphs = [{ id: "p", zh: "已整改销号。", en: null, by: "draft" }];
  const text = { ...document, sections: [{ id: "opening", heading: null, paragraphs }] };
  const body = canonicalJson({
    format: 1,
    round: "2021H1",
    issuer: "农办",
    bulletin: text,
    report: text,
    steps: [],
    figures: [],
  });
  const version = sha256(body);
  await database.pool.query(
    "INSERT INTO bulletin_content (plan_id, round, sha256, body) VALUES ($1, '2021H1', $2, $3)",
    [planId, version, body],
  );
  const no = "通报〔2021〕1号";
  const facts = {
    round: "2021H1",
    what: "bulletin",
    version,
    signedOn: "2021-07-12",
    documentNo: no,
    zh: "已印发。",
    en: "It is out.",
  };
  for (const [at, unit] of ["unit", "town1"].entries()) {
    await database.pool.query(
      `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state, document_no)
       VALUES ($1, $2, $2, 0, 'bulletin', 'immediate', $3, '2021-07-12', 5, $2, 'queued', $4)`,
      [planId, unit, `p-${unit}-desk`, no],
    );
    await database.pool.query(
      `INSERT INTO notice_batch (plan_id, stream, append, batch, instrument, delivery, role, addressed_post, post, person, at, plan_day, facts, close_at, group_key, rows, nos, drafts, items)
       VALUES ($1, 'inspection/2021H1', 1, $2, 'bulletin', 'immediate', 'to', $3, $3, $4, 5, '2021-07-12', $5, 5, $6, '{1}', ARRAY[$2::int], '{0}', '{}')`,
      [planId, at, `${unit}/desk`, `p-${unit}-desk`, JSON.stringify(facts), unit],
    );
    await database.pool.query(
      "INSERT INTO letter_notice_batch (plan_id, stream, append, batch, letter_id) VALUES ($1, 'inspection/2021H1', 1, $2, $3)",
      [planId, at, unit],
    );
    await database.pool.query(
      "INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state) VALUES ($1, $2, 'mail', 0, 'queued')",
      [planId, unit],
    );
  }
  const files: { filename: string; content: string | Buffer; contentType?: string }[] = [];
  const mailer: Mailer = {
    connections: 2,
    async send({ attachments = [] }) {
      files.push(...attachments);
      return { ok: true, response: "250 ok" };
    },
    probe: () => Promise.resolve(),
    probeSender: () => Promise.resolve(),
    close: () => undefined,
  };
  const channels = createChannels({ publicUrl: null }, mailer);
  expect(await inActivity(() => sendLetters({ ...run(planId), channels }))).toEqual({ sent: 2, failed: 0 });
  expect(files.map(({ filename, contentType }) => [filename, contentType])).toEqual(
    Array.from({ length: 2 }, () => [`${no} 检查情况的通报.docx`, DOCX_TYPE]),
  );
  const [first, second] = files.map(({ content }) => content as Buffer);
  expect(first && second && first.equals(second)).toBe(true);
  expect(
    strFromU8(unzipSync(new Uint8Array(first ?? Buffer.alloc(0)))["word/document.xml"] ?? new Uint8Array()),
  ).toContain("已整改销号");
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
