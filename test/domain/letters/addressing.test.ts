/** In whose name a letter goes, in which form, and to whom: from the policy, and where it says nothing. */
import { beforeAll, describe, expect, it } from "vitest";
import { INSTRUMENT_IDS, type Instrument } from "../../../domain/instruments/instruments.js";
import { addressingOf } from "../../../domain/letters/addressing.js";
import type { Capacity, LetterModelSection, LetterRow } from "../../../domain/letters/letter-model.js";
import { Directory } from "../../../domain/people/directory.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { seedBundle } from "../../plans/seed.js";

const DAY = "2021-07-12";
let seed: PlanBundle;

beforeAll(async () => {
  seed = await seedBundle();
});

const contact = { name: "甲", phone: "0000" };
/** The seed with issuers of these tests, or with none. */
const names = (policy: Partial<PlanBundle["policy"]> = {}): Directory => {
  const { issuers: _issuers, forms: _forms, ...rest } = seed.policy;
  return new Directory({ ...seed, policy: { ...rest, ...policy } });
};
const ISSUED: Partial<PlanBundle["policy"]> = {
  issuers: {
    groupOffice: { body: "leadingGroupOffice", code: "示农办", contact },
    office: { body: "office", code: "示扶办", contact },
  },
  forms: {
    urge: { form: "slip", issuer: { default: "office", township: "groupOffice", peer: "groupOffice" } },
    supervise: { form: "letter", issuer: "groupOffice", series: "督函" },
  },
};

const row: LetterRow = {
  itemId: "i",
  taskNo: 1,
  taskTitle: "任务",
  milestoneTitle: "事项",
  primaryUnitName: "民政局",
  deadline: "2021-06-30",
  status: "inProgress",
  matter: "deadline",
  facts: {},
};
const section = (capacity: Partial<Capacity>, rows: readonly LetterRow[] = [row]): LetterModelSection[] => [
  { capacity: { role: "to", level: "desk", postTitle: "经办岗", unitName: "民政局", ...capacity }, rows },
];
const of = (instrument: Instrument, capacity: Partial<Capacity>, directory: Directory, rows?: readonly LetterRow[]) =>
  addressingOf(instrument, section(capacity, rows), "张三", DAY, directory);

describe("a letter's sender, form and addressee", () => {
  it("are the policy's, by class of recipient", () => {
    const directory = names(ISSUED);
    expect(of("urge", { unitName: "北沟乡" }, directory).issuer).toMatchObject({ code: "示农办", contact });
    expect(of("urge", {}, directory).issuer).toMatchObject({ code: "示农办" });
    // The office's own desk is nobody's peer.
    const office = directory.unit(seed.roster.bodies.office, DAY).name;
    expect(of("urge", { unitName: office }, directory).issuer).toMatchObject({ code: "示扶办", name: office });
    expect(of("supervise", {}, directory).form).toBe("letter");
  });

  it("order no township and no peer in a department's name, where the policy says nothing", () => {
    const directory = names();
    const office = directory.unit(seed.roster.bodies.office, DAY).name;
    for (const instrument of INSTRUMENT_IDS)
      for (const unitName of ["北沟乡", "民政局"]) {
        const { form, issuer } = of(instrument, { unitName }, directory, [{ ...row, primaryUnitName: "水务局" }]);
        if (instrument === "extensionRequest") expect(issuer.name).toBe("水务局");
        else expect([instrument, form === "message" || issuer.name !== office]).toEqual([instrument, true]);
        expect(issuer.name).not.toBe("");
      }
  });

  it("are those of the unit of the addressed post, also where it is vacant", () => {
    const vacant = { unitName: "乡村振兴局", fallbackFor: { title: "主要负责人", unit: "民政局" } };
    const full = names().unit("minzhengju", DAY).fullName;
    expect(of("supervise", vacant, names()).addressee).toEqual({ kind: "unit", name: full });
  });

  it("submit to a leader in person, and to the leading group as a body", () => {
    const leader = { level: "countyLeader", postTitle: "区领导八" } as const;
    const { unitName: _unitName, ...capacity } = { ...section({})[0]?.capacity, ...leader };
    expect(of("escalate", capacity, names()).addressee.kind).toBe("leader");
    const vacant = { ...section({})[0]?.capacity, level: "head", fallbackFor: { title: "区领导八" } } as const;
    expect(of("escalate", vacant, names()).addressee).toEqual({ kind: "leader", name: "区领导八" });
    const group = names().unit(seed.roster.bodies.leadingGroup, DAY);
    for (const level of ["leadingGroup", "desk"] as const)
      expect(of("summonsTalk", { level, unitName: group.name }, names()).addressee).toEqual({
        kind: "group",
        name: group.fullName,
      });
  });

  it("of an application are the applicant's, of what the office proposes its own", () => {
    const asked = { ...row, facts: { to: "2021-09-30" } };
    expect(of("extensionRequest", {}, names(), [asked]).issuer.name).toBe("民政局");
    const proposed = { ...row, facts: { to: "2021-09-30", proposedGrant: false } };
    expect(of("extensionRequest", {}, names(), [proposed]).issuer.name).not.toBe("民政局");
  });
});
