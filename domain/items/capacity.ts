/**
 * In which capacity somebody acts (docs/domain.md, "The ladder"): a leader's own acts may be entered by the liaison or, with
 * the scan of a written 批示, by the office; nobody quiets an escalation about their own unit. Whether the post is one
 * that was addressed is checked where the roster is: before the command is sent.
 */
import { ACTS, isAct } from "./acts/catalogue.js";
import type { Command, CommandOf, Refusal } from "./commands.js";
import { refuse } from "./decision.js";
import type { Context } from "../ladder/subject.js";
import type { Actor } from "../ledger/record.js";
import type { ItemState } from "./work-item.js";

const blank = (text: unknown): boolean => typeof text !== "string" || text.trim() === "";

/** Refuses an act in somebody else's name that is not one of a leader's, or that leaves a name out. */
export function behalfRefusal(command: Command): Refusal | null {
  const { actor, kind } = command;
  const leader = actor.onBehalfOf;
  if (!leader) return null;
  if (!isAct(kind) || ACTS[kind].onBehalf === undefined)
    return refuse("notYours", `${kind} is done in one's own name only`);
  if (blank(leader.person) || blank(leader.post))
    return refuse("badValue", "an act on a leader's behalf names the leader and the post: both stand in the ledger");
  return leader.person === actor.person || leader.post === actor.post
    ? refuse("badValue", `${actor.person} cannot act on behalf of themselves: leave onBehalfOf out`)
    : null;
}

/** Who may acknowledge an escalation or give an instruction on it. */
export function leadersActRefusal(
  item: ItemState,
  command: CommandOf<"acknowledge" | "instruct">,
  context: Context,
): Refusal | null {
  const { actor } = command;
  if (actor.unit === item.primaryUnit) {
    return refuse("notYours", `unit ${actor.unit} owes ${item.id}: what was submitted about it is for the leaders`);
  }
  const { office, supervisionOffice } = context.ruleSet.bodies;
  if (actor.unit !== office && actor.unit !== supervisionOffice)
    // A liaison may note that the leader has read; a 批示 is the leader's own word, and is entered as it was written.
    return command.kind === "instruct" && actor.onBehalfOf && blank(command.scan)
      ? refuse("badValue", "a leader's written 批示 is entered with its scan: name the file in scan")
      : null;
  if (actor.inPlaceOf !== undefined && !blank(actor.inPlaceOf)) return null;
  if (!actor.onBehalfOf) {
    return refuse("notYours", `unit ${actor.unit} enters a leader's written 批示: name the leader in onBehalfOf`);
  }
  return blank(command.scan)
    ? refuse("badValue", "a leader's written 批示 is entered with its scan: name the file in scan")
    : null;
}

/** The post in whose name an act is done. */
export function actingPost(actor: Actor): string {
  return actor.onBehalfOf?.post ?? actor.inPlaceOf ?? actor.post;
}
