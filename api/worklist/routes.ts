/** The worklist (工作落实台账): a page of it, and all of it as a file. */
import { z } from "zod";
import { XLSX_TYPE } from "../../documents/xlsx/render.js";
import { worklistCell } from "../../domain/worklist/cells.js";
import { PAPER_COLUMNS, WORKLIST_COLUMNS, type WorklistColumnId } from "../../domain/worklist/columns.js";
import type { WorklistRow } from "../../domain/worklist/row.js";
import type { Pool } from "../../prisma/database/pool.js";
import { decodeCursor, encodeCursor, listName } from "../http/cursor.js";
import { cursorText } from "../http/schema-parts.js";
import { planDownload, planRoute } from "../serving/route.js";
import { exportQuery, type ExportColumn, type ListCall, sendTable } from "../serving/table-export.js";
import type { PlanView } from "../views/plan-view.js";
import { type Worklist, worklistOf, type WorklistQuery, worklistRows } from "./list.js";
import { worklist, worklistExportQuery, worklistQuery } from "./schemas.js";

const ENDS_AT = z.strictObject({ id: cursorText, place: z.int().min(0) });

export const getWorklist = planRoute({
  method: "get",
  path: "/worklist",
  tag: "items",
  summary: "The worklist 工作落实台账",
  description:
    "Items with their units, leaders, progress, words and pressure, from the ledger as it stood at the end of a day. Of a day that is over everybody is answered the same for ever; with `month`, the month's snapshot and what changed since the one before.",
  query: worklistQuery,
  response: worklist,
  problems: ["dateOutOfRange", "badCursor"],
  changesWith: "ledger",
  async handler({ plan, query, services: { pool }, sight }) {
    const { limit, cursor, ...asked } = query;
    const name = listName(`worklist ${plan.id}`, query);
    const list = await worklistOf(asked, plan, sight);
    const from = cursor === undefined ? 0 : placeAfter(list, decodeCursor(name, cursor, ENDS_AT));
    const items = list.items.slice(from, from + limit);
    const last = from + items.length < list.items.length ? items.at(-1) : undefined;
    const { on, since, final, counts, outside } = list;
    return {
      on,
      since,
      final,
      total: list.items.length,
      counts,
      outside,
      rows: await worklistRows(pool, plan, list, items),
      next: last === undefined ? null : encodeCursor(name, { id: last.item.id, place: from + items.length - 1 }),
    };
  },
});

/** Where a page goes on: after its last item, also where others came or went before it meanwhile. */
function placeAfter({ items }: Worklist, { id, place }: z.output<typeof ENDS_AT>): number {
  if (items[place]?.item.id === id) return place + 1;
  const found = items.findIndex(({ item }) => item.id === id);
  return (found < 0 ? place : found) + 1;
}

/** Rows read and written at once. */
const PIECE = 500;

async function* piecesOf(pool: Pool, plan: PlanView, list: Worklist): AsyncGenerator<WorklistRow[]> {
  for (let from = 0; from < list.items.length; from += PIECE)
    yield await worklistRows(pool, plan, list, list.items.slice(from, from + PIECE));
}

export const columnsOf = (ids: readonly WorklistColumnId[]): ExportColumn<WorklistRow>[] =>
  ids.map((id) => ({
    ...WORKLIST_COLUMNS[id],
    cell: (row, language, no) => worklistCell(row, id, language, no),
  }));

export const getWorklistFile = planDownload({
  method: "get",
  path: "/exports/worklist",
  tag: "items",
  summary: "The worklist as a file 工作落实台账导出",
  description:
    "All its rows by the filters of GET /worklist, in the columns asked for: a workbook with frozen head, filter and print set-up, or CSV. Taking it is written down.",
  mediaType: XLSX_TYPE,
  params: z.strictObject({}),
  query: z.strictObject({ ...worklistExportQuery, ...exportQuery }),
  problems: ["dateOutOfRange"],
  async send(call, req, res) {
    const { plan, query, services, sight } = call;
    const { columns, paper, format: _format, lang: _lang, ...asked } = query;
    const list = await worklistOf(asked as WorklistQuery, plan, sight);
    const chosen = (columns ?? [
      ...PAPER_COLUMNS[paper],
      ...(list.since === null ? [] : ["changes"]),
    ]) as WorklistColumnId[];
    await sendTable(call as unknown as ListCall, req, res, "worklist", {
      title: { zh: "工作落实台账", en: "Worklist" },
      paper,
      columns: columnsOf(chosen),
      rows: piecesOf(services.pool, plan, list),
    });
  },
});
