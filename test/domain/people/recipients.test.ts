import { describe, expect, it } from "vitest";
import { resolveRecipients } from "../../../domain/people/recipients.js";
import type { RecipientRole } from "../../../domain/plan/policy.js";
import { bundle } from "../../support/small-bundle.js";

const { roster } = bundle;
const place = { village: "v1", township: "town1", primaryUnit: "unit" };
const roles = (...names: RecipientRole[]) => names.map((role) => ({ role }));

function resolve(to: RecipientRole[], copy: RecipientRole[] = [], day = "2021-05-31", where: typeof place = place) {
  return resolveRecipients(roster, { to: roles(...to), copy: roles(...copy), facts: {} }, where, day).map((each) => [
    each.role,
    each.post,
    each.person,
  ]);
}

describe("recipients", () => {
  it("are posts around the item, resolved on the day", () => {
    expect(resolve(["primaryUnit", "township"], ["helpingUnit"])).toEqual([
      ["to", "unit/desk", "p-unit-desk"],
      ["to", "town1/desk", "p-town1-desk"],
      ["copy", "helper/desk", "p-helper-desk"],
    ]);
    expect(resolve(["villageCountyLeader"])).toEqual([["to", "leader/1", "p-leader-1"]]);
    expect(resolve(["villageCountyLeader"], [], "2021-05-31", { ...place, village: "v2" })).toEqual([
      ["to", "leader/2", "p-leader-2"],
    ]);
  });

  it("fall back along the chain when the post is vacant, and say so", () => {
    const [recipient] = resolveRecipients(
      roster,
      { to: roles("helpingUnit"), copy: [], facts: {} },
      place,
      "2021-07-01",
    );
    expect(recipient).toEqual({
      role: "to",
      addressed: "helper/desk",
      post: "helper/head",
      person: "p-helper-head",
      fallbackFor: "helper/desk",
    });
  });

  describe("of a vacant post of a unit", () => {
    const vacantHead = (acting: { value: string; from?: string; to?: string }[] = []) => ({
      ...roster,
      posts: roster.posts.map((post) =>
        post.id === "unit/head" ? { ...post, holders: [], acting, fallback: ["office/head", "office/desk"] } : post,
      ),
    });
    const headOf = (of: typeof roster, day = "2021-07-05") =>
      resolveRecipients(of, { to: roles("primaryUnitHead"), copy: [], facts: {}, instrument: "supervise" }, place, day);

    it("are whoever leads the unit meanwhile (主持工作), marked so", () => {
      expect(headOf(vacantHead([{ value: "p-deputy", from: "2021-07-01" }]))).toEqual([
        { role: "to", addressed: "unit/head", post: "unit/head", person: "p-deputy", fallbackFor: "unit/head" },
      ]);
    });

    it("are else the same unit's desk, whatever chain the roster names; never the office that signs", () => {
      for (const of of [vacantHead(), vacantHead([{ value: "p-deputy", to: "2021-07-01" }])])
        expect(headOf(of)).toEqual([
          { role: "to", addressed: "unit/head", post: "unit/desk", person: "p-unit-desk", fallbackFor: "unit/head" },
        ]);
    });

    it("are nobody where nobody is left in the unit: that is an alarm, not another unit's letter", () => {
      const empty = vacantHead();
      const posts = empty.posts.map((post) => (post.unit === "unit" ? { ...post, holders: [] } : post));
      expect(headOf({ ...empty, posts })).toEqual([
        { role: "to", addressed: "unit/head", post: "unit/head", person: null },
      ]);
    });
  });

  it("end at nobody, never in a loop or in silence", () => {
    const empty = {
      ...roster,
      posts: roster.posts.map((post) => ({ ...post, holders: [], fallback: ["unit/desk", "unit/head"] })),
    };
    const [recipient] = resolveRecipients(
      empty,
      { to: roles("primaryUnit"), copy: [], facts: {} },
      place,
      "2021-05-31",
    );
    expect(recipient).toMatchObject({ post: "unit/desk", person: null });
  });

  it("are the office where the item has no such party on that day", () => {
    const to = roles("villageCountyLeader");
    const [recipient] = resolveRecipients(
      roster,
      { to, copy: [], facts: {} },
      { ...place, village: null as unknown as string },
      "2021-05-31",
    );
    expect(recipient).toEqual({
      role: "to",
      addressed: "office/desk",
      post: "office/desk",
      person: "p-office-desk",
      fallbackFor: "villageCountyLeader",
    });
    expect(resolve(["primaryUnit"], ["villageCountyLeader"], "2021-05-31", { ...place, village: "none" })).toHaveLength(
      1,
    );
  });

  it("go one up for a person already told in a lower capacity", () => {
    const escalate = { to: roles("villageCountyLeader"), copy: [], facts: {} };
    const [recipient] = resolveRecipients(
      roster,
      escalate,
      { ...place, primaryUnit: "lead" },
      "2021-07-09",
      (person, addressed) => person === "p-leader-1" && addressed !== "lead/head",
    );
    expect(recipient).toMatchObject({ addressed: "leader/1", post: "group/head", upFrom: "leader/1" });
  });

  it("name a person once, addressed before copied", () => {
    const where = { ...place, primaryUnit: "lead" };
    expect(resolve(["primaryUnitHead"], ["villageCountyLeader"], "2021-05-31", where)).toEqual([
      ["to", "lead/head", "p-leader-1"],
    ]);
  });

  it("get a 呈阅件 where the post is a leader's: upward there is no dunning, by rule or one up", () => {
    const decider = { to: roles("deciderHead"), copy: roles("leaderInCharge"), facts: { deciderUnit: "group" } };
    const urged = resolveRecipients(roster, { ...decider, instrument: "urge" }, place, "2021-07-09");
    expect(urged.map(({ post, instrument }) => [post, instrument])).toEqual([
      ["group/head", "escalate"],
      ["leader/2", "escalate"],
    ]);
    const letter = { to: roles("primaryUnitHead"), copy: [], facts: {}, instrument: "supervise" } as const;
    const told = (person: string): boolean => person === "p-unit-head";
    expect(resolveRecipients(roster, letter, place, "2021-07-09", told)).toEqual([
      {
        role: "to",
        addressed: "unit/head",
        post: "leader/2",
        person: "p-leader-2",
        upFrom: "unit/head",
        instrument: "escalate",
      },
    ]);
    // The office's draft stays what it is until it is signed; a unit's own head gets the letter itself.
    expect(
      resolveRecipients(roster, { ...letter, delivery: "draft" }, place, "2021-07-09", told)[0],
    ).not.toHaveProperty("instrument");
    expect(resolveRecipients(roster, letter, place, "2021-07-09")[0]).not.toHaveProperty("instrument");
  });

  it("get the same instrument in place of a vacant post", () => {
    const vacant = {
      ...roster,
      posts: roster.posts.map((post) =>
        post.id === "unit/head" ? { ...post, holders: [], fallback: ["leader/1", "office/desk"] } : post,
      ),
    };
    // Within the unit, whatever its chain says.
    const letter = { to: roles("primaryUnitHead"), copy: [], facts: {}, instrument: "supervise" } as const;
    expect(resolveRecipients(vacant, letter, place, "2021-07-09")).toEqual([
      { role: "to", addressed: "unit/head", post: "unit/desk", person: "p-unit-desk", fallbackFor: "unit/head" },
    ]);
  });

  it("are a supporting unit's desk and head", () => {
    const facts = { supportingUnit: "helper" };
    const found = resolveRecipients(
      roster,
      { to: roles("supportingUnit"), copy: roles("supportingUnitHead"), facts },
      place,
      "2021-05-31",
    );
    expect(found.map(({ post }) => post)).toEqual(["helper/desk", "helper/head"]);
  });
});
