/** Single sign-on against a real OpenID Connect provider: who has an account here comes in, and nobody else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OidcSettings } from "../../../api/accounts/config.js";
import { createAccount, createWithoutPassword } from "../../../api/accounts/new-account.js";
import type { Me, SignInOptions } from "../../../api/me/schemas.js";
import { freePort } from "../../../embedded/ports.js";
import { accountByName, grant, setDisabled } from "../../../prisma/accounts/account-store.js";
import { linkSubject, unlinkSubject } from "../../../prisma/accounts/sign-on-store.js";
import { keptMails } from "../../support/account-mails.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { startProvider, type TestProvider } from "../../support/oidc.js";
import { codeOf } from "../../support/totp.js";
import { Client } from "../client.js";
import { type Api, serve } from "../support.js";

let database: TestDatabase;
let provider: TestProvider;
let api: Api;
/** The same with other settings, in its place. */
let start: (over: Partial<Pick<OidcSettings, "claim" | "twoFactors">>) => Promise<void>;
/** What the provider calls people, where that is not what they were called at first. */
const names = new Map<string, string>();
const kept = keptMails();

beforeAll(async () => {
  database = await freshDatabase();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = await startProvider(`${publicUrl}/api/auth/callback/sso`, names, ["pwd", "mfa"]);
  const { issuer, clientId, clientSecret } = provider;
  const name = "区统一身份认证";
  const oidc = { issuer, clientId, clientSecret, claim: "preferred_username", name, twoFactors: "never" } as const;
  api = await serve(database.pool, {}, { publicUrl, oidc, mails: kept.mails }, port);
  start = async (over) => {
    const settings = { publicUrl, oidc: { ...oidc, ...over }, mails: kept.mails };
    await api.close();
    api = await serve(database.pool, {}, settings, port);
    // Connections of before are closed, which the first request finds out.
    await fetch(`${api.base}/healthz`).catch(() => undefined);
  };
  await createWithoutPassword(database.pool, { account: "liming", name: "李明" });
  await createAccount(database.pool, { account: "wanghua", name: "王华", email: "wanghua@example.gov.cn" });
  await createWithoutPassword(database.pool, { account: "sample-office", name: "示例", sample: true });
});
afterAll(async () => {
  await api.close();
  await provider.close();
  await database.drop();
});

/** The whole way there and back; answers where the browser ends. */
async function comeIn(
  client: Client,
  person: string,
  tamper: (back: string) => string = (back) => back,
): Promise<string> {
  const { status, body } = await client.post<{ url: string }>("/sign-in/sso", { back: "/plans/p1" });
  expect(status, JSON.stringify(body)).toBe(200);
  const back = tamper(await provider.signIn(body.url, person));
  const response = await fetch(back, { redirect: "manual", headers: { cookie: client.cookie } });
  client.keep(response.headers.getSetCookie());
  return response.headers.get("location") ?? `${response.status}`;
}

it("is offered under the provider's name", async () => {
  expect((await new Client(api.base).get<SignInOptions>("/sign-in")).body.singleSignOn).toEqual({
    name: "区统一身份认证",
  });
});

it("lets in who has an account, again and again, and goes on where they wanted", async () => {
  for (const account of ["liming", "wanghua", "liming"]) {
    const client = new Client(api.base);
    expect(await comeIn(client, account)).toBe(`${api.base}/plans/p1`);
    expect((await client.get<Me>("/me")).body.account).toBe(account);
  }
  const { rows } = await database.pool.query(
    "SELECT account_id FROM auth_credential WHERE provider_id = 'sso' ORDER BY 1",
  );
  expect(rows.map((row) => row.account_id)).toEqual(["subject-of-liming", "subject-of-wanghua"]);
  const { rows: came } = await database.pool.query("SELECT detail FROM audit_event WHERE kind = 'signIn'");
  expect(came.map(({ detail }) => detail.by)).toEqual(["singleSignOn", "singleSignOn", "singleSignOn"]);
});

