/** Nasty values to whatever changes an account, a choice or a subscription: by a stranger where it is open, else by who is signed in. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import { createAccount } from "../../../api/accounts/new-account.js";
import { problem } from "../../../api/http/problem.js";
import { ROUTES } from "../../../api/routes.js";
import { grant, setPerson } from "../../../prisma/accounts/account-store.js";
import { keptMails } from "../../support/account-mails.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Client } from "../client.js";
import { NASTY } from "../nasty.js";
import { type Api, enc, playStory, serve } from "../support.js";

const STRONG = "a long enough password";
let database: TestDatabase;
let api: Api;
let somebody: Client;
beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool, {}, { mails: keptMails().mails });
  const { id, password } = await createAccount(database.pool, { account: "somebody", name: "某人" });
  await setPerson(database.pool, id, "small", "p-office-desk");
  await grant(database.pool, id, "auditor");
  somebody = new Client(api.base);
  await somebody.post("/sign-in", { account: "somebody", password });
  expect((await somebody.post("/me/password", { current: password, next: STRONG })).status).toBe(200);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const PLACES: Readonly<Record<string, string>> = { planId: "story", personId: "p-unit-desk" };
const address = (path: string, over: Readonly<Record<string, string>> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => enc({ ...PLACES, ...over }[name] ?? "none"));

/** What fits, where a body asks for it. */
const FITTING: Readonly<Record<string, unknown>> = {
  account: "somebody",
  password: "a wrong password",
  code: "000000",
  back: "/",
  token: "x".repeat(24),
  current: "a wrong password",
  next: "another long password",
  name: "手机",
  scopes: ["read"],
  days: 1,
  lang: "zh",
  rehearsals: true,
  channels: ["mail"],
  address: "somebody@example.gov.cn",
};
const VALUES: readonly unknown[] = [...NASTY, null, true, 0, -1, 1e300, [], [[]], ["\u0000"], Array(600).fill("x"), {}];

/** Signing out ends what the others are sent by; the clock has its own (fuzz.test.ts). */
const WRITES = ROUTES.filter(
  ({ method, path, idempotent }) =>
    method === "post" && !idempotent && path !== "/sign-out" && !path.endsWith("/clock"),
);

it.each(WRITES.map((route) => [route.path, route] as const))("POST %s takes no harm", async (path, route) => {
  const shape = route.body ? (route.body as z.ZodObject).shape : {};
  const base = Object.fromEntries(Object.keys(shape).map((name) => [name, FITTING[name]]));
  const places = Object.keys(route.params.shape);
  const asked: (readonly [string, unknown])[] = [[address(path), base]];
  for (const value of VALUES) {
    for (const name of Object.keys(shape)) asked.push([address(path), { ...base, [name]: value }]);
    asked.push([address(path), value], [address(path), { ...base, more: value }]);
    if (typeof value === "string") for (const place of places) asked.push([address(path, { [place]: value }), base]);
  }
  const client = route.open ? new Client(api.base) : somebody;
  for (const [place, body] of asked) {
    const { status, body: answer } = await client.post(place, body as object);
    const shown = `${place.slice(0, 200)} ${JSON.stringify(body)?.slice(0, 200)} → ${status}`;
    expect(status, shown).toBeLessThan(500);
    if (status < 400) continue;
    expect(problem.parse(answer).status, shown).toBe(status);
    expect(JSON.stringify(answer), shown).not.toMatch(/node_modules|\.ts:|SELECT |syntax error/);
  }
});

it("and the account is as it was", async () => {
  await database.pool.query("DELETE FROM rate_limit");
  expect((await somebody.get("/me")).status).toBe(200);
  expect(await new Client(api.base).post("/sign-in", { account: "somebody", password: STRONG })).toMatchObject({
    status: 200,
  });
});
