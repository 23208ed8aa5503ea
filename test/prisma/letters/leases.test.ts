/** Leases are numbered: whoever comes late, with one that has run out, can do nothing to what another sends by now. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as deliveries from "../../../prisma/letters/delivery-sending.js";
import { settleDeliveries } from "../../../prisma/letters/delivery-settling.js";
import type { Claim } from "../../../prisma/letters/leases.js";
import * as sending from "../../../prisma/letters/letter-sending.js";
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
async function planWithLetters(byChannels: boolean): Promise<string> {
  const id = `leased-${++plans}`;
  await createPlan(
    database.pool,
    { id, slug: id, title: id, mode: "live", scenario: null, seed: null, openedAt: 0 },
    bundle,
  );
  await database.pool.query(
    `INSERT INTO letter (plan_id, id, group_key, supplement, instrument, delivery, person, plan_day, closed_at, message_id, state, by_channels)
     SELECT $1, l, l, 0, 'urge', 'batched', 'p-unit-desk', '2021-07-01', 5, l, 'queued', $2 FROM unnest('{a,b}'::text[]) AS l`,
    [id, byChannels],
  );
  if (byChannels)
    await database.pool.query(
      `INSERT INTO letter_delivery (plan_id, letter_id, channel, place, state)
       SELECT $1, l, 'wecom', 0, 'queued' FROM unnest('{a,b}'::text[]) AS l`,
      [id],
    );
  return id;
}

/** As if the lease had run out. */
const expire = (table: "letter" | "letter_delivery", planId: string) =>
  database.pool.query(`UPDATE ${table} SET due_at = now() - interval '1 second' WHERE plan_id = $1`, [planId]);
const stateOf = async (planId: string, id: string): Promise<unknown> =>
  (await database.pool.query("SELECT state, attempts, lease FROM letter WHERE plan_id = $1 AND id = $2", [planId, id]))
    .rows[0];
const deliveryOf = async (planId: string, id: string): Promise<unknown> =>
  (
    await database.pool.query(
      "SELECT state, attempts, lease FROM letter_delivery WHERE plan_id = $1 AND letter_id = $2",
      [planId, id],
    )
  ).rows[0];

describe("a letter whose sender's lease has run out, and which another has claimed", () => {
  let planId: string;
  let late: Claim;
  let held: Claim;
  beforeAll(async () => {
    planId = await planWithLetters(false);
    [late] = (await sending.claimLetters(database.pool, planId, 1)) as [Claim];
    await expire("letter", planId);
    [held] = (await sending.claimLetters(database.pool, planId, 1)) as [Claim];
    expect([late, held]).toEqual([
      { id: "a", lease: 1 },
      { id: "a", lease: 2 },
    ]);
  });

  const untouched = { state: "sending", attempts: 2, lease: 2 };

  it("is not given away by the first: a third sender doesn't get it while the second sends", async () => {
    await sending.releaseLetters(database.pool, planId, [late], "sending stopped");
    expect(await stateOf(planId, "a")).toEqual(untouched);
    expect((await sending.claimLetters(database.pool, planId, 10)).map(({ id }) => id)).toEqual(["b"]);
  });

  it("is not kept by the first, who is told so", async () => {
    await expire("letter", planId);
    expect(await sending.renewLetterLeases(database.pool, planId, [late])).toEqual(new Set());
    expect(await sending.nextLetterClaim(database.pool, planId)).toBe(0);
    expect(await sending.renewLetterLeases(database.pool, planId, [held])).toEqual(new Set(["a"]));
    expect(await stateOf(planId, "a")).toEqual(untouched);
  });

  it("is not failed by the first, and nobody is alarmed", async () => {
    const failure = { error: "550 no such user", permanent: true };
    await sending.markFailed(database.pool, planId, [{ ...late, ...failure }], 5, null);
    expect(await stateOf(planId, "a")).toEqual(untouched);
    expect(await listAlarms(database.pool, planId)).toEqual([]);
  });

  it("is sent where the first says that it was accepted: the second's refusal then counts for nothing", async () => {
    await sending.markSent(database.pool, planId, [late.id]);
    await sending.markFailed(database.pool, planId, [{ ...held, error: "451 later", permanent: true }], 5, null);
    expect(await stateOf(planId, "a")).toMatchObject({ state: "sent" });
    expect(await listAlarms(database.pool, planId)).toEqual([]);
  });

  it("gets a number of its own with each claim, released in between or not", async () => {
    const id = await planWithLetters(false);
    const [first] = (await sending.claimLetters(database.pool, id, 1)) as [Claim];
    await sending.releaseLetters(database.pool, id, [first], "the server was away");
    expect(await stateOf(id, "a")).toEqual({ state: "queued", attempts: 0, lease: 1 });
    expect(await sending.claimLetters(database.pool, id, 1)).toEqual([{ id: "a", lease: 2 }]);
  });
});

describe("a delivery whose sender's lease has run out, and which another has claimed", () => {
  const channel = "wecom";
  let planId: string;
  let late: Claim;
  let held: Claim;
  beforeAll(async () => {
    planId = await planWithLetters(true);
    [late] = (await deliveries.claimDeliveries(database.pool, planId, channel, 1)) as [Claim];
    await expire("letter_delivery", planId);
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

  it("is sent where the first says that it was accepted", async () => {
    expect(await settle(late, { kind: "accepted", receipt: "r" })).toEqual({ sent: 1, failed: 0 });
    expect(await settle(held, { kind: "refused", error: "unknown user" })).toEqual({ sent: 0, failed: 0 });
    expect(await deliveryOf(planId, late.id)).toMatchObject({ state: "sent" });
    expect(await stateOf(planId, late.id)).toMatchObject({ state: "sent" });
    expect(await new Letters(database.pool).counts(planId)).toMatchObject({ sent: 1, queued: 1 });
  });
});
