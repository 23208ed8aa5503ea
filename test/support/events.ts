/** Ledger events for tests: values of any shape, an example of each event, and what a row says by name. */
import fc from "fast-check";
import { decodeEvent } from "../../domain/ledger/codec.js";
import {
  EVENT_VERSIONS,
  EVENTS,
  type EventType,
  type LedgerEvent,
  membersOf,
  type PayloadOf,
} from "../../domain/ledger/events.js";
import type { Members, Shape } from "../../domain/ledger/shape.js";

/** Values of a shape. */
export function valuesOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "text":
      return fc.string();
    case "number":
      return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    case "flag":
      return fc.boolean();
    case "oneOf":
      return fc.constantFrom(...shape.values);
    case "nullable":
      return fc.option(valuesOf(shape.of), { nil: null });
    case "list":
      return fc.array(valuesOf(shape.of), { maxLength: 3 });
    case "map":
      return fc.dictionary(fc.string({ minLength: 1 }), valuesOf(shape.of), { maxKeys: 3 });
    case "fields":
      return membersValues(shape.members);
    case "cases":
      return fc.oneof(
        ...Object.entries(shape.cases).map(([kind, { members }]) =>
          membersValues(members).map((value) => ({ kind, ...value })),
        ),
      );
  }
}

function membersValues(members: Members): fc.Arbitrary<object> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  const required: string[] = [];
  for (const [name, member] of Object.entries(members)) {
    model[name] = valuesOf(member.kind === "optional" ? member.of : member);
    if (member.kind !== "optional") required.push(name);
  }
  return fc.record(model, { requiredKeys: required });
}

/** An example of an event, always the same. */
export function eventOf(type: EventType): LedgerEvent {
  const [payload] = fc.sample(valuesOf(EVENTS[type]), { numRuns: 1, seed: 1 });
  return decodeEvent({ type, version: EVENT_VERSIONS[type] ?? 1, payload });
}

/** What a fired rung says. */
export const FIRED: PayloadOf<"rungFired"> = {
  run: "deadline",
  ladder: "village",
  rung: "escalate",
  version: 1,
  repetition: 0,
  repeats: true,
  instrument: "escalate",
  due: "2021-07-09",
  nominal: "2021-07-09",
  overdue: 7,
};

/** What a row says, by name. */
export const said = membersOf;
