/** Stories for property tests: what people rightly do, and what anybody might send, played on one item day by day. */
import fc from "fast-check";
import type { Command, CommandKind } from "../../domain/items/commands.js";
import type { Actor } from "../../domain/ledger/record.js";
import type { PlannedItem } from "../../domain/plan/bundle.js";
import { addDays } from "../../domain/plan/plan-date.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import { at, command, people, planned, ruleSet, Stream } from "./small-plan.js";

export interface Act {
  readonly kind: CommandKind;
  readonly actor: Actor;
  readonly more: (today: string, stream: Stream) => Record<string, unknown>;
}
export const none = (): Record<string, unknown> => ({});
const instruction = (_today: string, stream: Stream) => ({
  instruction: stream.state.items.a?.instructions[0]?.id ?? "none",
});
/** What people rightly do. */
export const ACTS: readonly Act[] = [
  { kind: "signFor", actor: people.clerk, more: none },
  { kind: "reportProgress", actor: people.clerk, more: () => ({ percent: 40 }) },
  { kind: "report", actor: people.clerk, more: none },
  { kind: "report", actor: { ...people.clerk, person: "colleague" }, more: none },
  { kind: "verify", actor: people.office, more: none },
  { kind: "returnForRework", actor: people.office, more: none },
  { kind: "closeOut", actor: people.office, more: none },
  { kind: "suspend", actor: people.office, more: (today) => ({ until: addDays(today, 45) }) },
  { kind: "suspend", actor: people.office, more: (today) => ({ until: addDays(today, 9) }) },
  { kind: "resume", actor: people.office, more: none },
  { kind: "requestExtension", actor: people.clerk, more: (today) => ({ to: addDays(today, 60) }) },
  { kind: "proposeExtension", actor: people.office, more: () => ({ grant: true }) },
  { kind: "decideExtension", actor: people.group, more: () => ({ grant: true }) },
  { kind: "decideExtension", actor: people.group, more: () => ({ grant: false }) },
  { kind: "giveOpinion", actor: people.leader, more: () => ({ supports: true }) },
  { kind: "changeReading", actor: people.office, more: (today) => ({ deadline: addDays(today, -20) }) },
  { kind: "changeReading", actor: people.office, more: (today) => ({ deadline: addDays(today, 30) }) },
  { kind: "acknowledge", actor: people.leader, more: none },
  { kind: "signInstrument", actor: people.office, more: () => ({ rung: "supervise", documentNo: "1" }) },
  { kind: "signInstrument", actor: people.office, more: () => ({ rung: "talk", documentNo: "2" }) },
  { kind: "holdInstrument", actor: people.office, more: () => ({ rung: "supervise" }) },
  {
    kind: "answer",
    actor: people.clerk,
    more: (today) => ({ cause: "cause", measures: "measures", promised: addDays(today, 12), responsible: "Li" }),
  },
  { kind: "acceptAnswer", actor: people.office, more: none },
  { kind: "returnAnswer", actor: people.office, more: (today) => ({ replyBy: addDays(today, 4) }) },
  { kind: "holdEscalation", actor: people.office, more: () => ({ days: 5 }) },
  { kind: "openCauseReview", actor: people.office, more: none },
  { kind: "closeCauseReview", actor: people.office, more: none },
  { kind: "reassign", actor: people.office, more: () => ({ primaryUnit: "unit2" }) },
  { kind: "reassign", actor: people.office, more: () => ({ primaryUnit: "unit" }) },
  { kind: "migratePolicy", actor: people.office, more: () => ({ version: 2 }) },
  { kind: "migratePolicy", actor: people.office, more: () => ({ version: 1 }) },
  { kind: "instruct", actor: people.leader, more: (today) => ({ unit: "unit", replyBy: addDays(today, 8) }) },
  { kind: "replyToInstruction", actor: people.clerk, more: instruction },
  { kind: "forwardReply", actor: people.office, more: instruction },
  { kind: "acceptReply", actor: people.leader, more: instruction },
  {
    kind: "returnReply",
    actor: people.leader,
    more: (today, stream) => ({ ...instruction(today, stream), replyBy: addDays(today, 5) }),
  },
  { kind: "reportSupport", actor: { person: "helper", post: "aid/desk", unit: "aid" }, more: none },
  { kind: "annotate", actor: people.leader, more: none },
  { kind: "logCall", actor: people.office, more: () => ({ to: "unit/desk" }) },
  { kind: "reportProgress", actor: people.clerk, more: () => ({ percent: 60, figures: { done: 6, total: 10 } }) },
  { kind: "decideTalk", actor: people.group, more: (today) => ({ hold: true, on: addDays(today, 3) }) },
  { kind: "handOverPost", actor: people.office, more: () => ({ post: "unit/desk", to: "newcomer" }) },
  {
    kind: "fileEvidence",
    actor: people.clerk,
    more: (today) => ({
      sha256: "a".repeat(64),
      name: "photo.jpg",
      mediaType: "image/jpeg",
      bytes: 9,
      effectiveOn: today,
    }),
  },
  {
    kind: "assignVerifier",
    actor: people.office,
    more: () => ({ verifier: "officer", verifierPost: "office/desk" }),
  },
  { kind: "assignVerifier", actor: people.office, more: () => ({ verifier: "clerk", verifierPost: "office/head" }) },
  { kind: "assignVerifier", actor: people.office, more: () => ({ verifier: null, verifierPost: null }) },
  // The office's desk, away, has the clerk act for it: who reported must not come to check it this way.
  { kind: "verify", actor: { ...people.office, person: "clerk", substituteFor: "officer" }, more: none },
  { kind: "report", actor: { ...people.clerk, person: "officer", substituteFor: "clerk" }, more: none },
  { kind: "cancel", actor: people.office, more: none },
  { kind: "reopen", actor: people.office, more: (today) => ({ deadline: addDays(today, 40) }) },
];
const KINDS = [...new Set(ACTS.map((act) => act.kind)), "assign", "importRunning", "nonsense"] as CommandKind[];

