/** Whatever a gateway or a mail server answers, what became of a letter is noted: or it would be sent again and again. */
import { afterAll, beforeAll, expect, it } from "vitest";
import * as deliveries from "../../../prisma/letters/delivery-sending.js";
import { type DeliveryResult, settleDeliveries } from "../../../prisma/letters/delivery-settling.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { DirectoryCache } from "../../../prisma/plans/rules-cache.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

let plans = 0;
async function planWithLetter(): Promise<string> {
  const id = `odd-${++plans}`;
  const row = { id, slug: id, title: id, mode: "live", scenario: null, seed: null, openedAt: 0 } as const;
  await createPlan(database.pool, row, bundle);
  await database.pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
     VALUES ($1, 'a', 'a', 0, 'urge', 'batched', 'p-unit-desk', '2021-07-01', 5, 'a', 'queued')`,
    [id],
  );
  await database.pool.query(
    "INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state) VALUES ($1, 'a', 'sms', 0, 'queued')",
    [id],
  );
  return id;
}

/** What the reviews' gateways answered: NUL, half a character where somebody cut it, a megabyte. */
const ANSWERS = ["OK\u0000", `OK ${"𠮷".repeat(100)}`.slice(0, 200 + 1), "\ud842", "x".repeat(1_000_000), ""];

it.each(ANSWERS.map((answer, no) => [no, answer] as const))("a receipt (%i)", async (_no, receipt) => {
  const planId = await planWithLetter();
  const [claim] = await deliveries.claimDeliveries(database.pool, planId, "sms", 1);
  const surroundings = {
    configured: ["sms" as const],
    directory: await new DirectoryCache(database.pool).get(planId),
    now: 10,
  };
  const settle = (outcome: DeliveryResult["outcome"]) =>
    settleDeliveries(
      database.pool,
      planId,
      "sms",
      [{ ...(claim as { id: string; lease: number }), outcome }],
      surroundings,
    );
  expect(await settle({ kind: "accepted", receipt })).toEqual({ sent: 1, failed: 0 });
  expect(await deliveries.claimDeliveries(database.pool, planId, "sms", 1)).toEqual([]);
});

it.each(ANSWERS.map((answer, no) => [no, answer] as const))("a refusal (%i)", async (_no, error) => {
  const { pool } = database;
  const byChannel = await planWithLetter();
  const [claim] = await deliveries.claimDeliveries(pool, byChannel, "sms", 1);
  const surroundings = {
    configured: ["sms" as const],
    directory: await new DirectoryCache(pool).get(byChannel),
    now: 10,
  };
  const result = { ...(claim as { id: string; lease: number }), outcome: { kind: "refused", error } } as const;
  expect(await settleDeliveries(pool, byChannel, "sms", [result], surroundings)).toMatchObject({ sent: 0 });
  expect(await deliveries.claimDeliveries(pool, byChannel, "sms", 1)).toEqual([]);
  expect((await listAlarms(pool, byChannel)).length).toBeGreaterThan(0);
});
