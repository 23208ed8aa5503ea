/** The product's code as its processes run it: compiled once, of the sources as they stand, with faults told at the source's lines. */
import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../scripts/cli.js";

const run = promisify(execFile);
const project = mkdtempSync(path.join(tmpdir(), "duban-compiled-"));
const file = (...names: string[]): string => path.join(project, ...names);

const MAIN = `import { readFileSync } from "node:fs";
import { type Word, say } from "./say.js";

const beside: Word = readFileSync(new URL("./beside.txt", import.meta.url), "utf8");
console.log(say(beside));
`;
/** Its fault is on line 4. */
const SAY = `export type Word = string;

export function say(word: Word): string {
  if (process.argv[2] === "fail") throw new Error("as asked");
  return "1 " + word;
}
`;

/** A project of its own, with this one's compiling and the modules that it takes. */
beforeAll(() => {
  for (const folder of ["embedded", "part", "test", "node_modules"]) mkdirSync(file(folder));
  for (const name of ["esbuild", "@esbuild", "tsx"])
    cpSync(path.join(ROOT, "node_modules", name), file("node_modules", name), { recursive: true });
  cpSync(path.join(ROOT, "embedded", "compiled.ts"), file("embedded", "compiled.ts"));
  writeFileSync(file("package.json"), '{"type":"module"}');
  writeFileSync(
    file("ask.ts"),
    'import { argumentsToRun } from "./embedded/compiled.js";\nconsole.log(JSON.stringify(await argumentsToRun(process.argv[2] ?? "")));\n',
  );
  writeFileSync(file("part", "main.ts"), MAIN);
  writeFileSync(file("part", "say.ts"), SAY);
  writeFileSync(file("part", "beside.txt"), "here");
  writeFileSync(file("test", "child.ts"), 'const word: string = "a test\'s";\nconsole.log(word);\n');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

async function asked(entry: string, user: { readonly uid?: number } = {}): Promise<string[]> {
  const options = { cwd: project, ...user };
  const { stdout } = await run(process.execPath, ["--import", "tsx", file("ask.ts"), entry], options);
  return JSON.parse(stdout) as string[];
}
const output = async (args: readonly string[]): Promise<string> =>
  (await run(process.execPath, [...args], { cwd: project })).stdout.trim();
const kept = (): string[] => readdirSync(file("node_modules", ".cache", "duban")).sort();

test("processes that begin at once run the same code, compiled without a compiler in them", async () => {
  const [one, two] = await Promise.all([asked("part/main.ts"), asked(file("part", "main.ts"))]);
  expect(two).toEqual(one);
  expect(kept()).toHaveLength(1);
  expect(one.join(" ")).not.toContain("tsx");
  expect(await output(one)).toBe("1 here");
});

test("a fault is told at the source's line", async () => {
  const failed = output([...(await asked("part/main.ts")), "fail"]);
  await expect(failed).rejects.toThrow(/as asked[\s\S]*part\/say\.ts:4:/);
});

test("what was changed is compiled anew, and what nobody has run for a week is deleted", async () => {
  const before = await asked("part/main.ts");
  writeFileSync(file("part", "say.ts"), SAY.replace('"1 "', '"two "'));
  expect(await output(await asked("part/main.ts"))).toBe("two here");
  expect(await output(before)).toBe("1 here");

  const long = new Date(Date.now() - 8 * 86_400_000);
  const [first] = kept().filter((name) => before.join(" ").includes(name));
  utimesSync(file("node_modules", ".cache", "duban", first ?? ""), long, long);
  writeFileSync(file("part", "say.ts"), SAY.replace('"1 "', '"three "'));
  expect(await output(await asked("part/main.ts"))).toBe("three here");
  expect(kept()).not.toContain(first);
  expect(kept()).toHaveLength(2);
});

test("what is not the product's is compiled while it is loaded", async () => {
  const args = await asked("test/child.ts");
  expect(args).toContain("--import");
  expect(await output(args)).toBe("a test's");
});

/** Root may write everywhere: who may not is another user then. */
const ANOTHER = process.getuid?.() === 0 ? { uid: 65_534 } : {};

test("an installation that the process may not write to is run from what was compiled there before, else by tsx", async () => {
  const before = await asked("part/main.ts");
  const cache = file("node_modules", ".cache", "duban");
  chmodSync(project, 0o755);
  chmodSync(cache, 0o555);
  try {
    expect(await asked("part/main.ts", ANOTHER)).toEqual(before);
    writeFileSync(file("part", "say.ts"), SAY.replace('"1 "', '"four "'));
    const args = await asked("part/main.ts", ANOTHER);
    expect(args).toContain("--import");
    expect(await output(args)).toBe("four here");
  } finally {
    chmodSync(cache, 0o755);
  }
});
