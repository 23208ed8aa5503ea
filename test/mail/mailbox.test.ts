import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listMailbox, openMessage } from "../../mail/mailbox.js";
import { type Mailbox, startMailbox } from "../../mail/mailbox-server.js";

let dir: string;
let mailbox: Mailbox;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "duban-mailbox-"));
  mailbox = await startMailbox({ dir, port: 0 });
});
afterAll(async () => {
  await mailbox.stop();
  rmSync(dir, { recursive: true, force: true });
});

it("keeps what it receives, byte for byte and in order, also across a restart", async () => {
  expect(await listMailbox(path.join(dir, "nothing"))).toEqual([]);
  const send = async (numbers: number[]): Promise<void> => {
    const transport = createTransport({ host: "127.0.0.1", port: mailbox.port, pool: true, maxConnections: 4 });
    await Promise.all(
      numbers.map((no) =>
        transport.sendMail({
          from: "duban@sample.invalid",
          to: `p${no}@sample.invalid`,
          subject: `催办单 ${no}`,
          text: `第${no}件`,
          messageId: `<m${no}@duban.local>`,
        }),
      ),
    );
    transport.close();
  };
  await send([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await mailbox.stop();
  mailbox = await startMailbox({ dir, port: 0 });
  await send([11]);

  const entries = await listMailbox(dir);
  expect(entries.map((entry) => entry.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(new Set(entries.map((entry) => entry.messageId)).size).toBe(11);
  for (const entry of entries) {
    const mail = await openMessage(dir, entry.id);
    const no = entry.messageId.replace(/\D+/g, "");
    expect(entry.subject).toBe(mail?.subject);
    expect(mail?.subject).toBe(`催办单 ${no}`);
    expect(mail?.text?.trim()).toBe(`第${no}件`);
    expect(entry.to).toEqual([`p${no}@sample.invalid`]);
  }
});
