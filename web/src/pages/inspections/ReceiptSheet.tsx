/** 回执: the rows and photos of one's own that the ledger has, and what is still missing. The device forgets nothing without it. */
import { useQuery } from "@tanstack/react-query";
import * as inspections from "../../api/inspections.js";
import type { Receipt } from "../../api/types.js";
import { Failure } from "../../components/Failure.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./inspections.module.css";
import { Delivered } from "./parts.js";

interface Props {
  readonly round: string;
  readonly visit: string;
  readonly place: string;
  readonly onClose: () => void;
}

export function ReceiptSheet({ round, visit, place, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.receipt(id, round, visit));
  return (
    <Sheet title={t("inspections.my.receiptOf", { place })} onClose={onClose}>
      {data ? (
        <Shown receipt={data} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={6} />
      )}
    </Sheet>
  );
}

function Shown({ receipt }: { readonly receipt: Receipt }) {
  const { t } = useTexts();
  const { rows, files, missing, submittedRow } = receipt;
  return (
    <div className={styles["stack"]} data-receipt={receipt.visit}>
      <p>
        <Delivered lines={receipt.lines} photos={receipt.photos} status={receipt.status} />
      </p>
      {submittedRow !== null && <p className="text-green">{t("inspections.my.recordedRow", { row: submittedRow })}</p>}
      <p className="quiet">{t("inspections.my.receiptLead")}</p>
      {rows.length === 0 ? (
        <p>{t("inspections.my.noRows")}</p>
      ) : (
        <ul className={styles["heads"]}>
          {rows.map(({ line, revision, row, content, conflicting }) => (
            <li key={`${line} ${revision} ${row}`}>
              <b>{line}</b> {t("inspections.my.row", { row })}{" "}
              <small className="quiet">{t("inspections.my.revision", { revision })}</small>
              {conflicting && <small className="text-red"> {t("inspections.dispute.conflicting")}</small>}
              <code className={styles["hash"]}>{content}</code>
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul className={styles["heads"]}>
          {files.map(({ sha256, stored, lines }) => (
            <li key={sha256}>
              <b className={stored ? "text-green" : "text-red"}>
                {t(stored ? "inspections.my.photoStored" : "inspections.my.photoMissing")}
              </b>{" "}
              <small className="quiet">{lines.join(t("list"))}</small>
              <code className={styles["hash"]}>{sha256}</code>
            </li>
          ))}
        </ul>
      )}
      <Missing missing={missing} />
    </div>
  );
}

function Missing({ missing: { lines, photos, disputed } }: Pick<Receipt, "missing">) {
  const { t } = useTexts();
  if (lines.length + photos.length + disputed.length === 0) return null;
  const list = t("list");
  return (
    <section>
      <h3>{t("inspections.my.missing")}</h3>
      <ul>
        {lines.length > 0 && <li>{t("inspections.my.missingLines", { lines: lines.join(list) })}</li>}
        {photos.length > 0 && (
          <li>
            {t("inspections.my.missingPhotos", {
              count: photos.length,
              lines: [...new Set(photos.flatMap((one) => one.lines))].join(list),
            })}
          </li>
        )}
        {disputed.length > 0 && <li>{t("inspections.out.disputed", { count: disputed.length })}</li>}
      </ul>
    </section>
  );
}
