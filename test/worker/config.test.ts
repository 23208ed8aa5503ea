import { describe, expect, it } from "vitest";
import { readWorkerConfig } from "../../worker/config.js";

const ENV = { DATABASE_URL: "postgresql://d@db.example/duban", TEMPORAL_ADDRESS: "temporal.example:7233" };
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
