/** The three words, never mixed: 已存本机 is the device's, 已送达 n/m is counted by the server, 已入账 names the row. */
import type { VisitView } from "../local/visits.js";
import { useTexts } from "../texts.js";
import { useVisit } from "./hooks.js";

/** Photos that the answers on the device name: the server may not have heard of all of them. */
export function namedPhotos({ answers }: Pick<VisitView, "answers">): number {
  return new Set([...answers.values()].flatMap(({ photos }) => photos.map(({ sha256 }) => sha256))).size;
}

export function Progress({ visitKey }: { readonly visitKey: string }) {
  const view = useVisit(visitKey);
  return view ? <ProgressOf view={view} /> : null;
}

export function ProgressOf({ view }: { readonly view: VisitView }) {
  const { t } = useTexts();
  const { visit, answers } = view;
  const asked = visit.bundle.lines.length;
  const saved = visit.bundle.lines.filter(({ key }) => (answers.get(key)?.grade ?? null) !== null).length;
  const { receipt } = visit;
  const photos = Math.max(receipt?.photos.named ?? 0, namedPhotos(view));
  return (
    <dl className="progress">
      <div>
        <dt>{t("word.saved")}</dt>
        <dd data-word="saved">{t("word.lines", { arrived: saved, asked })}</dd>
      </div>
      <div>
        <dt>{t("word.delivered")}</dt>
        <dd data-word="delivered">
          {t("word.lines", { arrived: receipt?.lines.arrived ?? 0, asked: receipt?.lines.asked ?? asked })}{" "}
          {t("word.photos", { arrived: receipt?.photos.arrived ?? 0, asked: photos })}
        </dd>
      </div>
      <div>
        <dt>{t("word.recorded")}</dt>
        <dd data-word="recorded">
          {receipt?.submittedRow == null ? "—" : t("word.row", { row: receipt.submittedRow })}
        </dd>
      </div>
    </dl>
  );
}
