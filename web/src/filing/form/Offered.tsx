/** Another version of the checklists, adopted while the check is out: which lines are new, which are cancelled; said until it is seen. */
import type { VisitRecord } from "../local/records.js";
import { changeVisit } from "../local/visits.js";
import { useTexts } from "../texts.js";
import { useDesk } from "./hooks.js";

/** As the server last told it: with the receipt, or with the list of visits. */
export function offeredOf({ receipt, receiptAt, listed, bundle, takenAt }: VisitRecord) {
  const told = [receipt?.offered, listed?.offered].flatMap((one) => one ?? []);
  const [newest] = [...told].sort((a, b) => b.checklist - a.checklist);
  const isSubmitted = receipt !== null && receipt.submittedRow !== null && (receiptAt ?? 0) >= takenAt;
  return newest === undefined || isSubmitted || newest.checklist === bundle.checklist ? null : newest;
}

export function Offered({ visit }: { readonly visit: VisitRecord }) {
  const { t } = useTexts();
  const desk = useDesk();
  const offered = offeredOf(visit);
  if (offered === null || visit.offeredSeen === offered.checklist) return null;
  const { checklist, added, removed } = offered;
  const seen = (): void =>
    void desk.save(() => changeVisit(desk.db, visit.key, { offeredSeen: checklist })).catch(() => undefined);
  return (
    <section className="notice" role="status" data-offered={checklist}>
      <p>
        <b>{t("offered.title", { version: checklist, added: added.length, removed: removed.length })}</b>
      </p>
      {[
        { lines: added, what: "offered.added" as const },
        { lines: removed, what: "offered.removed" as const },
      ].map(
        ({ lines, what }) =>
          lines.length > 0 && (
            <ul key={what}>
              {lines.map(({ line, text }) => (
                <li key={line}>
                  {t(what)} <span className="code">{line}</span> {text}
                </li>
              ))}
            </ul>
          ),
      )}
      <p className="small">{t("offered.stays", { version: visit.bundle.checklist })}</p>
      <button type="button" disabled={!desk.isWriter} onClick={seen}>
        {t("offered.seen")}
      </button>
    </section>
  );
}
