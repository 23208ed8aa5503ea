import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listMailbox, openMessage } from "../../mail/mailbox.js";
import { startMailbox } from "../../mail/mailbox-server.js";
import { createMailer, type OutgoingLetter, type SendResult } from "../../mail/transport.js";
import { startSmtp } from "../support/smtp.js";

const LETTER: OutgoingLetter = {
  to: { name: "张三", address: "z@sample.invalid" },
  office: "区扶贫办",
  subject: "【推演】督办函（督办〔2021〕3号）：关于加快办理逾期任务节点的函，共三项任务节点",
  html: "<p>请办</p>",
  text: "请办\n.\n..点",
  messageId: "<one@duban.invalid>",
};
const FROM = { address: "office@sample.invalid" };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "duban-mail-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it("brings a letter whole into the mailbox, after a crash of it too", async () => {
  const first = await startMailbox({ dir, port: 0 });
  const mailer = createMailer({ smtpUrl: `smtp://localhost:${first.port}`, from: FROM, loopbackOnly: true });
  expect(await mailer.send(LETTER)).toMatchObject({ ok: true });
  mailer.close();
  await first.stop();
  appendFileSync(path.join(dir, "messages.eml"), "half a let");
  appendFileSync(path.join(dir, "index.jsonl"), '{"id":2,"off');
  expect(await listMailbox(dir)).toHaveLength(1);
  const second = await startMailbox({ dir, port: 0 });
  const again = createMailer({ smtpUrl: `smtp://127.0.0.1:${second.port}`, from: FROM });
  expect(await again.send({ ...LETTER, messageId: "<two@duban.invalid>" })).toMatchObject({ ok: true });
  again.close();
  await second.stop();
  const listed = (await listMailbox(dir)).map(({ id, messageId, subject, to, toName }) => [
    id,
    messageId,
    subject,
    to,
    toName,
  ]);
  expect(listed).toEqual([
    [1, "<one@duban.invalid>", LETTER.subject, [LETTER.to.address], "张三"],
    [2, "<two@duban.invalid>", LETTER.subject, [LETTER.to.address], "张三"],
  ]);
  const mail = await openMessage(dir, 2);
  expect(mail).toMatchObject({ subject: LETTER.subject, messageId: "<two@duban.invalid>" });
  expect(mail?.text?.trim()).toBe(LETTER.text);
  expect(mail?.html).toContain("<p>请办</p>");
  expect(await openMessage(dir, 3)).toBeUndefined();
});

it("keeps a rehearsal on this machine", () => {
  for (const smtpUrl of [
    "smtp://mail.example.test:25",
    "smtp://127.0.0.1.example.test",
    "smtp://10.0.0.1",
    "smtp://0.0.0.0:25",
  ])
    expect(() => createMailer({ smtpUrl, from: FROM, loopbackOnly: true })).toThrow("stay on this machine");
  expect(() =>
    createMailer({ smtpUrl: "smtp://127.0.0.1:25/?host=mail.example.test", from: FROM, loopbackOnly: true }),
  ).toThrow("no options");
  expect(() => createMailer({ smtpUrl: "http://127.0.0.1", from: FROM })).toThrow("smtp://");
});

/** A server that answers each command as told; null: cuts the connection; undefined: says nothing. */
async function answering(answers: {
  readonly hello?: string;
  readonly mail?: string;
  readonly rcpt?: string;
  readonly data?: string;
  readonly end?: string | null | undefined;
}): Promise<{ server: Server; port: number; letters: () => number }> {
  let letters = 0;
  const serve = (socket: Socket): void => {
    let inData = false;
    let buffered = "";
    const say = (line: string | null | undefined): void => {
      if (line === null) socket.destroy();
      else if (line !== undefined) socket.write(`${line}\r\n`);
    };
    socket.on("error", () => undefined);
    say(answers.hello ?? "220 hello");
    socket.on("data", (chunk) => {
      buffered += chunk.toString("latin1");
      for (;;) {
        const end = buffered.indexOf("\r\n");
        if (end === -1) return;
        const line = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        if (inData) {
          if (line !== ".") continue;
          inData = false;
          letters++;
          say("end" in answers ? answers.end : "250 kept");
        } else if (/^MAIL/i.test(line)) say(answers.mail ?? "250 ok");
        else if (/^RCPT/i.test(line)) say(answers.rcpt ?? "250 ok");
        else if (/^DATA/i.test(line)) {
          inData = answers.data === undefined;
          say(answers.data ?? "354 go on");
        } else say("250 ok");
      }
    });
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port, letters: () => letters };
}

