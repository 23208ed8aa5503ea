/**
 * The build of the filing page (web/src/filing): apart from the desk's, so that a phone loads and keeps nothing of the desk. Its
 * worker (`sw.js`) keeps a fixed name and no import, and names every file of the build: those it keeps for use without a network.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const at = (place: string): string => fileURLToPath(new URL(place, import.meta.url));
export const FILING_BASE = "/filing/";
const PUBLIC = at("src/filing/public");
/** Stand in worker/sw.ts for what only the build knows. */
const VERSION = "__SHELL_VERSION__";
const FILES = /["'`]__SHELL_FILES__["'`]/;

/** Tells the worker what the page consists of, and gives that a version: the hash of all of it. */
function shell(): Plugin {
  return {
    name: "filing-shell",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle["sw.js"];
        if (worker?.type !== "chunk") this.error("the build has no worker: sw.js");
        const parts = Object.values(bundle).filter(({ fileName }) => !/^(sw|sw-retired)\.js$/.test(fileName));
        const ofPage = parts.map(({ fileName }) => FILING_BASE + fileName).filter((name) => !name.endsWith(".html"));
        const ofPublic = readdirSync(PUBLIC).sort();
        const hash = createHash("sha256").update(worker.code);
        for (const part of parts) hash.update(part.type === "chunk" ? part.code : part.source);
        for (const name of ofPublic) hash.update(readFileSync(`${PUBLIC}/${name}`));
        const files = [FILING_BASE, ...ofPage.sort(), ...ofPublic.map((name) => FILING_BASE + name)];
        worker.code = worker.code
          .replace(FILES, JSON.stringify(files))
          .replaceAll(VERSION, hash.digest("hex").slice(0, 16));
      },
    },
  };
}

export default defineConfig({
  root: at("src/filing"),
  base: FILING_BASE,
  publicDir: PUBLIC,
  plugins: [react(), shell()],
  build: {
    outDir: at("dist/filing"),
    emptyOutDir: true,
    target: ["chrome100", "edge100", "firefox100", "safari15.4"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        page: at("src/filing/index.html"),
        sw: at("src/filing/worker/sw.ts"),
        "sw-retired": at("src/filing/worker/retired.ts"),
      },
      output: {
        entryFileNames: ({ name }) => (name.startsWith("sw") ? `${name}.js` : "assets/[name]-[hash].js"),
      },
    },
  },
});
