/** A text-message gateway of the usual kind: a key in a header, JSON in and out, a code of its own. */
import { type ChannelServer, counter, startServer, type Reply, type Turns } from "./server.js";

export interface SmsServer extends ChannelServer {
  readonly sent: readonly { readonly mobile: string; readonly text: string; readonly id: string }[];
  readonly env: Readonly<Record<string, string>>;
}

export async function startSms(misbehave: Turns<Reply> = () => undefined): Promise<SmsServer> {
  const sent: { mobile: string; text: string; id: string }[] = [];
  const nthOf = counter();
  const server = await startServer(({ headers, body }) => {
    if (body === "") return { body: { code: 0, msg: "ok" } };
    if (headers["x-key"] !== "sms-secret") return { status: 401, body: { code: 401, msg: "bad key" } };
    const { mobile, content, id } = JSON.parse(body) as { mobile: string; content: string; id: string };
    const bad = misbehave(mobile, nthOf(mobile));
    if (bad) return bad;
    sent.push({ mobile, text: content, id });
    return { body: { code: 0, msg: "ok" } };
  });
  return {
    ...server,
    sent,
    env: {
      DUBAN_SMS_URL: `${server.url}/send`,
      DUBAN_SMS_HEADERS: '{"content-type":"application/json","x-key":"{secret}"}',
      DUBAN_SMS_BODY: '{"mobile":"{mobile}","content":"{text}","id":"{id}"}',
      DUBAN_SMS_SECRET: "sms-secret",
      DUBAN_SMS_SIGN: "某某区督办",
      DUBAN_SMS_PARTS: "2",
      DUBAN_SMS_ACCEPTED: '"code":0[,}]',
      DUBAN_SMS_REFUSED: '"code":(1001|1002)[,}]',
    },
  };
}