it("refuses strangers, sample accounts and who is shut out, and makes no account", async () => {
  const liming = await accountByName(database.pool, "liming");
  await setDisabled(database.pool, liming?.id ?? "", true);
  const { rows: before } = await database.pool.query("SELECT count(*)::int AS n FROM auth_user");
  for (const person of ["stranger", "sample-office", "liming", "%", "nobody@account.invalid"]) {
    const client = new Client(api.base);
    expect(await comeIn(client, encodeURIComponent(person)), person).toMatch(/\/sign-in\?error=/);
    expect((await client.get("/me")).status, person).toBe(401);
  }
  const { rows: after } = await database.pool.query("SELECT count(*)::int AS n FROM auth_user");
  expect(after).toEqual(before);
});

it("takes no answer that belongs to another browser, or was changed on the way", async () => {
  const client = new Client(api.base);
  const other = new Client(api.base);
  await other.post("/sign-in/sso", {});
  const { body } = await client.post<{ url: string }>("/sign-in/sso", {});
  const back = await provider.signIn(body.url, "wanghua");
  const foreign = await fetch(back, { redirect: "manual", headers: { cookie: other.cookie } });
  expect(foreign.headers.get("location")).toContain("error=");
  expect(foreign.headers.getSetCookie().join()).not.toContain("session_token");
  for (const tamper of [
    (url: string) => url.replace(/state=[^&]+/, "state=forged"),
    (url: string) => url.replace(/code=[^&]+/, "code=forged"),
  ]) {
    const one = new Client(api.base);
    expect(await comeIn(one, "wanghua", tamper)).toContain("error=");
    expect((await one.get("/me")).status).toBe(401);
  }
});

it("lets in one subject for an account, and none that is called otherwise now", async () => {
  const refused = async (person: string): Promise<void> => {
    const client = new Client(api.base);
    expect(await comeIn(client, person), person).toMatch(/\/sign-in\?error=/);
    expect((await client.get("/me")).status).toBe(401);
  };
  // Somebody else who is called so at the provider now.
  names.set("mallory", "wanghua");
  await refused("mallory");
  names.set("mallory", "office");
  await createWithoutPassword(database.pool, { account: "office", name: "扶贫办" });
  await comeIn(new Client(api.base), "office");
  await refused("mallory");
  // The same subject, under a name that is another's, or nobody's.
  names.set("wanghua", "office");
  await refused("wanghua");
  names.set("wanghua", "gone");
  await refused("wanghua");
  names.clear();
  const wanghua = new Client(api.base);
  await comeIn(wanghua, "wanghua");
  expect((await wanghua.get<Me>("/me")).body.account).toBe("wanghua");
  const { rows } = await database.pool.query(
    "SELECT subject, detail->>'why' AS why FROM audit_event WHERE kind = 'singleSignOnRefused' ORDER BY id",
  );
  expect(rows.map(({ subject, why }) => [subject, why])).toEqual([
    ["subject-of-mallory", "otherSubject"],
    ["subject-of-mallory", "otherSubject"],
    ["subject-of-wanghua", "namedOtherwise"],
  ]);
  const known = await accountByName(database.pool, "wanghua");
  expect(kept.told).toContainEqual({ accountId: known?.id, change: "singleSignOnLinked", also: null });

  // Unlinked, the account waits for the next who is called so.
  await unlinkSubject(database.pool, known?.id ?? "");
  names.set("successor", "wanghua");
  const successor = new Client(api.base);
  await comeIn(successor, "successor");
  expect((await successor.get<Me>("/me")).body.account).toBe("wanghua");
  await refused("wanghua");
  names.clear();
});

it("makes nobody the office, or whom two factors guard, by a name alone: these are linked on the command line", async () => {
  const chief = await createWithoutPassword(database.pool, { account: "chief", name: "主任" });
  await grant(database.pool, chief, "office");
  for (const person of ["mallory", "chief"]) {
    names.set(person, "chief");
    const client = new Client(api.base);
    expect(await comeIn(client, person), person).toMatch(/\/sign-in\?error=/);
    expect((await client.get("/me")).status).toBe(401);
  }
  names.clear();
  const { rows } = await database.pool.query(
    "SELECT subject, detail->>'why' AS why FROM audit_event WHERE kind = 'singleSignOnRefused' AND account_id = $1 ORDER BY id",
    [chief],
  );
  expect(rows.map(({ subject, why }) => [subject, why])).toEqual([
    ["subject-of-mallory", "notLinked"],
    ["subject-of-chief", "notLinked"],
  ]);
  expect(await linkSubject(database.pool, chief, "subject-of-chief")).toBe(true);
  const client = new Client(api.base);
  await comeIn(client, "chief");
  expect((await client.get<Me>("/me")).body).toMatchObject({ account: "chief", must: "enrolSecondFactor" });
});

