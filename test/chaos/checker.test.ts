/** The checker finds what was lost, doubled, moved, broken, or came after the end: each put into a copy of a sound ledger. */
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashOf } from "../../chaos/checker/chain.js";
import { check, type Checked } from "../../chaos/checker/check.js";
import { readPlan } from "../../chaos/checker/rows.js";
import { createDatabase, dropDatabase } from "../../embedded/postgres.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { type Story, tell } from "./story.js";

let sound: TestDatabase;
let story: Story;
let template: string;
const folders: string[] = [];

beforeAll(async () => {
  sound = await freshDatabase();
  story = await tell(sound.pool);
  // A template may have no connections.
  await sound.pool.end();
  template = new URL(sound.url).pathname.slice(1);
});
afterAll(async () => {
  await dropDatabase(sound.url, template);
  for (const folder of [...folders, path.dirname(story.journal)]) rmSync(folder, { recursive: true, force: true });
});

interface Copy {
  readonly query: (sql: string, values?: unknown[]) => Promise<pg.QueryResult>;
  readonly client: pg.Client;
  readonly journal: string;
  readonly mailbox: string;
}

/** Checks a copy of the sound story to which something was done: the ledger's guards are off, as for whoever owns the database. */
async function after(harm: (copy: Copy) => Promise<unknown>): Promise<Checked> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const url = await createDatabase(sound.url, name, { template });
  const folder = mkdtempSync(path.join(tmpdir(), "duban-checker-"));
  folders.push(folder);
  cpSync(path.dirname(story.journal), folder, { recursive: true });
  const copy = { journal: path.join(folder, "actions.jsonl"), mailbox: path.join(folder, "mailbox") };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("ALTER TABLE ledger DISABLE TRIGGER USER");
    await harm({ ...copy, client, query: (sql, values) => client.query(sql, values) });
  } finally {
    await client.end();
  }
  try {
    return await check({ databaseUrl: url, ...copy });
  } finally {
    await dropDatabase(sound.url, name);
  }
}

const kinds = ({ findings }: Checked): string[] => [...new Set(findings.map(({ what }) => what))].sort();

/** Puts the chains right again after rows were changed: what is left to find is what they say. */
async function rechain(copy: Copy): Promise<void> {
  const { client, query } = copy;
  const { rows } = await readPlan(client, story.planId);
  let [stream, previous, seq] = ["", "", 0];
  for (const row of rows) {
    if (row.stream !== stream) [stream, previous, seq] = [row.stream, "", 0];
    seq++;
    const hash = hashOf(previous, { ...row, seq });
    await query(
      "UPDATE ledger SET seq = $4, prev_hash = $5, hash = $6 WHERE plan_id = $1 AND stream = $2 AND seq = $3",
      [story.planId, stream, row.seq, seq, previous, hash],
    );
    await query(
      "UPDATE notice_batch SET rows = array_replace(rows, $3, $4) WHERE plan_id = $1 AND stream = $2 AND $3 = ANY(rows)",
      [story.planId, stream, row.seq, seq],
    );
    await query("UPDATE stream SET seq = $3, head_hash = $4 WHERE plan_id = $1 AND name = $2", [
      story.planId,
      stream,
      seq,
      hash,
    ]);
    previous = hash;
  }
  await believe(copy);
}

/** The workflows believe what the ledger's heads say now, but for what is changed. */
async function believe({ query, journal }: Copy, change: object = {}): Promise<void> {
  const { rows } = await query(`SELECT name, seq, head_hash AS hash, next_due AS "nextDue" FROM stream`);
  for (const { name, seq, hash, nextDue } of rows) {
    const head = { seq, hash, nextDue: nextDue === null ? null : Number(nextDue), ...change };
    appendFileSync(journal, `${JSON.stringify({ line: "head", plan: story.planId, stream: name, head })}\n`);
  }
}

/** The place of one row. */
async function rowLike(
  copy: Copy,
  where: string,
): Promise<{ stream: string; seq: number; item_id: string; cause: string }> {
  const { rows } = await copy.query(
    `SELECT stream, seq, item_id, cause FROM ledger WHERE ${where} ORDER BY stream, seq LIMIT 1`,
  );
  expect(rows, where).toHaveLength(1);
  return rows[0];
}

