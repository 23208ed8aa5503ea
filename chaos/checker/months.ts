/**
 * Months (调度): each that was due is asked about once, every unit at most once and who has standing duties for certain; what was acknowledged is
 * there once and as it was sent; who has not answered is urged once, all of them and nobody else; the month's figures are fixed once, as the
 * rows before them have it; the bulletin goes out once; and what heads confirmed is applied once by each task that was told.
 */
import { dayOf, instant, WorkingDays } from "./calendar.js";
import { type Finding, requestFault } from "./findings.js";
import type { Asked, PlanJournal } from "./journal.js";
import type { MonthsDocument, PlanData, Row } from "./rows.js";

const PREFIX = "month/";

export const isOfMonth = (stream: string): boolean => stream.startsWith(PREFIX);

/** How many answers of units the ledger holds. */
export const answersSent = ({ rows }: Pick<PlanData, "rows">): number =>
  rows.filter(({ type }) => type === "progressAnswered").length;

export function checkMonths(data: PlanData, journal: PlanJournal): Finding[] {
  const streams = [...new Set(data.rows.map(({ stream }) => stream).filter(isOfMonth))];
  return [
    ...journal.asked.filter(({ stream }) => isOfMonth(stream)).flatMap((asked) => checkAsked(data, asked)),
    ...checkAnnounced(data, journal),
    ...streams.flatMap((stream) => {
      const month: Month = { data, stream, rows: data.rows.filter((row) => row.stream === stream) };
      return [
        ...checkRequests(month),
        ...checkUrging(month, journal),
        ...checkClosing(month, journal),
        ...checkBulletin(month),
        ...checkTold(month),
      ];
    }),
  ];
}

interface Month {
  readonly data: PlanData;
  readonly stream: string;
  readonly rows: readonly Row[];
}

const ofType = ({ rows }: Pick<Month, "rows">, type: string): Row[] => rows.filter((row) => row.type === type);
const unitOf = ({ payload }: Row): string => String(payload["unit"]);

/** A request on a month leaves its rows once; what of an answer was acknowledged stands in it word for word. */
function checkAsked({ plan, rows }: PlanData, { key, stream, taken, refused, filed }: Asked): Finding[] {
  const where = { plan, stream };
  const own = rows.filter((row) => row.cause === `cmd/${key}`);
  const wrong = requestFault(own, { key, refused }, where);
  if (wrong) return [wrong];
  if (taken === null || taken.length === 0) return [];
  if (own.length === 0) return [{ what: "actionLost", ...where, detail: `${key} was acknowledged and is not there` }];
  const told = new Map(
    own.flatMap(({ payload }) => answersIn(payload).map(({ key: row, measure }) => [row, measure] as const)),
  );
  return filed.flatMap(({ line, content }): Finding[] =>
    told.get(line) === content
      ? []
      : [
          {
            what: "answerWrong",
            ...where,
            detail: `${line} was sent as ${content} (${key}), and is ${told.get(line)}`,
          },
        ],
  );
}

const answersIn = (payload: Row["payload"]): { key: string; measure?: string }[] =>
  (payload["rows"] ?? []) as { key: string; measure?: string }[];

/** What the policy's days come to. The plan itself stays on the policy that it was opened with. */
interface Days {
  readonly month: string;
  readonly askedOn: string;
  readonly askedAt: number;
}

function monthsDue({ documents, openedAt }: PlanData, until: number): Days[] {
  const { plan, policies, calendar } = documents;
  const policy = policies.get(Math.min(...policies.keys()));
  if (!policy?.months) return [];
  const days = new WorkingDays(calendar.years);
  const offset = plan.timeZone.offsetMinutes;
  const { first, last, askOn } = policy.months;
  const due: Days[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) {
    const askedOn = days.onOrAfter(`${month}-${String(askOn).padStart(2, "0")}`);
    const askedAt = instant(askedOn, policy.firingTime, offset);
    // Nobody is asked about the past.
    if (askedOn >= dayOf(openedAt, offset) && askedAt <= until) due.push({ month, askedOn, askedAt });
  }
  return due;
}

function monthAfter(month: string): string {
  const [year = 0, no = 0] = month.split("-").map(Number);
  return no === 12 ? `${year + 1}-01` : `${year}-${String(no + 1).padStart(2, "0")}`;
}

