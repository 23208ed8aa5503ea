/** What no person does to an item by itself: acts that an order on the whole plan, or an import, does to each of its items. */
import type { Fields } from "../../forms/field.js";
import { reason } from "./act.js";

export const givenActs = {
  /** 存量: an item that was running before this system. Nothing fires for the time before the import. */
  importRunning: {
    status: { type: "oneOf", values: [{ value: "assigned" }, { value: "signedFor" }, { value: "inProgress" }] },
    percent: { type: "percent" },
    text: { type: "text" },
  },
  /** Another person holds the unit's post from now on: what it has in hand is signed for anew, its deadlines stand. */
  handOverPost: {
    post: { type: "pick", of: "post", mustSay: true },
    to: { type: "pick", of: "person", mustSay: true },
    reason,
  },
  migratePolicy: { version: { type: "count" } },
} as const satisfies Readonly<Record<string, Fields>>;
