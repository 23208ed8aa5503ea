/** Registers, columns and figures are named in the reader's language; what they hold is as it was written. */
import { useAppearance } from "../theme/appearance.js";

interface Titled {
  readonly title: string;
  readonly english: string;
}

export function useTitleOf(): (of: Titled) => string {
  const { language } = useAppearance();
  return ({ title, english }) => (language === "zh" ? title : english);
}
