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
] as const;
/**
 * Histories that earlier releases made and this one would not make any more, but must still replay. `long-run`: a task's run
 * that went on past the 500 events at which it ends now.
 */
export const OF_BEFORE = ["long-run"];
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
