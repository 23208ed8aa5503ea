/**
 * `node embedded/run.mjs FILE [ARGUMENTS]`: runs a TypeScript file of the product: a command, a worker, an API. All of the product's
 * sources are compiled once, file by file, and kept beside the modules; a process that compiles what it loads (tsx) has a second thread
 * and every source's map in memory: 100 MB more, and two seconds of a core at each start (decisions 0174, 0175).
 *
 * Files that are not the product's (tests), and all of them where nothing can be kept (an installation that the process may not write to
 * and that was not compiled when it was made), are compiled by tsx while they are loaded.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PROJECT = fileURLToPath(new URL("../", import.meta.url));
const KEPT_IN = path.join(PROJECT, "node_modules", ".cache", "duban");
/** Changed whenever the same sources are to be compiled otherwise. */
const FORM = "3";
/** What no process of the product loads, above all folders that come and go: of `web` a page's build is made beside the last one. */
const LEFT_OUT = /^(node_modules|test|web\/.+|reports|coverage|backup)$/;
/** Compiled code is deleted when nothing has begun from it for a day, but for what was begun from last. */
const KEPT = { atLeast: 8, forMs: 86_400_000 };

const [entry, ...args] = process.argv.slice(2);
const file = entry === undefined ? undefined : fileAt(path.resolve(entry));
if (file === undefined) {
  process.stderr.write(
    `${entry === undefined ? "no file is named" : `there is no file ${entry}`}: node embedded/run.mjs FILE [ARGUMENTS]\n`,
  );
  process.exitCode = 2;
} else {
  process.argv = [process.execPath, file, ...args];
  await run(file);
}

/** With no symbolic link on the way, as the project's own address is. */
function fileAt(place) {
  try {
    return realpathSync(place);
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** In this process: its signals, its channel to a parent and its exit code are the file's. */
async function run(file) {
  const made = await compiledOf(path.relative(PROJECT, file).replaceAll(path.sep, "/"));
  if (made === null) await import("tsx");
  else process.setSourceMapsEnabled(true);
  await import(pathToFileURL(made ?? file).href);
}

/** The compiled file of the sources as they now stand; null: it is not one of them, or none can be kept. */
async function compiledOf(name) {
  const sources = new Map(sourcesIn("").map((source) => [source, readFileSync(path.join(PROJECT, source))]));
  if (!sources.has(name)) return null;
  const hash = createHash("sha256").update(`${FORM}\n${PROJECT}\n`);
  for (const [source, text] of sources) hash.update(`${source} ${text.length}\n`).update(text);
  const folder = path.join(KEPT_IN, hash.digest("hex").slice(0, 16));
  if (!isThere(folder) && !(await make(sources, folder))) return null;
  return path.join(folder, name.replace(/\.ts$/, ".js"));
}

/** From the project's folder, in an order that does not change. */
function sourcesIn(folder) {
  const entries = entriesOf(path.join(PROJECT, folder));
  return entries
    .filter(({ name }) => !name.startsWith("."))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((found) => {
      const name = path.posix.join(folder, found.name);
      if (found.isDirectory()) return LEFT_OUT.test(name) ? [] : sourcesIn(name);
      return /(?<!\.d)\.ts$/.test(name) ? [name] : [];
    });
}

/** Of a folder that is closed to this process none: no code of its own lies there. */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isForbidden(error)) return [];
    throw error;
  }
}

/** Whether it could be. Several processes may make it at once: it is there wholly or not at all. */
async function make(sources, folder) {
  const beside = `${folder}.${randomUUID()}`;
  try {
    mkdirSync(beside, { recursive: true });
  } catch (error) {
    if (isForbidden(error)) return false;
    throw error;
  }
  try {
    await compile(sources, beside);
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    // Another process was quicker.
    if (!isThere(folder)) throw error;
  }
  deleteOld();
  return true;
}

function isForbidden({ code }) {
  return ["EACCES", "EPERM", "EROFS"].includes(code);
}

/** Whether it is there; if so it counts as used now, save where another user has made it: then that user's processes say so. */
function isThere(folder) {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch (error) {
    if (error.code === "ENOENT") return false;
    if (!isForbidden(error)) throw error;
  }
  return true;
}

function deleteOld() {
  const kept = readdirSync(KEPT_IN).flatMap((name) => {
    const folder = path.join(KEPT_IN, name);
    const found = statSync(folder, { throwIfNoEntry: false });
    return found ? [{ folder, usedAt: found.mtimeMs }] : []; // another process has deleted it meanwhile
  });
  kept.sort((one, other) => other.usedAt - one.usedAt);
  for (const { folder, usedAt } of kept.slice(KEPT.atLeast)) {
    if (usedAt > Date.now() - KEPT.forMs) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (!isForbidden(error)) throw error; // another user's
    }
  }
}

/** Each file by itself, with its address still the source's: what it reads from beside itself is there. */
async function compile(sources, into) {
  const { transform } = await import("esbuild");
  await writeFile(path.join(into, "package.json"), '{"type":"module"}\n');
  const one = async ([name, text]) => {
    const place = path.join(PROJECT, name);
    const { href } = pathToFileURL(place);
    const { code, map } = await transform(text, {
      loader: "ts",
      format: "esm",
      platform: "node",
      target: "node20",
      define: {
        "import.meta.url": JSON.stringify(href),
        "import.meta.filename": JSON.stringify(place),
        "import.meta.dirname": JSON.stringify(path.dirname(place)),
      },
      sourcefile: href,
      sourcemap: "external",
      sourcesContent: false,
    });
    const made = path.join(into, name.replace(/\.ts$/, ".js"));
    await mkdir(path.dirname(made), { recursive: true });
    await writeFile(made, `${code}//# sourceMappingURL=${path.basename(made)}.map\n`);
    await writeFile(`${made}.map`, map);
  };
  await Promise.all([...sources].map(one));
}
