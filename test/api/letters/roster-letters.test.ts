/** Plans, tasks, notices, letters, villages, units, posts, clock, alarms and metrics, against what the database holds. */
import { renderHtml } from "../../../documents/html/render.js";
import { documentOf } from "../../../mail/document.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Items } from "../../../api/items/schemas.js";
import type { LetterDetail, Letters, Notices } from "../../../api/letters/schemas.js";
import type { Alarms, Clock } from "../../../api/operation/schemas.js";
import type { PlanDetail, PlanSummary } from "../../../api/plans/schemas.js";
import type { PostDetail, UnitDetail, Vacancies, VillageDetail } from "../../../api/people/schemas.js";
import type { TaskDetail, Tasks } from "../../../api/items/task-schemas.js";
import { createMetrics } from "../../../api/serving/metrics.js";
import { renderLetter } from "../../../mail/render.js";
import { Letters as PlanLetters } from "../../support/letters.js";
import { endPlan } from "../../../prisma/plans/plan-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { type Api, enc, playStory, serve, TODAY } from "../support.js";

let database: TestDatabase;
let api: Api;
const metrics = createMetrics();
const v1 = "/api/v1";
const plan = `${v1}/plans/story`;

beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool, { metrics });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

async function pages<T>(path: string): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor = ""; ; ) {
    const page = await api.json<{ rows: T[]; next: string | null }>(`${path}${cursor}`);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = `&cursor=${page.next}`;
  }
}

const counted = async (sql: string): Promise<number> => Number((await database.pool.query(sql)).rows[0]?.n);

describe("plans", () => {
  it("are listed the newest first, by pages", async () => {
    for (const id of ["older", "newer"]) await new Recorder(database.pool, bundle, id).open();
    const rows = await pages<PlanSummary>(`${v1}/plans?limit=1`);
    expect(rows.map(({ id }) => id)).toEqual(["newer", "older", "story"]);
    expect(rows[2]).toMatchObject({
      mode: "rehearsal",
      today: TODAY,
      now: "2021-09-15T18:00:00+08:00",
      sampleRoster: true,
      ended: false,
      items: { total: 8, open: 6, closed: 1, cancelled: 1 },
    });
  });

  it("go by real time when they are live", async () => {
    await new Recorder(database.pool, bundle, "alive").open("live");
    const clock = await api.json<Clock>(`${v1}/plans/alive/clock`);
    expect(clock.mode).toBe("live");
    expect(Math.abs(Date.parse(clock.now) - Date.now())).toBeLessThan(10_000);
    // Its calendar ends in 2022: that is said, not guessed.
    expect(await api.problem(`${v1}/plans/alive/lights`)).toMatchObject({ code: "calendarYearMissing", status: 503 });
  });

  it("are listed running before ended and live before rehearsals, page by page", async () => {
    await database.pool.query("UPDATE plan SET ended_at = now() - interval '1 hour' WHERE id = 'newer'");
    await database.pool.query("UPDATE plan SET ended_at = now() WHERE id = 'older'");
    for (const limit of [1, 2, 50]) {
      const rows = await pages<PlanSummary>(`${v1}/plans?limit=${limit}`);
      expect(rows.map(({ id }) => id)).toEqual(["alive", "story", "older", "newer"]);
    }
  });

  it("are told at a glance", async () => {
    const detail = await api.json<PlanDetail>(plan);
    expect(detail).toMatchObject({
      id: "story",
      title: "合成方案",
      scenario: "test",
      seed: 1,
      openedAt: "2021-04-12T08:00:00+08:00",
      counts: { tasks: 2, items: 8, villages: 4, townships: 2, lights: { blue: 1, grey: 1 } },
    });
    expect(detail.counts.ledgerRows).toBe(await counted("SELECT count(*) AS n FROM ledger WHERE plan_id = 'story'"));
    expect(detail.counts.notices).toBe(await counted("SELECT count(*) AS n FROM notice WHERE plan_id = 'story'"));
  });

  it("have tasks with their milestones, on any day", async () => {
    const { tasks } = await api.json<Tasks>(`${plan}/tasks`);
    expect(tasks.map(({ no, items, milestones }) => [no, items, milestones])).toEqual([
      [1, 3, 2],
      [2, 5, 2],
    ]);
    const task = await api.json<TaskDetail>(`${plan}/tasks/2?on=2021-04-20`);
    expect(task).toMatchObject({ leadUnits: [{ id: "unit", name: "单位unit" }], lights: { green: 5, red: 0 } });
    expect(task.milestones[0]).toMatchObject({
      id: "works",
      deadline: "2021-06-30",
      scope: "village",
      owes: { id: "unit" },
      items: 4,
    });
    expect((await api.json<TaskDetail>(`${plan}/tasks/1`)).milestones[1]?.owes).toEqual({
      id: "township",
      name: "所在乡镇、街道",
    });
  });

  it("have a clock with what comes next", async () => {
    const clock = await api.json<Clock>(`${plan}/clock`);
    expect(clock).toMatchObject({ mode: "rehearsal", now: "2021-09-15T18:00:00+08:00", today: TODAY, ended: false });
    expect(clock.nextDue).toBe("2021-09-24T09:00:00+08:00");
    expect(clock.nextList).toBe("2021-10-08T09:00:00+08:00");
    expect(clock.due.map(({ at }) => at)).toEqual(clock.due.map(({ at }) => at).toSorted());
  });
});

