/** Everything that is served below /api/v1, in the order in which the document lists it. */
import type { Route } from "../route.js";
import { getMyChannels, getPersonChannels, postMyChannels, postPersonChannels } from "./channels.js";
import { ACTION_ROUTES } from "./actions.js";
import { getCalendarFile, getCalendars, postCalendar, postCalendarReplaced, postCalendarRevoked } from "./calendars.js";
import { getDocument, getDocuments, postChange, postPreview, postRegistration } from "./changes.js";
import { getCalls } from "./calls.js";
import { getEvidence, listEvidence, postEvidence } from "./evidence.js";
import { getFeed, getFeedStream } from "./feed.js";
import { getItem, getItemLedger, getItemLight, listItems } from "./items.js";
import { getLetter, getLetters, getNotices } from "./letters.js";
import { getLights, getLightTrend } from "./lights.js";
import { getDelegations, getItemActions, getMy } from "./mine.js";
import { getAlarms, getClock, postClock } from "./operation.js";
import {
  getAudit,
  getMe,
  getPlanMe,
  getTokens,
  postEnrolment,
  postEnrolmentCode,
  postPassword,
  postToken,
  postTokenRevoked,
} from "./accounts.js";
import {
  getSignIn,
  postNewPassword,
  postPasswordReset,
  postSample,
  postSecondFactor,
  postSignIn,
  postSignOut,
  postSingleSignOn,
} from "./sign-in.js";
import { getPlan, getPlans } from "./plans.js";
import { getPost, getPosts, getUnit, getUnits, getVillage, getVillages } from "./roster.js";
import { getTask, getTasks } from "./tasks.js";
import { getVacancies } from "./vacancies.js";
import { getVisits } from "./visits.js";

export const ROUTES: readonly Route[] = [
  getSignIn,
  postSignIn,
  postSecondFactor,
  postSample,
  postSingleSignOn,
  postPasswordReset,
  postNewPassword,
  postSignOut,
  getMe,
  postPassword,
  postEnrolment,
  postEnrolmentCode,
  getTokens,
  postToken,
  postTokenRevoked,
  getCalendars,
  postCalendar,
  postCalendarReplaced,
  postCalendarRevoked,
  getCalendarFile,
  getAudit,
  getPlanMe,
  getPlans,
  getPlan,
  getTasks,
  getTask,
  getLights,
  getLightTrend,
  listItems,
  getItem,
  getItemLight,
  getItemLedger,
  getMy,
  getItemActions,
  ...ACTION_ROUTES,
  postRegistration,
  listEvidence,
  postEvidence,
  getEvidence,
  getFeed,
  getFeedStream,
  getNotices,
  getLetters,
  getLetter,
  getMyChannels,
  postMyChannels,
  getPersonChannels,
  postPersonChannels,
  getVillages,
  getVillage,
  getUnits,
  getUnit,
  getPosts,
  getPost,
  getDocuments,
  getDocument,
  postPreview,
  postChange,
  getDelegations,
  getVacancies,
  getVisits,
  getCalls,
  getClock,
  postClock,
  getAlarms,
];
