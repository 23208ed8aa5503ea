/**
 * A signed request for each letter, e.g. to an OA that lists it among a person's tasks (统一待办), by the scheme of Standard
 * Webhooks: the same letter always has the same webhook-id, by which the receiver knows what it has already.
 */
import { createHmac } from "node:crypto";
import { foreignLine } from "../../domain/language/text.js";
import { shortLetter } from "../short.js";
import { distinctItems } from "../compose.js";
import type { Outcome, Outgoing, SendingChannel } from "./channel.js";
import { ask, byStatus, MOST_SAID, unanswered } from "./http.js";
import { reached } from "./reached.js";

export interface WebhookSettings {
  readonly url: string;
  /** 24 to 64 bytes. */
  readonly secret: Buffer;
}

/** Milliseconds; the scheme advises fifteen at least, and a sender's hold on a letter is renewed meanwhile. */
const TIMEOUT = 15_000;
/** Items that are told one by one. */
const MOST_ITEMS = 50;

/** Signs what is sent: three headers. */
export function signed(secret: Buffer, id: string, at: Date, body: string): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
}

/** The Message-ID without what delimits it, and without the full stops that delimit what is signed. */
export const webhookId = (messageId: string): string =>
  `msg_${messageId.replaceAll(/[<>]/g, "").replaceAll(/[.@]/g, "_")}`;

export function webhookChannel({ url, secret }: WebhookSettings): SendingChannel {
  const where = new URL(url);

  async function attempt(letter: Outgoing): Promise<Outcome> {
    const body = JSON.stringify(payload(letter));
    const answer = await ask(where, {
      headers: { "content-type": "application/json", ...signed(secret, webhookId(letter.messageId), new Date(), body) },
      body,
      timeout: TIMEOUT,
    });
    const { status } = answer;
    if (status >= 200 && status <= 299) return { kind: "accepted", receipt: null };
    const error = `${where.host} answered HTTP ${status}: ${foreignLine(answer.text, MOST_SAID)}`;
    // What it cannot make anything of is of no use again: a person it does not know, say.
    if (status === 400 || status === 422) return { kind: "refused", error };
    const busy = byStatus(answer, where.host);
    if (busy) return busy;
    if (status === 408 || status === 409) return { kind: "later", error };
    return { kind: "away", error, ...((status === 401 || status === 403) && { ours: "login" }) };
  }

  return {
    name: "webhook",
    connections: 4,
    send: (letter) => attempt(letter).catch(unanswered),
    async probe() {
      await reached(url);
      return `${where.host} can be reached; whether it takes letters shows when one is sent`;
    },
  };
}

function payload({ planId, letterId, closedAt, person, says, language, link }: Outgoing): object {
  const short = shortLetter(says, language);
  const items = distinctItems(says.sections);
  return {
    type: "letter.issued",
    timestamp: new Date(closedAt).toISOString(),
    data: {
      plan: { id: planId, title: says.plan.title },
      letter: {
        id: letterId,
        instrument: says.instrument,
        title: short.title,
        documentNo: says.documentNo ?? null,
        day: says.planDay,
        supplement: says.supplement,
        office: says.issuer.name,
        link,
      },
      person: { id: person.id },
      capacities: short.capacities,
      count: items.length,
      items: items.slice(0, MOST_ITEMS).map((row, at) => ({
        id: row.itemId,
        task: row.taskNo,
        milestone: row.milestoneTitle,
        village: row.village ?? null,
        township: row.township ?? null,
        deadline: row.deadline,
        overdueWorkingDays: row.overdueWorkingDays ?? 0,
        says: short.items[at],
      })),
    },
  };
}