describe("notices", () => {
  it("are paged the newest first, without gaps or doubles", async () => {
    const all = await counted("SELECT count(*) AS n FROM notice WHERE plan_id = 'story'");
    for (const limit of [9, 200]) {
      const rows = await pages<Notices["rows"][number]>(`${plan}/notices?limit=${limit}`);
      expect(new Set(rows.map(({ stream, seq, no }) => `${stream} ${seq} ${no}`)).size).toBe(all);
      expect(rows).toHaveLength(all);
      expect(rows.map(({ at }) => at)).toEqual(
        rows
          .map(({ at }) => at)
          .toSorted()
          .toReversed(),
      );
    }
  });

  it("are filtered as told", async () => {
    const cases: [string, string][] = [
      ["item=works%2Fv2", "item_id = 'works/v2'"],
      ["post=leader%2F2", "post = 'leader/2'"],
      ["person=p-unit-desk", "person = 'p-unit-desk'"],
      ["instrument=escalate", "instrument = 'escalate'"],
      ["role=copy", "role = 'copy'"],
      ["from=2021-06-01&to=2021-06-30", "plan_day BETWEEN '2021-06-01' AND '2021-06-30'"],
      [
        "post=leader%2F2&instrument=escalate&from=2021-07-10",
        "post = 'leader/2' AND instrument = 'escalate' AND plan_day >= '2021-07-10'",
      ],
      ["post=nobody", "false"],
    ];
    for (const [query, condition] of cases) {
      const n = await counted(`SELECT count(*) AS n FROM notice WHERE plan_id = 'story' AND ${condition}`);
      expect(await pages(`${plan}/notices?limit=5&${query}`), query).toHaveLength(n);
      if (condition !== "false" && !query.includes("copy")) expect(n, query).toBeGreaterThan(0);
    }
  });
});

