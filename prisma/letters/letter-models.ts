/** Reads letters: everything they say, with the names of their day. Rendering is mail's. */
import { INSTRUMENTS } from "../../domain/instruments/instruments.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { RecipientRole } from "../../domain/plan/policy.js";
import type { Person } from "../../domain/plan/roster.js";
import { type Directory, directoryOf } from "../../domain/people/directory.js";
import { unitPackage } from "../../domain/letters/packages.js";
import { coLeadsOf } from "../../domain/plan/co-leads.js";
import { knownFacts } from "../../domain/letters/facts.js";
import { addressingOf, earliestReply } from "../../domain/letters/addressing.js";
import type {
  Capacity,
  LetterModel,
  LetterModelSection,
  LetterRow,
  Matter,
} from "../../domain/letters/letter-model.js";
import type { LetterKind } from "../../domain/letters/letter.js";
import { ALARMS } from "../alarms/alarm-letters.js";
import { alarmRow } from "./alarm-rows.js";
import { othersOf, readCopied } from "./copied-to.js";
import { type Given, type History, readHistory } from "./letter-history.js";
import {
  bare,
  type ContinuingItem,
  gives,
  type Packages,
  pressedRow,
  readPackages,
  type Section,
  withGivenPackages,
  withoutUnsigned,
  yearOf,
} from "./package-letters.js";
import { matterOf, primaryUnitOf, rowOf } from "./letter-row-models.js";
import { type ItemPlaces, type LetterRows, type NoticeRow, readLetterRows } from "./letter-rows.js";
import { postName, roleOf } from "./letter-roles.js";
import { isMonthNotice, monthRow } from "./month-row.js";
import { isRoundNotice, roundRow } from "./round-row.js";
import { findPlan } from "../plans/plan-store.js";
import type { Pool } from "../database/pool.js";

export interface StoredLetter {
  readonly id: string;
  readonly messageId: string;
  /** Plan instant at which it closed. */
  readonly closedAt: number;
  readonly delivery: LetterKind;
  /** Null for drafts and for posts nobody holds. */
  readonly person: Person | null;
  readonly says: LetterModel;
}

/** A letter that could not be made of its rows: a mistake of ours, which must not hold up the others. */
export interface UnreadableLetter {
  readonly id: string;
  readonly error: string;
}

export interface ReadLetters {
  /** In the order of the ids asked for; ids that are not there are left out. */
  readonly letters: readonly StoredLetter[];
  readonly unreadable: readonly UnreadableLetter[];
}

/**
 * What several letters tell of, once it has been read: letters of one closing tell of the same items. To be kept no longer than
 * they are on their way: what is recorded meanwhile is not in it.
 */
export interface ReadBefore {
  readonly places: ItemPlaces;
  readonly history: Map<string, Given[]>;
}

export const nothingRead = (): ReadBefore => ({ places: new Map(), history: new Map() });

/** Everything that letters say. */
export async function readLetters(
  pool: Pool,
  planId: string,
  ids: readonly string[],
  bundle: PlanBundle,
  before = nothingRead(),
): Promise<ReadLetters> {
  const letters: StoredLetter[] = [];
  const unreadable: UnreadableLetter[] = [];
  for (const { id, make } of await readLetterMakings(pool, planId, ids, bundle, before)) {
    try {
      letters.push(make());
    } catch (error) {
      unreadable.push({ id, error: String(error) });
    }
  }
  return { letters, unreadable };
}

/** Everything that a letter says; null where there is none of that id. */
export async function readLetter(
  pool: Pool,
  planId: string,
  id: string,
  bundle: PlanBundle,
): Promise<StoredLetter | null> {
  const [making] = await readLetterMakings(pool, planId, [id], bundle, nothingRead());
  return making?.make() ?? null;
}

/** A letter of which all has been read. `make` throws where it can't be made of its rows. */
export interface LetterMaking {
  readonly id: string;
  readonly make: () => StoredLetter;
}

/** What letters are made of, to be made one by one: a made one is several times as large, and is gone when it is sent. */
export async function readLetterMakings(
  pool: Pool,
  planId: string,
  ids: readonly string[],
  bundle: PlanBundle,
  { places, history }: ReadBefore,
): Promise<LetterMaking[]> {
  if (ids.length === 0) return [];
  const [{ mode }, rows] = await Promise.all([findPlan(pool, planId), readLetterRows(pool, planId, ids, places)]);
  const [copied] = await Promise.all([
    readCopied(pool, planId, ids),
    readHistory(pool, planId, itemsWithHistory(rows), history),
  ]);
  const names = directoryOf(bundle);
  const packages = await readPackages(pool, planId, rows, names);
  const make = (row: LetterRows): StoredLetter => ({
    id: row.id,
    messageId: row.message_id,
    closedAt: row.closed_at,
    delivery: row.delivery,
    person: row.person === null ? null : (names.persons.get(row.person) ?? { id: row.person, name: row.person }),
    says: modelOf(planId, mode === "rehearsal", row, { history, packages, copied: copied.get(row.id) ?? [], names }),
  });
  return rows.map((row) => ({ id: row.id, make: () => make(row) }));
}

