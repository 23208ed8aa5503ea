/**
 * Whether the page is being laid out for paper. Told before the browser counts pages: a change of the layout that waits for
 * the paper's media queries comes after that, and what has grown meanwhile is cut off behind the last page counted.
 */
import { useSyncExternalStore } from "react";

let printing = false;

function subscribe(changed: () => void): () => void {
  const tell = (now: boolean) => () => {
    printing = now;
    changed();
  };
  const [before, after] = [tell(true), tell(false)];
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}

export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => printing);
