/** registers.yaml to the domain's type and back. Runs on checked files only. */
import { stringify } from "yaml";
import type { Figure, FigureMethod, Ratio, Register, Registers, Term } from "../domain/plan/registers.js";
import type { FigureEntry, RegisterEntry, RegistersFile, TermEntry } from "./registers-schema.js";

export function assembleRegisters({ version, registers, figures = [], funds }: RegistersFile): Registers {
  return {
    version,
    registers: registers.map(registerFrom),
    figures: figures.map(figureFrom),
    ...(funds && { funds }),
  };
}

const registerFrom = ({ keeper, checks = [], ...rest }: RegisterEntry): Register => ({
  ...rest,
  keeper: keeper === "township" ? { kind: "township" } : { kind: "unit", unit: keeper.unit },
  checks,
});

const figureFrom = ({ per = [], milestones = [], kpis = [], methods, ...rest }: FigureEntry): Figure => ({
  ...rest,
  per,
  milestones,
  kpis,
  methods: methods.map(
    ({ minus, done, of, ...method }): FigureMethod => ({
      ...method,
      ...ratioFrom({ done, of }),
      ...(minus && { minus: ratioFrom(minus) }),
    }),
  ),
});

const ratioFrom = ({
  done,
  of,
}: {
  readonly done: readonly TermEntry[];
  readonly of?: readonly TermEntry[] | undefined;
}): Ratio => ({
  done: done.map(termFrom),
  ...(of && { of: of.map(termFrom) }),
});

function termFrom(entry: TermEntry): Term {
  if ("sum" in entry) {
    const { sum, ...rest } = entry;
    return { kind: "sum", column: sum, ...rest };
  }
  if ("count" in entry) return { kind: "count", ...(entry.where && { where: entry.where }) };
  return { kind: "cells", columns: entry.cells, in: entry.in };
}

/** The text of registers.yaml, to edit and give back. */
export function registersText(registers: Registers): string {
  const form = {
    version: registers.version,
    registers: registers.registers.map(({ keeper, checks, ...rest }) => ({
      ...rest,
      keeper: keeper.kind === "township" ? "township" : { unit: keeper.unit },
      ...(checks.length > 0 ? { checks } : {}),
    })),
    ...(registers.figures.length > 0 ? { figures: registers.figures.map(figureForm) } : {}),
    ...(registers.funds && { funds: registers.funds }),
  };
  return stringify(form, { lineWidth: 0, aliasDuplicateObjects: false });
}

const figureForm = ({ per, milestones, kpis, methods, ...rest }: Figure): object => ({
  ...rest,
  ...(per.length > 0 ? { per } : {}),
  methods: methods.map(({ minus, done, of, ...method }) => ({
    ...method,
    ...ratioForm({ done, ...(of && { of }) }),
    ...(minus && { minus: ratioForm(minus) }),
  })),
  ...(milestones.length > 0 ? { milestones } : {}),
  ...(kpis.length > 0 ? { kpis } : {}),
});

const ratioForm = ({ done, of }: Ratio): object => ({ done: done.map(termForm), ...(of && { of: of.map(termForm) }) });

function termForm(term: Term): object {
  switch (term.kind) {
    case "sum": {
      const { column, less, where } = term;
      return { sum: column, ...(less && { less }), ...(where && { where }) };
    }
    case "count":
      return { count: "rows", ...(term.where && { where: term.where }) };
    case "cells":
      return { cells: term.columns, in: term.in };
  }
}
