/** Reads that are put together: one statement for those who ask together, and never what was read before somebody asked. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { batched } from "../../../prisma/database/batched.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";

let database: TestDatabase;
/** The keys of each statement that was sent. */
const sent: string[][] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query("CREATE TABLE shelf (key text PRIMARY KEY, value int)");
  await database.pool.query("INSERT INTO shelf VALUES ('a', 1), ('b', 2)");
});
afterAll(() => database.drop());

const read = () =>
  batched(async (keys) => {
    sent.push([...keys]);
    const { rows } = await database.pool.query<{ key: string; value: number }>(
      "SELECT key, value FROM shelf WHERE key = ANY($1)",
      [keys],
    );
    return new Map(rows.map(({ key, value }) => [key, value]));
  });

test("who asks together is answered from one statement, each with their own, and null for what there is not", async () => {
  sent.length = 0;
  const valueOf = read();
  expect(await Promise.all(["b", "a", "nothing", "b"].map(valueOf))).toEqual([2, 1, null, 2]);
  expect(sent).toEqual([["b", "a", "nothing"]]);
});

test("who asks later, also while a statement is under way, is answered from another one", async () => {
  sent.length = 0;
  const valueOf = read();
  const first = valueOf("a");
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(sent).toEqual([["a"]]);
  await database.pool.query("UPDATE shelf SET value = 10 WHERE key = 'a'");
  expect([1, 10]).toContain(await first);
  expect(await valueOf("a")).toBe(10);
  expect(sent).toEqual([["a"], ["a"]]);
});

test("more than a statement takes at once is read by several", async () => {
  sent.length = 0;
  const valueOf = read();
  const keys = Array.from({ length: 60 }, (_, no) => `k${no}`);
  expect(await Promise.all([...keys, "b"].map(valueOf))).toEqual([...keys.map(() => null), 2]);
  expect(sent.map((each) => each.length)).toEqual([25, 25, 11]);
});

test("what goes wrong is told to each who asked, and not to those who ask again", async () => {
  let away = true;
  const valueOf = batched(async (keys) => {
    await database.pool.query(away ? "SELECT nothing FROM nowhere" : "SELECT 1");
    return new Map(keys.map((key) => [key, key.length]));
  });
  const failed = await Promise.allSettled([valueOf("a"), valueOf("bc")]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  away = false;
  expect(await Promise.all([valueOf("a"), valueOf("bc")])).toEqual([1, 2]);
});
