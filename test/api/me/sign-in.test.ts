/** Signing in over HTTP, as a browser would: cookies, lock-out, second factor, tokens, mailed links, and what a foreign page can't do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount, giveOneTimePassword } from "../../../api/accounts/new-account.js";
import { ensureFirstAccount, linkFirstAccount } from "../../../api/accounts/first-start.js";
import { ensureSamples } from "../../../api/accounts/samples.js";
import type { Me, PlanMe, SignInOptions } from "../../../api/me/schemas.js";
import { accountByName, grant, setDisabled, setPerson } from "../../../prisma/accounts/account-store.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { keptMails } from "../../support/account-mails.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";
import { codeOf } from "../../support/totp.js";
import { Client } from "../client.js";
import { type Api, playStory, serve } from "../support.js";

const STRONG = "a long enough password";
let database: TestDatabase;
let api: Api;
const kept = keptMails();
const mails = kept.resets;

beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool, {}, { mails: kept.mails });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

// All of the tests' browsers have one address.
beforeEach(() => database.pool.query("DELETE FROM rate_limit"));

const browser = (): Client => new Client(api.base);

/** An account with a password of its own, who is a person of the small plan. */
async function person(
  account: string,
  who: string | null,
  grants: readonly string[] = [],
  email = `${account}@example.gov.cn`,
): Promise<string> {
  const { id, password } = await createAccount(database.pool, { account, name: account, email });
  if (who !== null) await setPerson(database.pool, id, "small", who);
  for (const role of grants) await grant(database.pool, id, role);
  const client = browser();
  expect(await client.post("/sign-in", { account, password })).toMatchObject({
    status: 200,
    body: { next: "signedIn" },
  });
  expect((await client.post("/me/password", { current: password, next: STRONG })).status).toBe(200);
  return id;
}

async function signedIn(account: string, password = STRONG): Promise<Client> {
  const client = browser();
  expect(await client.post("/sign-in", { account, password })).toMatchObject({
    status: 200,
    body: { next: "signedIn" },
  });
  return client;
}

/** As if the half minute of the newest code were over. */
const forgetSpentCodes = () => database.pool.query("UPDATE auth_second_factor SET last_counter = NULL");

const audited = async (kind: string): Promise<Record<string, unknown>[]> =>
  (await database.pool.query("SELECT * FROM audit_event WHERE kind = $1 ORDER BY id", [kind])).rows;

describe("a stranger", () => {
  it("is let in nowhere, and not told which plans there are", async () => {
    const client = browser();
    for (const path of ["/plans", "/plans/story", "/plans/nowhere", "/plans/story/feed/stream", "/me", "/audit"])
      expect(await client.get(path), path).toMatchObject({ status: 401, body: { code: "notSignedIn" } });
    for (const path of ["/plans/story/clock", "/sign-out", "/me/tokens"])
      expect((await client.post(path, {})).status, path).toBe(401);
  });

  it("is told of health, the interface and the ways to sign in", async () => {
    for (const path of ["/healthz", "/readyz", "/version", "/api/openapi.json", "/api/docs/"])
      expect((await fetch(`${api.base}${path}`)).status, path).toBe(200);
    expect((await browser().get<SignInOptions>("/sign-in")).body).toEqual({ samples: [], singleSignOn: null });
  });

  it("does not get in with a forged or foreign cookie, nor with better-auth's own paths", async () => {
    await person("forged", "p-unit-desk");
    const client = await signedIn("forged");
    const session = client.cookie.split("; ").find((one) => one.startsWith("duban.session_token=")) ?? "";
    const [name, value = ""] = session.split("=");
    const [token] = decodeURIComponent(value).split(".");
    for (const cookie of [
      `${name}=${token}`,
      `${name}=${token}.AAAA`,
      `${name}=${encodeURIComponent(`${token}.${"A".repeat(43)}=`)}`,
    ])
      expect((await fetch(`${api.base}/api/v1/me`, { headers: { cookie } })).status, cookie).toBe(401);
    for (const path of [
      "/api/auth/get-session",
      "/api/auth/sign-up/email",
      "/api/auth/sign-in/username",
      "/api/auth/ok",
    ])
      expect((await fetch(`${api.base}${path}`, { headers: { cookie: client.cookie } })).status, path).toBe(404);
  });
});

