/** PostgreSQL and Temporal one by one: crashes, two starts at once, what is idempotent. */
import { request } from "node:http";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, dropDatabase, startPostgres, type PostgresHandle } from "../../embedded/postgres.js";
import { CLI_VERSION, pinnedVersion } from "../../embedded/temporal-cli.js";
import { ensureSearchAttributes, startTemporal, type TemporalHandle } from "../../embedded/temporal.js";
import { until } from "../../embedded/wait.js";
import { temporaryFolder } from "./support.js";

describe("PostgreSQL", () => {
  const dataDir = join(temporaryFolder(), "postgres");
  let server: PostgresHandle;
  let second: PromiseSettledResult<PostgresHandle>;

  beforeAll(async () => {
    const both = await Promise.allSettled([
      startPostgres({ dataDir, durable: false }),
      startPostgres({ dataDir, durable: false }),
    ]);
    const first = both.find((result) => result.status === "fulfilled");
    if (!first) throw (both[0] as PromiseRejectedResult).reason;
    server = first.value;
    second = both.find((result) => result !== first) as PromiseSettledResult<PostgresHandle>;
  });
  afterAll(() => server.stop());

  it("starts once when two first starts come at once", () => {
    expect(second).toMatchObject({ status: "rejected" });
    expect(String((second as PromiseRejectedResult).reason)).toContain(`held by process ${process.pid}`);
    expect(server.firstStart).toBe(true);
    expect(server.version).toMatch(/^18\./);
  });

  it("makes and drops databases, each as often as asked", async () => {
    const url = await createDatabase(server.url, 'some "name"');
    expect(await createDatabase(server.url, 'some "name"')).toBe(url);
    await dropDatabase(server.url, 'some "name"');
    await dropDatabase(server.url, 'some "name"');
  });

  it("comes back on the same port after a kill -9", async () => {
    const { port } = server;
    const before = server.pid();
    process.kill(before, "SIGKILL");
    await until("PostgreSQL is back", () => Promise.resolve(server.restarts() > 0 || undefined), { timeoutMs: 15_000 });
    expect(server.pid()).not.toBe(before);
    expect(new URL(await createDatabase(server.url, "after")).port).toBe(String(port));
  });
});

describe("Temporal", () => {
  let server: TemporalHandle;
  let connection: Connection;

  beforeAll(async () => {
    server = await startTemporal({ stateDir: temporaryFolder(), ui: true });
    connection = await Connection.connect({ address: server.address });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  it("keeps closed workflows for months", async () => {
    const { config } = await connection.workflowService.describeNamespace({ namespace: server.namespace });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(90 * 24 * 60 * 60);
  });

  it("registers search attributes as often as asked and refuses another type", async () => {
    const attributes = { DubanA: "Keyword", DubanB: "Datetime" } as const;
    await Promise.all([
      ensureSearchAttributes(connection, server.namespace, attributes),
      ensureSearchAttributes(connection, server.namespace, attributes),
    ]);
    await ensureSearchAttributes(connection, server.namespace, { ...attributes, DubanC: "Int" });
    await expect(ensureSearchAttributes(connection, server.namespace, { DubanA: "Int" })).rejects.toThrow(
      /DubanA exists .* as Keyword, needed as Int/,
    );
  });

  it("comes back on the same address after a kill -9", async () => {
    process.kill(server.pid(), "SIGKILL");
    await until("Temporal is back", () => Promise.resolve(server.restarts() > 0 || undefined), { timeoutMs: 15_000 });
    const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: server.namespace });
    expect(namespaceInfo?.name).toBe("duban");
  });

  /** As a page could ask for it, whose name was made to point here. */
  const ask = (
    url: string,
    headers: Record<string, string>,
    method = "GET",
  ): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const asked = request(url, { method, headers }, (answer) => {
        let body = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => void (body += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
      });
      asked.on("error", reject);
      asked.end(
        method === "POST" ? '{"visibilityQuery":"WorkflowType=\\"nope\\"","terminationOperation":{}}' : undefined,
      );
    });

  it("shows its pages on this machine, and to no other site's page", async () => {
    const url = server.uiUrl ?? "";
    const histories = `${url}/api/v1/namespaces/duban/workflows`;
    // Its page server was up before the server itself, and asks that again after a second.
    await until("the pages answer", async () => (await ask(histories, {})).status === 200 || undefined, {
      timeoutMs: 15_000,
    });
    expect(
      (await ask(`${url}/namespaces`, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).status,
    ).toBe(200);
    for (const headers of [
      { host: "evil.example" },
      { host: `evil.example:${new URL(url).port}` },
      { host: "127.0.0.1.evil.example" },
    ])
      expect((await ask(histories, headers)).status).toBe(421);
    expect((await ask(histories, { origin: "http://evil.example" })).status).toBe(403);
    expect((await ask(histories, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).status).toBe(403);
  });

  it("answers nobody over HTTP, whatever the name and the content type", async () => {
    const job = `${server.httpUrl}/api/v1/namespaces/duban/batch-operations/job-1`;
    const plain = { "content-type": "text/plain", origin: "http://evil.example" };
    const own = new URL(server.httpUrl).host;
    for (const host of [own, "localhost", "evil.example"]) {
      expect(await ask(job, { ...plain, host }, "POST")).toEqual({
        status: 403,
        body: expect.stringContaining("Host not allowed"),
      });
      expect((await ask(`${server.httpUrl}/api/v1/namespaces/duban/workflows`, { host })).status).toBe(403);
    }
  });

  it("has no pages unless they are asked for", async () => {
    const plain = await startTemporal({ stateDir: temporaryFolder() });
    try {
      expect(plain.uiUrl).toBeUndefined();
    } finally {
      await plain.stop();
    }
  });

  it("is the version that tools/temporal pins", () => {
    expect(pinnedVersion()).toBe(CLI_VERSION);
  });
});
