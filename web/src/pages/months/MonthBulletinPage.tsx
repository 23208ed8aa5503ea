/** The month's bulletin: as a round's, without replies. */
import { useParams } from "react-router";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { BulletinOf } from "../inspections/BulletinPage.js";

export function Page() {
  const { t } = useTexts();
  const format = useFormat();
  const { month = "" } = useParams();
  return (
    <BulletinOf whose={{ kind: "months", name: month }} title={`${t("months.bulletin")} ${format.month(month)}`} />
  );
}