describe("a password", () => {
  it("makes a session whose cookie no script reads, and which ends with signing out", async () => {
    await person("clerk", "p-unit-desk");
    const client = browser();
    const answer = await client.post("/sign-in", { account: "CLERK", password: STRONG });
    expect(answer.headers.getSetCookie().join()).toMatch(/^duban\.session_token=[^;]+;.*HttpOnly; SameSite=Lax/);
    expect((await client.get<Me>("/me")).body).toMatchObject({ account: "clerk", must: null, secondFactor: false });
    expect((await client.get<PlanMe>("/plans/story/me")).body).toMatchObject({
      person: { id: "p-unit-desk" },
      capacities: [{ post: { id: "unit/desk" } }],
      seesAll: false,
    });
    const { cookie } = client;
    expect((await client.post("/sign-out", {})).status).toBe(200);
    expect((await fetch(`${api.base}/api/v1/me`, { headers: { cookie } })).status).toBe(401);
  });

  it("that is wrong, an account that is not there and one that is shut out are refused alike", async () => {
    const id = await person("shut", "p-town1-desk");
    await setDisabled(database.pool, id, true);
    const refusals = await Promise.all(
      [
        { account: "clerk", password: "not the password" },
        { account: "nobody-here", password: "not the password" },
        { account: "shut", password: STRONG },
        { account: "x", password: "p" },
      ].map((body) => browser().post("/sign-in", body)),
    );
    for (const { status, body, headers } of refusals) {
      expect([status, body.code, body.detail]).toEqual([401, "wrongCredentials", refusals[0]?.body.detail]);
      expect(headers.getSetCookie().filter((cookie) => !cookie.includes("Max-Age=0"))).toEqual([]);
    }
    // Neither names nor passwords that were typed are kept anywhere.
    expect(JSON.stringify(await audited("signInFailed"))).not.toContain("nobody-here");
    expect(JSON.stringify(api.logged)).not.toMatch(/nobody-here|not the password|clerk/);
  });

  it("can be tried eight times, on all API processes together", async () => {
    await person("locked", "p-town2-desk");
    const other = await serve(database.pool);
    const tries: number[] = [];
    for (let no = 0; no < 9; no++)
      tries.push(
        (
          await new Client(no % 2 ? api.base : other.base).post("/sign-in", {
            account: "locked",
            password: "wrong wrong",
          })
        ).status,
      );
    expect(tries).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 429]);
    const answer = await browser().post("/sign-in", { account: "locked", password: STRONG });
    expect(answer).toMatchObject({ status: 429, body: { code: "tooManyAttempts" } });
    // As long as for an account that is there, one that is not is locked too.
    for (let no = 0; no < 8; no++) await browser().post("/sign-in", { account: "ghost", password: "wrong wrong" });
    expect((await browser().post("/sign-in", { account: "ghost", password: "wrong wrong" })).status).toBe(429);
    await database.pool.query("DELETE FROM rate_limit");
    // Many accounts from one address: that is somebody who guesses names.
    for (let no = 0; no < 60; no++)
      await browser().post("/sign-in", { account: `guess-${no}`, password: "wrong wrong" });
    expect((await browser().post("/sign-in", { account: "clerk", password: STRONG })).status).toBe(429);
    expect((await audited("lockedOut")).length).toBeGreaterThanOrEqual(2);
    await other.close();
  });

  it("given once must be changed before anything else", async () => {
    const { id, password } = await createAccount(database.pool, { account: "fresh", name: "新人" });
    await setPerson(database.pool, id, "small", "p-lead-desk");
    const client = browser();
    await client.post("/sign-in", { account: "fresh", password });
    expect((await client.get<Me>("/me")).body.must).toBe("changePassword");
    expect(await client.get("/plans/story")).toMatchObject({
      status: 403,
      body: { code: "unfinishedSignIn", must: "changePassword" },
    });
    expect((await client.post("/me/tokens", { name: "t", scopes: ["read"] })).status).toBe(403);
    expect((await client.post("/me/password", { current: password, next: "short" })).status).toBe(400);
    expect((await client.post("/me/password", { current: password, next: password })).body.code).toBe("weakPassword");
    expect((await client.post("/me/password", { current: "wrong", next: STRONG })).status).toBe(401);
    expect((await client.post("/me/password", { current: password, next: STRONG })).status).toBe(200);
    expect((await client.get("/plans/story")).status).toBe(200);
    await signedIn("fresh");
  });

  it("changed elsewhere ends a session", async () => {
    await person("twice", "p-lead-desk");
    const [first, second] = [await signedIn("twice"), await signedIn("twice")];
    await first.post("/me/password", { current: STRONG, next: "another long password" });
    expect([(await first.get("/me")).status, (await second.get("/me")).status]).toEqual([200, 401]);
  });

  it("is reset by a mailed link, once", async () => {
    const id = await person("forgot", "p-unit-head");
    const session = await signedIn("forgot");
    const known = await browser().post("/password-reset", { account: "forgot" });
    const unknown = await browser().post("/password-reset", { account: "no-such-account" });
    expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
    // It goes after the answer, which must not tell by its time whether there is an account.
    await expect.poll(() => mails).toEqual([{ accountId: id, token: expect.any(String) }]);
    const token = mails[0]?.token ?? "";
    expect((await browser().post("/password-reset/confirm", { token, password: "short" })).status).toBe(400);
    expect(
      (await browser().post("/password-reset/confirm", { token: "x".repeat(24), password: STRONG })).body.code,
    ).toBe("badLink");
    const common = await browser().post("/password-reset/confirm", { token, password: "admin@123456" });
    expect(common.body.code).toBe("weakPassword");
    expect((await browser().post("/password-reset/confirm", { token, password: "a brand new password" })).status).toBe(
      200,
    );
    expect(
      (await browser().post("/password-reset/confirm", { token, password: "once more a password" })).body.code,
    ).toBe("badLink");
    expect((await session.get("/me")).status).toBe(401);
    await signedIn("forgot", "a brand new password");
    for (let no = 0; no < 3; no++) await browser().post("/password-reset", { account: "forgot" });
    expect((await browser().post("/password-reset", { account: "forgot" })).status).toBe(429);
  });
});

