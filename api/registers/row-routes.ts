/** Rows of registers: now and on a day, their history, changes, sensitive cells. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { rowFault, keyOf as rowKeyOf } from "../../domain/registers/check-row.js";
import { isRowOf } from "../../domain/registers/figures.js";
import { MASK } from "../../domain/registers/import.js";
import { placesOf } from "../../domain/registers/places.js";
import { cellsAfter } from "../../domain/registers/tables.js";
import { type Cells, parseCell } from "../../domain/registers/values.js";
import type { Register } from "../../domain/plan/registers.js";
import { listRows, rowHistory, rowsById, rowsOnDay } from "../../prisma/registers/read-registers.js";
import { openSecrets } from "../../prisma/registers/secrets.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { type ClearRow, keyMissing, record, REGISTER_PROBLEMS, sealed } from "./act.js";
import * as schemas from "./schemas.js";
import { isMine, keepingCapacity, masked, ownKeepers, rowSight, sees, theRegister } from "./sight.js";

const placeCursor = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const getRows = planRoute({
  method: "get",
  path: "/registers/{register}/rows",
  tag: "registers",
  summary: "Rows of a register 台账内容",
  description:
    "In the order in which they were added. Who sees everything, and the unit that keeps all of it, reads all rows; others those of their villages, townships and units. Of a past day, and of a figure, all of them on one page.",
  params: schemas.registerParams,
  query: schemas.rowsQuery,
  response: schemas.rows,
  changesWith: "answer",
  personal: true,
  problems: ["unknownRegister", "badCursor", "dateOutOfRange", "badValue"],
  async handler({ plan, caller, services, params, query }) {
    const register = theRegister(plan, params.register);
    const sight = rowSight(register, caller, plan);
    const of = { planId: plan.id, register: register.id };
    const own = ownKeepers(register, caller, plan);
    const view = (row: { row: string; seq: number; cells: Cells; changedOn: string; person: string }) => ({
      row: row.row,
      seq: row.seq,
      cells: masked(register, row.cells),
      changedOn: row.changedOn,
      by: plan.names.person(row.person),
      mine: isMine(register, row.cells, own, plan),
    });
    const { on = plan.today, figure, scope } = query;
    if (on > plan.today || on < plan.from) throw outOfRange(plan);
    if (query.on !== undefined || figure !== undefined) {
      const found = await rowsOnDay(services.pool, of, sight, on);
      const only = figure === undefined ? found : found.filter(madeOf(figure, scope ?? "", plan));
      return { rows: only.map(view), next: null, on };
    }
    const name = listName(`register ${plan.id} ${register.id}`, { ...query, sight: sight.values.join() });
    const after = query.cursor === undefined ? 0 : decodeCursor(name, query.cursor, placeCursor);
    const found = await listRows(services.pool, of, sight, after, query.limit + 1);
    const page = found.slice(0, query.limit);
    return {
      rows: page.map(view),
      next: found.length > page.length ? encodeCursor(name, page.at(-1)?.place) : null,
      on,
    };
  },
});

const outOfRange = ({ from, today }: PlanView): ProblemError =>
  new ProblemError("dateOutOfRange", {
    zh: `可查看${from}至${today}。`,
    en: `The days from ${from} to ${today} can be asked for.`,
  });

function madeOf(id: string, scope: string, { bundle }: PlanView): (row: { readonly cells: Cells }) => boolean {
  const figure = bundle.registers?.figures.find((one) => one.id === id);
  if (!figure) throw new ProblemError("badValue", { zh: `没有指标“${id}”。`, en: `There is no figure ${id}.` });
  return ({ cells }) => isRowOf(figure, scope, cells);
}

const unknownRow = (row: string): ProblemError =>
  new ProblemError("badValue", {
    zh: `没有这一行（${row}），或不在您的查阅范围。`,
    en: `There is no row ${row}, or it is beyond your reach.`,
  });

export const getRowHistory = planRoute({
  method: "get",
  path: "/registers/{register}/rows/{row}/history",
  tag: "registers",
  summary: "Every change of a row 修改记录",
  params: schemas.rowParams,
  response: schemas.history,
  changesWith: "answer",
  personal: true,
  problems: ["unknownRegister", "badValue"],
  async handler({ plan, caller, services, params }) {
    const register = theRegister(plan, params.register);
    const of = { planId: plan.id, register: register.id };
    const changes = await rowHistory(services.pool, of, params.row);
    const sight = rowSight(register, caller, plan);
    const [now] = await rowsById(services.pool, of, [params.row]);
    // A row that went is known by what it held.
    const cells = now?.cells ?? changes[0]?.before;
    if (!cells || !sees(sight, cells))
      throw new ProblemError("unknownRegister", {
        zh: `没有这一行（${params.row}），或不在您的查阅范围。`,
        en: `There is no row ${params.row}, or it is beyond your reach.`,
      });
    const { names, today, ruleSet } = plan;
    return {
      changes: changes.map(({ seq, kind, before, after, at, person, unit }) => ({
        seq,
        kind,
        before: masked(register, before),
        after: masked(register, after),
        at: instantText(at, ruleSet.offsetMinutes),
        by: names.person(person),
        unit: { id: unit, name: names.unitRef(unit, today).name },
      })),
    };
  },
});

export const postRows = planRoute({
  method: "post",
  path: "/registers/{register}/rows",
  tag: "registers",
  summary: "Change rows of a register 填报台账",
  description:
    "All of the changes or none. A row that somebody changed since it was seen is a conflict (`rowChanged`), and nothing is overwritten. What does not fit is told by row and column in `faults`.",
  params: schemas.registerParams,
  body: schemas.rowsBody,
  response: schemas.changed,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  bodyLimit: "2mb",
  problems: REGISTER_PROBLEMS,
  async handler(call) {
    const { plan, caller, services, params, body } = call;
    const register = theRegister(plan, params.register);
    const capacity = keepingCapacity(register, caller, plan);
    if (!capacity) throw notKept();
    const of = { planId: plan.id, register: register.id };
    const ids = body.rows.flatMap(({ row }) => row ?? []);
    const before = new Map((await rowsById(services.pool, of, ids)).map(({ row, cells }) => [row, cells]));
    const wanted = readRows(register, body, before, plan, call.key);
    const secret = register.columns.filter(({ sensitive }) => sensitive).map(({ id }) => id);
    const { rows, secrets } = sealed(wanted, secret, of, services.registerKeys);
    const { seq, changed } = await record(
      call,
      register.id,
      rows,
      secrets,
      { from: "grid", reason: body.reason },
      capacity,
    );
    return { register: register.id, seq, changed };
  },
});

export const notKept = (): ProblemError =>
  new ProblemError("notYours", {
    zh: "该台账不由您的单位填报。",
    en: "Your unit does not keep this register.",
  });

/** What was written, cell by cell in its one form. Throws `badValue` with every row and column that does not fit. */
function readRows(
  register: Register,
  { rows }: schemas.RowsBody,
  before: ReadonlyMap<string, Cells>,
  plan: PlanView,
  key: string,
): ClearRow[] {
  const places = placesOf(plan.bundle.roster);
  const faults: { row: number; column: string | null; says: { zh: string; en: string } }[] = [];
  const wanted = rows.map(({ row, was, cells: written }, no): ClearRow => {
    const old = (row === null ? undefined : before.get(row)) ?? {};
    if (written === null) return { row: row ?? "", was, cells: null };
    const cells: Record<string, string | null> = {};
    for (const [id, raw] of Object.entries(written)) {
      const column = register.columns.find((one) => one.id === id);
      if (!column)
        faults.push({ row: no, column: id, says: { zh: `本表没有“${id}”一列`, en: `there is no column ${id}` } });
      // Sent back as it was shown it stays as it is.
      else if (column.sensitive && raw === MASK) continue;
      else {
        const parsed = parseCell(column, raw, places);
        if ("fault" in parsed) faults.push({ row: no, column: id, says: parsed.fault });
        else cells[id] = parsed.value;
      }
    }
    const after = cellsAfter(old, cells);
    const fault = faults.some((one) => one.row === no) ? null : rowFault(openly(register), after, places);
    if (fault) faults.push({ row: no, column: fault.column, says: fault.words });
    return { row: row ?? newRow(register, after, plan, key), was, cells };
  });
  if (faults.length > 0) throw faulty(faults);
  return wanted;
}

