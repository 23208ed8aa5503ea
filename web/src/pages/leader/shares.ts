/**
 * How many lines each village gets: as many as it has, and where the sheet does not hold all, the last line of the longest goes
 * first, as long as it has more than one.
 */
export function shares(wanted: readonly number[], room: number): number[] {
  const given = [...wanted];
  let total = given.reduce((sum, one) => sum + one, 0);
  while (total > room) {
    const longest = given.indexOf(Math.max(...given));
    if ((given[longest] ?? 0) <= 1) break;
    given[longest] = (given[longest] ?? 0) - 1;
    total--;
  }
  return given;
}