describe("the office", () => {
  it("has an account from the first start, and enrols a second factor before anything else", async () => {
    await database.pool.query("UPDATE auth_user SET sample = true");
    const password = (await ensureFirstAccount(database.pool)) ?? "";
    expect(password).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(await ensureFirstAccount(database.pool)).toBeNull();
    await database.pool.query("UPDATE auth_user SET sample = false");
    await linkFirstAccount(database.pool, bundle, "2021-04-12");

    const client = browser();
    await client.post("/sign-in", { account: "office", password });
    await client.post("/me/password", { current: password, next: STRONG });
    expect((await client.get<Me>("/me")).body.must).toBe("enrolSecondFactor");
    expect((await client.get("/plans/story")).body).toMatchObject({
      code: "unfinishedSignIn",
      must: "enrolSecondFactor",
    });
    expect((await client.post("/me/second-factor", { password: "wrong" })).status).toBe(401);
    const enrolled = await client.post<{ uri: string; recoveryCodes: string[] }>("/me/second-factor", {
      password: STRONG,
    });
    expect(decodeURIComponent(enrolled.body.uri)).toContain("otpauth://totp/督办 duban:office");
    expect((await client.post("/me/second-factor/confirm", { code: "000000" })).body.code).toBe("wrongCode");
    // As an authenticator shows it, typed with an input method on: one door takes what the other does.
    const shown = codeOf(enrolled.body.uri).replace(/^(...)/, "$1 ");
    const fullWidth = Array.from(shown, (one) =>
      one === " " ? "\u3000" : String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0),
    );
    expect((await client.post("/me/second-factor/confirm", { code: fullWidth.join("") })).status).toBe(200);
    expect((await client.get<PlanMe>("/plans/story/me")).body).toMatchObject({
      seesAll: true,
      person: { id: "p-office-desk" },
    });

    // From now on a password alone opens nothing.
    const again = browser();
    expect((await again.post("/sign-in", { account: "office", password: STRONG })).body).toEqual({
      next: "secondFactor",
    });
    expect((await again.get("/me")).status).toBe(401);
    expect((await again.post("/sign-in/second-factor", { code: "000000" })).body.code).toBe("wrongCode");
    // The code that enrolled is spent, as is each that signed somebody in.
    const spent = await again.post("/sign-in/second-factor", { code: codeOf(enrolled.body.uri) });
    expect([spent.status, spent.body.code]).toEqual([401, "wrongCode"]);
    await forgetSpentCodes();
    expect((await again.post("/sign-in/second-factor", { code: codeOf(enrolled.body.uri) })).status).toBe(200);
    const twice = browser();
    await twice.post("/sign-in", { account: "office", password: STRONG });
    expect((await twice.post("/sign-in/second-factor", { code: codeOf(enrolled.body.uri) })).status).toBe(401);
    // Whose second factor failed is told, though nobody was let in.
    expect((await audited("secondFactorFailed")).map((row) => row["account_id"])).toEqual([
      (await accountByName(database.pool, "office"))?.id,
    ]);
    expect((await again.get("/plans/story")).status).toBe(200);
    const recovered = browser();
    await recovered.post("/sign-in", { account: "office", password: STRONG });
    const [recovery = "", second = "", third = ""] = enrolled.body.recoveryCodes;
    expect((await recovered.post("/sign-in/second-factor", { code: recovery })).status).toBe(200);
    // From paper: in capitals with a long dash, or with none.
    for (const code of [second.toUpperCase().replaceAll("-", "—"), third.replaceAll("-", "")]) {
      const fromPaper = browser();
      await fromPaper.post("/sign-in", { account: "office", password: STRONG });
      expect((await fromPaper.post("/sign-in/second-factor", { code })).status).toBe(200);
    }
    const replayed = browser();
    await replayed.post("/sign-in", { account: "office", password: STRONG });
    expect((await replayed.post("/sign-in/second-factor", { code: recovery })).status).toBe(401);
    expect((await audited("signIn")).map(({ detail }) => (detail as { by: string }).by)).toContain("recoveryCode");

    // Who lost both gets a one-time password; the code is still asked for.
    const office = await accountByName(database.pool, "office");
    const once = await giveOneTimePassword(database.pool, office?.id ?? "");
    expect((await browser().post("/sign-in", { account: "office", password: once })).body).toEqual({
      next: "secondFactor",
    });
  });
});

