/** Photos beside their line: taken, made small, saved, and only then shown. */
import { type ReactNode, useState } from "react";
import type { BundleLine } from "../contract.js";
import { type Refusal, shrink } from "../camera/shrink.js";
import { addPhoto, removePhoto } from "../local/photos.js";
import type { LinePhoto } from "../local/records.js";
import type { VisitView } from "../local/visits.js";
import { isFull } from "../local/with-db.js";
import { useTexts } from "../texts.js";
import { Picture } from "./Before.js";
import { useDesk } from "./hooks.js";

/** Of one line; the API takes no more. */
const MOST_PHOTOS = 20;

interface PhotosProps {
  readonly view: VisitView;
  readonly line: BundleLine;
  readonly canWrite: boolean;
  readonly children: ReactNode;
}

export function Photos({ view, line, canWrite, children }: PhotosProps) {
  const { t } = useTexts();
  const desk = useDesk();
  const [working, setWorking] = useState(0);
  const [said, setSaid] = useState<Refusal | "full" | null>(null);
  const shown = view.answers.get(line.key)?.photos ?? [];
  const isShut = !canWrite || (desk.space?.full ?? false) || shown.length >= MOST_PHOTOS;
  const take = async (file: File, source: LinePhoto["source"]): Promise<void> => {
    setWorking((count) => count + 1);
    setSaid(null);
    try {
      await desk.savePhoto(async () => {
        const made = await shrink(file);
        if ("refused" in made) return setSaid(made.refused);
        const takenAt = source === "camera" ? Date.now() : file.lastModified || null;
        await addPhoto(desk.db, view.visit.key, line.key, { ...made, takenAt, source }, Date.now());
      });
    } catch (error) {
      if (!isFull(error)) throw error;
      setSaid("full");
      await desk.refresh();
    } finally {
      setWorking((count) => count - 1);
    }
  };
  const remove = (sha256: string): void =>
    void desk.save(() => removePhoto(desk.db, view.visit.key, line.key, sha256, Date.now())).catch(() => undefined);
  return (
    <div className="photos">
      <div className="chips">
        <Pick name={t("line.photo")} camera disabled={isShut} onFile={(file) => void take(file, "camera")} />
        <Pick name={t("line.gallery")} disabled={isShut} onFile={(file) => void take(file, "gallery")} />
        {children}
      </div>
      {working > 0 && <p role="status">{t("photo.reading")}</p>}
      {said && (
        <p className="notice bad" role="alert">
          {t(`photo.${said}`)}
        </p>
      )}
      <ul className="shots">
        {shown.map(({ sha256 }, index) => (
          <Shot
            key={sha256}
            view={view}
            sha256={sha256}
            label={t("line.photoOf", { line: line.key, no: index + 1 })}
            onRemove={canWrite ? () => remove(sha256) : null}
          />
        ))}
      </ul>
    </div>
  );
}

interface PickProps {
  readonly name: string;
  readonly camera?: boolean;
  readonly disabled: boolean;
  readonly onFile: (file: File) => void;
}

function Pick({ name, camera = false, disabled, onFile }: PickProps) {
  return (
    <label className="chip pick">
      {name}
      <input
        type="file"
        accept="image/*"
        aria-label={name}
        disabled={disabled}
        {...(camera ? { capture: "environment" as const } : { multiple: true })}
        onChange={({ target }) => {
          for (const file of target.files ?? []) onFile(file);
          // The same picture may be chosen again.
          target.value = "";
        }}
      />
    </label>
  );
}

interface ShotProps {
  readonly view: VisitView;
  readonly sha256: string;
  readonly label: string;
  readonly onRemove: (() => void) | null;
}

function Shot({ view, sha256, label, onRemove }: ShotProps) {
  const { t } = useTexts();
  const photo = view.photos.get(sha256);
  const state = photo?.state ?? "stored";
  return (
    <li data-photo={sha256} data-state={state}>
      {photo && <Picture bytes={photo.thumbnail} label={label} />}
      <span className="small">{state === "stored" ? t("word.delivered") : t("word.saved")}</span>
      {state === "damaged" && <p className="notice bad">{t("photo.damaged")}</p>}
      {state === "refused" && <p className="notice bad">{t("photo.refused", { why: photo?.trouble ?? "" })}</p>}
      {onRemove && (
        <button type="button" className="quietly" onClick={onRemove} aria-label={`${t("line.removePhoto")} ${label}`}>
          ✕
        </button>
      )}
    </li>
  );
}
