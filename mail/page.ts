/** A letter in words, before it becomes HTML or plain text. Everything in it is text on one line, unescaped. */
export interface PageLine {
  readonly label: string;
  readonly value: string;
  /** Stands out: an overdue deadline. */
  readonly strong?: boolean;
}

/** Rows that say the same about several places, told once. */
export interface PageGroup {
  readonly title: string;
  readonly lines: readonly PageLine[];
}

/** Groups of which the same is asked. */
export interface PageBlock {
  /** Empty where the letter's opening says it already. */
  readonly lead: string;
  readonly groups: readonly PageGroup[];
  /** Empty where nothing is asked. */
  readonly ask: string;
}

export interface PageSection {
  readonly heading: string;
  readonly blocks: readonly PageBlock[];
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
  readonly sections: readonly PageSection[];
  readonly closing: string;
  readonly signature: string;
  readonly date: string;
  readonly footer: string;
}
