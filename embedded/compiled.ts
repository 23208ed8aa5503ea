/**
 * The product's TypeScript as its own processes run it: compiled once, file by file, and kept. A process that compiles what it loads
 * (tsx) has a second thread and every source's map in memory: 100 MB more, and two seconds of a core at each start (decision 0174).
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PROJECT = fileURLToPath(new URL("../", import.meta.url));
const KEPT_IN = path.join(PROJECT, "node_modules", ".cache", "duban");
/** Changed whenever the same sources are to be compiled otherwise. */
const FORM = "1";
/** What no process of the product loads, above all folders that come and go: of `web` a page's build is made beside the last one. */
const LEFT_OUT = /^(node_modules|test|web\/.+|reports|coverage|backup)$/;
/** Compiled code that no process has begun from for this long is deleted (milliseconds). */
const KEPT_FOR = 7 * 86_400_000;

interface Source {
  /** From the project's folder. */
  readonly name: string;
  /** Size and time of its last change. */
  readonly version: string;
}

/**
 * What Node is to be given to run a TypeScript file of the project in a process of its own. Files that are not the product's, and all of
 * them where nothing can be kept beside the modules (a read-only installation), are compiled by tsx while they are loaded.
 */
export async function argumentsToRun(entry: string): Promise<string[]> {
  const name = path.relative(PROJECT, path.resolve(PROJECT, entry)).replaceAll(path.sep, "/");
  const sources = await sourcesIn("");
  const folder = sources.some((source) => source.name === name) ? await compiled(sources) : null;
  if (folder === null) return ["--import", import.meta.resolve("tsx"), entry];
  return ["--enable-source-maps", path.join(folder, name.replace(/\.ts$/, ".js"))];
}

async function sourcesIn(folder: string): Promise<Source[]> {
  const entries = await readdir(path.join(PROJECT, folder), { withFileTypes: true });
  const found = entries.map(async (entry): Promise<Source[]> => {
    const name = path.posix.join(folder, entry.name);
    if (entry.name.startsWith(".")) return [];
    if (entry.isDirectory()) return LEFT_OUT.test(name) ? [] : sourcesIn(name);
    if (!/(?<!\.d)\.ts$/.test(entry.name)) return [];
    const { size, mtimeMs } = await stat(path.join(PROJECT, name));
    return [{ name, version: `${size} ${mtimeMs}` }];
  });
  return (await Promise.all(found)).flat();
}

/** The folder with the sources as they now stand, compiled; null where none can be kept. Several processes may ask at once. */
async function compiled(sources: readonly Source[]): Promise<string | null> {
  const listed = sources.map(({ name, version }) => `${name} ${version}`).sort();
  const key = createHash("sha256")
    .update([FORM, PROJECT, ...listed].join("\n"))
    .digest("hex")
    .slice(0, 16);
  const folder = path.join(KEPT_IN, key);
  if (await isThere(folder)) return folder;
  const beside = path.join(KEPT_IN, `${key}.${randomUUID()}`);
  try {
    await mkdir(beside, { recursive: true });
  } catch (error) {
    if (isForbidden(error)) return null;
    throw error;
  }
  try {
    await compile(sources, beside);
    await rename(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    // Another process was quicker.
    if (!(await isThere(folder))) throw error;
  }
  await deleteOld();
  return folder;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";
const isForbidden = (error: unknown): boolean => ["EACCES", "EPERM", "EROFS"].includes(codeOf(error));

/** Whether it is there; if so it counts as used now, save where another user has made it: then that user's processes say so. */
async function isThere(folder: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(folder, now, now);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    if (!isForbidden(error)) throw error;
  }
  return true;
}

async function deleteOld(): Promise<void> {
  for (const name of await readdir(KEPT_IN)) {
    const folder = path.join(KEPT_IN, name);
    try {
      const { mtimeMs } = await stat(folder);
      if (mtimeMs < Date.now() - KEPT_FOR) await rm(folder, { recursive: true, force: true });
    } catch (error) {
      // Another process has deleted it meanwhile, or it is another user's.
      if (codeOf(error) !== "ENOENT" && !isForbidden(error)) throw error;
    }
  }
}

/** Each file by itself, with its address still the source's: what it reads from beside itself is there. */
async function compile(sources: readonly Source[], into: string): Promise<void> {
  const { transform } = await import("esbuild");
  await writeFile(path.join(into, "package.json"), '{"type":"module"}\n');
  await Promise.all(
    sources.map(async ({ name }) => {
      const file = path.join(PROJECT, name);
      const { href } = pathToFileURL(file);
      const { code, map } = await transform(await readFile(file, "utf8"), {
        loader: "ts",
        format: "esm",
        platform: "node",
        target: "node20",
        define: { "import.meta.url": JSON.stringify(href) },
        sourcefile: href,
        sourcemap: "external",
        sourcesContent: false,
      });
      const made = path.join(into, name.replace(/\.ts$/, ".js"));
      await mkdir(path.dirname(made), { recursive: true });
      await writeFile(made, `${code}//# sourceMappingURL=${path.basename(made)}.map\n`);
      await writeFile(`${made}.map`, map);
    }),
  );
}
