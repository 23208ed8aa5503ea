/** Reads letters: everything they say, with the names of their day. Rendering is mail's. */
import type { Instrument, Person, PlanBundle, PlanDate, RecipientRole } from "../domain/plan.js";
import { unitNameOn } from "../domain/recipients.js";
import type { Capacity, Facts, LetterModel, LetterModelSection, LetterRow, Matter } from "../mail/letter-model.js";
import { ALARMS } from "./alarm-letters.js";
import { alarmRow } from "./alarm-rows.js";
import { doneBefore, type History, readHistory, TELLS_HISTORY } from "./letter-history.js";
import { namedFacts, type Names, namesOf, postName, roleOf } from "./letter-names.js";
import type { Pool } from "./pool.js";

export interface StoredLetter {
  readonly id: string;
  readonly messageId: string;
  /** Plan instant at which it closed. */
  readonly closedAt: number;
  readonly delivery: "batched" | "immediate" | "draft";
  /** Null for drafts and for posts nobody holds. */
  readonly person: Person | null;
  readonly says: LetterModel;
}

interface Row {
  id: string;
  message_id: string;
  instrument: Instrument;
  delivery: StoredLetter["delivery"];
  plan_day: string;
  closed_at: number;
  supplement: number;
  document_no: string | null;
  person: string | null;
  notices: readonly NoticeRow[];
}

export interface NoticeRow {
  stream: string;
  role: "to" | "copy";
  addressed_post: string;
  post: string;
  fallback_for: string | null;
  up_from: string | null;
  item_id: string | null;
  ladder: string | null;
  repetition: number | null;
  facts: Facts;
  task: number | null;
  milestone: string | null;
  village: string | null;
  township: string | null;
  primary_unit: string | null;
}

/** A 久拖未决清单 is one notice with a line for each item: each line reads as a notice of its own. */
const LETTERS = `SELECT l.id, l.message_id, l.instrument, l.delivery, l.plan_day, l.closed_at, l.supplement, l.document_no, l.person,
    (SELECT jsonb_agg(jsonb_build_object('stream', n.stream, 'role', n.role, 'addressed_post', n.addressed_post, 'post', n.post,
        'fallback_for', n.fallback_for, 'up_from', n.up_from, 'item_id', i.id, 'ladder', n.ladder, 'repetition', n.repetition,
        'facts', n.facts || coalesce(line.facts, '{}'), 'task', i.task, 'milestone', i.milestone, 'village', i.village, 'township', i.township,
        'primary_unit', i.primary_unit)
      ORDER BY n.role DESC, n.addressed_post COLLATE "C", line.place, i.task, n.stream COLLATE "C", n.seq, n.no)
     FROM notice n LEFT JOIN jsonb_array_elements(n.list) WITH ORDINALITY AS line (facts, place) ON true
       LEFT JOIN item i ON i.plan_id = n.plan_id AND i.id = coalesce(n.item_id, line.facts ->> 'item', n.facts ->> 'item')
     WHERE n.plan_id = l.plan_id AND n.letter_id = l.id) AS notices
  FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place) JOIN letter l ON l.plan_id = $1 AND l.id = wanted.id ORDER BY wanted.place`;

/** Letters in the order of `ids`; ids that are not there are left out. */
export async function readLetters(
  pool: Pool,
  planId: string,
  ids: readonly string[],
  bundle: PlanBundle,
): Promise<StoredLetter[]> {
  if (ids.length === 0) return [];
  const [plan, { rows }] = await Promise.all([
    pool.query("SELECT mode FROM plan WHERE id = $1", [planId]),
    pool.query<Row>(LETTERS, [planId, ids]),
  ]);
  const rehearsal = plan.rows[0]?.mode === "rehearsal";
  const history = await readHistory(pool, planId, itemsWithHistory(rows));
  const names = namesOf(bundle);
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    closedAt: row.closed_at,
    delivery: row.delivery,
    person: row.person === null ? null : (names.persons.get(row.person) ?? { id: row.person, name: row.person }),
    says: modelOf(planId, rehearsal, row, history, names),
  }));
}

function itemsWithHistory(rows: readonly Row[]): string[] {
  const items = new Set<string>();
  for (const row of rows) {
    if (!TELLS_HISTORY.has(row.instrument)) continue;
    for (const { item_id } of row.notices) if (item_id !== null) items.add(item_id);
  }
  return [...items];
}

function modelOf(planId: string, rehearsal: boolean, row: Row, history: History, names: Names): LetterModel {
  const { plan, roster } = names.bundle;
  const name = row.person === null ? undefined : (names.persons.get(row.person)?.name ?? row.person);
  const sections = sectionsOf(row, history, names);
  return {
    plan: {
      id: planId,
      title: plan.title,
      shortTitle: plan.shortTitle,
      rehearsal,
      sampleData: roster.sample,
      officeName: unitNameOn(roster, roster.bodies.office, row.plan_day),
    },
    instrument: row.instrument,
    planDay: row.plan_day,
    ...(row.document_no !== null && { documentNo: row.document_no }),
    supplement: row.supplement,
    recipient: name === undefined ? { name: postOf(sections[0]), isPost: true } : { name },
    sections,
  };
}

const postOf = (section: LetterModelSection | undefined): string =>
  section === undefined ? "" : `${section.capacity.unitName ?? ""}${section.capacity.postTitle}`;

