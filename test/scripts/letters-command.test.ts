import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { startMailbox } from "../../mail/mailbox-server.js";
import { createMailer } from "../../mail/transport.js";
import { lettersCommand } from "../../scripts/letters-command.js";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "duban-letters-"));
  const mailbox = await startMailbox({ dir, port: 0 });
  const mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${mailbox.port}`,
    from: { address: "office@sample.invalid" },
    maxConnections: 1,
  });
  for (let no = 1; no <= 40; no++) {
    await mailer.send({
      to: { name: no % 2 === 0 ? "李四" : "张三", address: `p${no}@sample.invalid` },
      office: "区扶贫办",
      subject: `【推演】${no > 30 ? "呈阅件" : "催办单"}：第${no}项\u001B[2J`,
      html: `<p>第${no}件</p>`,
      text: `第${no}件\u001B[31m，请办`,
      messageId: `<m${no}@sample.invalid>`,
      date: new Date(Date.UTC(2021, 6, no, 1, 10)),
    });
  }
  mailer.close();
  await mailbox.stop();
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const said: string[] = [];
  await lettersCommand([...args, "--dir", dir], { columns: 70, out: (text) => said.push(text) });
  return said.join("\n");
}
const ids = (text: string): number[] => [...text.matchAll(/^ +(\d+) {2}/gm)].map(([, id]) => Number(id));

it("lists the newest last, a page at a time, each on its line", async () => {
  const text = await run();
  expect(ids(text)).toEqual(Array.from({ length: 30 }, (_, no) => no + 11));
  expect(text).toMatch(/^ +11 {2}2021-07-11 09:10 {2}张三 +【推演】催办单：第11项/);
  expect(text).toContain("--before 11");
  expect(text).not.toContain("\u001B");
  expect(ids(await run("--before", "11"))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await run("--last", "40")).not.toContain("--before");
});

it("chooses by recipient, instrument, subject and day", async () => {
  expect(ids(await run("--instrument", "呈阅件", "--to", "李四"))).toEqual([32, 34, 36, 38, 40]);
  expect(ids(await run("--to", "P7@"))).toEqual([7]);
  expect(ids(await run("--subject", "第12项"))).toEqual([12]);
  expect(ids(await run("--day", "2021-08-02"))).toEqual([33]);
});

it("shows a letter as text, or writes it as a page", async () => {
  const text = await run("show", "3");
  expect(text).toMatch(/To: +"张三" <p3@sample.invalid>\nDate: +2021-07-03 09:10\nSubject: +【推演】催办单：第3项/);
  expect(text).toContain("第3件[31m，请办");
  expect(readFileSync(await run("show", "3", "--html"), "utf8")).toContain("<p>第3件</p>");
});

it("says what is wrong and what to do", async () => {
  await expect(run("show", "99")).rejects.toThrow(/there is no letter 99 .* npm run letters lists them/);
  await expect(run("--last", "x")).rejects.toThrow("--last takes a number, not x");
  await expect(run("--to", "nobody")).rejects.toThrow(/no letter fits; .*--help/);
  await expect(run("delete", "3")).rejects.toThrow("npm run letters -- show N");
  await expect(
    lettersCommand(["--dir", path.join(dir, "none")], { columns: 80, out: () => undefined }),
  ).rejects.toThrow(/no letters in .* yet: npm start/);
});

it("is what npm run letters runs", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, "scripts/letters.ts", "--dir", dir]);
  expect(ids(stdout)).toHaveLength(30);
});
