/** 重新发送, 登记退信: the office's alone, under the letter's own Message-ID, in the audit log; what cannot be is refused with a reason. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LetterDetail } from "../../../api/letters/schemas.js";
import { auditEvents } from "../../../prisma/accounts/audit-store.js";
import { type Acting, startActing } from "../acting.js";

let acting: Acting;
let letter: { id: string; message_id: string };
const pool = () => acting.run.database.pool;

beforeAll(async () => {
  acting = await startActing();
  await acting.run.openPostman();
  await acting.goTo("2021-04-13");
  const { rows } = await pool().query(
    "SELECT id, message_id FROM letter WHERE plan_id = $1 AND person = 'p-unit-desk' ORDER BY closed_at LIMIT 1",
    [acting.run.planId],
  );
  letter = rows[0];
});
afterAll(() => acting.close());

/** As a sender or a bounce would have left it, and its deliveries. */
async function isNow(state: "sent" | "failed"): Promise<void> {
  const of = [acting.run.planId, letter.id, state];
  await pool().query(
    "UPDATE letter SET state = $3::letter_state, last_error = 'as it was' WHERE plan_id = $1 AND id = $2",
    of,
  );
  await pool().query("UPDATE letter_delivery SET state = $3::delivery_state WHERE plan_id = $1 AND letter_id = $2", of);
}

const post = async (person: string, what: string, body?: object) => {
  const response = await acting.request(person, `/letters/${letter.id}/${what}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: acting.base, "accept-language": "zh" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const events = async (kind: "letterResent" | "letterReturned") =>
  (await auditEvents(pool(), { kind }, null, 10)).map(({ subject, detail }) => [subject, detail]);

describe("a letter that came to nothing", () => {
  it("is sent again by the office, as often as it asks, and by nobody else", async () => {
    await isNow("failed");
    expect((await post("p-unit-desk", "resend")).status).toBe(403);
    expect(await post("p-office-desk", "resend")).toMatchObject({
      status: 200,
      body: { id: letter.id, state: "queued", by: ["mail"] },
    });
    expect(await events("letterResent")).toEqual([[letter.id, { by: "mail" }]]);
    const { body } = await acting.get("p-office-desk", `/letters/${letter.id}`);
    const shown = body as unknown as LetterDetail;
    expect(shown.state).toBe("queued");
    expect(shown.messageId).toBe(letter.message_id);
    expect(await post("p-office-desk", "resend")).toMatchObject({ status: 200, body: { by: [] } });
    expect(await events("letterResent")).toHaveLength(1);
  });

  it("is refused where there is nothing to send, or no way", async () => {
    await isNow("sent");
    expect(await post("p-office-desk", "resend")).toMatchObject({ status: 409, body: { code: "illegalStep" } });
    const unknown = await acting.request("p-office-desk", "/letters/none/resend", {
      method: "POST",
      headers: { origin: acting.base },
    });
    expect(unknown.status).toBe(404);
    await pool().query("UPDATE letter SET state = 'manual', person = 'p-nobody' WHERE plan_id = $1 AND id = $2", [
      acting.run.planId,
      letter.id,
    ]);
    expect(await post("p-office-desk", "resend")).toMatchObject({ status: 422, body: { code: "badValue" } });
    await pool().query("UPDATE letter SET person = 'p-unit-desk' WHERE plan_id = $1 AND id = $2", [
      acting.run.planId,
      letter.id,
    ]);
  });
});

describe("a letter that came back", () => {
  it("is entered by the office, alarms for a call, and counts as sent no more", async () => {
    await isNow("sent");
    expect((await post("p-unit-desk", "returned", { note: "x" })).status).toBe(403);
    expect((await post("p-office-desk", "returned", { note: "a\u0000b" })).status).toBe(400);
    expect((await post("p-office-desk", "returned", {})).status).toBe(400);
    expect(await post("p-office-desk", "returned", { note: "550 user unknown" })).toMatchObject({
      status: 200,
      body: { id: letter.id, state: "returned" },
    });
    expect(await events("letterReturned")).toEqual([[letter.id, { channel: "mail", note: "550 user unknown" }]]);
    const { body } = await acting.get("p-office-desk", "/alarms");
    const alarms = body as { alarms: { kind: string; words: { zh: string } }[] };
    expect(alarms.alarms.find(({ kind }) => kind === "letterReturned")?.words.zh).toMatch(
      /^电子邮件被退回：p-unit-desk。.*退信内容：550 user unknown.*请电话告知本人/,
    );
    expect(await post("p-office-desk", "returned", { note: "again" })).toMatchObject({ status: 409 });
    expect((await post("p-office-desk", "resend")).status).toBe(200);
  });
});
