/** Signing in, as people do it: in a real browser, over real accounts. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../../api/accounts/new-account.js";
import { ensureSamples } from "../../api/accounts/samples.js";
import { grant, setPerson } from "../../prisma/accounts/account-store.js";
import { keptMails } from "../support/account-mails.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { bundle } from "../support/small-bundle.js";
import { codeOfSecret } from "../support/totp.js";
import { playStory } from "../api/support.js";
import { overflow, type Site, startBrowser, startSite, violations, type Visit, visit } from "./browser.js";

const STRONG = "a long enough password";
let database: TestDatabase;
let site: Site;
let browser: Browser;
const kept = keptMails();
const mails = kept.resets;

beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  await ensureSamples(database.pool, bundle);
  [site, browser] = await Promise.all([startSite(database.pool, undefined, { mails: kept.mails }), startBrowser()]);
}, 120_000);
beforeEach(() => database.pool.query("DELETE FROM rate_limit"));
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await database?.drop();
});

/** A refusal is told on the page; the browser notes its status too. */
const told = ({ complaints }: Visit): void => {
  const own = complaints.filter((one) => !/status of (400|401|403)/.test(one));
  complaints.splice(0, complaints.length, ...own);
};

const open = (path: string, width: 360 | 1440 = 1440): Promise<Visit> =>
  visit(browser, `${site.base}${path}`, { width });

describe("a sample account", () => {
  it.each([1440, 360] as const)("is one click from the page that was asked for (%i px)", async (width) => {
    const visited = await open("/plans/story/items", width);
    const { page } = visited;
    await page.getByRole("heading", { name: "登录" }).waitFor();
    // The address is told a little later than it is shown.
    await page.waitForURL((url) => url.searchParams.get("back") === "/plans/story/items");
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "乡镇、街道" }).click();
    await page.waitForURL("**/plans/story/items");
    await page.getByText("事项ledger").first().waitFor();
    // A township sees its own: of four villages' works, two.
    expect(await page.getByRole("link", { name: /事项works/ }).count()).toBe(2);
    await page.getByRole("button", { name: /当前账号/ }).click();
    await page.getByText("镇1").or(page.getByText("单位town1经办")).first().waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toBe(0);
    told(visited);
    await visited.close();
  });

  it("moves the clock as the office, and is told that the office does as anybody else", async () => {
    const visited = await open("/sign-in?back=/plans/story");
    const { page } = visited;
    await page.getByRole("button", { name: "责任单位经办人" }).click();
    await page.getByText("推演日期由办公室推进").waitFor();
    await page.getByRole("button", { name: /当前账号/ }).click();
    await page.getByRole("button", { name: "退出" }).click();
    await page.getByRole("heading", { name: "登录" }).waitFor();
    await page.goto(`${site.base}/sign-in?back=/plans/story`);
    await page.getByRole("button", { name: "办公室", exact: true }).click();
    await page
      .getByRole("button", { name: "下一节点" })
      .or(page.getByRole("button", { name: /推进/ }))
      .first()
      .waitFor();
    told(visited);
    await visited.close();
  });
});

