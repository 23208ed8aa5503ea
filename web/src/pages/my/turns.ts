/** What waits for somebody, in the order in which it is shown, and what can be done about several at once. */
import type { Turn } from "../../api/types.js";
import type { ActKind } from "../../../../domain/items/acts/catalogue.js";

export interface TurnActs {
  readonly turn: Turn;
  /** Done to all that are selected. */
  readonly together: readonly ActKind[];
  /** Done to one, of which it names something: an instruction. */
  readonly alone?: readonly ActKind[];
}

export const TURNS: readonly TurnActs[] = [
  { turn: "signFor", together: ["signFor"] },
  { turn: "acknowledge", together: ["acknowledge"] },
  { turn: "answer", together: ["answer"] },
  { turn: "acceptAnswer", together: ["acceptAnswer", "returnAnswer"] },
  { turn: "forwardReply", together: [], alone: ["forwardReply", "returnReply"] },
  { turn: "replyToInstruction", together: [], alone: ["replyToInstruction"] },
  { turn: "acceptReply", together: [], alone: ["acceptReply", "returnReply"] },
  { turn: "verify", together: ["verify", "returnForRework"] },
  { turn: "closeOut", together: ["closeOut", "returnForRework"] },
  { turn: "decideExtension", together: ["decideExtension"] },
  { turn: "proposeExtension", together: ["proposeExtension"] },
  { turn: "giveOpinion", together: ["giveOpinion"] },
  { turn: "decideTalk", together: ["decideTalk"] },
  // Letter by letter, on a page of its own.
  { turn: "signInstrument", together: [] },
  { turn: "assign", together: ["assign"] },
  { turn: "resume", together: ["resume"] },
  { turn: "work", together: ["reportProgress", "requestExtension"] },
];
