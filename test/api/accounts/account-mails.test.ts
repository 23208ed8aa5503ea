/** Mails about accounts: the link that sets a new password, and what was changed, through a real SMTP server: to whom it goes, and what stands in it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount } from "../../../api/accounts/new-account.js";
import { accountMails } from "../../../api/accounts/account-mails.js";
import { createMailer, type Mailer } from "../../../mail/transport.js";
import { setPerson } from "../../../prisma/accounts/account-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { startSmtp, type TestSmtp } from "../../support/smtp.js";
import { Client } from "../client.js";
import { type Api, playStory, serve } from "../support.js";

let database: TestDatabase;
let smtp: TestSmtp;
let mailer: Mailer;
let api: Api;
beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  smtp = await startSmtp({ rcpt: (address) => (address.startsWith("refused") ? 550 : undefined) });
  mailer = createMailer({ smtpUrl: smtp.url, from: { address: "duban@duban.invalid" } });
  const publicUrl = "https://duban.example.gov.cn";
  const mails = accountMails({ pool: database.pool, mailer, publicUrl, language: "zh" });
  api = await serve(database.pool, {}, { mails, publicUrl });
});
afterAll(async () => {
  await api?.close();
  mailer?.close();
  await smtp?.stop();
  await database?.drop();
});

const arrived = async (count: number): Promise<void> => {
  const until = Date.now() + 10_000;
  while (smtp.arrivals.length < count && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
};

it("goes to the account's own address, never to the roster's, and to nobody else", async () => {
  await createAccount(database.pool, { account: "own", name: "李明", email: "Li.Ming@example.gov.cn" });
  const { id } = await createAccount(database.pool, { account: "rostered", name: "王华" });
  await setPerson(database.pool, id, "small", "p-unit-desk");
  await createAccount(database.pool, { account: "nowhere", name: "无址" });
  await createAccount(database.pool, { account: "turned-away", name: "拒收", email: "refused@example.gov.cn" });
  for (const account of ["own", "rostered", "nowhere", "turned-away", "unknown"])
    expect((await new Client(api.base).post("/password-reset", { account })).status, account).toBe(200);
  await arrived(1);
  await expect.poll(() => JSON.stringify(api.logged)).toContain("could not be sent");
  expect(smtp.arrivals.map(({ to }) => to)).toEqual(["li.ming@example.gov.cn"]);
  const mail = smtp.arrivals.find(({ to }) => to === "li.ming@example.gov.cn");
  expect(mail?.subject).toBe("督办系统：重置密码");
  expect(mail?.text).toContain("已收到账号“own”的重置密码申请。请在30分钟内打开下面的链接");
  const token = /https:\/\/duban\.example\.gov\.cn\/new-password#([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  const body = { token, password: "a brand new password" };
  expect((await new Client(api.base).post("/password-reset/confirm", body)).status).toBe(200);
  // The owner hears that it was done.
  await arrived(2);
  expect(smtp.arrivals[1]).toMatchObject({ to: "li.ming@example.gov.cn", subject: "督办系统：账号安全提示" });
  // A mail that could not be sent is in the log, without anybody's address.
  expect(JSON.stringify(api.logged)).not.toMatch(/li\.ming|turned-away/i);
});
