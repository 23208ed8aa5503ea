/** Which channels there are beside mail, from the environment. Each is set up by its variables; without the first it is not there. */
import { z } from "zod";
import { CHANNELS, type Channel } from "../../domain/letters/channels.js";
import type { DingtalkSettings } from "./dingtalk.js";
import type { FeishuSettings } from "./feishu.js";
import { CONTENT, PLACES, type SmsSettings, STOPPED } from "./sms.js";
import { placesIn } from "./template.js";
import type { WebhookSettings } from "./webhook.js";
import type { WecomSettings } from "./wecom.js";

export interface ChannelSettings {
  readonly wecom?: WecomSettings;
  readonly dingtalk?: DingtalkSettings;
  readonly feishu?: FeishuSettings;
  readonly sms?: SmsSettings;
  readonly webhook?: WebhookSettings;
  /** Where people open the page, for links in messages; null: messages have none. */
  readonly publicUrl: string | null;
}

export class ChannelConfigError extends Error {}

/** The variable that says that a channel is there. None of them is a secret: a process that sends nothing needs no more. */
const FIRST = {
  wecom: "DUBAN_WECOM_CORP_ID",
  dingtalk: "DUBAN_DINGTALK_APP_KEY",
  feishu: "DUBAN_FEISHU_APP_ID",
  webhook: "DUBAN_WEBHOOK_URL",
  sms: "DUBAN_SMS_URL",
} as const satisfies Partial<Record<Channel, string>>;

/** The channels that are set up; mail always is. */
export function channelsSet(env: NodeJS.ProcessEnv = process.env): Channel[] {
  return CHANNELS.filter((channel) => channel === "mail" || Boolean(env[FIRST[channel]]));
}

