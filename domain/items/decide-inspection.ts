/**
 * Who verifies an item, by name: the head of the verifying unit, or who closes it, may assign somebody of that unit. Whether
 * they are of it is checked where the roster is: before the command is sent.
 */
import type { Command, CommandKind, Refusal } from "./commands.js";
import { type Handler, illegal, notice, ownWork, refuse } from "./decision.js";
import { peopleOf } from "../ledger/record.js";
import { closerUnit, type ItemState, isWithUnit, verifierUnit } from "./work-item.js";

/** Others of the unit check it only while it is nobody's in particular; an inspector's dated substitute checks for them. */
export function assignedElsewhere(item: ItemState, command: Command): Refusal | null {
  const { inspector } = item;
  if (!inspector || peopleOf(command.actor).includes(inspector.person)) return null;
  return refuse("notYours", `verifying ${item.id} is assigned to ${inspector.person}, not ${command.actor.person}`);
}

const blank = (text: unknown): boolean => typeof text !== "string" || text.trim() === "";

export const inspectionHandlers: { readonly [K in "assignInspector" & CommandKind]: Handler<K> } = {
  assignInspector: (item, command, now, context) => {
    // Before it is reported too: so that who will check it is known.
    if (!isWithUnit(item) && item.status !== "reported")
      return illegal(item, "指派核查 assignment of the verification");
    const { bodies } = context.library;
    const verifier = verifierUnit(item, bodies);
    const { actor, inspector, inspectorPost, text } = command;
    if (actor.unit !== verifier && actor.unit !== closerUnit(item, bodies))
      return refuse("notYours", `who verifies ${item.id} is for unit ${verifier} to say, not ${actor.unit}`);
    // Whoever submitted it does not choose who checks it.
    const own = ownWork(item, command);
    if (own) return own;
    if (inspector === null)
      return item.inspector
        ? [{ type: "inspectorAssigned", payload: { inspector, unit: verifier, text } }]
        : refuse("nothingPending", `nobody is assigned to verify ${item.id}`);
    if (blank(inspector) || blank(inspectorPost))
      return refuse("badValue", "an inspector is named by person and post: both stand in the ledger");
    if (item.inspector?.person === inspector)
      return refuse("illegalStep", `verifying ${item.id} is assigned to ${inspector} already`);
    if (item.reporters.includes(inspector))
      return refuse("ownWork", `${inspector} reported ${item.id}: it is verified by somebody else`);
    const to = [{ post: inspectorPost as string }];
    const told = item.status === "reported" ? [notice("verificationRequest", "batched", to, item, now, context)] : [];
    return [{ type: "inspectorAssigned", payload: { inspector, inspectorPost, unit: verifier, text }, notices: told }];
  },
};
