/** A workbook into a register: previewed whole with every mistake by its cell, then recorded whole or not at all. */
import { type CellNote, type Imported, type ImportedRow, importSheet } from "../../domain/registers/import.js";
import { keyOf as rowKeyOf } from "../../domain/registers/check-row.js";
import { MOST_ROWS } from "../../domain/registers/decide.js";
import { placesOf } from "../../domain/registers/places.js";
import type { Cells } from "../../domain/registers/values.js";
import type { Register } from "../../domain/plan/registers.js";
import type { WantedRow } from "../../domain/registers/acts.js";
import type { Merge } from "../../documents/xlsx/read.js";
import { allRows } from "../../prisma/registers/read-registers.js";
import { openSecrets } from "../../prisma/registers/secrets.js";
import { stageRows } from "../../prisma/registers/staging.js";
import { readBatches } from "../../prisma/sql/registers/statements.js";
import { UPLOAD_PROBLEMS } from "../files/receive.js";
import { ProblemError } from "../http/problem.js";
import { unitOf } from "../rights/actor.js";
import { planRoute } from "../serving/route.js";
import { type ClearRow, keyMissing, recordStaged, REGISTER_PROBLEMS, type RegisterCall, sealed } from "./act.js";
import { batchParams, confirmBody, importForm, importPreview } from "./import-schemas.js";
import { type Progress, progressOf } from "./import-progress.js";
import { newRow, notKept } from "./row-routes.js";
import * as schemas from "./schemas.js";
import { isMine, keepingCapacity, masked, ownKeepers, theRegister } from "./sight.js";
import { type OpenedBook, type OpenedSheet, withWorkbook } from "./workbook-file.js";

/** Notes and changes that an answer tells. */
const MOST_NOTES = 200;
const MOST_CHANGES = 100;
/** Rows of a sheet beside those of the register: heads, totals, notes. */
const SPARE_ROWS = 50;

export const postImport = planRoute({
  method: "post",
  path: "/registers/{register}/imports",
  tag: "registers",
  summary: "Look at what a workbook would change 导入预览",
  description:
    "A form with the .xlsx file. Rows are matched by the register's key. Mistakes are told by cell; with one of them nothing can be confirmed. Columns that the sheet does not have stay as they are, and so does a sensitive cell that is still masked (●●●). Nothing is recorded before it is confirmed. Named by `import`, how far it is can be asked for, and it can be cancelled.",
  params: schemas.registerParams,
  body: importForm,
  response: importPreview,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  upload: true,
  problems: [...REGISTER_PROBLEMS, ...UPLOAD_PROBLEMS, "importCancelled"],
  async handler(call) {
    const { plan, caller, params, body, file } = call;
    const register = theRegister(plan, params.register);
    const capacity = keepingCapacity(register, caller, plan);
    if (!capacity) throw notKept();
    if (!file) throw new Error("a form without a file passed");
    const progress = progressOf(call, register.id, body.import);
    const { opened, imported } = await withWorkbook(file, (book) => bestSheet(book, register, call, progress));
    const how = { removes: body.missing === "remove", hash: file.sha256, progress };
    const changes = imported.faults.length > 0 ? null : await compare(register, imported, how, call);
    const count = (kind: string): number => (changes ?? []).filter((change) => change.kind === kind).length;
    await progress.at("keeping", 0, changes?.length ?? 0);
    const batch = changes === null || changes.length === 0 ? null : await stage(register, changes, call);
    await progress.ended(batch);
    return {
      batch,
      sheet: opened.sheet.name,
      rows: imported.count?.rows ?? null,
      wrong: imported.count?.wrong ?? null,
      // Beside mistakes nothing is compared: how much would change is then not known, which is not the same as nothing.
      added: changes && count("added"),
      changed: changes && count("changed"),
      removed: changes && count("removed"),
      same: changes && imported.rows.length - count("added") - count("changed"),
      faults: imported.faults.slice(0, MOST_NOTES).map(noteView),
      faultCount: imported.faults.length,
      questions: imported.questions.slice(0, MOST_NOTES).map(noteView),
      questionCount: imported.questions.length,
      changes: toldFirst(changes ?? [])
        .slice(0, MOST_CHANGES)
        .map(({ no, kind, key, before, after }) => ({
          no,
          kind,
          key: masked(register, key),
          before: masked(register, before),
          after: masked(register, after),
        })),
    };
  },
});

