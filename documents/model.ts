/**
 * What an official document says, as data: which parts it has, in the words that stand on the paper. How they are set is the renderers'
 * (GB/T 9704-2012, 党政机关公文格式). Names are full ones of the document's day; texts are Chinese and carry no number of a level, no 附件 or
 * 抄送 and no punctuation that the standard fixes: the renderers write these.
 */
import type { PlanDate } from "../domain/plan/plan.js";

/**
 * - `letter`: 督办函, 通知, 复函 …: red head, number, red rule, title, body, imprint (版记).
 * - `slip`: 便函, such as a 催办单: no red head and no imprint.
 * - `message`: a few lines under a title, such as a 提醒: no head, no room for a seal.
 * - `submission`: 呈阅件, a form of one page with room for the leader's 批示; lists are annexes.
 * - `bulletin`: 通报, and `report`: 专报: as a letter, usually longer.
 * - `register`: 登记簿, 送达签收单: a title and a table.
 */
export type DocumentKind = "letter" | "slip" | "message" | "submission" | "bulletin" | "report" | "register";

export interface OfficialDocument {
  readonly kind: DocumentKind;
  readonly issuer: {
    /** 全称 or 规范化简称, as in the signature. */
    readonly fullName: string;
    /** What stands in red at the top (发文机关标志), where it isn't the full name; without 文件 unless it says so. */
    readonly redHead?: string;
  };
  /** 发文字号, such as ×农办督函〔2021〕3号; of a submission its 编号, such as 呈阅件〔2021〕第3期. */
  readonly documentNo?: string;
  readonly title: string;
  /** 主送 without the colon: 区民政局. Of a submission whom it is put before: 呈韩××同志. */
  readonly addressee?: string;
  readonly body: readonly Block[];
  /** Listed under the body by their titles, each on pages of its own. */
  readonly annexes: readonly Annex[];
  readonly signature: { readonly name: string; readonly date: PlanDate };
  /** 附注: whom to ask. */
  readonly contact?: { readonly name: string; readonly phone: string };
  /** 抄送: sideways and down. */
  readonly copies?: readonly string[];
  /** 抄报: upward. */
  readonly reports?: readonly string[];
  /** Above the document and no part of it, on every page: that it is of a rehearsal, of sample data. */
  readonly notes?: readonly string[];
  /** Who printed this sheet and when, at the foot of every page: a plan date, or one with a time of day, 2021-06-09T10:15. */
  readonly printed?: { readonly by: string; readonly at: string; readonly job?: string };
}

export interface Annex {
  readonly title: string;
  readonly body: readonly Block[];
}

/** A piece of text in one weight. */
export interface Run {
  readonly text: string;
  readonly strong?: boolean;
}

/** 一、 (一) 1. (1) */
export type Level = 1 | 2 | 3 | 4;

export type Block =
  /** A numbered heading in its level's face. `runs`: text that goes on in the same paragraph. In a submission level 1 begins a row. */
  | { readonly kind: "heading"; readonly level: Level; readonly text: string; readonly runs?: readonly Run[] }
  /** Body text, first line indented by two characters. `level`: numbered as a heading of it, in the body's face. */
  | { readonly kind: "paragraph"; readonly runs: readonly Run[]; readonly level?: Level }
  | Table
  /** Lines of their own, not indented: fields to fill in, a list of names. */
  | { readonly kind: "lines"; readonly lines: readonly string[] };

export interface Table {
  readonly kind: "table";
  readonly columns: readonly Column[];
  /** A cell for every column. */
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly title: string;
  /** Its share of the table's width, beside the other columns'. Default 1. */
  readonly width?: number;
  readonly align?: "left" | "center" | "right";
}