/** Every month that was due is announced once, and its stream opened once where it was not missed. */
function checkAnnounced(data: PlanData, { finished }: PlanJournal): Finding[] {
  const { plan, rows } = data;
  if (finished === null) return [];
  const announced = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.type !== "monthAnnounced") continue;
    const { month } = row.payload["month"] as { month: string };
    announced.set(month, [...(announced.get(month) ?? []), row]);
  }
  return monthsDue(data, finished.clock).flatMap(({ month, askedAt }): Finding[] => {
    const own = announced.get(month) ?? [];
    const stream = `${PREFIX}${month}`;
    const opened = rows.filter((row) => row.stream === stream && row.type === "monthOpened").length;
    const wanted = own[0]?.payload["missed"] === true ? 0 : 1;
    if (own.length !== 1 || opened !== wanted)
      return [
        {
          what: own.length > 1 || opened > wanted ? "monthTwice" : "monthLost",
          plan,
          stream,
          detail: `announced ${own.length} times, opened ${opened} times`,
        },
      ];
    return own.flatMap(({ at, seq }): Finding[] =>
      at < askedAt ? [{ what: "monthEarly", plan, stream: "plan", seq, detail: `${month} was announced early` }] : [],
    );
  });
}

/** One request a unit, told to somebody; and one to each lead unit whose standing duties the month asks about. */
function checkRequests(month: Month): Finding[] {
  const { data, stream } = month;
  const { plan, documents } = data;
  const requests = ofType(month, "progressRequested");
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const row of requests) {
    const unit = unitOf(row);
    const where = { plan, stream, seq: row.seq };
    if (seen.has(unit)) findings.push({ what: "requestTwice", ...where, detail: `${unit} is asked twice` });
    seen.add(unit);
    if (row.recipients.flat().length === 0)
      findings.push({ what: "requestLost", ...where, detail: `${unit} is asked, and nobody is told` });
  }
  const no = Number(stream.slice(-2));
  const every = monthsPolicy(month)?.dutiesEvery ?? 0;
  if (every === 0 || no % every !== 0) return findings;
  for (const { leadUnits: [lead] = [], standingDuties = [] } of documents.plan.tasks)
    if (standingDuties.length > 0 && lead !== undefined && !seen.has(lead))
      findings.push({ what: "requestLost", plan, stream, detail: `${lead} has standing duties and is not asked` });
  return findings;
}

const policyOf = ({ data, rows }: Month) => {
  const opened = rows.find(({ type }) => type === "monthOpened");
  return data.documents.policies.get(Number(opened?.payload["policy"]));
};
const monthsPolicy = (month: Month): MonthsDocument | undefined => policyOf(month)?.months;

/** When the month's rungs and its close fall due, by its own policy; null where that says nothing of months. */
function turnsOf(month: Month): { readonly rungs: ReadonlyMap<string, number>; readonly closesAt: number } | null {
  const { documents } = month.data;
  const policy = policyOf(month);
  if (!policy?.months) return null;
  const days = new WorkingDays(documents.calendar.years);
  const offset = documents.plan.timeZone.offsetMinutes;
  const { dueOn, closesAfter } = policy.months;
  const due = days.onOrAfter(`${month.stream.slice(PREFIX.length)}-${String(dueOn).padStart(2, "0")}`);
  const at = (day: string): number => instant(day, policy.firingTime, offset);
  const closesAt = at(days.add(days.add(due, closesAfter), 1));
  const rungs = (policy.ladders["month"] ?? []).map((rung) => [rung.id, at(days.add(due, rung.offset))] as const);
  // What falls due after the close never fires.
  return { rungs: new Map(rungs.filter(([, fires]) => fires <= closesAt)), closesAt };
}

/** Units that are asked and whose head has confirmed nothing before a row, in the order in which they were asked. */
const silentBefore = (month: Month, seq: number): string[] => {
  const confirmed = new Set(ofType(month, "progressConfirmed").flatMap((row) => (row.seq < seq ? [unitOf(row)] : [])));
  return ofType(month, "progressRequested")
    .map(unitOf)
    .filter((unit) => !confirmed.has(unit));
};

