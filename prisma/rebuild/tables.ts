/**
 * Which tables are facts and which follow from them: the one place that says so. A dump of the sources is a whole back-up;
 * everything derived is made again from them (rebuild.ts). A test holds this list against the migrated database.
 */

/**
 * Facts of the plans. `letter`, `letter_delivery`, `letter_closing` and `alarm` are among them because no ledger tells what a mail server or a channel
 * took, when a day's letters closed, under which numbers, what went on paper, or of what the office has been told; `inspection_photo` because none tells when a photo had arrived whole; `progress_draft` because what is not sent yet is nobody's answer; `register_secret` because the ledger holds references alone; `action_request` because the answer to a key must stay the one first given. None
 * may refer to a derived table.
 */
const OF_PLANS = [
  "plan",
  "plan_document",
  "clock",
  "ledger",
  "ledger_checkpoint",
  "letter",
  "letter_delivery",
  "letter_closing",
  "document_number",
  "print_job",
  "hand_delivery",
  "channel_choice",
  "alarm",
  "action_request",
  "evidence",
  "inspection_photo",
  "visit_photo",
  "bulletin_content",
  "register_secret",
  "progress_draft",
  "plan_attachment",
] as const;

/** Facts of those who sign in. No plan follows from them, and no ledger tells them. */
const OF_ACCOUNTS = [
  "auth_user",
  "auth_credential",
  "auth_second_factor",
  "account_person",
  "account_grant",
  "api_token",
  "calendar_feed",
  "saved_view",
  "audit_event",
] as const;

/** What a back-up holds. */
export const SOURCES = [...OF_PLANS, ...OF_ACCOUNTS] as const;

/** Worth nothing after a restore: whoever was signed in signs in again, and what was staged and not recorded is sent again. */
export const PASSING = [
  "auth_session",
  "auth_verification",
  "rate_limit",
  "register_batch",
  "register_import",
] as const;

/** Derived tables of earlier releases, which whole dumps of theirs hold: what became of them is made again as well. */
export const DERIVED_BEFORE = ["notice", "letter_notice"] as const;

export interface DerivedTable {
  readonly name:
    | "stream"
    | "item"
    | "request"
    | "notice_batch"
    | "letter_notice_batch"
    | "message"
    | "package"
    | "inspection_round"
    | "inspection_visit"
    | "inspection_line"
    | "inspection_check"
    | "register_row"
    | "register_change"
    | "register_figure"
    | "progress_month"
    | "progress_request"
    | "progress_row"
    | "progress_confirmed";
  /** Its primary key beside the plan. */
  readonly key: readonly string[];
  /** What was met at run time: no fact of the ledger, and left out of every comparison. */
  readonly ignored: readonly string[];
}

export const DERIVED: readonly DerivedTable[] = [
  { name: "stream", key: ["name"], ignored: ["ahead_seq", "parked_due", "stopped_at", "stopped_why"] },
  { name: "item", key: ["id"], ignored: ["parked"] },
  { name: "request", key: ["key"], ignored: [] },
  { name: "notice_batch", key: ["stream", "append", "batch"], ignored: [] },
  { name: "letter_notice_batch", key: ["stream", "append", "batch"], ignored: [] },
  { name: "message", key: ["key"], ignored: [] },
  { name: "package", key: ["year", "holder_kind", "holder"], ignored: [] },
  { name: "inspection_round", key: ["round"], ignored: [] },
  { name: "inspection_visit", key: ["round", "visit"], ignored: [] },
  { name: "inspection_line", key: ["round", "row", "line"], ignored: [] },
  { name: "inspection_check", key: ["round", "visit", "line"], ignored: [] },
  { name: "register_row", key: ["register", "row_id"], ignored: [] },
  { name: "register_change", key: ["register", "seq", "no"], ignored: [] },
  { name: "register_figure", key: ["register", "figure", "method", "scope", "seq"], ignored: [] },
  { name: "progress_month", key: ["month"], ignored: [] },
  { name: "progress_request", key: ["month", "unit"], ignored: [] },
  { name: "progress_row", key: ["month", "unit", "key"], ignored: [] },
  { name: "progress_confirmed", key: ["key", "confirmed_at", "month", "version"], ignored: [] },
];

/** Where a derived table is made again before it is compared with the one that stands. */
export const shadowOf = ({ name }: DerivedTable): string => `rebuilt_${name}`;