it("asks nobody to change a password that they do not know", async () => {
  const { id } = await createAccount(database.pool, { account: "zhaoliu", name: "赵六" });
  const client = new Client(api.base);
  await comeIn(client, "zhaoliu");
  expect((await client.get<Me>("/me")).body.must).toBeNull();
  expect(id).not.toBe("");
});

describe("the provider's sign-in", () => {
  it("counts as one factor unless settings say otherwise; the second is enrolled, then given each time", async () => {
    const office = await accountByName(database.pool, "office");
    await grant(database.pool, office?.id ?? "", "office");
    const first = new Client(api.base);
    await comeIn(first, "office");
    expect((await first.get<Me>("/me")).body).toMatchObject({ must: "enrolSecondFactor", hasPassword: false });
    expect((await first.get("/plans")).status).toBe(403);
    const { uri, recoveryCodes } = (await first.post("/me/second-factor", {})).body;
    expect((await first.post("/me/second-factor/confirm", { code: codeOf(uri) })).status).toBe(200);
    expect((await first.get("/plans")).status).toBe(200);

    const second = new Client(api.base);
    await comeIn(second, "office");
    expect((await second.get<Me>("/me")).body.must).toBe("secondFactor");
    for (const path of ["/plans", "/me/tokens", "/me/sessions"])
      expect((await second.get(path)).body, path).toMatchObject({ code: "unfinishedSignIn", must: "secondFactor" });
    expect((await second.post("/me/password", { current: "x", next: "a long enough password" })).status).toBe(403);
    expect((await second.post("/me/second-factor/verify", { code: codeOf(uri) })).body.code).toBe("wrongCode");
    expect((await second.post("/me/second-factor/verify", { code: codeOf(uri, 1) })).status).toBe(200);
    expect((await second.get("/plans")).status).toBe(200);
    const third = new Client(api.base);
    await comeIn(third, "office");
    expect((await third.post("/me/second-factor/verify", { code: recoveryCodes[0] })).status).toBe(200);
    expect((await third.get("/plans")).status).toBe(200);
    expect((await third.post("/me/second-factor/verify", { code: recoveryCodes[0] })).status).toBe(401);
  });

  it.each([
    ["always", "always", null],
    ["amr:mfa", { claim: "amr", value: "mfa" }, null],
    ["amr:hwk", { claim: "amr", value: "hwk" }, "secondFactor"],
    ["acr:high", { claim: "acr", value: "high" }, "secondFactor"],
  ] as const)("with %s set is remembered in the session", async (_text, twoFactors, must) => {
    await start({ twoFactors });
    const client = new Client(api.base);
    await comeIn(client, "office");
    expect((await client.get<Me>("/me")).body.must).toBe(must);
  });

  it("by subject alone lets in whom the command line linked", async () => {
    await start({ claim: "sub" });
    const linked = await createWithoutPassword(database.pool, { account: "sunqi", name: "孙七" });
    expect(await comeIn(new Client(api.base), "s7")).toMatch(/error=/);
    expect(await linkSubject(database.pool, linked, "subject-of-s7")).toBe(true);
    expect(await linkSubject(database.pool, linked, "subject-of-another")).toBe(false);
    const client = new Client(api.base);
    await comeIn(client, "s7");
    expect((await client.get<Me>("/me")).body.account).toBe("sunqi");
  });
});

it("leads back to this site only", async () => {
  for (const back of ["https://evil.example/", "//evil.example", "/\\evil.example", "plans"])
    expect((await new Client(api.base).post("/sign-in/sso", { back })).status, back).toBe(400);
});
