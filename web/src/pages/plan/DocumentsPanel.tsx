/** 方案文件: every version, by whom and why; and a change of one, looked at before it is made. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { document, documents } from "../../api/plan-page.js";
import type { DocumentKind, DocumentVersion } from "../../api/types.js";
import { Failure } from "../../components/Failure.js";
import { Panel } from "../../components/Panel.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { ChangeSheet } from "../../actions/ChangeSheet.js";
import styles from "./plan.module.css";

interface Opened {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly edit: boolean;
}

export function DocumentsPanel({ may }: { readonly may: boolean }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(documents(id));
  const [open, setOpen] = useState<Opened | null>(null);
  return (
    <Panel title={t("planPage.documents")} flush>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={4} />
        )
      ) : (
        <ul className={styles["rows"]}>
          {data.documents.map(({ kind, newest, versions }) => (
            <li key={kind} data-document={kind}>
              <p className={styles["foot"]}>
                <b>{t(`planPage.kind.${kind}`)}</b>
                {may && (
                  <Button size="small" onClick={() => setOpen({ kind, version: newest, edit: true })}>
                    {t("planPage.edit")}
                  </Button>
                )}
              </p>
              {versions.map(({ version, at, by, reason }) => (
                <p key={version} className={styles["foot"]}>
                  <small>
                    {t("planPage.version", { no: version })}{" "}
                    {by && at
                      ? t("planPage.changedBy", { date: format.day(at), name: by.person.name, reason: reason ?? "" })
                      : t("planPage.came")}
                  </small>
                  <Button size="small" type="link" onClick={() => setOpen({ kind, version, edit: false })}>
                    {t("planPage.show")}
                  </Button>
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {open && <DocumentSheet key={`${open.kind} ${open.version}`} opened={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function DocumentSheet({ opened, onClose }: { readonly opened: Opened; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { kind, version, edit } = opened;
  const { data, error } = useQuery(document(id, kind, version));
  const of = { kind: t(`planPage.kind.${kind}`), no: version };
  if (edit && data) return <EditSheet title={t("planPage.editOf", of)} found={data} onClose={onClose} />;
  return (
    <Sheet title={t("planPage.showOf", of)} onClose={onClose}>
      {data ? (
        <pre className={styles["yaml"]}>{data.yaml}</pre>
      ) : error ? (
        <Failure error={error} />
      ) : (
        <Waiting rows={12} />
      )}
    </Sheet>
  );
}

function EditSheet({
  title,
  found,
  onClose,
}: {
  readonly title: string;
  readonly found: DocumentVersion;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const [yaml, setYaml] = useState(found.yaml);
  const change = yaml === found.yaml ? null : { documents: { [found.kind]: yaml } };
  return (
    <ChangeSheet title={title} change={change} onClose={onClose}>
      <label className={styles["field"]}>
        <span>{t("planPage.yaml")}</span>
        <Input.TextArea
          className={styles["yaml"] ?? ""}
          rows={20}
          spellCheck={false}
          value={yaml}
          onChange={({ target }) => setYaml(target.value)}
        />
        <small className="quiet">{t("planPage.yamlHint")}</small>
      </label>
    </ChangeSheet>
  );
}
