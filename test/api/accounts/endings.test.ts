/** What opens an account, and all that ends with its password, its factor or itself: sessions, links, tokens, calendars; and limits. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount, giveOneTimePassword } from "../../../api/accounts/new-account.js";
import type { Me, Session } from "../../../api/me/schemas.js";
import { accountById, forgetSecondFactor, setDisabled, setPerson } from "../../../prisma/accounts/account-store.js";
import { sweepSignIns } from "../../../prisma/accounts/session-store.js";
import { keptMails } from "../../support/account-mails.js";
import { accountSettings } from "../../support/callers.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Client } from "../client.js";
import { type Api, playStory, serve } from "../support.js";

const STRONG = "a long enough password";
const OTHER = "quite another password here";
let database: TestDatabase;
let api: Api;
const kept = keptMails();

beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool, {}, { mails: kept.mails });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(() => database.pool.query("DELETE FROM rate_limit"));

const browser = (): Client => new Client(api.base);

async function account(name: string, email: string | null = `${name}@example.gov.cn`): Promise<string> {
  const what = { account: name, name, ...(email === null ? {} : { email }) };
  const { id, password } = await createAccount(database.pool, what);
  await setPerson(database.pool, id, "small", "p-unit-desk");
  const client = browser();
  await client.post("/sign-in", { account: name, password });
  expect((await client.post("/me/password", { current: password, next: STRONG })).status).toBe(200);
  return id;
}

async function signedIn(name: string, password = STRONG, client = browser()): Promise<Client> {
  expect(await client.post("/sign-in", { account: name, password })).toMatchObject({ status: 200 });
  return client;
}

/** All that opens an account besides its password, and whether each still does. */
async function everyWay(name: string, id: string) {
  const client = await signedIn(name);
  const proof = { password: STRONG };
  const { token } = (await client.post("/me/tokens", { name: "t", scopes: ["read"], ...proof })).body;
  const { url } = (await client.post("/me/calendars", { name: "c", ...proof })).body;
  const before = kept.resets.length;
  for (let no = 0; no < 2; no++) await browser().post("/password-reset", { account: name });
  await expect.poll(() => kept.resets.length).toBe(before + 2);
  const links = kept.resets.filter(({ accountId }) => accountId === id).map((one) => one.token);
  const open = async () => ({
    session: (await client.get("/me")).status,
    token: (await fetch(`${api.base}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status,
    calendar: (await fetch(url.replace("http://127.0.0.1", api.base))).status,
    link: (await browser().post("/password-reset/confirm", { token: links.at(-1), password: OTHER })).status,
  });
  return { client, links, open };
}
const ALL_ENDED = { session: 401, token: 401, calendar: 404, link: 400 };

describe("all that opens an account ends", () => {
  it("with one of its mailed links: the others with it", async () => {
    const id = await account("linked");
    const { links, open } = await everyWay("linked", id);
    const [first] = links;
    expect((await browser().post("/password-reset/confirm", { token: first, password: OTHER })).status).toBe(200);
    expect(await open()).toEqual(ALL_ENDED);
    expect(kept.told).toContainEqual({ accountId: id, change: "passwordReset", also: null });
  });

  it("with a changed password, but for the session in which it was", async () => {
    const id = await account("changing");
    const { client, open } = await everyWay("changing", id);
    expect((await client.post("/me/password", { current: STRONG, next: OTHER })).status).toBe(200);
    expect(await open()).toEqual({ ...ALL_ENDED, session: 200 });
  });

  it.each([
    ["reset", (id: string) => giveOneTimePassword(database.pool, id)],
    ["second-factor", (id: string) => forgetSecondFactor(database.pool, id)],
    ["disable", (id: string) => setDisabled(database.pool, id, true)],
  ] as const)("on the command line: %s", async (how, end) => {
    const id = await account(`ended-${how}`);
    const { open } = await everyWay(`ended-${how}`, id);
    await end(id);
    expect(await open()).toEqual(ALL_ENDED);
    // What had ended stays so.
    await setDisabled(database.pool, id, false);
    expect(await open()).toEqual(ALL_ENDED);
  });
});

describe("a link for a new password", () => {
  it("goes to an address that its owner confirmed, and to no other", async () => {
    const id = await account("addressed", null);
    const ask = () => browser().post("/password-reset", { account: "addressed" });
    const before = kept.resets.length;
    // The roster has an address of this person; it is the office's to change.
    await ask();
    const client = await signedIn("addressed");
    const wanted = { address: "Ａddressed@example.gov.cn" };
    expect((await client.post("/me/address", wanted)).body.code).toBe("wrongCredentials");
    expect((await client.post("/me/address", { ...wanted, password: STRONG })).status).toBe(200);
    expect((await accountById(database.pool, id))?.email).toBeNull();
    const { address, token } = kept.confirmations.at(-1) ?? { address: "", token: "" };
    expect(address).toBe("Addressed@example.gov.cn");
    // The link alone is nothing: its reader must be the account's owner.
    const other = await account("other-owner").then(() => signedIn("other-owner"));
    expect((await other.post("/me/address/confirm", { token })).body.code).toBe("badLink");
    expect((await browser().post("/me/address/confirm", { token })).status).toBe(401);
    expect((await client.post("/me/address/confirm", { token })).status).toBe(200);
    expect((await client.post("/me/address/confirm", { token })).body.code).toBe("badLink");
    expect((await client.get<Me>("/me")).body.email).toBe("addressed@example.gov.cn");
    expect(kept.resets.length).toBe(before);
    await ask();
    await expect.poll(() => kept.resets.at(-1)?.accountId).toBe(id);
    // The address before hears of the next one.
    await client.post("/me/address", { address: "second@example.gov.cn", password: STRONG });
    await client.post("/me/address/confirm", { token: kept.confirmations.at(-1)?.token });
    expect(kept.told).toContainEqual({ accountId: id, change: "addressChanged", also: "addressed@example.gov.cn" });
    await client.post("/me/address", { address: "other-owner@example.gov.cn", password: STRONG });
    const taken = await client.post("/me/address/confirm", { token: kept.confirmations.at(-1)?.token });
    expect([taken.status, taken.body.code]).toEqual([409, "addressTaken"]);
  });
});

describe("sessions", () => {
  it("are listed with where they are used, and ended one by one or all", async () => {
    const id = await account("sessions");
    const [here, there, elsewhere] = [
      await signedIn("sessions"),
      await signedIn("sessions"),
      await signedIn("sessions"),
    ];
    const list = async () => (await here.get<{ sessions: Session[] }>("/me/sessions")).body.sessions;
    const all = await list();
    expect(all).toHaveLength(4);
    expect(all.filter(({ current }) => current)).toHaveLength(1);
    expect(all[0]).toMatchObject({ address: "127.0.0.1", userAgent: "node", cameBy: "password", twoFactors: false });
    const foreign = await account("sessions-other").then(() => signedIn("sessions-other"));
    const [newest] = all;
    expect((await foreign.post(`/me/sessions/${newest?.id}/end`, {})).body.code).toBe("unknownSession");
    expect((await here.post(`/me/sessions/${newest?.id}/end`, {})).status).toBe(200);
    expect([(await elsewhere.get("/me")).status, (await there.get("/me")).status]).toEqual([401, 200]);
    expect((await here.post("/me/sessions/end-others", {})).body).toEqual({ ended: 2 });
    expect([(await here.get("/me")).status, (await there.get("/me")).status]).toEqual([200, 401]);
    const { rows } = await database.pool.query("SELECT count(*)::int AS n FROM auth_session WHERE user_id = $1", [id]);
    expect(rows[0].n).toBe(1);
  });

  it("end after their time however much they are used, and are swept", async () => {
    const id = await account("long");
    const client = await signedIn("long");
    const ends = async () =>
      (await database.pool.query("SELECT max(expires_at) AS at FROM auth_session WHERE user_id = $1", [id])).rows[0].at;
    await database.pool.query(
      "UPDATE auth_session SET created_at = created_at - interval '11 hours', expires_at = expires_at - interval '11 hours', updated_at = updated_at - interval '11 hours' WHERE user_id = $1",
      [id],
    );
    const before = await ends();
    expect((await client.get("/me")).status).toBe(200);
    expect(await ends()).toEqual(before);
    await sweepSignIns(database.pool, new Date(before.getTime() + 1));
    expect(await ends()).toBeNull();
    expect((await client.get("/me")).status).toBe(401);
  });
});

describe("two instances on one host", () => {
  it("have cookies of their own: signing in at one signs nobody out at the other", async () => {
    await account("both");
    const other = await serve(database.pool, {}, { publicUrl: "http://127.0.0.1:7700" });
    // A browser keeps cookies by host, whatever the port.
    const here = await signedIn("both");
    const there = new Client(other.base);
    there.keep(here.cookie.split("; "));
    await signedIn("ｂｏｔｈ", STRONG, there);
    expect(there.cookie).toContain("duban-7700.session_token=");
    here.keep(there.cookie.split("; "));
    expect([(await here.get("/me")).status, (await there.get("/me")).status]).toEqual([200, 200]);
    await there.post("/sign-out", {});
    expect([(await here.get("/me")).status, (await there.get("/me")).status]).toEqual([200, 401]);
    await other.close();
  });
});

describe("a one-time password", () => {
  it("ends after seven days, which is told only to who knows it", async () => {
    const { id, password } = await createAccount(database.pool, { account: "late", name: "迟来" });
    await database.pool.query("UPDATE auth_user SET password_ends_at = now() - interval '1 second' WHERE id = $1", [
      id,
    ]);
    expect((await browser().post("/sign-in", { account: "late", password: "wrong" })).body.code).toBe(
      "wrongCredentials",
    );
    const client = browser();
    expect((await client.post("/sign-in", { account: "late", password })).body.code).toBe("oneTimePasswordEnded");
    expect((await client.get("/me")).status).toBe(401);
    const another = await giveOneTimePassword(database.pool, id);
    expect((await browser().post("/sign-in", { account: "late", password: another })).status).toBe(200);
  });
});

describe("a new password", () => {
  it.each([
    "aaaaaaaaaaaaaa",
    "password1234",
    "123456789012",
    "1qaz2wsx3edc",
    "admin@123456",
    "weaklings12",
    "weak weak weak",
  ])("is not %s", async (next) => {
    const { id, password } = await createAccount(database.pool, {
      account: `w${Math.random().toString(36).slice(2, 9)}`,
      name: "weaklings",
    });
    const { account: name } = (await accountById(database.pool, id)) ?? { account: "" };
    const client = await signedIn(name, password);
    const { status, body } = await client.post("/me/password", { current: password, next });
    expect([status, ["weakPassword", "invalidBody"].includes(body.code)]).toEqual([400, true]);
  });
});

describe("others' failures", () => {
  const wrong = (client: Client, name: string) => client.post("/sign-in", { account: name, password: "wrong wrong" });

  it("hold up no browser that signed in before, and not the account at another address", async () => {
    await account("target");
    const known = await signedIn("target");
    await known.post("/sign-out", {});
    for (let no = 0; no < 9; no++) await wrong(browser(), "target");
    expect((await browser().post("/sign-in", { account: "target", password: STRONG })).status).toBe(429);
    await signedIn("target", STRONG, known);
    // A mark of another account, or a forged one, is none.
    await account("marked");
    const marked = await signedIn("marked");
    expect((await marked.post("/sign-in", { account: "target", password: STRONG })).status).toBe(429);
    const behind = await serve(database.pool, {}, { trustedProxies: 1 });
    const from = (address: string, password: string) =>
      fetch(`${behind.base}/api/v1/sign-in`, {
        method: "POST",
        body: JSON.stringify({ account: "target", password }),
        headers: { "content-type": "application/json", origin: behind.base, "x-forwarded-for": address },
      });
    expect((await from("10.0.0.1", STRONG)).status).toBe(200);
    // From very many addresses: the account itself is held, for a minute first.
    for (let no = 0; no < 42; no++) await from(`10.1.0.${no}`, "wrong wrong");
    const held = await from("10.2.0.1", STRONG);
    expect([held.status, Number(held.headers.get("retry-after"))]).toEqual([429, expect.any(Number)]);
    expect(Number(held.headers.get("retry-after"))).toBeLessThanOrEqual(120);
    await signedIn("target", STRONG, known);
    await behind.close();
  });

  it("leave one row in the audit log for an account and an address", async () => {
    const count = async (): Promise<number> =>
      (await database.pool.query("SELECT count(*)::int AS n FROM audit_event")).rows[0].n;
    const before = await count();
    for (let no = 0; no < 30; no++) await wrong(browser(), "nobody-at-all");
    expect((await count()) - before).toBe(2);
  });

  it("do not hold up a good calendar", async () => {
    await account("dated");
    const client = await signedIn("dated");
    const { url } = (await client.post("/me/calendars", { name: "c", password: STRONG })).body;
    const statuses = new Set<number>();
    for (let no = 0; no < 62; no++)
      statuses.add((await fetch(`${api.base}/api/v1/calendar/${"x".repeat(42)}${no % 10}.ics`)).status);
    expect(statuses).toEqual(new Set([404, 429]));
    expect((await fetch(url.replace("http://127.0.0.1", api.base))).status).toBe(200);
  });
});

describe("one account", () => {
  it("has so many streams, and makes so many tokens a day, whatever others do", async () => {
    await account("busy");
    await account("quiet");
    const quotas = { ...accountSettings.quotas, streams: 2, secretsPerDay: 2 };
    const own = await serve(database.pool, {}, { quotas });
    const client = new Client(own.base);
    await client.post("/sign-in", { account: "busy", password: STRONG });
    const stream = (cookie: string) => fetch(`${own.base}/api/v1/plans/story/feed/stream`, { headers: { cookie } });
    const open = [await stream(client.cookie), await stream(client.cookie)];
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    const third = await stream(client.cookie);
    expect([third.status, third.headers.get("retry-after") !== null]).toEqual([429, true]);
    const other = new Client(own.base);
    await other.post("/sign-in", { account: "quiet", password: STRONG });
    expect((await stream(other.cookie)).status).toBe(200);
    await open[0]?.body?.cancel();
    await expect.poll(async () => (await stream(client.cookie)).status).toBe(200);
    const made: number[] = [];
    for (let no = 0; no < 3; no++)
      made.push((await client.post("/me/tokens", { name: "t", scopes: ["read"], password: STRONG })).status);
    expect(made).toEqual([200, 200, 429]);
    await own.close();
  });

  it("acts so often a minute, counted before its body is read", async () => {
    const quotas = { ...accountSettings.quotas, actsPerMinute: 3, itemsPerMinute: 5 };
    const own = await serve(database.pool, {}, { quotas });
    const client = new Client(own.base);
    await client.post("/sign-in", { account: "busy", password: STRONG });
    const act = (items: readonly string[], key: string) =>
      fetch(`${own.base}/api/v1/plans/story/actions/signFor`, {
        method: "POST",
        body: JSON.stringify({ items }),
        headers: {
          "content-type": "application/json",
          origin: own.base,
          cookie: client.cookie,
          "idempotency-key": key,
        },
      });
    const many = await act(["works/v1", "works/v2", "works/v3", "works/v4", "a", "b"], "too-many-items");
    expect([many.status, ((await many.json()) as { code: string }).code]).toEqual([429, "tooManyRequests"]);
    for (let no = 0; no < 2; no++) expect((await act(["works/v1"], `some-key-${no}`)).status).not.toBe(429);
    const over = await act(["works/v1"], "some-key-9");
    expect(over.status).toBe(429);
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    await own.close();
  });
});
