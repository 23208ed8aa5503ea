/** Who gives a letter to whom, by the policies that ship: no department orders a township or a peer in its own name. */
import { describe, expect, it } from "vitest";
import { INSTRUMENT_IDS, INSTRUMENTS } from "../../domain/instruments/instruments.js";
import { issuedBy, issuingUnit, recipientClass } from "../../domain/letters/issuers.js";
import { directoryOf, unitFullNameOn } from "../../domain/people/directory.js";
import { RECIPIENT_CLASSES } from "../../domain/plan/policy.js";
import { wordsOf } from "../../domain/plan/words.js";
import { loadPlan } from "../../loader/load-plan.js";

const PLANS = ["plans/yimin-zhifu", "plans/example"] as const;

async function bundleOf(folder: string) {
  const loaded = await loadPlan(folder);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  return loaded.bundle;
}

describe.each(PLANS)("issuers of %s", (folder) => {
  it("say of every instrument and class of recipients who gives it, with full name, code, contact and telephone", async () => {
    const { policy, roster, plan } = await bundleOf(folder);
    for (const instrument of INSTRUMENT_IDS)
      for (const recipient of [undefined, ...RECIPIENT_CLASSES]) {
        const issued = issuedBy(policy, instrument, recipient);
        expect(issued, `${instrument} to ${recipient}`).toBeDefined();
        const { body = "", code = "", contact } = issued?.issuer ?? {};
        const unit = issuingUnit(roster, body) ?? "";
        expect(unitFullNameOn(roster, unit, plan.start).length, body).toBeGreaterThan(5);
        expect([code, contact?.name, contact?.phone].every((part) => (part ?? "").length > 1)).toBe(true);
      }
  });

  it("never let the office press a township, a peer or a leader in its own name, but for a message", async () => {
    const { policy, roster } = await bundleOf(folder);
    for (const instrument of INSTRUMENT_IDS.filter((id) => INSTRUMENTS[id].presses === true))
      for (const recipient of RECIPIENT_CLASSES) {
        const issued = issuedBy(policy, instrument, recipient);
        const byOffice = issuingUnit(roster, issued?.issuer.body ?? "") === roster.bodies.office;
        expect(byOffice && issued?.form !== "message", `${instrument} to ${recipient}`).toBe(false);
      }
  });

  it("give each unit a full name and a telephone", async () => {
    const { roster } = await bundleOf(folder);
    const without = roster.units.filter(
      ({ id, phone, names }) =>
        id !== "townships" &&
        (phone === undefined ||
          names.some(({ value, fullName }) => fullName === undefined && !value.startsWith("示例"))),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });
});

describe("names and classes", () => {
  it("are those of the day, and of the recipient", async () => {
    const bundle = await bundleOf(PLANS[0]);
    const { roster, plan } = bundle;
    const names = directoryOf(bundle);
    expect(names.unit("fupinban", "2021-06-29")).toEqual({
      id: "fupinban",
      name: "扶贫办",
      fullName: "示例区扶贫开发办公室",
    });
    expect(names.unit("fupinban", "2021-06-30").fullName).toBe("示例区乡村振兴局");
    expect(names.unitRef("minzhengju", plan.start)).toEqual({ id: "minzhengju", name: "民政局" });
    expect(recipientClass(roster, { unit: "dongyuan", level: "desk" })).toBe("township");
    expect(recipientClass(roster, { unit: "minzhengju", level: "head" })).toBe("peer");
    expect(recipientClass(roster, { unit: "fupinban", level: "desk" })).toBeUndefined();
    expect(recipientClass(roster, { level: "countyLeader" })).toBe("leader");
    expect(wordsOf(plan, "zh")).toEqual({
      whole: "全区",
      township: "乡镇、街道",
      leader: "处级领导",
      pairing: "包抓",
    });
    expect(wordsOf({}, "en").leader).toBe("leader");
  });
});
