/** The worklist as a table whose head stays; on a narrow screen each row is a card. One table for both, so that it is read aloud as one. */
import { type CSSProperties, memo } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import { worklistCell } from "../../../../domain/worklist/cells.js";
import { WORKLIST_COLUMNS, type WorklistColumnId } from "../../../../domain/worklist/columns.js";
import type { WorklistSort } from "../../../../domain/worklist/order.js";
import type { WorklistRow } from "../../../../domain/worklist/row.js";
import { inWords } from "../../../../domain/plan/words.js";
import type { WorklistLine } from "../../api/types.js";
import { LightMark } from "../../components/Light.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useAppearance } from "../../theme/appearance.js";
import styles from "./worklist.module.css";

interface Props {
  readonly rows: readonly WorklistLine[];
  readonly columns: readonly WorklistColumnId[];
  readonly sort: WorklistSort;
  readonly chosen: ReadonlySet<string>;
  /** Of letters on paper, in points; null: it is on the screen. */
  readonly size: number | null;
  readonly onChoose: (id: string, on: boolean) => void;
}

/** What rows stand together under, in the orders that make groups. */
function groupOf(row: WorklistLine, sort: WorklistSort, ofCounty: string): string | null {
  if (sort === "task") return `${row.task}. ${row.taskTitle}`;
  if (sort === "village") return row.village?.name ?? row.township?.name ?? ofCounty;
  if (sort === "unit") return row.primaryUnit.name;
  return sort === "leader" ? (row.countyLeader ?? row.leaderInCharge ?? "—") : null;
}

export function WorklistTable({ rows, columns, sort, chosen, size, onChoose }: Props) {
  const { t } = useTexts();
  const { plan } = usePlan();
  const { language } = useAppearance();
  const titles = columns.map((id) => inWords(WORKLIST_COLUMNS[id].title[language], plan.words[language]));
  const ofCounty = t("worklist.ofCounty");
  const whole = columns.reduce((sum, id) => sum + WORKLIST_COLUMNS[id].width, 0);
  return (
    // It scrolls by keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles["scroll"]} aria-label={t("worklist.region")} tabIndex={0}>
      <table className={styles["table"]} style={(size === null ? {} : { "--size": `${size}pt` }) as CSSProperties}>
        {size !== null && (
          <colgroup>
            <col className={styles["box"]} />
            {columns.map((id) => (
              <col key={id} style={{ width: `${(WORKLIST_COLUMNS[id].width / whole) * 100}%` }} />
            ))}
          </colgroup>
        )}
        <thead>
          <tr>
            <th scope="col" className={styles["box"]} />
            {columns.map((id, at) => (
              <th key={id} scope="col" data-column={id} style={{ minWidth: `${WORKLIST_COLUMNS[id].width * 0.62}em` }}>
                {titles[at]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.flatMap((row, at) => {
            const group = groupOf(row, sort, ofCounty);
            const before = rows[at - 1];
            const isNew = group !== null && (!before || group !== groupOf(before, sort, ofCounty));
            return [
              ...(isNew
                ? [
                    <tr key={`group ${group} ${row.id}`} className={styles["group"]}>
                      <th scope="colgroup" colSpan={columns.length + 1}>
                        {group}
                      </th>
                    </tr>,
                  ]
                : []),
              <Row
                key={row.id}
                row={row}
                no={at + 1}
                columns={columns}
                titles={titles}
                chosen={chosen.has(row.id)}
                onChoose={onChoose}
              />,
            ];
          })}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly row: WorklistLine;
  readonly no: number;
  readonly columns: readonly WorklistColumnId[];
  readonly titles: readonly string[];
  readonly chosen: boolean;
  readonly onChoose: Props["onChoose"];
}

const Row = memo(function Row({ row, no, columns, titles, chosen, onChoose }: RowProps) {
  const { t } = useTexts();
  const { language } = useAppearance();
  const format = useFormat();
  const path = usePlanPath();
  const name = `${row.village?.name ?? row.township?.name ?? ""} ${row.title}`.trim();
  const shown = (id: WorklistColumnId) => {
    const cell = worklistCell(row as WorklistRow, id, language, no);
    if (cell === null) return null;
    if (id === "title")
      return (
        <Link to={path(`items/${itemAddress(row.id)}`)} className={styles["title"]}>
          {cell}
        </Link>
      );
    if (id === "light")
      return (
        <span className={styles["light"]}>
          <LightMark light={row.light} /> {cell}
        </span>
      );
    if (WORKLIST_COLUMNS[id].kind === "date") return format.day(String(cell));
    return cell;
  };
  return (
    <tr data-item={row.id} data-lit={row.light}>
      <td className={styles["box"]}>
        <label>
          <input type="checkbox" checked={chosen} onChange={({ target }) => onChoose(row.id, target.checked)} />
          <span className="heard">{t("worklist.selectRow", { name })}</span>
        </label>
      </td>
      {columns.map((id, at) => {
        const content = shown(id);
        const { kind } = WORKLIST_COLUMNS[id];
        return (
          <td
            key={id}
            data-column={id}
            data-label={titles[at]}
            data-empty={content === null}
            className={kind === "text" ? "" : "figures"}
          >
            {content}
          </td>
        );
      })}
    </tr>
  );
});
