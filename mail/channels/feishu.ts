/**
 * 飞书: a message of the application's bot to one person (im/v1/messages). Sent again within the hour under its uuid, it is
 * taken once. https://open.feishu.cn/document/server-docs/im-v1/message/create
 */
import { createHash } from "node:crypto";
import { addressOn, type OurFault } from "../../domain/letters/channels.js";
import { fitted, shortLetter } from "../short.js";
import { type Outcome, type Outgoing, type SendingChannel, type Verdicts, verdictOn } from "./channel.js";
import { ask, byStatus, knowsUsNot, objectIn, retryAfter, saidIn, JSON_BODY } from "./http.js";
import { NoToken, Tokens, withToken } from "./tokens.js";

export interface FeishuSettings {
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
}

const CODES: Verdicts = {
  // Missing, invalid, of nobody, ill-formed.
  token: new Set([99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677]),
  // Out of the bot's reach, resigned, no such id, has stopped the bot, another company's; content refused, too long, held back.
  person: new Set([230001, 230013, 230022, 230025, 230028, 230029, 230034, 230035, 230038, 230053, 230075]),
  // Too many calls, the month's quota, our address, application, bot or permission.
  away: new Set([10003, 10014, 230006, 230027, 99991400, 99991401, 99991403, 99991662, 99991672, 99991673]),
};
/** Of these, what is ours: application, bot, permission, address; the rest is too much at once. */
const OURS: ReadonlySet<number> = new Set([10003, 10014, 230006, 230027, 99991401, 99991662, 99991672, 99991673]);
const NOT_FROM_HERE = 99991401;
const faultOf = (code: number): OurFault => (code === NOT_FROM_HERE ? "policy" : "login");
/** A header of Feishu's own says how long its limit runs (seconds). */
const RESET = "x-ogw-ratelimit-reset";
/** Bytes; it allows 30 kB. */
const TEXT = 4_000;

export function feishuChannel({ url, appId, appSecret }: FeishuSettings): SendingChannel {
  const tokens = new Tokens(async () => {
    const answer = await ask(new URL("open-apis/auth/v3/tenant_access_token/internal", url), {
      headers: JSON_BODY,
      body: JSON.stringify({ app_id: appId, app_secret: appSecret }),
    });
    const said = objectIn(answer);
    const token = said?.["tenant_access_token"];
    if (said?.["code"] === 0 && typeof token === "string") return { token, lasts: Number(said["expire"] ?? 7_200) };
    const after = retryAfter(answer.headers, RESET) ?? retryAfter(answer.headers);
    const fault = knowsUsNot(answer) && after === undefined;
    throw new NoToken(`Feishu gives no token: ${told(said, answer.status)}`, after, fault);
  });

  async function attempt(letter: Outgoing, token: string): Promise<Outcome | "tokenRefused"> {
    const to = addressOn("feishu", letter.person) ?? "";
    const answer = await ask(new URL(`open-apis/im/v1/messages?receive_id_type=${kindOf(to)}`, url), {
      headers: { ...JSON_BODY, authorization: `Bearer ${token}` },
      body: JSON.stringify({ receive_id: to, msg_type: "post", content: content(letter), uuid: uuidOf(letter) }),
    });
    const said = objectIn(answer);
    const code = said?.["code"];
    if (typeof code !== "number")
      return byStatus(answer, "Feishu") ?? { kind: "later", error: told(said, answer.status) };
    if (code === 0) {
      const id = saidIn((said?.["data"] ?? {}) as Readonly<Record<string, unknown>>, "message_id");
      return { kind: "accepted", receipt: id || null };
    }
    const verdict = verdictOn(code, CODES);
    if (verdict === "token") return "tokenRefused";
    const after = retryAfter(answer.headers, RESET) ?? retryAfter(answer.headers);
    const error = told(said, answer.status);
    if (verdict === "refused") return { kind: verdict, error };
    return { kind: verdict, error, after, ...(verdict === "away" && OURS.has(code) && { ours: faultOf(code) }) };
  }

  return {
    name: "feishu",
    connections: 4,
    send: (letter) => withToken(tokens, (token) => attempt(letter, token)),
    async probe() {
      await tokens.get();
      return `application ${appId} gets a token`;
    },
  };
}

const told = (said: Readonly<Record<string, unknown>> | null, status: number): string =>
  said === null ? `HTTP ${status}` : `${saidIn(said, "code")} ${saidIn(said, "msg")}`;

/** An id says by its beginning of which kind it is. */
function kindOf(id: string): "open_id" | "union_id" | "user_id" {
  return id.startsWith("ou_") ? "open_id" : id.startsWith("on_") ? "union_id" : "user_id";
}

/** The Message-ID in fifty characters. */
const uuidOf = ({ messageId }: Outgoing): string => createHash("sha256").update(messageId).digest("hex").slice(0, 40);

/** Rich text, a line each: tags are data here, so that nothing of a letter is read as a mark. */
function content({ says, language, link }: Outgoing): string {
  const short = shortLetter(says, language);
  const lines = fitted(short, [...(link === null ? [short.noLink] : []), short.signature], TEXT).split("\n");
  const paragraphs: object[][] = lines.map((text) => [{ tag: "text", text }]);
  if (link !== null) paragraphs.push([{ tag: "a", text: short.open, href: link }]);
  return JSON.stringify({ zh_cn: { title: short.title, content: paragraphs } });
}
