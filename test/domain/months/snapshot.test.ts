/** The figures of a month as it closes. */
import { expect, it } from "vitest";
import { monthRecords } from "../../../domain/bulletins/month-records.js";
import { emptyMonth } from "../../../domain/months/month-state.js";
import { snapshotOf } from "../../../domain/months/snapshot.js";
import { seedBundle } from "../../plans/seed.js";
import { ruleSetOf } from "../../support/alone.js";

/** Of the version that was confirmed. */
const SAID = { key: "works/v1", percent: 10, coordinate: "请协调用地" };

it("says the day on which an answer was confirmed, and what it said, though another version was sent since and waits", async () => {
  const request = {
    unit: "a",
    rows: [],
    registers: [],
    status: "answered",
    version: 2,
    answers: [],
    answered: [],
    answeredBy: [],
    answeredOn: "2021-12-28",
    confirmedOn: null,
    confirmedBy: [],
    late: false,
    everConfirmed: true,
    confirmations: [{ version: 1, row: 5, at: Date.parse("2021-12-22T20:00:00Z"), answers: [SAID] }],
    urged: 0,
    returned: null,
    row: 7,
  } as const;
  const never = { ...request, unit: "b", everConfirmed: false, confirmations: [] } as const;
  const state = { ...emptyMonth("month/2021-12"), calendar: 1, requests: { a: request, b: never } };
  const snapshot = snapshotOf(
    state,
    { items: [], kept: {}, ended: null },
    Date.parse("2021-12-30T09:00:00Z"),
    ruleSetOf(await seedBundle()),
  );
  expect(snapshot.units).toEqual([
    { unit: "a", asked: 0, state: "confirmed", confirmedOn: "2021-12-23", late: false },
    { unit: "b", asked: 0, state: "answered", late: true },
  ]);
  const coordinate = monthRecords({ ...state, snapshot }, 3)?.coordinate;
  expect(coordinate).toEqual([{ unit: "a", key: SAID.key, text: SAID.coordinate }]);
});
