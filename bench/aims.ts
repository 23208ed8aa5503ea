/** What a benchmark aims at. */

/** What was wanted, and what came of it. */
export interface Aim {
  readonly what: string;
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** Whether `measured` is at most the aim; `unit` goes behind both. */
export function atMost(what: string, measured: number, aim: number, unit: string): Aim {
  return { what, aim: `≤ ${aim} ${unit}`.trim(), measured: `${measured} ${unit}`.trim(), met: measured <= aim };
}

/** Whether `measured` is below what is compared with. */
export function below(what: string, measured: number, other: number, unit: string): Aim {
  return { what, aim: `< ${other} ${unit}`.trim(), measured: `${measured} ${unit}`.trim(), met: measured < other };
}

export function atLeast(what: string, measured: number, aim: number, unit: string): Aim {
  return { what, aim: `≥ ${aim} ${unit}`.trim(), measured: `${measured} ${unit}`.trim(), met: measured >= aim };
}
