/** Several people, tabs, visits and versions on one device. Numbers: docs/filing-faults.md. */
import type { Browser } from "playwright-core";
import { unzipSync } from "fflate";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { RescueFile } from "../../../domain/inspections/rescue-file.js";
import type { ProductApi } from "./product-api.js";
import { bundleLine, lineKey, PEOPLE } from "./fixture.js";
import { OFFICE } from "./plan.js";
import { openPhone, type Phone, phoneIn, picture, shoot, signIn } from "./phone.js";
import { filingTests } from "./filing-tests.js";
import type { FilingSite } from "./site.js";

const V = "village-v012";
let browser: Browser;
let api: ProductApi;
let site: FilingSite;
let phone: Phone;
filingTests(10, (given) => void ({ browser, api, site, phone } = given));

const sendNow = (of: Phone = phone): Promise<void> => of.page.getByRole("button", { name: "立即上报" }).tap();
const stateOf = (key: string, of: Phone = phone): Promise<string | null> => of.line(key).getAttribute("data-state");
const received = (key: string, of: Phone = phone): Promise<void> =>
  expect.poll(() => stateOf(key, of), { timeout: 20_000 }).toBe("received");
const passAll = async (): Promise<void> => {
  await phone.page.getByRole("button", { name: /^其余合格/ }).tap();
  await phone.page.getByRole("button", { name: "确定" }).tap();
};

it("17: what one person filed is neither shown to nor sent by another; with its person it is", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  await phone.grade(lineKey(1), "合格");
  await phone.grade(lineKey(2), "合格");
  await phone.context.clearCookies();
  await signIn(phone.context, api, site, "wang");
  await site.back();
  await phone.page.goto(`${site.base}/filing/`);
  await phone.page.reload();
  await phone.page.getByText("另有2条待本人上报").waitFor();
  expect(await phone.page.locator("[data-line]").count()).toBe(0);
  await sendNow();
  await phone.page.locator('[data-sync="idle"]').waitFor();
  expect(await api.rowsOf(V)).toEqual([]);
  await phone.context.clearCookies();
  await signIn(phone.context, api, site, "li");
  await phone.page.reload();
  await phone.open();
  await received(lineKey(1));
  expect((await api.rowsOf(V)).map(({ person }) => person)).toEqual([PEOPLE.li.id, PEOPLE.li.id]);
});

it("18: of an account that is gone everything can be exported, under the same keys and with its author", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  await phone.grade(lineKey(1), "合格");
  await phone.grade(lineKey(3), "不合格");
  await shoot(phone, lineKey(1), [await picture(phone.page, 1)]);
  await phone.line(lineKey(1)).locator("[data-photo]").waitFor();
  await api.signOut("li");
  await phone.page.getByRole("link", { name: "回执" }).tap();
  const download = phone.page.waitForEvent("download");
  await phone.page.getByRole("button", { name: "导出未上报内容" }).tap();
  const files = unzipSync(readFileSync(await (await download).path()));
  const file = JSON.parse(new TextDecoder().decode(files["filing.json"])) as RescueFile;
  const [visit] = file.visits;
  expect(visit?.person).toEqual({ id: PEOPLE.li.id, name: PEOPLE.li.name });
  expect(visit?.answers.map(({ key }) => key)).toEqual([`${lineKey(1)}@1`]);
  expect(visit?.drafts.map(({ line, grade }) => [line, grade])).toEqual([[lineKey(3), "fail"]]);
  const [sha256 = ""] = visit?.photos ?? [];
  expect(Object.keys(files)).toEqual(["filing.json", `photos/${sha256}.jpg`]);
  // The office brings it in with its author; the device, whose person is back, sends the same again: one row.
  const at = `/inspections/2021H1/visits/${V}`;
  const answers = visit?.answers.map(({ answer }) => answer);
  const entered = { answers, deviceNow: file.deviceNow, enteredFor: PEOPLE.li.id };
  expect((await api.ask(PEOPLE.wang.id, "POST", `${at}/parts`, entered)).body.parts?.[0]).toMatchObject({ ok: false });
  const { body } = await api.must(OFFICE, "POST", `${at}/parts`, entered);
  expect(body.parts).toMatchObject([{ ok: true, content: visit?.answers[0]?.content }]);
  await api.must(OFFICE, "PUT", `${at}/photos/${sha256}`, files[`photos/${sha256}.jpg`]);
  await site.back();
  await signIn(phone.context, api, site, "li");
  await phone.page.goto(`${site.base}/filing/`);
  await phone.page.reload();
  await phone.open();
  await received(lineKey(1));
  expect((await api.rowsOf(V)).map(({ person, line }) => [person, line])).toEqual([[PEOPLE.li.id, lineKey(1)]]);
  expect(await api.photoBytes(sha256)).toBeGreaterThan(0);
});

