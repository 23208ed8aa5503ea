/** Who is written to beside a post's holder. */
import { describe, expect, it } from "vitest";
import { type Delegation, listsWithSubstitutes, withSubstitutes } from "../../../domain/people/delegations.js";
import type { Recipient } from "../../../domain/people/recipients.js";

const delegation = (more: Partial<Delegation> = {}): Delegation => ({
  id: "d1",
  post: "unit/head",
  principal: "head",
  substitute: "deputy",
  from: "2021-07-01",
  until: "2021-07-10",
  reason: "学习",
  awaitsConsent: false,
  ...more,
});
const recipient = (post: string, person: string | null, more: Partial<Recipient> = {}): Recipient => ({
  role: "to",
  addressed: post,
  post,
  person,
  ...more,
});
const head = recipient("unit/head", "head");
const desk = recipient("unit/desk", "clerk", { role: "copy" });
const names = (list: readonly Recipient[]): string[] =>
  list.map(({ person, substituteFor }) => `${person}${substituteFor === undefined ? "" : ` for ${substituteFor}`}`);

describe("a substitute", () => {
  it("who waits for the holder's consent gets nothing before it", () => {
    const waiting = delegation({ awaitsConsent: true });
    expect(names(withSubstitutes([head], [waiting], "2021-07-01"))).toEqual(["head"]);
  });

  it("gets what the holder gets, after them, from the first day to the last", () => {
    const on = (day: string): string[] => names(withSubstitutes([head, desk], [delegation()], day));
    expect(on("2021-06-30")).toEqual(["head", "clerk"]);
    expect(on("2021-07-01")).toEqual(["head", "deputy for head", "clerk"]);
    expect(on("2021-07-10")).toEqual(["head", "deputy for head", "clerk"]);
    expect(on("2021-07-11")).toEqual(["head", "clerk"]);
    expect(withSubstitutes([head], [delegation()], "2021-07-01")[1]).toEqual({
      ...head,
      person: "deputy",
      substituteFor: "head",
    });
  });

  it("gets it as the same instrument, also where it is got in a vacant post's place", () => {
    const upward = recipient("unit/head", "head", { fallbackFor: "other/head", instrument: "escalate" });
    expect(withSubstitutes([upward], [delegation()], "2021-07-05")[1]).toMatchObject({
      fallbackFor: "other/head",
      instrument: "escalate",
      substituteFor: "head",
    });
  });

  it("gets nothing of another holder, another post or a vacant one, and has no substitutes", () => {
    const day = "2021-07-05";
    for (const other of [
      recipient("unit/head", "new head"),
      recipient("other/head", "head"),
      recipient("unit/head", null),
    ])
      expect(withSubstitutes([other], [delegation()], day)).toEqual([other]);
    const chain = [delegation(), delegation({ id: "d2", principal: "deputy", substitute: "third" })];
    expect(names(withSubstitutes([head], chain, day))).toEqual(["head", "deputy for head"]);
  });

  it("gets nothing twice: neither beside a capacity of their own nor for two posts", () => {
    const day = "2021-07-05";
    const clerk = delegation({ substitute: "clerk" });
    expect(names(withSubstitutes([head, desk], [clerk], day))).toEqual(["head", "clerk"]);
    const both = [delegation(), delegation({ id: "d2", post: "unit/desk", principal: "clerk" })];
    expect(names(withSubstitutes([head, desk], both, day))).toEqual(["head", "deputy for head", "clerk"]);
    const two = [delegation(), delegation({ id: "d2", substitute: "other" })];
    expect(names(withSubstitutes([head], two, day))).toEqual(["head", "deputy for head", "other for head"]);
  });

  it("gets those lines of a list that stand on none of their own", () => {
    const list = (to: Recipient, ...items: string[]) => ({ recipient: to, items: items.map((item) => ({ item })) });
    const own = recipient("unit/desk", "deputy");
    const lists = listsWithSubstitutes([list(head, "a", "b"), list(own, "b", "c")], [delegation()], "2021-07-05");
    expect(
      lists.map(({ recipient: { person, substituteFor }, items }) => [
        person,
        substituteFor,
        items.map(({ item }) => item),
      ]),
    ).toEqual([
      ["head", undefined, ["a", "b"]],
      ["deputy", "head", ["a"]],
      ["deputy", undefined, ["b", "c"]],
    ]);
    expect(listsWithSubstitutes([list(head, "b"), list(own, "b")], [delegation()], "2021-07-05")).toHaveLength(2);
  });
});
