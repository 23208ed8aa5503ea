/** Tables of results, as Markdown for the terminal and the document alike. */
import { displayWidth } from "../embedded/columns.js";
import type { Aim } from "./aims.js";

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - displayWidth(text)));

/** Lines of a Markdown table, its columns aligned for whoever reads it as plain text. */
export function tableLines({ columns, rows }: Omit<Table, "title">): string[] {
  const cells = [columns, ...rows].map((row) => row.map((cell) => String(cell).replaceAll("|", "\\|")));
  const widths = columns.map((_, no) => Math.max(3, ...cells.map((row) => displayWidth(row[no] ?? ""))));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, no) => padded(row[no] ?? "", width)).join(" | ")} |`;
  const [head = [], ...body] = cells;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...body.map(line)];
}

/** What was aimed at, and whether it was reached. */
export function aimsTable(aims: readonly Aim[]): Table {
  return {
    title: "Aims",
    columns: ["aim", "wanted", "measured", "met"],
    rows: aims.map(({ what, aim, measured, met }) => [what, aim, measured, met ? "yes" : "NO"]),
  };
}

export function tablesText(tables: readonly Table[]): string {
  return tables.map((table) => [`**${table.title}**`, "", ...tableLines(table), ""].join("\n")).join("\n");
}