it("19: a visit that is no longer one's own stops with its reason, and is kept", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  await passAll();
  await site.back();
  site.line = (req, res) => {
    if (!req.url?.includes("/parts")) return false;
    res.writeHead(403, { "Content-Type": "application/problem+json" });
    res.end(JSON.stringify({ code: "notYours", title: "notYours", detail: "", status: 403 }));
    return true;
  };
  await sendNow();
  await expect.poll(() => phone.page.locator('[data-state="stopped"]').count(), { timeout: 20_000 }).toBe(10);
  await phone.line(lineKey(1)).getByText("不属本人的检查").waitFor();
});

it("19: a visit that others were given meanwhile: its lines are recorded, marked for the group's leader, and the device has its receipt", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  await passAll();
  await api.reassign("wang", "zhao");
  await site.back();
  await sendNow();
  await received(lineKey(1));
  const rows = await api.rowsOf(V);
  expect(rows).toHaveLength(10);
  expect(rows.every(({ reassigned, person }) => reassigned && person === PEOPLE.li.id)).toBe(true);
  const { body } = await api.must(PEOPLE.wang.id, "GET", `/inspections/2021H1/visits/${V}/receipt`);
  expect(body.missing.disputed).toHaveLength(10);
});

it("20: two inspectors with different grades for a line: both stand, and both devices say that the group's leader decides", async () => {
  const other = await openPhone(browser, api, site, "wang");
  for (const [one, grade] of [
    [phone, "合格"],
    [other, "基本合格"],
  ] as const) {
    await one.takeAlong();
    await one.open();
    await one.grade(lineKey(1), grade);
    await sendNow(one);
    await received(lineKey(1), one);
  }
  expect((await api.rowsOf(V)).map(({ person }) => person)).toEqual([PEOPLE.li.id, PEOPLE.wang.id]);
  await other.page.getByRole("button", { name: "提交检查" }).tap();
  await other.page.getByRole("button", { name: "确定" }).tap();
  await other.page.getByText("待组长审定1").waitFor();
  await other.close();
});

it("21: of two tabs one writes; the other takes over, and what was being typed in the first is saved", async () => {
  await phone.takeAlong();
  await phone.open();
  const second = await phoneIn(phone.context, site);
  await second.open();
  await second.page.getByText("另一标签页中填写").waitFor();
  expect(await second.line(lineKey(1)).getByRole("button", { name: "合格", exact: true }).isDisabled()).toBe(true);
  await phone.line(lineKey(1)).getByRole("button", { name: "补充" }).tap();
  await phone.line(lineKey(1)).getByLabel("情况说明").fill("现场正在施工");
  await second.page.getByRole("button", { name: "接管" }).tap();
  await phone.page.getByText("另一标签页中填写").waitFor();
  await second.grade(lineKey(1), "合格");
  await second.line(lineKey(1)).getByRole("button", { name: "补充" }).tap();
  expect(await second.line(lineKey(1)).getByLabel("情况说明").inputValue()).toBe("现场正在施工");
  // The first tab shows what the second one saved.
  await expect.poll(() => phone.line(lineKey(1)).getAttribute("data-grade")).toBe("pass");
  await second.page.close();
});

it("21: forced to the same key from another device, both answers are kept and shown", async () => {
  await phone.takeAlong();
  await phone.open();
  await site.away();
  await phone.grade(lineKey(1), "不适用");
  await api.file(V, PEOPLE.li.id, {
    line: lineKey(1),
    revision: 1,
    grade: "mostly",
    text: "另一台手机",
    photos: [],
    answeredAt: 1,
  });
  await site.back();
  await sendNow();
  await expect.poll(() => stateOf(lineKey(1)), { timeout: 20_000 }).toBe("stopped");
  await phone.line(lineKey(1)).locator('[data-theirs="mostly"]').waitFor();
  expect(await phone.line(lineKey(1)).getAttribute("data-grade")).toBe("notApplicable");
  expect(await api.rowsOf(V)).toHaveLength(2);
  await phone.line(lineKey(1)).getByRole("button", { name: "改后再报" }).tap();
  await received(lineKey(1));
});

