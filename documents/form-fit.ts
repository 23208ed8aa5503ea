/** A submission is one A4 page: its form's text is set as large as the page takes it, and what is left is room for the instruction. */
import { type Form, pieceLines } from "./compose.js";
import { LINE_PITCH, linesOf, TEXT_HEIGHT, TABLE_WIDTH } from "./standard.js";

/** The labels' column: four characters of 14 pt in one line, with the cells' margins. */
export const LABEL_WIDTH = 1560;
export const CONTENT_WIDTH = TABLE_WIDTH - LABEL_WIDTH;
/** Left and right inside a cell; above and below. */
export const CELL_SIDE = 100;
export const CELL_TOP = 60;
/** At least 35 mm for a leader's hand. */
const LEAST_ROOM = 1984;
/** What rules and rounding may take. */
const SLACK = 480;

export interface FormFit {
  /** Size of the form's text, points; pitch in twips. */
  readonly size: number;
  readonly pitch: number;
  /** Height of the row for the instruction, twips. */
  readonly room: number;
}

const SIZES = [16, 15, 14, 12, 10.5];

/** The largest size by which everything stands on one page; the smallest where none does, and the form goes on overleaf. */
export function fitForm(form: Form): FormFit {
  const title = linesOf(form.title, 20);
  const above = LINE_PITCH * (title + 3) + LINE_PITCH;
  let fit: FormFit | undefined;
  for (const size of SIZES) {
    const pitch = Math.round(size * 1.5 * 20);
    const perLine = Math.floor((CONTENT_WIDTH - 2 * CELL_SIDE) / (size * 20));
    const rows = form.rows.reduce(
      (sum, row) =>
        sum + 2 * CELL_TOP + 20 + pitch * row.pieces.reduce((lines, piece) => lines + pieceLines(piece, perLine), 0),
      0,
    );
    const notes = form.notes.reduce((sum, note) => sum + linesOf(note, 31), 0) * 440;
    const room = TEXT_HEIGHT - above - rows - notes - SLACK;
    fit = { size, pitch, room: Math.max(room, LEAST_ROOM) };
    if (room >= LEAST_ROOM) break;
  }
  if (fit === undefined) throw new Error("no size to set a form in");
  return fit;
}
