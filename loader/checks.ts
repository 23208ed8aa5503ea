/** What no single file's shape can say: that ids are known and unique, that every rung can fire, that no day lacks a calendar. */
import { Place, type Source } from "./place.js";

export interface Sources {
  readonly plan?: Source;
  readonly roster?: Source;
  readonly policy?: Source;
  readonly calendar?: Source;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function date(place: Place): string | undefined {
  return place.text !== undefined && DATE.test(place.text) ? place.text : undefined;
}

/** Reports every value that has occurred before. */
function unique(places: readonly Place[], what: string, seen = new Map<string, true>()): void {
  for (const place of places) {
    const value = place.text ?? place.number?.toString();
    if (value === undefined) continue;
    if (seen.has(value)) place.report(`${what} "${value}" is used twice; give each its own`);
    seen.set(value, true);
  }
}

function ids(list: Place): Place[] {
  return list.items().map((item) => item.get("id"));
}

function idSet(list: Place): Set<string> {
  return new Set(ids(list).flatMap((id) => (id.text === undefined ? [] : [id.text])));
}

function known(place: Place, set: ReadonlySet<string>, what: string, where: string): void {
  if (place.text !== undefined && !set.has(place.text)) place.report(`unknown ${what} "${place.text}"; write the id of a ${what} listed under ${where}`);
}

/** Dated values whose period is empty. */
function periods(list: Place): void {
  for (const entry of list.items()) {
    const from = date(entry.get("from"));
    const to = date(entry.get("to"));
    if (from !== undefined && to !== undefined && to <= from) entry.get("to").report(`the period ends on ${to}, not after it begins on ${from}; "to" is the first day it no longer holds`);
  }
}

/* ---------------------------------------------------------------- plan.yaml */

const TOWNSHIPS = "townships";

function checkMilestone(milestone: Place, start: string | undefined, units: ReadonlySet<string> | undefined, seen: Map<string, true>): void {
  const id = milestone.get("id");
  const name = id.text ?? "?";
  const deadline = milestone.get("deadline");
  const deadlines = milestone.get("deadlines");
  if (deadline.missing && deadlines.items().length === 0) {
    milestone.report(`milestone "${name}" has no deadline; write deadline: YYYY-MM-DD, or deadlines with a series; a duty without a date belongs under standingDuties`);
  }
  if (!deadline.missing && !deadlines.missing) deadlines.report(`milestone "${name}" has both deadline and deadlines; keep one of them`);
  if (!deadlines.missing && milestone.get("series").missing) deadlines.report(`milestone "${name}" has several deadlines but no series; add series: ${name}`);
  const days = [deadline, ...deadlines.items()];
  for (const day of days) {
    const value = date(day);
    if (value !== undefined && start !== undefined && value < start) day.report(`the deadline ${value} is before the plan starts on ${start}; write a later day, or an earlier start`);
  }
  const entries = deadlines.missing ? [name] : deadlines.items().map((day) => `${name}-${day.text?.slice(0, 4) ?? ""}`);
  entries.forEach((entry, at) => {
    const place = deadlines.missing ? id : (deadlines.items()[at] ?? id);
    if (seen.has(entry)) place.report(`milestone id "${entry}" is used twice; give each its own (a series has one deadline a year)`);
    seen.set(entry, true);
  });
  const owes = milestone.get("owes");
  if (owes.text === "township" && milestone.get("scope").text === "county") owes.report(`milestone "${name}" is owed by the township but has county scope; write firstLead or { unit: <unit id> }, or another scope`);
  if (!units) return;
  known(owes.get("unit"), units, "unit", "units in roster.yaml");
  for (const unit of milestone.get("supporting").items()) known(unit, units, "unit", "units in roster.yaml");
}

function checkPlan(plan: Place, roster: Place | undefined): void {
  const units = roster ? idSet(roster.get("units")) : undefined;
  const groups = idSet(plan.get("groups"));
  for (const list of ["groups", "planDuties", "kpis", "attachments", "openQuestions"]) unique(ids(plan.get(list)), `the id in ${list}`);
  const tasks = plan.get("tasks").items();
  unique(tasks.map((task) => task.get("no")), "task number");
  unique(tasks.flatMap((task) => ids(task.get("standingDuties"))), "standing duty id");
  const seen = new Map<string, true>();
  for (const task of tasks) {
    known(task.get("group"), groups, "group", "groups");
    for (const unit of task.get("leadUnits").items()) if (units) known(unit, units, "unit", "units in roster.yaml");
    for (const unit of task.get("responsibleUnits").items()) if (units && unit.text !== TOWNSHIPS) known(unit, units, "unit", "units in roster.yaml");
    for (const list of [task.get("leadUnits"), task.get("responsibleUnits")]) unique(list.items(), "in this list the unit");
    for (const milestone of task.get("milestones").items()) checkMilestone(milestone, date(plan.get("start")), units, seen);
  }
  for (const question of plan.get("openQuestions").items()) {
    const chosen = question.get("chosen");
    if (chosen.text !== undefined && !question.get("options").items().some((option) => option.text === chosen.text)) {
      chosen.report(`"${chosen.text}" is not among the question's options; write one of them`);
    }
  }
}

/* -------------------------------------------------------------- roster.yaml */

/** Every post's chain, followed through the last fallback of each, ends at the office's desk. */
function checkFallbacks(posts: readonly Place[], officeDesk: string): void {
  const last = new Map<string, string | undefined>();
  for (const post of posts) {
    const id = post.get("id").text;
    if (id !== undefined) last.set(id, post.get("fallback").items().at(-1)?.text);
  }
  for (const post of posts) {
    const id = post.get("id").text;
    const passed = new Set<string>();
    let at = id;
    while (at !== undefined && at !== officeDesk && !passed.has(at)) {
      passed.add(at);
      at = last.get(at);
    }
    if (id !== undefined && at !== officeDesk) post.get("fallback").report(`the fallback chain of post "${id}" does not end at the office's desk; add "${officeDesk}" as its last entry`);
  }
}

function checkRoster(roster: Place, start: string | undefined): void {
  const units = roster.get("units").items();
  const posts = roster.get("posts").items();
  const persons = roster.get("persons").items();
  const villages = roster.get("villages").items();
  const unitIds = idSet(roster.get("units"));
  const postIds = idSet(roster.get("posts"));
  const personIds = idSet(roster.get("persons"));
  const townshipIds = idSet(roster.get("townships"));
  const unit = (place: Place): void => known(place, unitIds, "unit", "units");
  const post = (place: Place): void => known(place, postIds, "post", "posts");

  for (const list of ["units", "posts", "persons", "townships", "villages"]) unique(ids(roster.get(list)), `the id in ${list}`);
  for (const each of units) {
    if (each.get("id").text === TOWNSHIPS) each.get("id").report(`"${TOWNSHIPS}" stands for all townships; give the unit another id`);
    post(each.get("desk"));
    post(each.get("head"));
    for (const leader of each.get("leaderInCharge").items()) post(leader.get("value"));
    periods(each.get("names"));
    periods(each.get("leaderInCharge"));
  }
  for (const each of posts) {
    unit(each.get("unit"));
    post(each.get("liaison"));
    for (const next of each.get("fallback").items()) post(next);
    for (const holder of each.get("holders").items()) known(holder.get("value"), personIds, "person", "persons");
    periods(each.get("holders"));
  }
  for (const channel of ["email", "mobile", "wecom"]) {
    const owners = new Map<string, string>();
    for (const person of persons) {
      const address = person.get(channel);
      const key = address.text?.toLowerCase();
      if (key === undefined) continue;
      const owner = owners.get(key);
      if (owner !== undefined) address.report(`the ${channel} "${address.text}" already belongs to person "${owner}"; give each person an address of their own, or one person both posts`);
      else owners.set(key, person.get("id").text ?? "?");
    }
  }
  const townshipUnits = new Set(units.filter((each) => each.get("kind").text === "township").map((each) => each.get("id").text));
  for (const township of ids(roster.get("townships"))) {
    if (township.text !== undefined && !townshipUnits.has(township.text)) township.report(`township "${township.text}" has no unit of its own; add a unit with this id and kind: township`);
  }
  for (const village of villages) {
    const name = village.get("id").text ?? "?";
    known(village.get("township"), townshipIds, "township", "townships");
    const pairing = village.get("pairing");
    const needed = "write value: { countyLeader: <post id>, departmentHead: <post id>, helpingUnit: <unit id> }";
    if (pairing.items().length === 0) village.report(`village "${name}" has no pairing; ${needed} under pairing`);
    else if (start !== undefined && !pairing.items().some((entry) => (date(entry.get("from")) ?? "") <= start && start < (date(entry.get("to")) ?? "9999"))) {
      pairing.report(`village "${name}" has no pairing on ${start}, when the plan starts; ${needed} for that day`);
    }
    periods(pairing);
    for (const entry of pairing.items()) {
      post(entry.get("value").get("countyLeader"));
      post(entry.get("value").get("departmentHead"));
      unit(entry.get("value").get("helpingUnit"));
    }
  }
  const bodies = roster.get("bodies");
  for (const body of ["office", "supervisionOffice", "leadingGroup"]) unit(bodies.get(body));
  const office = units.find((each) => each.get("id").text === bodies.get("office").text && bodies.get("office").text !== undefined);
  const officeDesk = office?.get("desk").text;
  if (officeDesk !== undefined) checkFallbacks(posts, officeDesk);
}

/* -------------------------------------------------------------- policy.yaml */

const VILLAGE_ROLES = ["helpingUnit", "villageDepartmentHead", "villageCountyLeader"];
/** Roles that exist around an item only while the one ladder runs. */
const ONLY_IN: Readonly<Record<string, string>> = {
  verifier: "verification",
  verifierHead: "verification",
  decider: "extension",
  deciderHead: "extension",
  instructedUnit: "instruction",
  instructedUnitHead: "instruction",
  instructor: "instruction",
};

function checkLadder(name: string, ladder: Place): void {
  const rungs = ladder.items();
  unique(rungs.map((rung) => rung.get("id")), `in ladder ${name} the rung id`);
  let highest = -Infinity;
  rungs.forEach((rung, at) => {
    const id = rung.get("id").text ?? "?";
    const offset = rung.get("offset").number;
    if (offset !== undefined && offset < highest) rung.get("offset").report(`rung "${id}" comes after a rung at ${highest} but fires at ${offset}, so it can never fire in its turn; order the rungs by offset`);
    highest = Math.max(highest, offset ?? highest);
    const after = rung.get("afterUnanswered");
    if (after.text !== undefined && !rungs.slice(0, at).some((earlier) => earlier.get("instrument").text === after.text && earlier.get("kind").text === "signed")) {
      after.report(`rung "${id}" waits for an unanswered ${after.text}, but no earlier rung of ladder ${name} is a signed ${after.text}, so it can never fire; add one before it, or remove afterUnanswered`);
    }
    if (!rung.get("standIn").missing && rung.get("kind").text === "auto") rung.get("standIn").report(`rung "${id}" goes out by itself, so its standIn can never fire; remove standIn, or write kind: signed`);
    for (const role of [...rung.get("to").items(), ...rung.get("copy").items()]) {
      const only = role.text === undefined ? undefined : ONLY_IN[role.text];
      if (only !== undefined && only !== name) role.report(`"${role.text}" exists only in the ${only} ladder, so here nobody would be reached; name another recipient`);
      if (name === "county" && role.text !== undefined && VILLAGE_ROLES.includes(role.text)) role.report(`"${role.text}" exists only for a village, so in the county ladder nobody would be reached; name another recipient`);
    }
  });
}

function checkPolicy(policy: Place): void {
  const ladders = policy.get("ladders");
  for (const name of ["signFor", "village", "county", "verification", "extension", "instruction"]) checkLadder(name, ladders.get(name));
  const village = ladders.get("village");
  if (!village.items().some((rung) => rung.get("instrument").text === "escalate" && rung.get("mandatory").value === true)) {
    village.report("the village ladder has no mandatory escalation; add a rung with instrument: escalate and mandatory: true");
  }
  for (const scope of ["county", "township"]) {
    const chosen = policy.get("ladderByScope").get(scope);
    if (chosen.text === "village") chosen.report(`items of ${scope} scope have no village, so rungs of the village ladder can never fire; write county`);
  }
}

/* ------------------------------------------------------------ calendar.yaml */

function lastDay(plan: Place): string | undefined {
  const days = plan.get("tasks").items().flatMap((task) =>
    task.get("milestones").items().flatMap((milestone) => [milestone.get("deadline"), ...milestone.get("deadlines").items(), milestone.get("reading").get("alternative")]),
  );
  return days.flatMap((day) => date(day) ?? []).sort().at(-1);
}

function checkCalendar(calendar: Place, plan: Place | undefined): void {
  const years = calendar.get("years");
  unique(years.items().map((entry) => entry.get("year")), "calendar year");
  for (const entry of years.items()) {
    const year = entry.get("year").number;
    for (const day of [...entry.get("holidays").items(), ...entry.get("workedWeekends").items()]) {
      if (year !== undefined && date(day) !== undefined && !day.text?.startsWith(`${year}-`)) day.report(`${day.text} is not in ${year}; move it to its own year`);
    }
    for (const day of entry.get("workedWeekends").items()) {
      const value = date(day);
      if (value !== undefined && ![0, 6].includes(new Date(`${value}T00:00:00Z`).getUTCDay())) day.report(`${value} is not a Saturday or Sunday; list only worked weekend days here`);
    }
  }
  const start = plan && date(plan.get("start"));
  if (!plan || start === undefined) return;
  const from = Number(start.slice(0, 4));
  const to = Number((lastDay(plan) ?? start).slice(0, 4)) + 1;
  const present = new Set(years.items().map((entry) => entry.get("year").number));
  // A mistyped far-off deadline is one mistake, not a thousand missing years.
  const absent: number[] = [];
  for (let year = from; year <= to && absent.length < 20; year++) if (!present.has(year)) absent.push(year);
  if (absent.length > 0) {
    years.report(`the calendar lacks ${absent.join(", ")}; the plan needs every year from ${from} to ${to} (the year after its last deadline): add them with scripts/generate-calendar.ts`);
  }
}

export function check(sources: Sources): void {
  const place = (source: Source | undefined): Place | undefined => (source?.readable ? Place.root(source) : undefined);
  const [plan, roster, policy, calendar] = [place(sources.plan), place(sources.roster), place(sources.policy), place(sources.calendar)];
  if (plan) checkPlan(plan, roster);
  if (roster) checkRoster(roster, plan && date(plan.get("start")));
  if (policy) checkPolicy(policy);
  if (calendar) checkCalendar(calendar, plan);
}
