/**
 * Builds the page into web/dist, unless what is there was built of the very same sources. `npm run build` runs it; `npm
 * start` calls `buildPage`, so that a fresh clone or a pulled change needs no further command.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { waitForLock } from "../embedded/lock.js";
import { main, ROOT, STATE_DIR } from "./cli.js";
import { commandOptions } from "./options.js";

const WEB = path.join(ROOT, "web");
export const PAGE_DIST = path.join(WEB, "dist");
/** What the build is made of. Schemas of the API give types only; domain's files are few. */
const SOURCES = [
  "web/src",
  "web/public",
  "web/index.html",
  "web/vite.config.ts",
  "web/filing.vite.config.ts",
  "web/nonce.ts",
  "domain",
  "package-lock.json",
];
const STAMP = ".built-of";
/** Smaller files gain nothing by compression. */
const WORTH_CODING = 1_024;
const TEXT = /\.(js|css|svg|json)$/;

export interface BuiltPage {
  readonly dist: string;
  /** False: it was there already. */
  readonly built: boolean;
}

/** Builds the page where it is missing or older than its sources. Of two at once one builds, and the other finds it done. */
export async function buildPage(): Promise<BuiltPage> {
  const sources = await hashOf(SOURCES.map((name) => path.join(ROOT, name)));
  const isThere = async (): Promise<boolean> => (await readIfThere(path.join(PAGE_DIST, STAMP))) === sources;
  if (await isThere()) return { dist: PAGE_DIST, built: false };
  const lock = await waitForLock(path.join(STATE_DIR, "page.lock"), { timeoutMs: 120_000 });
  try {
    const built = !(await isThere());
    if (built) await makePage(sources);
    return { dist: PAGE_DIST, built };
  } finally {
    lock.release();
  }
}

async function makePage(sources: string): Promise<void> {
  // Made aside and moved into place: a page that is served meanwhile is never half there.
  const draft = path.join(WEB, `dist.${process.pid}`);
  try {
    await bundle("vite.config.ts", draft);
    // The filing page stands apart: a telephone loads and keeps nothing of the desk.
    await bundle("filing.vite.config.ts", path.join(draft, "filing"));
    await precompress(path.join(draft, "assets"));
    await precompress(path.join(draft, "filing/assets"));
    await writeFile(path.join(draft, STAMP), sources);
    await replace(PAGE_DIST, draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * In a process of its own, whose memory goes with it, and always for production: under NODE_ENV=test React would be built
 * with its checks for development, several times slower.
 */
async function bundle(config: string, outDir: string): Promise<void> {
  const vite = path.join(ROOT, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--config", path.join(WEB, config), "--outDir", outDir, "--logLevel", "warn"];
  const env = { ...process.env, NODE_ENV: "production" };
  const run = execute(process.execPath, args, { cwd: ROOT, env, maxBuffer: 16 * 1024 * 1024 });
  await run.catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error(`the page could not be built:\n${error.stdout ?? ""}${error.stderr ?? error.message}`);
  });
}

async function replace(folder: string, by: string): Promise<void> {
  const aside = `${by}.old`;
  await rename(folder, aside).catch(unlessMissing);
  await rename(by, folder);
  await rm(aside, { recursive: true, force: true });
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

async function hashOf(roots: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  for (const file of (await Promise.all(roots.map(filesOf))).flat()) {
    hash
      .update(path.relative(ROOT, file))
      .update("\0")
      .update(await readFile(file));
  }
  return hash.digest("hex");
}

/** A file, or all files below a folder, in an order that does not depend on the disk. */
async function filesOf(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOTDIR") return null;
      throw error;
    },
  );
  if (entries === null) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

const execute = promisify(execFile);
const inGzip = promisify(gzip);
const inBrotli = promisify<Buffer, object, Buffer>(brotliCompress);

/** Once here instead of with each request. */
async function precompress(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => TEXT.test(name));
  await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const content = await readFile(file);
      if (content.length < WORTH_CODING) return;
      // Quality 9 of 11: a tenth of the time for a twentieth of the size.
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      await Promise.all([
        writeFile(`${file}.gz`, await inGzip(content, { level: 9 })),
        writeFile(`${file}.br`, await inBrotli(content, { params })),
      ]);
    }),
  );
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

if (process.argv[1] === import.meta.filename) {
  await main(async () => {
    commandOptions(
      "npm run build              builds the page into web/dist, unless it is up to date. It takes no options.",
      {},
    );
    const since = performance.now();
    const { dist, built } = await buildPage();
    const took = `${((performance.now() - since) / 1000).toFixed(1)} s`;
    console.log(
      built ? `built ${path.relative(ROOT, dist)} in ${took}` : `${path.relative(ROOT, dist)} is up to date (${took})`,
    );
  });
}
