/** How a letter's state, and a delivery's, is set off. */
import type { LetterDetail, LetterState } from "../../api/types.js";

export const STATE_TONE: Readonly<Record<LetterState | LetterDetail["deliveries"][number]["state"], string>> = {
  draft: "text-yellow",
  queued: "quiet",
  sending: "quiet",
  sent: "text-green",
  failed: "text-red",
  manual: "text-blue",
  superseded: "quiet",
  returned: "text-red",
};
