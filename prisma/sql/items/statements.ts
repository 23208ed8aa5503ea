/** Statements on items: hot reads of many of them, and what their states are asked for. */
import type { Extension, ItemState, ItemStatus } from "../../../domain/items/work-item.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { Instrument } from "../../../domain/instruments/instruments.js";
import type { Scope } from "../../../domain/plan/plan.js";
import {
  bool,
  date,
  float8,
  int4,
  int4s,
  int8,
  json,
  jsonb,
  nullable,
  present,
  text,
  texts,
  timestamptz,
} from "../columns.js";
import { statement } from "../statement.js";

type Payload = Readonly<Record<string, unknown>>;

export const itemStories = statement("items/item-stories", {
  plannedOnce: true,
  params: { keys: texts(), plans: texts(), items: texts() },
  rows: {
    key: text(),
    stream: text(),
    state: jsonb<ItemState>(),
    ladderExhausted: bool(),
    rows: json<
      readonly {
        readonly stream: string;
        readonly seq: number;
        readonly type: string;
        readonly version: number;
        readonly item: string;
        readonly at: number;
        readonly actor: Actor | null;
        readonly payload: Payload;
      }[]
    >(),
    notices: json<readonly { readonly instrument: Instrument; readonly count: number }[]>(),
  },
});

const stretches = {
  params: { planId: text(), streams: texts(), after: int4s(), upTo: int4s(), types: texts() },
  rows: {
    stream: text(),
    seq: int4(),
    type: text(),
    version: int4(),
    item: nullable(text()),
    at: int8(),
    payload: jsonb<Payload>(),
    actor: nullable(jsonb<Actor>()),
  },
};

/** `types`: those that leave every light as it is. */
export const lightRows = statement("items/light-rows", stretches);

export const calendarRows = statement("items/calendar-rows", stretches);

export const standingItems = statement("items/standing-items", {
  params: { planId: text(), streams: texts() },
  rows: {
    id: text(),
    stream: text(),
    task: int4(),
    milestone: text(),
    target: text(),
    scope: text<Scope>(),
    village: nullable(text()),
    township: nullable(text()),
    primaryUnit: text(),
    status: text<ItemStatus>(),
    deadline: date(),
    originalDeadline: date(),
    deadlineVersion: int4(),
    closedAt: nullable(int8()),
    percent: float8(),
    assignOn: text(),
    reportedOn: nullable(text()),
    suspendedSince: nullable(text()),
    suspensions: nullable(jsonb<ItemState["suspensions"]>()),
    policy: int4(),
    leadUnit: text(),
    verifier: nullable(text()),
    returns: int4(),
    extension: nullable(jsonb<Extension>()),
    metric: nullable(jsonb<NonNullable<ItemState["metric"]>>()),
    computed: nullable(jsonb<NonNullable<ItemState["computed"]>>()),
    done: nullable(float8()),
    total: nullable(float8()),
    timetable: nullable(jsonb<NonNullable<ItemState["timetable"]>>()),
  },
});

export const revisedItems = statement("items/revised-items", {
  params: { planId: text(), items: texts() },
  rows: { state: jsonb<ItemState>(), revisedAt: timestamptz() },
});

/** `units`: null: of all. */
export const openStates = statement("items/open-states", {
  params: { planId: text(), units: nullable(texts()) },
  rows: { stream: text(), state: jsonb<ItemState>() },
});

export const askedItems = statement("items/asked-items", {
  params: { planId: text() },
  rows: { state: jsonb<ItemState>() },
});

export const longOverdueItems = statement("items/long-overdue-items", {
  params: { planId: text() },
  rows: { state: jsonb<ItemState>() },
});

/** `since`, `upTo`: plan instants. */
export const endedItems = statement("items/ended-items", {
  params: { planId: text(), since: int8(), upTo: int8() },
  rows: { state: jsonb<ItemState>() },
});

/** `items`: of these only; null: of all. */
export const instructionRows = statement("items/instruction-rows", {
  params: { planId: text(), types: texts(), items: nullable(texts()) },
  rows: {
    item: present(text()),
    type: text(),
    version: int4(),
    at: int8(),
    payload: jsonb<Payload>(),
    actor: nullable(jsonb<Actor>()),
  },
});

export const wholeItem = statement("items/whole-item", {
  params: { planId: text(), item: text() },
  rows: { stream: text(), state: jsonb<ItemState>(), ladderExhausted: bool() },
  plannedOnce: true,
});
