/** What was said on the spot: the conclusion shown, the remark on it. One of each a visit; what has been received stays as it is. */
import type { FilingDatabase } from "./database.js";
import type { SpokenRecord } from "./records.js";

const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const speak = (
  db: FilingDatabase,
  visitKey: string,
  kind: SpokenRecord["kind"],
  body: SpokenRecord["body"],
  now: number,
): Promise<void> =>
  db.write(["spoken"], async (tx) => {
    const before = await tx.store.get([visitKey, kind]);
    if (before?.state === "received") return;
    // Other words are another request.
    await tx.store.put({ visitKey, kind, body, key: newKey(), saidAt: now, state: "unsent", stopped: null });
  });
