/** registers.yaml of a plan's folder, checked against its plan and roster. A plan may have none. */
import { stat } from "node:fs/promises";
import path from "node:path";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { ColumnType, Registers } from "../domain/plan/registers.js";
import { assembleRegisters } from "./registers-form.js";
import {
  type FigureEntry,
  type FundsEntry,
  type RegisterEntry,
  registersFile,
  type RegistersFile,
  type TermEntry,
} from "./registers-schema.js";
import { nearest, requireUnique } from "./roster-ids.js";
import { shapeOf } from "./shape.js";
import { type Path, readSource, type Source } from "./source.js";

export const REGISTERS_FILE = "registers.yaml";

/** Null: the folder has none. */
export async function readRegisters(folder: string): Promise<Source | null> {
  const file = path.join(folder, REGISTERS_FILE);
  const isThere = await stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
  );
  return isThere ? readSource(file) : null;
}

/** Undefined where it is not in its shape; what is wrong is reported to the source. `named`: what it refers to. */
export function checkRegisters(source: Source, bundle: PlanBundle, named: readonly Source[]): Registers | undefined {
  const shaped = shapeOf(source, registersFile);
  if (!shaped) return undefined;
  const { registers, figures = [], funds } = shaped.value;
  requireUnique(
    source,
    "register",
    registers.map(({ id }, at) => ({ id, path: ["registers", at, "id"] })),
  );
  requireUnique(
    source,
    "figure",
    figures.map(({ id }, at) => ({ id, path: ["figures", at, "id"] })),
  );
  registers.forEach((register, at) => checkColumns(register, ["registers", at], source));
  // While these have faults of their own, what seems to be missing may only be one of them.
  const isKnown = named.every(({ problems }) => problems.length === 0);
  if (isKnown) registers.forEach((register, at) => checkNames(register, ["registers", at], source, bundle));
  figures.forEach((figure, at) => checkFigure(figure, ["figures", at], source, shaped.value, isKnown ? bundle : null));
  if (isKnown) checkFeeds(figures, source);
  if (funds) checkFunds(funds, registers, source);
  return assembleRegisters(shaped.value);
}

/** What each of the funds' columns is a column of. */
const FUND_TYPES = {
  year: ["year"],
  source: ["choice", "text"],
  planned: ["number", "integer"],
  arrived: ["number", "integer"],
  spent: ["number", "integer"],
  library: ["flag"],
} as const satisfies Readonly<Record<Exclude<keyof FundsEntry, "register">, readonly ColumnType[]>>;

function checkFunds(funds: FundsEntry, registers: readonly RegisterEntry[], source: Source): void {
  const report = (name: keyof FundsEntry, message: string): void => source.report(["funds", name], `funds: ${message}`);
  const register = registers.find(({ id }) => id === funds.register);
  if (!register) {
    const ids = registers.map(({ id }) => id);
    return report("register", `there is no register ${funds.register}${nearest(funds.register, ids)}`);
  }
  for (const name of Object.keys(FUND_TYPES) as (keyof typeof FUND_TYPES)[]) {
    const types: readonly ColumnType[] = FUND_TYPES[name];
    const column = register.columns.find(({ id }) => id === funds[name]);
    const ids = register.columns.map(({ id }) => id);
    if (!column) report(name, `register ${register.id} has no column ${funds[name]}${nearest(funds[name], ids)}`);
    else if (!types.includes(column.type))
      report(name, `column ${column.id} is a ${column.type}, and must be ${types.join(" or ")}`);
  }
  const units = new Set(
    [funds.planned, funds.arrived, funds.spent].map((id) => register.columns.find((one) => one.id === id)?.unit),
  );
  if (units.size > 1) report("planned", "what is planned, arrived and spent is counted in one unit");
}

const NUMBERS: readonly ColumnType[] = ["number", "integer", "percent"];
const PLACES: readonly ColumnType[] = ["village", "township"];

