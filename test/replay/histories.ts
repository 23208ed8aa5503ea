/** The committed histories: one per story. `DUBAN_RECORD_HISTORIES=1 npm test -- test/replay` records those that are missing. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "histories");

/** Every story has a fixture, and every fixture a story. */
export const STORIES = [
  "silence",
  "life-of-an-item",
  "orders",
  "order-in-a-task",
  "registration",
  "postman",
  "run-at-its-length",
  "checkpoint",
  "round-announced",
  "inspection",
  "register",
  "month-announced",
  "month",
] as const;
/**
 * Histories that earlier releases of this generation (workflows/names.ts) made and this one would not make any more, but must still
 * replay. Those of the generation before are not replayed: an upgrade starts their workflows anew from the ledger.
 */
export const OF_BEFORE: readonly string[] = [];
export type Story = (typeof STORIES)[number];

export const fileOf = (story: string): string => path.join(FOLDER, `${story}.json`);

export const recorded = (): string[] =>
  readdirSync(FOLDER)
    .map((name) => name.replace(/\.json$/, ""))
    .sort();

/** A history as Temporal's JSON has it. */
export function readHistory(story: string): { events: Record<string, unknown>[] } {
  return JSON.parse(readFileSync(fileOf(story), "utf8"));
}