describe("a token", () => {
  it("reads and acts within its scopes until it is revoked or ends", async () => {
    await person("machine", null, ["auditor"]);
    const client = await signedIn("machine");
    const wanted = { name: "报表", scopes: ["read"], days: 1 };
    expect((await client.post("/me/tokens", wanted)).body.code).toBe("wrongCredentials");
    expect((await client.post("/me/tokens", { ...wanted, password: "wrong" })).body.code).toBe("wrongCredentials");
    const issued = await client.post<{ id: string; token: string }>("/me/tokens", { ...wanted, password: STRONG });
    const { id, token } = issued.body;
    expect(token).toMatch(/^duban_[\w-]{43}$/);
    expect(JSON.stringify((await client.get("/me/tokens")).body)).not.toContain(token);
    const ask = async (path: string, init: RequestInit = {}) =>
      (
        await fetch(`${api.base}/api/v1${path}`, {
          ...init,
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        })
      ).status;
    expect(await ask("/plans/story/lights")).toBe(200);
    expect(await ask("/me")).toBe(200);
    expect(await ask("/audit")).toBe(403);
    expect(await ask("/me/tokens")).toBe(403);
    expect(await ask("/me/tokens", { method: "POST", body: '{"name":"x","scopes":["act"]}' })).toBe(403);
    expect(await ask("/plans/story/clock", { method: "POST", body: '{"action":"pause"}' })).toBe(403);
    await database.pool.query("UPDATE api_token SET expires_at = now() - interval '1 second'");
    expect(await ask("/plans/story/lights")).toBe(401);
    await database.pool.query("UPDATE api_token SET expires_at = now() + interval '1 day'");
    expect((await client.post(`/me/tokens/${id}/revoke`, {})).status).toBe(200);
    expect(await ask("/plans/story/lights")).toBe(401);
    const other = await signedIn("fresh");
    expect((await other.post(`/me/tokens/${id}/revoke`, {})).status).toBe(404);
    const { rows } = await database.pool.query("SELECT * FROM api_token");
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe("a foreign page", () => {
  it("changes nothing in a signed-in reader's name, nor signs anybody in", async () => {
    const client = await signedIn("fresh");
    const send = async (path: string, headers: Record<string, string>, body = "{}") =>
      (
        await fetch(`${api.base}/api/v1${path}`, {
          method: "POST",
          body,
          headers: { "content-type": "application/json", cookie: client.cookie, ...headers },
        })
      ).status;
    for (const headers of [
      { origin: "https://evil.example", authorization: "Basic eDp5" },
      { origin: "https://evil.example", authorization: "" },
      { origin: "https://evil.example", authorization: "Bearer" },
      { origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "https://other.example.gov.cn" },
      { origin: "null" },
      {},
    ])
      expect(await send("/sign-out", headers), JSON.stringify(headers)).toBe(403);
    // What comes by a token comes without cookies.
    expect(await send("/sign-out", { origin: "https://evil.example", authorization: "Bearer nonsense" })).toBe(401);
    expect((await client.get("/me")).status).toBe(200);
    expect(
      await send("/sign-in", { cookie: "", origin: "https://evil.example" }, '{"account":"fresh","password":"x"}'),
    ).toBe(403);
    // A form can send text, never JSON.
    expect(await send("/me/password", { origin: api.base, "content-type": "text/plain" })).toBe(415);
    expect(await send("/sign-out", { origin: api.base })).toBe(200);
  });
});

describe("sample accounts", () => {
  it("are one for each role, open by one click, and closed where a plan runs live", async () => {
    await ensureSamples(database.pool, bundle);
    await ensureSamples(database.pool, bundle);
    const { samples } = (await browser().get<SignInOptions>("/sign-in")).body;
    expect(samples.map(({ role }) => role)).toEqual([
      "unitClerk",
      "unitHead",
      "township",
      "helpingUnit",
      "verifier",
      "departmentHead",
      "countyLeader",
      "office",
      "supervisionOffice",
      "leadingGroup",
      "auditor",
    ]);
    for (const { account, role } of samples) {
      const client = browser();
      expect((await client.post("/sign-in/sample", { account })).status, account).toBe(200);
      const { status, body } = await client.get<PlanMe>("/plans/story/me");
      expect(status, `${account} ${JSON.stringify(body)}`).toBe(200);
      expect(
        body.roles.map((one) => one.role),
        account,
      ).toContain(role);
    }
    expect((await browser().post("/sign-in/sample", { account: "clerk" })).status).toBe(401);
    const open = browser();
    await open.post("/sign-in/sample", { account: "sample-auditor" });
    expect((await open.get("/audit")).status).toBe(200);
    const listed = async (client: Client): Promise<string[]> =>
      (await client.get<{ rows: { id: string }[] }>("/plans")).body.rows.map(({ id }) => id);
    expect(await listed(open)).toEqual(["story"]);
    const row = {
      id: "live",
      slug: "small",
      title: "实际",
      mode: "live",
      scenario: null,
      seed: null,
      openedAt: Date.UTC(2021, 3, 12),
    } as const;
    await createPlan(database.pool, row, bundle);
    // What was open ends: it would read the audit log, and a rehearsal beside it.
    for (const path of ["/plans/live", "/plans", "/audit"]) expect((await open.get(path)).status, path).toBe(401);
    expect(await listed(await signedIn("fresh"))).toEqual(["live", "story"]);
    await createAccount(database.pool, { account: "elsewhere", name: "外人" });
    const outsider = (await accountByName(database.pool, "elsewhere"))?.id ?? "";
    const once = await giveOneTimePassword(database.pool, outsider);
    const client = browser();
    await client.post("/sign-in", { account: "elsewhere", password: once });
    await client.post("/me/password", { current: once, next: STRONG });
    expect(await listed(client)).toEqual([]);
    expect((await browser().get<SignInOptions>("/sign-in")).body.samples).toEqual([]);
    expect((await browser().post("/sign-in/sample", { account: "sample-office" })).status).toBe(401);
    await database.pool.query("UPDATE plan SET ended_at = now() WHERE id = 'live'");
  });
});

describe("the audit log", () => {
  it("says who came in and who read what is not theirs, and cannot be changed", async () => {
    await person("auditor", null, ["auditor"]);
    const client = await signedIn("auditor");
    const letters = await client.get<{ rows: { id: string; person: object | null }[] }>(
      "/plans/story/letters?limit=50",
    );
    const letter = letters.body.rows.find((row) => row.person !== null)?.id ?? "";
    expect((await client.get(`/plans/story/letters/${letter}`)).status).toBe(200);
    const { rows } = (await client.get<{ rows: Record<string, unknown>[] }>("/audit?limit=200")).body;
    expect(rows[0]).toMatchObject({ kind: "letterRead", account: "auditor", plan: "story", subject: letter });
    expect(rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["signIn", "signInFailed", "lockedOut", "passwordReset", "tokenIssued"]),
    );
    const clerk = await signedIn("clerk");
    expect((await clerk.get("/audit")).status).toBe(403);
    for (const sql of ["UPDATE audit_event SET kind = 'signOut'", "DELETE FROM audit_event", "TRUNCATE audit_event"])
      await expect(database.pool.query(sql)).rejects.toThrow("append-only");
  });
});
