/**
 * Every statement of prisma/sql is what its declaration says: parameters, result columns and NULLs as PostgreSQL describes the
 * prepared statement, records read from JSON as the statement's own text has them, enums label by label.
 */
import { readdir } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe as group, expect, it } from "vitest";
import { type Client, createClient } from "../../../prisma/database/connect.js";
import {
  type Columns,
  int4,
  jsonb,
  nullable,
  oneOf,
  present,
  recordset,
  text,
  texts,
} from "../../../prisma/sql/columns.js";
import type { StatementShape } from "../../../prisma/sql/statement.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { describe } from "./describe.js";

const SQL = fileURLToPath(new URL("../../../prisma/sql/", import.meta.url));

let database: TestDatabase;
let client: Client;
let labels: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  database = await freshDatabase();
  client = createClient(database.url);
  await client.connect();
  const { rows } = await client.query<{ type: string; labels: string[] }>(
    "SELECT format_type(enumtypid, NULL) AS type, array_agg(enumlabel::text ORDER BY enumsortorder) AS labels FROM pg_enum GROUP BY 1",
  );
  labels = new Map(rows.map((row) => [row.type, row.labels]));
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const files = (await readdir(SQL, { recursive: true })).sort();
const named = files.filter((file) => file.endsWith(".sql")).map((file) => file.slice(0, -4));
const modules: Record<string, StatementShape>[] = await Promise.all(
  files.filter((file) => file.endsWith("statements.ts")).map((file) => import(pathToFileURL(SQL + file).href)),
);
const declared = modules.flatMap((module) => Object.values(module));

/** What is wrong with a declaration, in words. */
async function problemsOf(statement: StatementShape): Promise<string[]> {
  const { params, columns } = await describe(client, statement.text);
  const typesOf = (list: Columns): string[] => Object.values(list).map(({ type }) => type);
  const problems = [
    ...differ("parameters", typesOf(statement.params), params),
    ...differ(
      "columns",
      Object.keys(statement.rows),
      columns.map(({ name }) => name),
    ),
    ...differ(
      "types of columns",
      typesOf(statement.rows),
      columns.map(({ type }) => type),
    ),
  ];
  for (const { name, nullable: may } of columns) {
    const said = statement.rows[name]?.null;
    if (may === true && said === "never")
      problems.push(`${name} may be NULL: nullable(…), or present(…) where no row has it`);
    if (may === false && said === "excluded") problems.push(`${name} is never NULL: present(…) says nothing`);
  }
  Object.values(statement.params).forEach(({ fields }, at) => {
    if (fields) problems.push(...differ(`fields of $${at + 1}`, recordOf(fields), recordsIn(statement.text, at + 1)));
  });
  for (const [name, column] of [...Object.entries(statement.params), ...Object.entries(statement.rows)])
    if (column.labels || labels.has(column.type))
      problems.push(...differ(`labels of ${name}`, column.labels ?? [], labels.get(column.type) ?? []));
  return problems;
}

const differ = (what: string, said: readonly string[], is: readonly string[]): string[] =>
  said.join(", ") === is.join(", ") ? [] : [`${what}: declared (${said.join(", ")}), in PostgreSQL (${is.join(", ")})`];

const recordOf = (fields: Columns): string[] =>
  Object.entries(fields).map(([name, { type }]) => `${/[A-Z]/.test(name) ? `"${name}"` : name} ${type}`);

/** The fields that a statement reads of the records in a parameter. */
function recordsIn(sql: string, parameter: number): string[] {
  const found = new RegExp(
    `jsonb_to_recordset\\(\\$${parameter}(?:::jsonb)?\\)\\s+AS\\s+\\w+\\s*\\(([^)]*)\\)`,
    "i",
  ).exec(sql);
  return (found?.[1] ?? "").split(",").map((field) => field.trim().replaceAll(/\s+/g, " "));
}

it("declares every file once, by its own name", () => {
  expect(declared.map(({ name }) => name).sort()).toEqual(named);
});

group("each statement is as declared", () => {
  it.each(declared.map((statement) => [statement.name, statement] as const))("%s", async (_name, statement) => {
    expect(await problemsOf(statement)).toEqual([]);
  });
});

group("a wrong declaration is told", () => {
  const base = { name: "control", params: { planId: text() }, rows: {} };
  const LETTERS = "SELECT id, person, supplement FROM letter WHERE plan_id = $1";
  const rows = { id: text(), person: nullable(text()), supplement: int4() };
  it.each<[string, StatementShape, RegExp | null]>([
    ["the right one", { ...base, text: LETTERS, rows }, null],
    ["parameter of another type", { ...base, text: LETTERS, rows, params: { planId: int4() } }, /^parameters: /],
    [
      "parameter too many",
      { ...base, text: LETTERS, rows, params: { planId: text(), more: texts() } },
      /^parameters: /,
    ],
    [
      "column of another name",
      { ...base, text: LETTERS, rows: { id: text(), who: nullable(text()), supplement: int4() } },
      /^columns: /,
    ],
    [
      "column of another type",
      { ...base, text: LETTERS, rows: { ...rows, supplement: text() } },
      /^types of columns: /,
    ],
    [
      "columns in another order",
      { ...base, text: LETTERS, rows: { person: nullable(text()), id: text(), supplement: int4() } },
      /^columns: /,
    ],
    ["NULL not told", { ...base, text: LETTERS, rows: { ...rows, person: text() } }, /person may be NULL/],
    [
      "NULL excluded where there is none",
      { ...base, text: LETTERS, rows: { ...rows, id: present(text()) } },
      /id is never NULL/,
    ],
    [
      "field of a record",
      {
        ...base,
        text: "UPDATE letter SET last_error = f.error FROM jsonb_to_recordset($1) AS f (id text, error text) WHERE letter.id = f.id",
        params: { failures: recordset({ id: text(), error: jsonb<string>() }) },
      },
      /^fields of \$1: /,
    ],
    [
      "an enum that is none",
      { ...base, text: LETTERS, params: { planId: oneOf("text", ["a"]) }, rows },
      /^labels of planId/,
    ],
  ])("%s", async (_what, statement, expected) => {
    const problems = await problemsOf(statement).catch((error: unknown) => [String(error)]);
    if (expected === null) expect(problems).toEqual([]);
    else expect(problems.join("\n")).toMatch(expected);
  });
});
