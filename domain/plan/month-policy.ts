/** The policy's part on the month's request (调度; `months:` of policy.yaml). A policy without it asks nobody by the month. */

export interface MonthPolicy {
  /** The first and the last month that is asked about, e.g. `2021-05`. */
  readonly first: string;
  readonly last: string;
  /** Days of the month, each the first working day on or after it: on which everybody is asked, and by which they answer. */
  readonly askOn: number;
  readonly dueOn: number;
  /** Working days after the due day in which answers still count; then the month's figures are fixed. */
  readonly closesAfter: number;
  /** Standing duties are asked about every so many months (3: March, June, …). */
  readonly dutiesEvery: number;
  /** What a unit does as a 责任单位, every so many months. */
  readonly responsibleEvery: number;
  /** So many months running with the same words: marked as copied. */
  readonly copiedAfter: number;
  /** Keepers have the registers whose rhythm ends in the month in their request, and bring them up to date before they answer. */
  readonly registers?: boolean;
}
