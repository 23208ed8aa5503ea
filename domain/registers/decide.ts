/** Everything that happens to a register at its stream's head: rows change, the office fixes a formula, figures follow. Pure. */
import type { EventOf, RegisterEventType } from "../ledger/events.js";
import { type DecidedInTurn, decideInTurn } from "../ledger/in-turn.js";
import type { RowChangeEvent } from "../ledger/register-events.js";
import type { Figure, Register, Registers } from "../plan/registers.js";
import { registerOf } from "../plan/registers.js";
import type { RuleSet } from "../plan/rule-set.js";
import {
  type RegisterAct,
  type RegisterActOf,
  type RegisterCommand,
  type RegisterFacts,
  type RegisterRefusal,
  type RegisterRow,
  refuseRegister as refuse,
  type WantedRow,
} from "./acts.js";
import { keyOf, rowFault } from "./check-row.js";
import { type FigureNow, figuresOf, moved, NO_SUMS, plusSums, sumKey } from "./figures.js";
import { keeperOf } from "./keeping.js";
import { placesOf } from "./places.js";
import { applyRegisterRows, type RegisterState } from "./register-state.js";
import { cellsAfter } from "./tables.js";
import { toldItems } from "./told.js";
import type { Cells } from "./values.js";

/** Changes that stand in one row of the ledger, so that none grows without end. */
const CHANGES_PER_ROW = 500;
/** A batch is at most this many rows. */
export const MOST_ROWS = 50_000;

type Step = EventOf<RegisterEventType>;

interface At {
  readonly now: number;
  readonly ruleSet: RuleSet;
  readonly facts: RegisterFacts;
  readonly command: RegisterCommand;
}

/** The register's own rows while a batch of commands is decided: what earlier commands changed, later ones see. */
class Rows {
  readonly cells = new Map<string, Cells>();
  readonly seqs = new Map<string, number>();
  private readonly byKey = new Map<string, string>();

  constructor(
    private readonly register: Register,
    rows: readonly RegisterRow[],
  ) {
    for (const { row, seq, cells } of rows) this.put(row, seq, cells);
  }

  put(row: string, seq: number, cells: Cells | null): void {
    const before = this.cells.get(row);
    if (before) this.byKey.delete(keyOf(this.register, before));
    this.seqs.set(row, seq);
    if (cells === null) this.cells.delete(row);
    else {
      this.cells.set(row, cells);
      this.byKey.set(keyOf(this.register, cells), row);
    }
  }

  withKey(cells: Cells): string | undefined {
    return this.byKey.get(keyOf(this.register, cells));
  }
}

interface Found {
  readonly registers: Registers;
  readonly register: Register;
  readonly documents: NonNullable<RuleSet["documents"]>;
}

function documentsOf(state: RegisterState, { documents }: RuleSet): Found | null {
  const { registers } = documents ?? {};
  const register = registers && registerOf(registers, state.register);
  return documents && registers && register ? { registers, register, documents } : null;
}

/** Whether the figures stand by another version of the plan's registers than its newest: then all rows are needed to tell them anew. */
export const isOutdated = (state: RegisterState, { documents }: RuleSet): boolean =>
  state.seq > 0 && documents?.registers !== undefined && documents.registers.version !== state.registers;

export function decideRegister(
  before: RegisterState,
  commands: readonly RegisterCommand[],
  now: number,
  facts: RegisterFacts,
  ruleSet: RuleSet,
): DecidedInTurn<RegisterState> {
  const found = documentsOf(before, ruleSet);
  const own = found && new Rows(found.register, facts.rows);
  return decideInTurn(before, commands, now, {
    apply: (state, row) => applyRegisterRows(state, [row]),
    due: (state) =>
      found && own && facts.all && isOutdated(state, ruleSet)
        ? { step: revised(state, found, own, facts), cause: `registers/v${found.registers.version}` }
        : null,
    decide: (state, command) =>
      found && own ? decideAct(state, command.register, found, own, { now, ruleSet, facts, command }) : gone(state),
    itemOf: ({ register }) => register,
  });
}

const gone = ({ register }: RegisterState): RegisterRefusal =>
  refuse("badValue", `the plan's documents have no register ${register} any more`);

function decideAct(
  state: RegisterState,
  act: RegisterAct,
  found: Found,
  rows: Rows,
  at: At,
): readonly Step[] | RegisterRefusal {
  switch (act.kind) {
    case "changeRows":
      return changeRows(state, act, found, rows, at);
    case "fixFigure":
      return fixFigure(state, act, found, at);
    default:
      // Whoever sends it may be of a newer release.
      return refuse("badValue", `there is no act ${String((act as { readonly kind: unknown }).kind)} on a register`);
  }
}

