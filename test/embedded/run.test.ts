/** The product's code as its processes run it: compiled once, of the sources as they stand, with faults told at the source's lines. */
import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../scripts/cli.js";

const project = mkdtempSync(path.join(tmpdir(), "duban-run-"));
const file = (...names: string[]): string => path.join(project, ...names);
const cache = file("node_modules", ".cache", "duban");
const kept = (): string[] => readdirSync(cache).sort();
const dayAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** Says what it was given, beside what lies in a file of its folder. */
const MAIN = `import { readFileSync } from "node:fs";
import path from "node:path";
import { type Word, say } from "./say.js";

const beside: Word = readFileSync(new URL("./beside.txt", import.meta.url), "utf8");
const given = process.argv.length - process.execArgv.length;
const isEntry = process.argv[1] === import.meta.filename && import.meta.dirname === path.dirname(import.meta.filename);
console.log(say(beside), given, isEntry, process.argv[1], process.argv[2] ?? "");
`;
/** Its fault is on line 4. */
const say = (word: string): string => `export type Word = string;

export function say(word: Word): string {
  if (process.argv[2] === "fail") throw new Error("as asked");
  return "${word} " + word;
}
`;

/** A project of its own, with this one's way to run files and the modules that it takes; tsx is put aside where it is not to be used. */
beforeAll(() => {
  for (const folder of ["embedded", "part", "test", "web/dist.1", "node_modules"])
    mkdirSync(file(folder), { recursive: true });
  for (const name of ["esbuild", "@esbuild", "tsx"])
    cpSync(path.join(ROOT, "node_modules", name), file("node_modules", name), { recursive: true });
  cpSync(path.join(ROOT, "embedded", "run.mjs"), file("embedded", "run.mjs"));
  writeFileSync(file("package.json"), '{"type":"module"}');
  writeFileSync(file("part", "main.ts"), MAIN);
  writeFileSync(file("part", "say.ts"), say("1"));
  writeFileSync(file("part", "beside.txt"), "here");
  writeFileSync(file("test", "child.ts"), 'const word: string = "a test\'s";\nconsole.log(word);\n');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface How {
  readonly uid?: number;
  readonly cwd?: string;
}
async function run(entry: string, args: readonly string[] = [], how: How = {}): Promise<string> {
  const options = { cwd: project, ...how };
  return (await promisify(execFile)(process.execPath, ["embedded/run.mjs", entry, ...args], options)).stdout.trim();
}

/** Fails wherever a process would compile what it loads. */
async function withoutTsx<T>(work: () => Promise<T>): Promise<T> {
  renameSync(file("node_modules", "tsx"), file("node_modules", "aside"));
  try {
    return await work();
  } finally {
    renameSync(file("node_modules", "aside"), file("node_modules", "tsx"));
  }
}

test("processes that begin at once run the same code, compiled without a compiler in them", async () => {
  const said = await withoutTsx(() => Promise.all([run("part/main.ts"), run(file("part", "main.ts"), ["more"])]));
  const main = file("part", "main.ts");
  expect(said).toEqual([`1 here 2 true ${main}`, `1 here 3 true ${main} more`]);
  expect(kept()).toHaveLength(1);
});

test("a fault is told at the source's line", async () => {
  await expect(run("part/main.ts", ["fail"])).rejects.toThrow(/as asked[\s\S]*part\/say\.ts:4:/);
});

test("a file that is not there is named, and so is how it is used", async () => {
  await expect(run("part/none.ts")).rejects.toMatchObject({
    code: 2,
    stderr: "there is no file part/none.ts: node embedded/run.mjs FILE [ARGUMENTS]\n",
  });
});

test("what comes and goes beside the sources is not asked for: a page that is built, a copied file's time", async () => {
  const before = kept();
  writeFileSync(file("web", "dist.1", "page.ts"), "");
  utimesSync(file("part", "say.ts"), dayAgo(1), dayAgo(1));
  await run("part/main.ts");
  expect(kept()).toEqual(before);
});

test("an installation that is reached by a link is the same one", async () => {
  const link = `${project}-link`;
  symlinkSync(project, link);
  try {
    expect(await withoutTsx(() => run(path.join(link, "part", "main.ts"), [], { cwd: link }))).toMatch(/^1 here/);
    expect(kept()).toHaveLength(1);
  } finally {
    rmSync(link);
  }
});

test("what was changed is compiled anew; what was last begun from is kept, and all of the last day", async () => {
  const [first = ""] = kept();
  for (let no = 1; no <= 9; no++) mkdirSync(path.join(cache, `old${no}`));
  for (let no = 1; no <= 9; no++) utimesSync(path.join(cache, `old${no}`), dayAgo(no), dayAgo(no));
  writeFileSync(file("part", "say.ts"), say("two"));
  expect(await run("part/main.ts")).toMatch(/^two here/);
  const left = kept();
  expect(left).toContain(first);
  expect(left.filter((name) => name.startsWith("old"))).toEqual(["old1", "old2", "old3", "old4", "old5", "old6"]);
  expect(left).toHaveLength(8);

  for (const name of left) utimesSync(path.join(cache, name), new Date(), new Date());
  writeFileSync(file("part", "say.ts"), say("three"));
  expect(await run("part/main.ts")).toMatch(/^three here/);
  expect(kept()).toHaveLength(9);
});

test("what is not the product's is compiled while it is loaded", async () => {
  expect(await run("test/child.ts")).toBe("a test's");
});

/** Root may write everywhere: who may not is another user then. */
const ANOTHER = process.getuid?.() === 0 ? { uid: 65_534 } : {};

test("an installation that the process may not write to is run from what was compiled there before, else by tsx", async () => {
  chmodSync(project, 0o755);
  chmodSync(cache, 0o555);
  // Secrets, say, that lie within the installation.
  mkdirSync(file("closed"));
  chmodSync(file("closed"), 0o000);
  try {
    expect(await withoutTsx(() => run("part/main.ts", [], ANOTHER))).toMatch(/^three here/);
    writeFileSync(file("part", "say.ts"), say("four"));
    const before = kept();
    expect(await run("part/main.ts", [], ANOTHER)).toMatch(/^four here/);
    expect(kept()).toEqual(before);
  } finally {
    chmodSync(cache, 0o755);
    chmodSync(file("closed"), 0o755);
  }
});
