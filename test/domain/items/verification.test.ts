/** Who verifies an item, by name. */
import { describe, expect, it } from "vitest";
import { at, command, people, planned, Stream } from "../../support/small-plan.js";

const { clerk, office, lead, town, supervision } = people;
const colleague = { person: "colleague", post: "office/second", unit: "office" };
const day = (date: string, time = "10:00"): number => at(date, time);
const assign = (actor: typeof office, verifier: string | null, item = "a") =>
  command("assignVerifier", actor, item, { verifier, verifierPost: verifier === null ? null : "office/second" });

/** One village item in hand since 04-12. */
function started(): Stream {
  const stream = new Stream([planned("a", "2021-06-30")]);
  stream.runTo(day("2021-04-12"));
  expect(stream.at(day("2021-04-13"), command("signFor", clerk, "a"))).toEqual([]);
  return stream;
}
const reported = (): Stream => {
  const stream = started();
  expect(stream.at(day("2021-06-01"), command("report", clerk, "a"))).toEqual([]);
  return stream;
};
const verifierOf = ({ state }: Stream) => state.items.a?.verifier;

describe("an assigned check", () => {
  it("is the verifier's: others of the unit neither verify nor return it", () => {
    const stream = reported();
    expect(stream.at(day("2021-06-02"), assign(office, "colleague"))).toEqual([]);
    expect(verifierOf(stream)).toEqual({ person: "colleague", post: "office/second" });
    expect(stream.at(day("2021-06-02"), command("verify", office, "a"))).toEqual(["assignedElsewhere"]);
    expect(stream.at(day("2021-06-02"), command("returnForRework", office, "a"))).toEqual(["assignedElsewhere"]);
    expect(stream.at(day("2021-06-03"), command("verify", colleague, "a"))).toEqual([]);
    // The assignment was of the verification: anybody of the closing unit closes it.
    expect(verifierOf(stream)).toBeUndefined();
    expect(stream.at(day("2021-06-04"), command("closeOut", office, "a"))).toEqual([]);
  });

  it("is also done by who substitutes for the verifier", () => {
    const stream = reported();
    stream.at(day("2021-06-02"), assign(office, "colleague"));
    const substitute = { ...colleague, person: "deputy", substituteFor: "colleague" };
    expect(stream.at(day("2021-06-03"), command("verify", { ...office, substituteFor: "boss" }, "a"))).toEqual([
      "assignedElsewhere",
    ]);
    expect(stream.at(day("2021-06-03"), command("verify", substitute, "a"))).toEqual([]);
  });

  it("is told to the verifier: at once when it is reported, else with the report", () => {
    const told = ({ rows }: Stream, type: string) =>
      rows
        .findLast((row) => row.type === type)
        ?.notices?.map(({ instrument, delivery, to }) => [instrument, delivery, to]);
    const late = reported();
    late.at(day("2021-06-02"), assign(office, "colleague"));
    expect(told(late, "verifierAssigned")).toEqual([["verificationRequest", "batched", [{ post: "office/second" }]]]);
    const early = started();
    early.at(day("2021-05-02"), assign(office, "colleague"));
    expect(told(early, "verifierAssigned")).toBeUndefined();
    early.at(day("2021-06-01"), command("report", clerk, "a"));
    expect(told(early, "reported")).toEqual([
      ["verificationRequest", "batched", [{ unit: "office" }, { post: "office/second" }]],
    ]);
    const none = reported();
    expect(told(none, "reported")).toEqual([["verificationRequest", "batched", [{ unit: "office" }]]]);
  });

  it.each([
    ["within its time: by its own day", "2021-06-02", [], "2021-06-08"],
    ["on its last morning", "2021-06-08", [], "2021-06-08"],
    ["late: soon", "2021-06-09", [], "2021-06-11"],
    ["after a suspension: by its own day, put off", "2021-06-07", [["2021-06-02", "2021-06-05"]], "2021-06-11"],
    ["while suspended: as if reported then", "2021-06-09", [["2021-06-02", null]], "2021-06-17"],
  ])("is asked by a day that lies ahead, %s", (_name, assigned, suspensions, by) => {
    const stream = reported();
    for (const [from, until] of suspensions)
      stream.at(day(from as string), command("suspend", office, "a", { until: until ?? "2021-12-31" }));
    stream.runTo(day(assigned));
    expect(stream.at(day(assigned), assign(office, "colleague"))).toEqual([]);
    const told = stream.rows.findLast((row) => row.type === "verifierAssigned")?.notices?.[0];
    expect(told?.facts).toMatchObject({ replyBy: by });
  });

  it("stays with the verifier when it is returned, and goes with another primary unit", () => {
    const stream = reported();
    stream.at(day("2021-06-02"), assign(office, "colleague"));
    expect(stream.at(day("2021-06-03"), command("returnForRework", colleague, "a"))).toEqual([]);
    expect(verifierOf(stream)?.person).toBe("colleague");
    expect(stream.at(day("2021-06-04"), command("reassign", office, "a", { primaryUnit: "lead" }))).toEqual([]);
    expect(verifierOf(stream)).toBeUndefined();
  });

  it("can be taken back, and given to somebody else", () => {
    const stream = reported();
    expect(stream.at(day("2021-06-02"), assign(office, null))).toEqual(["nothingPending"]);
    stream.at(day("2021-06-02"), assign(office, "colleague"));
    expect(stream.at(day("2021-06-02"), assign(office, "colleague"))).toEqual(["illegalStep"]);
    expect(stream.at(day("2021-06-02"), assign(office, "officer"))).toEqual([]);
    expect(verifierOf(stream)?.person).toBe("officer");
    expect(stream.at(day("2021-06-03"), assign(office, null))).toEqual([]);
    expect(stream.at(day("2021-06-03"), command("verify", colleague, "a"))).toEqual([]);
  });
});

