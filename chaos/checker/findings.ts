/** What a checker may find, and where. */
export interface Finding {
  readonly what:
    | "chainBroken"
    | "rungLost"
    | "rungTwice"
    | "rungNotDue"
    | "rungMoved"
    | "rungEarly"
    | "rungLate"
    | "rungPassedOver"
    | "orderLost"
    | "headWrong"
    | "nextDueWrong"
    | "itemWrong"
    | "actionLost"
    | "actionTwice"
    | "actionUnasked"
    | "actionRefused"
    | "actionMoved"
    | "afterClosing"
    | "noticeLost"
    | "noticeUntold"
    | "noticeUnlettered"
    | "letterTwice"
    | "letterLost"
    | "letterUnsent"
    | "letterUnknown"
    | "letterRefusedWithoutReason"
    | "letterMisdirected"
    | "lineLost"
    | "lineTwice"
    | "photoLost"
    | "findingLost"
    | "findingTwice"
    | "findingUnfound"
    | "openWrong"
    | "chaseLost"
    | "chaseTwice"
    | "chaseEarly"
    | "chaseNotDue"
    | "monthLost"
    | "monthTwice"
    | "monthEarly"
    | "requestLost"
    | "requestTwice"
    | "answerWrong"
    | "urgeLost"
    | "urgeTwice"
    | "urgeEarly"
    | "urgeWrong"
    | "closeLost"
    | "closeTwice"
    | "closeEarly"
    | "snapshotWrong"
    | "bulletinTwice"
    | "bulletinUntold"
    | "progressLost"
    | "progressTwice"
    | "planUnfinished";
  readonly plan: string;
  readonly stream?: string;
  readonly item?: string;
  readonly seq?: number;
  readonly detail: string;
}

/** A finding in one line. */
export function lineOf({ what, plan, stream, item, seq, detail }: Finding): string {
  const where = [plan, stream, seq === undefined ? undefined : `row ${seq}`, item].filter((part) => part !== undefined);
  return `${what}: ${where.join(", ")}: ${detail}`;
}

/** What is wrong with a request on a stream of rows, whatever it asked for: it was refused, or recorded twice. `own`: the rows that name it. */
export function requestFault(
  own: readonly { readonly causeNo: number }[],
  { key, refused }: { readonly key: string; readonly refused: string | null },
  where: Pick<Finding, "plan" | "stream">,
): Finding | null {
  if (refused !== null)
    return { what: "actionRefused", ...where, detail: `${key} is legal and was refused: ${refused}` };
  const places = new Set(own.map(({ causeNo }) => causeNo));
  return places.size < own.length
    ? { what: "actionTwice", ...where, detail: `${key} is recorded more than once` }
    : null;
}
