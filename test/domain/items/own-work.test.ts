/** Nobody checks or decides what they submitted: by whatever post, and through whatever substitution. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommandKind } from "../../../domain/items/commands.js";
import { type Actor, peopleOf } from "../../../domain/ledger/record.js";
import { at, command, people, planned, Stream } from "../../support/small-plan.js";

const PERSONS = ["ann", "ben", "cui", "dai", "eva"];
const UNIT = { post: "unit/desk", unit: "unit" };
const OFFICE = { post: "office/desk", unit: "office" };
const GROUP = { post: "group/head", unit: "group" };
const LEADER = { post: "leader/1", unit: "gov" };

/** Each kind of act from the post whose it is: who holds the post is what varies. */
const POST_OF: readonly (readonly [CommandKind, Omit<Actor, "person">])[] = [
  ["signFor", UNIT],
  ["report", UNIT],
  ["verify", OFFICE],
  ["returnForRework", OFFICE],
  ["closeOut", OFFICE],
  ["requestExtension", UNIT],
  ["giveOpinion", LEADER],
  ["proposeExtension", OFFICE],
  ["decideExtension", GROUP],
  ["instruct", LEADER],
  ["replyToInstruction", UNIT],
  ["acceptReply", LEADER],
];

/** Any person in the post, perhaps as another's substitute, perhaps in a leader's name. */
const anyAct = fc
  .record({
    of: fc.constantFrom(...POST_OF),
    person: fc.constantFrom(...PERSONS),
    substituteFor: fc.option(fc.constantFrom(...PERSONS), { nil: undefined, freq: 2 }),
    behalf: fc.option(fc.constantFrom(...PERSONS), { nil: undefined, freq: 1 }),
  })
  .map(({ of: [kind, post], person, substituteFor, behalf }): { kind: CommandKind; actor: Actor } => ({
    kind,
    actor: {
      person,
      ...post,
      ...(substituteFor === undefined || substituteFor === person ? {} : { substituteFor }),
      ...(post !== LEADER || behalf === undefined || behalf === person || kind === "instruct"
        ? {}
        : { onBehalfOf: { person: behalf, post: "leader/2" } }),
    },
  }));

/** What submits, and what must then be other people's until it is settled. */
const SUBMISSIONS: Readonly<Record<string, readonly string[]>> = {
  reported: ["verified", "returned", "closed"],
  extensionRequested: ["opinionGiven", "extensionProposed", "extensionDecided"],
  extensionProposed: ["extensionDecided"],
  instructionReplied: ["instructionAccepted"],
};

const shared = (a: Actor | undefined, b: Actor | undefined): string[] =>
  a && b ? peopleOf(a).filter((person) => peopleOf(b).includes(person)) : [];

describe("whoever submitted something", () => {
  it("does not check or decide it, in no post and through nobody", () => {
    let checked = 0;
    fc.assert(
      fc.property(fc.array(anyAct, { minLength: 10, maxLength: 60 }), (acts) => {
        const stream = new Stream([planned("a", "2021-06-30")]);
        stream.runTo(at("2021-04-20"));
        for (const { kind, actor } of acts) {
          const instruction = stream.state.items.a?.instructions[0]?.id ?? "none";
          const more = { to: "2021-09-30", grant: true, supports: true, unit: "unit", replyBy: "2021-05-30" };
          stream.at(at("2021-04-20", "11:00"), command(kind, actor, "a", { ...more, instruction }));
        }
        const last = new Map<string, Actor | undefined>();
        for (const { type, actor } of stream.rows) {
          for (const [submission, decisions] of Object.entries(SUBMISSIONS)) {
            if (!decisions.includes(type)) continue;
            checked++;
            expect(shared(last.get(submission), actor), `${submission} → ${type}`).toEqual([]);
          }
          last.set(type, actor);
        }
      }),
      { numRuns: 400 },
    );
    // The stories get that far: a property over nothing would hold too.
    expect(checked).toBeGreaterThan(100);
  });

  it("is found behind a substitute, and a substitute behind the principal", () => {
    const reported = (actor: Actor): Stream => {
      const stream = new Stream([planned("a", "2021-06-30")]);
      stream.runTo(at("2021-04-20"));
      stream.at(at("2021-04-20", "11:00"), command("signFor", actor, "a"));
      stream.at(at("2021-04-20", "11:00"), command("report", actor, "a"));
      return stream;
    };
    const now = at("2021-04-20", "12:00");
    const substitute: Actor = { ...people.clerk, person: "officer", substituteFor: "clerk" };
    expect(reported(substitute).at(now, command("verify", people.office, "a"))).toEqual(["ownWork"]);
    const forOffice: Actor = { ...people.office, person: "other", substituteFor: "clerk" };
    expect(reported(people.clerk).at(now, command("verify", forOffice, "a"))).toEqual(["ownWork"]);
    expect(reported(people.clerk).at(now, command("verify", { ...people.office, person: "clerk" }, "a"))).toEqual([
      "ownWork",
    ]);
    expect(reported(people.clerk).at(now, command("verify", { ...forOffice, substituteFor: "officer" }, "a"))).toEqual(
      [],
    );
  });
});