/** A copy of a row at the end of its stream, told to nobody. */
async function appendCopy(copy: Copy, where: string, change = ""): Promise<void> {
  const { stream, seq } = await rowLike(copy, where);
  await copy.query("ALTER TABLE ledger DROP CONSTRAINT ledger_plan_id_stream_cause_cause_no_key");
  await copy.query(
    `INSERT INTO ledger (plan_id, stream, seq, type, item_id, at, cause, cause_no, actor, payload, recipients, prev_hash, hash)
     SELECT plan_id, stream, (SELECT max(seq) + 1 FROM ledger WHERE stream = $1), type, item_id, at, ${change || "cause"}, cause_no, actor, payload, '[]', '', ''
     FROM ledger WHERE stream = $1 AND seq = $2`,
    [stream, seq],
  );
  await rechain(copy);
}

interface Batch {
  readonly key: readonly [stream: string, append: number, batch: number];
  readonly rows: readonly number[];
  readonly nos: readonly number[];
  readonly drafts: readonly number[];
  readonly items: readonly string[];
}

/** Takes a row's notices out of their batches; `no`: one of them alone. */
async function removeNotices({ query }: Copy, stream: string, seq: number, no: number | null = null): Promise<void> {
  const { rows: batches } = await query(
    `SELECT jsonb_build_array(stream, append, batch) AS key, rows, nos, drafts, items FROM notice_batch
     WHERE stream = $1 AND $2 = ANY(rows) AND ($3::int IS NULL OR $3 = ANY(nos))`,
    [stream, seq, no],
  );
  for (const { key, ...lists } of batches as Batch[]) {
    const isKept = (_: unknown, place: number): boolean =>
      lists.rows[place] !== seq || (no !== null && lists.nos[place] !== no);
    const [rows, nos, drafts, items] = [lists.rows, lists.nos, lists.drafts, lists.items].map((list) =>
      (list as readonly unknown[]).filter(isKept),
    );
    const at = "WHERE (stream, append, batch) = ($1, $2, $3)";
    if (rows?.length === 0)
      for (const table of ["notice_batch", "letter_notice_batch"]) await query(`DELETE FROM ${table} ${at}`, [...key]);
    else
      await query(`UPDATE notice_batch SET rows = $4, nos = $5, drafts = $6, items = $7 ${at}`, [
        ...key,
        rows,
        nos,
        drafts,
        items,
      ]);
  }
}

async function remove(copy: Copy, where: string): Promise<void> {
  const { stream, seq } = await rowLike(copy, where);
  await removeNotices(copy, stream, seq);
  await copy.query("DELETE FROM ledger WHERE stream = $1 AND seq = $2", [stream, seq]);
}

it("finds nothing in a sound ledger, having looked at every step", async () => {
  const checked = await after(() => Promise.resolve());
  expect(checked.findings).toEqual([]);
  const [plan] = checked.plans;
  expect(plan?.due).toBeGreaterThan(2_000);
  expect(plan?.actions).toBeGreaterThan(100);
  expect(plan?.sent).toBeGreaterThan(200);
  expect(checked.messages).toBe(plan?.sent);
});

