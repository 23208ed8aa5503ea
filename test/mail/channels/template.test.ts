/** Text messages through gateways of templates: several parameters, their length, JSON within a form, and what a refusal means. */
import { describe, expect, it } from "vitest";
import { ChannelConfigError, readChannelSettings } from "../../../mail/channels/config.js";
import { smsChannel } from "../../../mail/channels/sms.js";
import { fillBody, fillUrl } from "../../../mail/channels/template.js";
import { outgoing, saying } from "../../support/channels/outgoing.js";
import { startServer } from "../../support/channels/server.js";

const FORM = '{"content-type":"application/x-www-form-urlencoded"}';

/** A gateway as Aliyun's: a form whose TemplateParam is JSON, 35 characters a parameter. */
async function aliyun(parameters: string, more: NodeJS.ProcessEnv = {}) {
  const taken: Record<string, string>[] = [];
  const server = await startServer(({ body }) => {
    const form = new URLSearchParams(body);
    let parameter: Record<string, string>;
    try {
      parameter = JSON.parse(form.get("TemplateParam") ?? "") as Record<string, string>;
    } catch {
      return { body: { Code: "isv.INVALID_JSON_PARAM" } };
    }
    if (Object.values(parameter).some((value) => Array.from(value).length > 35))
      return { body: { Code: "isv.PARAM_LENGTH_LIMIT", Message: "参数超过长度限制:35" } };
    taken.push({ to: form.get("PhoneNumbers") ?? "", sign: form.get("SignName") ?? "", ...parameter });
    return { body: { Code: "OK" } };
  });
  const { sms } = readChannelSettings({
    DUBAN_SMS_URL: `${server.url}/sms`,
    DUBAN_SMS_HEADERS: FORM,
    DUBAN_SMS_BODY: `PhoneNumbers={mobile}&SignName={sign}&TemplateCode=SMS_1&TemplateParam=${parameters}`,
    DUBAN_SMS_SIGN: "某区督办",
    DUBAN_SMS_ACCEPTED: '"Code":"OK"',
    ...more,
  });
  if (!sms) throw new Error("no gateway");
  return { server, taken, channel: smsChannel(sms) };
}

const letter = outgoing({
  says: saying(3, { plan: { ...saying(1).plan, shortTitle: '饮水"安全"\\示例\u{20BB7}村巩固提升' } }),
});

