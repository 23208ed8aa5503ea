/** What stands outside the text block of a Word file's pages: page numbers and who printed it, and notes that are no part of it. */
import { AlignmentType, Paragraph } from "docx";
import { SIZE } from "../standard.js";
import { UNGRIDDED } from "./fixed.js";
import { exactly, run } from "./parts.js";

/** The foot of odd pages at the right, of even ones at the left (7.5), and who printed it. */
export function footParts(
  side: "right" | "left",
  numbered: boolean,
  printed: string | undefined,
  number: unknown,
): Paragraph[] {
  const indent = SIZE.small * 20;
  return [
    new Paragraph({
      alignment: side === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT,
      style: UNGRIDDED,
      spacing: exactly(SIZE.small * 20),
      indent: { [side]: indent },
      children: numbered
        ? [run("", "song", SIZE.small, { children: ["— ", number as string, " —"] })]
        : [run("", "song", SIZE.small)],
    }),
    ...(printed === undefined
      ? []
      : [
          new Paragraph({
            alignment: AlignmentType.LEFT,
            style: UNGRIDDED,
            spacing: exactly(240),
            children: [run(printed, "song", SIZE.mark)],
          }),
        ]),
  ];
}

/** Above every page. */
export const headParts = (notes: string): Paragraph[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    style: UNGRIDDED,
    spacing: exactly(240),
    children: [run(notes, "song", SIZE.mark)],
  }),
];