/** One section for each capacity, in the order in which the notices come. */
function sectionsOf(row: Row, history: History, names: Names): LetterModelSection[] {
  const found = new Map<
    string,
    { capacity: Capacity; rows: LetterRow[]; alarms: LetterModelSection["alarms"] & object }
  >();
  for (const notice of row.notices) {
    const matter = matterOf(notice);
    const as = notice.stream === ALARMS ? undefined : capacityRole(notice, matter, row.plan_day, names);
    const key = `${notice.role}|${notice.addressed_post}|${notice.post}|${notice.fallback_for}|${notice.up_from}|${as}`;
    let section = found.get(key);
    if (!section) {
      section = { capacity: capacityOf(notice, as, row.plan_day, names), rows: [], alarms: [] };
      found.set(key, section);
    }
    if (notice.stream === ALARMS) section.alarms = [...section.alarms, alarmRow(notice, row.plan_day, names)];
    else section.rows.push(rowOf(notice, matter, row, history, names));
  }
  return [...found.values()]
    .sort((a, b) => rank(a.capacity) - rank(b.capacity))
    .map(({ alarms, ...section }) => (alarms.length === 0 ? section : { ...section, alarms }));
}

/** Addressed before copied; of these, first what is nearest to the recipient: a leader's own villages. */
function rank({ role, as }: Capacity): number {
  return (role === "to" ? 0 : 2) + (as === "villageCountyLeader" || as === "primaryUnit" ? 0 : 1);
}

function capacityRole(notice: NoticeRow, matter: Matter, day: PlanDate, names: Names): RecipientRole | undefined {
  const place = {
    village: notice.village,
    township: notice.township,
    primaryUnit: primaryUnitOf(notice),
  };
  return roleOf(notice.addressed_post, matter, place, notice.facts, day, names);
}

function capacityOf(notice: NoticeRow, as: RecipientRole | undefined, day: PlanDate, names: Names): Capacity {
  const { role, post, fallback_for: vacant, up_from: upFrom } = notice;
  const { title, unit } = postName(post, day, names);
  return {
    role,
    ...(as !== undefined && { as }),
    level: names.posts.get(post)?.level ?? "desk",
    postTitle: title,
    ...(unit !== undefined && { unitName: unit }),
    ...(vacant !== null && {
      fallbackFor: names.posts.has(vacant) ? postName(vacant, day, names) : { role: vacant as RecipientRole },
    }),
    ...(upFrom !== null && { upFrom: postName(upFrom, day, names) }),
  };
}

const MATTERS: ReadonlySet<string> = new Set<Matter>([
  "deadline",
  "signFor",
  "verification",
  "extension",
  "instruction",
  "supporting",
]);

/** A ladder's key is its matter, with a number where there can be several: `extension/2`. */
function matterOf({ ladder, facts }: NoticeRow): Matter {
  if (ladder === null) return facts["standIn"] === true ? "standIn" : "act";
  const [matter = ""] = ladder.split("/");
  return MATTERS.has(matter) ? (matter as Matter) : "deadline";
}

/** As it was when it happened; older notices don't say. */
function primaryUnitOf({ facts, primary_unit }: NoticeRow): string {
  const { primaryUnit } = facts;
  return typeof primaryUnit === "string" ? primaryUnit : (primary_unit ?? "");
}

function rowOf(notice: NoticeRow, matter: Matter, letter: Row, history: History, names: Names): LetterRow {
  const { facts, item_id: item, village, township, repetition } = notice;
  const { overdue, daysLeft, originalDeadline } = facts;
  const milestone = names.milestones.get(notice.milestone ?? "");
  const unitName = (id: string): string => unitNameOn(names.bundle.roster, id, letter.plan_day);
  const primaryUnit = primaryUnitOf(notice);
  const done = item === null || !TELLS_HISTORY.has(letter.instrument) ? [] : doneBefore(history, item, letter.plan_day);
  return {
    itemId: item ?? "",
    taskNo: notice.task ?? 0,
    taskTitle: names.tasks.get(notice.task ?? 0) ?? "",
    milestoneTitle: milestone?.title ?? notice.milestone ?? "",
    ...(milestone && { closeCriteria: milestone.closeCriteria, evidence: milestone.evidence }),
    ...(village !== null && { village: names.villages.get(village) ?? village }),
    ...(township !== null && { township: names.townships.get(township) ?? township }),
    primaryUnitName: primaryUnit === "" ? "" : unitName(primaryUnit),
    deadline: String(facts["deadline"] ?? ""),
    ...(typeof originalDeadline === "string" && { originalDeadline }),
    ...(typeof overdue === "number" && { overdueWorkingDays: overdue }),
    ...(typeof daysLeft === "number" && { daysLeft }),
    status: String(facts["status"] ?? ""),
    matter,
    waitsFor: unitName(waitsFor(matter, facts, primaryUnit)),
    ...(repetition !== null && { repetition }),
    ...(done.length > 0 && { done }),
    facts: namedFacts(facts, letter.plan_day, names),
  };
}

/** The unit whose step an item waits for. */
function waitsFor(matter: Matter, facts: Facts, primaryUnit: string): string {
  const unit = (name: string): string => (typeof facts[name] === "string" ? (facts[name] as string) : primaryUnit);
  if (typeof facts["awaited"] === "string") return facts["awaited"];
  if (matter === "extension") return unit("deciderUnit");
  if (matter === "instruction") return unit("instructedUnit");
  const checked = facts["status"] === "reported" || facts["status"] === "verified";
  return matter === "verification" || checked ? unit("verifierUnit") : primaryUnit;
}
