/**
 * A live plan's letters by channels, on the real parts: what each person gets and by what, what happens when a channel limits,
 * refuses, goes away or loses its answer, and that a rehearsal's letters reach none of them.
 */
import { afterEach, describe, expect, it } from "vitest";
import { alarmZh } from "../../mail/alarms.zh.js";
import { alarmRow } from "../../prisma/letters/alarm-rows.js";
import { listAlarms } from "../../prisma/alarms/alarm-store.js";
import { directoryOf } from "../../domain/people/directory.js";
import { rebuildPlan } from "../../prisma/rebuild/rebuild.js";
import { startDingtalk } from "../support/channels/dingtalk.js";
import { startFeishu } from "../support/channels/feishu.js";
import { startSms } from "../support/channels/sms.js";
import { startWebhook } from "../support/channels/webhook.js";
import { startWecom } from "../support/channels/wecom.js";
import { type LiveLetters, liveLetters } from "../support/live-letters.js";
import { bundle } from "../support/small-bundle.js";
import { startSmtp } from "../support/smtp.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function running<S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> {
  const server = await starting;
  stops.push(() => server.stop());
  return server;
}

async function live(...args: Parameters<typeof liveLetters>): Promise<LiveLetters> {
  const letters = await liveLetters(...args);
  stops.push(() => letters.close());
  return letters;
}

/** Alarms about people, as the office reads them. */
async function told({ run, planId }: LiveLetters): Promise<string[]> {
  const alarms = (await listAlarms(run.database.pool, planId)).filter(
    ({ detail }) => typeof detail.person === "string",
  );
  return alarms.map(({ kind, detail, count }) => {
    const facts = { ...detail, kind, count } as Parameters<typeof alarmRow>[0]["facts"];
    return alarmZh(alarmRow({ facts, item: undefined }, "2021-04-12", directoryOf(bundle))).title;
  });
}

