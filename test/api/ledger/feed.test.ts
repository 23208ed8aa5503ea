/** The ledger in plain words: pages and streams that leave nothing out and tell nothing twice. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Feed, FeedRow, ItemLedger } from "../../../api/ledger/schemas.js";
import { rowWords } from "../../../api/ledger/words.js";
import { decodeRow } from "../../../domain/ledger/codec.js";
import { isItemEventType, ITEM_EVENT_TYPES, STREAM_EVENT_TYPES } from "../../../domain/ledger/events.js";
import { inTransaction } from "../../../prisma/database/pool.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import type { Recorder } from "../../support/recorder.js";
import { command } from "../../support/small-plan.js";
import { follow, type ServerEvent } from "../events.js";
import { actors, type Api, enc, playStory, serve } from "../support.js";
import { eventOf } from "../../support/events.js";

let database: TestDatabase;
let api: Api;
let recorder: Recorder;
const plan = "/api/v1/plans/story";
const stream = (query = "") => `${api.base}${plan}/feed/stream${query}`;

beforeAll(async () => {
  database = await freshDatabase();
  recorder = await playStory(database.pool);
  api = await serve(database.pool);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const key = ({ stream: name, seq }: Pick<FeedRow, "stream" | "seq">): string => `${name} ${seq}`;

/** Every row of the plan, as the database has them. */
async function recorded(task?: number): Promise<string[]> {
  const { rows } = await database.pool.query("SELECT stream, seq FROM ledger WHERE plan_id = 'story'");
  return rows.filter((row: { stream: string }) => task === undefined || row.stream === `task/${task}`).map(key);
}

/** Within a stream rows must come in the order of their numbers. */
function expectInOrder(rows: readonly Pick<FeedRow, "stream" | "seq">[]): void {
  const last = new Map<string, number>();
  for (const { stream: name, seq } of rows) {
    expect(seq).toBeGreaterThan(last.get(name) ?? 0);
    last.set(name, seq);
  }
}

async function backwards(query: string): Promise<FeedRow[]> {
  const rows: FeedRow[] = [];
  for (let before = ""; ; ) {
    const page = await api.json<Feed>(`${plan}/feed?${query}${before}`);
    rows.unshift(...page.rows);
    if (page.before === null) return rows;
    before = `&before=${page.before}`;
  }
}

async function forwards(query: string, from: string): Promise<FeedRow[]> {
  const rows: FeedRow[] = [];
  for (let after = from; ; ) {
    const page = await api.json<Feed>(`${plan}/feed?${query}&after=${after}`);
    rows.push(...page.rows);
    after = page.after;
    if (!page.more) return rows;
  }
}

/** The place before every row: the `before` of a page that has them all but the first. */
async function beginning(query: string): Promise<string> {
  const all = await backwards(query);
  let page = await api.json<Feed>(`${plan}/feed?${query}`);
  while (page.before !== null && page.rows.length > 0) {
    const earlier = await api.json<Feed>(`${plan}/feed?${query}&before=${page.before}`);
    if (earlier.before === null) return earlier.rows.length === 0 ? page.before : firstOf(earlier, all, query);
    page = earlier;
  }
  throw new Error("the feed has no beginning");
}

/** One row at a time from the last page's own beginning. */
async function firstOf(page: Feed, all: readonly FeedRow[], query: string): Promise<string> {
  expect(page.rows[0] && key(page.rows[0])).toBe(all[0] && key(all[0]));
  let at = page.after;
  for (let left = page.rows.length; left > 1; left--) {
    const one = await api.json<Feed>(`${plan}/feed?${query.replace(/limit=\d+/, "limit=1")}&before=${at}`);
    at = one.before ?? at;
  }
  return at;
}

