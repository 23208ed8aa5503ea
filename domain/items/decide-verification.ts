/**
 * Who verifies an item, by name: the head of the verifying unit, or who closes it, may assign somebody of that unit. Whether
 * they are of it is checked where the roster is: before the command is sent.
 */
import type { Command, CommandKind, Refusal } from "./commands.js";
import { type Handler, illegal, notice, ownWork, refuse, today } from "./decision.js";
import { expectedBy, replyBy, soonest } from "./asking.js";
import { climbOf } from "./due.js";
import { goodUntil } from "../ladder/steps.js";
import type { Context } from "../ladder/subject.js";
import type { PlanDate } from "../plan/plan.js";
import { peopleOf } from "../ledger/record.js";
import { closerUnit, type ItemState, isWithUnit, verifierUnit } from "./work-item.js";

/** Others of the unit check it only while it is nobody's in particular; a verifier's dated substitute checks for them. */
export function assignedElsewhere(item: ItemState, command: Command): Refusal | null {
  const { verifier } = item;
  if (!verifier || peopleOf(command.actor).includes(verifier.person)) return null;
  return refuse(
    "assignedElsewhere",
    `verifying ${item.id} is assigned to ${verifier.person}, not ${command.actor.person}`,
  );
}

/** By when whoever is assigned on `day` is to have checked it: while a suspension leaves that open, as if it were reported then. */
function checkedBy(item: ItemState, day: PlanDate, context: Context): { readonly replyBy?: PlanDate } {
  const { verificationRun: run } = item;
  const until = run && goodUntil(item, climbOf(run), context);
  return until === null ? expectedBy("verification", day, context) : replyBy(soonest(until, day, context));
}

const blank = (text: unknown): boolean => typeof text !== "string" || text.trim() === "";

export const verificationHandlers: { readonly [K in "assignVerifier" & CommandKind]: Handler<K> } = {
  assignVerifier: (item, command, now, context) => {
    // Before it is reported too: so that who will check it is known.
    if (!isWithUnit(item) && item.status !== "reported")
      return illegal(item, "指派核查 assignment of the verification");
    const { bodies } = context.ruleSet;
    const unit = verifierUnit(item, bodies);
    const { actor, verifier, verifierPost, text } = command;
    if (actor.unit !== unit && actor.unit !== closerUnit(item, bodies))
      return refuse("notYours", `who verifies ${item.id} is for unit ${unit} to say, not ${actor.unit}`);
    // Whoever submitted it does not choose who checks it.
    const own = ownWork(item, command);
    if (own) return own;
    if (verifier === null)
      return item.verifier
        ? [{ type: "verifierAssigned", payload: { verifier, unit, text } }]
        : refuse("nothingPending", `nobody is assigned to verify ${item.id}`);
    if (blank(verifier) || verifierPost === null || blank(verifierPost))
      return refuse("badValue", "a verifier is named by person and post: both stand in the ledger");
    if (item.verifier?.person === verifier)
      return refuse("illegalStep", `verifying ${item.id} is assigned to ${verifier} already`);
    if (item.reporters.includes(verifier))
      return refuse("ownWork", `${verifier} reported ${item.id}: it is verified by somebody else`);
    const to = [{ post: verifierPost }];
    const told =
      item.status === "reported"
        ? [
            notice("verificationRequest", "batched", to, item, now, context, {
              reportedOn: item.reportedOn,
              ...checkedBy(item, today(now, context), context),
            }),
          ]
        : [];
    return [{ type: "verifierAssigned", payload: { verifier, verifierPost, unit, text }, notices: told }];
  },
};