async function sendTo(
  answers: Parameters<typeof answering>[0],
  letter = LETTER,
): Promise<{ result: SendResult; letters: number }> {
  const { server, port, letters } = await answering(answers);
  const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM, timeout: 1000 });
  const result = await mailer.send(letter);
  mailer.close();
  server.close();
  return { result, letters: letters() };
}

describe("tells what a refusal is about", () => {
  it.each([
    ["550 to the recipient", { rcpt: "550 no such user" }, "refused"],
    ["a code of the recipient's", { rcpt: "550 5.1.1 Mailbox not found" }, "refused"],
    ["550 to the sender", { mail: "550 not you" }, "ours"],
    ["553 to the sender", { mail: "553 Mail from must equal authorized user" }, "ours"],
    ["554 to DATA, where nothing was taken before", { data: "554 no" }, "ours"],
    ["552 after DATA", { end: "552 too large" }, "refused"],
    ["451 to the recipient", { rcpt: "451 later" }, "later"],
    ["451 after DATA", { end: "451 later" }, "later"],
    ["a limit of the hour, by 550", { rcpt: "550 Domain frequency limited" }, "later"],
    ["421 to the recipient", { rcpt: "421 closing down" }, "lost"],
    ["421 as greeting", { hello: "421 busy" }, "lost"],
    ["554 as greeting", { hello: "554 your address is not welcome" }, "ours"],
    ["530 for want of a login", { mail: "530 log in first" }, "ours"],
    ["a connection cut after DATA", { end: null }, "lost"],
    ["silence after DATA", { end: undefined }, "lost"],
  ] as const)("%s", async (_, answers, kind) => {
    const { result, letters } = await sendTo(answers);
    expect(result).toMatchObject({ ok: false, kind });
    // Never sent again on its own: the ledger decides that.
    expect(letters).toBeLessThanOrEqual(1);
  });

  it("nobody listening", async () => {
    const { server, port } = await answering({});
    await new Promise((resolve) => server.close(resolve));
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM, timeout: 1000 });
    expect(await mailer.send(LETTER)).toMatchObject({ ok: false, kind: "lost" });
    await expect(mailer.probe()).rejects.toThrow();
    mailer.close();
  });

  it("a policy that refuses one letter after others were taken is that letter's", async () => {
    let refuse = false;
    const smtp = await startSmtp({ rcpt: () => (refuse ? "554 5.7.1 blocked by policy" : undefined) });
    const mailer = createMailer({ smtpUrl: smtp.url, from: FROM });
    expect(await mailer.send(LETTER)).toMatchObject({ ok: true });
    refuse = true;
    expect(await mailer.send(LETTER)).toMatchObject({ ok: false, kind: "later" });
    mailer.close();
    const fresh = createMailer({ smtpUrl: smtp.url, from: FROM });
    expect(await fresh.send(LETTER)).toMatchObject({ ok: false, kind: "ours", ours: "policy" });
    fresh.close();
    await smtp.stop();
  });

  it("line breaks in a header, and addresses that are none", async () => {
    for (const evil of [
      { to: { name: "", address: "a@b.test\r\nBcc: c@d.test" } },
      { to: { name: "", address: "a@b.test, c@d.test" } },
      { to: { name: "", address: "nobody" } },
      { to: { name: "x\r\nBcc: c@d.test", address: "a@b.test" } },
      { subject: "x\r\nBcc: c@d.test" },
      { messageId: "<a@b>\nBcc: c@d.test" },
    ]) {
      const { result, letters } = await sendTo({}, { ...LETTER, ...evil });
      expect(result).toMatchObject({ ok: false, kind: "refused" });
      expect(letters).toBe(0);
    }
  });
});

describe("the sender's address", () => {
  it("is asked for without sending anything", async () => {
    const smtp = await startSmtp({
      mail: (address) =>
        address === FROM.address ? undefined : "501 mail from address must be same as authorization user.",
    });
    const good = createMailer({ smtpUrl: smtp.url, from: FROM });
    await good.probeSender();
    good.close();
    const other = createMailer({ smtpUrl: smtp.url, from: { address: "other@sample.invalid" } });
    await expect(other.probeSender()).rejects.toThrow(/other@sample.invalid is refused: 501 mail from address/);
    other.close();
    expect(smtp.arrivals).toEqual([]);
    await smtp.stop();
  });

  it("is answered at another where a setting says so", async () => {
    const mailbox = await startMailbox({ dir, port: 0 });
    const mailer = createMailer({
      smtpUrl: `smtp://127.0.0.1:${mailbox.port}`,
      from: FROM,
      replyTo: "desk@sample.invalid",
    });
    await mailer.send(LETTER);
    mailer.close();
    await mailbox.stop();
    expect((await openMessage(dir, 1))?.replyTo?.text).toBe("desk@sample.invalid");
  });
});
