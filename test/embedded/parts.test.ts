/** PostgreSQL and Temporal one by one: crashes, two starts at once, what is idempotent. */
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
    server = await startTemporal({ stateDir: temporaryFolder() });
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

  it("is the version that tools/temporal pins", () => {
    expect(pinnedVersion()).toBe(CLI_VERSION);
  });
});