const server = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an address, e.g. ${example}` })
    .transform((url) => `${url.replace(/\/+$/, "")}/`);
const needed = (error: string) => z.string({ error: `is not set: ${error}` });
const agent = (example: string) =>
  needed(`the number of the application, e.g. ${example}`).regex(/^\d{1,18}$/, {
    error: `must be the number of the application, e.g. ${example}`,
  });

const wecom = z.object({
  DUBAN_WECOM_URL: server("https://qyapi.weixin.qq.com").prefault("https://qyapi.weixin.qq.com"),
  DUBAN_WECOM_CORP_ID: z.string(),
  DUBAN_WECOM_AGENT_ID: agent("1000002"),
  DUBAN_WECOM_SECRET: needed("the application's Secret, from its page in the administration of WeCom"),
});
const dingtalk = z.object({
  DUBAN_DINGTALK_URL: server("https://api.dingtalk.com").prefault("https://api.dingtalk.com"),
  DUBAN_DINGTALK_OAPI_URL: server("https://oapi.dingtalk.com").prefault("https://oapi.dingtalk.com"),
  DUBAN_DINGTALK_APP_KEY: z.string(),
  DUBAN_DINGTALK_APP_SECRET: needed("the application's AppSecret, from its page for developers"),
  DUBAN_DINGTALK_AGENT_ID: agent("153858650"),
});
const feishu = z.object({
  DUBAN_FEISHU_URL: server("https://open.feishu.cn").prefault("https://open.feishu.cn"),
  DUBAN_FEISHU_APP_ID: z.string(),
  DUBAN_FEISHU_APP_SECRET: needed("the application's App Secret, from its page for developers"),
});
const webhook = z.object({
  DUBAN_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: "must be an address, e.g. https://oa.example.gov.cn/duban" }),
  DUBAN_WEBHOOK_SECRET: needed("24 to 64 bytes of chance in Base64, e.g. from: openssl rand -base64 32")
    .transform((text) => Buffer.from(text.replace(/^whsec_/, ""), "base64"))
    .refine((secret) => secret.length >= 24 && secret.length <= 64, {
      error: "must be 24 to 64 bytes of chance in Base64, e.g. from: openssl rand -base64 32",
    }),
});

const PATTERN = 'must be a regular expression, e.g. "code":"?0"?';
const pattern = z
  .string()
  .refine(isPattern, { error: PATTERN })
  .transform((text) => new RegExp(text))
  .optional();
const HEADERS =
  'must be a JSON object of headers, e.g. {"content-type":"application/json","authorization":"Bearer {secret}"}';
const PARAM_MAX = "must be how many characters a parameter of the gateway may have, 6 to 1000, e.g. 35";
const sms = z.object({
  DUBAN_SMS_URL: z
    .string()
    .refine((text) => /^https?:\/\/[^/{}]+/.test(text) && URL.canParse(text.replaceAll(/[{}]/g, "")), {
      error: "must be the gateway's address, e.g. https://sms.example.gov.cn/send",
    }),
  DUBAN_SMS_METHOD: z.enum(["GET", "POST", "PUT"], { error: "must be GET, POST or PUT" }).default("POST"),
  DUBAN_SMS_HEADERS: z
    .string()
    .default('{"content-type":"application/json"}')
    .transform(headersIn)
    .refine((headers) => headers !== null, { error: HEADERS })
    .transform((headers) => headers ?? {}),
  DUBAN_SMS_BODY: z.string().optional(),
  DUBAN_SMS_SECRET: z.string().optional(),
  DUBAN_SMS_SIGN: z
    .string()
    .max(16, { error: "must be a name of at most 16 characters, without 【】, e.g. 某某区督办" })
    .refine((name) => !/[【】]/.test(name), { error: "must be a name without 【】, e.g. 某某区督办" })
    .optional(),
  DUBAN_SMS_PARTS: z.coerce
    .number({ error: "must be a number from 1 to 8, e.g. 2" })
    .int()
    .min(1, { error: "must be a number from 1 to 8, e.g. 2" })
    .max(8, { error: "must be a number from 1 to 8, e.g. 2" })
    .default(2),
  DUBAN_SMS_PARAM_MAX: z.coerce
    .number({ error: PARAM_MAX })
    .int({ error: PARAM_MAX })
    .min(6, { error: PARAM_MAX })
    .max(1_000, { error: PARAM_MAX })
    .optional(),
  DUBAN_SMS_ACCEPTED: pattern,
  DUBAN_SMS_REFUSED: pattern,
  DUBAN_SMS_STOPPED: pattern,
});
const page = z.object({
  DUBAN_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be the address people open, e.g. https://duban.example.gov.cn" })
    .transform((url) => new URL(url).origin)
    .optional(),
});

/** What a sending process needs of every channel that is set up. Throws ChannelConfigError, which never holds a value. */
export function readChannelSettings(env: NodeJS.ProcessEnv = process.env): ChannelSettings {
  // An empty variable means "not set", as everywhere.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const there = new Set(channelsSet(given));
  const of = <S extends z.ZodType>(channel: Channel, schema: S): z.output<S> | null =>
    there.has(channel) ? parsed(schema, given) : null;
  const [wc, dt, fs, wh] = [of("wecom", wecom), of("dingtalk", dingtalk), of("feishu", feishu), of("webhook", webhook)];
  const text = of("sms", sms);
  return {
    publicUrl: parsed(page, given).DUBAN_PUBLIC_URL ?? null,
    ...(wc && {
      wecom: {
        url: wc.DUBAN_WECOM_URL,
        corpId: wc.DUBAN_WECOM_CORP_ID,
        agentId: Number(wc.DUBAN_WECOM_AGENT_ID),
        secret: wc.DUBAN_WECOM_SECRET,
      },
    }),
    ...(dt && {
      dingtalk: {
        url: dt.DUBAN_DINGTALK_URL,
        oapiUrl: dt.DUBAN_DINGTALK_OAPI_URL,
        appKey: dt.DUBAN_DINGTALK_APP_KEY,
        appSecret: dt.DUBAN_DINGTALK_APP_SECRET,
        agentId: Number(dt.DUBAN_DINGTALK_AGENT_ID),
      },
    }),
    ...(fs && {
      feishu: { url: fs.DUBAN_FEISHU_URL, appId: fs.DUBAN_FEISHU_APP_ID, appSecret: fs.DUBAN_FEISHU_APP_SECRET },
    }),
    ...(wh && { webhook: { url: wh.DUBAN_WEBHOOK_URL, secret: wh.DUBAN_WEBHOOK_SECRET } }),
    ...(text && { sms: smsOf(text) }),
  };
}

function parsed<S extends z.ZodType>(schema: S, given: NodeJS.ProcessEnv): z.output<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ChannelConfigError(
    result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("\n"),
  );
}

function smsOf(given: z.output<typeof sms>): SmsSettings {
  const { DUBAN_SMS_URL: url, DUBAN_SMS_METHOD: method, DUBAN_SMS_HEADERS: headers } = given;
  const body = given.DUBAN_SMS_BODY ?? (method === "GET" ? null : '{"mobile":"{mobile}","content":"{text}"}');
  const whole = [url, body ?? "", ...Object.values(headers)].join(" ");
  const places = placesIn(whole);
  const where = "DUBAN_SMS_BODY (or DUBAN_SMS_URL with DUBAN_SMS_METHOD=GET)";
  const missing = !places.has("mobile") ? "{mobile}" : CONTENT.some((name) => places.has(name)) ? null : "{text}";
  if (missing !== null)
    throw new ChannelConfigError(`${where} must hold ${missing}, e.g. {"mobile":"{mobile}","content":"{text}"}`);
  const known = new Set<string>(PLACES);
  const unknown = [...places].filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new ChannelConfigError(
      `${where} holds {${unknown.join("}, {")}}, which stands for nothing: there are {${PLACES.join("}, {")}}`,
    );
  if (whole.includes("{secret}") && given.DUBAN_SMS_SECRET === undefined)
    throw new ChannelConfigError("DUBAN_SMS_SECRET is not set: it is what {secret} stands for, e.g. the gateway's key");
  return {
    url,
    method,
    headers,
    body,
    secret: given.DUBAN_SMS_SECRET ?? null,
    sign: given.DUBAN_SMS_SIGN ?? null,
    parts: given.DUBAN_SMS_PARTS,
    accepted: given.DUBAN_SMS_ACCEPTED ?? null,
    refused: given.DUBAN_SMS_REFUSED ?? null,
    stopped: given.DUBAN_SMS_STOPPED ?? STOPPED,
    parameterMost: given.DUBAN_SMS_PARAM_MAX ?? null,
  };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

function headersIn(text: string): Record<string, string> | null {
  try {
    const found = z.record(z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/), z.string()).safeParse(JSON.parse(text));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}
