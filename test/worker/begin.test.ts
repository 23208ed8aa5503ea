/** A worker that Temporal does not let begin says why in one line. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import { expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";

async function begin(env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  const worker = spawn(process.execPath, [RUN, "worker/main.ts"], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...process.env, DATABASE_URL: "postgresql://d@127.0.0.1:9/d", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said, [code]] = await Promise.all([text(worker.stderr), once(worker, "exit") as Promise<[number]>]);
  return { code, said };
}

it("nothing listens there", async () => {
  const { code, said } = await begin({ TEMPORAL_ADDRESS: "127.0.0.1:9" });
  expect(said).toMatch(/^the worker can't begin at TEMPORAL_ADDRESS 127\.0\.0\.1:9, .*: Connection refused\. .*\n$/);
  expect(code).toBe(1);
});

it("no such namespace", async () => {
  const { code, said } = await begin({
    TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"],
    TEMPORAL_NAMESPACE: "nowhere",
  });
  expect(said).toMatch(/^the worker can't begin .*TEMPORAL_NAMESPACE nowhere: Namespace nowhere is not found\. .*\n$/);
  expect(code).toBe(1);
});
