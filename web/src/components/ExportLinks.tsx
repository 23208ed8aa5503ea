/** A list as a file: by the list's own filters, all of its rows. Plain links, so that the browser saves what is streamed. */
import { Button } from "antd";
import { API, type Query, queryText } from "../api/client.js";
import { useTexts } from "../i18n/index.js";
import { usePlan } from "../plan/plan.js";
import { useAppearance } from "../theme/appearance.js";
import styles from "./export-links.module.css";
import { Icon } from "./Icon.js";

interface Props {
  /** As the API names it below /exports. */
  readonly list: string;
  /** The list's own, without the part of it that a page is. */
  readonly query?: Query;
}

const FORMATS = ["xlsx", "csv"] as const;

export function ExportLinks({ list, query = {} }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { language } = useAppearance();
  const { limit: _limit, cursor: _cursor, ...filter } = query;
  return (
    <span className={styles["links"]} role="group" aria-label={t("files.label")}>
      {FORMATS.map((format) => (
        <Button
          key={format}
          href={`${API}/plans/${encodeURIComponent(id)}/exports/${list}${queryText({ ...filter, format, lang: language })}`}
          download
          icon={<Icon name="download" />}
        >
          {t(`files.${format}`)}
        </Button>
      ))}
    </span>
  );
}
