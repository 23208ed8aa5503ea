/** What a letter says, as data: names and titles are those of the letter's day. Rendering is mail's. */
import type { Instrument, Person, PlanBundle, PlanDate, Post } from "../domain/plan.js";
import { unitNameOn } from "../domain/recipients.js";
import type { Pool } from "./pool.js";

/** A post with its unit's name on the letter's day. `title` falls back to the id for a role that nobody fills. */
export interface NamedPost {
  readonly id: string;
  readonly title: string;
  readonly unit: string | null;
}

/** One item in a letter. */
export interface LetterEntry {
  readonly item: string | null;
  readonly taskNo: number | null;
  readonly task: string;
  readonly milestone: string;
  readonly clause: string;
  readonly closeCriteria: string;
  readonly evidence: readonly string[];
  readonly village: string | null;
  readonly township: string | null;
  readonly primaryUnit: string;
  /** Facts as known when it happened: overdue, deadline, originalDeadline, replyBy, reason … */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  readonly rung: string | null;
  readonly repetition: number;
}

/** What the person is told in one capacity. */
export interface LetterSection {
  readonly role: "to" | "copy";
  /** The post the rule names. */
  readonly addressed: NamedPost;
  /** The post whose holder gets it: another than `addressed` when that is vacant. */
  readonly post: NamedPost;
  readonly fallbackFor: NamedPost | null;
  /** Passed upward from this post, whose holder had been told before. */
  readonly upFrom: NamedPost | null;
  readonly entries: readonly LetterEntry[];
}

export interface LetterModel {
  readonly planId: string;
  readonly letterId: string;
  readonly messageId: string;
  readonly planTitle: string;
  readonly planShortTitle: string;
  readonly rehearsal: boolean;
  readonly scenario: string | null;
  readonly sampleRoster: boolean;
  readonly instrument: Instrument;
  readonly delivery: "batched" | "immediate" | "draft";
  readonly planDay: PlanDate;
  /** 0: the letter itself; from 1: a supplement to it. */
  readonly supplement: number;
  readonly documentNo: string | null;
  /** The issuing office's name on that day. */
  readonly office: string;
  /** Null for drafts and for posts nobody holds. */
  readonly person: Person | null;
  readonly sections: readonly LetterSection[];
}

interface Row {
  id: string;
  message_id: string;
  instrument: Instrument;
  delivery: "batched" | "immediate" | "draft";
  plan_day: string;
  supplement: number;
  document_no: string | null;
  person: string | null;
  notices: readonly NoticeRow[];
}

interface NoticeRow {
  role: "to" | "copy";
  addressed_post: string;
  post: string;
  fallback_for: string | null;
  up_from: string | null;
  item_id: string | null;
  rung: string | null;
  repetition: number | null;
  facts: LetterEntry["facts"];
  task: number | null;
  milestone: string | null;
  village: string | null;
  township: string | null;
  primary_unit: string | null;
}

const LETTERS = `SELECT l.id, l.message_id, l.instrument, l.delivery, l.plan_day, l.supplement, l.document_no, l.person,
    (SELECT jsonb_agg(jsonb_build_object('role', n.role, 'addressed_post', n.addressed_post, 'post', n.post, 'fallback_for', n.fallback_for,
        'up_from', n.up_from, 'item_id', n.item_id, 'rung', n.rung, 'repetition', n.repetition, 'facts', n.facts, 'task', i.task,
        'milestone', i.milestone, 'village', i.village, 'township', i.township, 'primary_unit', i.primary_unit)
      ORDER BY n.role DESC, n.addressed_post COLLATE "C", i.task, n.stream COLLATE "C", n.seq, n.no)
     FROM notice n LEFT JOIN item i ON i.plan_id = n.plan_id AND i.id = n.item_id
     WHERE n.plan_id = l.plan_id AND n.letter_id = l.id) AS notices
  FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place) JOIN letter l ON l.plan_id = $1 AND l.id = wanted.id ORDER BY wanted.place`;

interface Names {
  readonly posts: ReadonlyMap<string, Post>;
  readonly persons: ReadonlyMap<string, Person>;
  readonly villages: ReadonlyMap<string, string>;
  readonly townships: ReadonlyMap<string, string>;
  readonly milestones: ReadonlyMap<string, PlanBundle["plan"]["tasks"][number]["milestones"][number]>;
  readonly tasks: ReadonlyMap<number, string>;
}

