/**
 * Text messages through whatever gateway a government has: the address, the headers and the body are settings with places to
 * be filled in. What says that a message was taken, or that the number is of no use, is a setting too.
 */
import { createHash } from "node:crypto";
import { addressOn } from "../../domain/letters/channels.js";
import { foreignLine } from "../../domain/language/text.js";
import { shortLetter, textMessage } from "../short.js";
import { shorten } from "../texts.js";
import type { Outcome, Outgoing, SendingChannel } from "./channel.js";
import { ask, type Answer, byStatus, MOST_SAID, retryAfter, unanswered } from "./http.js";
import { reached } from "./reached.js";
import { fillBody, fillHeader, fillUrl, placesIn } from "./template.js";

export interface SmsSettings {
  /** Address, headers and body may hold the places of PLACES in braces, e.g. {mobile} and {text}. */
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly secret: string | null;
  /** Stands in front as 【…】, unless the gateway adds its own. */
  readonly sign: string | null;
  /** Parts that a message may have. */
  readonly parts: number;
  /** Characters (code points) that one of the gateway's parameters may have; null: as many as there are. */
  readonly parameterMost: number | null;
  /** Found in the answer of a message that was taken; null: HTTP 2xx says so. */
  readonly accepted: RegExp | null;
  /** Found in the answer where the number is of no use. */
  readonly refused: RegExp | null;
  /** Found in the answer where all of ours is refused: template, signature, parameters, balance. */
  readonly stopped: RegExp;
}

/** What tells of the letter: at least one of these stands in the settings. */
export const CONTENT = [
  "text",
  "title",
  "instrument",
  "number",
  "plan",
  "count",
  "overdue",
  "day",
  "deadline",
] as const;
/** All that may be filled in. */
export const PLACES = ["mobile", ...CONTENT, "office", "link", "letter", "sign", "id", "secret"] as const;
type Values = Readonly<Record<(typeof PLACES)[number], string>>;

/** Codes of gateways, and words, that say that our account is shut or out of balance. */
const ACCOUNT = /BALANCE|AMOUNT|OUT_OF_SERVICE|ACCOUNT_ABNORMAL|arrear|余额|欠费|停机|账户/i;
/**
 * Where nothing else is set: template, signature and parameters as Aliyun (isv.…), Tencent (FailedOperation.…) and Huawei (E…)
 * name them, and their words. Not the limits of a day or a number, which pass.
 */
export const STOPPED =
  /isv\.(?!BUSINESS_LIMIT|DAY_LIMIT|MOBILE)[A-Z_]+|FailedOperation\.(Signature|Template|InsufficientBalance|ContainSensitiveWord|ParametersOtherError)|InvalidParameterValue\.(Template|ContentLength)|签名|模板|参数.{0,6}(长度|格式|错误)|余额|欠费/i;

export function smsChannel(settings: SmsSettings): SendingChannel {
  const { url, method, headers, body } = settings;
  const host = new URL(url.replaceAll(/[{}]/g, "")).host;
  // A gateway that is given the name apart puts it there itself.
  const apart = placesIn([url, body ?? "", ...Object.values(headers)].join(" ")).has("sign");

  async function attempt(letter: Outgoing): Promise<Outcome> {
    const values = valuesOf(letter, settings, apart);
    const answer = await ask(new URL(fillUrl(url, values)), {
      method,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fillHeader(value, values)])),
      ...(body !== null && method !== "GET" && { body: fillBody(body, values, contentType(headers)) }),
    });
    return judge(answer, settings);
  }

  return {
    name: "sms",
    connections: 2,
    send: (letter) => attempt(letter).catch(unanswered),
    probe: async () => {
      await reached(url);
      return `${host} can be reached; whether it takes messages shows when one is sent`;
    },
  };
}

const contentType = (headers: SmsSettings["headers"]): string =>
  Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";

/** Each value as long as a parameter of the gateway may be. An address that is cut leads nowhere: it is there whole or not at all. */
function valuesOf(letter: Outgoing, settings: SmsSettings, apart: boolean): Values {
  const { says, language, link, person, messageId, letterId } = letter;
  const { sign, parts, secret, parameterMost } = settings;
  const { title, facts } = shortLetter(says, language);
  const fits = (text: string): string => (parameterMost === null ? text : shorten(text, parameterMost));
  const whole = (text: string): string =>
    parameterMost !== null && Array.from(text).length > parameterMost ? "" : text;
  const message = { sign: apart ? null : sign, parts, link, ...(parameterMost !== null && { most: parameterMost }) };
  return {
    mobile: addressOn("sms", person) ?? "",
    text: textMessage(says, language, message),
    title: fits(title),
    instrument: fits(facts.instrument),
    number: fits(facts.number),
    plan: fits(facts.plan),
    count: facts.count,
    overdue: facts.overdue,
    day: fits(facts.day),
    deadline: fits(facts.deadline),
    office: fits(facts.office),
    link: whole(link ?? ""),
    letter: letterId,
    sign: sign ?? "",
    id: createHash("sha256").update(messageId).digest("hex").slice(0, 32),
    secret: secret ?? "",
  };
}

function judge(answer: Answer, { accepted, refused, stopped }: SmsSettings): Outcome {
  const { status, text } = answer;
  const said = foreignLine(text, MOST_SAID);
  const taken = status >= 200 && status <= 299 && (accepted === null || accepted.test(text));
  // What was taken is taken, whatever else its text holds (a template's name, say): it must not be sent again.
  if (taken && !(refused?.test(text) ?? false)) return { kind: "accepted", receipt: said === "" ? null : said };
  if (refused?.test(text)) return { kind: "refused", error: `the gateway refuses the number: ${said}` };
  const busy = byStatus(answer, "the gateway");
  if (busy) return busy;
  const error = `the gateway answered HTTP ${status}: ${said}`;
  if (status === 401 || status === 403) return { kind: "away", error, ours: "login" };
  if (status === 404) return { kind: "away", error, ours: "content" };
  if (stopped.test(text)) return { kind: "away", error, ours: ACCOUNT.test(text) ? "account" : "content" };
  if (status < 200 || status > 299) return { kind: "later", error };
  // Neither taken nor known to pass: tried again, and the office hears of it at once.
  return {
    kind: "later",
    error: `the gateway did not take it: ${said}`,
    after: retryAfter(answer.headers),
    ours: "content",
  };
}
