/** The hand-written migrations and Prisma's view of them agree, column by column. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { freshDatabase } from "../support/database.js";

/** `table.column type null?` of every model. */
async function modelled(): Promise<string[]> {
  const schema = await readFile(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");
  const types: Record<string, string> = { String: "text", Int: "integer", BigInt: "bigint", Json: "jsonb", Boolean: "boolean" };
  return [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return [...body.matchAll(/^ {2}(\w+) (\w+)(\?)?(.*)$/gm)].map(([, name, type = "", optional, rest = ""]) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name;
      const kind = rest.includes("@db.Date") ? "date" : rest.includes("@db.Timestamptz") ? "timestamp with time zone" : types[type];
      return `${table}.${column} ${kind}${optional ? " null" : ""}`;
    });
  });
}

it("models every table and column that the migrations make", async () => {
  const database = await freshDatabase();
  const { rows } = await database.pool.query(
    `SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'YES' THEN ' null' ELSE '' END AS line
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
  );
  const models = await modelled();
  expect(models.length).toBeGreaterThan(80);
  expect(models.sort()).toEqual(rows.map((row) => String(row.line)).sort());
  await database.drop();
});