it("22, 38: two visits with lines of the same names are kept apart, and no picture of one shows in the other", async () => {
  await phone.takeAlong("village-v012");
  await phone.takeAlong("village-v013");
  await phone.open("village-v012");
  await phone.grade(lineKey(1), "合格");
  await shoot(phone, lineKey(1), [await picture(phone.page, 1)]);
  await phone.line(lineKey(1)).locator("[data-photo]").waitFor();
  await phone.page.getByRole("link", { name: "返回" }).tap();
  await phone.open("village-v013");
  expect(await phone.line(lineKey(1)).getAttribute("data-grade")).toBe("");
  expect(await phone.page.locator("[data-photo]").count()).toBe(0);
  await phone.grade(lineKey(1), "不适用");
  await sendNow();
  await received(lineKey(1));
  const rows = await Promise.all(["village-v012", "village-v013"].map((id) => api.rowsOf(id)));
  const grades = rows.map((of) => of.map(({ answer }) => answer.grade));
  expect(grades).toEqual([["pass"], ["notApplicable"]]);
});

it("23: after 已入账 nothing asks to be recovered, the receipt is readable offline, and the check is locked", async () => {
  await phone.takeAlong();
  await phone.open();
  await passAll();
  await phone.page.getByRole("link", { name: "结论单" }).tap();
  await phone.page.getByLabel("出示给（姓名）").fill("马书记");
  await phone.page.getByRole("button", { name: "存入本机" }).tap();
  await phone.page.getByRole("button", { name: "无异议" }).tap();
  await phone.page.locator('[data-said="remark"]').waitFor();
  await phone.page.getByRole("link", { name: "填写", exact: true }).tap();
  await phone.page.getByRole("button", { name: "提交检查" }).tap();
  await phone.page.getByRole("button", { name: "确定" }).tap();
  await expect
    .poll(() => api.spokenOf(V).then((all) => all.map(({ kind }) => kind)), { timeout: 20_000 })
    .toEqual(["conclusion", "remark"]);
  await site.away();
  await phone.page.reload();
  expect(await phone.page.getByRole("alert").count()).toBe(0);
  expect(await phone.line(lineKey(1)).getByRole("button", { name: "合格", exact: true }).isDisabled()).toBe(true);
  await phone.page.getByRole("link", { name: "回执" }).tap();
  await phone.page.getByText("红崖村10项、0张照片已入账").waitFor();
});

it("24: lines that come and go while one is out: what is answered stays, and the check can be finished and sent", async () => {
  await phone.takeAlong();
  await phone.open();
  await phone.grade(lineKey(10), "合格");
  const lines = [...Array.from({ length: 9 }, (_, index) => bundleLine(index + 1)), bundleLine(11), bundleLine(12)];
  await phone.page.route("**/bundle", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), checklist: 2, lines } });
  });
  await phone.page.getByRole("link", { name: "返回" }).tap();
  await phone.page.locator(`[data-visit="${V}"]`).getByRole("button", { name: "刷新资料" }).tap();
  await phone.page.getByText("新增2项、取消1项").waitFor();
  await phone.open();
  await phone.page.getByRole("heading", { name: "检查表已取消的项" }).waitFor();
  expect(await phone.line(lineKey(10)).getAttribute("data-grade")).toBe("pass");
});

it("24: other checklists adopted while a check is out: it is finished and sent as it was taken along, the next one has the new lines", async () => {
  await phone.takeAlong();
  await phone.open();
  await phone.grade(lineKey(10), "合格");
  await api.adopt(2, [...Array.from({ length: 9 }, (_, index) => index + 1), 11, 12]);
  await phone.page.getByRole("link", { name: "返回" }).tap();
  await phone.page.locator(`[data-visit="${V}"]`).getByRole("button", { name: "刷新资料" }).tap();
  await phone.open();
  // Told on the next contact, until it is seen; and not again.
  const told = phone.page.locator('[data-offered="2"]');
  await told.getByText("检查清单已改为第2版：新增2项、取消1项").waitFor();
  await expect.poll(() => told.getByRole("listitem").count()).toBe(3);
  expect(await told.getByRole("listitem").last().textContent()).toContain(`取消 ${lineKey(10)}`);
  await told.getByRole("button", { name: "知道了" }).tap();
  await expect.poll(() => told.count()).toBe(0);
  expect(await phone.line(lineKey(10)).getAttribute("data-grade")).toBe("pass");
  await passAll();
  await phone.page.getByRole("button", { name: "提交检查" }).tap();
  await phone.page.getByRole("button", { name: "确定" }).tap();
  await expect.poll(() => api.submittedRow(V), { timeout: 20_000 }).not.toBeNull();
  expect(await api.rowsOf(V)).toHaveLength(10);
  await phone.page.getByRole("link", { name: "返回" }).tap();
  await phone.takeAlong("village-v013");
  await phone.open("village-v013");
  expect(await phone.page.locator("[data-line]").count()).toBe(11);
});
