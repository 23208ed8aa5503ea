/** What else a rescue file has of a visit: begun answers, conclusions and remarks. For a person to read; none of it is brought in. */
import type { RescuedVisit } from "../../../../domain/inspections/rescue-file.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./inspections.module.css";
import { GradeTag } from "./parts.js";

export function RescuedWords({ visit: { drafts, spoken } }: { readonly visit: RescuedVisit }) {
  const { t } = useTexts();
  return (
    <>
      {drafts.length > 0 && (
        <section>
          <h3>{t("bringIn.preview.drafts")}</h3>
          <ul className={styles["stack"]}>
            {drafts.map(({ line, grade, text }) => (
              <li key={line}>
                <code>{line}</code> <GradeTag grade={grade} /> {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {spoken.length > 0 && (
        <section>
          <h3>{t("bringIn.preview.spoken")}</h3>
          <ul className={styles["stack"]}>
            {spoken.map(({ kind, body, key }) => (
              <li key={key}>
                {kind === "conclusion"
                  ? t("bringIn.preview.conclusion", { to: body["to"] ?? "", capacity: body["capacity"] ?? "" })
                  : t("bringIn.preview.remark", { by: body["by"] ?? "", text: body["text"] ?? "" })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