describe("letters", () => {
  it("go by what was chosen, else by mail, else by all there is; each is sent once one channel took it", async () => {
    const [smtp, wecom, sms, feishu, dingtalk, webhook] = await Promise.all([
      running(startSmtp()),
      running(startWecom()),
      running(startSms()),
      running(startFeishu()),
      running(startDingtalk()),
      running(startWebhook()),
    ]);
    const env = { ...wecom.env, ...sms.env, ...feishu.env, ...dingtalk.env, DUBAN_PUBLIC_URL: "https://duban.example" };
    const letters = await live(
      {
        "p-unit-desk": { wecom: "unit", mobile: "13800000001" },
        "p-lead-desk": { email: "lead@sample.invalid", feishu: "ou_lead", dingtalk: "lead" },
        "p-town1-desk": { email: "town1@sample.invalid", wecom: "town1" },
        "p-town2-desk": { mobile: "13800000002" },
      },
      {
        channels: env,
        mail: { mailboxUrl: smtp.url },
        choices: { "p-lead-desk": ["feishu", "mail", "dingtalk"], "p-town2-desk": ["copy"] },
        until: "2021-04-13",
      },
    );
    await letters.run.startWorker();
    await letters.startPostman();
    await letters.drain();

    const [unit] = await letters.letters("p-unit-desk");
    expect([unit?.state, unit?.ways]).toEqual(["sent", ["wecom sent", "sms sent"]]);
    const [lead] = await letters.letters("p-lead-desk");
    expect([lead?.state, lead?.ways]).toEqual(["sent", ["feishu sent", "mail sent", "dingtalk sent"]]);
    const [town1] = await letters.letters("p-town1-desk");
    expect([town1?.state, town1?.ways]).toEqual(["sent", ["mail sent"]]);
    const [town2] = await letters.letters("p-town2-desk");
    expect([town2?.state, town2?.ways]).toEqual(["manual", []]);

    const all = await letters.letters();
    const of = (id: string): number => all.filter(({ person }) => person === id).length;
    expect(wecom.shown).toHaveLength(of("p-unit-desk"));
    expect(wecom.shown[0]).toMatchObject({
      to: "unit",
      url: `https://duban.example/plans/${letters.planId}/letters/${unit?.id}`,
    });
    expect(sms.sent.map(({ mobile }) => mobile)).toEqual(
      Array.from({ length: of("p-unit-desk") }, () => "13800000001"),
    );
    expect(feishu.shown).toHaveLength(of("p-lead-desk"));
    expect(dingtalk.shown).toHaveLength(of("p-lead-desk"));
    expect(webhook.received.size).toBe(0);
    const mailed = all.filter(({ ways, state }) => state === "sent" && ways.includes("mail sent"));
    expect(smtp.arrivals.map(({ messageId }) => messageId).sort()).toEqual(
      mailed.map(({ messageId }) => messageId).sort(),
    );
    expect(await told(letters)).toEqual(["按本人选择由办公室转告：p-town2-desk"]);
  });

  it("whose channel is of no use go by what else reaches the person; with nothing left the office is alarmed", async () => {
    const smtp = await running(startSmtp({ rcpt: (to) => (to === "town1@sample.invalid" ? 550 : undefined) }));
    const wecom = await running(
      startWecom((to) =>
        to === "unit" || to === "lead" ? { body: { errcode: 60111, errmsg: "userid not found" } } : undefined,
      ),
    );
    const sms = await running(
      startSms((to) => (to === "13800000009" ? { body: { code: 1001, msg: "空号" } } : undefined)),
    );
    const letters = await live(
      {
        "p-unit-desk": { wecom: "unit", email: "unit@sample.invalid", mobile: "13800000001" },
        "p-lead-desk": { wecom: "lead", mobile: "13800000009" },
        "p-town1-desk": { email: "town1@sample.invalid", wecom: "town1" },
      },
      {
        channels: { ...wecom.env, ...sms.env },
        mail: { mailboxUrl: smtp.url },
        choices: { "p-unit-desk": ["wecom"] },
        until: "2021-04-13",
      },
    );
    await letters.run.startWorker();
    await letters.startPostman();
    await letters.drain();

    const [unit] = await letters.letters("p-unit-desk");
    expect([unit?.state, unit?.ways]).toEqual(["sent", ["wecom failed", "mail sent", "sms sent"]]);
    const [lead] = await letters.letters("p-lead-desk");
    expect([lead?.state, lead?.ways]).toEqual(["manual", ["wecom failed", "sms failed"]]);
    // An address that no mail server takes, of somebody who chose nothing.
    const [town1] = await letters.letters("p-town1-desk");
    expect([town1?.state, town1?.ways]).toEqual(["sent", ["mail failed", "wecom sent"]]);
    expect(wecom.shown.map(({ to }) => to)).toEqual(["town1"]);
    // Both of the lead's ways fail, at the same time: of the first of them the office is told, then that none is left.
    const titles = (await told(letters)).map((title) => title.replace(/^短信(?=.*lead)/, "企业微信"));
    expect(titles.sort()).toEqual(
      [
        "企业微信未能送达：p-unit-desk",
        "企业微信未能送达：p-lead-desk",
        "电子邮件未能送达：p-town1-desk",
        "各种渠道均未能送达：p-lead-desk",
      ].sort(),
    );
    const { rows } = await letters.run.database.pool.query(
      "SELECT last_error FROM letter WHERE plan_id = $1 AND id = $2",
      [letters.planId, lead?.id],
    );
    expect(rows[0].last_error).toMatch(/wecom: 60111 userid not found/);
    expect(rows[0].last_error).toMatch(/sms: the gateway refuses the number/);
  });

  it("wait for a channel that limits or is away, while the others go on, and go when it is back", async () => {
    const smtp = await running(startSmtp());
    const wecom = await running(
      startWecom((_to, nth) =>
        nth === 1 ? { body: { errcode: 45033, errmsg: "concurrent call out of limit" } } : undefined,
      ),
    );
    const feishu = await running(startFeishu());
    await feishu.stop();
    const letters = await live(
      { "p-unit-desk": { wecom: "unit" }, "p-lead-desk": { feishu: "ou_lead" } },
      { channels: { ...wecom.env, ...feishu.env }, mail: { mailboxUrl: smtp.url }, until: "2021-04-13" },
    );
    await letters.run.startWorker();
    await letters.startPostman();
    const drained = letters.drain();
    await expect.poll(async () => (await letters.letters("p-unit-desk"))[0]?.state, { timeout: 30_000 }).toBe("sent");
    const lead = await letters.letters("p-lead-desk");
    expect(lead[0]).toMatchObject({ state: "queued", ways: ["feishu queued"] });
    await feishu.start();
    await drained;
    for (const { state } of await letters.letters("p-lead-desk")) expect(state).toBe("sent");
    expect(feishu.shown).toHaveLength(lead.length);
    expect(wecom.requests.filter(({ url }) => url.pathname.endsWith("send")).length).toBe(wecom.shown.length + 1);
    expect(await told(letters)).toEqual([]);
  });

  it("that are rebuilt from the ledger are not sent again", async () => {
    const [smtp, webhook] = await Promise.all([running(startSmtp()), running(startWebhook())]);
    const letters = await live(
      { "p-unit-desk": {} },
      { channels: webhook.env, mail: { mailboxUrl: smtp.url }, until: "2021-04-13" },
    );
    await letters.run.startWorker();
    await letters.startPostman();
    await letters.drain();
    const before = [...webhook.received.keys()];
    expect(before.length).toBeGreaterThan(0);
    await letters.run.stopWorker();
    const { pool } = letters.run.database;
    const rebuilt = await rebuildPlan(pool, letters.planId, { mode: "replace" });
    expect(rebuilt).toMatchObject({ equal: true, replaced: true });
    await letters.run.startWorker();
    await letters.drain();
    expect(before.map((id) => webhook.times(id))).toEqual(before.map(() => 1));
    expect(webhook.received.size).toBe(before.length);
  });
});

