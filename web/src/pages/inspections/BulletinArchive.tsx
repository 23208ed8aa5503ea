/** 存档: every version that was signed, with its number, its reason, its recipients and its files; and the hash that was signed. */
import type { Bulletin } from "../../api/types.js";
import * as queries from "../../api/queries.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./bulletin.module.css";

interface FilesProps {
  readonly whose: queries.BulletinOf;
  readonly version: string;
  /** The report upward and the ledger too. */
  readonly whole: boolean;
}

export function BulletinFiles({ whose, version, whole }: FilesProps) {
  const { t } = useTexts();
  const { id } = usePlan();
  const at = (file: string): string => queries.bulletinFile(id, whose, version, file);
  return (
    <span className={styles["files"]}>
      <a href={at("bulletin.docx")}>{t("bulletin.files.word")}</a>
      {whole && <a href={at("report.docx")}>{t("bulletin.files.report")}</a>}
      {whole && <a href={at("ledger.xlsx")}>{t("bulletin.files.ledger")}</a>}
    </span>
  );
}

interface ArchiveProps {
  readonly whose: queries.BulletinOf;
  readonly bulletin: Bulletin;
}

export function BulletinArchive({ whose, bulletin }: ArchiveProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { versions, content } = bulletin;
  if (versions.length === 0) return null;
  return (
    <Panel title={t("bulletin.archive")} aside={<span className="figures">{versions.length}</span>}>
      <ul className={styles["rows"]}>
        {[...versions].reverse().map(({ version, sha256, no, reportNo, on, reason, sentTo }) => (
          <li key={version} data-version={version}>
            <b>{t("bulletin.archived", { no, on: format.day(on), version })}</b>
            {reportNo !== null && <span>{t("bulletin.reportNo", { no: reportNo })}</span>}
            {reason !== null && <span>{t("bulletin.corrects", { reason })}</span>}
            <span className="quiet">
              {sentTo.length === 0
                ? t("bulletin.notSent")
                : t("bulletin.sentTo", {
                    count: sentTo.length,
                    units: sentTo.map(({ name }) => name).join(t("list")),
                  })}
            </span>
            <BulletinFiles whose={whose} version={sha256} whole={content !== null && content.report !== null} />
            <small className={`${styles["hash"]} quiet`}>
              {t("bulletin.hash")}
              {t("colon")}
              <code>{sha256}</code>
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
