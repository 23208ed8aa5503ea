/** How long the bulletin of a round takes, once the round is closed: drafted, as a Word document, and with its ledger workbook. */
import { randomUUID } from "node:crypto";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { instantAt } from "../domain/plan/plan-date.js";
import { drive, NOBODY } from "../rehearsal/driver.js";
import { ROUND } from "./inspected.js";
import type { Opened } from "./opened.js";

/** By when the round is closed. */
const CLOSED_ON = "2021-07-16";
const FILES = ["bulletin.docx", "ledger.xlsx"] as const;

export interface Drafts {
  readonly origin: string;
  readonly planId: string;
  /** Of who holds the office's desk. */
  readonly token: string;
}

/** Lets the round close. */
export async function closeRound({ store, gateway }: Opened, { plan }: PlanBundle, planId: string): Promise<void> {
  const until = instantAt(CLOSED_ON, "18:00", plan.timeZone.offsetMinutes);
  await drive({ planId, store, gateway, people: NOBODY, until });
}

/** Drafts the bulletin `times` over, each time with its two files. Answers the milliseconds of each. */
export async function draftBulletins({ origin, planId, token }: Drafts, times: number): Promise<number[]> {
  const base = `${origin}/api/v1/plans/${planId}/inspections/${ROUND}/bulletin`;
  const Authorization = `Bearer ${token}`;
  const took: number[] = [];
  for (let no = 0; no < times; no++) {
    const since = performance.now();
    const headers = { Authorization, "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
    const drafted = await fetch(`${base}/draft`, { method: "POST", headers, body: "{}" });
    const { content } = (await answered(drafted).then((answer) => answer.json())) as { content: { sha256: string } };
    for (const file of FILES) {
      const sent = await answered(
        await fetch(`${base}/versions/${content.sha256}/${file}`, { headers: { Authorization } }),
      );
      if ((await sent.arrayBuffer()).byteLength === 0) throw new Error(`${file} is empty`);
    }
    took.push(performance.now() - since);
  }
  return took;
}

async function answered(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer;
}
