/**
 * Everything that a ledger can say. An event is described once, in `*-events.ts`, by the shape of its payload: its TypeScript type
 * and the check of what was stored both follow from that.
 *
 * Changing a payload: a member that is added as optional needs nothing else. Any other change (a member that is required, renamed
 * or taken away, a further text of a closed list) is a new version: name it in `EVENT_VERSIONS` and turn what earlier releases
 * wrote into it by an upcaster (`upcasters.ts`).
 */
import { inspectionStreamEvents } from "./inspection-events.js";
import { itemDeadlineEvents } from "./item-deadline-events.js";
import { itemLifeEvents } from "./item-life-events.js";
import { itemPressureEvents } from "./item-pressure-events.js";
import { registerStreamEvents } from "./register-events.js";
import { monthStreamEvents } from "./month-events.js";
import { planStreamEvents, taskStreamEvents } from "./stream-events.js";
import type { TypeOf } from "./shape.js";

/** Events that speak of an item. */
export const ITEM_EVENTS = { ...itemLifeEvents, ...itemDeadlineEvents, ...itemPressureEvents };
/** Events of a stream itself. */
export const STREAM_EVENTS = {
  ...planStreamEvents,
  ...taskStreamEvents,
  ...inspectionStreamEvents,
  ...registerStreamEvents,
  ...monthStreamEvents,
};
export const EVENTS = { ...ITEM_EVENTS, ...STREAM_EVENTS };

/** Versions above 1 in which this release writes events. */
export const EVENT_VERSIONS: { readonly [T in EventType]?: number } = {
  rungSkipped: 2,
  findingRecorded: 2,
  progressRequested: 2,
};

export type ItemEventType = keyof typeof ITEM_EVENTS;
export type StreamEventType = keyof typeof STREAM_EVENTS;
export type PlanStreamEventType = keyof typeof planStreamEvents;
export type TaskStreamEventType = keyof typeof taskStreamEvents;
export type RoundEventType = keyof typeof inspectionStreamEvents;
export type RegisterEventType = keyof typeof registerStreamEvents;
/** A month has a bulletin of its own, which nobody is asked to reply to. */
export type MonthEventType =
  | keyof typeof monthStreamEvents
  | "bulletinDrafted"
  | "bulletinApproved"
  | "bulletinSigned"
  | "bulletinSent";
export type EventType = keyof typeof EVENTS;

/** What is written down of each type of event. */
export type Payloads = { readonly [T in EventType]: TypeOf<(typeof EVENTS)[T]> };
export type PayloadOf<T extends EventType> = Payloads[T];

/** An event of one of some types: `type` tells what `payload` is. `version`: absent for the first. */
export type EventOf<T extends EventType> = {
  [K in T]: { readonly type: K; readonly version?: number; readonly payload: Payloads[K] };
}[T];
export type LedgerEvent = EventOf<EventType>;
export type ItemEvent = EventOf<ItemEventType>;
export type StreamEvent = EventOf<StreamEventType>;

export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);
export const isItemEventType = (type: string): type is ItemEventType => Object.hasOwn(ITEM_EVENTS, type);
const isStreamEventType = (type: string): type is StreamEventType => Object.hasOwn(STREAM_EVENTS, type);

export const ITEM_EVENT_TYPES: readonly ItemEventType[] = Object.keys(ITEM_EVENTS).filter(isItemEventType);
export const STREAM_EVENT_TYPES: readonly StreamEventType[] = Object.keys(STREAM_EVENTS).filter(isStreamEventType);

/** What an event says, by name: for whoever shows what is there without knowing what it means. */
export const membersOf = ({ payload }: LedgerEvent): Readonly<Record<string, unknown>> => payload;
