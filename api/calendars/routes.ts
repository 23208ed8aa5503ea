/** Calendars that one subscribes to: one's own list of them, and the files themselves. */
import { accountById } from "../../prisma/accounts/account-store.js";
import {
  calendarsOf,
  findCalendar,
  issueCalendar,
  noteCalendarRead,
  replaceCalendar,
  revokeCalendar,
  type StoredCalendar,
} from "../../prisma/accounts/calendar-store.js";
import { calendarText } from "./feed.js";
import { notModified, tagOf } from "../http/etag.js";
import { ProblemError } from "../http/problem.js";
import { API } from "../serving/register.js";
import { fileRoute, route } from "../serving/route.js";
import { done } from "../me/schemas.js";
import { type Calendar, calendarBody, calendarParams, calendars, feedParams, issuedCalendar } from "./schemas.js";
import type { Services } from "../serving/services.js";

const view = ({ id, name, lang, rehearsals, createdAt, revokedAt, lastUsedAt }: StoredCalendar): Calendar => ({
  id,
  name,
  lang,
  rehearsals,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

const addressOf = (secret: string, { accounts }: Services): string =>
  `${accounts.settings.publicUrl}${API}/calendar/${secret}.ics`;

const unknownCalendar = (): ProblemError =>
  new ProblemError("unknownCalendar", {
    zh: "没有这个日历，或已停用。可在“我的账号”中新建订阅地址。",
    en: "There is no such calendar, or it was revoked. Make another on your account's page.",
  });

export const getCalendars = route({
  method: "get",
  path: "/me/calendars",
  tag: "accounts",
  summary: "One's calendars to subscribe to 日历订阅",
  personal: true,
  response: calendars,
  handler: async ({ caller, services: { pool } }) => ({
    calendars: (await calendarsOf(pool, caller.accountId)).map(view),
  }),
});

export const postCalendar = route({
  method: "post",
  path: "/me/calendars",
  tag: "accounts",
  summary: "Make a calendar to subscribe to 新建日历订阅",
  description:
    "One's own deadlines, as iCalendar, in every plan in which one is somebody. Whoever has the address reads it without signing in. It is shown in this answer only.",
  body: calendarBody,
  response: issuedCalendar,
  problems: ["foreignOrigin"],
  async handler({ body, caller, exchange, services }) {
    const { accountId } = caller;
    const { calendar, secret } = await issueCalendar(services.pool, { accountId, ...body });
    await services.accounts.note({
      kind: "calendarIssued",
      accountId,
      subject: calendar.id,
      address: exchange.address,
    });
    return { ...view(calendar), url: addressOf(secret, services) };
  },
});

export const postCalendarReplaced = route({
  method: "post",
  path: "/me/calendars/{calendarId}/replace",
  tag: "accounts",
  summary: "Give a calendar another address 更换订阅地址",
  description: "The address before is none from now on. The new one is shown in this answer only.",
  params: calendarParams,
  response: issuedCalendar,
  problems: ["unknownCalendar", "foreignOrigin"],
  async handler({ params: { calendarId }, caller: { accountId }, exchange, services }) {
    const replaced = await replaceCalendar(services.pool, accountId, calendarId);
    if (!replaced) throw unknownCalendar();
    await services.accounts.note({
      kind: "calendarReplaced",
      accountId,
      subject: calendarId,
      address: exchange.address,
    });
    return { ...view(replaced.calendar), url: addressOf(replaced.secret, services) };
  },
});

export const postCalendarRevoked = route({
  method: "post",
  path: "/me/calendars/{calendarId}/revoke",
  tag: "accounts",
  summary: "Revoke a calendar 停用日历订阅",
  params: calendarParams,
  response: done,
  problems: ["unknownCalendar", "foreignOrigin"],
  async handler({ params: { calendarId }, caller: { accountId }, exchange, services: { pool, accounts } }) {
    if (!(await revokeCalendar(pool, accountId, calendarId))) throw unknownCalendar();
    await accounts.note({ kind: "calendarRevoked", accountId, subject: calendarId, address: exchange.address });
    return { done: true as const };
  },
});

export const getCalendarFile = fileRoute({
  method: "get",
  path: "/calendar/{secret}.ics",
  tag: "accounts",
  summary: "A calendar 日历订阅内容",
  description:
    "iCalendar (RFC 5545): a day for each deadline of what is its owner's, and for each check, decision, signature and answer asked of them. Each keeps its UID while its day moves; what has ended is gone. A rehearsal's are in its own time, and marked 推演. The newest 20 plans that run, live ones first.",
  open: true,
  params: feedParams,
  mediaType: "text/calendar",
  problems: ["unknownCalendar", "tooManyAttempts"],
  async send({ params: { secret }, exchange: { address }, services }, req, res) {
    const { pool, accounts } = services;
    await accounts.limits.calendarGuess(address);
    const calendar = await findCalendar(pool, secret);
    const account = calendar && (await accountById(pool, calendar.accountId));
    if (!calendar || !account || !(await accounts.admits(account))) throw unknownCalendar();
    await accounts.limits.calendarRead(calendar.id, address);
    const text = await calendarText(calendar, account, services);
    const tag = tagOf(text);
    const changedAt = await noteCalendarRead(pool, calendar.id, tag);
    const same = notModified(res, tag);
    res.setHeader("Last-Modified", changedAt.toUTCString());
    if (same || unchangedSince(req.headers, changedAt)) return void res.status(304).end();
    res.status(200).type("text/calendar; charset=utf-8");
    res.setHeader("Content-Disposition", 'inline; filename="duban.ics"');
    // The address is the secret: it is told to nobody whom a link in it leads to.
    res.setHeader("Referrer-Policy", "no-referrer");
    res.send(text);
  },
});

/** If-Modified-Since counts only where no tag was sent (RFC 9110, 13.1.3). */
function unchangedSince(
  headers: { readonly "if-none-match"?: string | undefined; readonly "if-modified-since"?: string | undefined },
  changedAt: Date,
): boolean {
  if (headers["if-none-match"] !== undefined) return false;
  return changedAt.getTime() <= Date.parse(headers["if-modified-since"] ?? "");
}
