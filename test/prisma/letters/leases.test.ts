/** Leases are numbered: whoever comes late, with one that has run out, can do nothing to what another sends by now. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as deliveries from "../../../prisma/letters/delivery-sending.js";
import { settleDeliveries } from "../../../prisma/letters/delivery-settling.js";
import type { Claim } from "../../../prisma/letters/leases.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { DirectoryCache } from "../../../prisma/plans/rules-cache.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { bundle } from "../../support/small-bundle.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

let plans = 0;
/** A live plan with letters `a` and `b` to one person, queued. */
async function planWithLetters(): Promise<string> {
  const id = `leased-${++plans}`;
  await createPlan(
    database.pool,
    { id, slug: id, title: id, mode: "live", scenario: null, seed: null, openedAt: 0 },
    bundle,
  );
  await database.pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state)
     SELECT $1, l, l, 0, 'urge', 'batched', 'p-unit-desk', '2021-07-01', 5, l, 'queued' FROM unnest('{a,b}'::text[]) AS l`,
    [id],
  );
  await database.pool.query(
    `INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state)
     SELECT $1, l, 'wecom', 0, 'queued' FROM unnest('{a,b}'::text[]) AS l`,
    [id],
  );
  return id;
}

/** As if the lease had run out. */
const expire = (planId: string) =>
  database.pool.query("UPDATE letter_delivery SET due_at = now() - interval '1 second' WHERE plan_id = $1", [planId]);
const stateOf = async (planId: string, id: string): Promise<unknown> =>
  (await database.pool.query("SELECT state FROM letter WHERE plan_id = $1 AND id = $2", [planId, id])).rows[0];
const deliveryOf = async (planId: string, id: string): Promise<unknown> =>
  (
    await database.pool.query(
      "SELECT state, attempts, lease FROM letter_delivery WHERE plan_id = $1 AND letter_id = $2",
      [planId, id],
    )
  ).rows[0];

describe("a delivery whose sender's lease has run out, and which another has claimed", () => {
  const channel = "wecom";
  let planId: string;
  let late: Claim;
  let held: Claim;
  beforeAll(async () => {
    planId = await planWithLetters();
    [late] = (await deliveries.claimDeliveries(database.pool, planId, channel, 1)) as [Claim];
    await expire(planId);
    [held] = (await deliveries.claimDeliveries(database.pool, planId, channel, 1)) as [Claim];
    expect([late, held]).toEqual([
      { id: "a", lease: 1 },
      { id: "a", lease: 2 },
    ]);
  });

  const untouched = { state: "sending", attempts: 2, lease: 2 };
  const settle = async (claim: Claim, outcome: Parameters<typeof settleDeliveries>[3][number]["outcome"]) =>
    settleDeliveries(database.pool, planId, channel, [{ ...claim, outcome }], {
      configured: ["mail", channel],
      directory: await new DirectoryCache(database.pool).get(planId),
      now: 5,
    });

  it("is neither released, renewed, postponed nor failed by the first", async () => {
    expect(await deliveryOf(planId, late.id)).toEqual(untouched);
    await deliveries.releaseDeliveries(database.pool, planId, channel, [late]);
    expect(await deliveries.renewDeliveryLeases(database.pool, planId, channel, [late])).toEqual(new Set());
    await deliveries.pauseChannel(database.pool, planId, channel, 0, [{ ...late, error: "away" }]);
    expect(await settle(late, { kind: "refused", error: "unknown user" })).toEqual({ sent: 0, failed: 0 });
    expect(await settle(late, { kind: "later", error: "busy" })).toEqual({ sent: 0, failed: 0 });
    expect(await deliveryOf(planId, late.id)).toEqual(untouched);
    expect(await listAlarms(database.pool, planId)).toEqual([]);
    expect(await deliveries.renewDeliveryLeases(database.pool, planId, channel, [held])).toEqual(new Set([late.id]));
  });

  it("is not given away by the first: a third sender doesn't get it while the second sends", async () => {
    await deliveries.releaseDeliveries(database.pool, planId, channel, [late]);
    expect((await deliveries.claimDeliveries(database.pool, planId, channel, 10)).map(({ id }) => id)).toEqual(["b"]);
    await expire(planId);
    expect((await deliveries.outstandingDeliveries(database.pool, planId, [channel])).nextIn).toBe(0);
    expect(await deliveries.renewDeliveryLeases(database.pool, planId, channel, [held])).toEqual(new Set([late.id]));
    expect((await deliveries.outstandingDeliveries(database.pool, planId, [channel])).due).toBe(1);
  });

  it("is sent where the first says that it was accepted", async () => {
    expect(await settle(late, { kind: "accepted", receipt: "r" })).toEqual({ sent: 1, failed: 0 });
    expect(await settle(held, { kind: "refused", error: "unknown user" })).toEqual({ sent: 0, failed: 0 });
    expect(await deliveryOf(planId, late.id)).toMatchObject({ state: "sent" });
    expect(await stateOf(planId, late.id)).toMatchObject({ state: "sent" });
    expect(await new Letters(database.pool).counts(planId)).toMatchObject({ sent: 1, queued: 1 });
  });

  it("is looked for again soon, not at the end of its lease: whoever has it under way settles it sooner", async () => {
    const id = await planWithLetters();
    expect((await deliveries.claimDeliveries(database.pool, id, channel, 10)).map((claim) => claim.id)).toEqual([
      "a",
      "b",
    ]);
    const { nextIn, due } = await deliveries.outstandingDeliveries(database.pool, id, [channel]);
    expect(due).toBe(0);
    expect(nextIn).toBeGreaterThan(0);
    expect(nextIn).toBeLessThanOrEqual(200);
  });

  it("gets a number of its own with each claim, released in between or not", async () => {
    const id = await planWithLetters();
    const [first] = (await deliveries.claimDeliveries(database.pool, id, channel, 1)) as [Claim];
    await deliveries.releaseDeliveries(database.pool, id, channel, [first]);
    expect(await deliveryOf(id, "a")).toEqual({ state: "queued", attempts: 0, lease: 1 });
    // What was released comes behind what waited all the time.
    expect((await deliveries.claimDeliveries(database.pool, id, channel, 2)).at(-1)).toEqual({ id: "a", lease: 2 });
  });

  it("waits behind all others after its channel was found away, with its tries before it", async () => {
    const id = await planWithLetters();
    const [first] = (await deliveries.claimDeliveries(database.pool, id, channel, 1)) as [Claim];
    await deliveries.pauseChannel(database.pool, id, channel, 60_000, [{ ...first, error: "away" }]);
    expect(await deliveryOf(id, "a")).toEqual({ state: "queued", attempts: 0, lease: 1 });
    expect(await deliveries.claimDeliveries(database.pool, id, channel, 2)).toEqual([]);
    await database.pool.query("UPDATE letter_delivery SET due_at = due_at - interval '61 seconds' WHERE plan_id = $1", [
      id,
    ]);
    expect((await deliveries.claimDeliveries(database.pool, id, channel, 2)).map((claim) => claim.id)).toEqual([
      "b",
      "a",
    ]);
  });
});