const noteView = ({ cell, column, words }: CellNote) => ({ cell, column, says: words });

/** The sheet of the register's name, else the one that names most of its columns. */
async function bestSheet(
  opener: OpenedBook,
  register: Register,
  call: RegisterCall,
  progress: Progress,
): Promise<{ readonly opened: OpenedSheet; readonly imported: Imported }> {
  const visible = opener.book.sheets.filter(({ hidden }) => !hidden);
  const named = visible.filter(({ name }) => name.trim() === register.title);
  let best: { opened: OpenedSheet; imported: Imported } | null = null;
  for (const sheet of named.length > 0 ? named : visible) {
    const opened = await opener.read(sheet, MOST_ROWS + SPARE_ROWS, (done) => progress.at("reading", done, null));
    const { rows, merges } = opened;
    const imported = await importSheet(register, rows, {
      places: placesOf(call.plan.bundle.roster),
      merged: within(merges),
      mayKeep: keeping(register, call),
      between: (done, whole) => progress.at("checking", done, whole),
    });
    if (!best || imported.columns.length > best.imported.columns.length) best = { opened, imported };
  }
  if (!best)
    throw new ProblemError("badValue", {
      zh: "工作簿中没有可见的工作表。",
      en: "The workbook has no sheet that is seen.",
    });
  return best;
}

/** Whether the caller may change a row: as its keeper, or as the office. */
function keeping(register: Register, { plan, caller }: RegisterCall): (cells: Cells) => boolean {
  const { bodies } = plan.bundle.roster;
  if (caller.capacities.some((capacity) => unitOf(capacity) === bodies.office)) return () => true;
  const own = ownKeepers(register, caller, plan);
  return (cells) => isMine(register, cells, own, plan);
}

/** Whether a cell is one of several that were made one, and not the first. Merged heads are none of the rows'. */
function within(merges: readonly Merge[]): (row: number, column: number) => boolean {
  const byRow = new Map<number, Merge[]>();
  for (const merge of merges)
    for (let row = merge.top; row <= Math.min(merge.bottom, merge.top + MOST_ROWS); row++)
      byRow.set(row, [...(byRow.get(row) ?? []), merge]);
  return (row, column) =>
    (byRow.get(row) ?? []).some(
      ({ left, right, top, bottom }) => column >= left && column <= right && (bottom > top || column > left),
    );
}

interface Change {
  /** The sheet's row. */
  readonly no: number | null;
  readonly kind: "added" | "changed" | "removed";
  readonly row: string;
  readonly was: number;
  /** The cells by which the row is known. */
  readonly key: Cells;
  /** Of a changed row the cells that differ, sensitive ones in clear. */
  readonly before: Cells;
  readonly after: Cells;
}

/** Rows that go before all others: what is removed is not beyond the end of what is told. */
const toldFirst = (changes: readonly Change[]): readonly Change[] => [
  ...changes.filter(({ kind }) => kind === "removed"),
  ...changes.filter(({ kind }) => kind !== "removed"),
];

/** What differs from the register as it stands. */
async function compare(
  register: Register,
  imported: Imported,
  { removes, hash, progress }: { readonly removes: boolean; readonly hash: string; readonly progress: Progress },
  { plan, caller, services }: RegisterCall,
): Promise<readonly Change[]> {
  const rows = await allRows(services.pool, { planId: plan.id, register: register.id });
  const secret = register.columns.filter(({ sensitive }) => sensitive).map(({ id }) => id);
  const clear = await clearOf(
    rows.map(({ cells }) => cells),
    secret,
    imported,
    { plan, services },
  );
  const byKey = new Map(rows.map((row) => [rowKeyOf(register, row.cells), row]));
  const knownBy = (cells: Cells): Cells =>
    Object.fromEntries(register.key.flatMap((id) => (cells[id] === undefined ? [] : [[id, cells[id]]])));
  const changes: Change[] = [];
  const seen = new Set<string>();
  for (const [no, one] of imported.rows.entries()) {
    await progress.at("comparing", no + 1, imported.rows.length);
    const there = byKey.get(rowKeyOf(register, one.cells));
    const key = knownBy(one.cells);
    if (!there) {
      const row = newRow(register, one.cells, plan, hash);
      changes.push({ no: one.no, kind: "added", row, was: 0, key, before: {}, after: one.cells });
      continue;
    }
    seen.add(there.row);
    const { before, after } = differing(one, there.cells, imported.columns, clear);
    if (Object.keys(before).length + Object.keys(after).length === 0) continue;
    changes.push({ no: one.no, kind: "changed", row: there.row, was: there.seq, key, before, after });
  }
  if (!removes) return changes;
  const own = ownKeepers(register, caller, plan);
  for (const { row, seq, cells } of rows)
    if (!seen.has(row) && isMine(register, cells, own, plan))
      changes.push({ no: null, kind: "removed", row, was: seq, key: knownBy(cells), before: cells, after: {} });
  return changes;
}

