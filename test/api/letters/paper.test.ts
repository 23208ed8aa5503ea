/** 发文登记簿, 打印 and 送达: who may read and do what, and what comes of it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentNumber } from "../../../api/letters/number-schemas.js";
import type { Letter, LetterDetail } from "../../../api/letters/schemas.js";
import { auditEvents } from "../../../prisma/accounts/audit-store.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import { OFFSET } from "../../support/small-plan.js";
import { type Acting, startActing } from "../acting.js";

let acting: Acting;
const pool = () => acting.run.database.pool;

beforeAll(async () => {
  acting = await startActing();
  // A draft that lapses is put aside: it has been closed before.
  await goTo("2021-06-03");
  await goTo("2021-07-05");
});
afterAll(() => acting.close());

/** Moves the clock, and closes the day's letters. */
async function goTo(day: string): Promise<void> {
  await acting.goTo(day);
  await acting.run.gateway.closeLetters(acting.run.planId, instantAt(day, "10:00", OFFSET));
}

const send = async (person: string, path: string, body: object, key = "") => {
  const headers = { "content-type": "application/json", origin: acting.base, "accept-language": "zh" };
  const response = await acting.request(person, path, {
    method: "POST",
    headers: { ...headers, ...(key && { "idempotency-key": key }) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const drafts = async (): Promise<Letter[]> => {
  const { body } = await acting.get("p-office-desk", "/letters?waiting=true");
  return (body as unknown as { rows: Letter[] }).rows;
};
const numbers = async (query = "?series=督办"): Promise<DocumentNumber[]> => {
  const { body } = await acting.get("p-office-desk", `/document-numbers${encodeURI(query)}`);
  return (body as unknown as { rows: DocumentNumber[] }).rows;
};
/** Until the letters that were signed have closed. */
async function closed(): Promise<DocumentNumber[]> {
  for (let tries = 0; tries < 50; tries++) {
    const rows = await numbers();
    if (rows.every(({ letter }) => letter !== null)) return rows;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no letter closed under its number");
}

describe("numbers", () => {
  it("are given to what is signed, in the order in which it was asked for; the same request has the same", async () => {
    const waiting = await drafts();
    expect(waiting.length).toBeGreaterThan(1);
    expect(waiting.map(({ documentNo }) => documentNo)).toEqual(waiting.map(() => null));
    const letters = waiting.map(({ id }) => id).slice(0, 2);
    const merged = await send("p-office-desk", "/letters/sign", { letters, merge: true }, "merged-together");
    expect(merged).toMatchObject({ status: 422, body: { code: "badValue" } });
    expect(await numbers()).toEqual([]);
    for (let times = 0; times < 2; times++) {
      const signed = await send("p-office-desk", "/letters/sign", { letters }, "signed-together");
      expect(signed.status).toBe(200);
      expect((signed.body["letters"] as { documentNo: string }[]).map(({ documentNo }) => documentNo)).toEqual([
        "督办〔2021〕1号",
        "督办〔2021〕2号",
      ]);
    }
    await goTo("2021-07-06");
    const rows = await closed();
    expect(rows).toMatchObject([
      { documentNo: "督办〔2021〕1号", no: 1, year: 2021, state: "used", older: false, voided: null },
      { documentNo: "督办〔2021〕2号", no: 2 },
    ]);
    expect(rows[0]?.givenBy?.person.id).toBe("p-office-desk");
    expect(rows[0]?.title).toContain("督办函（督办〔2021〕1号）");
    expect(rows[0]?.to).toHaveLength(1);
    expect(rows[0]?.issuer).toEqual({ id: "office", name: "乡村振兴局" });
  });

  it("are read by the office, the supervision office and auditors; the office makes one void, with a reason", async () => {
    expect((await acting.get("p-supervision-desk", "/document-numbers")).status).toBe(200);
    expect((await acting.get("p-unit-desk", "/document-numbers")).status).toBe(403);
    const body = { documentNo: "督办〔2021〕2号", reason: "主送单位有误" };
    expect((await send("p-supervision-desk", "/document-numbers/void", body)).status).toBe(403);
    expect((await send("p-office-desk", "/document-numbers/void", { ...body, reason: " " })).status).toBe(400);
    expect(await send("p-office-desk", "/document-numbers/void", body)).toMatchObject({
      status: 200,
      body: { state: "void" },
    });
    expect(await send("p-office-desk", "/document-numbers/void", body)).toMatchObject({
      status: 409,
      body: { code: "illegalStep" },
    });
    expect((await numbers("?state=void")).map(({ documentNo, voided }) => [documentNo, voided?.reason])).toEqual([
      ["督办〔2021〕2号", "主送单位有误"],
    ]);
    expect(await numbers("?year=2020")).toEqual([]);
    expect((await auditEvents(pool(), { kind: "numberVoided" }, null, 5)).map(({ subject }) => subject)).toEqual([
      "督办〔2021〕2号",
    ]);
  });
});

describe("letters on paper", () => {
  let letters: string[];
  beforeAll(async () => {
    letters = (await closed()).flatMap(({ letter }) => letter ?? []);
  });

  it("are printed as one job with their register; each sheet says who printed it", async () => {
    expect((await send("p-unit-desk", "/print-jobs", { letters })).status).toBe(403);
    expect((await send("p-office-desk", "/print-jobs", { letters: ["none"] })).status).toBe(404);
    const { rows } = await pool().query("SELECT id FROM letter WHERE plan_id = $1 AND state = 'superseded' LIMIT 1", [
      acting.run.planId,
    ]);
    const gone = await send("p-office-desk", "/print-jobs", { letters: rows.map((row) => row.id) });
    expect(gone).toMatchObject({ status: 409, body: { code: "illegalStep" } });
    const made = await send("p-office-desk", "/print-jobs", { letters });
    expect(made).toMatchObject({ status: 200, body: { letters: 2, by: { id: "p-office-desk" } } });
    const { body } = await acting.get("p-office-desk", `/print-jobs/${String(made.body["id"])}`);
    const html = String(body["html"]);
    // On every sheet of paper, at its foot; on the screen under each sheet of a letter.
    const job = String(made.body["id"]).slice(0, 8);
    expect(html).toMatch(new RegExp(`@bottom-center \\{ content: "打印：p-office-desk　[^"]*编号：${job}"`));
    expect(html.match(/<section class="sheet/g)?.length).toBe(html.match(/<p class="printed">打印：/g)?.length);
    expect(html.match(/<section class="sheet/g)?.length).toBeGreaterThanOrEqual(2);
    expect(html).toContain("文件送达签收单");
    for (const words of ["受文单位（人）", "份数", "签收人（签名）", "督办〔2021〕1号", "督办〔2021〕2号"])
      expect(html).toContain(words);
    expect(html).not.toContain("<script");
    expect((await acting.get("p-supervision-desk", `/print-jobs/${String(made.body["id"])}`)).status).toBe(403);
    const listed = await acting.get("p-office-desk", "/print-jobs");
    expect((listed.body["jobs"] as { id: string }[]).map(({ id }) => id)).toEqual([made.body["id"]]);
  });

  it("are entered once they were handed over, in a batch, each once; they then count as sent", async () => {
    const [first = "", second = ""] = letters;
    await pool().query("UPDATE letter SET state = 'manual' WHERE plan_id = $1 AND id = $2", [acting.run.planId, first]);
    const delivery = (letter: string, receivedOn = "2021-07-06") => ({
      letter,
      receivedBy: "张三",
      receivedOn,
      deliveredBy: "李四",
    });
    expect((await send("p-unit-desk", "/letters/handed-over", { deliveries: [delivery(first)] })).status).toBe(403);
    const early = await send("p-office-desk", "/letters/handed-over", { deliveries: [delivery(first, "2021-07-01")] });
    expect(early).toMatchObject({ status: 409, body: { code: "allRefused", letters: [{ outcome: "badDate" }] } });
    const entered = await send("p-office-desk", "/letters/handed-over", {
      deliveries: [delivery(first), delivery(second), delivery("none"), delivery(first)],
    });
    expect(entered).toMatchObject({
      status: 207,
      body: {
        accepted: 2,
        refused: 2,
        letters: ["handedOver", "handedOver", "unknown", "entered"].map((outcome) => ({ outcome })),
      },
    });
    const { body } = await acting.get("p-office-desk", `/letters/${first}`);
    const shown = body as unknown as LetterDetail;
    expect(shown.state).toBe("sent");
    expect(shown.handedOver).toMatchObject({ receivedBy: "张三", receivedOn: "2021-07-06", deliveredBy: "李四" });
    expect((await auditEvents(pool(), { kind: "letterHandedOver" }, null, 5)).map(({ subject }) => subject)).toEqual([
      second,
      first,
    ]);
  });
});
