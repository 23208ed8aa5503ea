/** Items by addresses without a slash in their ids: also behind a proxy that hands a path on decoded. */
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { API } from "../../../api/serving/route.js";
import { itemAddress, itemIdIn } from "../../../domain/items/item-address.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { type Api, playStory, serve } from "../support.js";

let database: TestDatabase;
let api: Api;
let proxy: Server;
let base: string;
beforeAll(async () => {
  database = await freshDatabase();
  await playStory(database.pool);
  api = await serve(database.pool);
  proxy = createServer((req, res) => {
    const { hostname, port } = new URL(api.base);
    const path = decodeURIComponent(req.url ?? "/");
    const on = request({ hostname, port, path, method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    on.on("error", () => res.writeHead(502).end());
    req.pipe(on);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => proxy.once("listening", resolve));
  base = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await api.close();
  await database.drop();
});

const status = async (of: string, path: string): Promise<number> =>
  (await fetch(`${of}${API}/plans/story/${path}`)).status;

it.each(["", "/ledger", "/light", "/evidence", "/actions"])("both forms are served: items/…%s", async (more) => {
  expect(await status(api.base, `items/works~v2${more}`)).toBe(200);
  expect(await status(api.base, `items/works%2Fv2${more}`)).toBe(200);
  expect(await status(base, `items/works~v2${more}`)).toBe(200);
  expect(await status(base, `items/works%2Fv2${more}`)).toBe(404);
});

it("are the same item, and nothing else is told to whoever asks for none", async () => {
  const ids = ["works~v2", "works%2Fv2"].map((id) => api.json<{ id: string }>(`${API}/plans/story/items/${id}`));
  expect((await Promise.all(ids)).map(({ id }) => id)).toEqual(["works/v2", "works/v2"]);
  const { detail } = (await (await fetch(`${api.base}${API}/plans/story/items/works~nowhere`)).json()) as {
    detail: string;
  };
  expect(detail).toContain("works/nowhere");
  expect(detail).not.toContain("%2F");
  expect(itemIdIn(itemAddress("t07-works-2021/v012"))).toBe("t07-works-2021/v012");
});

it("a search takes no notice of width, case and spaces", async () => {
  const found = async (q: string): Promise<number> =>
    (await api.json<{ rows: unknown[] }>(`${API}/plans/story/items?q=${encodeURIComponent(q)}`)).rows.length;
  const all = await found("works");
  expect(all).toBeGreaterThan(0);
  for (const q of ["ｗｏｒｋｓ", "WORKS", " works "]) expect(await found(q), q).toBe(all);
});