describe("nobody", () => {
  it("who reported it is assigned to it, nor chooses who is", () => {
    const stream = reported();
    expect(stream.at(day("2021-06-02"), assign(office, "clerk"))).toEqual(["ownWork"]);
    const substitute = { ...office, person: "clerk", substituteFor: "officer" };
    expect(stream.at(day("2021-06-02"), assign(substitute, "colleague"))).toEqual(["ownWork"]);
    // A report that was returned counts too.
    stream.at(day("2021-06-03"), command("returnForRework", office, "a"));
    expect(stream.at(day("2021-06-04"), assign(office, "clerk"))).toEqual(["ownWork"]);
  });

  it("keeps an assignment to check what they come to report themselves", () => {
    const stream = started();
    stream.at(day("2021-05-02"), assign(office, "colleague"));
    const acting = { ...clerk, person: "colleague", substituteFor: "clerk" };
    expect(stream.at(day("2021-06-01"), command("report", acting, "a"))).toEqual([]);
    expect(verifierOf(stream)).toBeUndefined();
    expect(stream.rows.at(-1)?.notices?.[0]?.to).toEqual([{ unit: "office" }]);
    expect(stream.at(day("2021-06-02"), command("verify", colleague, "a"))).toEqual(["ownWork"]);
    expect(stream.at(day("2021-06-02"), command("verify", office, "a"))).toEqual([]);
  });

  it("but the verifying or the closing unit assigns, and only while the check is ahead", () => {
    const stream = reported();
    expect(stream.at(day("2021-06-02"), assign(clerk, "colleague"))).toEqual(["notYours"]);
    expect(stream.at(day("2021-06-02"), assign(lead, "colleague"))).toEqual(["notYours"]);
    stream.at(day("2021-06-02"), command("verify", office, "a"));
    expect(stream.at(day("2021-06-02"), assign(office, "colleague"))).toEqual(["illegalStep"]);
    // Before 交办 nothing is anybody's.
    expect(
      new Stream([planned("a", "2021-06-30")]).at(day("2021-04-12", "08:30"), assign(office, "colleague")),
    ).toEqual(["illegalStep"]);
  });

  it("of the office says who verifies what the office owes; of a township's work the lead unit and the office do", () => {
    const own = new Stream([planned("a", "2021-06-30", "county", "office")]);
    own.runTo(day("2021-04-12"));
    expect(own.at(day("2021-04-13"), assign(office, "colleague"))).toEqual(["notYours"]);
    expect(own.at(day("2021-04-13"), assign(supervision, "colleague"))).toEqual([]);
    const township = new Stream([planned("a", "2021-06-30", "township", "town")]);
    township.runTo(day("2021-04-12"));
    expect(township.at(day("2021-04-13"), assign(town, "colleague"))).toEqual(["notYours"]);
    expect(township.at(day("2021-04-13"), assign(lead, "colleague"))).toEqual([]);
    expect(township.at(day("2021-04-13"), assign(office, "leader"))).toEqual([]);
  });

  it("is assigned without a post or by no name", () => {
    const stream = reported();
    const named = (verifier: unknown, verifierPost: unknown) =>
      stream.at(day("2021-06-02"), command("assignVerifier", office, "a", { verifier, verifierPost }));
    expect([named("colleague", null), named("", "office/second"), named(undefined, "x"), named(7, "x")]).toEqual(
      Array.from({ length: 4 }, () => ["badValue"]),
    );
  });
});
