/** A receiver of Standard Webhooks: checks signature and time as the scheme says, and knows what it has already. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type ChannelServer, startServer, type Reply } from "./server.js";

export interface WebhookServer extends ChannelServer {
  /** Each letter once, however often it came. */
  readonly received: ReadonlyMap<string, Record<string, unknown>>;
  readonly times: (id: string) => number;
  readonly env: Readonly<Record<string, string>>;
}

const KEY = Buffer.from("a secret of more than twenty-four bytes");

export async function startWebhook(
  misbehave: (person: string, nth: number) => Reply | undefined = () => undefined,
): Promise<WebhookServer> {
  const received = new Map<string, Record<string, unknown>>();
  const times = new Map<string, number>();
  const server = await startServer(({ headers, body }) => {
    const [id, at, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
      String(headers[name]),
    );
    if (!id || !at || !signatures || Math.abs(Date.now() / 1_000 - Number(at)) > 300)
      return { status: 401, body: "stale" };
    const expected = createHmac("sha256", KEY).update(`${id}.${at}.${body}`).digest();
    const fits = signatures.split(" ").some((signature) => {
      const [version, text = ""] = signature.split(",");
      const given = Buffer.from(text, "base64");
      return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
    });
    if (!fits) return { status: 401, body: "bad signature" };
    const payload = JSON.parse(body) as { data: { person: { id: string } } } & Record<string, unknown>;
    times.set(id, (times.get(id) ?? 0) + 1);
    const bad = misbehave(payload.data.person.id, times.get(id) ?? 1);
    if (bad) return bad;
    received.set(id, payload);
    return { status: 204, body: "" };
  });
  return {
    ...server,
    received,
    times: (id) => times.get(id) ?? 0,
    env: { DUBAN_WEBHOOK_URL: `${server.url}/todo`, DUBAN_WEBHOOK_SECRET: `whsec_${KEY.toString("base64")}` },
  };
}
