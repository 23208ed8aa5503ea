/** What earlier releases wrote, said as this one says it: one step from a type and version to the next. */

/** An event as it was stored. `version` absent: 1. */
export interface StoredEvent {
  readonly type: string;
  readonly version?: number | null;
  readonly payload: unknown;
}

export type Upcaster = (payload: Readonly<Record<string, unknown>>) => {
  readonly type: string;
  readonly version: number;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** By `type@version` of what was stored. */
export type Upcasters = Readonly<Record<string, Upcaster>>;

export const UPCASTERS: Upcasters = {
  // Since then a talk is passed over for a vacant head's post too; the earlier reasons are the same.
  "rungSkipped@1": (payload) => ({ type: "rungSkipped", version: 2, payload }),
  // One name said both what a systemic item links and what has it proposed; the item itself comes of no row of its round.
  "findingRecorded@1": ({ systemic, ...rest }) => ({
    type: "findingRecorded",
    version: 2,
    payload: { ...rest, ...(rest["row"] === 0 ? { systemic, alike: [] } : { systemic: [], alike: systemic }) },
  }),
  // Since then a request names the registers that its unit keeps, and is answered only once they are kept; the earlier ones named none.
  "progressRequested@1": (payload) => ({ type: "progressRequested", version: 2, payload }),
  // Whoever verifies an item was called its inspector before inspections had inspectors.
  "inspectorAssigned@1": ({ inspector, inspectorPost, ...rest }) => ({
    type: "verifierAssigned",
    version: 1,
    payload: {
      ...rest,
      verifier: inspector,
      ...(inspectorPost === undefined ? {} : { verifierPost: inspectorPost }),
    },
  }),
};
