/** 企业微信 as its documentation describes it: gettoken and message/send, tokens that end, codes, duplicates not shown twice. */
import { type ChannelServer, counter, startServer, type Reply, type Turns } from "./server.js";

export interface Shown {
  readonly to: string;
  readonly text: string;
  readonly url: string | null;
}

export interface WecomServer extends ChannelServer {
  /** What people have seen. */
  readonly shown: readonly Shown[];
  readonly tokens: () => number;
  /** No token issued so far is good any more. */
  expire(): void;
  readonly env: Readonly<Record<string, string>>;
}

const CORP = "ww0123456789abcdef";
const SECRET = "wecom-secret";

/** `misbehave`: what a person's n-th message is answered with instead. */
export async function startWecom(
  misbehave: Turns<Reply & { readonly taken?: boolean }> = () => undefined,
  lasts = 7_200,
): Promise<WecomServer> {
  const shown: Shown[] = [];
  const seen = new Set<string>();
  let issued = 0;
  let goodFrom = 0;
  const nthOf = counter();
  const token = (url: URL): Reply => {
    if (url.searchParams.get("corpid") !== CORP) return { body: { errcode: 40013, errmsg: "invalid corpid" } };
    if (url.searchParams.get("corpsecret") !== SECRET)
      return { body: { errcode: 40001, errmsg: "invalid credential" } };
    issued++;
    return { body: { errcode: 0, errmsg: "ok", access_token: `wc-${issued}`, expires_in: lasts } };
  };
  const server = await startServer(({ url, body }) => {
    if (url.pathname === "/cgi-bin/gettoken") return token(url);
    if (url.pathname !== "/cgi-bin/message/send") return { status: 404, body: "" };
    const given = Number(/^wc-(\d+)$/.exec(url.searchParams.get("access_token") ?? "")?.[1] ?? 0);
    if (given === 0) return { body: { errcode: 40014, errmsg: "invalid access_token" } };
    if (given <= goodFrom) return { body: { errcode: 42001, errmsg: "access_token expired" } };
    const message = JSON.parse(body) as {
      touser: string;
      agentid: number;
      msgtype: "text" | "textcard";
      text?: { content: string };
      textcard?: { title: string; description: string; url: string; btntxt: string };
      enable_duplicate_check: number;
    };
    const { touser, textcard, text } = message;
    const bad = misbehave(touser, nthOf(touser));
    if (bad && !bad.taken) return bad;
    if (message.agentid !== 1_000_002) return { body: { errcode: 40056, errmsg: "invalid agentid" } };
    const content = textcard ? `${textcard.title}\n${textcard.description}` : (text?.content ?? "");
    if (message.enable_duplicate_check !== 1 || !seen.has(body))
      shown.push({ to: touser, text: content, url: textcard?.url ?? null });
    seen.add(body);
    return bad ?? { body: { errcode: 0, errmsg: "ok", msgid: `msg-${shown.length}` } };
  });
  return {
    ...server,
    shown,
    tokens: () => issued,
    expire: () => void (goodFrom = issued),
    env: {
      DUBAN_WECOM_URL: server.url,
      DUBAN_WECOM_CORP_ID: CORP,
      DUBAN_WECOM_AGENT_ID: "1000002",
      DUBAN_WECOM_SECRET: SECRET,
    },
  };
}
