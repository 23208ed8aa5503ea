/** The printed report's tables: per task, unit, county leader, township with its villages. */
import {
  type InstrumentColumn,
  PRESSING_INSTRUMENTS,
  RUNG_INSTRUMENTS,
} from "../../../domain/instruments/instruments.js";
import type { VillageLine } from "../model.js";
import type { Head, ReportTexts } from "../texts.js";
import { type Column, hanging, type Piece, type Row, table } from "./layout.js";
import { day, heads, note, number, type Page, piece } from "./page.js";
import { countColumn, type CountColumn } from "./timeline.js";

/** What is told about a task on its way up, and what a wide terminal has room for beside. */
const LADDER = RUNG_INSTRUMENTS.filter((instrument) => instrument !== "summonsTalk");
const BESIDE: readonly InstrumentColumn[] = [
  "assignment",
  "verificationRequest",
  "returned",
  "extension",
  "instruction",
];
/** Other units named one by one; the rest is counted. */
const OTHERS = 12;

/** `giveUp` of the first; each further one is given up before it. */
function counted(texts: ReportTexts, which: readonly InstrumentColumn[], giveUp?: number): CountColumn[] {
  return which.map((name, index) => {
    const { column, value } = countColumn(texts, name);
    return { column: giveUp === undefined ? column : { ...column, giveUp: giveUp + index }, value };
  });
}

export function tasks(page: Page): string[] {
  const { model, texts, width, paint } = page;
  const instruments = [...counted(texts, LADDER), ...counted(texts, ["summonsTalk"], 1), ...counted(texts, BESIDE, 4)];
  const rows = model.tasks.map((task): Row => {
    const title = piece(texts.taskTitle(task.no, task.title));
    if (task.standing) return { cells: [title], rest: piece(texts.standing, "dim") };
    return [
      title,
      number(task.total),
      number(task.closed, "good"),
      number(task.overdue, "bad"),
      number(task.everOverdue),
      ...instruments.map(({ value }) => number(value(task.counts))),
      day(page, task.first),
      day(page, task.last),
    ];
  });
  const columns: Column[] = [
    { head: texts.heads.task, least: Math.round(width * 0.3) - 4 },
    ...heads(texts, ["items", "closed", "overdue", "everOverdue"]),
    ...instruments.map(({ column }) => column),
    { head: texts.heads.first, giveUp: 3 },
    { head: texts.heads.last, giveUp: 2 },
  ];
  return [...note(page, texts.notes.tasks), ...table(columns, rows, width, paint)];
}

export function units(page: Page): string[] {
  const { model, texts, width, paint } = page;
  if (model.units.length === 0) return [paint(texts.none, "dim")];
  const instruments = [...counted(texts, PRESSING_INSTRUMENTS), ...counted(texts, BESIDE, 4)];
  const rows = model.units.map((unit): Piece[] => [
    piece(unit.name),
    number(unit.total),
    number(unit.closed, "good"),
    number(unit.overdue, "bad"),
    number(unit.everOverdue),
    number(unit.longest),
    number(unit.escalatedItems),
    number(unit.returns),
    number(unit.extensionsGranted),
    ...instruments.map(({ value }) => number(value(unit.counts))),
    day(page, unit.first),
    day(page, unit.last),
  ]);
  const columns: Column[] = [
    { head: texts.heads.unit, least: Math.min(22, Math.round(width * 0.2) - 2) },
    ...heads(texts, ["items", "closed", "overdue", "everOverdue", "longest", "escalated"]),
    ...heads(texts, ["returned", "extensions"], 1),
    ...instruments.map(({ column }) => column),
    { head: texts.heads.first, giveUp: 3 },
    { head: texts.heads.last, giveUp: 2 },
  ];
  const others = model.otherUnits.slice(0, OTHERS);
  return [
    ...note(page, texts.notes.units),
    ...table(columns, rows, width, paint),
    ...(others.length === 0 ? [] : note(page, texts.otherUnits(others, model.otherUnits.length - others.length))),
  ];
}

