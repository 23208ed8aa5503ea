/** A database on fake-indexeddb with one visit taken along. Imported first: it gives this process an indexedDB. */
import "fake-indexeddb/auto";
import { bundleOf, PEOPLE, PLAN, ROUND } from "../fixture.js";
import { type FilingDatabase, openFiling } from "../../../../web/src/filing/local/database.js";
import type { VisitRecord } from "../../../../web/src/filing/local/records.js";
import { keepVisit } from "../../../../web/src/filing/local/visits.js";
import type { TakenPhoto } from "../../../../web/src/filing/local/photos.js";

export const VISIT = "village-v012";
export const KEY = `${PLAN}|${ROUND}|${VISIT}`;
let count = 0;

export const sampleVisit = (): VisitRecord => ({
  key: KEY,
  plan: PLAN,
  round: ROUND,
  visit: VISIT,
  planTitle: "示范方案",
  person: PEOPLE.li,
  bundle: bundleOf(VISIT, 10),
  takenAt: 1,
  pictures: { wanted: 0, missing: 0 },
  receipt: null,
  receiptAt: null,
  listed: null,
  planToday: null,
  submitAsked: null,
  submitRefused: null,
  dropped: [],
});

export async function sampleDatabase(): Promise<FilingDatabase> {
  const db = openFiling(`sample${++count}`);
  await keepVisit(db, sampleVisit());
  return db;
}

export const samplePhoto = (seed: number, size = 1_000): TakenPhoto => ({
  bytes: new Uint8Array(size).fill(seed).buffer,
  thumbnail: new Uint8Array(10).fill(seed).buffer,
  takenAt: 5,
  source: "camera",
});
