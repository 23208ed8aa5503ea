/** Parts of the page that are fetched when they are first shown. */
import { type ComponentType, lazy } from "react";
import { connection } from "../api/connection.js";

/** Fetches a part. What serves it may be away for a moment: that is said, and the part is fetched once it is back. */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch {
    await connection.untilThere();
  }
  // Without it still: a newer release has other parts. The page is loaded anew by hand (`Crashed`).
  return load();
}

/** A component that is fetched when it is first shown. */
export const lazyPart = <P extends object>(load: () => Promise<ComponentType<P>>) =>
  lazy(async () => ({ default: await fetchPart(load) }));