/** Sensitive cells of the register in clear, where the sheet says something of them: what is the same stays. */
async function clearOf(
  rows: readonly Cells[],
  secret: readonly string[],
  { rows: imported }: Imported,
  { plan, services }: Pick<RegisterCall, "plan" | "services">,
): Promise<ReadonlyMap<string, string>> {
  const said = secret.filter((id) => imported.some(({ cells }) => cells[id] !== undefined));
  if (said.length === 0) return new Map();
  if (!services.registerKeys) throw keyMissing();
  const refs = rows.flatMap((cells) => said.flatMap((id) => cells[id] ?? []));
  return openSecrets(services.pool, services.registerKeys, plan.id, refs);
}

/** By column what is there and what the sheet says, where these differ. */
function differing(
  { cells, masked: asItIs }: ImportedRow,
  there: Cells,
  columns: readonly string[],
  clear: ReadonlyMap<string, string>,
): { readonly before: Cells; readonly after: Cells } {
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  for (const id of columns) {
    const old = there[id];
    const now = cells[id];
    if (asItIs.includes(id) || old === now || (old !== undefined && clear.get(old) === now && now !== undefined))
      continue;
    if (old !== undefined) before[id] = old;
    if (now !== undefined) after[id] = now;
  }
  return { before, after };
}

/** Lays the changes down under their hash, sensitive cells encrypted. */
async function stage(
  register: Register,
  changes: readonly Change[],
  { plan, services }: RegisterCall,
): Promise<string> {
  const of = { planId: plan.id, register: register.id };
  const secret = register.columns.filter(({ sensitive }) => sensitive).map(({ id }) => id);
  const wanted = changes.map(({ kind, row, was, before, after }): ClearRow => {
    if (kind === "removed") return { row, was, cells: null };
    const cleared = Object.fromEntries(Object.keys(before).map((id) => [id, null]));
    return { row, was, cells: { ...cleared, ...after } };
  });
  const { rows, secrets } = sealed(wanted, secret, of, services.registerKeys);
  return stageRows(services.pool, of, rows, secrets);
}

export const postImportConfirmed = planRoute({
  method: "post",
  path: "/registers/{register}/imports/{batch}/confirm",
  tag: "registers",
  summary: "Record what a workbook changes 确认导入",
  description:
    "What the preview showed, in one transaction. Where a row was changed since, nothing is recorded (`rowChanged`): look at the preview again.",
  params: batchParams,
  body: confirmBody,
  response: schemas.changed,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: REGISTER_PROBLEMS,
  async handler(call) {
    const { plan, caller, services, params, body } = call;
    const register = theRegister(plan, params.register);
    const capacity = keepingCapacity(register, caller, plan);
    if (!capacity) throw notKept();
    const of = { planId: plan.id, register: register.id };
    const [staged] = await readBatches.run(services.pool, { ...of, hashes: [params.batch] });
    const rows = staged ? (JSON.parse(staged.body) as WantedRow[]).length : 0;
    if (!staged)
      throw new ProblemError("nothingPending", {
        zh: "该预览已失效或已导入，请重新上传。",
        en: "This preview is no longer there, or was recorded already: send the workbook again.",
      });
    const how = { from: "workbook", reason: body.reason } as const;
    const { seq, changed } = await recordStaged(call, register.id, { batch: params.batch, rows }, how, capacity);
    return { register: register.id, seq, changed };
  },
});
