import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createApp, type Part } from "../../api/app.js";

let server: Server | undefined;
afterEach(() => void server?.close());

async function serve(parts: readonly Part[]): Promise<string> {
  server = createApp({ version: "1.2.3", parts }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server?.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const well: Part = { name: "database", check: async () => {} };

it("tells its health and version", async () => {
  const base = await serve([well]);
  expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ ok: true });
  expect(await (await fetch(`${base}/version`)).json()).toMatchObject({ name: "duban", version: "1.2.3" });
});

it("names the part that is missing", async () => {
  const base = await serve([well, { name: "temporal", check: () => Promise.reject(new Error("connection refused")) }]);
  const response = await fetch(`${base}/readyz`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    ready: false,
    parts: [
      { name: "database", ok: true },
      { name: "temporal", ok: false, problem: "connection refused" },
    ],
  });
});

it("answers anything else with a problem", async () => {
  const response = await fetch(`${await serve([well])}/nowhere`);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ status: 404 });
});
