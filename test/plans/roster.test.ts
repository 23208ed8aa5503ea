/** The sample roster: complete, plainly a sample, and never at a loss for a recipient. */
import { describe, expect, it } from "vitest";
import { resolveRecipients } from "../../domain/people/recipients.js";
import { unitNameOn } from "../../domain/people/directory.js";
import { seedBundle } from "./seed.js";

const { roster, plan, policy } = await seedBundle();

describe("the seed roster", () => {
  it("is marked as a sample and reaches nobody real", () => {
    expect(roster.sample).toBe(true);
    for (const person of roster.persons) {
      expect(person.email ?? "x@duban-sample.invalid").toMatch(/\.invalid$/);
      expect(person.email ?? person.mobile ?? person.wecom).toBeDefined();
    }
    expect(new Set(roster.persons.map((person) => person.name)).size).toBe(roster.persons.length);
  });

  it("has 64 villages in six townships, eight of them concentrated areas", () => {
    expect(roster.townships).toHaveLength(6);
    expect(roster.villages).toHaveLength(64);
    expect(new Set(roster.villages.map((village) => village.name)).size).toBe(64);
    expect(roster.villages.filter((village) => village.concentratedArea)).toHaveLength(8);
  });

  it("shares the villages evenly among sixteen county leaders", () => {
    const counts = new Map<string, number>();
    for (const village of roster.villages) {
      const leader = village.pairing[0]?.value.countyLeader ?? "";
      counts.set(leader, (counts.get(leader) ?? 0) + 1);
    }
    expect(counts.size).toBe(16);
    expect([...counts.values()].every((count) => count === 4)).toBe(true);
  });

  it("names every unit of the plan, and 扶贫办 by its name of the day", () => {
    const units = new Set(roster.units.map((unit) => unit.id));
    for (const task of plan.tasks)
      for (const unit of [...task.leadUnits, ...task.responsibleUnits]) expect(units).toContain(unit);
    expect(unitNameOn(roster, "fupinban", "2021-06-29")).toBe("扶贫办");
    expect(unitNameOn(roster, "fupinban", "2021-06-30")).toBe("乡村振兴局");
  });

  it("has people who hold two posts", () => {
    const held = roster.posts.flatMap((post) => post.holders.map((holder) => holder.value));
    expect(held.length - new Set(held).size).toBeGreaterThanOrEqual(3);
  });

  it("brings each village's escalation to its own county leader", () => {
    const rung = policy.ladders.village.find((candidate) => candidate.mandatory);
    expect(rung?.offset).toBe(7);
    for (const village of roster.villages) {
      const place = { village: village.id, township: village.township, primaryUnit: "zhujianju" };
      const [first] = resolveRecipients(
        roster,
        { to: (rung?.to ?? []).map((role) => ({ role })), copy: [], facts: {} },
        place,
        "2021-07-09",
      );
      expect(first?.post).toBe(village.pairing[0]?.value.countyLeader);
      expect(first?.person).not.toBeNull();
    }
  });
});
