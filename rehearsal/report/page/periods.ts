/** Half-years out of months. */
export interface HalfYear {
  readonly year: number;
  readonly half: 1 | 2;
}

const keyOf = ({ year, half }: HalfYear): string => `${year}-${half}`;

/** Of a month `YYYY-MM`. */
export function halfYearOf(month: string): HalfYear {
  return { year: Number(month.slice(0, 4)), half: Number(month.slice(5)) <= 6 ? 1 : 2 };
}

/** Every half-year that has one of the months, in order. */
export function halfYearsOf(months: readonly string[]): HalfYear[] {
  const found = new Map(months.map((month) => [keyOf(halfYearOf(month)), halfYearOf(month)]));
  return [...found.values()].sort((a, b) => a.year - b.year || a.half - b.half);
}

export function within(halfYear: HalfYear, month: string): boolean {
  return keyOf(halfYear) === keyOf(halfYearOf(month));
}