describe("letters", () => {
  it("are paged and filtered, and counted by state", async () => {
    const all = await pages<Letters["rows"][number]>(`${plan}/letters?limit=4`);
    const n = await counted("SELECT count(*) AS n FROM letter WHERE plan_id = 'story'");
    expect(new Set(all.map(({ id }) => id)).size).toBe(n);
    expect(all).toHaveLength(n);
    const first = await api.json<Letters>(`${plan}/letters?limit=1`);
    expect(first.total).toBe(n);
    expect(Object.values(first.states).reduce((sum, count) => sum + count, 0)).toBe(n);
    const drafts = await api.json<Letters>(`${plan}/letters?state=draft&instrument=supervise`);
    expect(drafts.total).toBe(
      all.filter(({ state, instrument }) => state === "draft" && instrument === "supervise").length,
    );
    const own = await api.json<Letters>(`${plan}/letters?person=p-leader-2&from=2021-07-01&to=2021-07-31`);
    expect(own.total).toBeGreaterThan(0);
    expect(
      own.rows.every(({ person, on }) => person?.id === "p-leader-2" && on >= "2021-07-01" && on <= "2021-07-31"),
    ).toBe(true);
  });

  it("say of how many items they speak, a list of all its lines", async () => {
    const rows = await pages<Letters["rows"][number]>(`${plan}/letters?limit=200`);
    for (const { id, notices, items } of rows) {
      const { told, ...letter } = await api.json<LetterDetail>(`${plan}/letters/${id}`);
      expect([letter.notices, letter.items]).toEqual([notices, items]);
      expect(told).toHaveLength(notices);
    }
    const { rows: lists } = await database.pool.query(
      `SELECT letter_id AS id, array_agg(DISTINCT line ->> 'item') AS items
       FROM notice JOIN letter_notice USING (plan_id, stream, seq, no), jsonb_array_elements(list) AS line WHERE plan_id = 'story' GROUP BY 1`,
    );
    expect(lists.length).toBeGreaterThan(0);
    for (const list of lists as { id: string; items: string[] }[])
      expect(rows.find(({ id }) => id === list.id)?.items).toBe(list.items.length);
    expect(rows.some(({ instrument, items }) => instrument === "longOverdueList" && items > 1)).toBe(true);
  });

  it("look as they are sent", async () => {
    const list = await api.json<Letters>(`${plan}/letters?instrument=escalate&limit=1`);
    const id = list.rows[0]?.id ?? "";
    const letter = await api.json<LetterDetail>(`${plan}/letters/${id}`);
    const [stored] = await new PlanLetters(database.pool).read("story", [id]);
    if (!stored) throw new Error("the letter is not there");
    const { subject, html, text, told } = letter;
    const sent = renderLetter(stored.says);
    expect({ subject, text }).toEqual({ subject: sent.subject, text: sent.text });
    // As on paper and in Word, marked as a rehearsal's; in English, as a mail program shows it.
    expect(html).toBe(renderHtml(documentOf(stored.says)));
    expect(html).toContain('<p class="notes">本件为推演产生，不作办理依据。');
    const english = await api.json<LetterDetail>(`${plan}/letters/${id}?lang=en`);
    expect(english.html).toBe(renderLetter(stored.says, "en").html);
    expect(subject).toMatch(/^【推演】呈阅件/);
    expect(told).toHaveLength(letter.notices);
    expect((await api.json<LetterDetail>(`${plan}/letters/${id}?lang=en`)).subject).toContain("Submission for review");
  });

  it("show what became of them", async () => {
    const list = await api.json<Letters>(`${plan}/letters?state=queued&limit=2`);
    const [failed, sent] = list.rows.map(({ id }) => id);
    const store = new PlanLetters(database.pool);
    await database.pool.query(
      "UPDATE letter_delivery SET state = 'sending', attempts = 1, lease = 1 WHERE plan_id = 'story' AND letter_id = ANY($1)",
      [[failed, sent]],
    );
    const etag = (await api.get(`${plan}/letters`)).headers.get("etag") ?? "";
    await store.markSent("story", [sent ?? ""]);
    await store.markFailed("story", [{ id: failed ?? "", lease: 1, error: "550 no such user", permanent: true }]);
    expect(await api.json(`${plan}/letters/${failed}`)).toMatchObject({
      state: "failed",
      lastError: "550 no such user",
      deliveries: [{ channel: "mail", state: "failed", attempts: 1, lastError: "550 no such user" }],
    });
    expect(await api.json(`${plan}/letters/${sent}`)).toMatchObject({
      state: "sent",
      sentAt: expect.any(String) as string,
      deliveries: [{ channel: "mail", state: "sent", receipt: "250 ok" }],
    });
    expect((await api.get(`${plan}/letters`, { "if-none-match": etag })).status).toBe(200);
    const { alarms } = await api.json<Alarms>(`${plan}/alarms`);
    expect(alarms.find(({ kind }) => kind === "letterFailed")?.words.zh).toContain("550 no such user");
  });
});

