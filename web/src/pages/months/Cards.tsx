/** The month's grid on a telephone: a card a row, one of them open. */
import { memo } from "react";
import { type Cells, type Column, COLUMNS, type Mistake } from "../../../../domain/months/answers.js";
import { mistakeWords } from "../../../../domain/months/mistake-words.js";
import type { PastedRow } from "../../../../domain/months/paste.js";
import { useTexts } from "../../i18n/index.js";
import { useAppearance } from "../../theme/appearance.js";
import { type At, carriedOver, type GridRow, type GridState, hasBefore } from "./grid-state.js";
import { RowHead } from "./Grid.js";
import styles from "./months.module.css";

interface Props {
  readonly rows: readonly GridRow[];
  readonly state: GridState;
  readonly mistakes: ReadonlyMap<string, readonly Mistake[]>;
  readonly mayEdit: boolean;
  readonly at: At;
  readonly onAt: (at: At) => void;
  readonly onChange: (changes: readonly PastedRow[]) => void;
}

const NO_MISTAKES: readonly Mistake[] = [];
const NO_CELLS: Cells = {};

export function Cards({ rows, state, mistakes, mayEdit, at, onAt, onChange }: Props) {
  return (
    <ol className={styles["cards"]}>
      {rows.map((row, index) => (
        <Card
          key={row.key}
          row={row}
          index={index}
          isOpen={index === at.row}
          isLast={index === rows.length - 1}
          cells={state.rows.get(row.key)?.cells ?? NO_CELLS}
          mistakes={mistakes.get(row.key) ?? NO_MISTAKES}
          mayEdit={mayEdit}
          onAt={onAt}
          onChange={onChange}
        />
      ))}
    </ol>
  );
}

interface CardProps extends Pick<Props, "mayEdit" | "onAt" | "onChange"> {
  readonly row: GridRow;
  readonly index: number;
  readonly isOpen: boolean;
  readonly isLast: boolean;
  readonly cells: Cells;
  readonly mistakes: readonly Mistake[];
}

const Card = memo(function Card(props: CardProps) {
  const { row, index, isOpen, isLast, cells, mistakes, mayEdit, onAt, onChange } = props;
  const { t } = useTexts();
  return (
    <li className={styles["card"]} data-open={isOpen} data-wrong={mistakes.length > 0}>
      <button
        type="button"
        className={styles["cardHead"]}
        aria-expanded={isOpen}
        onClick={() => onAt({ row: index, column: "progress" })}
      >
        <RowHead row={row} />
        {!isOpen && <span className={styles["said"]}>{cells.measure ?? t("months.empty")}</span>}
      </button>
      {isOpen && (
        <div className={styles["fields"]}>
          {mayEdit && hasBefore(row) && (
            <button type="button" onClick={() => onChange([{ key: row.key, cells: carriedOver(row) }])}>
              {t("months.carry")}
            </button>
          )}
          {COLUMNS.map((column) =>
            column === "progress" && !row.asksProgress ? null : (
              <Field
                key={column}
                row={row}
                column={column}
                text={cells[column] ?? ""}
                mistake={mistakes.find((one) => one.column === column)}
                mayEdit={mayEdit}
                onChange={onChange}
              />
            ),
          )}
          {!isLast && (
            <button type="button" onClick={() => onAt({ row: index + 1, column: "progress" })}>
              {t("months.next")}
            </button>
          )}
        </div>
      )}
    </li>
  );
});

interface FieldProps extends Pick<Props, "mayEdit" | "onChange"> {
  readonly row: GridRow;
  readonly column: Column;
  readonly text: string;
  readonly mistake: Mistake | undefined;
}

function Field({ row, column, text, mistake, mayEdit, onChange }: FieldProps) {
  const { t } = useTexts();
  const { language } = useAppearance();
  const before = ((row.before ?? {}) as Cells)[column] ?? "";
  const isLine = column === "progress" || column === "leader" || column === "person" || column === "phone";
  const shared = {
    value: text,
    readOnly: !mayEdit,
    placeholder: before === "" ? "" : t("months.before", { text: before }),
    "aria-invalid": mistake !== undefined,
    onChange: (event: { readonly target: { readonly value: string } }) =>
      onChange([{ key: row.key, cells: { [column]: event.target.value } }]),
  };
  return (
    <label>
      {column === "progress" && row.total !== null
        ? t("months.progressDone", { total: row.total })
        : column === "progress"
          ? t("months.percent")
          : t(`months.columns.${column}`)}
      {isLine ? (
        <input {...shared} inputMode={column === "progress" ? "decimal" : column === "phone" ? "tel" : "text"} />
      ) : (
        <textarea {...shared} rows={2} />
      )}
      {mistake && <span className={styles["lacking"]}>{mistakeWords(mistake, row.total ?? undefined)[language]}</span>}
    </label>
  );
}
