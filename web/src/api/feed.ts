/** The plan's feed as it comes: server-sent events, taken up again where they broke off. */
import { API, queryText } from "./client.js";
import { connection } from "./connection.js";
import type { FeedRow } from "./types.js";

export interface FeedListener {
  row(row: FeedRow): void;
  /** Too far behind: read the feed anew. */
  reset(): void;
  /** Whether news come through. */
  hearing(hears: boolean): void;
}

/** After the API shut the stream for good (it does so when it restarts or is full), until it is tried again. */
const AGAIN_AFTER = 3_000;

/** Follows the feed from a cursor. Answers how to stop. */
export function followFeed(plan: string, after: string, listener: FeedListener): () => void {
  let last = after;
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    clearTimeout(again);
    source?.close();
    // The browser sends Last-Event-ID when it connects again by itself; a new stream is given the cursor.
    const opened = new EventSource(`${API}/plans/${encodeURIComponent(plan)}/feed/stream${queryText({ after: last })}`);
    source = opened;
    const on = (name: string, take: (data: unknown) => void): void =>
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        if (event.lastEventId !== "") last = event.lastEventId;
        take(JSON.parse(event.data));
      });
    on("row", (data) => listener.row(data as FeedRow));
    on("hearing", (data) => listener.hearing((data as { hears: boolean }).hears));
    on("reset", () => listener.reset());
    opened.addEventListener("error", () => {
      listener.hearing(false);
      if (opened.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_AFTER);
    });
  };
  open();

  const unsubscribe = connection.onBack(() => {
    if (source?.readyState !== EventSource.OPEN) open();
  });
  return () => {
    unsubscribe();
    clearTimeout(again);
    source?.close();
  };
}
