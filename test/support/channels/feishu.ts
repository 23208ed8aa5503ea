/** 飞书 as its documentation describes it: tenant_access_token/internal and im/v1/messages, one message for each uuid. */
import { type ChannelServer, counter, startServer, type Reply, type Turns } from "./server.js";

export interface FeishuServer extends ChannelServer {
  readonly shown: readonly {
    readonly to: string;
    readonly kind: string;
    readonly text: string;
    readonly uuid: string;
  }[];
  readonly tokens: () => number;
  expire(): void;
  readonly env: Readonly<Record<string, string>>;
}

export async function startFeishu(misbehave: Turns<Reply> = () => undefined): Promise<FeishuServer> {
  const shown: { to: string; kind: string; text: string; uuid: string }[] = [];
  let issued = 0;
  let goodFrom = 0;
  const nthOf = counter();
  const server = await startServer(({ url, body, headers }) => {
    const said = JSON.parse(body) as Record<string, string>;
    if (url.pathname === "/open-apis/auth/v3/tenant_access_token/internal") {
      if (said["app_secret"] !== "feishu-secret") return { body: { code: 10014, msg: "app secret invalid" } };
      issued++;
      return { body: { code: 0, msg: "ok", tenant_access_token: `t-${issued}`, expire: 7_200 } };
    }
    if (url.pathname !== "/open-apis/im/v1/messages") return { status: 404, body: "" };
    const given = Number(/^Bearer t-(\d+)$/.exec(headers.authorization ?? "")?.[1] ?? 0);
    if (given <= goodFrom)
      return { status: 400, body: { code: 99991663, msg: "Invalid access token for authorization." } };
    const { receive_id: to = "", content = "", uuid = "" } = said;
    const bad = misbehave(to, nthOf(to));
    if (bad) return bad;
    if (uuid === "" || uuid.length > 50) return { status: 400, body: { code: 230001, msg: "invalid uuid" } };
    const known = shown.findIndex((each) => each.uuid === uuid);
    if (known === -1) shown.push({ to, kind: url.searchParams.get("receive_id_type") ?? "", text: content, uuid });
    const place = known === -1 ? shown.length : known + 1;
    return { body: { code: 0, msg: "success", data: { message_id: `om_${place}` } } };
  });
  return {
    ...server,
    shown,
    tokens: () => issued,
    expire: () => void (goodFrom = issued),
    env: {
      DUBAN_FEISHU_URL: server.url,
      DUBAN_FEISHU_APP_ID: "cli_a1b2c3",
      DUBAN_FEISHU_APP_SECRET: "feishu-secret",
    },
  };
}
