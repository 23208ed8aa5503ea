/** 未按要求答复 may be said only of a 督办函 that was delivered and has had its time. */
import { describe, expect, it } from "vitest";
import { at, command, people, planned, ruleSet as smallRuleSet, Stream } from "../../support/small-plan.js";

/** An overdue item whose 督办函 was signed on 5 July, to be answered by the 8th; a talk would be due on 21 July. */
function supervised(deliveries?: Record<string, string | null>): Stream {
  const ruleSet = deliveries === undefined ? smallRuleSet : { ...smallRuleSet, deliveries };
  const stream = new Stream([planned("a", "2021-06-30")], undefined, ruleSet);
  stream.runTo(at("2021-07-05"));
  const signed = { rung: "supervise", documentNo: "督办〔2021〕1号" };
  expect(stream.at(at("2021-07-05", "10:00"), command("signInstrument", people.office, "a", signed))).toEqual([]);
  return stream;
}
const checks = (stream: Stream): unknown[] =>
  stream.rows.flatMap((row) => (row.type === "deliveryChecked" ? [row.payload] : []));
const talks = (stream: Stream): string[] => stream.told("instrumentDrafted").filter((told) => told.includes(":talk@"));

describe("a talk", () => {
  it("is not proposed while the 督办函 is undelivered, and is looked at again after the time for an answer", () => {
    const deliveries: Record<string, string | null> = { a: null };
    const stream = supervised(deliveries);
    stream.runTo(at("2021-07-28"));
    expect(checks(stream)).toEqual([
      { documentNo: "督办〔2021〕1号", until: "2021-07-26" },
      { documentNo: "督办〔2021〕1号", until: "2021-07-30" },
    ]);
    expect(talks(stream)).toEqual([]);
    // Delivered at last: it has its three working days from then.
    deliveries["a"] = "2021-07-30";
    stream.runTo(at("2021-08-03"));
    expect(checks(stream).at(-1)).toEqual({
      documentNo: "督办〔2021〕1号",
      deliveredOn: "2021-07-30",
      until: "2021-08-04",
    });
    expect(talks(stream)).toEqual([]);
    stream.runTo(at("2021-08-05"));
    expect(talks(stream)).toEqual(["instrumentDrafted:talk@2021-08-05"]);
    expect(stream.rows.at(-1)?.notices?.[0]?.facts).toMatchObject({ deliveredOn: "2021-07-30", answered: "none" });
    // The state is what the rows make.
    expect(stream.fold(stream.rows).items).toEqual(stream.state.items);
  });

  it("goes its way where the letter was delivered the day it was signed, and says so", () => {
    const stream = supervised({ a: "2021-07-05" });
    stream.runTo(at("2021-07-21"));
    expect(checks(stream)).toEqual([{ documentNo: "督办〔2021〕1号", deliveredOn: "2021-07-05", until: "2021-07-08" }]);
    expect(talks(stream)).toEqual(["instrumentDrafted:talk@2021-07-21"]);
  });

  it("is as before where nothing is known of deliveries: nothing is checked, and nothing said of one", () => {
    const stream = supervised();
    stream.runTo(at("2021-07-21"));
    expect(checks(stream)).toEqual([]);
    expect(talks(stream)).toEqual(["instrumentDrafted:talk@2021-07-21"]);
    expect(stream.rows.at(-1)?.notices?.[0]?.facts).not.toHaveProperty("deliveredOn");
  });
});
