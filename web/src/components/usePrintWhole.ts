/** A list that is read page by page, on paper whole. */
import { useState } from "react";

interface Fetched {
  readonly hasNextPage: boolean;
  readonly isError: boolean;
}

/** Prints once all of the list is there: what is on paper must not end where the screen's list was read to. */
export function usePrintWhole(list: Fetched & { readonly fetchNextPage: () => Promise<Fetched> }) {
  const [isWaiting, setWaiting] = useState(false);
  const read = async (): Promise<void> => {
    setWaiting(true);
    let fetched: Fetched = list;
    while (fetched.hasNextPage && !fetched.isError) fetched = await list.fetchNextPage();
    setWaiting(false);
    if (fetched.isError) return;
    // What was read last is on the page with the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
  };
  return { isWaiting, start: () => void read() };
}
