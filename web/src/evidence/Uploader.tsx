/** Takes files: dropped or chosen, on a telephone also from its camera; with the day they are of and what they show. */
import { Button } from "antd";
import { type DragEvent, useId, useRef, useState } from "react";
import { usePlan } from "../plan/plan.js";
import { Icon } from "../components/Icon.js";
import { useNarrow } from "../components/useNarrow.js";
import { useTexts } from "../i18n/index.js";
import styles from "./evidence.module.css";
import { sizeText } from "./size.js";
import { type Upload, type Uploads, useUploads } from "./useUploads.js";

const TAKEN =
  ".jpg,.jpeg,.png,.pdf,.ofd,.doc,.xls,.ppt,.docx,.xlsx,.pptx,.odt,.ods,.odp,.wps,.et,.dps,image/jpeg,image/png";

interface Props {
  readonly itemId: string;
  readonly onKept?: (sha256: string) => void;
}

export function Uploader({ itemId, onKept = () => undefined }: Props) {
  const { t } = useTexts();
  const { today } = usePlan();
  const id = useId();
  const narrow = useNarrow(768);
  const input = useRef<HTMLInputElement>(null);
  const [effectiveOn, setEffectiveOn] = useState(today);
  const [note, setNote] = useState("");
  const [over, setOver] = useState(false);
  const uploads = useUploads(itemId, onKept);
  const add = (files: Iterable<File>): void => uploads.add(files, { effectiveOn: effectiveOn || today, note });
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  return (
    <div className={styles["uploader"]}>
      <div className={styles["said"]}>
        <label>
          {t("field.effectiveOn")}
          <input type="date" max={today} value={effectiveOn} onChange={(event) => setEffectiveOn(event.target.value)} />
        </label>
        <label>
          {t("field.note")}
          {t("acting.optional")}
          <input maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </div>
      {/* Dropping is one of two ways: keys have the button. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={styles["drop"]}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        {!narrow && <span>{t("evidence.drop")}</span>}
        <Button icon={<Icon name="upload" />} onClick={() => input.current?.click()} aria-describedby={`${id}-taken`}>
          {t(narrow ? "evidence.take" : "evidence.choose")}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={TAKEN}
          aria-label={t("evidence.choose")}
          onChange={(event) => {
            add(event.target.files ?? []);
            event.target.value = "";
          }}
        />
        <small id={`${id}-taken`}>{t("evidence.taken")}</small>
      </div>
      {uploads.uploads.length > 0 && (
        <ul className={styles["uploads"]}>
          {uploads.uploads.map((one) => (
            <Row key={one.key} upload={one} uploads={uploads} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Row({ upload, uploads }: { readonly upload: Upload; readonly uploads: Uploads }) {
  const { t } = useTexts();
  const { file, state, share, why, key } = upload;
  const { name } = file;
  const bad = ["tooLarge", "empty", "heic", "video", "refused", "away"].includes(state);
  return (
    <li data-state={state}>
      <span className={styles["name"]}>{name}</span>
      <span className="quiet figures">{sizeText(file.size)}</span>
      {(state === "sending" || state === "waiting") && (
        <progress value={state === "waiting" ? 0 : share} aria-label={t("evidence.progress", { name })} />
      )}
      {(state === "kept" || state === "known") && (
        <span className="text-green" role="status">
          {t(state === "kept" ? "evidence.kept" : "evidence.known")}
        </span>
      )}
      {bad && (
        <div className={styles["bad"]} role="alert">
          <b className="text-red">{t("evidence.failed")}</b>{" "}
          {state === "tooLarge" && t("evidence.tooLarge", { name, size: sizeText(file.size) })}
          {(state === "empty" || state === "heic" || state === "video") && t(`evidence.${state}`, { name })}
          {state === "refused" && why}
          {state === "away" && `${why ?? t("acting.unknown")} ${t("acting.unknownHint")}`}
          <span className={styles["ways"]}>
            {state === "away" && (
              <Button size="small" onClick={() => uploads.again(key)}>
                {t("acting.again")}
              </Button>
            )}
            <Button size="small" onClick={() => uploads.remove(key)} aria-label={t("evidence.remove", { name })}>
              {t("acting.cancel")}
            </Button>
          </span>
        </div>
      )}
    </li>
  );
}
