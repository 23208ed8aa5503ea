/**
 * Lists as files, by one mechanism: the workbook or CSV of a list has the rows that its page has, by the same handler, filters and rights,
 * all of them, written as they are read (docs/decisions/0141-lists-as-files.md). Who took one is in the audit log.
 */
import type { Request, Response } from "express";
import { z } from "zod";
import { CSV_TYPE, streamCsv } from "../../documents/csv/stream.js";
import type { SheetCell, SheetColumn, SheetRow } from "../../documents/xlsx/model.js";
import { XLSX_TYPE } from "../../documents/xlsx/render.js";
import { streamXlsx } from "../../documents/xlsx/stream.js";
import { foreignLine } from "../../domain/language/text.js";
import type { Paper } from "../../domain/paper/pages.js";
import { wordsOf, worded } from "../../domain/plan/words.js";
import { Semaphore } from "../../gateway/semaphore.js";
import { disposition } from "../http/disposition.js";
import type { Language } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { planDownload, type PlanCall, type Route } from "./route.js";

export const FORMATS = ["xlsx", "csv"] as const;
export const exportQuery = {
  format: z
    .enum(FORMATS)
    .default("xlsx")
    .meta({ description: "A workbook, or UTF-8 text with commas for other programs." }),
  lang: z.enum(["zh", "en"]).default("zh").meta({ description: "The language of heads and words." }),
};

/** A column of a list's file. `no`: the row's number, from 1. */
export interface ExportColumn<Row> extends Omit<SheetColumn, "title"> {
  readonly title: Words;
  readonly cell: (row: Row, language: Language, no: number) => SheetCell;
}

/** A call of any plan's list, as its own handler takes it. */
export type ListCall = PlanCall<{ planId: string }, Record<string, unknown>, null>;

export interface ExportedTable<Row> {
  readonly title: Words;
  readonly paper: Paper;
  readonly columns: readonly ExportColumn<Row>[];
  /** In pieces; the first is made before anything is answered, so that what is refused is refused as ever. */
  readonly rows: AsyncIterable<readonly Row[]>;
}

/** How many are written at once by a process: each holds a piece of its list, and a core while it compresses. */
const AT_ONCE = 3;
const turns = new Semaphore(AT_ONCE);

const WRITERS = {
  xlsx: { type: XLSX_TYPE, write: streamXlsx },
  csv: { type: CSV_TYPE, write: streamCsv },
} as const;

async function* cellsOf<Row>(
  { columns, rows }: Pick<ExportedTable<Row>, "columns" | "rows">,
  language: Language,
  told: (count: number) => void,
): AsyncGenerator<readonly SheetRow[]> {
  let no = 0;
  for await (const some of rows) {
    yield some.map((row) => {
      no++;
      return columns.map(({ cell }) => cell(row, language, no));
    });
    told(no);
  }
}

/** Filters as an address has them. */
const said = (filters: Readonly<Record<string, unknown>>): string =>
  foreignLine(
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join("&"),
    500,
  );

/** What came first, and after it the rest. */
async function* after<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}

/** Sends a table, and writes down who took it: how many rows, and by which filters. */
export async function sendTable<Row>(
  call: ListCall,
  req: Request,
  res: Response,
  list: string,
  table: ExportedTable<Row>,
): Promise<void> {
  const { plan, query, services, caller, exchange } = call;
  const { format = "xlsx", lang = "zh", ...filters } = query as { format?: (typeof FORMATS)[number]; lang?: Language };
  const words = wordsOf(plan.bundle.plan, lang);
  const { title, columns } = worded(
    { title: table.title[lang], columns: table.columns.map((one) => one.title[lang]) },
    words,
  );
  let written = 0;
  await turns.run(async () => {
    const cells = cellsOf(table, lang, (count) => (written = count));
    const first = await cells.next();
    res.status(200).type(WRITERS[format].type);
    res.setHeader("Content-Disposition", disposition(`${title}${plan.today}.${format}`));
    res.setHeader("Cache-Control", "private, no-store");
    if (req.method === "HEAD") return void res.end();
    try {
      await WRITERS[format].write(
        {
          title,
          creator: plan.names.unit(plan.bundle.roster.bodies.office, plan.today).fullName,
          date: plan.today,
          paper: table.paper,
          columns: table.columns.map(({ width, kind = "text", key = false }, at) => ({
            title: columns[at] ?? "",
            width,
            kind,
            key,
          })),
          rows: after(first, cells),
        },
        res,
      );
    } catch (error) {
      // Half a file must not look like a whole one.
      services.log.warn({ err: error, list }, "a list's file was not written to its end");
      res.destroy();
    }
    await services.accounts.note({
      kind: "listExported",
      accountId: caller.accountId,
      planId: plan.id,
      subject: list,
      address: exchange.address,
      detail: { format, rows: written, filters: said(filters) },
    });
  });
}

interface ListExport<Row, Answer> {
  /** Names it in the address: `/exports/<name>`. */
  readonly name: string;
  /** The list itself. */
  readonly list: Route;
  readonly title: Words;
  readonly paper?: "A3" | "A4";
  readonly columns: readonly ExportColumn<Row>[];
  /** The rows of one answer of the list; its `rows` unless told. */
  readonly rowsOf?: (answer: Answer) => readonly Row[];
}

/** As much as a page of any list holds. */
const PAGE = 200;

/** All pages of a list, by its own handler. */
async function* pagesOf<Row, Answer>(list: Route, call: ListCall, rowsOf: (answer: Answer) => readonly Row[]) {
  const { format: _format, lang: _lang, ...query } = call.query;
  const isPaged = "cursor" in list.query.shape;
  let cursor: string | undefined;
  do {
    const asked = isPaged ? { ...query, limit: PAGE, cursor } : query;
    const answer = (await list.answer({ ...call, query: asked } as unknown as PlanCall<never, never, never>)) as Answer;
    yield rowsOf(answer);
    cursor = isPaged ? ((answer as { readonly next?: string | null }).next ?? undefined) : undefined;
  } while (cursor !== undefined);
}

/** The route of a list's file: the list's filters, a format and a language. Its rule is the list's (rules.ts). */
export function listExport<Row, Answer = { readonly rows: readonly Row[] }>({
  name,
  list,
  title,
  paper = "A4",
  columns,
  rowsOf = (answer) => (answer as { readonly rows: readonly Row[] }).rows,
}: ListExport<Row, Answer>): Route {
  const { limit: _limit, cursor: _cursor, ...filters } = list.query.shape;
  return planDownload({
    method: "get",
    path: `/exports/${name}`,
    tag: list.tag,
    summary: `${list.summary}: as a file`,
    description: "All rows of the list by its own filters and rights, as a workbook or CSV. Taking it is written down.",
    mediaType: XLSX_TYPE,
    params: z.strictObject({}),
    query: z.strictObject({ ...filters, ...exportQuery }),
    problems: (list.problems ?? []).filter((code) => code !== "badCursor" && code !== "unknownPlan"),
    async send(call, req, res) {
      const all = call as unknown as ListCall;
      const table = { title, paper, columns, rows: pagesOf(list, all, rowsOf) };
      await sendTable(all, req, res, name, table);
    },
  });
}
