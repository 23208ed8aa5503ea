/** What of a round's bulletin a caller sees: a draft is the office's and of those asked for replies; what is signed is everybody's. */
import type { BulletinContent } from "../../domain/bulletins/content.js";
import { type BulletinState, isAuthor } from "../../domain/inspections/bulletin-state.js";
import { inspectionPolicy } from "../../domain/inspections/round-rules.js";
import { peopleOf } from "../../domain/ledger/record.js";
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import { readVersion } from "../../prisma/bulletins/bulletin-store.js";
import { ProblemError } from "../http/problem.js";
import { actorOf, unitOf } from "../rights/actor.js";
import type { Caller } from "../rights/caller.js";
import { seesAll } from "../rights/reach.js";
import type { BulletinCall } from "./round-record.js";

/** Units in whose name the caller acts. */
export const unitsOf = ({ capacities }: Caller): ReadonlySet<string> => new Set(capacities.map(unitOf));

/** Whether the caller is asked for a reply to the draft under way, and has not given it. */
export function mayReply(bulletin: BulletinState | null, caller: Caller): boolean {
  if (bulletin?.step !== "circulated") return false;
  const own = unitsOf(caller);
  return bulletin.circulated?.units.some((unit) => own.has(unit)) === true;
}

/** Whether the version under way waits for a signature that the caller may give: four eyes, unless the policy says otherwise. */
export function maySign({ state, ruleSet }: Pick<ReadRound, "state" | "ruleSet">, caller: Caller): boolean {
  const { bulletin } = state;
  if (bulletin?.step !== "approved") return false;
  const alone = inspectionPolicy(state, ruleSet).signAlone === true;
  return caller.capacities.some(
    (one) => one.roles.includes("office") && (alone || !isAuthor(bulletin, peopleOf(actorOf(one, caller)))),
  );
}

/** The version that a caller reads first: the one under way where they may, else the newest that is signed; null: none. */
export function seenVersion(bulletin: BulletinState | null, caller: Caller): string | null {
  if (bulletin === null) return null;
  if (seesAll(caller) || mayReply(bulletin, caller)) return bulletin.sha256;
  return bulletin.signed.at(-1)?.sha256 ?? null;
}

const unknownVersion = (): ProblemError =>
  new ProblemError("unknownBulletin", {
    zh: "没有该版本的通报，或不在您的查阅范围。",
    en: "There is no such version of the bulletin, or it is not yours to see.",
  });

/** A version by its hash. Throws `unknownBulletin` where there is none, or it is not the caller's to see. */
export async function versionOf(
  { plan, services, caller }: BulletinCall,
  round: string,
  bulletin: BulletinState | null,
  sha256: string,
): Promise<BulletinContent> {
  const isOpen = seesAll(caller) || bulletin?.signed.some((one) => one.sha256 === sha256) === true;
  if (!isOpen && seenVersion(bulletin, caller) !== sha256) throw unknownVersion();
  const content = await readVersion(services.pool, plan.id, round, sha256);
  // Records lie beside it, by hashes of their own.
  if (content?.bulletin === undefined) throw unknownVersion();
  return content;
}
