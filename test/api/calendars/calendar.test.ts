/** Calendars to subscribe to: what stands in them, by another library's reading, and who gets at them. */
import ICAL from "ical.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../../../api/accounts/new-account.js";
import type { Calendar } from "../../../api/calendars/schemas.js";
import { setDisabled, setPerson } from "../../../prisma/accounts/account-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import type { Recorder } from "../../support/recorder.js";
import { command } from "../../support/small-plan.js";
import { Client } from "../client.js";
import { actors, type Api, playStory, serve } from "../support.js";

const STRONG = "a long enough password";
let database: TestDatabase;
let api: Api;
let plan: Recorder;

beforeAll(async () => {
  database = await freshDatabase();
  plan = await playStory(database.pool);
  api = await serve(database.pool, {}, {});
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
// All of the tests' readers have one address.
beforeEach(() => database.pool.query("DELETE FROM rate_limit"));

/** Somebody of the small plan, signed in. */
async function signedIn(account: string, who: string): Promise<Client & { accountId: string }> {
  const { id, password } = await createAccount(database.pool, { account, name: account });
  await setPerson(database.pool, id, "small", who);
  const client = new Client(api.base);
  expect((await client.post("/sign-in", { account, password })).status).toBe(200);
  expect((await client.post("/me/password", { current: password, next: STRONG })).status).toBe(200);
  return Object.assign(client, { accountId: id });
}

/** The address under which this test reaches what a calendar's URL names. */
const here = (url: string): string => url.replace(/^https?:\/\/[^/]+/, api.base);

async function subscribed(client: Client, body: object = {}): Promise<string> {
  const { status, body: made } = await client.post<Calendar & { url: string }>("/me/calendars", {
    name: "手机",
    password: STRONG,
    ...body,
  });
  expect(status).toBe(200);
  return here(made.url);
}

const text = async (url: string): Promise<string> => {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return response.text();
};

interface Read {
  readonly uid: string;
  readonly summary: string;
  readonly day: string;
  readonly dateOnly: boolean;
  readonly sequence: number;
  readonly description: string;
  readonly url: string;
}

/** As a calendar reads it. */
function eventsIn(ics: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(ics));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      day: event.startDate.toString(),
      dateOnly: event.startDate.isDate,
      sequence: event.sequence,
      description: event.description,
      url: String(component.getFirstPropertyValue("url")),
    };
  });
}

const eventsOf = async (url: string): Promise<Read[]> => eventsIn(await text(url));
const about = (events: readonly Read[], item: string): Read[] =>
  events.filter(({ uid }) => uid.includes(encodeURIComponent(item)));