describe("what is lost", () => {
  it("a row: the chain says which", async () => {
    const checked = await after((copy) => remove(copy, "cause LIKE 'rung/%/urge/%'"));
    expect(kinds(checked)).toEqual(["chainBroken", "rungLost"]);
    expect(checked.findings[0]).toMatchObject({
      what: "chainBroken",
      plan: story.planId,
      detail: "the row is missing",
    });
    expect(checked.findings[0]?.seq).toBeGreaterThan(1);
  });
  it.each([
    ["a rung", "cause LIKE 'rung/%/escalate/%/r2'"],
    ["a draft", "type = 'instrumentDrafted'"],
    ["a lapse", "type = 'instrumentLapsed'"],
    ["a monthly list", "type = 'longOverdueListed'"],
    ["a rung of the packages' ladder", "type = 'packagesPressed'"],
    ["a rung of the sign-for ladder", "cause LIKE 'rung/%/signFor/unsigned5/%'"],
    ["a chase of the verifier", "cause LIKE 'rung/%/verification/%'"],
  ])("%s, although the chain was made sound again", async (_name, where) => {
    const checked = await after(async (copy) => {
      await remove(copy, where);
      await rechain(copy);
    });
    expect(kinds(checked)).toEqual(["rungLost"]);
    expect(checked.findings).toHaveLength(1);
  });
  it("a year's packages: what pressed for them is then not due either", async () => {
    const checked = await after(async (copy) => {
      await remove(copy, "type = 'packagesAssigned'");
      await rechain(copy);
    });
    expect(kinds(checked)).toEqual(["rungLost", "rungNotDue"]);
  });
  it("an acknowledged action", async () => {
    const checked = await after(async (copy) => {
      await remove(copy, "type = 'annotated'");
      await rechain(copy);
    });
    expect(kinds(checked)).toEqual(["actionLost"]);
  });
  it("the answer to an action", async () => {
    const checked = await after((copy) => copy.query("DELETE FROM request WHERE key = (SELECT min(key) FROM request)"));
    expect(kinds(checked)).toEqual(["actionLost"]);
  });
  it("a notice", async () => {
    const checked = await after(async (copy) => {
      const { rows } = await copy.query(
        "SELECT stream, seq, no FROM notice WHERE seq > 20 AND stream <> 'alarms' LIMIT 1",
      );
      await removeNotices(copy, rows[0].stream, rows[0].seq, rows[0].no);
    });
    expect(kinds(checked)).toEqual(["noticeLost"]);
  });
  it("a notice in no letter", async () => {
    const checked = await after((copy) =>
      // One of several batches: a letter that tells nothing is another finding.
      copy.query(
        `DELETE FROM letter_notice_batch WHERE ctid = (
           SELECT max(ctid) FROM letter_notice_batch GROUP BY letter_id HAVING count(*) > 1 LIMIT 1)`,
      ),
    );
    expect(kinds(checked)).toEqual(["noticeUnlettered"]);
  });
  it("a letter", async () => {
    const checked = await after((copy) =>
      copy.query(
        `WITH gone AS (DELETE FROM letter_delivery WHERE letter_id = (SELECT min(id) FROM letter WHERE state = 'sent'))
         DELETE FROM letter WHERE id = (SELECT min(id) FROM letter WHERE state = 'sent')`,
      ),
    );
    expect(kinds(checked)).toEqual(["letterUnknown", "noticeUnlettered"]);
  });
  it("a letter that counts as sent, in the mailbox", async () => {
    const checked = await after(async ({ mailbox }) => {
      const file = path.join(mailbox, "mailbox.jsonl");
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      writeFileSync(file, `${lines.toSpliced(7, 1).join("\n")}\n`);
    });
    expect(kinds(checked)).toEqual(["letterLost"]);
  });
  it("a letter left waiting", async () => {
    const checked = await after((copy) =>
      copy.query("UPDATE letter SET state = 'queued' WHERE id = (SELECT min(id) FROM letter WHERE state = 'sent')"),
    );
    expect(kinds(checked)).toEqual(["letterUnsent"]);
  });
});

