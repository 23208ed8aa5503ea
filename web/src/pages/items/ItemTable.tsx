/** Items as rows; on a narrow screen each row is a card. One table for both, so that it is read aloud as one. */
import { memo } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import type { Item } from "../../api/types.js";
import { usePlanPath } from "../../plan/plan.js";
import { LightMark } from "../../components/Light.js";
import { placeName } from "../../components/place.js";
import { TimeLeft } from "../../components/TimeLeft.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { FIRST, type Order, type Sort, SORTS } from "./filter.js";
import styles from "./items.module.css";

interface Props {
  readonly rows: readonly Item[];
  /** A column that would say the same in each row. */
  readonly without?: "unit" | "place";
  /** Without an order there is nothing to press. */
  readonly order?: Order;
  readonly onOrder?: (order: { sort: string | null; order: string | null }) => void;
}

export function ItemTable({ rows, without, order, onOrder }: Props) {
  const { t } = useTexts();
  const now = (order?.sort ?? "task") as Sort;
  const direction = order?.order ?? FIRST.task;
  const sortBy = (sort: Sort): void => {
    const next = sort === now ? (direction === "asc" ? "desc" : "asc") : FIRST[sort];
    onOrder?.(sort === "task" && next === "asc" ? { sort: null, order: null } : { sort, order: next });
  };
  const head = (name: string, sort: Sort | null, className?: string) => (
    <th
      scope="col"
      className={className}
      aria-sort={sort === now && onOrder ? (direction === "asc" ? "ascending" : "descending") : undefined}
    >
      {sort && onOrder ? (
        <button type="button" data-on={sort === now} onClick={() => sortBy(sort)}>
          {name}
          <i aria-hidden="true">{sort === now ? (direction === "asc" ? "↑" : "↓") : "↕"}</i>
        </button>
      ) : (
        name
      )}
    </th>
  );
  return (
    <>
      {onOrder && (
        <label className={styles["sort"]}>
          <span>{t("items.sort")}</span>
          <select value={now} onChange={(event) => sortBy(event.target.value as Sort)}>
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t(`items.sorts.${sort}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["light"]}>
              <span className="heard">{t("items.light")}</span>
            </th>
            {head(t("items.item"), "task")}
            {without !== "place" && head(t("items.place"), "village", styles["place"])}
            {without !== "unit" && head(t("items.unit"), null, styles["unit"])}
            {head(t("items.status"), null, styles["status"])}
            {head(t("items.deadline"), "deadline", styles["deadline"])}
            {head(t("items.time"), "overdue", styles["time"])}
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <Row key={item.id} item={item} without={without ?? null} />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  readonly item: Item;
  readonly without: "unit" | "place" | null;
}

const Row = memo(function Row({ item, without }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  return (
    <tr>
      <td className={styles["light"]}>
        <LightMark light={item.light} label={t(`light.${item.light}`)} />
      </td>
      <td className={styles["item"]}>
        <Link to={path(`items/${itemAddress(item.id)}`)}>
          <span className={`${styles["no"]} figures`}>{item.task}</span>
          <span>{item.title}</span>
        </Link>
      </td>
      {without !== "place" && <td className={styles["place"]}>{placeName(item, t("wholeCounty"))}</td>}
      {without !== "unit" && <td className={styles["unit"]}>{item.primaryUnit.name}</td>}
      <td className={styles["status"]}>
        {t(`status.${item.suspended ? "suspended" : item.status}`)}
        {item.percent > 0 && item.percent < 100 && <small className="quiet figures"> {item.percent}%</small>}
      </td>
      <td className={`${styles["deadline"]} figures`}>
        {format.day(item.deadline)}
        {item.deadline !== item.originalDeadline && (
          <small className="quiet">{t("items.originally", { date: format.day(item.originalDeadline) })}</small>
        )}
      </td>
      <td className={styles["time"]}>
        <TimeLeft item={item} />
      </td>
    </tr>
  );
});