describe("a calendar", () => {
  it("has a day for each running item of a unit, marked as rehearsed, linked to its page, and none for what is closed", async () => {
    const url = await subscribed(await signedIn("clerk", "p-unit-desk"));
    const ics = await text(url);
    const events = eventsIn(ics);
    // works/v1 is closed; works/v3 is suspended; plan/county was cancelled; area/v4 went to another unit.
    expect(events.map(({ uid }) => uid).sort()).toEqual([
      "story/works%2Fv2/deadline@duban",
      "story/works%2Fv3/deadline@duban",
      "story/works%2Fv4/deadline@duban",
    ]);
    const [moved] = about(events, "works/v4");
    expect(moved).toMatchObject({
      summary: "【推演】【督办】事项works · 村4",
      day: "2021-09-30",
      dateOnly: true,
      sequence: 1,
      url: "http://127.0.0.1/plans/story/items/works~v4",
    });
    expect(moved?.description).toContain("时限：2021年9月30日（原时限：2021年6月30日）");
    expect(moved?.description).toMatch(/办理阶段：待办理\n亮灯：黄灯。/);
    expect(about(events, "works/v3")[0]?.description).toContain("亮灯：黄灯。进度0%");
    // RFC 5545: lines end in CRLF and have at most 75 octets.
    expect(ics.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    for (const line of ics.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    for (const property of ["DTSTAMP", "LAST-MODIFIED"])
      expect(ics.match(new RegExp(`^${property}:\\d{8}T\\d{6}Z`, "gm"))?.length).toBe(events.length);
    expect(ics).toMatch(/^DTSTART;VALUE=DATE:20210930\r$/m);
  });

  it("has for the office what is its own turn, not the whole plan", async () => {
    const office = await signedIn("desk", "p-office-desk");
    const url = await subscribed(office);
    expect(await eventsOf(url)).toEqual([]);
    // Without events there is a component all the same.
    expect(new ICAL.Component(ICAL.parse(await text(url))).getAllSubcomponents().length).toBe(1);
    expect(
      await plan.act("task/2", plan.at("2021-09-16", "10:00"), command("report", actors.unit, "works/v4")),
    ).toEqual([]);
    // Five working days from the report, two of them a weekend and two days of 中秋 between.
    expect(await eventsOf(url)).toMatchObject([
      { uid: "story/works%2Fv4/check@duban", summary: "【推演】【督办·核查】事项works · 村4", sequence: 0 },
    ]);
    expect(
      await plan.act("task/2", plan.at("2021-09-16", "11:00"), command("verify", actors.office, "works/v4")),
    ).toEqual([]);
    expect((await eventsOf(url)).map(({ uid }) => uid)).toEqual(["story/works%2Fv4/closeOut@duban"]);
    await plan.act("task/2", plan.at("2021-09-16", "12:00"), command("returnForRework", actors.office, "works/v4"));
    expect(await eventsOf(url)).toEqual([]);
  });

  it("moves an event when its deadline moves, and has the days on which answers are due", async () => {
    const url = await subscribed(await signedIn("lead", "p-lead-desk"), { lang: "en" });
    const before = about(await eventsOf(url), "area/v4");
    expect(before).toMatchObject([{ day: "2021-12-31", sequence: 1, summary: "[Rehearsal] Due: 事项area · 村4" }]);
    await plan.order(plan.at("2021-09-17", "14:00"), {
      key: "reading-2",
      actor: actors.office,
      order: { kind: "changeReading", milestone: "area", deadline: "2021-11-30", reason: "再次确认" },
    });
    const replyBy = "2021-10-08";
    const instruct = command("instruct", actors.leader2, "area/v4", { unit: "lead", text: "请报进展", replyBy });
    expect(await plan.act("task/2", plan.at("2021-09-17", "15:00"), instruct)).toEqual([]);
    const after = about(await eventsOf(url), "area/v4");
    expect(after).toMatchObject([
      { uid: before[0]?.uid, day: "2021-11-30", sequence: 2 },
      { day: replyBy, summary: "[Rehearsal] Reply to instruction: 事项area · 村4" },
    ]);
    expect(after[0]?.description).toContain("Deadline: 2021-11-30 (originally 2021-10-31)");
    expect(new Set(after.map(({ uid }) => uid)).size).toBe(2);
  });

  it("keeps the day of what is suspended, and says so; what is cancelled goes", async () => {
    const url = await subscribed(await signedIn("helper", "p-helper-head"));
    const until = "2021-12-31";
    const suspend = command("suspend", actors.office, "works/v2", { reason: "汛期", approver: "office/head", until });
    expect(await plan.act("task/2", plan.at("2021-09-17", "17:00"), suspend)).toEqual([]);
    expect(about(await eventsOf(url), "works/v2")).toMatchObject([{ day: "2021-06-30", sequence: 0 }]);
    expect(about(await eventsOf(url), "works/v2")[0]?.description).toContain(
      "亮灯：灰灯。2021年9月17日起暂缓至12月31日",
    );
    await plan.act("task/2", plan.at("2021-09-17", "18:00"), command("cancel", actors.office, "works/v2"));
    expect(about(await eventsOf(url), "works/v2")).toEqual([]);
  });

  it("is empty of rehearsals where they were left out, and follows what is live", async () => {
    const client = await signedIn("leader", "p-leader-2");
    expect((await eventsOf(await subscribed(client))).length).toBeGreaterThan(0);
    expect(await eventsOf(await subscribed(client, { rehearsals: false }))).toEqual([]);
  });

  it("is told as unchanged until it changes, by its tag and by its date", async () => {
    const url = await subscribed(await signedIn("twice", "p-town1-desk"));
    const first = await fetch(url);
    expect(first.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    expect(first.headers.get("cache-control")).toMatch(/^private/);
    const etag = first.headers.get("etag") ?? "";
    const modified = first.headers.get("last-modified") ?? "";
    const again = (headers: Record<string, string>): Promise<Response> => fetch(url, { headers });
    expect((await again({ "if-none-match": etag })).status).toBe(304);
    expect((await again({ "if-modified-since": modified })).status).toBe(304);
    const progress = command("signFor", actors.town1, "ledger/town1");
    await plan.act("task/1", plan.at("2021-09-17", "16:00"), progress);
    const act = command("reportProgress", actors.town1, "ledger/town1", { percent: 80 });
    expect(await plan.act("task/1", plan.at("2021-09-17", "16:00"), act)).toEqual([]);
    expect((await again({ "if-none-match": etag })).status).toBe(200);
    const changed = await again({ "if-modified-since": modified });
    expect(changed.status).toBe(200);
    expect(Date.parse(changed.headers.get("last-modified") ?? "")).toBeGreaterThan(Date.parse(modified));
  });
});

describe("its address", () => {
  it("is shown once, kept as a hash, in no log and in no list", async () => {
    const client = await signedIn("kept", "p-unit-head");
    const url = await subscribed(client);
    const secret = /calendar\/([\w-]+)\.ics$/.exec(url)?.[1] ?? "";
    expect(secret).toHaveLength(43);
    await text(url);
    expect((await fetch(url.replace(secret, `${secret.slice(0, -4)}AAAA`))).status).toBe(404);
    expect(JSON.stringify((await client.get("/me/calendars")).body)).not.toContain(secret);
    expect(JSON.stringify(api.logged)).not.toContain(secret.slice(0, -4));
    const { rows } = await database.pool.query("SELECT f::text AS row FROM calendar_feed f");
    expect(JSON.stringify(rows)).not.toContain(secret);
    const { rows: noted } = await database.pool.query(
      "SELECT e::text AS row FROM audit_event e WHERE kind = 'calendarIssued' AND account_id = $1",
      [client.accountId],
    );
    expect(noted).toHaveLength(1);
    expect(JSON.stringify(noted)).not.toContain(secret);
  });

  it("ends when it is replaced or revoked, or its account is shut out: all as if it had never been", async () => {
    const client = await signedIn("ends", "p-town2-desk");
    const first = await subscribed(client);
    const { body } = await client.get<{ calendars: Calendar[] }>("/me/calendars");
    const id = body.calendars[0]?.id ?? "";
    const { body: replaced } = await client.post<{ url: string }>(`/me/calendars/${id}/replace`, { password: STRONG });
    const second = here(replaced.url);
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200]);
    await setDisabled(database.pool, client.accountId, true);
    const shut = await fetch(second);
    await setDisabled(database.pool, client.accountId, false);
    // What ended with the account stays so.
    expect((await fetch(second)).status).toBe(404);
    await client.post("/sign-in", { account: "ends", password: STRONG });
    expect((await client.post(`/me/calendars/${id}/revoke`, {})).status).toBe(200);
    const refusals = [
      await fetch(first),
      shut,
      await fetch(second),
      await fetch(`${api.base}/api/v1/calendar/${"A".repeat(43)}.ics`),
      await fetch(`${api.base}/api/v1/calendar/x.ics`),
      await fetch(`${api.base}/api/v1/calendar/%00.ics`),
    ];
    const told: unknown[] = [];
    for (const response of refusals) {
      const { instance: _own, requestId: _other, ...problem } = (await response.json()) as Record<string, unknown>;
      told.push([response.status, response.headers.get("cache-control"), problem]);
    }
    expect(told[0]).toMatchObject([404, "no-store", { code: "unknownCalendar" }]);
    for (const one of told) expect(one).toEqual(told[0]);
    expect((await client.post(`/me/calendars/${id}/replace`, { password: STRONG })).status).toBe(404);
    for (const kind of ["calendarReplaced", "calendarRevoked"]) {
      const { rows } = await database.pool.query("SELECT FROM audit_event WHERE kind = $1 AND subject = $2", [
        kind,
        id,
      ]);
      expect(rows, kind).toHaveLength(1);
    }
  });

  it("is its owner's to replace and to revoke, and nobody else's", async () => {
    const owner = await signedIn("owner", "p-unit-desk");
    await subscribed(owner);
    const { body } = await owner.get<{ calendars: Calendar[] }>("/me/calendars");
    const id = body.calendars[0]?.id ?? "";
    const other = await signedIn("other", "p-unit-desk");
    expect((await other.post(`/me/calendars/${id}/replace`, { password: STRONG })).body).toMatchObject({
      code: "unknownCalendar",
    });
    expect((await other.post(`/me/calendars/${id}/revoke`, {})).status).toBe(404);
    expect((await other.get("/me/calendars")).body).toEqual({ calendars: [] });
  });

  it("is not guessed at for long, and not asked for all the time", async () => {
    const url = await subscribed(await signedIn("often", "p-town1-head"));
    const statuses: number[] = [];
    for (let no = 0; no < 61; no++) statuses.push((await fetch(url)).status);
    expect([statuses.at(59), statuses.at(60)]).toEqual([200, 429]);
    const guess = (no: number): string => `${api.base}/api/v1/calendar/${String(no).padStart(43, "g")}.ics`;
    for (let no = 0; no < 60; no++) expect((await fetch(guess(no))).status).toBe(404);
    const refused = await fetch(guess(61));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
