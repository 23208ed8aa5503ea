/** Who gets no letter although a rule names them: the office at its own desk, the leading group of its decisions, leaders of an end. */
import { describe, expect, it } from "vitest";
import { INSTRUMENT_IDS, INSTRUMENTS } from "../../../domain/instruments/instruments.js";
import { toldOf } from "../../../domain/letters/withheld.js";
import type { Recipient } from "../../../domain/people/recipients.js";
import { bundle } from "../../support/small-bundle.js";

const to = (post: string, more: Partial<Recipient> = {}): Recipient => ({
  role: "to",
  addressed: post,
  post,
  person: `p-${post}`,
  ...more,
});
const told = (instrument: (typeof INSTRUMENT_IDS)[number], ...recipients: Recipient[]): string[] =>
  toldOf(recipients, instrument, "unit", bundle.roster).map(({ post }) => post);

describe("letters to oneself", () => {
  it("don't go to the office's own desk about its checks, closings and orders; its head and others get theirs", () => {
    for (const instrument of ["verificationRequest", "urge", "reminder", "suspension", "deadlineChange"] as const)
      expect(told(instrument, to("office/desk"), to("office/head"), to("unit/desk"))).toEqual([
        "office/head",
        "unit/desk",
      ]);
  });

  it("alarms, lists and what others write to the office reach its desk", () => {
    for (const instrument of ["alarm", "longOverdueList", "extensionRequest", "instruction", "supervise"] as const)
      expect(told(instrument, to("office/desk"))).toEqual(["office/desk"]);
    expect(INSTRUMENT_IDS.filter((id) => INSTRUMENTS[id].deskWork).length).toBeGreaterThan(3);
  });

  it("what falls to the desk in a vacant post's place is not its own", () => {
    expect(told("urge", to("office/desk", { addressed: "leader/1", fallbackFor: "leader/1" }))).toEqual([
      "office/desk",
    ]);
    expect(told("verificationRequest", to("office/desk", { fallbackFor: "township" }))).toEqual(["office/desk"]);
  });

  it("the leading group isn't told its own decisions", () => {
    expect(told("extensionDecision", to("unit/desk"), to("group/desk"), to("group/head"), to("leader/1"))).toEqual([
      "unit/desk",
      "leader/1",
    ]);
    expect(told("extensionRequest", to("group/desk"))).toEqual(["group/desk"]);
  });
});

describe("the end of trouble", () => {
  it("is told to the unit, its head and those who helped, not to leaders, other units' heads or the leading group", () => {
    const all = [
      "unit/desk",
      "unit/head",
      "town1/desk",
      "helper/desk",
      "lead/head",
      "leader/1",
      "group/head",
      "group/desk",
    ];
    expect(told("resolved", ...all.map((post) => to(post)))).toEqual([
      "unit/desk",
      "unit/head",
      "town1/desk",
      "helper/desk",
    ]);
    // By the post that was meant, whoever takes it in.
    expect(told("resolved", to("office/head", { addressed: "leader/1", fallbackFor: "leader/1" }))).toEqual([]);
  });
});
