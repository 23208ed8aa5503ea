/** Names of the streams of inspection rounds: `inspection/2021H1`, or `inspection/2021S1` of a special one. */

const PREFIX = "inspection/";

export const roundStream = (round: string): string => `${PREFIX}${round}`;
export const isRoundStream = (stream: string): boolean => stream.startsWith(PREFIX);
/** A round's name, of its stream. */
export const roundOf = (stream: string): string => stream.slice(PREFIX.length);
