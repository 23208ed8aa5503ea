/**
 * What was asked in writing, by when, and whether it was answered: each 督办函 and each 批示, folded from the rows that record them.
 * A 督办函 is answered in writing or by the report of completion (docs/domain.md, "The ladder"); a 批示 by the unit's report.
 */
import type { Directory } from "../../domain/people/directory.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { AskingRow } from "../../prisma/reports/report-facts.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { AskedLine } from "./model.js";
import type { Standing, Viewpoint } from "./standing.js";

/** One item of a letter that asks. */
interface Asking {
  readonly kind: AskedLine["kind"];
  /** Tells the letter: its number, or who gave the 批示 when. */
  readonly letter: string;
  readonly no: string | null;
  readonly post: string | null;
  /** The item's 主办 then; of a 批示 the unit that it names. */
  readonly unit: string;
  readonly on: PlanDate;
  replyBy: PlanDate;
  answeredOn: PlanDate | null;
  /** What it asked for fell away: the item was cancelled, or got another deadline. */
  dropped: boolean;
}

/** What moves the deadline, so that the 督办函 about the one before asks for nothing any more. */
const movesDeadline = (row: AskingRow): boolean =>
  row.type === "readingChanged" ||
  (row.type === "extensionDecided" && row.payload.grant) ||
  (row.type === "resumed" && row.payload.deadline !== undefined);

/** The item's 主办 at each row: the newest reassignment is behind, or it is still to come. */
function unitAt(rows: readonly AskingRow[], place: number, now: string): string {
  const next = rows.slice(place).find((row) => row.type === "reassigned");
  return next?.type === "reassigned" ? next.payload.from : now;
}

function askingsOf(rows: readonly AskingRow[], primaryUnit: string, { offsetMinutes }: Viewpoint): Asking[] {
  const all: Asking[] = [];
  const instructed = new Map<string, Asking>();
  const open = (kind: AskedLine["kind"]): Asking[] =>
    all.filter((each) => each.kind === kind && each.answeredOn === null && !each.dropped);
  for (const [place, row] of rows.entries()) {
    const on = dateAt(row.at, offsetMinutes);
    const answer = (asked: readonly Asking[]): void => {
      for (const each of asked) each.answeredOn = on;
    };
    if (movesDeadline(row)) for (const each of open("supervise")) each.dropped = true;
    switch (row.type) {
      case "instrumentSigned": {
        const { instrument, documentNo: no, replyBy } = row.payload;
        if (instrument !== "supervise" || replyBy === undefined) break;
        const unit = unitAt(rows, place, primaryUnit);
        all.push({
          kind: "supervise",
          letter: `${no} ${unit}`,
          no,
          post: null,
          unit,
          on,
          replyBy,
          answeredOn: null,
          dropped: false,
        });
        break;
      }
      case "instructed": {
        const { instruction, instructorPost: post, unit, replyBy } = row.payload;
        const letter = `${post} ${unit} ${on} ${replyBy}`;
        const asking: Asking = {
          kind: "instruct",
          letter,
          no: null,
          post,
          unit,
          on,
          replyBy,
          answeredOn: null,
          dropped: false,
        };
        instructed.set(instruction, asking);
        all.push(asking);
        break;
      }
      case "answered":
      case "reported":
        answer(open("supervise"));
        break;
      case "answerReturned":
      case "returned": {
        // Sent back it counts as none.
        const { replyBy } = row.payload;
        const last = all.findLast(({ kind, dropped }) => kind === "supervise" && !dropped);
        if (last && replyBy !== undefined) [last.answeredOn, last.replyBy] = [null, replyBy];
        break;
      }
      case "instructionReplied": {
        const asked = instructed.get(row.payload.instruction);
        if (asked) answer([asked]);
        break;
      }
      case "instructionReturned": {
        const asked = instructed.get(row.payload.instruction);
        if (asked) [asked.answeredOn, asked.replyBy] = [null, row.payload.replyBy];
        break;
      }
      case "closed":
        answer([...open("supervise"), ...open("instruct")]);
        break;
      case "cancelled":
        for (const each of [...open("supervise"), ...open("instruct")]) each.dropped = true;
        break;
      default:
        break;
    }
  }
  return all;
}

/** By the day on which it was asked, 督办函 before 批示, then by number. */
const inOrder = (one: AskedLine, other: AskedLine): number =>
  one.on.localeCompare(other.on) ||
  Number(one.kind === "instruct") - Number(other.kind === "instruct") ||
  (one.no ?? "").localeCompare(other.no ?? "");

/** One line a letter and unit. `items` = `inTime` + `late` + `unanswered` + `running` + `dropped`. */
export function askedLines(
  rows: readonly AskingRow[],
  standings: readonly Standing[],
  names: Directory,
  view: Viewpoint,
): AskedLine[] {
  const unitOf = new Map(standings.map(({ item }) => [item.id, item.primaryUnit]));
  const askings = [...groupBy(rows, (row) => row.item)].flatMap(([item, own]) =>
    askingsOf(own, unitOf.get(item) ?? "", view),
  );
  return [...groupBy(askings, ({ kind, letter }) => `${kind} ${letter}`).values()]
    .flatMap((own): AskedLine[] => {
      const [first] = own;
      if (!first) return [];
      const count = (holds: (asking: Asking) => boolean): number => own.filter(holds).length;
      const isOpen = ({ answeredOn, dropped }: Asking): boolean => answeredOn === null && !dropped;
      return [
        {
          kind: first.kind,
          no: first.no,
          from: first.post === null ? null : names.post(first.post, first.on).title,
          unit: names.unit(first.unit, first.on).name,
          on: first.on,
          replyBy:
            own
              .map(({ replyBy }) => replyBy)
              .toSorted()
              .at(-1) ?? first.replyBy,
          items: own.length,
          inTime: count(({ answeredOn, replyBy }) => answeredOn !== null && answeredOn <= replyBy),
          late: count(({ answeredOn, replyBy }) => answeredOn !== null && answeredOn > replyBy),
          unanswered: count((each) => isOpen(each) && each.replyBy < view.today),
          running: count((each) => isOpen(each) && each.replyBy >= view.today),
          dropped: count(({ answeredOn, dropped }) => answeredOn === null && dropped),
        },
      ];
    })
    .sort(inOrder);
}
