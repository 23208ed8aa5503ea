/** Ledger rows and notices, with names of their day. */
import { dateAt } from "../../domain/plan/plan-date.js";
import { formOf, holdsFact } from "../../domain/letters/forms.js";
import { isLeaderPost } from "../views/leader-post.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { RecipientRole } from "../../domain/plan/policy.js";
import { inWords, wordsOf } from "../../domain/plan/words.js";
import { ROLES_ZH } from "../../domain/people/role-words.js";
import type { Actor as DomainActor } from "../../domain/ledger/record.js";
import type { RecordedRow, Telling } from "../../prisma/ledger/ledger-rows.js";
import type { ToldNotice } from "../../prisma/notices/read-notices.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { instantText } from "../http/instants.js";
import type { Directory } from "../../domain/people/directory.js";
import type { PlanView } from "../views/plan-view.js";
import type { LedgerRow, TellingRow, Told } from "./schemas.js";
import type { PostRef } from "../http/schema-parts.js";
import { isVeiled, veiled } from "./unsigned.js";
import { rowWords } from "./words.js";

export function toldView(notice: ToldNotice, names: Directory): Told {
  // A role that nobody fills is named in place of a vacant post.
  const post = (id: string | null): PostRef | null =>
    id === null
      ? null
      : names.posts.has(id)
        ? names.post(id, notice.planDay)
        : { id, title: inWords(ROLES_ZH[id as RecipientRole] ?? id, wordsOf(names.bundle.plan, "zh")), unit: null };
  return {
    instrument: notice.instrument,
    form: formOf(notice.instrument, (fact) => holdsFact(notice.facts, fact), isLeaderPost(notice.post, names)),
    delivery: notice.delivery,
    role: notice.role,
    post: names.post(notice.post, notice.planDay),
    person: notice.person === null ? null : names.person(notice.person),
    fallbackFor: post(notice.fallbackFor),
    upFrom: post(notice.upFrom),
    substituteFor: notice.substituteFor === null ? null : names.person(notice.substituteFor),
    items: notice.lines,
    letter: notice.letter,
  };
}

function actorView(actor: DomainActor, day: PlanDate, names: Directory): TellingRow["actor"] {
  const as = ({ person, post }: { person: string; post: string }) => ({
    person: names.person(person),
    post: names.post(post, day),
  });
  return {
    ...as(actor),
    onBehalfOf: actor.onBehalfOf ? as(actor.onBehalfOf) : null,
    substituteFor: actor.substituteFor === undefined ? null : names.person(actor.substituteFor),
  };
}

/** `task/7` and `task/7/<section>` are the task's; the plan's own stream is no task's. */
function taskOf(stream: string): number | null {
  const no = /^task\/(\d+)/.exec(stream)?.[1];
  return no === undefined ? null : Number(no);
}

/** An item as rows name it. */
export function rowItemView(id: string, { names, places }: PlanView): NonNullable<TellingRow["item"]> {
  const place = places.get(id);
  return {
    id,
    title: names.milestone(place?.milestone ?? "")?.title ?? id,
    village: place?.village == null ? null : names.village(place.village),
    township: place?.township == null ? null : names.township(place.township),
  };
}

function feedRowView(row: RecordedRow, notices: readonly ToldNotice[], plan: PlanView): TellingRow {
  const { names, ruleSet } = plan;
  const on = dateAt(row.at, ruleSet.offsetMinutes);
  return {
    stream: row.stream,
    seq: row.seq,
    type: row.type,
    at: instantText(row.at, ruleSet.offsetMinutes),
    on,
    recordedAt: row.recordedAt.toISOString(),
    task: taskOf(row.stream),
    item: row.item === null ? null : rowItemView(row.item, plan),
    words: rowWords(row, on, plan),
    actor: row.actor === null ? null : actorView(row.actor, on, names),
    told: notices.map((notice) => toldView(notice, names)),
  };
}

const rowKey = ({ stream, seq }: { readonly stream: string; readonly seq: number }): string => `${stream} ${seq}`;

/** `notices`: those of these rows. `telling`: whether the reader is told of letters that were not signed. */
export function rowViews(
  rows: readonly RecordedRow[],
  notices: readonly ToldNotice[],
  plan: PlanView,
  telling: Telling,
): TellingRow[] {
  const byRow = groupBy(notices, rowKey);
  return rows.map((row) => {
    const view = feedRowView(row, byRow.get(rowKey(row)) ?? [], plan);
    return isVeiled(row, telling) ? veiled(view) : view;
  });
}

export function ledgerRowViews(
  rows: readonly RecordedRow[],
  notices: readonly ToldNotice[],
  plan: PlanView,
  telling: Telling,
): LedgerRow[] {
  return rowViews(rows, notices, plan, telling).map((view, index) => {
    const row = rows[index] as RecordedRow;
    const { causeNo, hash, previousHash } = row;
    const whole = !isVeiled(row, telling);
    const cause = whole ? row.cause : "";
    return { ...view, cause, causeNo, payload: whole ? { ...row.payload } : {}, hash, previousHash };
  });
}
