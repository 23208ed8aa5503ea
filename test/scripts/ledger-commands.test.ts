/** `npm run ledger:checkpoint` and `npm run ledger:verify` as processes, on a database with its three roles. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { fillPlan } from "../support/filled-plan.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { forge, rehash } from "../support/forge.js";
import { bundle } from "../support/small-bundle.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "duban-commands-"));
let database: TestDatabase;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await freshDatabase();
  const { databaseUrl, databaseReaderUrl } = await database.roles();
  // As an auditor has it: no owner's address.
  env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    DATABASE_READER_URL: databaseReaderUrl,
    DUBAN_STATE_DIR: folder,
  };
  await fillPlan(database.pool, bundle, "2021-05-31", { id: "played" });
  await forge(database.pool, "UPDATE ledger SET recorded_at = now() - interval '1 hour'");
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (script: string, ...args: string[]): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    const command = [RUN, path.join(ROOT, "scripts", script), ...args];
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, out, told) =>
      resolve({ code: error ? Number(error.code) : 0, out: `${out}${told}`.trim() }),
    );
  });

it("sign, keep and check what the ledger is, and find what was done to it by the owner", async () => {
  expect((await run("ledger-verify.ts")).out).toContain("there are no checkpoints that this database keeps yet");
  const made = await run("ledger-checkpoint.ts");
  expect(made).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^checkpoint 1, hash [0-9a-f]{64}, in .*jsonl; public key/),
  });
  const key = (await run("ledger-checkpoint.ts", "--public-key")).out;
  expect(made.out).toContain(key);
  const file = path.join(folder, "checkpoints.jsonl");
  const held = await run("ledger-verify.ts", "--checkpoint", file, "--key", key);
  expect(held.out).toMatch(/^ok played: \d+ rows in 3 streams/m);
  expect(held.out).toMatch(/^ok checkpoints that this database keeps: 1 \(1 to 1/m);
  expect(held.out).toContain(`ok checkpoints of ${file}: 1 (1 to 1`);
  expect(held.code).toBe(0);

  await forge(
    database.pool,
    "UPDATE ledger SET cause = 'other' WHERE stream = 'task/2' AND seq = 2",
    "DELETE FROM ledger_checkpoint",
  );
  await rehash(database.pool, "played", "task/2");
  expect(await run("ledger-verify.ts")).toMatchObject({ code: 0 });
  const found = await run("ledger-verify.ts", "--checkpoint", file, "--key", key);
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/^BROKEN plan played, stream task\/2: row \d+ is not the one that checkpoint 1 of/m);
  expect(found.out).toMatch(/^BROKEN 1 checkpoints are not in this database's table/m);
}, 120_000);

it("say what is wrong with a file, a key or a plan, in words", async () => {
  const file = path.join(folder, "letter.txt");
  writeFileSync(file, "Dear office\n");
  expect(await run("ledger-verify.ts", "--checkpoint", file)).toEqual({
    code: 1,
    out: "line 1 is no JSON: a checkpoint is one line as the file or the mail has it",
  });
  expect((await run("ledger-verify.ts", "--checkpoint", path.join(folder, "none"))).out).toMatch(/none can't be read/);
  expect((await run("ledger-verify.ts", "--key", "abc")).out).toMatch(/^abc is no Ed25519 public key/);
  expect((await run("ledger-verify.ts", "--plan", "other")).out).toBe("there is no plan other; there are: played");
  expect(readFileSync(path.join(folder, "checkpoint-key.pem"), "utf8")).toContain("BEGIN PRIVATE KEY");
}, 120_000);