/** What anybody might send: any kind, anybody, values of any sort. */
export const wildAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(...KINDS),
  actor: fc.constantFrom(...Object.values(people)),
  more: fc
    .dictionary(
      fc.constantFrom(
        "until",
        "to",
        "deadline",
        "replyBy",
        "reason",
        "percent",
        "primaryUnit",
        "rung",
        "version",
        "unit",
        "status",
        "evidence",
        "grant",
        "instruction",
        "text",
      ),
      fc.oneof(
        fc.constantFrom("2021-08-31", "2031-12-31", "2021-02-30", "", "unit", "unit2", "supervise"),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
      ),
      { maxKeys: 4 },
    )
    .map((values) => () => values),
});

export interface Event {
  readonly wait: number;
  readonly act: Act;
}
export const storyOf = (acts: fc.Arbitrary<Act>, longestWait = 25, maxLength = 20): fc.Arbitrary<Event[]> =>
  fc.array(fc.record({ wait: fc.integer({ min: 0, max: longestWait }), act: acts }), { maxLength });
export const story = storyOf(fc.constantFrom(...ACTS));
/** Stories with a suspension in them and much that is done on the days after it. */
const suspension = fc.record({
  wait: fc.integer({ min: 0, max: 60 }),
  act: fc.constantFrom(...ACTS.filter(({ kind }) => kind === "suspend")),
});
const resumption = fc.record({
  wait: fc.integer({ min: 0, max: 9 }),
  act: fc.constantFrom(...ACTS.filter(({ kind }) => kind === "resume")),
});
export const resumedStory: fc.Arbitrary<Event[]> = fc
  .tuple(storyOf(fc.constantFrom(...ACTS), 25, 5), suspension, resumption, storyOf(fc.constantFrom(...ACTS), 3))
  .map(([before, stop, end, after]) => [...before, stop, end, ...after]);
/** Stories that often come to an end, and go on after it. */
const ENDING = ["signFor", "report", "verify", "closeOut", "reopen", "cancel"];
export const endingStory = storyOf(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ACTS.filter(({ kind }) => ENDING.includes(kind))) },
    { weight: 1, arbitrary: fc.constantFrom(...ACTS) },
  ),
);
export const wildStory = storyOf(
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ACTS) }, { weight: 1, arbitrary: wildAct }),
);

export const ITEM: PlannedItem = {
  ...planned("a", "2021-06-30"),
  supporting: [{ unit: "aid", workingDaysBefore: 10 }],
};

/** Plays a story and looks at the state at the end of every plan day. */
export function play(
  events: readonly Event[],
  everyDay: (stream: Stream, today: string) => void = none,
  aroundAct: (stream: Stream, act: () => string[]) => void = (_stream, act) => act(),
  rules: RuleSet = ruleSet,
): Stream {
  const stream = new Stream([ITEM], undefined, rules);
  let today = "2021-04-12";
  const live = (): void => {
    stream.runTo(at(today, "23:59"));
    everyDay(stream, today);
  };
  for (const { wait, act } of events) {
    for (let day = 0; day < wait; day++) {
      live();
      today = addDays(today, 1);
    }
    stream.runTo(at(today, "10:00"));
    const given: Command = command(act.kind, act.actor, "a", act.more(today, stream));
    aroundAct(stream, () => stream.at(at(today, "10:00"), given));
  }
  for (const end = addDays(today, 60); today < end; today = addDays(today, 1)) live();
  return stream;
}
