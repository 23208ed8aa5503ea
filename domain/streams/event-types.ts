/** How a stream's row names the events that its rows hold, so that a release can tell whether it knows them all. */
import { isKnownEvent } from "../ledger/codec.js";

/** `type`, or `type@version` of an event in a version above the first. */
export const eventTypeOf = ({ type, version = 1 }: { readonly type: string; readonly version?: number }): string =>
  version === 1 ? type : `${type}@${version}`;

/** Whether this release knows an event by that name. */
export function isEventTypeKnown(name: string): boolean {
  const [type = "", version = "1"] = name.split("@");
  return isKnownEvent(type, Number(version));
}