export function leaders(page: Page): string[] {
  const { model, texts, width, paint } = page;
  if (model.leaders.length === 0) return [paint(texts.none, "dim")];
  const rows = model.leaders.map((leader): Piece[] => [
    piece(`${leader.title} ${leader.person ?? texts.vacant}`, leader.person === null ? "warn" : "plain"),
    number(leader.items),
    number(leader.submissions),
    number(leader.copies),
    number(leader.acknowledged, "good"),
    day(page, leader.first),
    day(page, leader.last),
  ]);
  const columns: Column[] = [
    { head: texts.heads.leader, least: 16 },
    ...heads(texts, ["items", "submissions", "copies", "acknowledged"]),
    { head: texts.heads.first },
    { head: texts.heads.last },
  ];
  return [...note(page, texts.notes.leaders), ...table(columns, rows, width, paint)];
}

/** Two villages a line, each township's first half beside its second. */
export function townships(page: Page): string[] {
  const { model, texts, width, paint } = page;
  // Streets without villages have items of their own.
  const told = model.townships.filter(({ villages, own }) => villages.length > 0 || own.total > 0);
  if (told.length === 0) return [paint(texts.none, "dim")];
  const figures: readonly Head[] = ["open", "everOverdue", "escalated", "longest"];
  const half: Column[] = [
    { head: texts.heads.village, least: 10 },
    { head: texts.heads.leader, giveUp: 1 },
    ...heads(texts, ["items"], 2),
    ...heads(texts, figures),
  ];
  const rows = told.flatMap((township, index): Row[] => {
    const { villages } = township;
    const middle = Math.ceil(villages.length / 2);
    const title = hanging([], piece(texts.township(township), "strong"), width, paint);
    return [
      { lines: [...(index === 0 ? [] : [""]), ...title] },
      ...villages.slice(0, middle).map((village, at): Piece[] => {
        const beside = villages[middle + at];
        return [...cells(village, texts), piece(""), ...(beside ? cells(beside, texts) : [])];
      }),
    ];
  });
  return [...note(page, texts.notes.townships), ...table([...half, { head: "" }, ...half], rows, width, paint)];
}

/** Letters and instructions that ask for an answer, one a line. */
export function asked(page: Page): string[] {
  const { model, texts, width, paint } = page;
  if (model.asked.length === 0) return [paint(texts.none, "dim")];
  const rows = model.asked.map((line): Piece[] => [
    piece(texts.asked(line)),
    piece(line.unit),
    day(page, line.on),
    day(page, line.replyBy),
    number(line.items),
    number(line.inTime, "good"),
    number(line.late, "warn"),
    number(line.unanswered, "bad"),
    number(line.running),
    number(line.dropped),
  ]);
  const columns: Column[] = [
    { head: texts.heads.letter, least: 18 },
    { head: texts.heads.unit },
    { head: texts.heads.askedOn, giveUp: 1 },
    { head: texts.heads.replyBy },
    ...heads(texts, ["items", "inTime", "answeredLate", "unanswered"]),
    ...heads(texts, ["running", "dropped"], 2),
  ];
  return [...note(page, texts.notes.asked), ...table(columns, rows, width, paint)];
}

/** Rounds of inspections, one a line. */
export function inspections(page: Page): string[] {
  const { model, texts, width, paint } = page;
  if (model.rounds.length === 0) return [paint(texts.none, "dim")];
  const rows = model.rounds.map((line): Piece[] => [
    piece(texts.round(line)),
    number(line.planned),
    number(line.submitted),
    number(line.mostly),
    number(line.fail, "bad"),
    number(line.found, "warn"),
    number(line.again, "warn"),
    number(line.open),
    number(line.granted),
    number(line.refused),
    number(line.systemic),
    piece(line.bulletin ?? "—", "dim"),
  ]);
  const columns: Column[] = [
    { head: texts.heads.round, least: 10 },
    ...heads(texts, ["visits", "submitted", "mostly", "fail", "found", "again", "open"]),
    ...heads(texts, ["granted", "refused", "systemic"], 2),
    { head: texts.heads.bulletin, giveUp: 1 },
  ];
  return [...note(page, texts.notes.inspections), ...table(columns, rows, width, paint)];
}

function cells(village: VillageLine, texts: ReportTexts): Piece[] {
  return [
    piece(village.name),
    piece(village.leader ?? texts.vacant, "dim"),
    number(village.total),
    number(village.open, village.overdue > 0 ? "bad" : "plain"),
    number(village.everOverdue),
    number(village.escalatedToOwnLeader),
    number(village.longest),
  ];
}
