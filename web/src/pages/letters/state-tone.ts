/** How a letter's state is set off. */
import type { LetterState } from "../../api/types.js";

export const STATE_TONE: Readonly<Record<LetterState, string>> = {
  draft: "text-yellow",
  queued: "quiet",
  sending: "quiet",
  sent: "text-green",
  failed: "text-red",
  manual: "text-blue",
  superseded: "quiet",
  returned: "text-red",
};
