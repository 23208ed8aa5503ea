/** Workers hold a lock in common that a rebuild takes alone: either waits for, or is refused by, the other. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../../embedded/wait.js";
import { haveAlone, serve, StillServed } from "../../../prisma/database/serving-lock.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.drop());

const silent = (): void => undefined;
const refused = (): Promise<true | undefined> =>
  haveAlone(database.url).then(
    async (alone) => {
      await alone.release();
      return undefined;
    },
    (error: unknown) => (error instanceof StillServed ? true : undefined),
  );

describe("the lock of those who write", () => {
  it("is held by several at once, who are named to a rebuild", async () => {
    const one = await serve(database.url, "duban worker 1 on here", silent);
    const two = await serve(database.url, "duban worker 2 on there", silent);
    await expect(haveAlone(database.url)).rejects.toThrow(
      /written to by duban worker 1 on here .*since .*, duban worker 2 on there .*: stop every worker first/,
    );
    await one.release();
    await expect(haveAlone(database.url)).rejects.toThrow(/by duban worker 2 on there/);
    await two.release();
    await (await haveAlone(database.url)).release();
  });

  it("is waited for while a rebuild has it", async () => {
    const alone = await haveAlone(database.url);
    const told: string[] = [];
    let held = false;
    const serving = serve(database.url, "duban worker 3 on here", (problem) => told.push(problem)).then((it) => {
      held = true;
      return it;
    });
    await until("it says that it waits", () => Promise.resolve(told.length > 0 || undefined), { timeoutMs: 5_000 });
    expect(told).toEqual(["a rebuild of this database is under way: waiting for its end"]);
    expect(held).toBe(false);
    await alone.release();
    await (await serving).release();
  });

  it("is taken again after its connection was lost", async () => {
    const serving = await serve(database.url, "duban worker 4 on here", silent);
    const cut =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'duban worker 4 on here'";
    expect((await database.pool.query(cut)).rowCount).toBe(1);
    await until("it is held again", refused, { timeoutMs: 10_000 });
    await serving.release();
    await (await haveAlone(database.url)).release();
  });

  it("does not keep a worker from starting while the database is away", async () => {
    const serving = await serve("postgresql://nobody@127.0.0.1:9/none", "duban worker 5 on here", silent);
    await serving.release();
  });
});
