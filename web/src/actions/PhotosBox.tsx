/** Photos for a visit, none needed: chosen or taken, sent at once one after the other, and named by what came back. */
import { Button } from "antd";
import { useRef, useState } from "react";
import { Away, newKey, Refused, upload } from "../api/client.js";
import type { VisitPhoto } from "../api/types.js";
import { Icon } from "../components/Icon.js";
import { sizeText } from "../evidence/size.js";
import { useTexts } from "../i18n/index.js";
import { usePlan } from "../plan/plan.js";
import styles from "./form.module.css";

interface Props {
  readonly id: string;
  readonly chosen: readonly string[];
  readonly most: number;
  readonly onChange: (become: (before: unknown) => unknown) => void;
}

interface Sent {
  readonly name: string;
  readonly bytes: number;
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

export function PhotosBox({ id, chosen, most, onChange }: Props) {
  const { t } = useTexts();
  const { id: planId } = usePlan();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<Readonly<Record<string, Sent>>>({});
  const [sending, setSending] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const send = async (files: readonly File[]): Promise<void> => {
    setWrong(null);
    for (const file of files.slice(0, most - chosen.length)) {
      setSending(file.name);
      const form = new FormData();
      form.set("file", file);
      try {
        const path = `/plans/${encodeURIComponent(planId)}/visits/photos`;
        const photo = await upload<VisitPhoto>(path, form, newKey(), () => {});
        setSent((before) => ({ ...before, [photo.sha256]: { name: file.name, bytes: photo.bytes } }));
        onChange((before) => [...new Set([...listOf(before), photo.sha256])].slice(0, most));
      } catch (error) {
        if (!(error instanceof Refused || error instanceof Away)) throw error;
        setWrong(`${file.name}${t("colon")}${error.detail ?? t("away.noAnswer")}`);
      }
    }
    setSending(null);
  };
  return (
    <div className={styles["options"]}>
      {chosen.map((sha256) => (
        <span key={sha256}>
          {sent[sha256]?.name ?? sha256.slice(0, 8)} {sent[sha256] && sizeText(sent[sha256].bytes)}{" "}
          <Button
            size="small"
            onClick={() =>
              onChange((before) => {
                const rest = listOf(before).filter((one) => one !== sha256);
                return rest.length > 0 ? rest : undefined;
              })
            }
          >
            {t("desk.removePhoto")}
          </Button>
        </span>
      ))}
      {chosen.length < most && (
        <Button id={id} icon={<Icon name="upload" />} loading={sending !== null} onClick={() => input.current?.click()}>
          {t("desk.choosePhotos")}
        </Button>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".jpg,.jpeg,.png,image/jpeg,image/png"
        aria-label={t("desk.choosePhotos")}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          void send(files);
        }}
      />
      <small className="quiet" role="status">
        {sending === null ? t("desk.photosHint", { most }) : t("desk.sendingPhoto", { name: sending })}
      </small>
      {wrong !== null && (
        <span role="alert" className="text-red">
          {wrong}
        </span>
      )}
    </div>
  );
}
