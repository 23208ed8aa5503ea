/**
 * What a person's command does to one item: ledger rows, or a refusal with its reason. Rules: docs/domain.md, "Life of a
 * work item" and "Clocks". Who may call at all is the API's concern; who may act on *this* item is decided here.
 */
import { textsToSay } from "./acts/catalogue.js";
import { behalfRefusal } from "./capacity.js";
import type { Command, CommandKind, Refusal } from "./commands.js";
import { verificationHandlers } from "./decide-verification.js";
import { deadlineHandlers } from "./decide-deadline.js";
import { findingHandlers } from "./decide-finding.js";
import { lifeHandlers } from "./decide-life.js";
import { pressureHandlers } from "./decide-pressure.js";
import { type Handler, illegal, isRefusal, refuse } from "./decision.js";
import type { Context } from "../ladder/subject.js";
import { malformedEvent } from "../ledger/codec.js";
import type { ItemEventType } from "../ledger/events.js";
import type { NewRow } from "../ledger/record.js";
import { type ItemState, isOpen } from "./work-item.js";

export { isRefusal } from "./decision.js";

type ItemRows = readonly NewRow<ItemEventType>[];

const handlers: { readonly [K in CommandKind]: Handler<K> } = {
  ...lifeHandlers,
  ...verificationHandlers,
  ...deadlineHandlers,
  ...pressureHandlers,
  ...findingHandlers,
};

/** Acts on items that have ended. */
export const REOPENING: ReadonlySet<CommandKind> = new Set<CommandKind>(["reopen"]);

/** What the ledger must be able to say of an act: an empty reason is none. */
function missingText(command: Command): Refusal | null {
  const values = command as unknown as Readonly<Record<string, unknown>>;
  const missing = textsToSay(command.kind).find((name) => {
    const value = values[name];
    return typeof value !== "string" || value.trim() === "";
  });
  return missing === undefined ? null : refuse("badValue", `${command.kind} needs its ${missing}`);
}

/** Rows of a command on one item, or the refusal. `causeNo` is left to the batch, which knows the command's other items. */
export function decide(item: ItemState, command: Command, now: number, context: Context): ItemRows | Refusal {
  // What has ended can only be reopened.
  if (!isOpen(item) && !REOPENING.has(command.kind)) return illegal(item, command.kind);
  // Whoever sends it may be of a newer release: what is not known here is refused, never an error of the workflow.
  if (!Object.hasOwn(handlers, command.kind)) return refuse("badValue", `there is no act ${String(command.kind)}`);
  const refusal = behalfRefusal(command) ?? missingText(command);
  if (refusal) return refusal;
  // The table is keyed by kind, so the handler fits the command; TypeScript cannot follow that through a union.
  const handler = handlers[command.kind] as Handler<CommandKind>;
  const decision = handler(item, command, now, context);
  if (isRefusal(decision)) return decision;
  const malformed = decision.map(malformedEvent).find((fault) => fault !== null);
  if (malformed) return refuse("badValue", `${command.kind}: ${malformed}`);
  return decision.map(({ notices = [], ...event }) => ({
    ...event,
    item: item.id,
    at: now,
    cause: `cmd/${command.key}`,
    causeNo: 0,
    actor: command.actor,
    ...(notices.length > 0 ? { notices } : {}),
  }));
}
