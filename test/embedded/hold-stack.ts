/** Child of stack.test.ts: node --import tsx hold-stack.ts FOLDER — holds a stack until told to stop. */
import { onStopSignal } from "../../embedded/child.js";
import { silentProgress } from "../../embedded/progress.js";
import { AlreadyRunning, startStack } from "../../embedded/stack.js";

const stateDir = process.argv[2];
if (!stateDir) throw new Error("usage: hold-stack.ts FOLDER");
try {
  const stack = await startStack({ stateDir, progress: silentProgress, only: ["postgres", "temporal"], ports: "os" });
  onStopSignal(() => stack.stop());
  setInterval(() => undefined, 60_000); // the parts alone do not keep us here
  tell({
    state: "ready",
    databaseUrl: stack.databaseOwnerUrl,
    temporalAddress: stack.temporal.address,
    pids: stack.pids(),
  });
} catch (error) {
  tell({ state: error instanceof AlreadyRunning ? "refused" : "failed", message: (error as Error).message });
  process.exitCode = 1;
}

function tell(what: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
