/** The parent's side of `act-floor.ts`. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Bench } from "../run.js";
import { withChild } from "../children.js";

export interface FloorSettings {
  /** Of this round alone: names its queue, workflow and table. */
  readonly run: string;
  readonly count: number;
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
}

/** Milliseconds of each Update. */
export interface Floors {
  readonly nothing: readonly number[];
  readonly oneRow: readonly number[];
}

const ENTRY = fileURLToPath(new URL("./act-floor.ts", import.meta.url));

/** A round of `count` Updates of each kind. */
export function actFloors({ stack, signal }: Bench, count: number): Promise<Floors> {
  const { databaseOwnerUrl: databaseUrl, temporal } = stack;
  const settings: FloorSettings = { run: randomUUID().slice(0, 8), count, databaseUrl, temporal };
  return withChild(ENTRY, settings, signal, async (answer) => (await answer()) as Floors);
}
