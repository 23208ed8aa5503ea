/** The roster's tables, and what is searched for in them. */
import type { ReactNode } from "react";
import { foundIn } from "../../../../domain/language/text.js";
import { Nothing } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./roster.module.css";

/** Whether all that is searched for occurs somewhere. */
export const matches = (words: string, ...texts: readonly (string | undefined)[]): boolean =>
  foundIn(
    texts.filter((text) => text !== undefined),
    words,
  );

interface TableProps {
  readonly heads: readonly string[];
  readonly children: readonly ReactNode[];
}

/** On a narrow screen each row is a card, in which `Cell` says what its head would. */
export function Table({ heads, children }: TableProps) {
  const { t } = useTexts();
  if (children.length === 0) return <Nothing title={t("roster.empty")} />;
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export function Cell({ head, children }: { readonly head: string; readonly children: ReactNode }) {
  return <td data-head={head}>{children}</td>;
}
