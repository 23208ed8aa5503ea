/** What somebody has ticked and not sent yet: kept over a reload of the page, in this tab. */
import { useCallback, useState } from "react";

/** `name`: of what the ticks are, and whose; another name has others. */
export function useTicks(name: string): readonly [readonly string[], (ticks: readonly string[]) => void] {
  const [ticks, setTicks] = useState(() => read(name));
  const set = useCallback(
    (next: readonly string[]): void => {
      setTicks(next);
      try {
        sessionStorage.setItem(name, JSON.stringify(next));
      } catch {
        // Storage is blocked: they last as long as the page.
      }
    },
    [name],
  );
  return [ticks, set];
}

function read(name: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(name) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
