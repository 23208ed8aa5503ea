/** 方案附件: what the plan refers to, 未提供 until the office files it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { attachmentAddress, attachments, fileAttachment } from "../../api/plan-page.js";
import type { PlanAttachment } from "../../api/types.js";
import { say } from "../../app/said.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Panel } from "../../components/Panel.js";
import { Sheet } from "../../components/Sheet.js";
import { Waiting } from "../../components/Waiting.js";
import { sizeText } from "../../evidence/size.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./plan.module.css";

export function AttachmentsPanel({ may }: { readonly may: boolean }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(attachments(id));
  const [open, setOpen] = useState<PlanAttachment | null>(null);
  return (
    <Panel title={t("planPage.attachments")} flush>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={3} />
        )
      ) : (
        <ul className={styles["rows"]}>
          {data.attachments.map((attachment) => (
            <li key={attachment.id} data-attachment={attachment.id}>
              <p className={styles["foot"]}>
                <b>{attachment.title}</b>
                {!attachment.provided && <span className="text-yellow">{t("planPage.missing")}</span>}
                {may && (
                  <Button size="small" onClick={() => setOpen(attachment)}>
                    {t("planPage.file")}
                  </Button>
                )}
              </p>
              {attachment.files.map(({ sha256, name, bytes, note, by, at }) => (
                <p key={sha256}>
                  <a href={attachmentAddress(id, attachment.id, sha256)} download={name}>
                    <Icon name="download" /> {name}
                  </a>{" "}
                  <small className="quiet">
                    {[
                      sizeText(bytes),
                      t("planPage.filedBy", { date: format.day(at), name: by.person.name }),
                      ...(note === "" ? [] : [note]),
                    ].join(" · ")}
                  </small>
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {open && <FileSheet attachment={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

function FileSheet({ attachment, onClose }: { readonly attachment: PlanAttachment; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState("");
  const filing = useMutation({
    mutationFn: (given: File) => fileAttachment(id, attachment.id, given, note.trim()),
    onSuccess: (answer) => {
      client.setQueryData(attachments(id).queryKey, answer);
      say(t("planPage.filed", { title: attachment.title }));
      onClose();
    },
  });
  return (
    <Sheet title={t("planPage.fileOf", { title: attachment.title })} onClose={onClose} form>
      <div className={styles["form"]}>
        <label className={styles["field"]}>
          <span>{t("planPage.file")}</span>
          <input type="file" onChange={({ target }) => setFile(target.files?.[0] ?? null)} />
        </label>
        <label className={styles["field"]}>
          <span>{t("planPage.note")}</span>
          <Input maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        {filing.error && <Failure error={filing.error} />}
        <p className={styles["buttons"]}>
          <Button
            type="primary"
            disabled={file === null}
            loading={filing.isPending}
            onClick={() => file && filing.mutate(file)}
          >
            {t("planPage.file")}
          </Button>
        </p>
      </div>
    </Sheet>
  );
}