describe("what is doubled", () => {
  it("a rung", async () => {
    const checked = await after((copy) => appendCopy(copy, "cause LIKE 'rung/%/urge/%'"));
    expect(kinds(checked)).toEqual(["rungTwice"]);
  });
  it("a rung under another name", async () => {
    const checked = await after((copy) => appendCopy(copy, "cause LIKE 'rung/%/urge/%'", "replace(cause, 'v1', 'v2')"));
    expect(kinds(checked)).toEqual(["rungNotDue"]);
  });
  it("an action", async () => {
    const checked = await after((copy) => appendCopy(copy, "type = 'annotated'"));
    expect(kinds(checked)).toEqual(["actionTwice"]);
  });
  it("an action that nobody asked for", async () => {
    const checked = await after((copy) => appendCopy(copy, "type = 'annotated'", "'cmd/other'"));
    expect(kinds(checked)).toEqual(["actionUnasked"]);
  });
  it("a letter under another Message-ID", async () => {
    const checked = await after((copy) =>
      copy.query(
        `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
         SELECT plan_id, 'again', group_key, 1, instrument, delivery, person, plan_day, closed_at, '<again@chaos.invalid>', 'failed'
         FROM letter WHERE delivery = 'batched' AND state = 'sent' LIMIT 1`,
      ),
    );
    expect(kinds(checked)).toEqual(["letterRefusedWithoutReason", "letterTwice"]);
  });
  it("a message under the same Message-ID is a repeat, and counted", async () => {
    const checked = await after(({ mailbox }) => {
      const file = path.join(mailbox, "mailbox.jsonl");
      appendFileSync(file, `${readFileSync(file, "utf8").split("\n")[3]}\n`);
      return Promise.resolve();
    });
    expect(checked.findings).toEqual([]);
    expect(checked.plans[0]?.repeats).toBe(1);
  });
});

describe("what is wrong otherwise", () => {
  it("a changed row", async () => {
    const checked = await after((copy) =>
      copy.query(
        `UPDATE ledger SET payload = payload || '{"overdue": 99}' WHERE ctid = (SELECT ctid FROM ledger WHERE type = 'rungFired' LIMIT 1)`,
      ),
    );
    expect(kinds(checked)).toEqual(["chainBroken"]);
    expect(checked.findings[0]?.detail).toBe("the row's content is not what was hashed");
  });
  it("a last row cut off", async () => {
    const checked = await after((copy) =>
      remove(copy, "stream = 'task/3' AND seq = (SELECT max(seq) FROM ledger WHERE stream = 'task/3')"),
    );
    expect(kinds(checked)).toContain("chainBroken");
    expect(checked.findings[0]?.detail).toMatch(/^the chain ends here/);
  });
  it("a rung at another instant", async () => {
    const checked = await after(async (copy) => {
      await copy.query(
        "UPDATE ledger SET at = at + 86400000 WHERE ctid = (SELECT ctid FROM ledger WHERE cause LIKE 'rung/%/remind5/%' LIMIT 1)",
      );
      await rechain(copy);
    });
    expect(kinds(checked)).toEqual(["rungMoved"]);
  });
  it("something after an item's end", async () => {
    const checked = await after(async (copy) => {
      const { item_id } = await rowLike(copy, "type = 'closed'");
      await appendCopy(
        copy,
        `item_id = '${item_id}' AND cause LIKE 'rung/%/remind1/%'`,
        "replace(cause, '/remind1/', '/urge/')",
      );
    });
    expect(kinds(checked)).toEqual(["afterClosing", "rungNotDue"]);
    expect(checked.findings.find(({ what }) => what === "afterClosing")?.item).toMatch(/^t\d+-w0-/);
  });
  it("a message that is no letter", async () => {
    const checked = await after(async (copy) => {
      await copy.query(
        "UPDATE letter SET message_id = '<x@chaos.invalid>', state = 'manual' WHERE id = (SELECT min(id) FROM letter WHERE state = 'sent')",
      );
    });
    expect(kinds(checked)).toEqual(["letterUnknown"]);
  });
  it("a workflow that believes in a row more than there is", async () => {
    const checked = await after(async (copy) => {
      const { rows } = await copy.query("SELECT seq + 1 AS seq FROM stream WHERE name = 'task/4'");
      const line = { line: "head", plan: story.planId, stream: "task/4", head: rows[0] };
      appendFileSync(copy.journal, `${JSON.stringify(line)}\n`);
    });
    expect(kinds(checked)).toEqual(["headWrong"]);
    expect(checked.findings[0]?.stream).toBe("task/4");
  });
  it("a workflow that believes in another row of that number", async () => {
    const checked = await after((copy) => believe(copy, { hash: "0".repeat(64) }));
    expect(kinds(checked)).toEqual(["headWrong"]);
    expect(checked.findings).toHaveLength(19);
  });
  it("a stream that waits for another instant than what is ahead", async () => {
    const checked = await after(async (copy) => {
      await copy.query("UPDATE stream SET next_due = next_due + 86400000 WHERE name = 'task/4'");
      await believe(copy);
    });
    expect(kinds(checked)).toEqual(["nextDueWrong"]);
  });
  it("an item that the table tells of otherwise than its rows", async () => {
    const checked = await after((copy) =>
      copy.query(
        "UPDATE item SET state = state || '{\"percent\": 90}' WHERE id = (SELECT min(item_id) FROM ledger WHERE type = 'progressReported')",
      ),
    );
    expect(kinds(checked)).toEqual(["itemWrong"]);
  });
  it("a driver that did not come to its end", async () => {
    const checked = await after(({ journal }) => {
      writeFileSync(journal, readFileSync(journal, "utf8").replace(/^.*"finished".*\n/m, ""));
      return Promise.resolve();
    });
    expect(kinds(checked)).toEqual(["planUnfinished"]);
  });
});

