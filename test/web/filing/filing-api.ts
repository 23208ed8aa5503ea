/** What the line-breaking site and the phone of these tests ask of an API: the product's (product-api.ts). */
import type { RequestListener } from "node:http";

export interface FilingApi {
  /** Answers whatever is below /api. */
  readonly listener: RequestListener;
  /** Cookies (`name=value; name=value`) of a session of this account; `li` and `wang` are inspectors of the same group, `zhao` is of none. */
  sessionOf(account: string): Promise<string>;
}
