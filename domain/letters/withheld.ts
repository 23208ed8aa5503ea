/**
 * Who gets no letter although a rule names them (docs/domain.md, "Letters"): the office is not written to at its own desk about what it
 * does there anyway, the leading group is not told its own decisions, and the end of trouble is told to the unit; upward it is a
 * line of the next monthly list. The one place where notices are left out: recording, preview and whatever counts them agree by it.
 */
import { type Instrument, INSTRUMENTS } from "../instruments/instruments.js";
import { rosterIndex } from "../people/directory.js";
import type { Recipient } from "../people/recipients.js";
import type { Bodies, Post, Roster } from "../plan/roster.js";

/** Whether a post is one of the leading group's own: its desk, its head, its office. */
const isOfTheGroup = ({ unit }: Post, { leadingGroup, leadingGroupOffice }: Bodies): boolean =>
  unit !== undefined && (unit === leadingGroup || unit === leadingGroupOffice);

const isLeaders = ({ level }: Post): boolean => level === "countyLeader" || level === "leadingGroup";

/** The office's own desk, written to as such: what falls to it in place of a vacant post is not its own. */
const isOwnDesk = ({ addressed, post, fallbackFor, upFrom }: Recipient, { bodies, units }: Roster): boolean =>
  addressed === post &&
  fallbackFor === undefined &&
  upFrom === undefined &&
  units.some(({ id, desk }) => id === bodies.office && desk === post);

function isWithheld(recipient: Recipient, instrument: Instrument, primaryUnit: string, roster: Roster): boolean {
  const entry = INSTRUMENTS[instrument];
  const { bodies } = roster;
  if (entry.deskWork && isOwnDesk(recipient, roster)) return true;
  const post = rosterIndex(roster).posts.get(recipient.addressed);
  if (post === undefined) return false;
  if (entry.decidedByGroup) return isOfTheGroup(post, bodies);
  if (!entry.settles) return false;
  return isLeaders(post) || isOfTheGroup(post, bodies) || (post.level === "head" && post.unit !== primaryUnit);
}

/** Those of a notice's recipients who are told. `primaryUnit`: whose the item is. */
export function toldOf(
  recipients: readonly Recipient[],
  instrument: Instrument,
  primaryUnit: string,
  roster: Roster,
): Recipient[] {
  return recipients.filter((each) => !isWithheld(each, each.instrument ?? instrument, primaryUnit, roster));
}
