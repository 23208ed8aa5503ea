/**
 * 企业微信: an application message to one person (message/send). Sent again within four hours, the same request is not shown
 * twice. https://developer.work.weixin.qq.com/document/path/90236
 */
import { bytesOf, cutBytes, fitted, shortLetter } from "../short.js";
import { addressOn, type OurFault } from "../../domain/letters/channels.js";
import { type Outcome, type Outgoing, type SendingChannel, type Verdicts, verdictOn } from "./channel.js";
import { ask, byStatus, knowsUsNot, objectIn, saidIn, JSON_BODY } from "./http.js";
import { NoToken, Tokens, withToken } from "./tokens.js";

export interface WecomSettings {
  readonly url: string;
  readonly corpId: string;
  readonly agentId: number;
  readonly secret: string;
}

const CODES: Verdicts = {
  // Invalid, missing, expired.
  token: new Set([40014, 41001, 42001]),
  // The user id is none, nobody's, or outside of what the application sees; the content is too long or refused.
  person: new Set([40003, 40031, 45002, 46004, 50002, 60011, 60111, 81013, 82001]),
  // Our secret, company, application, permission or address; too many calls, for as long as the limit runs.
  away: new Set([40001, 40013, 40056, 45009, 48002, 48004, 50003, 60020, 301002]),
};
/** Our address is not among those allowed. */
const NOT_FROM_HERE = 60020;
const faultOf = (code: number): OurFault => (code === NOT_FROM_HERE ? "policy" : "login");
/** A limit by the minute is over after a minute. */
const RATE_LIMITED = 45009;
const MINUTE = 60_000;

/** Bytes. */
const TITLE = 128;
const DESCRIPTION = 512;
const TEXT = 2_048;
/** The longest that WeCom remembers a message for (seconds). */
const SAME_WITHIN = 4 * 3_600;

export function wecomChannel({ url, corpId, agentId, secret }: WecomSettings): SendingChannel {
  const at = (path: string, query: Readonly<Record<string, string>>): URL =>
    new URL(`cgi-bin/${path}?${new URLSearchParams(query).toString()}`, url);
  const tokens = new Tokens(async () => {
    const answer = await ask(at("gettoken", { corpid: corpId, corpsecret: secret }), { method: "GET" });
    const said = objectIn(answer);
    const token = said?.["access_token"];
    if (answer.status === 200 && said?.["errcode"] === 0 && typeof token === "string")
      return { token, lasts: Number(said["expires_in"] ?? 7_200) };
    const limited = said?.["errcode"] === RATE_LIMITED;
    throw new NoToken(
      `WeCom gives no token: ${told(said, answer.status)}`,
      limited ? MINUTE : undefined,
      knowsUsNot(answer) && !limited,
    );
  });

  async function attempt(letter: Outgoing, token: string): Promise<Outcome | "tokenRefused"> {
    const body = JSON.stringify({
      touser: addressOn("wecom", letter.person),
      agentid: agentId,
      ...content(letter),
      enable_duplicate_check: 1,
      duplicate_check_interval: SAME_WITHIN,
    });
    const answer = await ask(at("message/send", { access_token: token }), { headers: JSON_BODY, body });
    const said = objectIn(answer);
    const code = said?.["errcode"];
    if (typeof code !== "number")
      return byStatus(answer, "WeCom") ?? { kind: "later", error: told(said, answer.status) };
    if (code === 0) return taken(said ?? {});
    const verdict = verdictOn(code, CODES);
    if (verdict === "token") return "tokenRefused";
    const error = told(said, answer.status);
    if (verdict !== "away") return { kind: verdict, error };
    return { kind: verdict, error, ...(code === RATE_LIMITED ? { after: MINUTE } : { ours: faultOf(code) }) };
  }

  return {
    name: "wecom",
    connections: 4,
    send: (letter) => withToken(tokens, (token) => attempt(letter, token)),
    async probe() {
      await tokens.get();
      return `application ${agentId} gets a token`;
    },
  };
}

const told = (said: Readonly<Record<string, unknown>> | null, status: number): string =>
  said === null ? `HTTP ${status}` : `${saidIn(said, "errcode")} ${saidIn(said, "errmsg")}`;

/** Accepted, unless it says that the one person of this message cannot be reached. */
function taken(said: Readonly<Record<string, unknown>>): Outcome {
  if (said["invaliduser"])
    return { kind: "refused", error: "the user id is nobody's, or the application is not for them" };
  if (said["unlicenseduser"]) return { kind: "refused", error: "the person has no licence for applications" };
  return { kind: "accepted", receipt: saidIn(said, "msgid") || null };
}

/** A card where there is somewhere to go, else a text. Both read some HTML, of which there is none in a letter. */
function content({ says, language, link }: Outgoing): object {
  const short = shortLetter(says, language);
  const plain = (text: string): string => text.replaceAll("<", "＜").replaceAll(">", "＞");
  const size = (text: string): number => bytesOf(plain(text));
  if (link === null) {
    const text = fitted({ ...short, lead: [short.title, ...short.lead] }, [short.noLink, short.signature], TEXT, size);
    return { msgtype: "text", text: { content: plain(text) } };
  }
  const description = plain(fitted(short, [short.signature], DESCRIPTION, size));
  return {
    msgtype: "textcard",
    textcard: { title: cutBytes(plain(short.title), TITLE), description, url: link, btntxt: short.open },
  };
}