describe("the feed", () => {
  it("tells every row once, backwards by pages of any size, in recorded order", async () => {
    const all = await recorded();
    for (const limit of [7, 50, 200]) {
      const rows = await backwards(`limit=${limit}`);
      expect(rows.map(key).toSorted(), `limit ${limit}`).toEqual(all.toSorted());
      expectInOrder(rows);
      const times = rows.map(({ recordedAt }) => recordedAt);
      expect(times).toEqual(times.toSorted());
    }
    const own = await backwards("limit=9&task=2");
    expect(own.map(key).toSorted()).toEqual((await recorded(2)).toSorted());
  });

  it("goes on forwards from any place to the very same rows", async () => {
    const rows = await backwards("limit=200");
    const from = await beginning("limit=10");
    for (const limit of [3, 200])
      expect((await forwards(`limit=${limit}`, from)).map(key)).toEqual(rows.slice(1).map(key));
    const newest = await api.json<Feed>(`${plan}/feed?limit=5`);
    expect([newest.more, (await api.json<Feed>(`${plan}/feed?after=${newest.after}`)).rows]).toEqual([false, []]);
  });

  it("leaves out no row of a transaction that began earlier and ended later", async () => {
    const { after } = await api.json<Feed>(`${plan}/feed?limit=1`);
    const seen = await inTransaction(database.pool, async (early) => {
      await early.query("SELECT now()"); // its rows will bear this instant
      const acted = await recorder.act(
        "task/2",
        recorder.at("2021-09-16", "08:00"),
        command("annotate", actors.unit, "works/v2"),
      );
      expect(acted).toEqual([]);
      const page = await api.json<Feed>(`${plan}/feed?after=${after}`);
      expect(page.rows.map(({ type }) => type)).toEqual(["annotated"]);
      await early.query(
        `INSERT INTO ledger (plan_id, stream, seq, type, at, cause, cause_no, payload, prev_hash, hash)
         SELECT plan_id, name, seq + 1, 'orderApplied', 0, 'late', 0, '{"order": "o", "kind": "handOver", "items": 0, "refused": []}', '', '' FROM stream
         WHERE plan_id = 'story' AND name = 'plan'`,
      );
      await early.query("UPDATE stream SET seq = seq + 1 WHERE plan_id = 'story' AND name = 'plan'");
      return page;
    });
    const late = await api.json<Feed>(`${plan}/feed?after=${seen.after}`);
    expect(late.rows.map(({ type }) => type)).toEqual(["orderApplied"]);
    expect((late.rows[0]?.recordedAt ?? "") < (seen.rows[0]?.recordedAt ?? "")).toBe(true);
    // A row whose transaction began before that of the row before it in its own stream.
    await database.pool.query(
      `INSERT INTO ledger (plan_id, stream, seq, type, at, cause, cause_no, payload, prev_hash, hash, recorded_at)
       SELECT plan_id, name, seq + 1, 'orderApplied', 0, 'later', 0, '{"order": "o", "kind": "handOver", "items": 0, "refused": []}', '', '', '2020-01-01' FROM stream
       WHERE plan_id = 'story' AND name = 'plan'`,
    );
    await database.pool.query("UPDATE stream SET seq = seq + 1 WHERE plan_id = 'story' AND name = 'plan'");
    expect((await api.json<Feed>(`${plan}/feed?after=${late.after}`)).rows.map(({ recordedAt }) => recordedAt)).toEqual(
      ["2020-01-01T00:00:00.000Z"],
    );
    // Backwards each stands in its own stream's order, once.
    for (const limit of [1, 4, 9]) {
      const rows = await backwards(`limit=${limit}`);
      expectInOrder(rows);
      expect(rows.map(key).toSorted(), `limit ${limit}`).toEqual((await recorded()).toSorted());
    }
  });

  it("has words of both languages for every type of row, and none that begin with its technical name", async () => {
    const rows = await backwards("limit=200");
    for (const { type, words } of rows) {
      expect(words.zh, type).toMatch(/\p{Script=Han}/u);
      expect([words.zh, words.en]).not.toContain(type);
      expect(words.en).not.toMatch(/undefined|null|\[object/);
      expect(words.zh).not.toMatch(/undefined|null|\[object/);
    }
    const view = await api.services.plans.view("story");
    const bare = {
      at: 0,
      actor: null,
      recipients: [],
      stream: "task/2",
      seq: 1,
      cause: "",
      causeNo: 0,
      previousHash: "",
      hash: "",
      recordedAt: new Date(0),
    };
    for (const type of [...ITEM_EVENT_TYPES, ...STREAM_EVENT_TYPES]) {
      const row = decodeRow({ ...bare, ...eventOf(type), item: isItemEventType(type) ? "works/v1" : null });
      expect(rowWords(row, "2021-07-01", view).zh, type).toMatch(/\p{Script=Han}/u);
    }
    expect(new Set(rows.filter(({ item }) => item === null).map(({ type }) => type)).size).toBeGreaterThan(4);
  });

  it("says of a round's and a month's rows which one they are of, and who acted", async () => {
    const view = await api.services.plans.view("story");
    const [post] = view.bundle.roster.posts;
    const holder = post?.holders[0]?.value ?? view.bundle.roster.persons[0]?.id ?? "";
    const actor = { person: holder, post: post?.id ?? "", unit: post?.unit ?? "" };
    const hashes = { cause: "", causeNo: 0, previousHash: "", hash: "", recordedAt: new Date(0), recipients: [] };
    const stored = { ...hashes, at: 0, actor, seq: 1, item: null };
    const said = (type: "schemeApproved" | "progressUrged", stream: string) =>
      rowWords(decodeRow({ ...stored, ...eventOf(type), stream }), "2021-07-01", view);
    const name = view.names.person(holder).name;
    expect(said("schemeApproved", "inspection/2021H2")).toEqual({
      zh: `2021年下半年检查：审定检查方案（${name}）`,
      en: `Inspection of 2021H2: The scheme was approved (${name})`,
    });
    expect(said("progressUrged", "month/2021-11").zh).toMatch(/^2021年11月调度：催报/);
  });

  it("names who acted and who was told", async () => {
    const rows = await backwards("limit=200");
    const escalated = rows.find(
      ({ type, item, words }) => type === "rungFired" && item?.id === "works/v2" && words.zh.includes("呈阅"),
    );
    expect(escalated).toMatchObject({
      task: 2,
      actor: null,
      item: { title: "事项works", village: { name: "村2" }, township: { name: "镇1" } },
      told: [
        {
          instrument: "escalate",
          role: "to",
          post: { id: "leader/2", title: "县领导2" },
          person: { id: "p-leader-2" },
        },
      ],
    });
    const acknowledged = rows.find(({ type }) => type === "acknowledged");
    expect(acknowledged).toMatchObject({ actor: { post: { id: "leader/2" }, onBehalfOf: null }, told: [] });
    expect(rows.find(({ type, item }) => type === "assigned" && item?.id === "works/v1")?.told[0]?.letter).toMatch(
      /^[0-9a-f]{24}$/,
    );
  });

  it("tells an item's ledger with its chain of hashes", async () => {
    const path = `${plan}/items/${enc("works/v2")}/ledger`;
    const whole = await api.json<ItemLedger>(`${path}?limit=200`);
    expect([whole.total, whole.next]).toEqual([whole.rows.length, null]);
    const { rows } = await database.pool.query(
      "SELECT seq, hash, prev_hash AS before, cause, payload FROM ledger WHERE plan_id = 'story' AND item_id = 'works/v2' ORDER BY seq",
    );
    expect(
      whole.rows.map(({ seq, hash, previousHash, cause, payload }) => ({
        seq,
        hash,
        before: previousHash,
        cause,
        payload,
      })),
    ).toEqual(rows);
    const paged: ItemLedger["rows"] = [];
    for (let cursor = ""; ; ) {
      const page: ItemLedger = await api.json<ItemLedger>(`${path}?limit=3${cursor}`);
      paged.push(...page.rows);
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(paged).toEqual(whole.rows);
  });
});

describe("the stream", () => {
  const act = async (item: string, kind: "annotate" | "logCall" = "annotate"): Promise<void> => {
    expect(
      await recorder.act(
        "task/2",
        recorder.at("2021-09-16", "08:00"),
        command(kind, actors.unit, item, { to: "unit/head" }),
      ),
    ).toEqual([]);
  };
  const rowKey = ({ data }: ServerEvent): string => key(data as unknown as FeedRow);

  it("tells rows as they are recorded, and goes on where a reader left off", async () => {
    const reader = await follow(stream());
    expect(reader.response.headers.get("content-type")).toContain("text/event-stream");
    expect(await reader.next()).toMatchObject({ event: "hearing", data: { hears: true } });
    await act("works/v2");
    await act("works/v3");
    const head = await fetch(stream(), { method: "HEAD" });
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
      "",
    ]);
    const [first, second] = await reader.take("row", 2);
    expect(first?.data.type).toBe("annotated");
    expect(second?.data.item).toMatchObject({ id: "works/v3" });
    reader.close();
    await act("works/v2", "logCall");
    await act("works/v3", "logCall");
    // A browser sends the last id it has seen; here that of the first row.
    const again = await follow(stream(), { "last-event-id": first?.id ?? "" });
    const missed = await again.take("row", 3);
    expect(missed.map(({ data }) => data.type)).toEqual(["annotated", "callLogged", "callLogged"]);
    expect(missed[0] && rowKey(missed[0])).toBe(second && rowKey(second));
    await act("works/v4");
    expect((await again.take("row", 1))[0]?.data).toMatchObject({ type: "annotated", item: { id: "works/v4" } });
    again.close();
  });

  it("goes on from a page of the feed, for one task where that is wanted", async () => {
    const page = await api.json<Feed>(`${plan}/feed?limit=3&task=2`);
    await act("works/v2");
    const reader = await follow(stream(`?task=2&after=${page.after}`));
    expect((await reader.take("row", 1))[0]?.data).toMatchObject({ type: "annotated", task: 2 });
    reader.close();
    const other = await follow(stream("?task=1"));
    await act("works/v2");
    await database.pool.query("SELECT pg_notify('duban_ledger', 'story task/1 1')"); // woken with nothing new
    await recorder.act("task/1", recorder.at("2021-09-16", "08:00"), command("annotate", actors.town1, "ledger/town1"));
    expect((await other.take("row", 1))[0]?.data).toMatchObject({ task: 1 });
    other.close();
    expect(await api.problem(`${plan}/feed/stream?task=1&after=${page.after}`)).toMatchObject({ code: "badCursor" });
    expect(await api.problem(`${plan}/feed/stream`, { "last-event-id": "made up" })).toMatchObject({
      code: "badCursor",
    });
  });

  it("tells nobody of another plan's rows", async () => {
    const reader = await follow(stream());
    await playStory(database.pool, "story-2");
    await act("works/v2");
    expect((await reader.take("row", 1))[0]?.data).toMatchObject({ type: "annotated" });
    reader.close();
  });

  it("hears again by itself after its connection was lost, and has missed nothing", async () => {
    const reader = await follow(stream());
    await reader.take("hearing", 1);
    const { rowCount } = await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
    expect(rowCount).toBe(1);
    expect((await reader.take("hearing", 1))[0]?.data).toEqual({ hears: false });
    await act("works/v3"); // nobody hears this one being said
    const events = [await reader.next(), await reader.next()];
    expect(events.map(({ event }) => event).toSorted()).toEqual(["hearing", "row"]);
    expect(events.find(({ event }) => event === "row")?.data).toMatchObject({ type: "annotated" });
    reader.close();
  });

  it("ends when the process stops, and lets nobody in beyond its limit", async () => {
    const own = await serve(database.pool);
    const reader = await follow(`${own.base}${plan}/feed/stream`);
    await reader.next();
    expect(own.services.streams.size).toBe(1);
    own.services.endStreams();
    await expect(reader.next()).rejects.toThrow("ended");
    const places = Array.from({ length: 200 }, () => ({}) as never);
    for (const place of places) own.services.streams.add(place);
    expect(await own.problem(`${plan}/feed/stream`)).toMatchObject({ code: "tooManyStreams", status: 429 });
    own.services.streams.clear();
    await own.close();
  });
});
