/** The languages the product speaks: official Chinese, and English beside it. */

/** The same words in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Words;
