/** 佐证: an item's files with everything that tells them apart, to be downloaded; and a way to add more. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import * as queries from "../api/queries.js";
import type { Evidence } from "../api/types.js";
import { usePlan } from "../plan/plan.js";
import { Failure } from "../components/Failure.js";
import { Icon } from "../components/Icon.js";
import { Nothing, Panel } from "../components/Panel.js";
import { postName } from "../components/people.js";
import { useFormat } from "../i18n/format.js";
import { useTexts } from "../i18n/index.js";
import styles from "./evidence.module.css";
import { sizeText } from "./size.js";
import { Uploader } from "./Uploader.js";

interface Props {
  readonly itemId: string;
  readonly may: boolean;
}

export function EvidencePanel({ itemId, may }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(queries.evidence(id, itemId));
  return (
    <Panel
      title={t("evidence.title")}
      aside={
        may && (
          <Button size="small" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {t("evidence.add")}
          </Button>
        )
      }
      flush
    >
      {may && adding && (
        <div className={styles["adding"]}>
          <Uploader itemId={itemId} />
        </div>
      )}
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : data?.files.length === 0 ? (
        <Nothing title={t("evidence.none")} />
      ) : (
        <ul className={styles["files"]}>
          {data?.files.map((file) => (
            <File key={file.sha256} file={file} itemId={itemId} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** 图片, PDF, 文档: by its ending, in capitals. */
const kindOf = ({ name, mediaType }: Evidence): string =>
  (/\.(\w{1,5})$/.exec(name)?.[1] ?? mediaType.split("/")[1] ?? "").toUpperCase();

function File({ file, itemId }: { readonly file: Evidence; readonly itemId: string }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id } = usePlan();
  const { name, location } = file;
  return (
    <li>
      <a
        href={queries.evidenceAddress(id, itemId, file.sha256)}
        download={name}
        aria-label={t("evidence.download", { name })}
      >
        <Icon name="download" /> <span>{name}</span>
      </a>
      <small className="figures">
        {[kindOf(file), sizeText(file.bytes), t("evidence.of", { date: format.day(file.effectiveOn) })].join(" · ")}
      </small>
      <small>
        {`${file.by.person.name} ${postName(file.by.post)} ${t("evidence.received", { moment: format.moment(file.receivedAt) })}`}
      </small>
      {file.note !== "" && <p>{file.note}</p>}
      {file.alsoWith.length > 0 && (
        <p className="text-yellow" role="note">
          {t("evidence.alsoWith", { items: file.alsoWith.map((item) => item.name).join(t("evidence.between")) })}
        </p>
      )}
      {file.takenAt !== null && <small>{t("evidence.takenAt", { at: file.takenAt })}</small>}
      {location && <small className="figures">{t("evidence.location", location)}</small>}
      <details>
        <summary>{t("evidence.hash")}</summary>
        <code>{file.sha256}</code>
      </details>
    </li>
  );
}
