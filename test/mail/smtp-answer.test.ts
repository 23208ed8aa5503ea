/** What refusals of mail servers are about, as providers word them. */
import { describe, expect, it } from "vitest";
import { judgeSmtp } from "../../mail/smtp-answer.js";

/** As nodemailer tells an answer to a command. */
const answer = (command: string, response: string) =>
  judgeSmtp(
    Object.assign(new Error(`${command} failed: ${response}`), {
      command,
      response,
      responseCode: Number(response.slice(0, 3)),
      code: "EENVELOPE",
    }),
  ).verdict;

describe("is ours, whoever the letter is for", () => {
  it.each([
    ["MAIL FROM", "553 Mail from must equal authorized user", "sender"],
    ["MAIL FROM", "501 mail from address must be same as authorization user.", "sender"],
    ["MAIL FROM", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "sender"],
    ["MAIL FROM", "550 not you", "sender"],
    ["MAIL FROM", "530 5.7.0 Authentication required", "login"],
    ["MAIL FROM", "550 User has no permission", "login"],
    ["MAIL FROM", "554 5.7.1 Service unavailable; Client host blocked using a list", "policy"],
    ["AUTH PLAIN", "535 Login Fail. Please enter your authorization code to login", "login"],
    ["AUTH LOGIN", "550 User has no permission", "login"],
    ["CONN", "554 IP is rejected", "policy"],
    ["STARTTLS", "502 not implemented", "tls"],
    ["RCPT TO", "550 5.1.8 sender address rejected: domain not found", "sender"],
    ["RCPT TO", "535 log in", "login"],
  ])("%s: %s", (command, response, ours) => {
    expect(answer(command, response)).toEqual({ kind: "ours", ours });
  });
});

describe("may be ours or the letter's", () => {
  it.each([
    ["RCPT TO", "554 5.7.1 <a@b.test>: Relay access denied", "relay"],
    ["RCPT TO", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "relay"],
    ["RCPT TO", "550 5.7.1 Unable to relay", "relay"],
    ["RCPT TO", "554 no", "policy"],
    ["DATA", "554 DT:SPM 163 smtp8, mail content looks like spam", "content"],
    ["DATA", "554 DT:SUM 163 smtp1, envelope from does not match header", "sender"],
    ["DATA", "554 5.7.1 rejected by policy", "policy"],
  ])("%s: %s", (command, response, ours) => {
    expect(answer(command, response)).toEqual({ kind: "later", ours });
  });
});

describe("passes", () => {
  it.each([
    ["RCPT TO", "550 Domain frequency limited. http://service.mail.example/cgi-bin/help"],
    ["RCPT TO", "550 Ip frequency limited"],
    ["MAIL FROM", "550 User frequency limited"],
    ["MAIL FROM", "554 MI:STC 163 smtp, too many messages of the sender today"],
    ["RCPT TO", "550 RP:TRC 163 smtp"],
    ["DATA", "552 Daily sending quota exceeded"],
    ["DATA", "550 5.4.5 Daily user sending limit exceeded"],
    ["RCPT TO", "550 5.7.1 Greylisted, try again later"],
    ["RCPT TO", "550 超过该时段发送频率限制"],
    ["RCPT TO", "452 Too many recipients received this hour"],
    ["RCPT TO", "552 5.2.2 mailbox full"],
    ["DATA", "451 DT:SPM, please try again"],
  ])("%s: %s", (command, response) => {
    expect(answer(command, response)).toEqual({ kind: "later" });
  });
});

describe("is the recipient's, or the letter's, for good", () => {
  it.each([
    ["RCPT TO", "550 no such user"],
    ["RCPT TO", "550 5.1.1 <a@b.test>: Recipient address rejected: User unknown in virtual mailbox table"],
    ["RCPT TO", "550 5.4.1 Recipient address rejected: Access denied"],
    ["RCPT TO", "550 Mailbox not found"],
    ["RCPT TO", "550 Invalid User"],
    ["RCPT TO", "550 收件人不存在"],
    ["RCPT TO", "550 5.2.1 The email account that you tried to reach is disabled"],
    ["RCPT TO", "556 5.1.10 domain takes no mail"],
    ["DATA", "550 5.1.1 user does not exist"],
    ["DATA", "552 5.3.4 Message size exceeds fixed limit"],
    ["DATA", "554 5.6.0 message content invalid"],
  ])("%s: %s", (command, response) => {
    expect(answer(command, response)).toEqual({ kind: "refused" });
  });
});

it("tells a connection that failed from a certificate that is not believed", () => {
  const failure = (code: string, message: string) => judgeSmtp(Object.assign(new Error(message), { code })).verdict;
  expect(failure("ECONNECTION", "connect ECONNREFUSED 127.0.0.1:25")).toEqual({ kind: "lost" });
  expect(failure("ESOCKET", "self-signed certificate in certificate chain")).toEqual({ kind: "ours", ours: "tls" });
  expect(failure("ETLS", "STARTTLS is not supported")).toEqual({ kind: "ours", ours: "tls" });
});

it("keeps of an answer one line that can be stored", () => {
  const { said } = judgeSmtp(new Error(`550 no\u0000such\r\n user ${"好".repeat(390)}\u{20BB7}`));
  expect(said).not.toMatch(/[\p{Cc}]/u);
  expect(Array.from(said).length).toBeLessThanOrEqual(400);
  expect(said).not.toMatch(/[\uD800-\uDFFF]/u);
});
