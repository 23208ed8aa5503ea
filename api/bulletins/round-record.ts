/** The records of a round as a request finds them, and the draft that is made of them. */
import { draftRound, type DraftedRound, type Recorded, roundRecords } from "../../prisma/bulletins/draft-round.js";
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import type { PlanCall } from "../serving/route.js";

export type BulletinCall = Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "services">;

/** What the ledger says of a round today, with the rounds before it. */
export const recordsOf = ({ plan, services }: BulletinCall, read: ReadRound): Promise<Recorded> =>
  roundRecords(services, plan, read);

/** A draft of what the ledger says today. */
export const draftOf = ({ plan, services }: BulletinCall, read: ReadRound): Promise<DraftedRound> =>
  draftRound(services, plan, read);
