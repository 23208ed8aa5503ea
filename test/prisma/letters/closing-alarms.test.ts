/** Closing and recording write alarms at the same time: both lock them in the same order, so that neither ever waits for the other. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { instantAt } from "../../../domain/plan/plan-date.js";
import { listAlarms, raiseAlarms } from "../../../prisma/alarms/alarm-store.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { appendRows } from "../../support/append.js";
import { FIRED } from "../../support/events.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET } from "../../support/small-plan.js";
import { storedItem } from "../../support/stored-item.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const PLAN = "alarmed";
const NINE = instantAt("2021-07-01", "09:00", OFFSET);
const alarm = (key: string) => ({ key, kind: "other", planAt: NINE, detail: { by: "recording" }, count: 1 });

/** Resolves once some statement waits for a lock. */
async function blocked(): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
    await sleep(10);
  }
}

it("a recording that raises what a closing tells, and then what it raises, ends with it", async () => {
  const roster = {
    ...bundle.roster,
    persons: bundle.roster.persons.map(({ email, ...person }) =>
      person.id === "p-town1-desk" || email === undefined ? person : { ...person, email },
    ),
  };
  await createPlan(
    database.pool,
    { id: PLAN, slug: PLAN, title: PLAN, mode: "rehearsal", scenario: null, seed: null, openedAt: 0 },
    { ...bundle, roster },
  );
  const slip = {
    instrument: "urge",
    delivery: "batched",
    to: [{ post: "town1/desk" }],
    copy: [],
    facts: { overdue: 3 },
  } as const;
  const row = {
    type: "rungFired",
    item: "i1",
    at: NINE,
    cause: "a",
    causeNo: 0,
    payload: FIRED,
    notices: [slip],
  } as const;
  await appendRows(database.pool, {
    planId: PLAN,
    stream: "task/2",
    expectedSeq: 0,
    rows: [row],
    items: [storedItem("i1")],
  });
  const told = "calendarMissing/2022";
  const raised = "unreachable/p-town1-desk";
  await raiseAlarms(database.pool, PLAN, [alarm(told)]);

  const recording = await database.pool.connect();
  await recording.query("BEGIN");
  await raiseAlarms(recording, PLAN, [alarm(told)]);
  const closing = new Letters(database.pool).close(PLAN, NINE + 600_000);
  closing.catch(() => undefined);
  await blocked();
  await raiseAlarms(recording, PLAN, [alarm(raised)]);
  await recording.query("COMMIT");
  recording.release();

  expect(await closing).toMatchObject({ made: 2, next: null });
  const counts = (await listAlarms(database.pool, PLAN)).map(({ key, count }) => [key, count] as const);
  expect(Object.fromEntries(counts)).toEqual({
    [told]: 2,
    [raised]: 2,
  });
});
