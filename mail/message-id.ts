import { createHash } from "node:crypto";

/** The Message-ID of a letter: always the same for it, so a letter sent twice is recognisable as one. */
export function messageIdFor(planId: string, letterKey: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([planId, letterKey]))
    .digest("hex");
  return `<${digest}@duban.invalid>`;
}
