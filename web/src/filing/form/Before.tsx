/** What is known of a line: its last grade, what the unit claims, what is open; pictures of then beside those of now. */
import type { BundleLine } from "../contract.js";
import type { VisitView } from "../local/visits.js";
import { longDayText, roundText, useTexts } from "../texts.js";
import { usePicture } from "./hooks.js";

export function Before({ view, line }: { readonly view: VisitView; readonly line: BundleLine }) {
  const { t } = useTexts();
  const { last, claims, findings } = line;
  const shots = findings.flatMap(({ photos }) => photos).filter((sha256) => view.pictures.has(sha256));
  const own = view.answers.get(line.key)?.photos ?? [];
  return (
    <div className="before">
      <p>
        {last ? t("line.last", { round: roundText(last.round), grade: t(`grades.${last.grade}`) }) : t("line.never")}
        {last?.text ? `：${last.text}` : ""}
      </p>
      {claims.length === 0 && <p>{t("line.noClaim")}</p>}
      {claims.map(({ item, unit, text, percent, title, evidence }) => (
        <div key={item}>
          <p>
            {text === "" ? t("line.claimNoText", { unit, title }) : t("line.claim", { unit, text })}{" "}
            {t("line.percent", { percent })}
          </p>
          <Pictures
            of={view}
            shas={evidence.map(({ sha256 }) => sha256)}
            label={t("line.claim", { unit, text: title })}
          />
        </div>
      ))}
      {findings.map(({ id, count, firstFoundOn, text }) => (
        <p key={id} className="open">
          {t("line.openFinding", { count, since: longDayText(firstFoundOn), text })}
        </p>
      ))}
      {shots.length > 0 && (
        <div className="pair">
          <figure>
            <figcaption>{t("line.before")}</figcaption>
            <Pictures of={view} shas={shots} label={t("line.before")} />
          </figure>
          <figure>
            <figcaption>{t("line.after")}</figcaption>
            <Pictures of={view} shas={own.map(({ sha256 }) => sha256)} label={t("line.after")} />
          </figure>
        </div>
      )}
    </div>
  );
}

interface PicturesProps {
  readonly of: VisitView;
  readonly shas: readonly string[];
  readonly label: string;
}

function Pictures({ of, shas, label }: PicturesProps) {
  const shown = shas.flatMap((sha256) => {
    const bytes = of.photos.get(sha256)?.thumbnail ?? of.pictures.get(sha256)?.bytes;
    return bytes ? [{ sha256, bytes }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <div className="pictures">
      {shown.map(({ sha256, bytes }) => (
        <Picture key={sha256} bytes={bytes} label={label} />
      ))}
    </div>
  );
}

export function Picture({ bytes, label }: { readonly bytes: ArrayBuffer; readonly label: string }) {
  const url = usePicture(bytes);
  return url === undefined ? null : <img src={url} alt={label} />;
}
