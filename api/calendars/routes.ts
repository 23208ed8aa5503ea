/** Calendars that one subscribes to: one's own list of them, and the files themselves. */
import { accountById, type StoredAccount } from "../../prisma/accounts/account-store.js";
import {
  calendarsOf,
  findCalendar,
  issueCalendar,
  noteCalendarRead,
  replaceCalendar,
  revokeCalendar,
  type StoredCalendar,
} from "../../prisma/accounts/calendar-store.js";
import type { Proof } from "../accounts/factors.js";
import { calendarText } from "./feed.js";
import type { Exchange } from "../http/exchange.js";
import { notModified, tagOf } from "../http/etag.js";
import { ProblemError } from "../http/problem.js";
import { API, fileRoute, route } from "../serving/route.js";
import { sessionOf } from "../me/routes.js";
import { done } from "../me/schemas.js";
import type { Caller } from "../rights/caller.js";
import {
  type Calendar,
  calendarBody,
  calendarParams,
  calendarProof,
  calendars,
  feedParams,
  issuedCalendar,
} from "./schemas.js";
import type { Services } from "../serving/services.js";

const view = ({
  id,
  name,
  lang,
  rehearsals,
  twoFactors,
  createdAt,
  revokedAt,
  lastUsedAt,
}: StoredCalendar): Calendar => ({
  id,
  name,
  lang,
  rehearsals,
  twoFactors,
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

const PROVED = [
  "wrongCredentials",
  "wrongCode",
  "signInAgain",
  "tooManyAttempts",
  "tooManyRequests",
  "foreignOrigin",
] as const;

async function proved(
  { accountId, session }: Caller,
  proof: Proof,
  exchange: Exchange,
  services: Services,
): Promise<void> {
  const { factors, limits } = services.accounts;
  await factors.prove(accountId, session, proof, exchange);
  await limits.secret(accountId);
}

export const postCalendar = route({
  method: "post",
  path: "/me/calendars",
  tag: "accounts",
  summary: "Make a calendar to subscribe to 新建日历订阅",
  description:
    "One's own deadlines, as iCalendar, in every plan in which one is somebody. Whoever has the address reads it without signing in. It is shown in this answer only. With the password, and the code where there is a second factor. One made with one factor is none where its account needs two, also where it came to need them later.",
  body: calendarBody,
  response: issuedCalendar,
  problems: PROVED,
  async handler({ body: { name, lang, rehearsals, ...proof }, caller, exchange, services }) {
    const { accountId } = caller;
    const { twoFactors } = sessionOf(caller);
    await proved(caller, proof, exchange, services);
    const what = { accountId, name, lang, rehearsals, twoFactors };
    const { calendar, secret } = await issueCalendar(services.pool, what);
    services.accounts.tell(accountId, "calendarIssued", exchange);
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
  description:
    "The address before is none from now on. The new one is shown in this answer only. With the password, and the code where there is a second factor.",
  params: calendarParams,
  body: calendarProof,
  response: issuedCalendar,
  problems: ["unknownCalendar", ...PROVED],
  async handler({ params: { calendarId }, body, caller, exchange, services }) {
    const { accountId } = caller;
    const { twoFactors } = sessionOf(caller);
    await proved(caller, body, exchange, services);
    const replaced = await replaceCalendar(services.pool, { accountId, id: calendarId, twoFactors });
    if (!replaced) throw unknownCalendar();
    services.accounts.tell(accountId, "calendarIssued", exchange);
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
    const calendar = await findCalendar(pool, secret);
    const account = calendar && (await accountById(pool, calendar.accountId));
    if (!calendar || !account || !(await holds(calendar, account, services))) {
      // Only what is no calendar is a guess: others at the address go on reading theirs.
      await accounts.limits.calendarGuess(address);
      throw unknownCalendar();
    }
    await accounts.limits.calendarRead(calendar.id);
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

/** A calendar holds while its owner is let in, with as many factors as its owner needs by now. */
async function holds({ twoFactors }: StoredCalendar, account: StoredAccount, { accounts }: Services): Promise<boolean> {
  return (await accounts.admits(account)) && (twoFactors || !(await accounts.needsTwo(account)));
}

/** If-Modified-Since counts only where no tag was sent (RFC 9110, 13.1.3). */
function unchangedSince(
  headers: { readonly "if-none-match"?: string | undefined; readonly "if-modified-since"?: string | undefined },
  changedAt: Date,
): boolean {
  if (headers["if-none-match"] !== undefined) return false;
  return changedAt.getTime() <= Date.parse(headers["if-modified-since"] ?? "");
}