function checkColumns(
  { id, columns, key, checks = [], expects, keeper }: RegisterEntry,
  at: Path,
  source: Source,
): void {
  const report = (path: Path, message: string): void => source.report([...at, ...path], `register ${id}: ${message}`);
  requireUnique(
    source,
    "column",
    columns.map((column, no) => ({ id: column.id, path: [...at, "columns", no, "id"] })),
  );
  requireUnique(
    source,
    "title",
    columns.map(({ title }, no) => ({ id: title, path: [...at, "columns", no, "title"] })),
  );
  const known = new Map(columns.map((column) => [column.id, column]));
  const require = (column: string, path: Path, types?: readonly ColumnType[]): void => {
    const found = known.get(column);
    if (!found) report(path, `there is no column ${column}${nearest(column, known.keys())}`);
    else if (types && !types.includes(found.type))
      report(path, `column ${column} is a ${found.type}, and must be ${types.join(" or ")}`);
  };
  key.forEach((column, no) => {
    require(column, ["key", no]);
    const found = known.get(column);
    if (found && !found.required) report(["key", no], `column ${column} tells rows apart: give it required: true`);
    if (found?.sensitive)
      report(["key", no], `column ${column} is sensitive: rows are known by it, and that nobody may read`);
  });
  columns.forEach((column, no) => {
    const path = ["columns", no];
    if ((column.type === "choice") !== (column.options !== undefined))
      report([...path, "type"], `column ${column.id}: a choice has options, and nothing else has`);
    if (column.options && new Set(column.options).size < column.options.length)
      report([...path, "options"], `column ${column.id}: each choice stands once`);
    const bounds = ["min", "max", "decimals"] as const;
    for (const name of bounds)
      if (column[name] !== undefined && !NUMBERS.includes(column.type))
        report([...path, name], `column ${column.id}: only numbers have ${name}`);
    if (column.min !== undefined && column.max !== undefined && column.min > column.max)
      report([...path, "min"], `column ${column.id}: min is above max`);
    if (column.sensitive && column.type !== "text")
      report([...path, "sensitive"], `column ${column.id}: a sensitive column is text, as nothing is computed from it`);
  });
  checks.forEach(({ sum, equals, atMost }, no) => {
    sum.forEach((column, index) => require(column, ["checks", no, "sum", index], NUMBERS));
    if (equals !== undefined) require(equals, ["checks", no, "equals"], NUMBERS);
    if (atMost !== undefined) require(atMost, ["checks", no, "atMost"], NUMBERS);
  });
  const types = columns.map(({ type }) => type);
  if (expects === "villages" && !types.includes("village"))
    report(["expects"], "rows are wanted of each village, and there is no column of type village");
  if (expects === "townships" && !types.includes("township"))
    report(["expects"], "rows are wanted of each township, and there is no column of type township");
  if (keeper === "township" && !types.some((type) => PLACES.includes(type)))
    report(
      ["keeper"],
      "townships keep their own rows, and there is no column of type village or township to tell them by",
    );
}

function checkNames({ id, task, keeper }: RegisterEntry, at: Path, source: Source, { plan, roster }: PlanBundle): void {
  if (task !== undefined && !plan.tasks.some(({ no }) => no === task))
    source.report([...at, "task"], `register ${id}: the plan has no task ${task}`);
  if (typeof keeper === "object" && !roster.units.some((unit) => unit.id === keeper.unit))
    source.report(
      [...at, "keeper", "unit"],
      `register ${id}: roster.yaml has no unit ${keeper.unit}${nearest(
        keeper.unit,
        roster.units.map((unit) => unit.id),
      )}`,
    );
}

