/**
 * Keeps the filing page for use without a network: the shell and nothing else. What it answers are GETs of the shell's own files; the
 * API, photos and whatever is sent pass it by. A new build waits until the page says that nothing is unsaved, unsent or open; then
 * the one before stays until no page uses it. The build fills in what stands between underscores (filing.vite.config.ts).
 */
import type { ToWorker } from "../shell.js";

declare const self: ServiceWorkerGlobalScope;

const VERSION = "__SHELL_VERSION__";
const FILES = "__SHELL_FILES__" as unknown as readonly string[];
const PREFIX = "filing-shell-";
const CACHE = PREFIX + VERSION;
const PAGE = "/filing/";

/** By page (client id) its entry, as it said itself. Lost with the worker: an unknown page counts as one of an earlier build. */
const scripts = new Map<string, string>();

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(prune)));
self.addEventListener("message", (event) => {
  const { data, source } = event as ExtendableMessageEvent & { readonly data: ToWorker };
  if (data.kind === "takeOver") event.waitUntil(self.skipWaiting());
  if (data.kind === "using" && source instanceof Client) {
    scripts.set(source.id, data.script);
    event.waitUntil(prune());
  }
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin || !url.pathname.startsWith(PAGE)) return;
  // The worker's own script is the browser's to fetch.
  if (/^\/filing\/sw(-retired)?\.js$/.test(url.pathname)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : part(request));
});

/** All or nothing: one file that cannot be had, and this build is not installed; the one before goes on. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  try {
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** The page of this build, with the headers that it came with: its policy and its parts belong together. */
async function page(request: Request): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(PAGE);
  return kept ?? fetch(request);
}

/** A part of this build, or of one before whose page is still open. */
async function part(request: Request): Promise<Response> {
  const own = await (await caches.open(CACHE)).match(request, { ignoreSearch: true });
  return own ?? (await caches.match(request, { ignoreSearch: true })) ?? fetch(request);
}

/** Earlier builds go once every open page has said that it runs this one. */
async function prune(): Promise<void> {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.some(({ id }) => !FILES.includes(scripts.get(id) ?? ""))) return;
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}
