/** Everything that is served below /api/v1, in the order in which the document lists it. */
import type { Route } from "./serving/route.js";
import { postResent, postReturned } from "./letters/resend-routes.js";
import { getNumbers, postVoided } from "./letters/number-routes.js";
import { getPrintJob, getPrintJobs, postHandedOver, postPrintJob } from "./letters/paper-routes.js";
import { getMyChannels, getPersonChannels, postMyChannels, postPersonChannels } from "./letters/channel-routes.js";
import { ACTION_ROUTES } from "./actions/routes.js";
import {
  getCalendarFile,
  getCalendars,
  postCalendar,
  postCalendarReplaced,
  postCalendarRevoked,
} from "./calendars/routes.js";
import { getDocument, getDocuments, postChange, postPreview, postRegistration } from "./changes/routes.js";
import { getCalls } from "./letters/call-routes.js";
import { MONTH_ROUTES } from "./months/routes.js";
import { INSPECTION_ROUTES } from "./inspections/routes.js";
import { getEvidence, listEvidence, postEvidence } from "./evidence/routes.js";
import { getFeed, getFeedStream } from "./ledger/routes.js";
import { getItem, getItemLedger, getItemLight, listItems } from "./items/routes.js";
import { getReportFile, getReports } from "./reports/routes.js";
import { getPairing } from "./leaders/pairing-routes.js";
import { getLeaderPage } from "./leaders/routes.js";
import { getLetterDocument } from "./letters/document-routes.js";
import { getLetter, getLetters, getNotices } from "./letters/routes.js";
import { getLights, getLightTrend } from "./lights/routes.js";
import { getDelegations, getItemActions, getMy } from "./actions/mine-routes.js";
import { getAlarms, getClock, postClock } from "./operation/routes.js";
import { getAudit } from "./me/audit-routes.js";
import {
  getMe,
  getPlanMe,
  postAddress,
  postAddressConfirmed,
  postEnrolment,
  postEnrolmentCode,
  postPassword,
  postSecondFactorGiven,
} from "./me/routes.js";
import { getSessions, postSessionEnded, postSessionsEnded } from "./me/session-routes.js";
import {
  getSignIn,
  postNewPassword,
  postPasswordReset,
  postSample,
  postSecondFactor,
  postSignIn,
  postSignOut,
  postSingleSignOn,
} from "./me/sign-in-routes.js";
import { getTokens, postToken, postTokenRevoked } from "./me/token-routes.js";
import { EXPORT_ROUTES } from "./exports/lists.js";
import { getWorklist, getWorklistFile } from "./worklist/routes.js";
import { getViews, postView, postViewDeleted } from "./worklist/view-routes.js";
import { REGISTER_ROUTES } from "./registers/routes.js";
import { getPackages, postPackageSigned } from "./packages/routes.js";
import { getAttachmentFile, getAttachments, postAttachment } from "./plans/attachment-routes.js";
import { getInstructionRegister } from "./items/instruction-routes.js";
import { getPlan, getPlans } from "./plans/routes.js";
import { getPost, getPosts, getUnit, getUnits, getVillage, getVillages } from "./people/routes.js";
import { getTask, getTasks } from "./items/task-routes.js";
import { getVacancies } from "./people/vacancy-routes.js";
import { getPlanAccounts } from "./people/account-routes.js";
import { getVisitPhoto, postVisitPhoto } from "./people/visit-photos.js";
import { getVisits } from "./people/visit-routes.js";

import {
  postBulletinApproved,
  postBulletinCirculated,
  postBulletinDraft,
  postBulletinReply,
  postBulletinSent,
  postBulletinSigned,
  postReplyAnswered,
} from "./bulletins/act-routes.js";
import { getAppraisal, getBulletin, getBulletinFile, getBulletinRows } from "./bulletins/read-routes.js";
import { TIMETABLE_ROUTES } from "./timetables/routes.js";

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
  postSecondFactorGiven,
  postAddress,
  postAddressConfirmed,
  getSessions,
  postSessionsEnded,
  postSessionEnded,
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
  getAttachments,
  postAttachment,
  getAttachmentFile,
  getInstructionRegister,
  getTasks,
  getTask,
  getLights,
  getLightTrend,
  listItems,
  getWorklist,
  getWorklistFile,
  getViews,
  postView,
  postViewDeleted,
  getItem,
  getItemLight,
  getItemLedger,
  getMy,
  getPackages,
  postPackageSigned,
  getLeaderPage,
  getPairing,
  getReports,
  getReportFile,
  getItemActions,
  ...ACTION_ROUTES,
  postRegistration,
  listEvidence,
  postEvidence,
  getEvidence,
  ...INSPECTION_ROUTES,
  ...REGISTER_ROUTES,
  ...MONTH_ROUTES,
  ...TIMETABLE_ROUTES,
  getFeed,
  getFeedStream,
  getNotices,
  getLetters,
  getLetter,
  getLetterDocument,
  postResent,
  postReturned,
  postHandedOver,
  getPrintJobs,
  postPrintJob,
  getPrintJob,
  getNumbers,
  postVoided,
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
  getPlanAccounts,
  postVisitPhoto,
  getVisitPhoto,
  getCalls,
  getClock,
  postClock,
  getAlarms,
  getBulletin,
  getBulletinRows,
  getAppraisal,
  getBulletinFile,
  postBulletinDraft,
  postBulletinCirculated,
  postBulletinReply,
  postReplyAnswered,
  postBulletinApproved,
  postBulletinSigned,
  postBulletinSent,
  ...EXPORT_ROUTES,
];
