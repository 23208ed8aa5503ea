/** Names of the streams of inspection rounds: `inspection/2021H1`, or `inspection/2021S1` of a special one. */

const PREFIX = "inspection/";

export const roundStream = (round: string): string => `${PREFIX}${round}`;
export const isRoundStream = (stream: string): boolean => stream.startsWith(PREFIX);
/** A round's name, of its stream. */
export const roundOf = (stream: string): string => stream.slice(PREFIX.length);

/** A round as it is called: 2021年上半年. */
export function roundName(round: string): { readonly zh: string; readonly en: string } {
  const [, year, half] = /^(\d{4})H([12])$/.exec(round) ?? [];
  if (year === undefined) return { zh: `专项检查${round}`, en: `special round ${round}` };
  return { zh: `${year}年${half === "1" ? "上半年" : "下半年"}`, en: round };
}

/** The ladder that an objection climbs until it is decided: its key among those of the round. */
export const objectionRun = ({ visit, no }: { readonly visit: string; readonly no: number }): string =>
  `objections/${visit}/${no}`;
