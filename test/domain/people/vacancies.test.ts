/** Who is missing on a day, and when the office is told again. */
import { describe, expect, it } from "vitest";
import type { Roster } from "../../../domain/plan/roster.js";
import { isReportDue, type Vacancy, vacanciesOn } from "../../../domain/people/vacancies.js";
import { bundle } from "../../support/small-bundle.js";
import { seedBundle } from "../../plans/seed.js";

const { roster } = bundle;
const withPost = (id: string, holders: Roster["posts"][number]["holders"]): Roster => ({
  ...roster,
  posts: roster.posts.map((post) => (post.id === id ? { ...post, holders } : post)),
});

describe("vacant", () => {
  it("is nobody while every post in use is held", () => {
    expect(vacanciesOn(roster, "2021-06-30")).toEqual([]);
  });

  it("is a helping unit's desk in each of its villages, from the day after its holder's last", () => {
    expect(vacanciesOn(roster, "2021-07-01")).toEqual(
      ["v1", "v2", "v3", "v4"].map((village) => ({
        village,
        seat: "helpingUnit",
        post: "helper/desk",
        since: "2021-07-01",
      })),
    );
  });

  it("is every seat of a village that nobody is paired with", () => {
    const villages = roster.villages.map((village) =>
      village.id === "v2" ? { ...village, pairing: [{ ...village.pairing[0]!, to: "2021-05-01" }] } : village,
    );
    expect(vacanciesOn({ ...roster, villages }, "2021-05-01")).toEqual(
      ["villageCountyLeader", "villageDepartmentHead", "helpingUnit"].map((seat) => ({
        village: "v2",
        seat,
        post: null,
        since: "2021-05-01",
      })),
    );
  });

  it("is a post that is no seat, by itself, and one that was never held says so", () => {
    expect(vacanciesOn(withPost("town1/head", []), "2021-05-01")).toEqual([
      { village: null, seat: null, post: "town1/head", since: null },
    ]);
    // A leader who is paired and in charge is told with the villages, and not again.
    const leader = vacanciesOn(withPost("leader/2", [{ value: "p-leader-2", to: "2021-04-20" }]), "2021-05-01");
    expect(leader.map(({ village, seat }) => [village, seat])).toEqual([
      ["v2", "villageCountyLeader"],
      ["v4", "villageCountyLeader"],
    ]);
  });

  it("is not a post that nothing refers to", () => {
    const spare = { id: "spare", title: "备用", level: "desk", holders: [], fallback: ["office/desk"] } as const;
    expect(vacanciesOn({ ...roster, posts: [...roster.posts, spare] }, "2021-05-01")).toEqual([]);
  });

  it("is told for all 64 villages of the seed plan", async () => {
    const { roster: whole } = await seedBundle();
    const villages = whole.villages.map((village) => ({ ...village, pairing: [] }));
    expect(vacanciesOn({ ...whole, villages }, "2021-05-01").filter(({ seat }) => seat !== null)).toHaveLength(64 * 3);
  });
});

describe("the office is told", () => {
  const vacancy = (post: string): Vacancy => ({ village: null, seat: null, post, since: null });
  const told = { on: "2021-07-01", vacant: [vacancy("a")] };

  it("when somebody else is missing, or nobody any more, but once a day", () => {
    expect(isReportDue([vacancy("a")], null, "2021-07-01")).toBe(true);
    expect(isReportDue([], null, "2021-07-01")).toBe(false);
    expect(isReportDue([vacancy("a"), vacancy("b")], told, "2021-07-02")).toBe(true);
    expect(isReportDue([], told, "2021-07-02")).toBe(true);
    expect(isReportDue([vacancy("b")], told, "2021-07-01")).toBe(false);
  });

  it("of the same ones a week later, and of none never again", () => {
    expect(isReportDue([vacancy("a")], told, "2021-07-07")).toBe(false);
    expect(isReportDue([vacancy("a")], told, "2021-07-08")).toBe(true);
    expect(isReportDue([], { on: "2021-07-01", vacant: [] }, "2021-08-01")).toBe(false);
  });
});
