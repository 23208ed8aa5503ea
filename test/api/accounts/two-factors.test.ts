/**
 * Who needs two factors in a plan that runs live, before anything: by grant, by post, by substitution, also where it came later than
 * the session, the token or the calendar.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../../../api/accounts/new-account.js";
import type { Me } from "../../../api/me/schemas.js";
import { grant, setPerson } from "../../../prisma/accounts/account-store.js";
import { machineToken } from "../../../prisma/accounts/machine-account.js";
import { actors } from "../support.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { keptMails } from "../../support/account-mails.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { codeOf } from "../../support/totp.js";
import { Client } from "../client.js";
import { type Api, serve } from "../support.js";

const STRONG = "a long enough password";
let database: TestDatabase;
let api: Api;
let plan: Recorder;
const kept = keptMails();

beforeAll(async () => {
  database = await freshDatabase();
  plan = await new Recorder(database.pool, bundle, "live").open("live");
  api = await serve(database.pool, {}, { mails: kept.mails });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(() => database.pool.query("DELETE FROM rate_limit"));

/** Signed in with a password of their own, and nothing else. */
async function signedIn(account: string, person: string | null, grants: readonly string[] = []): Promise<Client> {
  const { id, password } = await createAccount(database.pool, {
    account,
    name: account,
    email: `${account}@example.gov.cn`,
  });
  if (person !== null) await setPerson(database.pool, id, "small", person);
  for (const role of grants) await grant(database.pool, id, role);
  const client = new Client(api.base);
  await client.post("/sign-in", { account, password });
  expect((await client.post("/me/password", { current: password, next: STRONG })).status).toBe(200);
  return client;
}

const idOf = async (account: string): Promise<string> =>
  (await database.pool.query("SELECT id FROM auth_user WHERE username = $1", [account])).rows[0].id;

const EVERYTHING: readonly (readonly ["get" | "post", string, object?])[] = [
  ["get", "/plans"],
  ["get", "/plans/live/me"],
  ["get", "/me/tokens"],
  ["post", "/me/tokens", { name: "t", scopes: ["read"], password: STRONG }],
  ["get", "/me/calendars"],
  ["post", "/me/calendars", { name: "c", password: STRONG }],
  ["get", "/me/sessions"],
  ["post", "/me/sessions/end-others", {}],
  ["post", "/me/address", { address: "elsewhere@evil.example", password: STRONG }],
];

async function refusedEverything(client: Client, must: string): Promise<void> {
  expect((await client.get<Me>("/me")).body.must).toBe(must);
  for (const [method, path, body = {}] of EVERYTHING) {
    const answer = method === "get" ? await client.get(path) : await client.post(path, body);
    expect([path, answer.status, answer.body.code, answer.body.must]).toEqual([path, 403, "unfinishedSignIn", must]);
  }
}

const bearer = async (token: string, path: string): Promise<{ status: number; must: string | undefined }> => {
  const response = await fetch(`${api.base}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, must: ((await response.json()) as { must?: string }).must };
};

describe("with a password alone, in a plan that runs live", () => {
  it.each([
    ["the office's desk, by its post", "p-office-desk", []],
    ["a county leader", "p-leader-2", []],
    ["the leading group", "p-group-head", []],
    ["the supervision office", "p-supervision-desk", []],
    ["an auditor, by grant", null, ["auditor"]],
    ["the office, by grant", null, ["office"]],
  ] as const)("%s is answered nothing, and makes no token", async (what, person, grants) => {
    const account = `one-${what.replaceAll(/[^a-z]/g, "")}`.slice(0, 40);
    await refusedEverything(await signedIn(account, person, grants), "enrolSecondFactor");
    const { rows } = await database.pool.query("SELECT count(*)::int AS n FROM api_token");
    expect(rows[0].n).toBe(0);
  });

  it("a unit's clerk works as before", async () => {
    const client = await signedIn("clerk", "p-unit-desk");
    expect((await client.get<Me>("/me")).body.must).toBeNull();
    expect((await client.get("/plans/live/me")).status).toBe(200);
  });
});

describe("a token, a calendar and a session that began with one factor", () => {
  it("are worth nothing once their owner became one of those, by post or by substitution", async () => {
    const client = await signedIn("rising", "p-town2-desk");
    const proof = { password: STRONG };
    const { token } = (await client.post("/me/tokens", { name: "t", scopes: ["read"], ...proof })).body;
    const { url } = (await client.post("/me/calendars", { name: "c", ...proof })).body;
    // What a calendar says of 2026 is no matter: the small plan's working days end before.
    const calendar = async (): Promise<"there" | "none"> =>
      (await fetch(url.replace("http://127.0.0.1", api.base))).status === 404 ? "none" : "there";
    const isOpen = async () => [
      (await bearer(token, "/plans/live/me")).status,
      await calendar(),
      (await client.get("/plans/live/me")).status,
    ];
    expect(await isOpen()).toEqual([200, "there", 200]);

    // By substitution: from now on, in the office's desk.
    const { rows } = await database.pool.query("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS today");
    const { today } = rows[0] as { today: string };
    await plan.order(Date.now(), {
      key: "stands-in",
      actor: actors.office,
      order: {
        kind: "delegate",
        post: "office/desk",
        principal: "p-office-desk",
        substitute: "p-town2-desk",
        from: today,
        until: "2099-12-31",
        reason: "学习",
      },
    });
    expect(await isOpen()).toEqual([403, "none", 403]);
    expect(await bearer(token, "/me")).toEqual({ status: 403, must: "newToken" });
    expect(await bearer(token, "/plans")).toEqual({ status: 403, must: "newToken" });
    await plan.order(Date.now(), {
      key: "back",
      actor: actors.office,
      order: { kind: "endDelegation", delegation: "stands-in", post: "office/desk", reason: "返岗" },
    });
    expect(await isOpen()).toEqual([200, "there", 200]);

    // By post.
    await setPerson(database.pool, await idOf("rising"), "small", "p-office-head");
    expect(await isOpen()).toEqual([403, "none", 403]);
    await refusedEverything(client, "enrolSecondFactor");
  });

  it("are made anew with two, each code once, and hold", async () => {
    const client = await signedIn("finished", "p-office-desk");
    const { uri } = (await client.post("/me/second-factor", { password: STRONG })).body;
    expect((await client.post("/me/second-factor/confirm", { code: codeOf(uri) })).status).toBe(200);
    expect((await client.get("/plans/live/me")).status).toBe(200);
    const wanted = { name: "t", scopes: ["read"], password: STRONG };
    for (const code of [undefined, "000000", codeOf(uri)])
      expect((await client.post("/me/tokens", { ...wanted, code })).body.code, `${code}`).toBe("wrongCode");
    expect((await client.post("/me/tokens", { ...wanted, password: "wrong", code: codeOf(uri, 1) })).body.code).toBe(
      "wrongCredentials",
    );
    const made = await client.post("/me/tokens", { ...wanted, code: codeOf(uri, 1) });
    expect(made).toMatchObject({ status: 200, body: { twoFactors: true } });
    expect((await bearer(made.body.token, "/plans/live/me")).status).toBe(200);
    expect(kept.told.map(({ change }) => change)).toEqual(
      expect.arrayContaining(["secondFactorEnrolled", "tokenIssued", "passwordChanged", "calendarIssued"]),
    );
  });

  it("of a machine were made on the command line, and hold", async () => {
    const what = { account: "reports", grants: ["auditor"], scopes: ["read"], days: 1 } as const;
    const { token } = await machineToken(database.pool, what);
    expect((await bearer(token, "/plans/live/me")).status).toBe(200);
  });
});
