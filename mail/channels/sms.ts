/**
 * Text messages through whatever gateway a government has: the address, the headers and the body are settings with places to
 * be filled in. What says that a message was taken, or that the number is of no use, is a setting too.
 */
import { createHash } from "node:crypto";
import { addressOn } from "../../domain/letters/channels.js";
import { textMessage } from "../short.js";
import type { Outcome, Outgoing, SendingChannel } from "./channel.js";
import { ask, byStatus, retryAfter, unanswered } from "./http.js";
import { reached } from "./reached.js";

export interface SmsSettings {
  /** Address, headers and body may hold {mobile}, {text}, {sign}, {id} and {secret}. */
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly secret: string | null;
  /** Stands in front as 【…】, unless the gateway adds its own. */
  readonly sign: string | null;
  /** Parts that a message may have. */
  readonly parts: number;
  /** Found in the answer of a message that was taken; null: HTTP 2xx says so. */
  readonly accepted: RegExp | null;
  /** Found in the answer where the number is of no use. */
  readonly refused: RegExp | null;
}

/** How a value is written where it is put: so that it stays a value whatever is in it. */
type Escape = (value: string) => string;

const inJson: Escape = (value) => JSON.stringify(value).slice(1, -1);
const inXml: Escape = (value) => value.replaceAll(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0) ?? 0};`);
/** A header is one line of ISO 8859-1. */
const inHeader: Escape = (value) => value.replaceAll(/[^\x20-\x7E]/g, (mark) => encodeURIComponent(mark));

function escapeFor(headers: SmsSettings["headers"]): Escape {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (type.includes("x-www-form-urlencoded")) return encodeURIComponent;
  return type.includes("xml") ? inXml : inJson;
}

export const PLACES = ["mobile", "text", "sign", "id", "secret"] as const;

const fill = (template: string, values: Readonly<Record<string, string>>, escape: Escape): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : escape(value);
  });

export function smsChannel(settings: SmsSettings): SendingChannel {
  const { url, method, headers, body, secret, sign, parts, accepted, refused } = settings;
  const host = new URL(url.replaceAll(/[{}]/g, "")).host;

  async function attempt(letter: Outgoing): Promise<Outcome> {
    const { says, language, link, person, messageId } = letter;
    // A gateway that is given the name apart puts it there itself.
    const apart = [url, body ?? "", ...Object.values(headers)].some((part) => part.includes("{sign}"));
    const values = {
      mobile: addressOn("sms", person) ?? "",
      text: textMessage(says, language, { sign: apart ? null : sign, parts, link }),
      sign: sign ?? "",
      id: createHash("sha256").update(messageId).digest("hex").slice(0, 32),
      secret: secret ?? "",
    };
    const answer = await ask(new URL(fill(url, values, encodeURIComponent)), {
      method,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, fill(value, values, inHeader)]),
      ),
      ...(body !== null && method !== "GET" && { body: fill(body, values, escapeFor(headers)) }),
    });
    const said = answer.text.replaceAll(/\s+/g, " ").slice(0, 200);
    if (refused?.test(answer.text)) return { kind: "refused", error: `the gateway refuses the number: ${said}` };
    const busy = byStatus(answer, "the gateway");
    if (busy) return busy;
    if (answer.status === 401 || answer.status === 403 || answer.status === 404)
      return { kind: "away", error: `the gateway answered HTTP ${answer.status}: ${said}` };
    if (answer.status < 200 || answer.status > 299)
      return { kind: "later", error: `the gateway answered HTTP ${answer.status}: ${said}` };
    if (accepted !== null && !accepted.test(answer.text))
      return { kind: "later", error: `the gateway did not take it: ${said}`, after: retryAfter(answer.headers) };
    return { kind: "accepted", receipt: said === "" ? null : said };
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
