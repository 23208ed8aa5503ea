/** What has just been done, for a moment in the corner of the page, and read aloud. */
import { useSyncExternalStore } from "react";

/** How long it stays (milliseconds): long enough to be read. */
const STAYS = 6_000;

let current = "";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(text: string): void {
  current = text;
  for (const listener of listeners) listener();
}

export function say(text: string): void {
  clearTimeout(timer);
  become(text);
  timer = setTimeout(() => become(""), STAYS);
}

export function useSaid(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => current,
  );
}
