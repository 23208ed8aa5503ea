/**
 * The workflow bundle: built once for the code as it is, kept by content hash, so that a start does not pay the
 * 1–3 s of bundling again and every worker of a release runs the very same bundle.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type BundleOptions, bundleWorkflowCode } from "@temporalio/worker";

type WebpackConfiguration = Parameters<NonNullable<BundleOptions["webpackConfigHook"]>>[0];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
/** Everything that can end up in the bundle: the two folders, and the library versions the lock file fixes. */
const SOURCES = ["workflows", "domain"];

async function sourceHash(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    const names = (await readdir(path.join(root, folder), { recursive: true }))
      .filter((name) => name.endsWith(".ts"))
      .sort();
    for (const name of names) hash.update(name).update(await readFile(path.join(root, folder, name)));
  }
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  hash.update(await readFile(path.join(root, "package-lock.json")));
  return hash.digest("hex").slice(0, 24);
}

/**
 * The bundler compiles for 2017, where each object spread becomes a call of a helper: the rules copy states all day long.
 * Every Node that runs this project knows 2022.
 */
function forPresentNode(config: WebpackConfiguration): WebpackConfiguration {
  for (const rule of config.module?.rules ?? []) {
    const use = typeof rule === "object" && rule ? rule.use : undefined;
    const options = typeof use === "object" && !Array.isArray(use) && use ? use.options : undefined;
    const jsc = typeof options === "object" && options ? (options as { jsc?: { target?: string } }).jsc : undefined;
    if (jsc) jsc.target = "es2022";
  }
  return config;
}

/** Builds the bundle from source. */
export async function buildBundle(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, "workflows", "index.ts"),
    workflowInterceptorModules: [path.join(root, "workflows", "tracing.ts")],
    webpackConfigHook: forPresentNode,
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
  return code;
}

/** Path of the bundle for the present sources; built when `cacheDir` does not have it yet. */
export async function workflowBundle(cacheDir: string): Promise<string> {
  const file = path.join(cacheDir, `workflows-${await sourceHash()}.js`);
  const present = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (present) return file;
  await mkdir(cacheDir, { recursive: true });
  const scratch = `${file}.${randomUUID()}`;
  await writeFile(scratch, await buildBundle());
  await rename(scratch, file);
  return file;
}
