/** `npm run accounts`: what it makes, changes and refuses, and that each change is in the audit log. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { accountsCommand, USAGE } from "../../scripts/accounts-command.js";
import { tokenUse } from "../../prisma/accounts/token-store.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { playStory, serve } from "../api/support.js";
import { Client } from "../api/client.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
});
afterAll(() => database.drop());

const run = (...args: string[]): Promise<string[]> => accountsCommand(database.pool, args);
const kinds = async (): Promise<string[]> =>
  (await database.pool.query("SELECT kind FROM audit_event ORDER BY id")).rows.map(({ kind }) => String(kind));

it("makes an account, says who it is, and shuts it out", async () => {
  expect(await run("list")).toEqual(["no accounts yet"]);
  const [made = ""] = await run("create", "LiMing", "--name", "李明", "--email", "liming@example.gov.cn");
  const password = /one-time password (\S+)/.exec(made)?.[1] ?? "";
  expect(await run("person", "liming", "small", "p-unit-desk")).toEqual(["liming is p-unit-desk in small"]);
  expect(await run("grant", "liming", "auditor")).toEqual(["liming has the role auditor"]);
  const [line = ""] = await run("list");
  expect(line.split(/\s{2,}/)).toEqual(["liming", "李明", "auditor", "small:p-unit-desk", "one-time password"]);

  const api = await serve(database.pool, {}, {});
  const client = new Client(api.base);
  expect((await client.post("/sign-in", { account: "liming", password })).status).toBe(200);
  expect((await client.post("/me/password", { current: password, next: "a long enough password" })).status).toBe(200);
  expect((await client.get("/audit")).status).toBe(200);
  await run("revoke", "liming", "auditor");
  expect((await client.get("/audit")).status).toBe(403);
  const [reset = ""] = await run("reset", "liming", "--second-factor");
  expect(reset).toMatch(/one-time password (\w{4}-){3}\w{4}/);
  expect((await client.get("/me")).status).toBe(401);
  await run("disable", "liming");
  const again = /one-time password (\S+)/.exec(reset)?.[1] ?? "";
  expect((await client.post("/sign-in", { account: "liming", password: again })).status).toBe(401);
  await run("enable", "liming");
  expect((await client.post("/sign-in", { account: "liming", password: again })).status).toBe(200);
  await api.close();
  expect((await kinds()).filter((kind) => /^(account|grant|person)/.test(kind))).toEqual([
    "accountCreated",
    "personSet",
    "granted",
    "grantRevoked",
    "accountReset",
    "accountDisabled",
    "accountEnabled",
  ]);
});

it("lists and revokes tokens, lists and ends sessions, sets addresses, links and unlinks", async () => {
  const told: string[] = [];
  const tell = async (_id: string, change: string, also: string | null = null): Promise<void> =>
    void told.push(`${change} ${also}`);
  const command = (...args: string[]): Promise<string[]> => accountsCommand(database.pool, args, tell);
  const [made = ""] = await command("create", "zhangwei", "--name", "张伟");
  const password = /one-time password (\S+)/.exec(made)?.[1] ?? "";
  const api = await serve(database.pool, {}, {});
  const client = new Client(api.base);
  await client.post("/sign-in", { account: "zhangwei", password });
  const next = "a long enough password";
  expect((await client.post("/me/password", { current: password, next })).status).toBe(200);
  const issued = await client.post("/me/tokens", { name: "报表", scopes: ["read"], password: next });
  const bearer = async (): Promise<number> =>
    (await fetch(`${api.base}/api/v1/me`, { headers: { authorization: `Bearer ${issued.body.token}` } })).status;
  expect(await bearer()).toBe(200);
  const [token = ""] = await command("tokens", "zhangwei");
  expect(token).toContain(issued.body.id);
  expect(token).toContain("one factor");
  expect(await command("revoke-token", issued.body.id)).toEqual([`token ${issued.body.id} is refused from now on`]);
  expect(await bearer()).toBe(401);
  expect((await command("tokens", "zhangwei")).join()).toContain("revoked");
  await expect(command("revoke-token", "none")).rejects.toThrow("there is no token none");

  expect((await command("sessions", "zhangwei")).join()).toContain("127.0.0.1");
  expect(await command("end-sessions", "zhangwei")).toEqual(["1 sessions of zhangwei have ended"]);
  expect((await client.get("/me")).status).toBe(401);

  await command("address", "zhangwei", "zw@example.gov.cn");
  await command("address", "zhangwei", "zw2@example.gov.cn");
  await expect(command("address", "zhangwei", "nowhere")).rejects.toThrow("nowhere is no e-mail address");
  await expect(command("address", "zhangwei", "liming@example.gov.cn")).rejects.toThrow("another account");
  expect(told).toEqual(["addressChanged null", "addressChanged zw@example.gov.cn"]);

  await command("link", "zhangwei", "s-1");
  await expect(command("link", "zhangwei", "s-2")).rejects.toThrow("has a subject already");
  await expect(command("link", "liming", "s-1")).rejects.toThrow("another account is s-1");
  // Who is linked wrongly is seen, and can be ended.
  expect((await command("list")).join("\n")).toMatch(/zhangwei .*is subject s-1/);
  await command("unlink", "zhangwei");
  expect((await command("list")).join("\n")).not.toContain("s-1");
  await expect(command("unlink", "zhangwei")).rejects.toThrow("is linked to no subject");
  await command("create", "liuyang", "--name", "刘洋", "--single-sign-on");
  expect((await command("list")).join("\n")).toMatch(/liuyang.*machine or single sign-on/);
  await api.close();
});

it("gives a machine a token, and a person's account none", async () => {
  const [line = ""] = await run("machine", "report", "--grant", "auditor", "--scope", "read", "--days", "7");
  const token = /duban_[\w-]+/.exec(line)?.[0] ?? "";
  expect(await tokenUse(database.pool)(token)).toMatchObject({ name: "report", scopes: ["read"] });
  await expect(run("machine", "liming")).rejects.toThrow("liming is a person's account");
  await expect(run("machine", "report", "--days", "1000")).rejects.toThrow("--days takes 1 to 366");
  await expect(run("machine", "report", "--scope", "all")).rejects.toThrow("all is no scope: read, act, audit");
});

it.each([
  [[], USAGE],
  [["__proto__"], USAGE],
  [["create"], USAGE],
  [["create", "x"], "say whose account it is: --name"],
  [["create", "李明", "--name", "李明"], "is no account name"],
  [["create", "liming", "--name", "另一个"], "there is an account liming already"],
  [["create", "other", "--name", "另", "--email", "nobody"], "nobody is no e-mail address"],
  [["person", "liming", "nowhere", "p"], "there is no plan nowhere"],
  [["person", "liming", "small", "p-none"], "the roster of small has no person p-none"],
  [["grant", "liming", "unitClerk"], "unitClerk cannot be granted"],
  [["disable", "nobody"], "there is no account nobody"],
])("refuses %j in words", async (args, said) => {
  await expect(run(...args)).rejects.toThrow(said);
});
