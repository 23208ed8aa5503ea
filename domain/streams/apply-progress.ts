/** Progress that reaches a task's items from elsewhere: figures of registers, and what heads confirm by the month. Pure. */
import type { Command } from "../items/commands.js";
import { withNextDue } from "../items/due.js";
import { evolveItem } from "../items/evolve.js";
import type { NewRow } from "../ledger/record.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { FigureTold, ProgressTold } from "./message-body.js";
import { causeOfMessage } from "./messages.js";
import { type Batch, decideCommand } from "./task-batch.js";

/** A figure of a register moved: items that are open take its percentage, where it differs from what they have. */
export function applyFigure(
  batch: Batch,
  { key, actor, register, told }: FigureTold,
  now: number,
  ruleSet: RuleSet,
): void {
  let causeNo = 0;
  for (const { item: id, done, total, percent } of told.items) {
    const item = batch.items.get(id);
    if (!item || (item.computed && item.done === done && item.total === total)) continue;
    const row: NewRow = {
      type: "figureComputed",
      item: id,
      at: now,
      cause: causeOfMessage(key),
      causeNo: causeNo++,
      ...(actor && { actor }),
      payload: { register, figure: told.figure, done, total, percent },
    };
    batch.rows.push({ due: now, row });
    batch.items.set(id, withNextDue(evolveItem(item, row, batch.calendar, ruleSet), batch.calendar, ruleSet));
  }
  if (causeNo > 0) return;
  // That it was applied is known by its row alone, whoever makes the tables again.
  const payload = { register, figure: told.figure };
  const base = { at: now, cause: causeOfMessage(key), causeNo, ...(actor && { actor }) };
  batch.rows.push({ due: now, row: { type: "figureApplied", ...base, payload } });
}

/**
 * Progress of the month's answer: reported for each item as its unit would, by the head who confirmed it. What the item's state does not
 * allow any more (it was reported or suspended since) is left out, and that is recorded.
 */
export function applyProgress(
  batch: Batch,
  { key, actor, month, unit, told }: ProgressTold,
  now: number,
  ruleSet: RuleSet,
): void {
  const cause = causeOfMessage(key);
  const before = batch.rows.length;
  const refused: { readonly item: string; readonly code: string }[] = [];
  let items = 0;
  for (const { item, percent, done, text } of told.rows) {
    const figures = done === undefined ? {} : { figures: { done } };
    const command: Command = {
      kind: "reportProgress",
      key,
      actor,
      items: [item],
      text,
      ...(percent === undefined ? {} : { percent }),
      ...figures,
    };
    const outcome = decideCommand(batch, command, now, ruleSet, cause, batch.rows.length - before + 1);
    items += outcome.items.length;
    refused.push(...outcome.refused.map((one) => ({ item: one.item, code: one.code })));
  }
  const payload = { month, unit, items, refused };
  batch.rows.splice(before, 0, {
    due: now,
    row: { type: "progressApplied", at: now, cause, causeNo: 0, actor, payload },
  });
}