function itemsWithHistory(rows: readonly LetterRows[]): string[] {
  const items = new Set<string>();
  for (const row of rows) {
    // One that a newer release has made may be of an instrument that this one does not know.
    const { tellsHistory }: { tellsHistory?: boolean } = INSTRUMENTS[row.instrument] ?? {};
    if (!tellsHistory) continue;
    for (const { item_id } of row.notices) if (item_id !== null) items.add(item_id);
  }
  return [...items];
}

/** What letters say beside their own notices. */
interface Sources {
  readonly history: History;
  readonly packages: Packages;
  /** Who else gets the letter, by post. */
  readonly copied: readonly string[];
  readonly names: Directory;
}

function modelOf(planId: string, rehearsal: boolean, row: LetterRows, sources: Sources): LetterModel {
  const { names, copied } = sources;
  const { plan, roster } = names.bundle;
  const name = row.person === null ? undefined : names.person(row.person).name;
  const sections = sectionsOf(row, sources);
  const replyBy = earliestReply(sections) ?? givenReply(row);
  const received = receivedAs(row, names);
  const addressing = addressingOf(row.instrument, sections, name, row.plan_day, names);
  const isCopy = received === undefined && sections.every(({ capacity }) => capacity.role === "copy");
  // Who shares items of a package is told of them in a list of their own: nobody gets another's.
  const isShared = !isCopy && !row.notices.some((notice) => gives(notice, row));
  const others = isShared ? othersOf(copied, addressing.addressee, row.plan_day, names) : undefined;
  return {
    plan: {
      id: planId,
      title: plan.title,
      shortTitle: plan.shortTitle,
      rehearsal,
      sampleData: roster.sample,
      officeName: names.unit(roster.bodies.office, row.plan_day).name,
      leadingGroupName: names.unit(roster.bodies.leadingGroup, row.plan_day).name,
      ...(plan.words !== undefined && { words: plan.words }),
    },
    instrument: row.instrument,
    ...addressing,
    planDay: row.plan_day,
    ...(replyBy !== undefined && { replyBy }),
    ...(row.document_no !== null && { documentNo: row.document_no }),
    ...bulletinIn(row),
    // What has a number is a letter of its own, whatever it came after.
    supplement: row.document_no === null ? row.supplement : 0,
    recipient: name === undefined ? { name: postOf(received ?? sections[0]?.capacity), isPost: true } : { name },
    sections,
    ...(received !== undefined && { received: [received] }),
    ...others,
  };
}

/** The version of a round's or a month's bulletin that a 通报 or 专报 takes with it. */
function bulletinIn({ instrument, notices }: LetterRows): Pick<LetterModel, "bulletin"> {
  const { document: name }: { document?: "bulletin" | "report" } = INSTRUMENTS[instrument] ?? {};
  const { month, round = month, version, signedOn: on } = knownFacts(notices[0]?.facts ?? {});
  if (name === undefined || round === undefined || version === undefined || on === undefined) return {};
  return { bulletin: { round, version, name, on } };
}

const postOf = (capacity: Capacity | undefined): string =>
  capacity === undefined ? "" : `${capacity.unitName ?? ""}${capacity.postTitle}`;

/** In which capacity the recipient of a copy gets it, where its text is the letter's own. */
function receivedAs({ notices, plan_day: day }: LetterRows, names: Directory): Capacity | undefined {
  const [first] = notices;
  if (first?.receivedAs === undefined) return undefined;
  const own: NoticeRow = { ...first.receivedAs, item: first.item };
  return capacityOf(own, capacityRole(own, matterOf(own), day, names), day, names);
}

/** One section for each capacity, in the order in which the notices come. */
function sectionsOf(row: LetterRows, { history, packages, names }: Sources): LetterModelSection[] {
  const found = new Map<
    string,
    {
      capacity: Capacity;
      desk: string | undefined;
      addressed: string;
      rows: LetterRow[];
      alarms: LetterModelSection["alarms"] & object;
    }
  >();
  for (const notice of row.notices.filter((one) => !gives(one, row))) {
    const matter = matterOf(notice);
    const as =
      notice.stream === ALARMS ? undefined : capacityRole(notice.toldAs ?? notice, matter, row.plan_day, names);
    const key = `${isCoLead(notice, names)}|${notice.role}|${notice.addressed_post}|${notice.post}|${notice.fallback_for}|${notice.up_from}|${notice.substitute_for}|${as}`;
    let section = found.get(key);
    if (!section) {
      const desk = deskOf(notice.addressed_post, names);
      const addressed = notice.addressed_post;
      section = { capacity: capacityOf(notice, as, row.plan_day, names), desk, addressed, rows: [], alarms: [] };
      found.set(key, section);
    }
    if (notice.stream === ALARMS) section.alarms = [...section.alarms, alarmRow(notice, row.plan_day, names)];
    else section.rows.push(lineOf(notice, matter, row, history, names));
  }
  const sections = [...found.values()]
    .sort((a, b) => rank(a.capacity) - rank(b.capacity))
    .map(({ alarms, rows, ...section }) => ({
      ...section,
      rows: withoutUnsigned(rows),
      ...(alarms.length > 0 && { alarms }),
    }));
  if (row.notices.some((notice) => gives(notice, row)))
    return withGivenPackages(sections, {
      letter: row,
      packages,
      names,
      capacityOf: (notice, as) => capacityOf(notice, as, row.plan_day, names),
      rowOf: (item) => rowOf(continuingNotice(item), "act", row, history, names),
    });
  const isBefore = packages.first === null || row.plan_day < packages.first;
  return withPackages(sections, isBefore, row, names);
}

