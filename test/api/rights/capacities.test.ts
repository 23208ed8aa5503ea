/** In which posts somebody may act: from the roster and the day alone, so that a handover changes it by itself. */
import { describe, expect, it } from "vitest";
import { capacitiesOf } from "../../../api/rights/capacities.js";
import type { Role } from "../../../domain/people/roles.js";
import { reachOf } from "../../../api/rights/reach.js";
import type { PlanView } from "../../../api/views/plan-view.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import type { Post } from "../../../domain/plan/roster.js";
import { bundle } from "../../support/small-bundle.js";

const BEFORE = "2021-06-01";
const AFTER = "2021-07-01";
const roles = (person: string, day = BEFORE, of = bundle): Role[] => [
  ...new Set(capacitiesOf(of, person, day).flatMap((one) => one.roles)),
];
const withPost = (id: string, change: Partial<Post>): PlanBundle => ({
  ...bundle,
  roster: {
    ...bundle.roster,
    posts: bundle.roster.posts.map((post) => (post.id === id ? { ...post, ...change } : post)),
  },
});

it("gives each post its roles", () => {
  expect(roles("p-unit-desk")).toEqual(["unitClerk", "verifier"]);
  expect(roles("p-unit-head")).toEqual(["departmentHead", "unitHead", "verifier"]);
  expect(roles("p-town1-desk")).toEqual(["unitClerk", "township"]);
  expect(roles("p-helper-desk")).toEqual(["unitClerk", "helpingUnit"]);
  expect(roles("p-office-desk")).toEqual(["unitClerk", "office", "verifier"]);
  expect(roles("p-supervision-desk")).toEqual(["unitClerk", "supervisionOffice", "verifier"]);
  expect(roles("p-group-head")).toEqual(["leadingGroup", "unitHead"]);
  expect(roles("p-leader-2")).toEqual(["countyLeader"]);
  expect(roles("p-nobody")).toEqual([]);
});

it("keeps apart the posts of who holds several", () => {
  expect(capacitiesOf(bundle, "p-leader-1", BEFORE)).toEqual([
    { post: "lead/head", unit: "lead", roles: ["unitHead", "verifier"] },
    { post: "leader/1", unit: "", roles: ["countyLeader"] },
  ]);
});

it("follows a handover on its day", () => {
  const handed = withPost("unit/desk", {
    holders: [
      { value: "p-unit-desk", to: AFTER },
      { value: "p-new", from: AFTER },
    ],
  });
  expect([roles("p-unit-desk", BEFORE, handed), roles("p-new", BEFORE, handed)]).toEqual([
    ["unitClerk", "verifier"],
    [],
  ]);
  expect([roles("p-unit-desk", AFTER, handed), roles("p-new", AFTER, handed)]).toEqual([[], ["unitClerk", "verifier"]]);
});

it("lets the next in the chain act for a vacant post, marked as such", () => {
  // The helping unit's desk is vacant from July.
  expect(capacitiesOf(bundle, "p-helper-head", BEFORE)).toHaveLength(1);
  expect(capacitiesOf(bundle, "p-helper-head", AFTER)).toEqual([
    { post: "helper/head", unit: "helper", roles: ["unitHead", "helpingUnit"] },
    { post: "helper/head", unit: "helper", roles: ["unitClerk", "helpingUnit"], inPlaceOf: "helper/desk" },
  ]);
});

it("lets a liaison act for the leader who has one, and for nobody while that post is vacant", () => {
  const liaison: Post = {
    id: "liaison",
    title: "联络员",
    level: "desk",
    holders: [{ value: "p-liaison" }],
    fallback: ["office/desk"],
  };
  const posts = (holders: Post["holders"]) =>
    bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "liaison", holders } : post));
  const of = (holders: Post["holders"]): PlanBundle => ({
    ...bundle,
    roster: { ...bundle.roster, posts: [...posts(holders), liaison] },
  });
  expect(capacitiesOf(of([{ value: "p-leader-2" }]), "p-liaison", BEFORE)).toContainEqual({
    post: "liaison",
    unit: "",
    roles: ["liaison"],
    onBehalfOf: { person: "p-leader-2", post: "leader/2" },
  });
  expect(roles("p-liaison", BEFORE, of([]))).not.toContain("liaison");
});

describe("reach", () => {
  const reach = (person: string, today = BEFORE) => {
    const capacities = capacitiesOf(bundle, person, today);
    const all = new Set(capacities.flatMap((one) => one.roles));
    return reachOf({ accountId: "a", kind: "person", person, capacities, roles: all }, { bundle, today } as PlanView);
  };

  it("is everything for those who see everything", () => {
    for (const person of ["p-office-head", "p-supervision-desk", "p-group-desk"]) expect(reach(person)).toBeNull();
  });

  it("is one's units, villages and posts for all others", () => {
    expect(reach("p-helper-desk")).toEqual({
      units: ["helper"],
      villages: ["v1", "v2", "v3", "v4"],
      townships: [],
      posts: ["helper/desk", "helper/head"],
      person: "p-helper-desk",
    });
    expect(reach("p-town1-head")).toMatchObject({ units: ["town1"], townships: ["town1"], villages: [] });
    expect(reach("p-leader-2")).toEqual({
      units: [],
      villages: ["v2", "v4"],
      townships: [],
      posts: ["leader/2"],
      person: "p-leader-2",
    });
  });
});
