import { describe, expect, it } from "vitest";
import { readWorkerConfig } from "../../worker/config.js";

const ENV = {
  DATABASE_URL: "postgresql://d@db.example/duban",
  TEMPORAL_ADDRESS: "temporal.example:7233",
  DUBAN_COMMAND_KEY: "k".repeat(32),
  DUBAN_PAYLOAD_KEY: Buffer.alloc(32, 1).toString("base64"),
};
const mail = (more: NodeJS.ProcessEnv) => readWorkerConfig({ ...ENV, ...more }).mail;

describe("a worker's mail settings", () => {
  it("without a mail server keep all letters in the local mailbox", () => {
    expect(mail({})).toEqual({ mailboxUrl: "smtp://127.0.0.1:7325", from: { address: "duban@duban.invalid" } });
    expect(mail({ SMTP_URL: "", DUBAN_SMTP_PORT: "7400" }).mailboxUrl).toBe("smtp://127.0.0.1:7400");
  });

  it("take the sender that is set, or the login where it is an address", () => {
    const server = { SMTP_URL: "smtps://u%40gov.example:hunter2@mail.gov.example" };
    expect(mail(server)).toMatchObject({ smtpUrl: server.SMTP_URL, from: { address: "u@gov.example" } });
    expect(mail({ ...server, DUBAN_MAIL_FROM: "duban@gov.example" }).from).toEqual({ address: "duban@gov.example" });
    expect(mail({ ...server, DUBAN_MAIL_FROM: '"督办系统" <duban@gov.example>' }).from).toEqual({
      name: "督办系统",
      address: "duban@gov.example",
    });
  });

  it.each([
    [{ SMTP_URL: "smtp://mail.example" }, /DUBAN_MAIL_FROM is not set.*e\.g\./],
    [{ DUBAN_MAIL_FROM: "nobody" }, /DUBAN_MAIL_FROM must be an e-mail address, e\.g\./],
    [{ SMTP_URL: "http://mail.example" }, /SMTP_URL/],
    [{ SMTP_URL: "smtp://u:hunter2@mail.example/?host=other" }, /SMTP_URL: the SMTP address takes no options/],
    [{ DUBAN_MAILBOX_URL: "smtp://mail.example:25" }, /DUBAN_MAILBOX_URL must name the local mailbox on this machine/],
    [{ SMTP_URL: "smtp://localhost:7325", DUBAN_MAIL_FROM: "a@b.example" }, /name the same server/],
    [{ DUBAN_MAIL_LANGUAGE: "fr" }, /DUBAN_MAIL_LANGUAGE must be zh or en/],
  ])("%j is refused by name, without telling a password", (env, message) => {
    expect(() => mail(env)).toThrow(message);
    expect(() => mail(env)).not.toThrow(/hunter2/);
  });
});

describe("a worker's channels", () => {
  const channels = (more: NodeJS.ProcessEnv) => readWorkerConfig({ ...ENV, ...more }).channels;
  const wecom = { DUBAN_WECOM_CORP_ID: "ww1", DUBAN_WECOM_AGENT_ID: "1000002", DUBAN_WECOM_SECRET: "hunter2" };
  const sms = { DUBAN_SMS_URL: "https://sms.example/send" };

  it("are none by default, and each is there with its settings", () => {
    expect(channels({})).toEqual({ publicUrl: null });
    expect(channels({ ...wecom, DUBAN_PUBLIC_URL: "https://duban.example/x" })).toEqual({
      publicUrl: "https://duban.example",
      wecom: { url: "https://qyapi.weixin.qq.com/", corpId: "ww1", agentId: 1_000_002, secret: "hunter2" },
    });
    expect(channels(sms).sms).toMatchObject({
      method: "POST",
      parts: 2,
      body: '{"mobile":"{mobile}","content":"{text}"}',
    });
  });

  it.each([
    [{ ...wecom, DUBAN_WECOM_SECRET: "" }, /^DUBAN_WECOM_SECRET is not set: the application's Secret/],
    [
      { ...wecom, DUBAN_WECOM_AGENT_ID: "hunter2" },
      /^DUBAN_WECOM_AGENT_ID must be the number of the application, e\.g\. 1000002/,
    ],
    [{ ...wecom, DUBAN_WECOM_URL: "hunter2" }, /^DUBAN_WECOM_URL must be an address, e\.g\. https:\/\/qyapi/],
    [{ DUBAN_DINGTALK_APP_KEY: "k" }, /DUBAN_DINGTALK_APP_SECRET is not set[^]*DUBAN_DINGTALK_AGENT_ID is not set/],
    [{ DUBAN_FEISHU_APP_ID: "cli" }, /^DUBAN_FEISHU_APP_SECRET is not set/],
    [
      { DUBAN_WEBHOOK_URL: "https://oa.example", DUBAN_WEBHOOK_SECRET: "hunter2" },
      /^DUBAN_WEBHOOK_SECRET must be 24 to 64 bytes/,
    ],
    [{ ...sms, DUBAN_SMS_HEADERS: "hunter2" }, /^DUBAN_SMS_HEADERS must be a JSON object of headers, e\.g\./],
    [{ ...sms, DUBAN_SMS_BODY: "{mobile} hunter2" }, /^DUBAN_SMS_BODY .* must hold \{text\}/],
    [{ ...sms, DUBAN_SMS_ACCEPTED: "(hunter2" }, /^DUBAN_SMS_ACCEPTED must be a regular expression/],
    [{ ...sms, DUBAN_SMS_PARTS: "9" }, /^DUBAN_SMS_PARTS must be a number from 1 to 8/],
    [{ ...sms, DUBAN_SMS_BODY: "{mobile}{text}{secret}" }, /^DUBAN_SMS_SECRET is not set/],
  ])("%j are refused by name, without telling a value", (env, message) => {
    expect(() => channels(env)).toThrow(message);
    expect(() => channels(env)).not.toThrow(/hunter2/);
  });
});

describe("what a worker does", () => {
  it("is everything unless it is told", () => {
    const role = (set?: string) =>
      readWorkerConfig({ ...ENV, ...(set !== undefined && { DUBAN_WORKER_ROLE: set }) }).role;
    expect([undefined, "", "letters", "plans"].map(role)).toEqual(["all", "all", "letters", "plans"]);
    expect(() => role("sender")).toThrow(/DUBAN_WORKER_ROLE must be all, plans .* or letters/);
  });
});
