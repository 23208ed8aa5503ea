/** Simulated people on the real server and database: the same story from the same seed, and one that makes sense. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileCalendar } from "../../domain/plan/calendar.js";
import type { Command } from "../../domain/items/commands.js";
import type { PlanCommand } from "../../domain/streams/orders.js";
import type { Actor, LedgerRow } from "../../domain/ledger/record.js";
import { dateAt, timeAt } from "../../domain/plan/plan-date.js";
import { rosterUnder } from "../../loader/load-scenario.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import { Letters } from "../support/letters.js";
import { readClock } from "../../prisma/ledger/stream-store.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { drive, type DriverGateway, type JumpReport, type PlannedAct } from "../../rehearsal/driver.js";
import { openPeople } from "../../rehearsal/rehearsal.js";
import { OFFICE_HOURS, ORDER_HOUR } from "../../rehearsal/people/office-hours.js";
import { bundle as smallBundle } from "../support/small-bundle.js";
import { at, OFFSET } from "../support/small-plan.js";
import { diligent, lively } from "../support/small-scenario.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { said } from "../support/events.js";

interface Played {
  readonly run: PlanRun;
  readonly report: JumpReport;
  readonly head: string;
  readonly rows: readonly (LedgerRow & { readonly stream: string })[];
  readonly acts: readonly PlannedAct<Command>[];
  readonly orders: readonly PlanCommand[];
  readonly refusals: readonly string[];
  /** The most that was asked at once, in flight on any one stream and over all; and how many commands went together, the most and those of orders by message. */
  readonly inFlight: {
    readonly stream: number;
    readonly all: number;
    readonly together: number;
    readonly sentOn: number;
  };
}

const STREAMS = ["task/1", "task/2"];
const open: PlanRun[] = [];
afterAll(async () => {
  for (const run of open) await run.close();
});

/** `pauses`: plan instants at which other people take over, who know nothing but the ledger. */
async function rehearse(scenario: Scenario, seed: number, pauses: readonly number[] = []): Promise<Played> {
  const bundle = { ...smallBundle, roster: rosterUnder(scenario, smallBundle.roster) };
  const run = await startPlan(bundle);
  open.push(run);
  await run.startWorker();
  await run.open();
  const letters = new Letters(run.database.pool);
  const acts: PlannedAct<Command>[] = [];
  const orders: PlanCommand[] = [];
  const refusals: string[] = [];
  const flying = new Map<string, number>();
  let all = 0;
  const most = { stream: 0, all: 0, together: 0, sentOn: 0 };
  const gateway: DriverGateway = {
    tick: (...args) => run.gateway.tick(...args),
    deliver: (...args) => run.gateway.deliver(...args),
    closeLetters: async (planId, upTo) => (await letters.close(planId, upTo)).made,
    async askAll(planId, stream, commands, clock, begin) {
      most.together = Math.max(most.together, commands.length);
      for (const command of commands) {
        if ("order" in command && command.order.kind !== "signForPackage")
          most.sentOn = Math.max(most.sentOn, commands.length);
        if ("order" in command) orders.push(command);
        if ("items" in command) acts.push({ at: clock.now, stream, command });
      }
      const own = (flying.get(stream) ?? 0) + 1;
      flying.set(stream, own);
      all++;
      most.stream = Math.max(most.stream, own);
      most.all = Math.max(most.all, all);
      try {
        return await run.gateway.askAll(planId, stream, commands, clock, begin);
      } finally {
        flying.set(stream, own - 1);
        all--;
      }
    },
  };
  let report: JumpReport | undefined;
  for (const until of [...pauses, null]) {
    report = await drive({
      planId: run.planId,
      store: { ...run.store, closingsUpTo: (id, upTo) => letters.closingsUpTo(id, upTo) },
      gateway,
      people: await openPeople(run.database.pool, run.planId, { scenario, seed, bundle, streams: STREAMS }),
      until,
      onRefused: (act, reasons) => refusals.push(`${act.stream}: ${reasons.join("; ")}`),
    });
    if (until !== null) expect((await readClock(run.database.pool, run.planId)).now).toBe(until);
  }
  const verified = await verifyLedger(run.database.pool, run.planId);
  expect(verified.broken).toBeNull();
  const streams = await Promise.all(
    STREAMS.map(async (stream) => (await run.ledger.readStream(run.planId, stream)).map((row) => ({ ...row, stream }))),
  );
  return {
    run,
    report: report as JumpReport,
    head: verified.head,
    rows: streams.flat(),
    acts,
    orders,
    refusals,
    inFlight: most,
  };
}

const typesOf = (played: Played): Set<string> => new Set(played.rows.map((row) => row.type));

