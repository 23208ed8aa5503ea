/** The page's side of its worker: installed, said what it runs, replaced only when nobody would lose anything. */
import type { ToWorker } from "./shell.js";

export type OfflineState =
  /** No worker without HTTPS (or in this browser): filing works while there is a line. */
  "unsupported" | "installing" | "ready" | "failed";

export interface Offline {
  readonly state: OfflineState;
  /** A newer build waits. */
  readonly waiting: boolean;
}

let current: Offline = { state: "serviceWorker" in navigator ? "installing" : "unsupported", waiting: false };
const listeners = new Set<() => void>();
let registration: ServiceWorkerRegistration | null = null;

export const offline = (): Offline => current;
export const onOffline = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
function become(change: Partial<Offline>): void {
  current = { ...current, ...change };
  for (const listener of listeners) listener();
}

/**
 * Registers the worker. `script`: this page's own entry, whose hashed name tells its build. A later visit without a network is answered by
 * it; this one goes on as it is.
 */
export async function startOffline(script: string): Promise<void> {
  if (current.state === "unsupported") return;
  const { serviceWorker } = navigator;
  try {
    registration = await serviceWorker.register("/filing/sw.js", { scope: "/filing/", updateViaCache: "none" });
    watch(registration);
    await serviceWorker.ready;
    become({ state: "ready" });
    tell(registration.active, { kind: "using", script: new URL(script).pathname });
  } catch {
    // A worker that was there before goes on; else there is none.
    become({ state: serviceWorker.controller ? "ready" : "failed" });
  }
}

function watch(of: ServiceWorkerRegistration): void {
  const look = (): void => become({ waiting: of.waiting !== null && of.active !== null });
  of.addEventListener("updatefound", () => of.installing?.addEventListener("statechange", look));
  look();
}

const tell = (worker: ServiceWorker | null, message: ToWorker): void => worker?.postMessage(message);

/** Looks for a newer build; without a network nothing happens. */
export const lookForUpdate = (): void => void registration?.update().catch(() => undefined);

/** The newer build takes over and this page is loaded anew. The caller has seen to it that nothing is unsaved, unsent or open. */
export function takeUpdate(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  tell(registration?.waiting ?? null, { kind: "takeOver" });
}
