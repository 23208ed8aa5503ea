/** Every npm command says how it is used, and takes no option that it does not know: before it does anything. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { commandOptions, HelpAsked, UserError } from "../../scripts/options.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { scripts: Record<string, string> };

/** The commands of this repository's own; typecheck and format are their tools'. */
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) => {
  const file = /(?:node|embedded\/run\.mjs|tsx) (\S+\.(?:ts|mjs))$/.exec(line)?.[1];
  return name.startsWith("pre") || file === undefined ? [] : [{ name, file }];
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** One that loads what belongs to the tests. */
const COMPILED_WHILE_LOADED = new Set(["scripts/documents-pages.ts"]);

function launcher(file: string): string[] {
  if (file.endsWith(".mjs")) return [];
  return COMPILED_WHILE_LOADED.has(file) ? ["--import", "tsx"] : [RUN];
}

const run = (file: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    // Whatever it would begin with has nowhere to go.
    const env = { ...process.env, DATABASE_URL: "", TEMPORAL_ADDRESS: "", SMTP_URL: "" };
    const options = { cwd: ROOT, env, timeout: 60_000 };
    execFile(process.execPath, [...launcher(file), file, ...args], options, (error, out, errors) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, errors }),
    );
  });

it("covers the commands that there are", () => {
  expect(COMMANDS.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "start",
      "rehearse",
      "plan:check",
      "plan:open",
      "ledger:verify",
      "letters",
      "chaos",
      "bench",
    ]),
  );
});

describe.each(COMMANDS)("npm run $name", ({ name, file }) => {
  it("says with --help how it is used", async () => {
    const { code, out, errors } = await run(file, "--help");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(out).toMatch(new RegExp(`^npm (run (-s )?)?${name}\\b`));
  }, 90_000);
});

// What follows npm test is vitest's.
describe.each(COMMANDS.filter(({ name }) => name !== "test"))("npm run $name", ({ file }) => {
  it("names an option that it does not know, and those that it does", async () => {
    const { code, out, errors } = await run(file, "--nonsense");
    expect(code).toBeGreaterThan(0);
    expect(out).toBe("");
    expect(errors).toMatch(/^(setup: )?there is no option --nonsense; there are: (--[a-z-]+, )*--help/);
  }, 90_000);
});

describe("options", () => {
  const config = { options: { plan: { type: "string" }, live: { type: "boolean" } }, allowPositionals: true } as const;
  const of = (...args: string[]) => commandOptions("npm run x", config, args);

  it("are taken as they are known", () => {
    expect(of("--plan", "p", "--live", "folder")).toMatchObject({
      values: { plan: "p", live: true },
      positionals: ["folder"],
    });
  });

  it("are refused by name, with what is known and the usage", () => {
    expect(() => of("--plam", "p", "-x")).toThrow(
      new UserError("there is no option --plam, -x; there are: --plan, --live, --help\n\nnpm run x"),
    );
    expect(() => of("--plan")).toThrow(/argument missing[\s\S]*npm run x/);
    expect(() => commandOptions("npm run x", {}, ["word"])).toThrow(/word[\s\S]*npm run x/);
  });

  it("give way to help, wherever it is asked for; behind -- it is a word", () => {
    for (const asked of ["--help", "-h"]) expect(() => of("--plam", asked)).toThrow(HelpAsked);
    expect(of("--", "--help").positionals).toEqual(["--help"]);
  });
});
