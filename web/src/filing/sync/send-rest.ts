/** After the lines and photos: the receipt, the submission, the conclusion and the remark, in this order. */
import type { Receipt } from "../../../../domain/inspections/types.js";
import type { FilingDatabase } from "../local/database.js";
import type { SpokenRecord, VisitRecord } from "../local/records.js";
import { applyReceipt, changeVisit, readVisit } from "../local/visits.js";
import { isJsonObject, isReceipt, visitPath } from "../contract.js";
import type { Halt } from "./send-lines.js";
import { type Answer, ask } from "./transport.js";

const haltOf = (answered: Answer<unknown>): Halt =>
  answered.kind === "offline" || answered.kind === "signIn"
    ? answered
    : answered.kind === "busy"
      ? { kind: "offline", why: "none" }
      : null;

/** Fetches the receipt and lets go of what it names. */
export async function fetchReceipt(db: FilingDatabase, visit: VisitRecord): Promise<Halt> {
  const isOurs = (body: unknown): body is Receipt => isReceipt(body, visit);
  const answered = await ask({ method: "GET", path: `${visitPath(visit)}/receipt` }, isOurs);
  if (answered.kind === "ok") await applyReceipt(db, visit.key, answered.body, Date.now());
  return haltOf(answered);
}

/** Submits a visit that the inspector asked to submit, once nothing is missing by the server's own count. */
export async function submit(db: FilingDatabase, key: string): Promise<Halt> {
  const view = await readVisit(db, key);
  const { visit } = view ?? {};
  if (!visit?.receipt || visit.submitAsked === null || visit.receipt.submittedRow !== null) return null;
  const { missing } = visit.receipt;
  if (missing.lines.length + missing.photos.length + missing.disputed.length > 0) return null;
  // What the inspector changed since is to be in it.
  if ([...(view?.answers.values() ?? [])].some(({ state }) => state === "unsent" || state === "sent")) return null;
  const isOurs = (body: unknown): body is Receipt => isReceipt(body, visit);
  const headers = { "Idempotency-Key": `submit-${visit.round}-${visit.visit}-${visit.submitAsked}` };
  const answered = await ask({ method: "POST", path: `${visitPath(visit)}/submit`, json: {}, headers }, isOurs);
  if (answered.kind === "ok") {
    await applyReceipt(db, key, answered.body, Date.now());
    await changeVisit(db, key, { submitRefused: null });
  }
  if (answered.kind === "refused") {
    const { status, code, detail, members } = answered;
    await changeVisit(db, key, { submitRefused: { status, code, detail, members, at: Date.now() } });
    // Somebody of the group has submitted it: the receipt says so.
    if (code === "locked" || code === "incomplete") return fetchReceipt(db, visit);
  }
  return haltOf(answered);
}

/** The conclusion, then the remark, of a visit that is submitted. */
export async function sendSpoken(db: FilingDatabase, key: string): Promise<Halt> {
  const view = await readVisit(db, key);
  if (view?.visit.receipt?.submittedRow == null) return null;
  const inOrder = [...view.spoken].sort((a, b) => a.kind.localeCompare(b.kind));
  for (const spoken of inOrder) {
    if (spoken.state !== "unsent") continue;
    const path = `${visitPath(view.visit)}/${spoken.kind}`;
    const headers = { "Idempotency-Key": spoken.key };
    const answered = await ask({ method: "POST", path, json: spoken.body, headers }, isJsonObject);
    if (answered.kind === "ok") await note(db, spoken, { state: "received" });
    else if (answered.kind === "refused") {
      const { status, code, detail, members } = answered;
      await note(db, spoken, { state: "stopped", stopped: { status, code, detail, members, at: Date.now() } });
    } else return haltOf(answered);
  }
  return null;
}

const note = (db: FilingDatabase, { visitKey, kind }: SpokenRecord, change: Partial<SpokenRecord>): Promise<void> =>
  db.write(["spoken"], async (tx) => {
    const current = await tx.store.get([visitKey, kind]);
    if (current) await tx.store.put({ ...current, ...change });
  });
