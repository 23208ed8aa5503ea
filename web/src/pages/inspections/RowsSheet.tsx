/** The rows that a figure counts. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import { Failure } from "../../components/Failure.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useAppearance } from "../../theme/appearance.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { visitPath } from "./addresses.js";
import styles from "./bulletin.module.css";

interface Props {
  readonly whose: queries.BulletinOf;
  readonly version: string;
  readonly figure: string;
  readonly onClose: () => void;
}

export function RowsSheet({ whose, version, figure, onClose }: Props) {
  const { t } = useTexts();
  const { language } = useAppearance();
  const { id } = usePlan();
  const path = usePlanPath();
  const format = useFormat();
  const { data, error } = useQuery(queries.bulletinRows(id, whose, version, figure));
  const value = data?.figure?.value;
  return (
    <Sheet
      title={t("bulletin.rows", { value: value === undefined || value === null ? "—" : String(value) })}
      onClose={onClose}
    >
      {error && <Failure error={error} />}
      {!data && !error && <Waiting />}
      {value === null && <p>{t("bulletin.noData")}</p>}
      {data && data.rows.length === 0 && data.withheld === 0 && value !== null && <p>{t("bulletin.noRows")}</p>}
      <ul className={styles["rows"]}>
        {data?.rows.map(({ visit, item, place, township, unit, what, state, text, on, row }) => (
          <li key={`${visit ?? item}/${what}/${row}`}>
            <strong>
              {[township, place].filter(Boolean).join(" ")} {state[language]}
            </strong>
            <span>
              {item !== null ? (
                <Link to={path(`items/${itemAddress(item)}`)}>{what}</Link>
              ) : visit !== null ? (
                <Link to={path(visitPath({ round: whose.name, visit }))}>{what}</Link>
              ) : (
                what
              )}
            </span>
            {text !== "" && <span>{text}</span>}
            <span className="quiet">{[unit?.name, on && format.day(on)].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
      {data && data.withheld > 0 && <p className="quiet">{t("bulletin.withheld", { count: data.withheld })}</p>}
    </Sheet>
  );
}
