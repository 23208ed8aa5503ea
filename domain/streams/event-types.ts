/** Every type of event that this release knows, over all kinds of streams. */
import { ROW_TYPES } from "../items/evolve.js";

const TYPES: ReadonlySet<string> = new Set([
  ...ROW_TYPES,
  "streamOpened",
  "calendarChanged",
  "orderApplied",
  "planOpened",
  "orderGiven",
  "longOverdueListed",
  // Of releases before verifiers were called so.
  "inspectorAssigned",
]);

/** `type`, or `type@version`, as a stream's row has it. */
export const isEventType = (type: string): boolean => TYPES.has(type);
