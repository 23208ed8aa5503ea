/** What telephones send after an afternoon in the villages, as the filing page does: lines, photos, receipt, submission. */
import { Agent, request } from "node:http";
import type { Photo } from "../chaos/live/photos.js";
import { gradeOf, LINES, lineKey, ROUND, type Visited } from "./inspected.js";

/** One inspector's way to the API. */
export interface Telephone {
  readonly origin: string;
  readonly planId: string;
  readonly token: string;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each caller looks at its own part.
  readonly body: any;
}

/** Sends one visit: resolves with the receipt that names all of it, submitted. */
export async function sendVisit(
  phone: Telephone,
  { id }: Visited,
  shots: readonly Photo[],
): Promise<{ readonly row: number; readonly requests: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let requests = 0;
  const ask = async (method: string, below: string, body?: object | Buffer, taken = [200, 201]): Promise<Answer> => {
    requests += 1;
    const answer = await send(phone, agent, method, `/inspections/${ROUND}/visits/${id}${below}`, body);
    if (!taken.includes(answer.status))
      throw new Error(`${method} ${id}${below}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
    return answer;
  };
  try {
    const answers = Array.from({ length: LINES }, (_, no) => ({
      line: lineKey(no),
      revision: 1,
      ...gradeOf(no),
      photos: shots
        .filter((_shot, at) => at % LINES === no)
        .map(({ sha256 }) => ({ sha256, takenAt: 1_623_984_000_000, source: "camera" })),
      answeredAt: 1_623_984_000_000,
    }));
    const { body } = await ask("POST", "/parts", { answers, deviceNow: Date.now() });
    const refused = body.parts.find(({ ok }: { ok: boolean }) => !ok);
    if (refused) throw new Error(`${id}: ${JSON.stringify(refused)}`);
    for (const { sha256, bytes } of shots) {
      await ask("HEAD", `/photos/${sha256}`, undefined, [404]);
      await ask("PUT", `/photos/${sha256}`, bytes);
    }
    const { body: receipt } = await ask("GET", "/receipt");
    const missing = receipt.rows.length < LINES || receipt.files.some(({ stored }: { stored: boolean }) => !stored);
    if (missing) throw new Error(`${id}: the receipt does not name all of it`);
    const { body: submitted } = await ask("POST", "/submit", {});
    return { row: submitted.submittedRow, requests };
  } finally {
    agent.destroy();
  }
}

function send(
  { origin, planId, token }: Telephone,
  agent: Agent,
  method: string,
  below: string,
  body?: object | Buffer,
): Promise<Answer> {
  const isRaw = Buffer.isBuffer(body);
  const bytes = body === undefined ? null : isRaw ? body : Buffer.from(JSON.stringify(body));
  const headers = {
    Authorization: `Bearer ${token}`,
    ...(bytes && {
      "Content-Type": isRaw ? "application/octet-stream" : "application/json",
      "Content-Length": bytes.length,
    }),
    ...(isRaw && { "Upload-Offset": 0, "Upload-Length": body.length }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}/api/v1/plans/${planId}${below}`, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, body: text === "" ? null : JSON.parse(text) });
      });
    });
    sent.on("error", reject);
    sent.end(bytes ?? undefined);
  });
}
