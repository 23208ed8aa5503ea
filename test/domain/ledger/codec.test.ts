/** Events into the ledger and out of it: nothing malformed, nothing unknown, nothing old as it was. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeEvent,
  decodeItemRow,
  decodeRow,
  encodeEvent,
  InvalidEvent,
  isKnownEvent,
  ledgerRowOf,
  type Release,
  UnknownEvent,
  upcast,
} from "../../../domain/ledger/codec.js";
import {
  EVENTS,
  EVENT_VERSIONS,
  type EventType,
  isEventType,
  ITEM_EVENT_TYPES,
  STREAM_EVENT_TYPES,
} from "../../../domain/ledger/events.js";
import { fault, fields, type Members, optional, type Shape, text } from "../../../domain/ledger/shape.js";
import { decodeMessage } from "../../../domain/streams/messages.js";
import { eventOf, valuesOf } from "../../support/events.js";

const TYPES: readonly EventType[] = [...ITEM_EVENT_TYPES, ...STREAM_EVENT_TYPES];
const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
};

/** Every path to a member that a value of the shape must have, and what it would be instead. */
function requiredMembers(shape: Shape, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  switch (shape.kind) {
    case "fields":
      return ofMembers(shape.members, path);
    case "cases":
      return [[...path, "kind"]];
    default:
      return [];
  }
}
function ofMembers(members: Members, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  return Object.entries(members).flatMap(([name, member]) =>
    member.kind === "optional" ? [] : [[...path, name], ...requiredMembers(member, [...path, name])],
  );
}

/** A copy of a value without what is at a path. */
function without(value: unknown, [name, ...rest]: readonly (string | number)[]): unknown {
  const copy: Record<string, unknown> = { ...(value as object) };
  if (name === undefined) return copy;
  if (rest.length === 0) delete copy[name];
  else copy[name] = without(copy[name], rest);
  return copy;
}

/** The version in which this release writes a type, where it is not the first. */
function versionOf(type: EventType): { readonly version?: number } {
  const version = EVENT_VERSIONS[type];
  return version === undefined ? {} : { version };
}

describe("every event", () => {
  it.each(TYPES)("%s comes out as it went in", (type) => {
    fc.assert(
      fc.property(valuesOf(EVENTS[type]), (value) => {
        const written = { type, ...versionOf(type), payload: value };
        const event = decodeEvent(written);
        const stored: unknown = JSON.parse(JSON.stringify(encodeEvent(event)));
        expect(stored).toEqual(JSON.parse(JSON.stringify(written)));
        expect(decodeEvent(encodeEvent(event))).toEqual(written);
      }),
      { numRuns: 25 },
    );
  });

  it.each(TYPES)("%s without something it must say is an error that names it", (type) => {
    const { payload } = eventOf(type);
    for (const path of requiredMembers(EVENTS[type])) {
      const { version = 1 } = versionOf(type);
      const error = thrownBy(() => decodeEvent({ type, version, payload: without(payload, path) }));
      expect(error, path.join(".")).toBeInstanceOf(InvalidEvent);
      expect(error).toMatchObject({ type, version, path: path.join(".") });
      expect(String(error)).toContain(`event ${type} (version ${version}): ${path.join(".")} must be `);
      expect(String(error)).toMatch(/, not nothing$/);
    }
  });

  it.each(TYPES)("%s is not taken with a value of another kind", (type) => {
    const { payload } = eventOf(type);
    const stored = { type, ...versionOf(type) };
    for (const path of requiredMembers(EVENTS[type])) {
      if (path.length > 1) continue;
      const wrong = { ...payload, [String(path[0])]: Symbol("no JSON value") };
      expect(thrownBy(() => decodeEvent({ ...stored, payload: wrong }))).toMatchObject({ path: String(path[0]) });
    }
    for (const wrong of [null, "text", 5, [payload]])
      expect(thrownBy(() => decodeEvent({ ...stored, payload: wrong }))).toBeInstanceOf(InvalidEvent);
  });

  it("may say more than this release asks for", () => {
    const more = { reason: "r", remark: { since: "a later release" } };
    expect(decodeEvent({ type: "returned", payload: more }).payload).toEqual(more);
  });
});

