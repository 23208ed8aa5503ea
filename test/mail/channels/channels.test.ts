/** Each channel against a local server that speaks its protocol: tokens, limits, what is permanent and what passes. */
import { afterEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import type { Channel } from "../../../domain/letters/channels.js";
import type { Outcome, Outgoing, SendingChannel } from "../../../mail/channels/channel.js";
import { createChannels } from "../../../mail/channels/channels.js";
import { readChannelSettings } from "../../../mail/channels/config.js";
import { createMailer } from "../../../mail/transport.js";
import { startDingtalk } from "../../support/channels/dingtalk.js";
import { startFeishu } from "../../support/channels/feishu.js";
import { outgoing, saying } from "../../support/channels/outgoing.js";
import type { Reply } from "../../support/channels/server.js";
import { startSms } from "../../support/channels/sms.js";
import { startWebhook } from "../../support/channels/webhook.js";
import { startWecom } from "../../support/channels/wecom.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

interface Running {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The channel that a server's settings make. */
async function started<S extends Running>(starting: Promise<S>, name: Channel, more: NodeJS.ProcessEnv = {}) {
  const server = await starting;
  stops.push(() => server.stop());
  const mailer = createMailer({ smtpUrl: "smtp://127.0.0.1:9", from: { address: "office@sample.invalid" } });
  const channel = createChannels(readChannelSettings({ ...server.env, ...more }), mailer).by.get(name);
  if (!channel) throw new Error(`${name} is not set up`);
  return { server, channel };
}

const send = (channel: SendingChannel, more: Partial<Outgoing> = {}): Promise<Outcome> => channel.send(outgoing(more));
const letters = (count: number): Partial<Outgoing>[] =>
  Array.from({ length: count }, (_, no) => ({ letterId: `l${no}`, messageId: `<l${no}.p@x>`, says: saying(no + 1) }));

describe("WeCom", () => {
  it("sends a card with a link, or a text where there is none, under one token had once", async () => {
    const { server, channel } = await started(startWecom(), "wecom");
    const outcomes = await Promise.all(letters(8).map((letter) => send(channel, letter)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => "accepted"));
    expect(outcomes[0]).toMatchObject({ receipt: expect.stringMatching(/^msg-\d+$/) });
    expect(server.tokens()).toBe(1);
    expect(server.shown[0]).toMatchObject({ to: "zhangsan", url: "https://duban.example/plans/district/letters/0f3a" });
    await send(channel, { link: null });
    const { msgtype, text } = JSON.parse(server.requests.at(-1)?.body ?? "") as {
      msgtype: string;
      text: { content: string };
    };
    expect(msgtype).toBe("text");
    expect(text.content).toMatch(
      /^督办函（督办〔2021〕3号）：后续扶持\n区交通局：\n请书面答复未按时办结的原因、措施、办结时间和责任人。\n截至7月5日，你单位承办的“村内道路硬化＜完工＞”（3个村）.*其中2项已逾期。\n1\. 第1村“村内道路硬化＜完工＞”，时限6月30日，已逾期7个工作日/,
    );
  });

  it("keeps within its limits however much a letter holds", async () => {
    const { server, channel } = await started(startWecom(), "wecom");
    await send(channel, {
      says: saying(200, { plan: { ...saying(1).plan, shortTitle: "很长的方案名称".repeat(12) } }),
    });
    const { textcard } = JSON.parse(server.requests.at(-1)?.body ?? "") as { textcard: Record<string, string> };
    expect(Buffer.byteLength(textcard["title"] ?? "")).toBeLessThanOrEqual(128);
    expect(Buffer.byteLength(textcard["description"] ?? "")).toBeLessThanOrEqual(512);
    expect(textcard["description"]).toMatch(
      /（200个村）应于6月30日办结[^]*其中100项已逾期。[^]*另有19\d项，详见原文。\n区委农村工作领导小组办公室 2021年7月5日$/,
    );
    await send(channel, { says: saying(200), link: null });
    const { text } = JSON.parse(server.requests.at(-1)?.body ?? "") as { text: { content: string } };
    expect(Buffer.byteLength(text.content)).toBeLessThanOrEqual(2_048);
  });

  it("renews a token that has ended before its time, once, and not for each of many", async () => {
    const { server, channel } = await started(startWecom(), "wecom");
    await send(channel);
    server.expire();
    const outcomes = await Promise.all(letters(6).map((letter) => send(channel, letter)));
    expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
    expect(server.tokens()).toBe(2);
  });

  it("has a new token shortly before the old one ends", async () => {
    const { server, channel } = await started(startWecom(undefined, 1), "wecom");
    await send(channel);
    await new Promise((resolve) => setTimeout(resolve, 950));
    await send(channel, { messageId: "<other@x>" });
    expect(server.tokens()).toBe(2);
    expect(server.requests.filter(({ body }) => body !== "")).toHaveLength(2);
  });

  it("is away where even a new token is refused, the secret is wrong, or nobody listens", async () => {
    const refusing = await started(
      startWecom(() => ({ body: { errcode: 40014, errmsg: "invalid access_token" } })),
      "wecom",
    );
    expect(await send(refusing.channel)).toEqual({ kind: "away", error: "a token just issued is refused" });
    expect(refusing.server.tokens()).toBe(2);
    const wrong = await started(startWecom(), "wecom", { DUBAN_WECOM_SECRET: "not-the-secret" });
    const outcome = await send(wrong.channel);
    expect(outcome).toMatchObject({ kind: "away", error: "WeCom gives no token: 40001 invalid credential" });
    await expect(wrong.channel.probe()).rejects.toThrow("40001");
    await refusing.server.stop();
    expect(await send(refusing.channel)).toMatchObject({
      kind: "away",
      error: expect.stringMatching(/no answer from 127.0.0.1:\d+: (ECONNREFUSED|UND_ERR_SOCKET)/),
    });
    await refusing.server.start();
    for (const said of [outcome, await send(refusing.channel)])
      expect(JSON.stringify(said)).not.toMatch(/wecom-secret|not-the-secret|wc-\d/);
  });

  it.each([
    [{ errcode: 81013, errmsg: "user & party & tag all invalid" }, "refused"],
    [{ errcode: 60111, errmsg: "userid not found" }, "refused"],
    [{ errcode: 0, errmsg: "ok", invaliduser: "zhangsan" }, "refused"],
    [{ errcode: 0, errmsg: "ok", unlicenseduser: "zhangsan" }, "refused"],
    [{ errcode: 45009, errmsg: "api freq out of limit" }, "away"],
    [{ errcode: 60020, errmsg: "not allow to access from your ip" }, "away"],
    [{ errcode: 45033, errmsg: "concurrent call out of limit" }, "later"],
    [{ errcode: -1, errmsg: "system error" }, "later"],
    [{ errcode: 12_345, errmsg: "nobody knows" }, "later"],
  ])("%j: %s", async (body, kind) => {
    const { channel } = await started(
      startWecom((_to, nth) => (nth === 1 ? { body } : undefined)),
      "wecom",
    );
    expect((await send(channel)).kind).toBe(kind);
    expect((await send(channel)).kind).toBe("accepted");
  });

  it("is shown once where the answer was lost and the letter was sent again", async () => {
    const { server, channel } = await started(
      startWecom((_to, nth) => (nth === 1 ? { status: 502, taken: true } : undefined)),
      "wecom",
    );
    expect((await send(channel)).kind).toBe("away");
    expect((await send(channel)).kind).toBe("accepted");
    expect(server.shown).toHaveLength(1);
  });
});

describe("DingTalk", () => {
  it("sends a card of at most 2,048 bytes, and the same content once", async () => {
    const { server, channel } = await started(startDingtalk(), "dingtalk");
    expect(await send(channel, { says: saying(300) })).toMatchObject({ kind: "accepted", receipt: "4567891" });
    await send(channel, { says: saying(300) });
    expect(server.shown).toHaveLength(1);
    expect(server.shown[0]?.to).toBe("manager1");
    expect(server.shown[0]?.bytes).toBeLessThanOrEqual(2_048);
    expect(server.shown[0]?.text).toMatch(/"msgtype":"action_card".*"single_title":"查看文书"/);
    // Marks in a letter stay marks.
    expect(server.shown[0]?.text).toContain("督办〔2021〕3号");
    await send(channel, { link: null });
    expect(server.shown[1]?.text).toMatch(/"msgtype":"text".*请登录督办系统查看原文/);
    expect(server.tokens()).toBe(1);
  });

  it("renews its token, which it hears of in a sub code", async () => {
    const { server, channel } = await started(startDingtalk(), "dingtalk");
    await send(channel);
    server.expire();
    expect((await send(channel, letters(1)[0])).kind).toBe("accepted");
    expect(server.tokens()).toBe(2);
  });

  it.each([
    [{ body: { errcode: 88, sub_code: "90018", sub_msg: "QPS" } }, "away"],
    [{ body: { errcode: 90002, errmsg: "暂时禁用" } }, "away"],
    [{ body: { errcode: 33012, errmsg: "无效的USERID" } }, "refused"],
    [{ body: { errcode: 60121, errmsg: "找不到该用户" } }, "refused"],
    [{ body: { errcode: -1, errmsg: "系统繁忙" } }, "later"],
    [{ status: 503, body: "" }, "away"],
  ] satisfies [Reply, Outcome["kind"]][])("%j: %s", async (reply, kind) => {
    const { channel } = await started(
      startDingtalk(() => reply),
      "dingtalk",
    );
    expect((await send(channel)).kind).toBe(kind);
  });

  it("says why there is no token", async () => {
    const { channel } = await started(startDingtalk(), "dingtalk", { DUBAN_DINGTALK_APP_SECRET: "wrong" });
    expect(await send(channel)).toMatchObject({
      kind: "away",
      error: expect.stringContaining("invalidClientIdOrSecret"),
    });
  });
});

describe("Feishu", () => {
  it("sends a post under a uuid of the letter's, by whatever id the roster has", async () => {
    const { server, channel } = await started(startFeishu(), "feishu");
    expect(await send(channel)).toEqual({ kind: "accepted", receipt: "om_1" });
    expect(await send(channel)).toEqual({ kind: "accepted", receipt: "om_1" });
    const { person } = outgoing();
    await send(channel, { messageId: "<b@x>", person: { ...person, feishu: "on_1" } });
    await send(channel, { messageId: "<c@x>", person: { ...person, feishu: "5d9bdxxx" } });
    expect(server.shown.map(({ kind }) => kind)).toEqual(["open_id", "union_id", "user_id"]);
    expect(new Set(server.shown.map(({ uuid }) => uuid)).size).toBe(3);
    expect(JSON.parse(server.shown[0]?.text ?? "")).toMatchObject({
      zh_cn: {
        title: "督办函（督办〔2021〕3号）：后续扶持",
        content: expect.arrayContaining([
          [{ tag: "a", text: "查看文书", href: expect.stringContaining("/letters/0f3a") }],
        ]),
      },
    });
  });

  it("renews its token, and rests as long as a limit's header says", async () => {
    const { server, channel } = await started(
      startFeishu((_to, nth) =>
        nth === 2
          ? { status: 429, headers: { "x-ogw-ratelimit-reset": "7" }, body: { code: 99991400, msg: "limit" } }
          : undefined,
      ),
      "feishu",
    );
    await send(channel);
    server.expire();
    expect(await send(channel, { messageId: "<b@x>" })).toMatchObject({ kind: "away", after: 7_000 });
    expect(await send(channel, { messageId: "<b@x>" })).toMatchObject({ kind: "accepted" });
    expect(server.tokens()).toBe(2);
  });

  it.each([
    [{ code: 230013, msg: "Bot has NO availability to this user." }, "refused"],
    [{ code: 230029, msg: "User has resigned." }, "refused"],
    [{ code: 230053, msg: "The user has stopped the bot." }, "refused"],
    [{ code: 230020, msg: "This operation triggers the frequency limit." }, "later"],
    [{ code: 230006, msg: "Bot ability is not activated." }, "away"],
    [{ code: 99991672, msg: "Access denied." }, "away"],
  ])("%j: %s", async (body, kind) => {
    const { channel } = await started(
      startFeishu(() => ({ status: 400, body })),
      "feishu",
    );
    expect((await send(channel)).kind).toBe(kind);
  });
});

describe("a text-message gateway", () => {
  it("gets one message of so many characters, signed, with the address whole", async () => {
    const { server, channel } = await started(startSms(), "sms");
    expect((await send(channel, { says: saying(40) })).kind).toBe("accepted");
    await send(channel, { says: saying(40) });
    const [first, again] = server.sent;
    expect(first?.mobile).toBe("13800000000");
    expect(first?.text).toMatch(
      /^【某某区督办】区交通局：请书面答复未按时办结的原因.*查看原文：https:\/\/duban\.example\/plans\/district\/letters\/0f3a$/,
    );
    expect(Array.from(first?.text ?? "").length).toBeLessThanOrEqual(134);
    // No protocol of text messages knows what it has sent: the id is the gateway's to know it by.
    expect(again?.id).toBe(first?.id);
    expect(first?.id).toMatch(/^[0-9a-f]{32}$/);
    const short = await started(startSms(), "sms", { DUBAN_SMS_PARTS: "1" });
    await send(short.channel, { says: saying(40) });
    expect(Array.from(short.server.sent[0]?.text ?? "").length).toBeLessThanOrEqual(70);
    expect(short.server.sent[0]?.text).toMatch(/^【某某区督办】区交通局：请书面答复.*(0f3a|查看原文。)$/);
  });

  it("fills values in as values, whatever they hold", async () => {
    const { server, channel } = await started(startSms(), "sms");
    await send(channel, {
      says: saying(1, { addressee: { kind: "unit", name: '"},"mobile":"999","x":{"a":"{secret}' } }),
    });
    expect(server.sent[0]?.mobile).toBe("13800000000");
    expect(server.sent[0]?.text).toContain('"mobile":"999"');
    expect(server.requests[0]?.body).not.toContain("sms-secret");
    const byUrl = await started(startSms(), "sms", {
      DUBAN_SMS_METHOD: "GET",
      DUBAN_SMS_BODY: "",
      DUBAN_SMS_URL: `${server.url}/send?to={mobile}&text={text}&sign={sign}&key={secret}`,
    });
    await send(byUrl.channel);
    const asked = server.requests.at(-1);
    expect([asked?.method, asked?.url.searchParams.get("sign"), asked?.url.searchParams.get("to")]).toEqual([
      "GET",
      "某某区督办",
      "13800000000",
    ]);
    expect(asked?.url.searchParams.get("text")).toMatch(/^区交通局：请书面答复/);
  });

  it.each([
    [{ body: { code: 1001, msg: "no such number" } }, "refused"],
    [{ body: { code: 7, msg: "busy" } }, "later"],
    [{ status: 429, headers: { "retry-after": "3" } }, "away"],
    [{ status: 401 }, "away"],
    [{ status: 500 }, "later"],
  ] satisfies [Reply, Outcome["kind"]][])("%j: %s", async (reply, kind) => {
    const { channel } = await started(
      startSms(() => reply),
      "sms",
    );
    const outcome = await send(channel);
    expect(outcome.kind).toBe(kind);
    if ("headers" in reply) expect(outcome).toMatchObject({ after: 3_000 });
  });
});

describe("a webhook", () => {
  it("is signed so that others' code finds it good, under an id that stays the letter's", async () => {
    const { server, channel } = await started(startWebhook(), "webhook");
    expect((await send(channel)).kind).toBe("accepted");
    expect((await send(channel)).kind).toBe("accepted");
    const id = "msg_0f3a_district_duban_example";
    expect([[...server.received.keys()], server.times(id)]).toEqual([[id], 2]);
    const [request] = server.requests;
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    const receiver = new Webhook(server.env["DUBAN_WEBHOOK_SECRET"] ?? "");
    expect(receiver.verify(request?.body ?? "", headers)).toMatchObject({
      type: "letter.issued",
      timestamp: "2021-07-05T01:10:00.000Z",
      data: {
        person: { id: "p1" },
        count: 3,
        letter: { id: "0f3a", instrument: "supervise", documentNo: "督办〔2021〕3号" },
      },
    });
    expect(() => receiver.verify(`${request?.body} `, headers)).toThrow();
    expect(request?.body).not.toMatch(/张三|13800000000|sample\.invalid/);
  });

  it.each([
    [{ status: 422 }, "refused"],
    [{ status: 429, headers: { "retry-after": "2" } }, "away"],
    [{ status: 410 }, "away"],
    [{ status: 302, headers: { location: "http://127.0.0.1:9/" } }, "away"],
    [{ status: 500 }, "later"],
    [{ status: 409 }, "later"],
  ] satisfies [Reply, Outcome["kind"]][])("%j: %s", async (reply, kind) => {
    const { channel } = await started(
      startWebhook(() => reply),
      "webhook",
    );
    expect((await send(channel)).kind).toBe(kind);
  });

  it("with another secret is refused by its receiver", async () => {
    const { server, channel } = await started(startWebhook(), "webhook", {
      DUBAN_WEBHOOK_SECRET: Buffer.alloc(32, 7).toString("base64"),
    });
    expect(await send(channel)).toMatchObject({ kind: "away", error: expect.stringContaining("HTTP 401") });
    expect(server.received.size).toBe(0);
  });
});