describe("an account of one's own", () => {
  it("is led through its first sign-in: password, second factor, and on to the plan", async () => {
    const { id, password } = await createAccount(database.pool, { account: "office", name: "扶贫办" });
    await grant(database.pool, id, "office");
    await setPerson(database.pool, id, "small", "p-office-desk");
    const visited = await open("/plans/story/letters");
    const { page } = visited;
    await page.getByLabel("账号", { exact: true }).fill("office");
    await page.getByLabel("密码", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByText("账号或密码不正确").waitFor();
    await page.getByLabel("密码", { exact: true }).fill(password);
    await page.getByRole("button", { name: "登录", exact: true }).click();

    await page.getByText("当前使用的是一次性密码").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("当前密码").fill(password);
    await page.getByLabel("新密码", { exact: true }).fill(STRONG);
    await page.getByLabel("再次输入新密码").fill("something else");
    await page.getByRole("button", { name: "修改密码" }).click();
    await page.getByText("两次输入的新密码不一致").waitFor();
    await page.getByLabel("再次输入新密码").fill(STRONG);
    await page.getByRole("button", { name: "修改密码" }).click();

    await page.getByText("按本人岗位").waitFor();
    await page.getByLabel("当前密码").fill(STRONG);
    await page.getByRole("button", { name: "启用" }).click();
    await page.getByRole("img", { name: "验证器二维码" }).waitFor();
    expect(await violations(page)).toEqual([]);
    const secret = (await page.locator("[data-secret]").textContent()) ?? "";
    await page.getByLabel("输入验证器显示的验证码").fill(codeOfSecret(secret));
    await page.getByRole("button", { name: "验证" }).click();
    await page.waitForURL("**/plans/story/letters");

    // The next time the code is asked for; the one that enrolled is spent.
    await database.pool.query("UPDATE auth_second_factor SET last_counter = NULL");
    await page.context().clearCookies();
    await page.goto(`${site.base}/plans/story`);
    await page.getByLabel("账号", { exact: true }).fill("office");
    await page.getByLabel("密码", { exact: true }).fill(STRONG);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByLabel("验证码").fill("000000");
    await page.getByRole("button", { name: "验证" }).click();
    await page.getByText("验证码不正确").waitFor();
    await page.getByLabel("验证码").fill(codeOfSecret(secret));
    await page.getByRole("button", { name: "验证" }).click();
    await page.waitForURL("**/plans/story");
    told(visited);
    await visited.close();
  });

  it("gets a new password by a mailed link, whose token is gone from the address at once", async () => {
    await createAccount(database.pool, { account: "forgetful", name: "健忘", email: "f@example.gov.cn" });
    const visited = await open("/sign-in");
    const { page } = visited;
    await page.getByRole("link", { name: "忘记密码" }).click();
    // The sign-in page has a field of that name too, until this one is loaded.
    await page.getByRole("button", { name: "发送链接" }).waitFor();
    await page.getByLabel("账号", { exact: true }).fill("forgetful");
    await page.getByRole("button", { name: "发送链接" }).click();
    await page.getByText("链接已发出").waitFor();
    await expect.poll(() => mails).toHaveLength(1);
    await page.goto(`${site.base}/new-password#${mails[0]?.token}`);
    await page.getByLabel("新密码", { exact: true }).fill(STRONG);
    expect(page.url()).toBe(`${site.base}/new-password`);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("再次输入新密码").fill(STRONG);
    await page.getByRole("button", { name: "设置密码" }).click();
    await page.getByRole("link", { name: "返回登录" }).click();
    await page.getByLabel("账号", { exact: true }).fill("forgetful");
    await page.getByLabel("密码", { exact: true }).fill(STRONG);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    // Who is nobody in any plan is told that there is none.
    await page.getByRole("heading", { name: "还没有方案" }).waitFor();
    told(visited);
    await visited.close();
  });

  it("issues a token that is shown once, and revokes it", async () => {
    const visited = await open("/sign-in?back=/account");
    const { page } = visited;
    await page.getByLabel("账号", { exact: true }).fill("forgetful");
    await page.getByLabel("密码", { exact: true }).fill(STRONG);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByLabel("用途").fill("报表程序");
    const tokens = page.locator("section").filter({ hasText: "访问令牌" });
    await tokens.getByLabel("当前密码").fill(STRONG);
    await page.getByRole("button", { name: "新建令牌" }).click();
    const token = (await page.locator("[data-token]").textContent()) ?? "";
    const asked = (): Promise<Response> =>
      fetch(`${site.base}/api/v1/plans`, { headers: { authorization: `Bearer ${token}` } });
    expect((await asked()).status).toBe(200);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByText("报表程序").waitFor();
    expect(await page.locator("[data-token]").count()).toBe(0);
    await page.getByRole("button", { name: "停用令牌“报表程序”" }).click();
    await page.getByText("已停用").waitFor();
    expect((await asked()).status).toBe(401);
    told(visited);
    await visited.close();
  });

  it("makes a calendar whose address is shown once, replaces and revokes it", async () => {
    const visited = await open("/sign-in?back=/account");
    const { page } = visited;
    await page.getByLabel("账号", { exact: true }).fill("forgetful");
    await page.getByLabel("密码", { exact: true }).fill(STRONG);
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByLabel("订阅名称").fill("办公电脑");
    const calendars = page.locator("section").filter({ hasText: "日历订阅" });
    await calendars.getByLabel("当前密码").first().fill(STRONG);
    await page.getByRole("button", { name: "新建订阅" }).click();
    const address = async (): Promise<string> =>
      ((await page.locator("[data-calendar]").textContent()) ?? "").replace(/^https?:\/\/[^/]+/, site.base);
    const first = await address();
    expect((await fetch(first)).headers.get("content-type")).toMatch(/^text\/calendar/);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "更换“办公电脑”的订阅地址" }).click();
    await calendars.getByLabel("当前密码").last().fill(STRONG);
    await page.getByRole("button", { name: "更换“办公电脑”的订阅地址" }).click();
    await page
      .locator("[data-calendar]")
      .filter({ hasNotText: first.slice(-20) })
      .waitFor();
    const second = await address();
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200]);
    await page.reload();
    await page.getByText("办公电脑").waitFor();
    expect(await page.locator("[data-calendar]").count()).toBe(0);
    await page.getByRole("button", { name: "停用日历订阅“办公电脑”" }).click();
    await page.getByText("已停用", { exact: false }).first().waitFor();
    expect((await fetch(second)).status).toBe(404);
    told(visited);
    await visited.close();
  });

  it("that ends while a page is open leads to the sign-in page and back", async () => {
    const visited = await open("/sign-in?back=/plans/story/items");
    const { page } = visited;
    await page.getByRole("button", { name: "审计" }).click();
    await page.getByText("事项works").first().waitFor();
    await database.pool.query("DELETE FROM auth_session");
    await page.getByRole("heading", { name: "登录" }).waitFor();
    await page.getByRole("button", { name: "审计" }).click();
    await page.waitForURL("**/plans/story/items");
    await page.getByText("事项works").first().waitFor();
    told(visited);
    await visited.close();
  });
});
