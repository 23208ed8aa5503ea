/** 钉钉 as its documentation describes it: oauth2/accessToken and asyncsend_v2, the same content once a day. */
import { type ChannelServer, counter, startServer, type Reply, type Turns } from "./server.js";

export interface DingtalkServer extends ChannelServer {
  readonly shown: readonly { readonly to: string; readonly text: string; readonly bytes: number }[];
  readonly tokens: () => number;
  expire(): void;
  readonly env: Readonly<Record<string, string>>;
}

export async function startDingtalk(misbehave: Turns<Reply> = () => undefined): Promise<DingtalkServer> {
  const shown: { to: string; text: string; bytes: number }[] = [];
  const seen = new Set<string>();
  let issued = 0;
  let goodFrom = 0;
  const nthOf = counter();
  const server = await startServer(({ url, body }) => {
    const said = JSON.parse(body) as Record<string, unknown>;
    if (url.pathname === "/v1.0/oauth2/accessToken") {
      if (said["appSecret"] !== "ding-secret")
        return {
          status: 400,
          body: { code: "invalidClientIdOrSecret", message: "无效的clientId或者clientSecret", requestid: "r" },
        };
      issued++;
      return { body: { accessToken: `dt-${issued}`, expireIn: 7_200 } };
    }
    if (url.pathname !== "/topapi/message/corpconversation/asyncsend_v2") return { status: 404, body: "" };
    const given = Number(/^dt-(\d+)$/.exec(url.searchParams.get("access_token") ?? "")?.[1] ?? 0);
    if (given <= goodFrom)
      return {
        body: {
          errcode: 88,
          sub_code: "40014",
          sub_msg: "不合法的access_token",
          errmsg: "ding talk error[subcode=40014,submsg=不合法的access_token]",
          request_id: "r",
        },
      };
    const to = String(said["userid_list"] as string);
    const bad = misbehave(to, nthOf(to));
    if (bad) return bad;
    const bytes = Buffer.byteLength(JSON.stringify(said["msg"]));
    if (bytes > 2_048) return { body: { errcode: 34016, errmsg: "消息内容长度超过限制" } };
    if (!seen.has(body)) shown.push({ to, text: JSON.stringify(said["msg"]), bytes });
    seen.add(body);
    return { body: { errcode: 0, errmsg: "ok", task_id: 4_567_890 + shown.length, request_id: "r" } };
  });
  return {
    ...server,
    shown,
    tokens: () => issued,
    expire: () => void (goodFrom = issued),
    env: {
      DUBAN_DINGTALK_URL: server.url,
      DUBAN_DINGTALK_OAPI_URL: server.url,
      DUBAN_DINGTALK_APP_KEY: "dingkey",
      DUBAN_DINGTALK_APP_SECRET: "ding-secret",
      DUBAN_DINGTALK_AGENT_ID: "153858650",
    },
  };
}
