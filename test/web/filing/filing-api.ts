/**
 * What the filing page's tests ask of an API, whichever it is: the double beside this (contract-api.ts), which keeps strictly to
 * docs/inspections.md, or the product's own. To run them on that, give `startFilingSite` another `FilingApi`: its `listener` the
 * Express app's, its `sessionOf` a session cookie of an account, its `rowsOf` and `photoBytes` read from ledger and store, with a plan
 * that has the visits of fixture.ts.
 */
import type { RequestListener } from "node:http";

export interface FiledRowSeen {
  readonly line: string;
  readonly revision: number;
  readonly person: string;
  readonly row: number;
  readonly content: string;
  readonly conflicting: boolean;
}

export interface FilingApi {
  /** Answers whatever is below /api. */
  readonly listener: RequestListener;
  readonly plan: string;
  readonly round: string;
  /** Cookie (`name=value`) of a session of this account; `li` and `wang` are inspectors of the same group, `zhao` is of none. */
  sessionOf(account: string): Promise<string>;
  /** Rows that hold lines of a visit, in order. */
  rowsOf(visit: string): Promise<readonly FiledRowSeen[]>;
  /** How many bytes are stored under this hash; null: none. */
  photoBytes(sha256: string): Promise<number | null>;
  /** Row of the submission; null: not submitted. */
  submittedRow(visit: string): Promise<number | null>;
  /** What was said on the spot, as recorded. */
  spokenOf(
    visit: string,
  ): Promise<readonly { readonly kind: string; readonly body: Readonly<Record<string, string>> }[]>;
}