describe("the roster", () => {
  it("tells of a village: pairing, open items, who was told about them", async () => {
    const village = await api.json<VillageDetail>(`${plan}/villages/v2`);
    expect(village).toMatchObject({
      name: "村2",
      township: { id: "town1", name: "镇1" },
      pairing: { countyLeader: { post: { id: "leader/2" }, person: { id: "p-leader-2" } } },
    });
    expect(village.open.map(({ id }) => id)).toEqual(["works/v2"]);
    const n = await counted(
      "SELECT count(*) AS n FROM notice n JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id WHERE n.plan_id = 'story' AND i.village = 'v2' AND delivery <> 'draft'",
    );
    expect(village.told.reduce((sum, { count }) => sum + count, 0)).toBe(n);
    expect(village.latest.length).toBe(Math.min(20, n));
    expect((await api.json<{ villages: unknown[] }>(`${plan}/villages`)).villages).toHaveLength(4);
  });

  it("tells of a unit: what it owes is what the items say", async () => {
    const unit = await api.json<UnitDetail>(`${plan}/units/unit`);
    const owed = await api.json<Items>(`${plan}/items?unit=unit&limit=200`);
    expect([unit.items, unit.lights]).toEqual([owed.total, owed.counts]);
    expect(unit.open.map(({ id }) => id).toSorted()).toEqual(
      owed.rows
        .filter(({ status }) => !["closed", "cancelled"].includes(status))
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(unit).toMatchObject({ leadsTasks: [2], answersForTasks: [1], helpsVillages: [] });
    expect(unit.told.reduce((sum, { count }) => sum + count, 0)).toBe(
      await counted(
        "SELECT count(*) AS n FROM notice WHERE plan_id = 'story' AND post IN ('unit/desk', 'unit/head') AND delivery <> 'draft'",
      ),
    );
    // By its name of today; the old one stays with its days.
    expect(await api.json<UnitDetail>(`${plan}/units/office`)).toMatchObject({
      name: "乡村振兴局",
      role: "office",
      names: [
        { value: "扶贫办", from: null, to: "2021-07-01" },
        { value: "乡村振兴局", from: "2021-07-01", to: null },
      ],
    });
  });

  it("says which seats and posts nobody fills, since when, and who gets their letters meanwhile", async () => {
    const { on, told, vacancies } = await api.json<Vacancies>(`${plan}/vacancies`);
    expect([on, told]).toEqual([TODAY, null]);
    expect(vacancies.map(({ village, seat }) => [village?.name, seat])).toEqual(
      ["村1", "村2", "村3", "村4"].map((name) => [name, "helpingUnit"]),
    );
    expect(vacancies[0]).toMatchObject({
      post: { id: "helper/desk", unit: { name: "单位helper" } },
      since: "2021-07-01",
      standIn: { post: { id: "helper/head" }, person: { id: "p-helper-head" } },
    });
    await new PlanLetters(database.pool).reportVacancies("story", Date.parse(`${TODAY}T01:10:00Z`));
    expect((await api.json<Vacancies>(`${plan}/vacancies`)).told).toEqual({ on: TODAY, count: 4 });
    const { alarms } = await api.json<Alarms>(`${plan}/alarms`);
    expect(alarms.find(({ kind }) => kind === "vacancies")?.words.zh).toMatch(
      /^岗位空缺情况：4个。村1：帮扶单位（单位helperhelper经办，2021年7月1日起空缺）；/,
    );
  });

  it("tells of a post: its holder of the day, what it answers for", async () => {
    const leader = await api.json<PostDetail>(`${plan}/posts/${enc("leader/2")}`);
    expect(leader).toMatchObject({ level: "countyLeader", holder: { id: "p-leader-2" }, answersFor: "villages" });
    expect(leader.pairedWith.map(({ id }) => id)).toEqual(["v2", "v4"]);
    expect(leader.open.every(({ village }) => village === null || ["v2", "v4"].includes(village.id))).toBe(true);
    const vacant = await api.json<PostDetail>(`${plan}/posts/${enc("helper/desk")}`);
    expect(vacant).toMatchObject({
      holder: null,
      fallback: [{ person: { id: "p-helper-head" } }, { post: { id: "office/desk" } }],
    });
    expect(await api.json<PostDetail>(`${plan}/posts/${enc("group/head")}`)).toMatchObject({
      answersFor: "plan",
      items: 8,
    });
  });
});

describe("metrics", () => {
  const figures = async (): Promise<Map<string, number>> => {
    const text = await (await api.get("/metrics")).text();
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
    );
  };

  it("count what the running plans have done", async () => {
    await endPlan(database.pool, "alive");
    const found = await figures();
    const items = await api.json<Items>(`${plan}/items?limit=1`);
    for (const [light, n] of Object.entries(items.counts))
      expect(found.get(`duban_items{plan="story",light="${light}"}`), light).toBe(n);
    const late = [...found].filter(([name]) => name.startsWith('duban_items_overdue{plan="story"')).map(([, n]) => n);
    expect(late.reduce((sum, n) => sum + n, 0)).toBe(items.counts.red);
    expect(found.get('duban_rungs_fired{plan="story",instrument="escalate"}')).toBe(
      await counted(
        "SELECT count(*) AS n FROM ledger WHERE plan_id = 'story' AND type = 'rungFired' AND payload ->> 'instrument' = 'escalate'",
      ),
    );
    expect(found.get('duban_letters{plan="story",state="failed"}')).toBe(1);
    expect(found.get('duban_outbox_age_seconds{plan="story"}')).toBeGreaterThan(0);
    expect(found.get('duban_alarms{plan="story",kind="vacantPost"}')).toBeGreaterThan(0);
    expect(found.get("duban_database_up")).toBe(1);
    expect([...found.keys()].some((name) => name.includes('plan="alive"'))).toBe(false);
    expect(found.get("process_resident_memory_bytes")).toBeGreaterThan(0);
  });

  it("time requests by route, and Updates as the gateway tells of them", async () => {
    await api.get(`${plan}/units/nobody`);
    metrics.observeUpdate({ update: "act", outcome: "refused", seconds: 0.03 });
    const found = await figures();
    expect(
      found.get('duban_http_request_seconds_count{method="GET",route="/plans/{planId}/units/{unitId}",status="404"}'),
    ).toBe(1);
    expect(found.get('duban_update_seconds_count{update="act",outcome="refused"}')).toBe(1);
    expect([...found.keys()].some((name) => name.includes("nobody"))).toBe(false);
  });
});
