/** scripts/setup.mjs in a project of its own, with an npm that only counts its runs. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const SETUP = fileURLToPath(new URL("../../scripts/setup.mjs", import.meta.url));
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "duban-setup-"));
  mkdirSync(join(project, "scripts"));
  cpSync(SETUP, join(project, "scripts/setup.mjs"));
  writeFileSync(join(project, "package-lock.json"), "{}");
  fakeNpm(`setTimeout(() => fs.mkdirSync('node_modules/prisma/build', { recursive: true }), 300);`);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function fakeNpm(then: string): void {
  const text = `const fs = require('fs'); fs.appendFileSync('npm-runs', process.argv.slice(2).join(' ') + '\\n'); console.log('npm said this'); ${then}`;
  writeFileSync(join(project, "npm-cli.js"), text);
}

function setup(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { ...process.env, npm_execpath: join(project, "npm-cli.js") };
  const child = spawn(process.execPath, ["scripts/setup.mjs", ...args], {
    cwd: project,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

const npmRuns = (): number => readFileSync(join(project, "npm-runs"), "utf8").trim().split("\n").length;

it("installs once for two at once, then has nothing to do", async () => {
  const both = await Promise.all([setup(), setup()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(npmRuns()).toBe(1);
  expect(both.map(({ output }) => output).join("")).not.toContain("npm said this");
  const third = await setup();
  expect(third.output).toMatch(/^setup: up to date \(\d\.\d s\)\n$/);
  expect((await setup("--quiet")).output).toBe("");
  expect(npmRuns()).toBe(1);
});

it("installs again when the lock file changed", async () => {
  await setup();
  writeFileSync(join(project, "package-lock.json"), "{ }");
  await setup();
  expect(npmRuns()).toBe(2);
});

it("shows what npm said when it failed, and tries again next time", async () => {
  fakeNpm("process.exit(3);");
  const { code, output } = await setup();
  expect(code).toBe(1);
  expect(output).toMatch(/npm said this[^]*setup: npm ci failed \(code 3\)/);
  await setup();
  expect(npmRuns()).toBe(2);
});

it("generates the database client when its schema changed", async () => {
  const generator = `const fs = require('fs'); fs.mkdirSync('prisma/generated', { recursive: true }); fs.appendFileSync('generated', process.env.PRISMA_SCHEMA_ENGINE_BINARY + '\\n');`;
  fakeNpm(
    `fs.mkdirSync('node_modules/prisma/build', { recursive: true }); fs.writeFileSync('node_modules/prisma/build/index.js', ${JSON.stringify(generator)});`,
  );
  mkdirSync(join(project, "prisma"));
  writeFileSync(join(project, "prisma/schema.prisma"), "one");
  const runs = (): number => readFileSync(join(project, "generated"), "utf8").trim().split("\n").length;
  expect((await setup()).output).toMatch(/npm ci \d+\.\d s, prisma generate \d+\.\d s\n$/);
  await setup();
  expect(runs()).toBe(1);
  writeFileSync(join(project, "prisma/schema.prisma"), "two");
  await setup();
  rmSync(join(project, "prisma/generated"), { recursive: true });
  await setup();
  expect(runs()).toBe(3);
  expect(npmRuns()).toBe(1);
});

it("takes over the lock of a set-up that was killed", async () => {
  mkdirSync(join(project, ".duban"));
  writeFileSync(join(project, ".duban/setup.lock"), "4194304"); // above Linux's highest pid
  expect((await setup()).code).toBe(0);
  expect(existsSync(join(project, ".duban/setup.lock"))).toBe(false);
});
