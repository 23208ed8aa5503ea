/**
 * Everything that somebody with the owner's role can do to a ledger, with triggers off and every hash recomputed: what verification
 * finds by itself, and what only a signed checkpoint shows (the table of docs/ledger-format.md).
 */
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, databaseUrl, dropDatabase } from "../../../embedded/postgres.js";
import {
  type Checkpoint,
  checkpointLine,
  NoCheckpoint,
  openCheckpoint,
  readCheckpointLines,
  signCheckpoint,
} from "../../../prisma/checkpoints/checkpoint.js";
import { keptCheckpoints, makeCheckpoint } from "../../../prisma/checkpoints/checkpoint-store.js";
import { compareWithCheckpoints } from "../../../prisma/checkpoints/compare.js";
import { signingKey } from "../../../prisma/checkpoints/keys.js";
import { withClient } from "../../../prisma/database/connect.js";
import { migrate } from "../../../prisma/database/migrate.js";
import { openPool, type Pool } from "../../../prisma/database/pool.js";
import { missingFrom } from "../../../prisma/ledger/completeness.js";
import { verifyLedger } from "../../../prisma/ledger/verify.js";
import { fillPlan } from "../../support/filled-plan.js";
import { forge, rehash } from "../../support/forge.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";

const SERVER = process.env["DUBAN_TEST_DATABASE_URL"] ?? "";
const ORIGINAL = `original_${randomUUID().slice(0, 8)}`;
const keyFile = (): string => path.join(tmpdir(), `duban-key-${randomUUID()}.pem`);
const KEY = signingKey({ keyFile: keyFile(), makeKey: true });

/** As the office got them by mail, before anything was done to the database. */
let sent: Checkpoint[];
let name: string;
let pool: Pool;

/** A rehearsal of half a year, and a live plan whose last act nothing else tells of. */
beforeAll(async () => {
  const url = await createDatabase(SERVER, ORIGINAL);
  await migrate(url);
  const original = openPool(url);
  await fillPlan(original, bundle, "2021-07-31", { id: "played" });
  const live = await new Recorder(original, bundle, "real").open("live");
  const note = (text: string) => command("annotate", people.office, "works/v1", { text });
  for (const text of ["one", "two", "three"]) await live.act("task/2", live.at("2021-04-20", "10:00"), note(text));
  // An opening is looked at once it is over.
  await forge(original, "UPDATE ledger SET recorded_at = now() - interval '1 hour'");
  await makeCheckpoint(original, KEY, "first");
  for (const text of ["four", "five"]) await live.act("task/2", live.at("2021-04-21", "10:00"), note(text));
  await makeCheckpoint(original, KEY, "second");
  sent = await keptCheckpoints(original);
  await original.end();
});
afterAll(() => dropDatabase(SERVER, ORIGINAL));

beforeEach(async () => {
  name = `copy_${randomUUID().slice(0, 8)}`;
  await createDatabase(SERVER, name, { template: ORIGINAL });
  pool = openPool(databaseUrl(SERVER, name));
});
afterEach(async () => {
  await pool.end();
  await dropDatabase(SERVER, name);
});

/** All that verification says without a checkpoint. */
const found = async (plan: string): Promise<string[]> => [
  ...(await verifyLedger(pool, plan)).problems,
  ...(await missingFrom(pool, plan)),
];
const shown = async (): Promise<readonly string[]> => (await compareWithCheckpoints(pool, sent)).problems;
const one = async (sql: string): Promise<Record<string, never>> => (await pool.query(sql)).rows[0];

it("nothing is found where nothing was done, of a live plan and of a rehearsal", async () => {
  expect(await found("real")).toEqual([]);
  expect(await found("played")).toEqual([]);
  expect(await shown()).toEqual([]);
  const plans = sent[1]?.says.plans.map(({ plan, mode, streams, documents }) => [
    plan,
    mode,
    streams.length,
    documents.length,
  ]);
  expect(plans).toEqual([
    ["played", "rehearsal", 3, 4],
    ["real", "live", 3, 4],
  ]);
});

it("nor of rows that came after the last checkpoint", async () => {
  const known = await one("SELECT seq, head_hash AS hash FROM stream WHERE plan_id = 'real' AND name = 'task/2'");
  expect(known).toMatchObject({ seq: expect.any(Number) });
  await forge(
    pool,
    `INSERT INTO ledger (plan_id, stream, seq, type, at, cause, cause_no, payload, prev_hash, hash)
     SELECT plan_id, stream, seq + 1, 'calendarChanged', at, 'later', 0, '{"from":1,"calendar":2,"reason":"x"}', hash, ''
     FROM ledger WHERE plan_id = 'real' AND stream = 'task/2' ORDER BY seq DESC LIMIT 1`,
  );
  await rehash(pool, "real", "task/2");
  expect(await shown()).toEqual([]);
});

