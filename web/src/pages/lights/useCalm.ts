/**
 * A value that changes quickly, at a pace that what it asks for can keep up with: a single change at once, of many the newest
 * of each while. A slider is drawn over two hundred days in a second; the API need not work out each.
 */
import { useEffect, useState } from "react";

const WHILE = 70;

export function useCalm<T>(value: T): T {
  const [calm, setCalm] = useState(value);
  /** A change has just been taken up: the next ones wait. */
  const [busy, setBusy] = useState(false);
  if (value !== calm && !busy) {
    setCalm(value);
    setBusy(true);
  }
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setBusy(false), WHILE);
    return () => clearTimeout(timer);
  }, [busy, calm]);
  return calm;
}
