/** Single sign-on against a real OpenID Connect provider: who has an account here comes in, and nobody else. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount, createWithoutPassword } from "../../../api/accounts/new-account.js";
import type { Me, SignInOptions } from "../../../api/me/schemas.js";
import { freePort } from "../../../embedded/ports.js";
import { accountByName, setDisabled } from "../../../prisma/accounts/account-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { startProvider, type TestProvider } from "../../support/oidc.js";
import { Client } from "../client.js";
import { type Api, serve } from "../support.js";

let database: TestDatabase;
let provider: TestProvider;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = await startProvider(`${publicUrl}/api/auth/callback/sso`);
  const { issuer, clientId, clientSecret } = provider;
  const oidc = { issuer, clientId, clientSecret, claim: "preferred_username", name: "区统一身份认证" };
  api = await serve(database.pool, {}, { publicUrl, oidc }, port);
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

it("leads back to this site only", async () => {
  for (const back of ["https://evil.example/", "//evil.example", "/\\evil.example", "plans"])
    expect((await new Client(api.base).post("/sign-in/sso", { back })).status, back).toBe(400);
});
