/** A letter as the official document that it is on paper, in Word and on its page. */
import type { OfficialDocument } from "../../documents/model.js";
import type { LetterModel } from "../../domain/letters/letter-model.js";
import { documentOf } from "../../mail/document.js";
import { bulletinOfLetter } from "../../prisma/bulletins/letter-bulletin.js";
import type { PlanCall } from "../serving/route.js";

/** Of a 通报 or 专报 the very document that was signed; of any other letter its own words. */
export const officialDocument = async (
  { plan, services }: Pick<PlanCall<unknown, unknown, unknown>, "plan" | "services">,
  says: LetterModel,
): Promise<OfficialDocument> =>
  documentOf(says, "zh", await bulletinOfLetter(services.pool, plan.id, says, plan.bundle));
