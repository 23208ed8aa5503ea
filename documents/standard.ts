/** GB/T 9704-2012 in numbers, the clause beside each. Lengths are twips (1/20 pt) unless the name says otherwise. */

const mm = (length: number): number => Math.round((length / 25.4) * 1440);
const pt = (length: number): number => Math.round(length * 20);

/** 5.2.3 22 lines a page, 28 characters a line, filling the text block. */
export const LINES = 22;
export const CHARACTERS = 28;
/**
 * A character's place in a line: 15.7 pt. Of its own 16 pt only 27 go on a line, by 15.79 pt 28 exactly; LibreOffice keeps 1.2 pt of a
 * line with a grid for itself.
 */
export const CHARACTER_PITCH = 314;

/** 5.1 A4, 210 × 297 mm; 5.2.1 top (天头) 37 mm, left (订口) 28 mm, text block (版心) 156 × 225 mm: so right 26 and bottom 35. */
export const PAGE = { width: mm(210), height: mm(297) };
export const MARGIN = { top: mm(37), right: mm(26), bottom: mm(35), left: mm(28) };
export const TEXT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right;
/** Tables, and the imprint, are no wider than the standard's 156 mm. */
export const TABLE_WIDTH = Math.floor((156 / 25.4) * 1440);
export const TEXT_HEIGHT = PAGE.height - MARGIN.top - MARGIN.bottom;

/** 3号, 2号, 4号 in points (5.2.2, 7.3.1, 7.5, 7.4). */
export const SIZE = { body: 16, title: 22, small: 14, mark: 9 };

/** The widest pitch, in steps of 0.05 pt, by which 22 lines fit: 28.95 pt. 29 pt gives 21 lines. */
export const LINE_PITCH = 579;

/** What is taken off each character of body text (w:rPr/w:spacing). */
export const CHARACTER_SPACING = CHARACTER_PITCH - SIZE.body * 20;

/**
 * What the section's grid takes off a character's 16 pt, in 1/4096 pt (w:docGrid/@w:charSpace): 28 places that fill the text block. Two
 * units more than by the division, so that rounding never leaves the 28th without room.
 */
export const CHARACTER_SPACE = Math.floor((TEXT_WIDTH / 20 / CHARACTERS - SIZE.body) * 4096) - 2;

/** 7.2.4 the red head's upper edge stands 35 mm under the text block's; 7.2.7 the red rule 4 mm under the number. */
export const RED_HEAD_SPACE = mm(35);
export const RULE_SPACE_PT = 11;

/** 7.5 the dash of a page number stands 7 mm under the text block: the middle of a line of 14 pt. */
export const FOOT = Math.round(MARGIN.bottom - mm(7) - pt(SIZE.small) / 2);
/** The line of who printed the sheet, under the page number. */
export const MARK_PITCH = pt(12);

/** 7.4.1 the imprint's outer rules 0.35 mm, inner ones 0.25 mm, in eighths of a point. */
export const THICK_RULE = 8;
export const THIN_RULE = 6;
/** The rule under the red head: 2 pt. */
export const RED_RULE = 16;
export const RED = "FF0000";

/** 7.3.5 a seal of a county's body is 42 mm wide; its top is within a line of the text: two empty lines above the name. */
export const SEAL_LINES = 2;
/** 7.3.5 the date ends four characters before the right edge. */
export const DATE_INDENT = 4;

export type Face = "fangsong" | "hei" | "kai" | "title" | "song";

/**
 * The faces by the names that Windows, WPS and Founder give them, and where one is absent (7.3; the fonts are licensed and not shipped):
 * its other names, then free ones.
 */
export const FONTS: Readonly<Record<Face, { readonly name: string; readonly instead: readonly string[] }>> = {
  fangsong: {
    name: "仿宋_GB2312",
    instead: ["仿宋", "FangSong", "STFangsong", "FandolFang", "Noto Serif CJK SC", "Source Han Serif SC"],
  },
  hei: { name: "黑体", instead: ["SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei"] },
  kai: {
    name: "楷体_GB2312",
    instead: ["楷体", "KaiTi", "STKaiti", "FandolKai", "AR PL UKai CN", "AR PL KaitiM GB"],
  },
  title: {
    name: "方正小标宋简体",
    instead: ["FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "Source Han Serif SC"],
  },
  song: { name: "宋体", instead: ["SimSun", "STSong", "FandolSong", "Noto Serif CJK SC", "AR PL SungtiL GB"] },
};

/** How many characters' room a text takes: letters and digits of ASCII half a one. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((width, character) => width + (character <= "\u007f" ? 0.5 : 1), 0);

/** Lines that a text takes at `characters` a line, one at least. `indent`: of the first line. */
export const linesOf = (text: string, characters: number, indent = 0): number =>
  Math.max(1, Math.ceil((widthOf(text) + indent) / characters));

/** As large as the text block takes the words in one line, with half a character to spare, 50 pt at most (7.2.4: under 22 × 15 mm a character). */
export const redHeadSize = (text: string): number =>
  Math.min(50, Math.max(SIZE.title, Math.floor(TEXT_WIDTH / 20 / (widthOf(text) + 0.5))));
