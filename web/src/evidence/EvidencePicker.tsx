/** Chooses among an item's files, and takes new ones, which are then chosen too. */
import { useQuery } from "@tanstack/react-query";
import * as queries from "../api/queries.js";
import { usePlan } from "../plan/plan.js";
import { Failure } from "../components/Failure.js";
import { useFormat } from "../i18n/format.js";
import { useTexts } from "../i18n/index.js";
import styles from "./evidence.module.css";
import { Uploader } from "./Uploader.js";

interface Props {
  readonly id: string;
  readonly itemId: string;
  /** One file only. */
  readonly one: boolean;
  readonly chosen: readonly string[];
  readonly onChoose: (sha256: string, on: boolean) => void;
}

export function EvidencePicker({ id, itemId, one, chosen, onChoose }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  const { id: planId } = usePlan();
  const { data, error, refetch } = useQuery(queries.evidence(planId, itemId));
  return (
    <div className={styles["picker"]}>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {data && data.files.length > 0 && (
        <ul className={styles["choices"]}>
          {data.files.map((file, at) => (
            <li key={file.sha256}>
              <label>
                <input
                  id={at === 0 ? id : undefined}
                  type={one ? "radio" : "checkbox"}
                  name={`${id}-files`}
                  checked={chosen.includes(file.sha256)}
                  onChange={(event) => onChoose(file.sha256, event.target.checked)}
                />
                <span>
                  {file.name}{" "}
                  <small className="quiet">{t("evidence.of", { date: format.day(file.effectiveOn) })}</small>
                  {file.alsoWith.length > 0 && (
                    <small className="text-yellow">
                      {t("evidence.alsoWith", {
                        items: file.alsoWith.map((item) => item.name).join(t("evidence.between")),
                      })}
                    </small>
                  )}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {!one && chosen.length > 0 && <output>{t("evidence.chosen", { count: chosen.length })}</output>}
      <Uploader itemId={itemId} onKept={(sha256) => onChoose(sha256, true)} />
    </div>
  );
}
