/** A letter in words, before it becomes HTML or plain text. Everything in it is text on one line, unescaped. */
export interface PageRow {
  readonly no: number;
  readonly place: string;
  readonly task: string;
  readonly details: readonly string[];
  readonly deadline: string;
  readonly timing: string;
  readonly overdue: boolean;
  readonly originalDeadline: string | undefined;
}

export interface PageSection {
  readonly capacity: string;
  readonly rows: readonly PageRow[];
  readonly ask: string;
}

export interface Page {
  readonly htmlLang: string;
  readonly subject: string;
  readonly notes: readonly string[];
  readonly office: string;
  readonly title: string;
  readonly documentNo: string | undefined;
  readonly salutation: string;
  readonly opening: string;
  readonly columns: readonly [string, string, string, string];
  readonly sections: readonly PageSection[];
  readonly closing: string;
  readonly date: string;
  readonly footer: string;
}
