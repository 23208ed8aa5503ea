/** A database that goes away in the middle: each request says so, and all is well by itself once it is back. */
import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { databaseAway } from "../../../prisma/database/away.js";
import { openPool, type Pool } from "../../../prisma/database/pool.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import type { Recorder } from "../../support/recorder.js";
import { command } from "../../support/small-plan.js";
import { follow } from "../events.js";
import { actors, type Api, playStory, serve } from "../support.js";

/** The way to the database: cut, and opened again on the same port. */
class Line {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  port = 0;

  constructor(private readonly target: URL) {}

  async open(): Promise<void> {
    this.server = createServer((near) => {
      const far = connect(Number(this.target.port), this.target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one);
        one.on("error", () => one.destroy());
        one.on("close", () => {
          this.sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, "127.0.0.1", resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    const closed = new Promise((resolve) => this.server?.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}

let database: TestDatabase;
let recorder: Recorder;
let line: Line;
let pool: Pool;
let api: Api;
beforeAll(async () => {
  database = await freshDatabase();
  recorder = await playStory(database.pool);
  const url = new URL(database.url);
  line = new Line(new URL(database.url));
  await line.open();
  url.host = `127.0.0.1:${line.port}`;
  pool = openPool(url.href, { size: 5 });
  api = await serve(pool);
});
afterAll(async () => {
  await api.close();
  await pool.end();
  await line.cut();
  await database.drop();
});

const PATHS = [
  "",
  "/lights",
  "/lights?on=2021-07-01",
  "/items",
  "/feed",
  "/notices",
  "/letters",
  "/alarms",
  "/clock",
  "/posts",
];
const statuses = (): Promise<number[]> =>
  Promise.all(PATHS.map(async (path) => (await api.get(`/api/v1/plans/story${path}`)).status));

it("is said by every request, also by those under way, and is over when it is over", async () => {
  const reader = await follow(`${api.base}/api/v1/plans/story/feed/stream`);
  expect((await reader.next()).data).toEqual({ hears: true });
  expect(await statuses()).toEqual(PATHS.map(() => 200));

  const underWay = PATHS.map((path) => api.get(`/api/v1/plans/story${path}`));
  await line.cut();
  for (const response of await Promise.all(underWay)) expect([200, 503]).toContain(response.status);
  expect((await reader.next()).data).toEqual({ hears: false });
  expect(await statuses()).toEqual(PATHS.map(() => 503));
  expect(await api.problem("/api/v1/plans")).toMatchObject({ code: "databaseAway", part: "database" });
  expect(await api.problem("/api/v1/plans/story/feed/stream")).toMatchObject({ code: "databaseAway" });
  expect(await (await api.get("/metrics")).text()).toContain("duban_database_up 0");
  expect((await api.get("/healthz")).status).toBe(200);
  // Something happens that nobody here can hear of.
  await recorder.act("task/2", recorder.at("2021-09-16", "08:00"), command("annotate", actors.unit, "works/v2"));

  await line.open();
  expect(await statuses()).toEqual(PATHS.map(() => 200));
  const after = [await reader.next(), await reader.next()];
  expect(after.map(({ event }) => event).toSorted()).toEqual(["hearing", "row"]);
  expect(after.find(({ event }) => event === "row")?.data).toMatchObject({ type: "annotated" });
  reader.close();
});

it("is told from a statement that is wrong", async () => {
  const wrong = await database.pool.query("SELECT nothing").catch((error: unknown) => error);
  const late = await database.pool
    .query("SET statement_timeout = 1; SELECT pg_sleep(1)")
    .catch((error: unknown) => error);
  expect([databaseAway(wrong), databaseAway(late), databaseAway(new Error("other")), databaseAway(null)]).toEqual([
    false,
    true,
    false,
    false,
  ]);
});
