/** What is wrong with a workbook, by cell. */
import type { Words } from "../api/types.js";
import { useSay, useTexts } from "../i18n/index.js";

interface Props {
  readonly mistakes: readonly { readonly cell: string; readonly message: Words }[];
}

/** More than this nobody reads at once. */
const SHOWN = 100;

export function CellMistakes({ mistakes }: Props) {
  const { t } = useTexts();
  const say = useSay();
  return (
    <ul>
      {mistakes.slice(0, SHOWN).map(({ cell, message }, no) => (
        // Two things may be said of one cell.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${cell} ${no}`}>
          {cell}
          {t("colon")}
          {say(message)}
        </li>
      ))}
    </ul>
  );
}