/** Each rung fires once on all that have not answered by then, and on nobody else. */
function checkUrging(month: Month, { finished }: PlanJournal): Finding[] {
  const { data, stream } = month;
  const where = { plan: data.plan, stream };
  const turns = turnsOf(month);
  const urged = ofType(month, "progressUrged");
  const findings: Finding[] = urged.flatMap((row): Finding[] => {
    const units = (row.payload["units"] as readonly string[]).join(", ");
    const wanted = silentBefore(month, row.seq).join(", ");
    const due = turns?.rungs.get(String(row.payload["rung"]));
    const told = { ...where, seq: row.seq };
    return [
      ...(units === wanted
        ? []
        : [{ what: "urgeWrong" as const, ...told, detail: `urges ${units}; silent: ${wanted}` }]),
      ...(due === undefined ? [{ what: "urgeWrong" as const, ...told, detail: "is no rung of the policy" }] : []),
      ...(due !== undefined && row.at < due ? [{ what: "urgeEarly" as const, ...told, detail: "urges early" }] : []),
    ];
  });
  for (const [rung, due] of turns?.rungs ?? []) {
    const own = urged.filter(({ payload }) => payload["rung"] === rung);
    if (own.length > 1) findings.push({ what: "urgeTwice", ...where, detail: `${rung} urges ${own.length} times` });
    // Whoever has answered by the month's close may have done so before the rung.
    const closed = ofType(month, "monthClosed")[0]?.seq ?? Number.POSITIVE_INFINITY;
    if (own.length === 0 && finished !== null && due <= finished.clock && silentBefore(month, closed).length > 0)
      findings.push({ what: "urgeLost", ...where, detail: `${rung} was due, and nobody was urged` });
  }
  return findings;
}

/** The figures are fixed once, not early, and say of each unit that is asked what the rows before them say. */
function checkClosing(month: Month, { finished }: PlanJournal): Finding[] {
  const { data, stream } = month;
  const where = { plan: data.plan, stream };
  const closed = ofType(month, "monthClosed");
  const due = turnsOf(month)?.closesAt ?? Number.POSITIVE_INFINITY;
  if (closed.length > 1) return [{ what: "closeTwice", ...where, detail: `is closed ${closed.length} times` }];
  const [row] = closed;
  if (!row)
    return finished !== null && due <= finished.clock
      ? [{ what: "closeLost", ...where, detail: "was to close, and its figures are not fixed" }]
      : [];
  const { units } = row.payload["snapshot"] as { units: readonly { unit: string; state: string }[] };
  const silent = new Set(silentBefore(month, row.seq));
  const wanted = ofType(month, "progressRequested").map(
    (one) => `${unitOf(one)} ${silent.has(unitOf(one)) ? "open" : "confirmed"}`,
  );
  const said = units.map(({ unit, state }) => `${unit} ${state === "confirmed" ? state : "open"}`);
  return [
    ...(row.at < due ? [{ what: "closeEarly" as const, ...where, seq: row.seq, detail: "is closed early" }] : []),
    ...(said.join() === wanted.join()
      ? []
      : [
          {
            what: "snapshotWrong" as const,
            ...where,
            seq: row.seq,
            detail: `says ${said.join()}; rows: ${wanted.join()}`,
          },
        ]),
  ];
}

/** A version is signed once, under a number of its own, and goes out once, told to each unit that it goes to. */
function checkBulletin(month: Month): Finding[] {
  const { data, stream } = month;
  const where = { plan: data.plan, stream };
  const findings: Finding[] = [];
  for (const type of ["bulletinSigned", "bulletinSent"]) {
    const seen = new Set<unknown>();
    for (const { payload, seq } of ofType(month, type)) {
      const { version } = payload;
      if (seen.has(version))
        findings.push({ what: "bulletinTwice", ...where, seq, detail: `version ${String(version)}: ${type} twice` });
      seen.add(version);
    }
  }
  for (const { payload, seq, recipients } of ofType(month, "bulletinSent")) {
    const units = (payload["units"] as readonly string[]).length;
    const told = recipients.flat().filter(({ role }) => role === "to").length;
    if (told < units)
      findings.push({ what: "bulletinUntold", ...where, seq, detail: `goes to ${units} units, and tells ${told}` });
  }
  return findings;
}

/** What a confirmation tells a task is applied there once. */
function checkTold({ data, stream, rows }: Month): Finding[] {
  const { plan } = data;
  const month = stream.slice(PREFIX.length);
  const wanted = new Map<string, number>();
  for (const row of rows) {
    if (row.type !== "progressConfirmed") continue;
    for (const { to } of row.payload["told"] as readonly { to: string }[]) {
      const name = `${unitOf(row)} ${to}`;
      wanted.set(name, (wanted.get(name) ?? 0) + 1);
    }
  }
  const applied = new Map<string, number>();
  for (const { type, payload, stream: to } of data.rows) {
    if (type !== "progressApplied" || payload["month"] !== month) continue;
    const name = `${String(payload["unit"])} ${to}`;
    applied.set(name, (applied.get(name) ?? 0) + 1);
  }
  return [...new Set([...wanted.keys(), ...applied.keys()])].flatMap((name): Finding[] => {
    const [told = 0, there = 0] = [wanted.get(name), applied.get(name)];
    if (told === there) return [];
    const what = there > told ? "progressTwice" : "progressLost";
    return [{ what, plan, stream, detail: `${name}: told ${told} times, applied ${there} times` }];
  });
}