/** What a notice tells: of a round or a month, whose sentence was recorded whole, of a package, or of its item. */
function lineOf(notice: NoticeRow, matter: Matter, letter: LetterRows, history: History, names: Directory): LetterRow {
  if (isRoundNotice(notice)) return roundRow(notice);
  if (isMonthNotice(notice)) return monthRow(notice);
  return yearOf(notice) === null
    ? rowOf(notice, matter, letter, history, names)
    : pressedRow(notice, letter.plan_day, names);
}

/** By when a package is to be signed for, also where it gives no item. */
function givenReply(row: LetterRows): PlanDate | undefined {
  const days = row.notices.flatMap((notice) => (gives(notice, row) ? (knownFacts(notice.facts).replyBy ?? []) : []));
  return days.toSorted()[0];
}

/** An item that was given before, as it stands: of what was said of it then, the package tells no more. */
const continuingNotice = ({
  id,
  task,
  milestone,
  village,
  township,
  primaryUnit,
  status,
  ...days
}: ContinuingItem) => ({
  item: { id, task, milestone, village, township, primary_unit: primaryUnit },
  facts: { ...days, status, primaryUnit },
  repetition: null,
});

/**
 * `isBefore`: of a ledger before packages had rows of their own. There a 交办清单 tells each unit everything for which the plan names
 * it, once: in the first section of its desk.
 */
function withPackages(
  sections: readonly Section[],
  isBefore: boolean,
  { instrument, plan_day: day }: LetterRows,
  { bundle }: Directory,
): LetterModelSection[] {
  const told = new Set<string>();
  return sections.map((made) => {
    const { desk } = made;
    const section = bare(made);
    if (!isBefore || instrument !== "assignment" || desk === undefined || told.has(desk)) return section;
    told.add(desk);
    const own = unitPackage(bundle, desk, Number(day.slice(0, 4)));
    return own === null ? section : { ...section, package: own };
  });
}

/** The unit whose desk a post is: where the unit is written to. */
function deskOf(id: string, { posts }: Directory): string | undefined {
  const post = posts.get(id);
  return post?.level === "desk" ? post.unit : undefined;
}

/** Whether a post's unit leads the notice's item together with the unit that owes it. */
function isCoLead({ role, item, addressed_post, toldAs }: NoticeRow, { bundle, posts }: Directory): boolean {
  const unit = posts.get(addressed_post)?.unit;
  const about = (toldAs?.item ?? item)?.milestone;
  if (role !== "copy" || unit === undefined || about === undefined) return false;
  return coLeadsOf(bundle.plan)[about]?.includes(unit) ?? false;
}

/** Addressed before copied; of these, first what is nearest to the recipient: a leader's own villages. */
function rank({ role, as }: Capacity): number {
  return (role === "to" ? 0 : 2) + (as === "villageCountyLeader" || as === "primaryUnit" ? 0 : 1);
}

function capacityRole(notice: NoticeRow, matter: Matter, day: PlanDate, names: Directory): RecipientRole | undefined {
  const place = {
    village: notice.item?.village ?? null,
    township: notice.item?.township ?? null,
    primaryUnit: primaryUnitOf(notice),
  };
  return roleOf(notice.addressed_post, matter, place, notice.facts, day, names);
}

function capacityOf(notice: NoticeRow, as: RecipientRole | undefined, day: PlanDate, names: Directory): Capacity {
  const { role, post, fallback_for: vacant, up_from: upFrom, substitute_for: principal } = notice;
  const { title, unit } = postName(names.post(post, day));
  return {
    role,
    ...(as !== undefined && { as }),
    ...(isCoLead(notice, names) && { coLead: true }),
    level: names.posts.get(post)?.level ?? "desk",
    postTitle: title,
    ...(unit !== undefined && { unitName: unit }),
    ...(vacant !== null && {
      fallbackFor: names.posts.has(vacant) ? postName(names.post(vacant, day)) : { role: vacant as RecipientRole },
    }),
    ...(upFrom !== null && { upFrom: postName(names.post(upFrom, day)) }),
    ...(principal !== null && { substituteFor: names.person(principal).name }),
  };
}
