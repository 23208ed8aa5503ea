/** A database that goes away in the middle of a transaction is that transaction's error, and nobody else's. */
import { expect, it } from "vitest";
import { databaseAway } from "../../../prisma/database/away.js";
import { inTransaction } from "../../../prisma/database/pool.js";
import { freshDatabase } from "../../support/database.js";

it("a connection lost between two statements fails the transaction and leaves the process and the pool alone", async () => {
  const database = await freshDatabase();
  const { pool } = database;
  const lost = inTransaction(pool, async (connection) => {
    const { rows } = await connection.query("SELECT pg_backend_pid() AS pid");
    // Not events.once(), which would hear the error itself.
    const gone = new Promise<void>((resolve) => connection.once("end", resolve));
    await pool.query("SELECT pg_terminate_backend($1)", [rows[0].pid]);
    await gone;
    await connection.query("SELECT 1");
  });
  // Without a listener of its own the lost connection's error would be nobody's, and end the run.
  await expect(lost).rejects.toThrow();
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await database.drop();
});

it("the error of a server that ended is told from a wrong statement", () => {
  expect(databaseAway(new Error("Client has encountered a connection error and is not queryable"))).toBe(true);
  expect(databaseAway(new Error("syntax error"))).toBe(false);
});
