/** A round's bulletin as its rows leave it: the version under way, replies to it, and every version that was signed. */
import { type FoldedRow, peopleOf } from "../ledger/record.js";
import type { PlanDate } from "../plan/plan.js";
import { dateAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { bulletinEvents } from "../ledger/bulletin-events.js";

export const BULLETIN_STEPS = ["drafted", "circulated", "approved", "signed", "sent"] as const;
export type BulletinStep = (typeof BULLETIN_STEPS)[number];

export interface BulletinReply {
  readonly no: number;
  readonly unit: string;
  readonly on: PlanDate;
  readonly agrees: boolean;
  readonly text: string;
  readonly answer: { readonly adopted: boolean; readonly reason: string } | null;
}

/** A version that was signed: it stays as it is. */
export interface SignedVersion {
  readonly version: number;
  readonly sha256: string;
  readonly no: string;
  readonly reportNo: string | null;
  readonly on: PlanDate;
  readonly sentTo: readonly string[];
  /** Why it was made, where it corrects an earlier one. */
  readonly reason: string | null;
}

export interface BulletinState {
  readonly version: number;
  readonly sha256: string;
  readonly step: BulletinStep;
  /** Why this version was made. */
  readonly reason: string | null;
  /** Everybody who stands behind the draft and behind the last edit: none of them signs it alone. */
  readonly authors: { readonly drafted: readonly string[]; readonly edited: readonly string[] };
  readonly circulated: { readonly units: readonly string[]; readonly replyBy: PlanDate } | null;
  /** To this version and those before it. */
  readonly replies: readonly BulletinReply[];
  readonly no: string | null;
  readonly signed: readonly SignedVersion[];
}

/** Whether this version is signed. */
export const isSigned = (bulletin: Pick<BulletinState, "step"> | null): boolean =>
  bulletin?.step === "signed" || bulletin?.step === "sent";

/** Replies that do not agree and that nobody has answered. */
export const openReplies = ({ replies }: Pick<BulletinState, "replies">): BulletinReply[] =>
  replies.filter(({ agrees, answer }) => !agrees && answer === null);

/** Whoever made it of the figures, or began a correction, has drafted it; whoever made its newest version has edited it last. */
function authorsOf(before: BulletinState | null, isEdit: boolean, people: readonly string[]): BulletinState["authors"] {
  const goesOn = isEdit && before !== null && !isSigned(before);
  return { drafted: goesOn ? before.authors.drafted : people, edited: people };
}

/** Whether somebody stands behind a bulletin that would be signed: four eyes. */
export const isAuthor = ({ authors }: Pick<BulletinState, "authors">, people: readonly string[]): boolean =>
  people.some((person) => authors.drafted.includes(person) || authors.edited.includes(person));

type BulletinEventType = keyof typeof bulletinEvents;
type Fold<T extends BulletinEventType> = (
  before: BulletinState | null,
  row: FoldedRow<T>,
  ruleSet: Pick<RuleSet, "offsetMinutes">,
) => BulletinState | null;

const changed =
  <T extends BulletinEventType>(
    change: (before: BulletinState, row: FoldedRow<T>, day: PlanDate) => Partial<BulletinState>,
  ): Fold<T> =>
  (before, row, { offsetMinutes }) =>
    before && { ...before, ...change(before, row, dateAt(row.at, offsetMinutes)) };

/** What each event makes of it. */
export const bulletinFolds: { readonly [T in BulletinEventType]: Fold<T> } = {
  bulletinDrafted: (before, { payload: { version, sha256, edited, reason }, actor }) => ({
    version,
    sha256,
    step: "drafted",
    reason: reason ?? null,
    authors: authorsOf(before, edited !== undefined, actor ? peopleOf(actor) : []),
    circulated: null,
    replies: before?.replies ?? [],
    no: null,
    signed: before?.signed ?? [],
  }),
  bulletinCirculated: changed((_before, { payload: { units, replyBy } }) => ({
    step: "circulated",
    circulated: { units, replyBy },
  })),
  bulletinReplied: changed(({ replies }, { payload: { no, unit, agrees, text } }, on) => ({
    replies: [...replies, { no, unit, on, agrees, text, answer: null }],
  })),
  bulletinReplyAnswered: changed(({ replies }, { payload: { no, adopted, reason } }) => ({
    replies: replies.map((one) => (one.no === no ? { ...one, answer: { adopted, reason } } : one)),
  })),
  bulletinApproved: changed(() => ({ step: "approved" })),
  bulletinSigned: changed(({ version, sha256, reason, signed }, { payload: { no, reportNo, on } }, day) => ({
    step: "signed",
    no,
    signed: [...signed, { version, sha256, no, reportNo: reportNo ?? null, on: on ?? day, sentTo: [], reason }],
  })),
  bulletinSent: changed(({ signed }, { payload: { version, units } }) => ({
    step: "sent",
    signed: signed.map((one) => (one.version === version ? { ...one, sentTo: units } : one)),
  })),
};
