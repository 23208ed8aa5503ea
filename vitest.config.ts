import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Reporters are chosen on the command line (scripts/test.mjs). */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Half of the time a file waits for its servers: one file fewer than there are cores, as by default, leaves them idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    globalSetup: ["test/support/global-setup.ts"],
    // Tests, and the workers that they start, sign and check commands by one key.
    env: { DUBAN_COMMAND_KEY: "the command key of the tests: of no use elsewhere" },
    // What a browser shows comes when it comes, on a machine that runs other tests beside it.
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