function changeRows(
  state: RegisterState,
  { batch, rows: count, from, file, reason }: RegisterActOf<"changeRows">,
  found: Found,
  rows: Rows,
  at: At,
): readonly Step[] | RegisterRefusal {
  const wanted = at.facts.batches[batch];
  if (!wanted) return refuse("badValue", `no rows are staged under ${batch}: send them again`);
  if (wanted.length !== count || count === 0 || count > MOST_ROWS)
    return refuse("badValue", `${wanted.length} rows are staged, and the act speaks of ${count}; at most ${MOST_ROWS}`);
  const changes: RowChangeEvent[] = [];
  const moves: { before: Cells | null; after: Cells | null }[] = [];
  const touched = new Map<string, { seq: number; cells: Cells | null }>();
  const undo = (): void => touched.forEach(({ seq, cells }, row) => rows.put(row, seq, cells));
  for (const one of wanted) {
    const before = rows.cells.get(one.row) ?? null;
    const refusal = refuseRow(one, before, rows, found, { ...at, reason });
    if (refusal) {
      undo();
      return refusal;
    }
    const after = one.cells === null ? null : cellsAfter(before ?? {}, one.cells);
    const change = changeOf(one.row, before, after);
    if (change === null) continue;
    if (!touched.has(one.row)) touched.set(one.row, { seq: rows.seqs.get(one.row) ?? 0, cells: before });
    changes.push(change);
    moves.push({ before, after });
    rows.put(one.row, state.seq + Math.ceil(changes.length / CHANGES_PER_ROW), after);
  }
  if (changes.length === 0) return refuse("nothingPending", "nothing differs from what the register holds");
  const parts = Math.ceil(changes.length / CHANGES_PER_ROW);
  const { version } = found.registers;
  const steps = Array.from(
    { length: parts },
    (_, part): Step => ({
      type: "registerRowsChanged",
      payload: {
        batch,
        part: part + 1,
        parts,
        registers: version,
        from,
        ...(file === undefined ? {} : { file }),
        ...(reason === undefined ? {} : { reason }),
        changes: changes.slice(part * CHANGES_PER_ROW, (part + 1) * CHANGES_PER_ROW),
      },
    }),
  );
  const now = moved(figuresOf(found.registers, state.register), moves).map((one) => ({
    ...one,
    sums: plusSums(state.sums.get(sumKey(one))?.sums ?? NO_SUMS, one.sums),
  }));
  return now.length === 0 ? steps : [...steps, figuresStep(state, now, found, at.facts, false)];
}

function refuseRow(
  { row, was, cells }: WantedRow,
  before: Cells | null,
  rows: Rows,
  { register, documents }: Found,
  { command: { actor }, ruleSet, reason }: At & { readonly reason: string | undefined },
): RegisterRefusal | null {
  if ((rows.seqs.get(row) ?? 0) !== was)
    return refuse("conflict", `row ${row} was changed meanwhile: look at it and change it again`);
  if (cells === null && before === null) return refuse("badValue", `there is no row ${row} to remove`);
  const after = cells === null ? null : cellsAfter(before ?? {}, cells);
  const isOffice = actor.unit === ruleSet.bodies.office && (reason ?? "").trim() !== "";
  for (const state of [before, after]) {
    const keeper = state && keeperOf(register, state, documents.roster);
    if (state && keeper !== actor.unit && !isOffice)
      return refuse("notYours", `row ${row} is kept by ${keeper ?? "nobody"}, not by ${actor.unit}`);
  }
  if (after === null) return null;
  const fault = rowFault(register, after, placesOf(documents.roster));
  if (fault) return refuse("badValue", `row ${row}, ${fault.column ?? "as a whole"}: ${fault.words.en}`);
  const twin = rows.withKey(after);
  return twin === undefined || twin === row
    ? null
    : refuse("conflict", `row ${twin} has the same ${register.key.join(", ")}`);
}

/** What differs; null: nothing. */
function changeOf(row: string, before: Cells | null, after: Cells | null): RowChangeEvent | null {
  if (before === null) return after && { row, kind: "added", before: {}, after };
  if (after === null) return { row, kind: "removed", before, after: {} };
  const ids = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((id) => before[id] !== after[id]);
  if (ids.length === 0) return null;
  const of = (cells: Cells) => Object.fromEntries(ids.map((id) => [id, cells[id] ?? null]));
  return { row, kind: "changed", before: of(before), after: of(after) };
}

function fixFigure(
  state: RegisterState,
  { figure: id, method: chosen, reason }: RegisterActOf<"fixFigure">,
  found: Found,
  { command: { actor }, ruleSet, facts }: At,
): readonly Step[] | RegisterRefusal {
  const figure = figuresOf(found.registers, state.register).find((one) => one.id === id);
  const method = figure?.methods.find((one) => one.id === chosen);
  if (actor.unit !== ruleSet.bodies.office)
    return refuse("notYours", "how a figure is computed is the office's to fix");
  if (!figure || !method) return refuse("badValue", `${state.stream} has no figure ${id} with a method ${chosen}`);
  if (reason.trim() === "")
    return refuse("badValue", "fixing a formula needs its reason: the minutes or document that decided it");
  const total = figure.fixesTotal
    ? (state.sums.get(sumKey({ figure: id, method: chosen, scope: "" }))?.sums[1] ?? 0)
    : null;
  if (total === 0)
    return refuse("illegalStep", `the register holds nothing yet of which ${id} could be the share: fill it first`);
  const before = state.fixed[id];
  if (before && before.method === chosen && before.total === total)
    return refuse("illegalStep", `${id} is computed so already`);
  const fixed: Step = {
    type: "figureFixed",
    payload: { figure: id, method: chosen, version: (before?.version ?? 0) + 1, total, reason },
  };
  const after = applyRegisterRows(state, [{ ...fixed, at: 0, cause: "", causeNo: 0 }]);
  const now = [...state.sums.values()].filter((one) => one.figure === id);
  return [fixed, figuresStep(after, now, found, facts, true)];
}

function figuresStep(
  state: RegisterState,
  now: readonly FigureNow[],
  found: Found,
  { taskStreams }: RegisterFacts,
  all: boolean,
): Step {
  const { version } = found.registers;
  const told = toldItems(state, now, found.documents, taskStreams, all);
  return { type: "figuresMoved", payload: { registers: version, figures: now, told } };
}

/** All figures told anew, by the newest version of the registers. */
function revised(state: RegisterState, found: Found, rows: Rows, facts: RegisterFacts): Step {
  const figures: readonly Figure[] = figuresOf(found.registers, state.register);
  const now = moved(
    figures,
    [...rows.cells.values()].map((after) => ({ before: null, after })),
  );
  return figuresStep(state, now, found, facts, true);
}