const namesOf = new WeakMap<PlanBundle, Names>();

function names(bundle: PlanBundle): Names {
  let found = namesOf.get(bundle);
  if (!found) {
    const { roster, plan } = bundle;
    found = {
      posts: new Map(roster.posts.map((post) => [post.id, post])),
      persons: new Map(roster.persons.map((person) => [person.id, person])),
      villages: new Map(roster.villages.map((village) => [village.id, village.name])),
      townships: new Map(roster.townships.map((township) => [township.id, township.name])),
      milestones: new Map(plan.tasks.flatMap((task) => task.milestones.map((milestone) => [milestone.id, milestone]))),
      tasks: new Map(plan.tasks.map((task) => [task.no, task.title])),
    };
    namesOf.set(bundle, found);
  }
  return found;
}

/** Letters in the order of `ids`; ids that are not there are left out. */
export async function readLetterModels(
  pool: Pool,
  planId: string,
  ids: readonly string[],
  bundle: PlanBundle,
): Promise<LetterModel[]> {
  if (ids.length === 0) return [];
  const plan = await pool.query("SELECT mode, scenario FROM plan WHERE id = $1", [planId]);
  const { rows } = await pool.query<Row>(LETTERS, [planId, ids]);
  return rows.map((row) => ({
    planId,
    letterId: row.id,
    messageId: row.message_id,
    planTitle: bundle.plan.title,
    planShortTitle: bundle.plan.shortTitle,
    rehearsal: plan.rows[0]?.mode === "rehearsal",
    scenario: plan.rows[0]?.scenario ?? null,
    sampleRoster: bundle.roster.sample,
    instrument: row.instrument,
    delivery: row.delivery,
    planDay: row.plan_day,
    supplement: row.supplement,
    documentNo: row.document_no,
    office: unitNameOn(bundle.roster, bundle.roster.bodies.office, row.plan_day),
    person:
      row.person === null ? null : (names(bundle).persons.get(row.person) ?? { id: row.person, name: row.person }),
    sections: sections(row, bundle),
  }));
}

/** One section per capacity, in the order in which the notices come. */
function sections(row: Row, bundle: PlanBundle): LetterSection[] {
  const post = (id: string): NamedPost => namedPost(id, row.plan_day, bundle);
  const found = new Map<string, LetterSection & { entries: LetterEntry[] }>();
  for (const notice of row.notices) {
    const key = JSON.stringify([notice.role, notice.addressed_post, notice.post, notice.fallback_for, notice.up_from]);
    const section = found.get(key) ?? {
      role: notice.role,
      addressed: post(notice.addressed_post),
      post: post(notice.post),
      fallbackFor: notice.fallback_for === null ? null : post(notice.fallback_for),
      upFrom: notice.up_from === null ? null : post(notice.up_from),
      entries: [],
    };
    section.entries.push(entry(notice, row.plan_day, bundle));
    found.set(key, section);
  }
  return [...found.values()];
}

function namedPost(id: string, day: PlanDate, bundle: PlanBundle): NamedPost {
  const post = names(bundle).posts.get(id);
  return {
    id,
    title: post?.title ?? id,
    unit: post?.unit === undefined ? null : unitNameOn(bundle.roster, post.unit, day),
  };
}

function entry(notice: NoticeRow, day: PlanDate, bundle: PlanBundle): LetterEntry {
  const { milestones, tasks, villages, townships } = names(bundle);
  const milestone = milestones.get(notice.milestone ?? "");
  return {
    item: notice.item_id,
    taskNo: notice.task,
    task: tasks.get(notice.task ?? 0) ?? "",
    milestone: milestone?.title ?? notice.milestone ?? "",
    clause: milestone?.clause ?? "",
    closeCriteria: milestone?.closeCriteria ?? "",
    evidence: milestone?.evidence ?? [],
    village: notice.village === null ? null : (villages.get(notice.village) ?? notice.village),
    township: notice.township === null ? null : (townships.get(notice.township) ?? notice.township),
    primaryUnit: notice.primary_unit === null ? "" : unitNameOn(bundle.roster, notice.primary_unit, day),
    facts: notice.facts,
    rung: notice.rung,
    repetition: notice.repetition ?? 0,
  };
}