describe("a lively scenario", () => {
  let played: Played;
  beforeAll(async () => {
    played = await rehearse(lively, lively.seed);
  });

  it("has the same ledger from the same seed, hash for hash, whoever takes it up on the way", async () => {
    const again = await rehearse(lively, lively.seed, [at("2021-07-07", "12:00"), at("2021-08-02", "10:00")]);
    expect(again.rows.map(({ type, item, cause }) => [type, item, cause])).toEqual(
      played.rows.map(({ type, item, cause }) => [type, item, cause]),
    );
    expect(again.head).toBe(played.head);
  });

  it("has another ledger from another seed", async () => {
    const other = await rehearse(lively, lively.seed + 1);
    expect(other.head).not.toBe(played.head);
    expect(other.refusals).toEqual([]);
  });

  it("is refused nothing, and every act is in the ledger exactly once", () => {
    expect(played.refusals).toEqual([]);
    const sent = played.acts.flatMap(({ stream, command }) =>
      command.items.map((item) => `${stream} cmd/${command.key} ${item}`),
    );
    expect(new Set(sent).size).toBe(sent.length);
    const recorded = played.rows.filter((row) => row.cause.startsWith("cmd/"));
    expect(new Set(recorded.map(({ stream, cause, item }) => `${stream} ${cause} ${item}`))).toEqual(new Set(sent));
    // One row for each item of an act, but for what a report or a decision withdraws along with it.
    expect(recorded.filter((row) => !row.type.endsWith("Withdrawn"))).toHaveLength(sent.length);
  });

  it("has every order in the plan's ledger once, and applied once by each task it concerns", async () => {
    const orders = played.orders.filter(({ order }) => order.kind !== "signForPackage");
    expect(orders.map(({ order }) => order.kind)).toEqual(["suspendArea", "changeReading"]);
    const own = await played.run.ledger.readStream(played.run.planId, "plan");
    const given = own.filter((row) => row.type === "orderGiven");
    expect(given.map((row) => row.cause)).toEqual(orders.map(({ key }) => `cmd/${key}`));
    for (const [index, { key }] of orders.entries()) {
      const all = played.rows.filter((row) => row.type === "orderApplied");
      const applied = all.filter(({ payload }) => payload.order === key);
      expect(applied.map((row) => row.stream)).toEqual(given[index]?.payload.streams);
    }
  });

  it("has each package signed for once, with all that its unit was given that day", async () => {
    const own = await played.run.ledger.readStream(played.run.planId, "plan");
    const [assigned] = own.filter((row) => row.type === "packagesAssigned");
    const signed = own.filter((row) => row.type === "packageSignedFor");
    const sent = played.orders.filter(({ order }) => order.kind === "signForPackage");
    expect(signed.map(({ cause }) => cause)).toEqual(sent.map(({ key }) => `cmd/${key}`));
    const holders = signed.map(({ payload }) => `${payload.holder.kind}/${payload.holder.id}`);
    expect(new Set(holders).size).toBe(holders.length);
    expect(holders.length).toBeGreaterThan(4);
    const applied = played.rows.filter((row) => row.type === "packageApplied");
    for (const { cause, payload } of signed)
      expect(applied.filter((row) => `cmd/${row.payload.signature}` === cause).map(({ stream }) => stream)).toEqual(
        payload.streams,
      );
    // Nothing that was given with a package is signed for by itself.
    const withPackage = played.rows.filter(({ type, cause }) => type === "signedFor" && cause.startsWith("package/"));
    expect(withPackage.length).toBe(applied.reduce((sum, { payload }) => sum + payload.items, 0));
    expect(withPackage.length).toBeGreaterThan(4);
    expect(assigned?.payload.units.map(({ unit }) => unit)).toContain("town1");
  });

  it("asks a stream for one thing after the other, several commands together, and several streams at once", () => {
    expect(played.inFlight.stream).toBe(1);
    expect(played.inFlight.all).toBeGreaterThan(1);
    expect(played.inFlight.together).toBeGreaterThan(1);
    // What tasks have by message goes by itself.
    expect(played.inFlight.sentOn).toBe(1);
  });

  it("has all of life in it", () => {
    const expected =
      "signedFor progressReported reported verified returned closed suspended resumed readingChanged extensionRequested opinionGiven extensionProposed extensionDecided instrumentDrafted instrumentSigned instrumentHeld acknowledged instructed instructionReplied instructionAccepted rungFired";
    expect([...typesOf(played)]).toEqual(expect.arrayContaining(expected.split(" ")));
  });

  it("has people act in office hours, after what called for it", () => {
    const days = compileCalendar(smallBundle.calendar);
    for (const row of played.rows.filter((entry) => entry.actor)) {
      expect(days.isWorkingDay(dateAt(row.at, OFFSET)), `${row.type} on ${dateAt(row.at, OFFSET)}`).toBe(true);
      if (row.cause.startsWith("order/")) expect(timeAt(row.at, OFFSET)).toBe(ORDER_HOUR);
      else expect(OFFICE_HOURS).toContain(timeAt(row.at, OFFSET));
    }
    const follows = {
      signedFor: ["assigned"],
      verified: ["reported"],
      closed: ["verified"],
      acknowledged: ["rungFired"],
      instrumentSigned: ["instrumentDrafted"],
      extensionProposed: ["extensionRequested"],
      extensionDecided: ["extensionProposed"],
      instructionReplied: ["instructed", "instructionReturned"],
      instructionAccepted: ["instructionReplied"],
    };
    for (const [type, causes] of Object.entries(follows))
      for (const row of played.rows.filter((entry) => entry.type === type)) {
        const before = played.rows.filter(({ item, seq }) => item === row.item && seq < row.seq);
        const cause = before.findLast((entry) => causes.includes(entry.type));
        expect(cause?.at, `${type} of ${row.item}`).toBeLessThan(row.at);
      }
  });

  it("has the right unit act, and nobody check their own work", () => {
    const owner = new Map(played.rows.filter((row) => row.type === "registered").map((row) => [row.item, row.payload]));
    const reporter = new Map<string | undefined, Actor>();
    for (const { type, item, actor } of played.rows) {
      if (!actor) continue;
      const primaryUnit = owner.get(item ?? "")?.primaryUnit;
      if (["signedFor", "progressReported", "reported", "extensionRequested"].includes(type))
        expect(actor.unit).toBe(primaryUnit);
      if (type === "reported") reporter.set(item, actor);
      if (type === "verified") {
        expect(actor.unit).toBe(
          primaryUnit === owner.get(item ?? "")?.township ? owner.get(item ?? "")?.leadUnit : "office",
        );
        expect(actor.person).not.toBe(reporter.get(item)?.person);
      }
      if (["closed", "suspended", "readingChanged", "instrumentSigned", "instrumentHeld"].includes(type))
        expect(actor.unit).toBe("office");
      if (type === "extensionDecided") expect(actor.unit).toBe("group");
    }
  });

  it("plays the scenario's events", () => {
    const of = (type: string) => played.rows.filter((row) => row.type === type);
    const applied = of("extensionRequested").find((row) => row.item === "plan/county");
    expect(applied?.payload).toMatchObject({ to: "2021-06-18", late: false, reason: "尚在核对" });
    expect(of("extensionDecided").find((row) => row.item === "plan/county")?.payload).toMatchObject({ grant: true });
    expect(of("suspended").map((row) => dateAt(row.at, OFFSET))).toContain("2021-06-15");
    expect(of("readingChanged").map((row) => row.item)).toEqual(["area/v4"]);
    // The desk of town2 is vacant then: its head acts.
    const stoodIn = played.rows.filter(
      (row) => row.actor?.unit === "town2" && row.at > at("2021-05-10") && row.at < at("2021-08-01"),
    );
    expect(stoodIn.length).toBeGreaterThan(0);
    expect(new Set(stoodIn.map((row) => row.actor?.post))).toEqual(new Set(["town2/head"]));
  });

  it("signs each draft as one document, numbered in order as it is signed", async () => {
    const signed = played.rows.filter((row) => row.type === "instrumentSigned");
    const { rows } = await played.run.database.pool.query(
      "SELECT document_no, series, no, letter_id FROM document_number WHERE plan_id = $1 AND given_by IS NOT NULL ORDER BY given_at, no",
      [played.run.planId],
    );
    expect(signed.length).toBeGreaterThan(0);
    expect(new Set(signed.map((row) => row.payload.documentNo))).toEqual(new Set(rows.map((row) => row.document_no)));
    // 督办函 and 约谈建议 are counted apart.
    const before = (index: number) => rows.slice(0, index).filter(({ series }) => series === rows[index].series);
    expect(rows.map((row) => row.no)).toEqual(rows.map((_, index) => before(index).length + 1));
    expect(rows.map((row) => row.letter_id)).not.toContain(null);
    // What one letter tells of was signed at once.
    const byNumber = new Map<unknown, Set<number>>();
    for (const { at: when, payload } of signed)
      byNumber.set(payload.documentNo, (byNumber.get(payload.documentNo) ?? new Set()).add(when));
    expect([...byNumber.values()].map((instants) => instants.size)).toEqual(rows.map(() => 1));
  });
});

describe("a diligent scenario", () => {
  it("ends with everything closed in time, and nobody urged", async () => {
    const played = await rehearse(diligent, diligent.seed);
    const types = typesOf(played);
    expect(played.rows.filter((row) => row.type === "registered").length).toBe(
      played.rows.filter((row) => row.type === "closed").length,
    );
    expect([...types].filter((type) => type.startsWith("instrument"))).toEqual([]);
    const fired = played.rows.filter((row) => row.type === "rungFired").map((row) => row.payload.instrument);
    expect(new Set(fired)).toEqual(new Set(["reminder"]));
    const deadlines = new Map(
      played.rows.map((row) => [row.item, said(row).deadline]).filter(([, day]) => day) as [string, string][],
    );
    for (const row of played.rows.filter((entry) => entry.type === "closed"))
      expect(dateAt(row.at, OFFSET) <= (deadlines.get(row.item ?? "") ?? "")).toBe(true);
    expect(played.refusals).toEqual([]);
  });
});
