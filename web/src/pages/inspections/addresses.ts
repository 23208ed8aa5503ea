/** Addresses of a round's pages, below the plan's. */
interface OfVisit {
  readonly round: string;
  readonly visit: string;
}

const e = encodeURIComponent;

export const visitPath = ({ round, visit }: OfVisit): string => `inspections/rounds/${e(round)}/visits/${e(visit)}`;
/** The conclusion as a sheet to be printed. */
export const conclusionPath = (of: OfVisit): string => `${visitPath(of)}/conclusion`;
/** The paper form of a visit, to be entered. */
export const paperPath = ({ round, visit }: OfVisit): string =>
  `inspections/bring-in?way=paper&round=${e(round)}&visit=${e(visit)}`;
