/** Events of the streams themselves: openings, the plan's orders, its monthly lists. They speak of no item. */
import { roundStreamInfo } from "./inspection-events.js";
import { monthStreamInfo } from "./month-events.js";
import { planPackageEvents, taskPackageEvents } from "./package-events.js";
import { planOrder, SENT_ORDER_KINDS, taskStreamInfo } from "./plan-orders.js";
import { day, fields, flag, list, number, oneOf, optional, text } from "./shape.js";

/** Of the plan's own stream. */
export const planStreamEvents = {
  /** `packagesFrom`: the day of the first packages. Absent: opened by a release that knew none, and the year's went with the items' 交办. */
  planOpened: fields({
    streams: list(taskStreamInfo),
    policy: number,
    calendar: number,
    packagesFrom: optional(day),
  }),
  /** `streams`: those that the order is sent to. */
  orderGiven: fields({ order: planOrder, streams: list(text) }),
  /** 久拖未决清单 of a month. `sent` false: it was out of date before it could be sent. */
  longOverdueListed: fields({ month: text, due: day, sent: flag }),
  ...planPackageEvents,
  /**
   * An inspection round begins, with the streams of tasks that had none: its findings are items of theirs. `missed`: nothing ran until
   * its time was over, and it does not begin.
   */
  roundAnnounced: fields({ round: roundStreamInfo, streams: list(taskStreamInfo), missed: optional(flag) }),
  /** A month is asked about. `missed`: nothing ran until its time was over, and nobody is asked. */
  monthAnnounced: fields({ month: monthStreamInfo, missed: optional(flag) }),
};

/** Of a task's stream. */
export const taskStreamEvents = {
  streamOpened: fields({ task: number, policy: number, calendar: number }),
  /** Working days by another version of the calendar. */
  calendarChanged: fields({ from: number, calendar: number, reason: text }),
  /** `order`: the order's key. `items`: how many it took effect on. */
  orderApplied: fields({
    order: text,
    kind: oneOf(SENT_ORDER_KINDS),
    items: number,
    refused: list(fields({ item: text, code: text })),
  }),
  /** A figure of a register moved, and none of the stream's open items with it: the message's cause says which. */
  figureApplied: fields({ register: text, figure: text }),
  /** Progress that a unit told with its month's answer. `items`: how many it took effect on. */
  progressApplied: fields({
    month: text,
    unit: text,
    items: number,
    refused: list(fields({ item: text, code: text })),
  }),
  ...taskPackageEvents,
};