describe("a gateway of templates", () => {
  it("gets each fact as a parameter of its own, no longer than one may be, and quotes as values", async () => {
    const { server, taken, channel } = await aliyun(
      '{"title":"{title}","plan":"{plan}","count":"{count}","day":"{day}","number":"{number}","deadline":"{deadline}","letter":"{letter}"}',
      { DUBAN_SMS_PARAM_MAX: "35" },
    );
    expect(await channel.send(letter)).toMatchObject({ kind: "accepted" });
    expect(taken).toEqual([
      {
        to: "13800000000",
        sign: "某区督办",
        title: expect.stringMatching(/^督办函（督办〔2021〕3号）：饮水"安全"\\示例/),
        plan: '饮水"安全"\\示例\u{20BB7}村巩固提升',
        count: "3",
        day: "2021年7月5日",
        number: "督办〔2021〕3号",
        deadline: "2021年6月30日",
        letter: "0f3a",
      },
    ]);
    await server.stop();
  });

  it("cuts by characters, never within one, and never an address", async () => {
    const most = 12;
    const { server, taken, channel } = await aliyun('{"content":"{text}","plan":"{plan}","link":"{link}"}', {
      DUBAN_SMS_PARAM_MAX: String(most),
    });
    await channel.send(letter);
    for (const value of [taken[0]?.["content"], taken[0]?.["plan"]]) {
      expect(Array.from(value ?? "").length).toBeLessThanOrEqual(most);
      expect(value).not.toMatch(/[\uD800-\uDFFF]/u);
    }
    expect(taken[0]?.["plan"]).toMatch(/…$/);
    expect(taken[0]?.["link"]).toBe("");
    await server.stop();
  });

  it("that refuses the content or the template is alarmed of and rests: it is not temporary", async () => {
    const { server, channel } = await aliyun('{"content":"{text}"}');
    expect(await channel.send(letter)).toMatchObject({
      kind: "away",
      ours: "content",
      error: expect.stringContaining("isv.PARAM_LENGTH_LIMIT"),
    });
    await server.stop();
  });

  it.each([
    [{ Code: "isv.AMOUNT_NOT_ENOUGH" }, { kind: "away", ours: "account" }],
    [{ Code: "isv.SMS_SIGNATURE_ILLEGAL" }, { kind: "away", ours: "content" }],
    [{ Code: "FailedOperation.TemplateIncorrectOrUnapproved" }, { kind: "away", ours: "content" }],
    [{ msg: "签名未报备" }, { kind: "away", ours: "content" }],
    // The limit of a number or a day passes; what nobody knows is tried again, and told of at once.
    [{ Code: "isv.BUSINESS_LIMIT_CONTROL" }, { kind: "later", ours: "content" }],
    [{ code: 7 }, { kind: "later", ours: "content" }],
  ])("%j: %j", async (body, outcome) => {
    const server = await startServer(() => ({ body }));
    const { sms } = readChannelSettings({ DUBAN_SMS_URL: server.url, DUBAN_SMS_ACCEPTED: '"Code":"OK"' });
    expect(sms && (await smsChannel(sms).send(letter))).toMatchObject(outcome);
    await server.stop();
  });

  it("is told its settings' mistakes at the start", () => {
    const settings = (body: string, more: NodeJS.ProcessEnv = {}) =>
      readChannelSettings({ DUBAN_SMS_URL: "https://sms.example", DUBAN_SMS_BODY: body, ...more });
    expect(() => settings('{"to":"{mobile}","n":"{counts}","c":"{count}"}')).toThrow(ChannelConfigError);
    expect(() => settings('{"to":"{mobile}","n":"{counts}","c":"{count}"}')).toThrow(
      /holds \{counts\}, which stands for nothing/,
    );
    expect(() => settings('{"to":"{mobile}"}')).toThrow("must hold {text}");
    expect(() => settings('{"to":"{mobile}","c":"{count}"}')).not.toThrow();
    expect(() => settings('{"to":"{mobile}","c":"{count}"}', { DUBAN_SMS_PARAM_MAX: "3" })).toThrow(
      "DUBAN_SMS_PARAM_MAX must be how many characters",
    );
  });
});

describe("values stay values", () => {
  const EVIL = '"},"x":"1&a=b=c%20 {b} \\ \n<é𠮷';
  const values = { a: EVIL, b: "other" };
  it("in a form, and in JSON within it, encoded by whoever set it or not", () => {
    for (const template of ['p={a}&j={"k":"{a}"}', "p={a}&j=%7B%22k%22%3A%22{a}%22%7D", 'p={a}&j=[{"k":"{a}"}]']) {
      const form = new URLSearchParams(fillBody(template, values, "application/x-www-form-urlencoded"));
      expect(form.get("p")).toBe(EVIL);
      expect([JSON.parse(form.get("j") ?? "")].flat()).toEqual([{ k: EVIL }]);
      expect([...form.keys()]).toEqual(["p", "j"]);
    }
  });

  it("in JSON, and in JSON within its strings", () => {
    const template = '{"to":["{b}"],"k":"{a}","inner":"{\\"k\\":\\"{a}\\"}","list":"[\\"{a}\\"]"}';
    const body = JSON.parse(fillBody(template, values, "application/json")) as Record<string, string>;
    expect([body["to"], body["k"]]).toEqual([["other"], EVIL]);
    expect(JSON.parse(body["inner"] ?? "")).toEqual({ k: EVIL });
    expect(JSON.parse(body["list"] ?? "")).toEqual([EVIL]);
    expect(fillBody('{"n":{b}}', { b: "3" }, "application/json")).toBe('{"n":3}');
  });

  it("in an address", () => {
    const url = new URL(fillUrl('https://sms.example/{b}/x?p={a}&j={"k":"{a}"}', { a: EVIL, b: "a/b?c" }));
    expect(url.pathname).toBe("/a%2Fb%3Fc/x");
    expect([url.searchParams.get("p"), JSON.parse(url.searchParams.get("j") ?? "")]).toEqual([EVIL, { k: EVIL }]);
  });
});
