/** Somebody's dates in the plans that run, as an iCalendar file (RFC 5545) that calendars subscribe to. */
import { itemAddress } from "../../domain/items/item-address.js";
import ical, { ICalEventTransparency } from "ical-generator";
import type { StoredAccount } from "../../prisma/accounts/account-store.js";
import type { StoredCalendar } from "../../prisma/accounts/calendar-store.js";
import { runningPlansOf } from "../../prisma/plans/plan-store.js";
import { identityOf } from "../accounts/identity.js";
import type { PlanView } from "../views/plan-view.js";
import type { Language } from "../http/problem.js";
import type { Services } from "../serving/services.js";
import { calendarName, descriptionOf, summaryOf } from "./words.js";
import { type CalendarDate, datesOf } from "./dates.js";

/** Plans in one calendar: those that run live come first, then the newest rehearsals. */
const MOST_PLANS = 20;
/** How often a calendar is asked to look again (seconds). */
const REFRESH = 60 * 60;

/** Stays the same while the item is there, whatever becomes of the day. */
const uidOf = ({ state, kind, ref }: CalendarDate, plan: string): string =>
  `${[plan, state.id, kind, ...(ref === "" ? [] : [ref])].map(encodeURIComponent).join("/")}@duban`;

interface PlanDates {
  readonly plan: PlanView;
  readonly dates: readonly CalendarDate[];
}

/** The owner as the calendar knows them: whether it holds at all was asked before. */
async function datesIn(planId: string, account: StoredAccount, services: Services): Promise<PlanDates> {
  const plan = await services.plans.view(planId);
  const caller = await identityOf({ account, twoFactors: true, scopes: ["read"] }, services.accounts.needsTwo).in(plan);
  if (caller.person === null) return { plan, dates: [] };
  const sight = services.sights.of(plan, caller);
  return { plan, dates: await datesOf({ plan, caller, sight, services }) };
}

/** The file: the same for the same state of the plans on the same day, so that its hash is its tag. */
export async function calendarText(
  { lang, rehearsals }: Pick<StoredCalendar, "lang" | "rehearsals">,
  account: StoredAccount,
  services: Services,
): Promise<string> {
  const slugs = Object.keys(account.persons);
  const plans = await runningPlansOf(services.pool, { slugs, rehearsals, most: MOST_PLANS });
  const calendar = ical({
    name: calendarName(account.name)[lang],
    prodId: { company: "duban", product: "duban", language: lang === "zh" ? "ZH" : "EN" },
    ttl: REFRESH,
  });
  // One plan after another: a calendar is in no hurry, and people are.
  for (const planId of plans) {
    const { plan, dates } = await datesIn(planId, account, services);
    for (const date of dates) calendar.createEvent(eventOf(date, plan, lang, services.accounts.settings.publicUrl));
  }
  return calendar.length() > 0
    ? calendar.toString()
    : calendar.toString().replace(END, `${UTC.join("\r\n")}\r\n${END}`);
}

const END = "END:VCALENDAR";
/** A calendar has one component at least (RFC 5545, 3.6): one without events has the zone that it counts in. */
const UTC = [
  "BEGIN:VTIMEZONE",
  "TZID:UTC",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0000",
  "TZOFFSETTO:+0000",
  "END:STANDARD",
  "END:VTIMEZONE",
];

function eventOf(date: CalendarDate, plan: PlanView, lang: Language, publicUrl: string) {
  const url = `${publicUrl}/plans/${encodeURIComponent(plan.id)}/items/${itemAddress(date.state.id)}`;
  return {
    id: uidOf(date, plan.id),
    // A file that answers nobody's invitation: when the event was last revised (RFC 5545, 3.8.7.2).
    stamp: date.revisedAt,
    lastModified: date.revisedAt,
    sequence: date.sequence,
    allDay: true,
    // A day, whose writer looks at its UTC parts.
    start: new Date(`${date.day}T00:00:00Z`),
    summary: summaryOf(date, plan, lang),
    description: descriptionOf(date, url, plan, lang),
    url,
    // A deadline takes up nobody's day.
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}
