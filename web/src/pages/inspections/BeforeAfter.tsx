/** 整改前后对照: the pictures of the newest time that it was found, beside those that the unit filed as evidence since. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { photoAddress } from "../../api/inspections.js";
import * as queries from "../../api/queries.js";
import type { Evidence, Finding } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { Failure } from "../../components/Failure.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./inspections.module.css";

const isPicture = ({ mediaType }: Evidence): boolean => mediaType.startsWith("image/");

interface Picture {
  readonly key: string;
  readonly address: string;
  readonly on: string;
}

export function BeforeAfter({ finding }: { readonly finding: Finding }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(queries.evidence(id, finding.id));
  // The newest that has pictures: a re-check may have taken none.
  const found = finding.found.filter(({ photos }) => photos.length > 0).at(-1);
  const before = (found?.photos ?? []).map(
    (sha256): Picture => ({
      key: sha256,
      address: found ? photoAddress(id, found.round, found.visit, sha256) : "",
      on: found?.on ?? "",
    }),
  );
  const after = (data?.files ?? []).filter(isPicture).map(
    (file): Picture => ({
      key: file.sha256,
      address: queries.evidenceAddress(id, finding.id, file.sha256),
      on: file.effectiveOn,
    }),
  );
  return (
    <Panel title={t("inspections.finding.pictures")}>
      <div className={styles["sideBySide"]} data-pictures>
        <Side when={t("inspections.finding.before")} pictures={before} none={t("inspections.finding.noBefore")} />
        <Side
          when={t("inspections.finding.after")}
          pictures={after}
          none={data ? t("inspections.finding.noAfter") : ""}
        >
          {error && !data && <Failure error={error} retry={() => void refetch()} />}
        </Side>
      </div>
    </Panel>
  );
}

interface SideProps {
  readonly when: string;
  readonly pictures: readonly Picture[];
  readonly none: string;
  readonly children?: ReactNode;
}

function Side({ when, pictures, none, children }: SideProps) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <section>
      <h3>{when}</h3>
      {children}
      {pictures.length === 0 && !children && <p className="quiet">{none}</p>}
      {pictures.map(({ key, address, on }) => (
        <figure key={key} className={styles["picture"]}>
          <a href={address} target="_blank" rel="noreferrer">
            <img src={address} alt={t("inspections.finding.photoOf", { when, date: format.day(on) })} loading="lazy" />
          </a>
          <figcaption className="quiet">{format.day(on)}</figcaption>
        </figure>
      ))}
    </section>
  );
}
