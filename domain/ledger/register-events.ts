/** Events of a register's stream (`register/<id>`): its rows as they change, the office's choice of a formula, the figures that follow. */
import { fields, list, map, nullable, number, oneOf, optional, text, type TypeOf } from "./shape.js";

/** Cells by column as they become, or as they were; null: empty. */
const cells = map(nullable(text));

/**
 * One row's change. `added`: `after` has all its cells. `changed`: `before` and `after` have those that changed. `removed`: `before` has
 * all it had. In the place of a sensitive cell stands a reference to its encrypted value, never the value.
 */
export const rowChange = fields({
  row: text,
  kind: oneOf(["added", "changed", "removed"]),
  before: cells,
  after: cells,
});
export type RowChangeEvent = TypeOf<typeof rowChange>;

/** An item's percentage as a figure makes it. */
const toldItem = fields({ item: text, done: number, total: number, percent: number });

export const toldFigure = fields({ to: text, figure: text, items: list(toldItem) });
export type ToldFigure = TypeOf<typeof toldFigure>;

export const registerStreamEvents = {
  registerOpened: fields({ register: text, registers: number, policy: number, calendar: number }),
  /**
   * A set of row changes, in `parts` rows of the ledger with one cause. `batch`: SHA-256 of the changes as they were sent. `registers`: the
   * version of the plan's registers that they were checked by. `from`: whether a person filled the grid or brought a workbook.
   */
  registerRowsChanged: fields({
    batch: text,
    part: number,
    parts: number,
    registers: number,
    from: oneOf(["grid", "workbook"]),
    file: optional(text),
    reason: optional(text),
    changes: list(rowChange),
  }),
  /** The office chose how a figure is computed, once; `version` above 1: a correction. `total`: the whole, where that is fixed with it. */
  figureFixed: fields({
    figure: text,
    method: text,
    version: number,
    total: nullable(number),
    reason: text,
  }),
  /**
   * Figures as the rows before this one leave them: running sums (done, of, and those of what is taken off). `told`: items whose percentage
   * they are, by the stream of their task.
   */
  figuresMoved: fields({
    registers: number,
    figures: list(fields({ figure: text, method: text, scope: text, sums: list(number) })),
    told: list(toldFigure),
  }),
};
