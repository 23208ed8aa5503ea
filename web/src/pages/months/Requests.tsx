/** Units' requests of a month, each with how it stands and the way to its grid. */
import { Link } from "react-router";
import type { MonthRequest } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import styles from "./months.module.css";

interface Props {
  readonly month: string;
  readonly requests: readonly MonthRequest[];
}

export function Requests({ month, requests }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const dayAndWho = (day: string | null, people: MonthRequest["answeredBy"]): string =>
    day === null ? "" : [format.shortDay(day), ...people.map(({ name }) => name)].join(" ");
  return (
    <div className={styles["wide"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">{t("months.unit")}</th>
            <th scope="col">{t("months.rows")}</th>
            <th scope="col">{t("months.registersDue")}</th>
            <th scope="col">{t("months.state")}</th>
            <th scope="col">{t("months.sentBy")}</th>
            <th scope="col">{t("months.on")}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((one) => (
            <tr key={one.unit.id}>
              <td>
                <Link to={path(`/months/${month}/requests/${encodeURIComponent(one.unit.id)}`)}>{one.unit.name}</Link>
              </td>
              <td>{one.rows}</td>
              <td>{one.registers}</td>
              <td>
                {[
                  t(`months.states.${one.status}`),
                  one.late && t("months.late"),
                  one.urged > 0 && t("months.urged"),
                  one.returned > 0 && t("months.returned", { count: one.returned }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </td>
              <td>{dayAndWho(one.answeredOn, one.answeredBy)}</td>
              <td>{dayAndWho(one.confirmedOn, one.confirmedBy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