describe("what is wrong", () => {
  it("is named with its place in the payload", () => {
    const { payload } = eventOf("planOpened");
    const info = { stream: "task/1", task: "1", section: null, title: "", milestones: [], local: true };
    expect(thrownBy(() => decodeEvent({ type: "planOpened", payload: { ...payload, streams: [info] } }))).toMatchObject(
      {
        message: 'event planOpened (version 1): streams[0].task must be a number, not "1"',
      },
    );
    const order = { kind: "adoptCalendar", version: 2 };
    expect(thrownBy(() => decodeEvent({ type: "orderGiven", payload: { order, streams: [] } }))).toMatchObject({
      message: "event orderGiven (version 1): order.reason must be a text, not nothing",
    });
    expect(
      thrownBy(() => decodeEvent({ type: "orderGiven", payload: { order: { kind: "dance" }, streams: [] } })),
    ).toMatchObject({
      path: "order.kind",
    });
  });

  it("is not a number that JSON cannot say", () => {
    for (const percent of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(fault(EVENTS.progressReported, { percent, text: "" })).toMatchObject({ path: "percent" });
  });

  it("is not written either", () => {
    const event = { type: "annotated", payload: { text: "x" } } as const;
    expect(encodeEvent(event)).toEqual(event);
    const nothing: { text: string } = JSON.parse("{}");
    expect(thrownBy(() => encodeEvent({ type: "annotated", payload: nothing }))).toBeInstanceOf(InvalidEvent);
  });
});

describe("what a newer release wrote", () => {
  it("is told apart from what is malformed: an unknown type, an unknown version", () => {
    expect(thrownBy(() => decodeEvent({ type: "checkFiled", payload: {} }))).toMatchObject({
      name: "UnknownEvent",
      type: "checkFiled",
      version: 1,
    });
    const { payload } = eventOf("closed");
    const newer = thrownBy(() => decodeEvent({ type: "closed", version: 2, payload }));
    expect(newer).toBeInstanceOf(UnknownEvent);
    expect(newer).toMatchObject({ type: "closed", version: 2 });
    // Names that every object has are no events.
    for (const type of ["constructor", "toString", "__proto__"])
      expect(thrownBy(() => decodeEvent({ type, payload: {} }))).toBeInstanceOf(UnknownEvent);
  });

  it("is known by type and version before it is read", () => {
    for (const type of TYPES) expect(isKnownEvent(type)).toBe(true);
    expect(isKnownEvent("inspectorAssigned")).toBe(true);
    expect([isKnownEvent("checkFiled"), isKnownEvent("closed", 2), isEventType("constructor")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("what an earlier release wrote", () => {
  it("of who verifies an item is read by its present names", () => {
    const payload = { inspector: "p-1", inspectorPost: "office/desk", unit: "office", text: "请核查" };
    expect(decodeEvent({ type: "inspectorAssigned", payload })).toEqual({
      type: "verifierAssigned",
      payload: { verifier: "p-1", verifierPost: "office/desk", unit: "office", text: "请核查" },
    });
    const nobody = { inspector: null, unit: "office", text: "撤回" };
    expect(decodeEvent({ type: "inspectorAssigned", version: 1, payload: nobody })).toEqual({
      type: "verifierAssigned",
      payload: { verifier: null, unit: "office", text: "撤回" },
    });
    expect(
      thrownBy(() => decodeEvent({ type: "inspectorAssigned", payload: { unit: "office", text: "" } })),
    ).toMatchObject({
      name: "InvalidEvent",
      type: "verifierAssigned",
      path: "verifier",
    });
  });

  const release: Release = {
    shapes: { renamed: fields({ text, note: optional(text) }) },
    versions: { renamed: 3 },
    upcasters: {
      "old@1": (payload) => ({ type: "renamed", version: 2, payload }),
      "renamed@2": ({ words, ...rest }) => ({ type: "renamed", version: 3, payload: { ...rest, text: words } }),
    },
  };

  it("goes from version to version until it is of the present one", () => {
    const now = { type: "renamed", version: 3, payload: { text: "t", note: "n" } };
    expect(upcast({ type: "old", payload: { words: "t", note: "n" } }, release)).toEqual(now);
    expect(upcast({ type: "renamed", version: 2, payload: { words: "t", note: "n" } }, release)).toEqual(now);
    expect(upcast(now, release)).toEqual(now);
    for (const [type, version] of [
      ["renamed", 1],
      ["renamed", 4],
      ["old", 2],
    ] as const)
      expect(thrownBy(() => upcast({ type, version, payload: {} }, release))).toBeInstanceOf(UnknownEvent);
    expect([
      isKnownEvent("old", 1, release),
      isKnownEvent("renamed", 2, release),
      isKnownEvent("renamed", 4, release),
    ]).toEqual([true, true, false]);
  });
});

describe("a row of the ledger", () => {
  const { payload } = eventOf("closed");

  it("names its item where its event speaks of one", () => {
    expect(decodeRow({ type: "closed", payload, item: "i", seq: 3 })).toEqual({
      type: "closed",
      payload,
      item: "i",
      seq: 3,
    });
    expect(thrownBy(() => decodeRow({ type: "closed", payload, item: null }))).toMatchObject({ path: "item" });
    const opened = eventOf("streamOpened");
    expect(decodeRow({ ...opened, item: null })).toEqual({ ...opened, item: null });
    expect(thrownBy(() => decodeItemRow({ ...opened, item: null }))).toBeInstanceOf(InvalidEvent);
  });

  it("has neither an actor nor an item where there is none", () => {
    const base = { seq: 1, at: 2, cause: "open", causeNo: 0 };
    const opened = eventOf("streamOpened");
    expect(ledgerRowOf({ ...base, ...opened, item: null, actor: null })).toStrictEqual({ ...base, ...opened });
    const actor = { person: "p", post: "d", unit: "u" };
    expect(ledgerRowOf({ ...base, type: "closed", payload, item: "i", actor })).toStrictEqual({
      ...base,
      type: "closed",
      payload,
      item: "i",
      actor,
    });
  });
});

describe("a message between streams", () => {
  const actor = { person: "p", post: "office/desk", unit: "office" };
  const body = { kind: "order", key: "k", actor, order: { kind: "adoptCalendar", version: 2, reason: "r" } };

  it("is taken as it was stored", () => {
    expect(decodeMessage(JSON.parse(JSON.stringify(body)))).toEqual(body);
  });

  it("is none that this release understands where its kind, its order or what it says is unknown", () => {
    for (const wrong of [
      null,
      { ...body, kind: "openFinding" },
      { ...body, order: { kind: "dance" } },
      { ...body, order: { kind: "adoptCalendar", version: 2 } },
      { ...body, actor: { person: "p" } },
      // What the plan notes for itself goes to no task.
      { ...body, order: { kind: "changeDocuments", documents: [], reason: "r" } },
    ])
      expect(decodeMessage(wrong)).toBeNull();
  });
});

describe("a finding of an earlier release", () => {
  it("says apart what has the same and what a systemic item links, which one name said", () => {
    const { alike: _alike, ...old } = eventOf("findingRecorded").payload as Record<string, unknown>;
    const stored = { ...old, row: 7, systemic: ["v1", "v2", "v3"] };
    expect(decodeEvent({ type: "findingRecorded", payload: stored }).payload).toMatchObject({
      alike: ["v1", "v2", "v3"],
      systemic: [],
    });
    expect(decodeEvent({ type: "findingRecorded", payload: { ...stored, row: 0 } }).payload).toMatchObject({
      alike: [],
      systemic: ["v1", "v2", "v3"],
    });
  });
});