describe("on a live plan, whose rows bear real instants", () => {
  /** The same story told as a live plan's: what was recorded at its very instant was prompt. */
  const live = (harm: (copy: Copy) => Promise<unknown>): Promise<Checked> =>
    after(async (copy) => {
      await copy.query("UPDATE plan SET mode = 'live'");
      await harm(copy);
      await rechain(copy);
    });
  const RUNG = "(SELECT ctid FROM ledger WHERE cause LIKE 'rung/%/remind5/%' ORDER BY stream, seq LIMIT 1)";
  const move = (copy: Copy, ms: number): Promise<pg.QueryResult> =>
    copy.query(`UPDATE ledger SET at = at + $1 WHERE ctid = ${RUNG}`, [ms]);

  it("finds nothing in what came at once, or a few seconds late", async () => {
    expect((await live((copy) => move(copy, 4_000))).findings).toEqual([]);
  });
  it("a rung before its instant", async () => {
    expect(kinds(await live((copy) => move(copy, -1)))).toEqual(["rungEarly"]);
  });
  it("a rung that is late without reason", async () => {
    expect(kinds(await live((copy) => move(copy, 60_000)))).toEqual(["rungLate"]);
  });
  it("and none that an outage made late, nor one later than that", async () => {
    const outage = (since: number, lasting: number, late: number) =>
      live(async (copy) => {
        const { rows } = await copy.query(`SELECT at FROM ledger WHERE ctid = ${RUNG}`);
        const from = Number(rows[0].at) + since;
        appendFileSync(
          copy.journal,
          `${JSON.stringify({ line: "outage", plan: null, from, until: from + lasting })}\n`,
        );
        await move(copy, late);
      });
    expect((await outage(200, 50_000, 60_000)).findings).toEqual([]);
    expect(kinds(await outage(200, 50_000, 120_000))).toEqual(["rungLate"]);
    // What falls due while all recovers from an outage that is over is no more punctual.
    expect((await outage(-20_000, 10_000, 15_000)).findings).toEqual([]);
    expect(kinds(await outage(-20_000, 10_000, 25_000))).toEqual(["rungLate"]);
  });
  it("an act that was decided before what was due by then", async () => {
    const checked = await live(async (copy) => {
      const { stream, seq } = await rowLike(copy, "type = 'annotated'");
      await copy.query(
        `UPDATE ledger SET at = 1 + (SELECT min(later.at) FROM ledger later WHERE later.stream = $1 AND later.cause LIKE 'rung/%' AND later.at > ledger.at)
         WHERE stream = $1 AND seq = $2`,
        [stream, seq],
      );
    });
    expect(kinds(checked)).toEqual(["rungPassedOver"]);
  });
  it("an act recorded before it was asked", async () => {
    const checked = await live(async (copy) => {
      const { stream, seq } = await rowLike(copy, "type = 'annotated'");
      await copy.query("UPDATE ledger SET at = at - 1 WHERE stream = $1 AND seq = $2", [stream, seq]);
    });
    expect(kinds(checked)).toEqual(["actionMoved"]);
  });
});