/** Before they are encrypted, sensitive cells are looked at as any other text. */
export const openly = (register: Register): Register => ({
  ...register,
  columns: register.columns.map((column) => ({ ...column, sensitive: false })),
});

/** The same request gives the same new row the same name. */
export const newRow = (register: Register, cells: Cells, { id }: PlanView, key: string): string =>
  `r-${createHash("sha256")
    .update([id, register.id, rowKeyOf(register, cells), key].join("\n"))
    .digest("hex")
    .slice(0, 20)}`;

function faulty(
  faults: readonly {
    readonly row: number;
    readonly column: string | null;
    readonly says: { zh: string; en: string };
  }[],
): ProblemError {
  const [first] = faults;
  const more = faults.length > 1;
  return new ProblemError(
    "badValue",
    {
      zh: `第${(first?.row ?? 0) + 1}行：${first?.says.zh ?? ""}${more ? `；另有${faults.length - 1}处` : ""}。`,
      en: `Row ${(first?.row ?? 0) + 1}: ${first?.says.en ?? ""}${more ? `, and ${faults.length - 1} more` : ""}.`,
    },
    { faults },
  );
}

export const postClear = planRoute({
  method: "post",
  path: "/registers/{register}/clear",
  tag: "registers",
  summary: "Read sensitive cells in clear 查阅敏感信息",
  description:
    "For who keeps the rows, and for the office, with what it is needed for. Each reading is logged before it is answered.",
  params: schemas.registerParams,
  body: schemas.clearBody,
  response: schemas.clearCells,
  changesWith: "answer",
  personal: true,
  counts: "act",
  problems: ["unknownRegister", "notYours", "badValue", "registerKeyMissing"],
  async handler({ plan, caller, services, params, body, exchange }) {
    const register = theRegister(plan, params.register);
    const own = ownKeepers(register, caller, plan);
    const rows = await rowsById(services.pool, { planId: plan.id, register: register.id }, body.rows);
    if (rows.length < new Set(body.rows).size)
      throw unknownRow(body.rows.find((id) => !rows.some(({ row }) => row === id)) ?? "");
    if (!caller.roles.has("office") && rows.some(({ cells }) => !isMine(register, cells, own, plan))) throw notKept();
    const keys = services.registerKeys;
    if (!keys) throw keyMissing();
    const secret = register.columns.filter(({ sensitive }) => sensitive).map(({ id }) => id);
    const refs = rows.flatMap(({ cells }) => secret.flatMap((id) => cells[id] ?? []));
    await services.accounts.note({
      kind: "registerRead",
      accountId: caller.accountId,
      planId: plan.id,
      subject: register.id,
      address: exchange.address,
      detail: { rows: rows.length, first: rows[0]?.row ?? null, reason: body.reason },
    });
    const clear = await openSecrets(services.pool, keys, plan.id, refs);
    return {
      rows: rows.map(({ row, cells }) => ({
        row,
        cells: Object.fromEntries(
          secret.flatMap((id) => {
            const value = clear.get(cells[id] ?? "");
            return value === undefined ? [] : [[id, value]];
          }),
        ),
      })),
    };
  },
});
