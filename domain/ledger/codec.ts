/**
 * The one way of events into the ledger and out of it: what is written is checked, what is read is checked and, where an earlier
 * release wrote it, turned into what this one writes.
 */
import {
  EVENT_VERSIONS,
  EVENTS,
  isEventType,
  isItemEventType,
  type ItemEvent,
  type LedgerEvent,
  type StreamEvent,
} from "./events.js";
import type { Actor, LedgerRow } from "./record.js";
import { fault, isObject, type Shape } from "./shape.js";
import { type StoredEvent, type Upcasters, UPCASTERS } from "./upcasters.js";

/** An event that this release does not know: a newer one wrote it. Nothing can be decided where it stands. */
export class UnknownEvent extends Error {
  constructor(
    readonly type: string,
    readonly version: number,
  ) {
    super(
      `the ledger holds the event ${type} in version ${version}, which this release does not know: a newer one wrote it`,
    );
    this.name = "UnknownEvent";
  }
}

/** An event that is not what its type says: `path` of its payload is wrong. */
export class InvalidEvent extends Error {
  constructor(
    readonly type: string,
    readonly version: number,
    readonly path: string,
    expected: string,
    found: string,
  ) {
    super(
      `event ${type} (version ${version}): ${path === "" ? "its payload" : path} must be ${expected}, not ${found}`,
    );
    this.name = "InvalidEvent";
  }
}

/** The events of a release: their shapes, the versions above 1 in which it writes them, and what it makes of older ones. */
export interface Release {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly versions: Readonly<Record<string, number | undefined>>;
  readonly upcasters: Upcasters;
}

const THIS_RELEASE: Release = { shapes: EVENTS, versions: EVENT_VERSIONS, upcasters: UPCASTERS };

const nameOf = (type: string, version: number): string => `${type}@${version}`;

function isCurrent({ shapes, versions }: Release, type: string, version: number): boolean {
  return Object.hasOwn(shapes, type) && version === (versions[type] ?? 1);
}

/** Whether a release knows an event, as it writes it now or by an upcaster. */
export function isKnownEvent(type: string, version = 1, release: Release = THIS_RELEASE): boolean {
  return isCurrent(release, type, version) || Object.hasOwn(release.upcasters, nameOf(type, version));
}

/** What was stored, as the release writes it now. Throws UnknownEvent. */
export function upcast(
  stored: StoredEvent,
  release: Release = THIS_RELEASE,
): { readonly type: string; readonly version: number; readonly payload: unknown } {
  let { type, payload } = stored;
  let version = stored.version ?? 1;
  while (!isCurrent(release, type, version)) {
    const upcaster = release.upcasters[nameOf(type, version)];
    if (!upcaster) throw new UnknownEvent(type, version);
    if (!isObject(payload)) throw new InvalidEvent(type, version, "", "an object", typeof payload);
    ({ type, version, payload } = upcaster(payload));
  }
  return { type, version, payload };
}

function checkPayload(type: string, version: number, payload: unknown, { shapes }: Release): void {
  const shape = shapes[type];
  const found = shape ? fault(shape, payload) : null;
  if (found) throw new InvalidEvent(type, version, found.path, found.expected, found.found);
}

/** An upcast event whose payload was found to be of its type's shape. */
function isLedgerEvent(event: { readonly type: string; readonly payload: unknown }): event is LedgerEvent {
  return isEventType(event.type);
}

/** The event that was stored. Throws UnknownEvent for what a newer release wrote, InvalidEvent for what is malformed. */
export function decodeEvent(stored: StoredEvent): LedgerEvent {
  const { type, version, payload } = upcast(stored);
  checkPayload(type, version, payload, THIS_RELEASE);
  const event = { type, ...(version === 1 ? {} : { version }), payload };
  if (!isLedgerEvent(event)) throw new UnknownEvent(type, version);
  return event;
}

/** What is stored of an event. `version`: absent for the first. Throws InvalidEvent for what could not be read again. */
export function encodeEvent({ type, payload }: LedgerEvent): StoredEvent & { readonly version?: number } {
  const version = EVENT_VERSIONS[type] ?? 1;
  checkPayload(type, version, payload, THIS_RELEASE);
  return { type, ...(version === 1 ? {} : { version }), payload };
}

/** In words, what would keep an event from being read again; null: nothing. Asked of what people send before it is decided. */
export function malformedEvent({ type, payload }: LedgerEvent): string | null {
  const found = fault(EVENTS[type], payload);
  return found && `${found.path} must be ${found.expected}, not ${found.found}`;
}

const isItemEvent = (event: LedgerEvent): event is ItemEvent => isItemEventType(event.type);

/** A row as the database has it. */
interface StoredRow extends StoredEvent {
  readonly item: string | null;
}

/** A stored row that speaks of an item, with its event decoded. */
export type ItemRowOf<R extends StoredEvent> = Omit<R, keyof StoredRow> & ItemEvent & { readonly item: string };
/** Any stored row with its event decoded: one that speaks of an item names it. */
export type RowOf<R extends StoredEvent> =
  | ItemRowOf<R>
  | (Omit<R, keyof StoredRow> & StreamEvent & { readonly item: null });

/** Decodes a row read from the database. Throws as `decodeEvent` does. */
export function decodeRow<R extends StoredRow>(stored: R): RowOf<R> {
  const { type: _type, version: _version, payload: _payload, item, ...rest } = stored;
  const event = decodeEvent(stored);
  if (!isItemEvent(event)) return { ...rest, ...event, item: null };
  if (item === null) throw new InvalidEvent(event.type, event.version ?? 1, "item", "the id of an item", "nothing");
  return { ...rest, ...event, item };
}

/** A row of the ledger with its columns by the domain's names. */
export function ledgerRowOf({
  seq,
  at,
  cause,
  causeNo,
  actor,
  ...stored
}: StoredRow & {
  readonly seq: number;
  readonly at: number;
  readonly cause: string;
  readonly causeNo: number;
  readonly actor: Actor | null;
}): LedgerRow {
  const base = { seq, at, cause, causeNo, ...(actor === null ? {} : { actor }) };
  const row = decodeRow(stored);
  if (row.item !== null) return { ...row, ...base };
  const { item: _none, ...event } = row;
  return { ...event, ...base };
}

/** The same for rows that are known to speak of an item. */
export function decodeItemRow<R extends StoredRow>(stored: R): ItemRowOf<R> {
  const row = decodeRow(stored);
  if (row.item === null)
    throw new InvalidEvent(row.type, row.version ?? 1, "item", "absent", JSON.stringify(stored.item));
  return row;
}
