/**
 * 钉钉: a work notification to one person (asyncsend_v2). DingTalk shows the same content to the same person once a day only,
 * which is what keeps a notification that is sent again from coming twice.
 */
import { addressOn } from "../../domain/letters/channels.js";
import { bytesOf, cutBytes, fitted, shortLetter } from "../short.js";
import { type Outcome, type Outgoing, type SendingChannel, type Verdicts, verdictOn } from "./channel.js";
import { ask, byStatus, knowsUsNot, objectIn, retryAfter, saidIn, JSON_BODY } from "./http.js";
import { NoToken, Tokens, withToken } from "./tokens.js";

export interface DingtalkSettings {
  /** Gives tokens. */
  readonly url: string;
  /** Takes notifications. */
  readonly oapiUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly agentId: number;
}

const between = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);

const CODES: Verdicts = {
  // Invalid, expired; 33001 says that no company belongs to it.
  token: new Set([33001, 40001, 40014, 41001, 42001]),
  // The user id is none, nobody's, or outside of what the application sees; the message is too long.
  person: new Set([33012, 34016, 40003, 40031, 50002, 60121]),
  // Calls are shut off for some seconds (90001 and on); the application, its permission or our address is refused.
  away: new Set([...between(90001, 90018), 40056, 43007, 50003, 60011, 60020]),
};
/** Of these, what is ours and not a limit of the moment. */
const OURS: ReadonlySet<number> = new Set([40056, 43007, 50003, 60011, 60020]);
const NOT_FROM_HERE = 60020;
/** Says that the reason stands in sub_code. */
const SEE_SUB_CODE = 88;

/** Bytes of a whole message. */
const MESSAGE = 2_048;
const TITLE = 128;

export function dingtalkChannel({ url, oapiUrl, appKey, appSecret, agentId }: DingtalkSettings): SendingChannel {
  const tokens = new Tokens(async () => {
    const answer = await ask(new URL("v1.0/oauth2/accessToken", url), {
      headers: JSON_BODY,
      body: JSON.stringify({ appKey, appSecret }),
    });
    const said = objectIn(answer);
    const token = said?.["accessToken"];
    if (answer.status === 200 && typeof token === "string")
      return { token, lasts: Number(said?.["expireIn"] ?? 7_200) };
    const why = said === null ? `HTTP ${answer.status}` : `${saidIn(said, "code")} ${saidIn(said, "message")}`;
    throw new NoToken(`DingTalk gives no token: ${why}`, retryAfter(answer.headers), knowsUsNot(answer));
  });

  async function attempt(letter: Outgoing, token: string): Promise<Outcome | "tokenRefused"> {
    const where = new URL(
      `topapi/message/corpconversation/asyncsend_v2?access_token=${encodeURIComponent(token)}`,
      oapiUrl,
    );
    const body = JSON.stringify({
      agent_id: agentId,
      userid_list: addressOn("dingtalk", letter.person),
      to_all_user: false,
      msg: content(letter),
    });
    const answer = await ask(where, { headers: JSON_BODY, body });
    const said = objectIn(answer);
    const code = codeIn(said);
    if (code === undefined)
      return byStatus(answer, "DingTalk") ?? { kind: "later", error: `DingTalk answered HTTP ${answer.status}` };
    if (code === 0) return { kind: "accepted", receipt: saidIn(said, "task_id") || null };
    const verdict = verdictOn(code, CODES);
    if (verdict === "token") return "tokenRefused";
    const error = `${code} ${saidIn(said, "sub_msg", "errmsg")}`;
    if (verdict !== "away") return { kind: verdict, error };
    return { kind: verdict, error, ...(OURS.has(code) && { ours: code === NOT_FROM_HERE ? "policy" : "login" }) };
  }

  return {
    name: "dingtalk",
    connections: 4,
    send: (letter) => withToken(tokens, (token) => attempt(letter, token)),
    async probe() {
      await tokens.get();
      return `application ${agentId} gets a token`;
    },
  };
}

function codeIn(said: Readonly<Record<string, unknown>> | null): number | undefined {
  const code = said?.["errcode"];
  if (code !== SEE_SUB_CODE) return typeof code === "number" ? code : undefined;
  const sub = Number(said?.["sub_code"]);
  return Number.isInteger(sub) ? sub : SEE_SUB_CODE;
}

/** A card where there is somewhere to go, else a text. The limit is on the message as it is sent. */
function content({ says, language, link }: Outgoing): object {
  const short = shortLetter(says, language);
  const title = cutBytes(short.title, TITLE);
  const card = (text: string): object =>
    link === null
      ? { msgtype: "text", text: { content: `${title}\n${text}` } }
      : {
          msgtype: "action_card",
          action_card: {
            title,
            markdown: `### ${markdown(title)}\n\n${markdown(text)}`,
            single_title: short.open,
            single_url: link,
          },
        };
  const size = (text: string): number => bytesOf(JSON.stringify(card(text)));
  return card(fitted(short, [...(link === null ? [short.noLink] : []), short.signature], MESSAGE, size));
}

/** Marks are taken as they stand, and each line is a line. */
const markdown = (text: string): string => text.replaceAll(/[\\`*_[\]#>|~]/g, "\\$&").replaceAll("\n", "  \n");
