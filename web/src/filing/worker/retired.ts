/**
 * Takes the worker out of use: served in place of `sw.js` it removes what was kept of the page and itself. Nothing of what people
 * filed is touched, and no open page is reloaded: from then on the page simply needs the network. docs/filing.md says how.
 */
export {};

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("filing-shell-")).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
