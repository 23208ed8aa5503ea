/** One PostgreSQL and one Temporal for the whole test run, in a folder that goes with it. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, startPostgres } from "../../embedded/postgres.js";
import { startTemporal } from "../../embedded/temporal.js";

type Stop = () => Promise<void>;

const NAMESPACE = "duban-test";

/**
 * Sets DUBAN_TEST_DATABASE_URL (as superuser: tests make databases of their own beside it),
 * DUBAN_TEST_TEMPORAL_ADDRESS and DUBAN_TEST_TEMPORAL_NAMESPACE. Where they are set already,
 * those servers are used and nothing is started.
 */
export default async function setup(): Promise<Stop> {
  const folder = mkdtempSync(join(tmpdir(), "duban-test-"));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user who must get in
  const stops: Stop[] = [];
  const outcomes = await Promise.allSettled([
    database(join(folder, "postgres"), stops),
    temporal(join(folder, "temporal"), stops),
  ]);
  const stop: Stop = async () => {
    const stopped = await Promise.allSettled(stops.map((each) => each()));
    rmSync(folder, { recursive: true, force: true });
    throwFirst(stopped, "the test servers did not stop");
  };
  const failed = outcomes.filter((outcome) => outcome.status === "rejected");
  if (failed.length > 0) {
    await stop();
    throwFirst(failed, "the tests need PostgreSQL and Temporal");
  }
  return stop;
}

async function database(dataDir: string, stops: Stop[]): Promise<void> {
  if (process.env["DUBAN_TEST_DATABASE_URL"]) return;
  const server = await startPostgres({ dataDir, durable: false, log: say });
  stops.push(() => server.stop());
  process.env["DUBAN_TEST_DATABASE_URL"] = await createDatabase(server.url, "duban_test");
}

async function temporal(stateDir: string, stops: Stop[]): Promise<void> {
  if (process.env["DUBAN_TEST_TEMPORAL_ADDRESS"]) {
    process.env["DUBAN_TEST_TEMPORAL_NAMESPACE"] ??= "default";
    return;
  }
  const server = await startTemporal({ stateDir, namespace: NAMESPACE, log: say });
  stops.push(() => server.stop());
  process.env["DUBAN_TEST_TEMPORAL_ADDRESS"] = server.address;
  process.env["DUBAN_TEST_TEMPORAL_NAMESPACE"] = server.namespace;
}

function say(line: string): void {
  process.stdout.write(`test servers: ${line}\n`);
}

function throwFirst(outcomes: PromiseSettledResult<unknown>[], what: string): void {
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as Error] : []));
  if (reasons.length === 0) return;
  throw new Error(`${what}:\n${reasons.map((reason) => reason.message).join("\n")}`, { cause: reasons[0] });
}