describe("only a checkpoint shows", () => {
  it("a row rewritten with another actor, its tail hashed anew, the head set", async () => {
    await forge(
      pool,
      `UPDATE ledger SET actor = jsonb_set(actor, '{person}', '"p-mayor"') WHERE plan_id = 'real' AND stream = 'task/2' AND payload ->> 'text' = 'two'`,
    );
    expect((await found("real"))[0]).toMatch(/stream task\/2, row \d+: its content was changed/);
    await rehash(pool, "real", "task/2");
    expect(await found("real")).toEqual([]);
    const [problem, ...more] = await shown();
    expect(problem).toMatch(
      /^plan real, stream task\/2: row \d+ is not the one that checkpoint 1 of .* has: a row from 1 to \d+ was rewritten since, whatever its chain says$/,
    );
    expect(more).toEqual([]);
  });

  it("the same, of which day: what an earlier checkpoint covers still fits", async () => {
    await forge(
      pool,
      `UPDATE ledger SET payload = '{"text":"other"}' WHERE plan_id = 'real' AND stream = 'task/2' AND payload ->> 'text' = 'five'`,
    );
    await rehash(pool, "real", "task/2");
    expect(await found("real")).toEqual([]);
    const last = sent[0]?.says.plans
      .find(({ plan }) => plan === "real")
      ?.streams.find(({ stream }) => stream === "task/2");
    expect((await shown())[0]).toContain(
      `checkpoint 2 of ${sent[1]?.says.at} has: a row from ${(last?.seq ?? 0) + 1} to`,
    );
  });

  it("a tail that was cut off with all that tells of it", async () => {
    const { seq } = await one("SELECT seq FROM stream WHERE plan_id = 'real' AND name = 'task/2'");
    await forge(
      pool,
      `DELETE FROM request WHERE plan_id = 'real' AND key IN (SELECT substr(cause, 5) FROM ledger
         WHERE plan_id = 'real' AND payload ->> 'text' IN ('four', 'five'))`,
      "DELETE FROM ledger WHERE plan_id = 'real' AND payload ->> 'text' IN ('four', 'five')",
    );
    await rehash(pool, "real", "task/2");
    expect(await found("real")).toEqual([]);
    expect(await shown()).toEqual([
      `plan real, stream task/2: checkpoint 2 of ${sent[1]?.says.at} has row ${seq}, and the ledger ends at row ${(seq ?? 0) - 2}: its tail was cut off`,
    ]);
  });

  it("a document that was replaced, with nothing said of it", async () => {
    await forge(
      pool,
      `UPDATE plan_document SET content = jsonb_set(content, '{title}', '"另"') WHERE plan_id = 'real' AND kind = 'policy'`,
    );
    expect(await found("real")).toEqual([]);
    expect(await shown()).toEqual([
      `plan real: version 1 of document policy is not what checkpoint 1 of ${sent[0]?.says.at} has`,
    ]);
  });

  it("a plan that was dropped altogether", async () => {
    const tables = [
      "ledger",
      "letter",
      "alarm",
      "notice_batch",
      "request",
      "message",
      "item",
      "stream",
      "plan_document",
      "clock",
    ];
    await forge(
      pool,
      ...tables.map((table) => `DELETE FROM ${table} WHERE plan_id = 'real'`),
      "DELETE FROM plan WHERE id = 'real'",
    );
    expect(await shown()).toEqual([
      `plan real: checkpoint 2 of ${sent[1]?.says.at} has it, and it is not in this database`,
    ]);
  });

  it("a row put in later with an earlier time", async () => {
    await forge(
      pool,
      "UPDATE ledger SET recorded_at = now() + interval '1 day' WHERE plan_id = 'real' AND stream = 'task/2' AND seq = 3",
    );
    expect(await found("real")).toEqual([]);
    expect((await shown())[0]).toMatch(
      /row 3 is covered by checkpoint 1 of .*, and says that it was recorded after it/,
    );
  });
});