function checkFigure(
  figure: FigureEntry,
  at: Path,
  source: Source,
  file: RegistersFile,
  bundle: PlanBundle | null,
): void {
  const report = (path: Path, message: string): void =>
    source.report([...at, ...path], `figure ${figure.id}: ${message}`);
  const register = file.registers.find(({ id }) => id === figure.register);
  if (!register) {
    report(
      ["register"],
      `there is no register ${figure.register}${nearest(
        figure.register,
        file.registers.map(({ id }) => id),
      )}`,
    );
    return;
  }
  const known = new Map(register.columns.map((column) => [column.id, column]));
  const require = (column: string, path: Path, types?: readonly ColumnType[]): void => {
    const found = known.get(column);
    if (!found) report(path, `register ${register.id} has no column ${column}${nearest(column, known.keys())}`);
    else if (found.sensitive) report(path, `column ${column} is sensitive: nothing is computed from it`);
    else if (types && !types.includes(found.type))
      report(path, `column ${column} is a ${found.type}, and must be ${types.join(" or ")}`);
  };
  const { per = [], methods, milestones = [], kpis = [] } = figure;
  per.forEach((column, no) => require(column, ["per", no]));
  requireUnique(
    source,
    "method",
    methods.map(({ id }, no) => ({ id, path: [...at, "methods", no, "id"] })),
  );
  methods.forEach(({ done, of, minus }, no) => {
    const check = (list: readonly TermEntry[], name: Path): void =>
      list.forEach((term, index) => {
        const path: Path = ["methods", no, ...name, index];
        if ("sum" in term) require(term.sum, [...path, "sum"], NUMBERS);
        if ("cells" in term) term.cells.forEach((column, cell) => require(column, [...path, "cells", cell]));
        if (!("cells" in term) && term.where) require(term.where.column, [...path, "where", "column"]);
      });
    check(done, ["done"]);
    if (of) check(of, ["of"]);
    if (minus) for (const name of ["done", "of"] as const) check(minus[name], ["minus", name]);
    if (minus && !of) report(["methods", no, "minus"], "a share is taken off a share: give the method of: […]");
    if (milestones.length > 0 && (!of || minus))
      report(["methods", no], "a milestone's percentage is done of a whole: give done and of alone");
  });
  if (figure.fixesTotal && per.length > 0)
    report(["fixesTotal"], "one whole is fixed: a figure of several places or years has several");
  const fixedRight = (fixed: Readonly<Record<string, string>> | undefined, path: Path): number => {
    for (const column of Object.keys(fixed ?? {}))
      if (!per.includes(column))
        report(
          [...path, "fixed", column],
          `the figure is not told apart by ${column}: name it in per, or leave it out`,
        );
    return per.filter((column) => !Object.hasOwn(fixed ?? {}, column)).length;
  };
  milestones.forEach(({ milestone, fixed }, no) => {
    const open = fixedRight(fixed, ["milestones", no]);
    if (!bundle) return;
    const all = bundle.plan.tasks.flatMap((task) => task.milestones);
    const found = all.find(({ id }) => id === milestone);
    const path = ["milestones", no, "milestone"];
    if (!found) {
      report(
        path,
        `plan.yaml has no milestone ${milestone}${nearest(
          milestone,
          all.map(({ id }) => id),
        )}`,
      );
      return;
    }
    const scope = found.scope === "area" ? "village" : found.scope;
    const column = per.find((one) => !Object.hasOwn(fixed ?? {}, one));
    const fits = scope === "county" ? open === 0 : open === 1 && known.get(column ?? "")?.type === scope;
    if (!fits)
      report(
        path,
        scope === "county"
          ? `${milestone} is one item for the whole plan: the figure must have one value for it`
          : `${milestone} has one item for each ${scope}: give the figure per: [<column of type ${scope}>]`,
      );
  });
  kpis.forEach(({ kpi, fixed, above, atLeast }, no) => {
    if (fixedRight(fixed, ["kpis", no]) > 0)
      report(["kpis", no], `the KPI ${kpi} is one value: say with fixed which of the figure's it is`);
    if ((above === undefined) === (atLeast === undefined))
      report(["kpis", no], `say when ${kpi} is met: either above or atLeast`);
    if (bundle && !bundle.plan.kpis.some(({ id }) => id === kpi))
      report(
        ["kpis", no, "kpi"],
        `plan.yaml has no KPI ${kpi}${nearest(
          kpi,
          bundle.plan.kpis.map(({ id }) => id),
        )}`,
      );
  });
}

/** A percentage follows from one figure, and a KPI from one. */
function checkFeeds(figures: readonly FigureEntry[], source: Source): void {
  const fed = figures.flatMap(({ milestones = [] }, at) =>
    milestones.map(({ milestone }, no) => ({ id: milestone, path: ["figures", at, "milestones", no, "milestone"] })),
  );
  requireUnique(source, "milestone", fed);
  const answered = figures.flatMap(({ kpis = [] }, at) =>
    kpis.map(({ kpi }, no) => ({ id: kpi, path: ["figures", at, "kpis", no, "kpi"] })),
  );
  requireUnique(source, "KPI", answered);
}
