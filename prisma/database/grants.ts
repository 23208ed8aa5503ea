/**
 * Who may do what with which table: the one list, given to the roles by `roles.ts` and compared with the catalogue by a test. The
 * owner of the tables runs migrations, rebuilds and restores; the application (API and worker) reads everything and writes what
 * stands here; the reader is for auditors' tools, and sees no secret of anybody's sign-in.
 */

/** What the application may do: `S`ELECT, `I`NSERT, `U`PDATE, `D`ELETE; UPDATE of some columns alone where these are named. */
export interface TableGrant {
  readonly application: "S" | "SI" | "SID" | "SIU" | "SIUD";
  /** The only columns that the application changes. Beside `S` or `SI`. */
  readonly updates?: readonly string[];
  /** What the reader may SELECT: every column, some of them, or nothing. */
  readonly reader: "all" | "nothing" | readonly string[];
}

const facts = (...updates: readonly string[]): TableGrant => ({
  application: "SI",
  ...(updates.length > 0 && { updates }),
  reader: "all",
});
/** Rows of those who sign in: theirs to change, and nobody else's to read. */
const secret: TableGrant = { application: "SIUD", reader: "nothing" };

/** Every table. One that is missing here can't be used by the application, and fails the test. */
export const GRANTS: Readonly<Record<string, TableGrant>> = {
  _prisma_migrations: { application: "S", reader: "all" },

  // Written once, for ever.
  ledger: facts(),
  ledger_checkpoint: facts(),
  audit_event: facts(),
  plan_document: facts(),
  evidence: facts(),
  inspection_photo: facts(),
  visit_photo: facts(),
  bulletin_content: facts(),
  register_secret: {
    ...facts("key_id", "sealed"),
    reader: ["plan_id", "ref", "register", "row_id", "column_id", "key_id", "kept_real"],
  },
  progress_draft: { application: "SIUD", reader: "nothing" },
  // Facts of which a part goes on.
  plan: facts("ended_at"),
  clock: facts("version", "plan_now"),
  action_request: facts("answer"),
  letter: facts("state", "last_error", "sent_at"),
  letter_delivery: facts("state", "attempts", "lease", "last_error", "due_at", "sent_at", "receipt"),
  letter_closing: facts("up_to", "heads"),
  alarm: facts("plan_at", "detail", "count", "quiet_until"),
  document_number: facts("letter_id", "state", "voided_at", "voided_by", "void_reason"),
  print_job: facts(),
  hand_delivery: facts(),
  channel_choice: { application: "SIUD", reader: "all" },

  // Derived: a rebuild makes them again, as the owner.
  stream: { application: "SIU", reader: "all" },
  item: { application: "SIU", reader: "all" },
  request: facts(),
  notice_batch: facts(),
  letter_notice_batch: facts(),
  message: facts("applied"),
  package: facts("signed_on", "signed_by", "signed_post"),
  inspection_round: { application: "SIU", reader: "all" },
  inspection_visit: { application: "SIU", reader: "all" },
  inspection_line: facts(),
  inspection_check: facts("grade", "regrades"),
  register_row: { application: "SIU", reader: "all" },
  register_change: facts(),
  register_figure: facts(),

  // Until a stream has recorded it.
  register_batch: { application: "SID", reader: "nothing" },
  register_import: { application: "SIUD", reader: "nothing" },
  progress_month: { application: "SIU", reader: "all" },
  progress_request: { application: "SIU", reader: "all" },
  progress_row: { application: "SIU", reader: "all" },
  progress_confirmed: facts(),

  plan_attachment: facts(),
  saved_view: secret,

  auth_user: { application: "SIU", reader: ["id", "name", "username", "disabled_at", "created_at"] },
  auth_session: secret,
  auth_credential: secret,
  auth_verification: secret,
  auth_second_factor: secret,
  account_person: { application: "SIUD", reader: "all" },
  account_grant: { application: "SIUD", reader: "all" },
  api_token: { application: "SIU", reader: "nothing" },
  calendar_feed: { application: "SIU", reader: "nothing" },
  rate_limit: secret,
};

/** Views. What the application may insert into them is refused by their triggers, in words. */
export const VIEWS: Readonly<Record<string, TableGrant>> = {
  notice: facts(),
  letter_notice: facts(),
};

/** Tables whose rows are never changed or taken away, by anybody but the owner with triggers switched off. */
export const APPEND_ONLY: readonly string[] = [
  "ledger",
  "ledger_checkpoint",
  "audit_event",
  "plan_document",
  "evidence",
];

const WORDS = { S: "SELECT", I: "INSERT", U: "UPDATE", D: "DELETE" } as const;

/** A role's privileges on one table or view as the catalogue has them: of the whole table, and by column. */
export interface Privileges {
  readonly table: readonly string[];
  /** `PRIVILEGE column`, e.g. `UPDATE ended_at`. */
  readonly columns: readonly string[];
}

/** What the list says, in the catalogue's form, sorted. */
export function wantedPrivileges(table: string): { readonly application: Privileges; readonly reader: Privileges } {
  const grant = GRANTS[table] ?? VIEWS[table];
  const none: Privileges = { table: [], columns: [] };
  if (!grant) return { application: none, reader: none };
  const { application, updates = [], reader } = grant;
  return {
    application: {
      table: application
        .split("")
        .map((letter) => WORDS[letter as keyof typeof WORDS])
        .sort(),
      columns: updates.map((column) => `UPDATE ${column}`).sort(),
    },
    reader:
      reader === "all"
        ? { table: ["SELECT"], columns: [] }
        : reader === "nothing"
          ? none
          : { table: [], columns: reader.map((column) => `SELECT ${column}`).sort() },
  };
}
