/**
 * The kinds of streams that a plan's ledger has. Whoever deals with streams of any kind asks here: adding a kind is one entry, and
 * nothing else tells them apart by name.
 */
import type { StreamKind } from "./kind.js";
import { monthKind } from "./month-kind.js";
import { planKind } from "./plan-kind.js";
import { registerKind } from "./register-kind.js";
import { roundKind } from "./round-kind.js";
import { taskKind } from "./task-kind.js";

const KINDS: readonly StreamKind[] = [planKind, taskKind, roundKind, registerKind, monthKind];

/** A stream's kind; null for one that only another release knows. */
export function kindOf(stream: string): StreamKind | null {
  return KINDS.find((kind) => kind.owns(stream)) ?? null;
}