describe("verification alone finds", () => {
  it("a stream that table stream does not list", async () => {
    await forge(pool, "DELETE FROM stream WHERE plan_id = 'played' AND name = 'task/2'");
    expect(await found("played")).toEqual([
      expect.stringMatching(/stream task\/2: the ledger has its \d+ rows, table stream does not list it/),
    ]);
  });

  it("a stream whose rows are gone too", async () => {
    await forge(
      pool,
      "DELETE FROM stream WHERE plan_id = 'played' AND name = 'task/2'",
      "DELETE FROM ledger WHERE plan_id = 'played' AND stream = 'task/2'",
    );
    const problems = await found("played");
    expect(problems).toContain("plan played, stream task/2: the plan was opened with it, and it has no row");
    expect(problems.join("\n")).toMatch(/rows that letters tell of are missing/);
    expect((await shown())[0]).toMatch(/has \d+ rows of it, and the ledger has none: the stream was dropped/);
  });

  it("the plan's own stream gone, by its documents and by what its tasks were ordered", async () => {
    await forge(
      pool,
      "DELETE FROM stream WHERE plan_id = 'real' AND name IN ('plan', 'task/1')",
      "DELETE FROM ledger WHERE plan_id = 'real' AND stream IN ('plan', 'task/1')",
    );
    const problems = await found("real");
    expect(problems).toContain("plan real, stream plan: all its rows are missing");
    expect(problems).toContain("plan real, stream task/1: the plan's documents ask for it, and it has no row");
  });

  it("ten last rows cut off, by the letters and notices that tell of them", async () => {
    await forge(
      pool,
      `DELETE FROM ledger l WHERE plan_id = 'played' AND stream = 'task/2'
         AND seq > (SELECT seq - 10 FROM stream s WHERE s.plan_id = 'played' AND s.name = 'task/2')`,
    );
    await rehash(pool, "played", "task/2");
    expect((await verifyLedger(pool, "played")).problems).toEqual([]);
    expect((await missingFrom(pool, "played")).join("\n")).toMatch(
      /notices are of rows that are missing|requests were answered/,
    );
  });

  it("a document that the row which wrote it does not know", async () => {
    await forge(
      pool,
      `INSERT INTO plan_document (plan_id, kind, version, content) SELECT plan_id, kind, 2, content FROM plan_document WHERE plan_id = 'real' AND kind = 'roster'`,
      `INSERT INTO ledger (plan_id, stream, seq, type, at, cause, cause_no, payload, prev_hash, hash)
       SELECT 'real', 'plan', s.seq + 1, 'orderGiven', 1, 'cmd/change', 0,
         '{"order":{"kind":"changeDocuments","documents":[{"kind":"roster","version":2,"sha256":"${"0".repeat(64)}"}],"reason":"x"},"streams":[]}', '', ''
       FROM stream s WHERE s.plan_id = 'real' AND s.name = 'plan'`,
    );
    await rehash(pool, "real", "plan");
    expect(await found("real")).toEqual([
      expect.stringMatching(/row \d+ wrote version 2 of document roster, which was changed since/),
    ]);
  });
});

describe("a checkpoint", () => {
  it("is made once for a cause, follows on the one before, and has the same content for everybody", async () => {
    const [first, second] = sent;
    expect([first?.says.no, first?.says.previous]).toEqual([1, null]);
    expect([second?.says.no, second?.says.previous]).toEqual([2, first?.hash]);
    expect(await makeCheckpoint(pool, KEY, "second")).toMatchObject({ no: 2, hash: second?.hash });
    const both = await Promise.all([makeCheckpoint(pool, KEY, "third"), makeCheckpoint(pool, KEY, "third")]);
    expect(both.map(({ no, hash }) => [no, hash])).toEqual([
      [3, both[0]?.hash],
      [3, both[0]?.hash],
    ]);
  });

  it("can't be forged without the key: not changed, not signed by another, not taken away unnoticed", async () => {
    const [, second] = sent as [Checkpoint, Checkpoint];
    const changed = { ...second, content: second.content.replace('"no":2', '"no":3') };
    expect(() => openCheckpoint(changed, "line 1")).toThrow("line 1: its hash is not that of its content");
    const other = signingKey({ keyFile: keyFile(), makeKey: true });
    const resigned = signCheckpoint(second.says, other);
    expect(() => openCheckpoint(resigned, "line 1", KEY.publicKey)).toThrow(/signed by another key/);
    expect(() => openCheckpoint({ ...resigned, publicKey: KEY.publicKey }, "line 1")).toThrow(
      /its signature does not fit/,
    );
    expect(() => readCheckpointLines("{}")).toThrow(NoCheckpoint);
    expect(() => readCheckpointLines("a letter")).toThrow(/line 1 is no JSON/);
    await forge(pool, "DELETE FROM ledger_checkpoint WHERE no = 2");
    expect(await shown()).toEqual([
      expect.stringContaining(
        `1 checkpoints are not in this database's table ledger_checkpoint, the first of them checkpoint 2`,
      ),
    ]);
    await makeCheckpoint(pool, KEY, "another second");
    expect(await shown()).toEqual([
      `checkpoint 2 of ${second.says.at}: this database keeps another one of that number`,
    ]);
  });

  it("reads back from its lines in any order", () => {
    const lines = [...sent].reverse().map(checkpointLine).join("\r\n");
    expect(readCheckpointLines(`${lines}\n\n`, KEY.publicKey).map(({ says }) => says.no)).toEqual([1, 2]);
  });

  it("is kept where nobody but the owner takes it away", async () => {
    await withClient(databaseUrl(SERVER, name), async (client) => {
      for (const sql of [
        "UPDATE ledger_checkpoint SET no = no",
        "DELETE FROM ledger_checkpoint",
        "TRUNCATE ledger_checkpoint",
      ])
        await expect(client.query(sql)).rejects.toThrow(/ledger_checkpoint is append-only/);
    });
  });
});
