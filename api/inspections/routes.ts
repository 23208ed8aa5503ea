/** The routes of inspections, those with words of their own before those with a round's name in their place. */
import type { Route } from "../serving/route.js";
import { postPartsPreview } from "./bring-in-routes.js";
import { getConclusions } from "./conclusion-routes.js";
import { getFindings } from "./finding-routes.js";
import { postParts, putPart } from "./line-routes.js";
import { getPicture } from "./picture-routes.js";
import { getPhoto, putPhoto } from "./photo-routes.js";
import { postConclusion, postObjection, postObjectionDecided, postRemark } from "./reply-routes.js";
import * as rounds from "./round-routes.js";
import * as visits from "./visit-routes.js";

export const INSPECTION_ROUTES: readonly Route[] = [
  rounds.getRounds,
  rounds.postSpecialRound,
  rounds.getMyVisits,
  rounds.getMyWork,
  getFindings,
  getConclusions,
  rounds.getRound,
  rounds.getOutstanding,
  rounds.postScheme,
  rounds.postApproved,
  rounds.postMoved,
  rounds.postSkipped,
  rounds.postGroups,
  rounds.postChecklist,
  rounds.postSystemic,
  visits.getVisit,
  visits.postTakenAlong,
  visits.getBundle,
  putPart,
  postParts,
  postPartsPreview,
  getPhoto,
  putPhoto,
  getPicture,
  visits.getReceipt,
  visits.postSubmitted,
  visits.postLineDecided,
  visits.postHandedOver,
  postConclusion,
  postRemark,
  postObjection,
  postObjectionDecided,
];
