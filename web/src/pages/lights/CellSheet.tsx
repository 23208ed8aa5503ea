/** What lies in a cell of the map: its items on that day, or the standing duties that it is inspected for. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import type { Cell, Item } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Failure } from "../../components/Failure.js";
import { LightMark } from "../../components/Light.js";
import { TimeLeft } from "../../components/TimeLeft.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { queryText } from "../../api/client.js";
import { type CellAt, EMPTY_WORDS, type Place } from "./axes.js";
import { LastGrade } from "./LastGrade.js";
import styles from "./lights.module.css";

interface Props {
  readonly at: CellAt;
  readonly day: string;
  readonly onClose: () => void;
}

export function CellSheet({ at: { task, place, cell }, day, onClose }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <Sheet
      onClose={onClose}
      title={t("lights.opened", { no: task.no, place: place.name })}
      aside={<span className="quiet">{t("items.asOf", { date: format.day(day) })}</span>}
    >
      <p className="quiet">{task.title}</p>
      {cell.total > 0 ? (
        <CellItems no={task.no} place={place} day={day} />
      ) : cell.empty === "standing" ? (
        <Duties no={task.no} grade={cell.grade} />
      ) : (
        <p>{t(EMPTY_WORDS[cell.empty ?? "nothing"])}</p>
      )}
      {cell.total > 0 && cell.outside > 0 && <p className="quiet">{t("reach.more", { count: cell.outside })}</p>}
    </Sheet>
  );
}

/** The list's filter for a place. A township's own items and the county's come before their villages' in this order. */
function filterOf({ kind, id }: Place) {
  if (kind === "village") return { village: id ?? undefined };
  const first = { sort: "village", order: "desc" };
  return kind === "township" ? { township: id ?? undefined, ...first } : first;
}

const inPlace = ({ kind }: Place, item: Item): boolean =>
  kind === "village" || (kind === "township" ? item.scope === "township" : item.scope === "county");

function CellItems({ no, place, day }: { readonly no: number; readonly place: Place; readonly day: string }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, today } = usePlan();
  const path = usePlanPath();
  const on = day === today ? undefined : day;
  const { data, error, refetch } = useQuery(queries.itemList(id, { task: no, on, limit: 50, ...filterOf(place) }));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting rows={3} />;
  const items = data.rows.filter((item) => inPlace(place, item));
  const where =
    place.kind === "village"
      ? { village: place.id ?? "" }
      : place.kind === "township"
        ? { township: place.id ?? "" }
        : {};
  return (
    <>
      <ul className={styles["items"]}>
        {items.map((item) => (
          <li key={item.id} className={styles["item"]}>
            <LightMark light={item.light} label={t(`light.${item.light}`)} />
            <Link to={path(`items/${itemAddress(item.id)}`)}>{item.title}</Link>
            <p>
              {format.day(item.deadline)} · <TimeLeft item={item} />
            </p>
            <p>
              {item.primaryUnit.name} · {t(`status.${item.suspended ? "suspended" : item.status}`)}
            </p>
          </li>
        ))}
      </ul>
      <p className={styles["links"]}>
        <Link to={`${path("items")}${queryText({ task: no, ...where, on })}`}>{t("lights.openItems")}</Link>
        <Link to={path(`tasks/${no}`)}>{t("task.title", { no })}</Link>
        {place.kind === "village" && place.id !== null && (
          <Link to={path(`villages/${encodeURIComponent(place.id)}`)}>{place.name}</Link>
        )}
      </p>
    </>
  );
}

function Duties({ no, grade }: { readonly no: number } & Pick<Cell, "grade">) {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(queries.task(id, no));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting rows={3} />;
  return (
    <>
      <p className={grade === null ? "light-name" : undefined} data-grade={grade?.grade ?? "none"}>
        <LastGrade grade={grade} />
      </p>
      <h3>{t("task.standing")}</h3>
      <ul className={styles["duties"]}>
        {data.standingDuties.map((duty) => (
          <li key={duty.id}>{duty.text}</li>
        ))}
      </ul>
      <p className={styles["links"]}>
        <Link to={path(`tasks/${no}`)}>{t("task.title", { no })}</Link>
      </p>
    </>
  );
}
