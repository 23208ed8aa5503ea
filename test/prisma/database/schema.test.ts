/** The hand-written migrations and Prisma's view of them agree, column by column. */
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { clientOf } from "../../../prisma/database/client.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { freshDatabase } from "../../support/database.js";
import { bundle } from "../../support/small-bundle.js";

/** `table.column type null?` of every model. */
async function modelled(): Promise<string[]> {
  const schema = await readFile(new URL("../../../prisma/schema.prisma", import.meta.url), "utf8");
  const types: Record<string, string> = {
    String: "text",
    Int: "integer",
    BigInt: "bigint",
    Json: "jsonb",
    Boolean: "boolean",
  };
  return [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)\n\}/gm)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1];
    return [...body.matchAll(/^ {2}(\w+) (\w+)(\?)?(.*)$/gm)].map(([, name, type = "", optional, rest = ""]) => {
      const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name;
      const kind = rest.includes("@db.Date")
        ? "date"
        : rest.includes("@db.Timestamptz")
          ? "timestamp with time zone"
          : types[type];
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

it("reads through Prisma's client on the stores' pool", async () => {
  const database = await freshDatabase();
  await createPlan(
    database.pool,
    { id: "p", slug: "p", title: "方案", mode: "rehearsal", scenario: null, seed: 3, openedAt: 1_618_185_600_000 },
    bundle,
  );
  const prisma = clientOf(database.pool);
  expect(await prisma.plan.findUnique({ where: { id: "p" } })).toMatchObject({
    title: "方案",
    seed: 3,
    openedAt: 1_618_185_600_000n,
  });
  expect(await prisma.planDocument.count({ where: { planId: "p" } })).toBe(4);
  expect(
    await Promise.all([
      prisma.ledger.findFirst(),
      prisma.item.findFirst(),
      prisma.notice.findFirst(),
      prisma.letter.findFirst(),
      prisma.alarm.findFirst(),
      prisma.message.findFirst(),
      prisma.request.findFirst(),
      prisma.stream.findFirst(),
    ]),
  ).toEqual(Array(8).fill(null));
  expect(clientOf(database.pool)).toBe(prisma);
  await database.drop();
});

it("groups notices from before there were letters as new ones are", async () => {
  const database = await freshDatabase();
  const apply = async (name: string): Promise<void> => {
    await database.pool.query(
      await readFile(new URL(`../../../prisma/migrations/${name}/migration.sql`, import.meta.url), "utf8"),
    );
  };
  await database.pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await apply("20261124000000_init");
  await database.pool.query(`
    INSERT INTO plan (id, slug, title, mode, opened_at) VALUES ('p', 'p', 'p', 'rehearsal', 0);
    INSERT INTO stream (plan_id, name, seq) VALUES ('p', 's', 1);
    INSERT INTO ledger (plan_id, stream, seq, type, at, cause, cause_no, payload, prev_hash, hash) VALUES ('p', 's', 1, 't', 5, 'cmd/k', 0, '{}', '', 'h');
    INSERT INTO notice (plan_id, stream, seq, no, instrument, delivery, role, addressed_post, post, person, at, plan_day, facts) VALUES
      ('p', 's', 1, 0, 'urge', 'batched', 'to', 'a', 'a', 'x', 5, '2021-05-01', '{}'), ('p', 's', 1, 1, 'urge', 'immediate', 'to', 'a', 'a', NULL, 5, '2021-05-01', '{}'),
      ('p', 's', 1, 2, 'supervise', 'draft', 'to', 'a', 'a', 'x', 5, '2021-05-01', '{}')`);
  await apply("20261124100000_letters");
  const { rows } = await database.pool.query("SELECT close_at, group_key FROM notice ORDER BY no");
  expect(rows.map((row) => [row.close_at, row.group_key])).toEqual([
    [5, "b|x|urge|2021-05-01"],
    [5, "i|post:a|urge|cmd/k"],
    [5, "d|a|supervise|2021-05-01"],
  ]);
  await database.drop();
});