it("a rehearsal's letters reach no channel, whatever is set up and chosen", async () => {
  const smtp = await running(startSmtp());
  const [wecom, sms, webhook] = await Promise.all([
    running(startWecom()),
    running(startSms()),
    running(startWebhook()),
  ]);
  const letters = await live(
    {
      "p-unit-desk": { wecom: "unit", mobile: "13800000001" },
      "p-lead-desk": { email: "lead@sample.invalid", wecom: "lead" },
    },
    {
      mode: "rehearsal",
      channels: { ...wecom.env, ...sms.env, ...webhook.env },
      mail: { mailboxUrl: smtp.url },
      choices: { "p-lead-desk": ["wecom"] },
      until: "2021-04-13",
    },
  );
  await letters.run.startWorker();
  await letters.startPostman();
  await letters.drain();
  expect((await letters.letters("p-unit-desk"))[0]).toMatchObject({ state: "manual", ways: [] });
  expect((await letters.letters("p-lead-desk"))[0]).toMatchObject({ state: "sent", ways: ["mail sent"] });
  expect(smtp.arrivals.map(({ to }) => to)).toContain("lead@sample.invalid");
  // Nor would they if the database held deliveries of it.
  const { pool } = letters.run.database;
  await pool.query(
    `WITH l AS (UPDATE letter SET state = 'queued' WHERE plan_id = $1 AND person = 'p-unit-desk' RETURNING id)
     INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state) SELECT $1, id, 'wecom', 0, 'queued' FROM l`,
    [letters.planId],
  );
  const before = smtp.arrivals.length;
  await pool.query("UPDATE letter_delivery SET state = 'queued' WHERE plan_id = $1 AND channel = 'mail'", [
    letters.planId,
  ]);
  await letters.run.gateway.sendQueuedLetters(letters.planId);
  await expect.poll(() => smtp.arrivals.length, { timeout: 30_000 }).toBe(2 * before);
  for (const { requests } of [wecom, sms, webhook]) expect(requests).toEqual([]);
});
