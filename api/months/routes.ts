/** The routes of months. */
import type { Route } from "../serving/route.js";
import * as bulletin from "./bulletin-routes.js";
import * as requests from "./request-routes.js";
import { getMyMonthWork } from "./work.js";
import { getMonthWorkbook, postMonthWorkbook } from "./workbook-routes.js";

export const MONTH_ROUTES: readonly Route[] = [
  requests.getMonths,
  getMyMonthWork,
  requests.getMonth,
  requests.getMonthRequest,
  getMonthWorkbook,
  postMonthWorkbook,
  requests.putMonthDraft,
  requests.postMonthSent,
  requests.postMonthConfirmed,
  requests.postMonthReturned,
  bulletin.getMonthBulletin,
  bulletin.getMonthBulletinRows,
  bulletin.getMonthBulletinFile,
  bulletin.postMonthBulletinDraft,
  bulletin.postMonthBulletinApproved,
  bulletin.postMonthBulletinSigned,
  bulletin.postMonthBulletinSent,
];
