/** The receipt, readable without a network: which rows hold which lines, and which photos are stored. */
import type { VisitView } from "../local/visits.js";
import { timeText, useTexts } from "../texts.js";
import { RescueButton } from "./RescueButton.js";

export function ReceiptPage({ view }: { readonly view: VisitView }) {
  const { t } = useTexts();
  const { receipt, receiptAt, bundle, key } = view.visit;
  if (!receipt)
    return (
      <section className="card">
        <p>{t("receipt.none")}</p>
        <RescueButton only={key} />
      </section>
    );
  const rows = receipt.rows.map(({ row }) => row);
  const texts = new Map(bundle.lines.map((line) => [line.key, line.text]));
  return (
    <section className="card">
      <h3>{t("receipt.title")}</h3>
      {rows.length > 0 && (
        <p className="good">
          {t("receipt.said", {
            place: bundle.place.name,
            lines: receipt.lines.arrived,
            photos: receipt.photos.arrived,
            from: Math.min(...rows),
            to: Math.max(...rows),
          })}
        </p>
      )}
      {receipt.submittedRow !== null && <p>{t("receipt.submitted", { row: receipt.submittedRow })}</p>}
      <p className="small">
        {t("receipt.stream")} {receipt.stream}
        {receiptAt !== null && ` · ${t("receipt.at", { at: timeText(receiptAt) })}`}
      </p>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>{t("receipt.row")}</th>
              <th>{t("receipt.line")}</th>
              <th>{t("receipt.content")}</th>
            </tr>
          </thead>
          <tbody>
            {receipt.rows.map(({ line, revision, row, content }) => (
              <tr key={`${line}@${revision}@${row}`}>
                <td>{row}</td>
                <td>
                  {texts.get(line) ?? line}
                  {revision > 1 && ` (${revision})`}
                </td>
                <td>
                  <code>{content.slice(0, 12)}</code>
                </td>
              </tr>
            ))}
            {receipt.files.map(({ sha256, stored, lines }) => (
              <tr key={sha256}>
                <td>{stored ? t("receipt.stored") : t("receipt.missing")}</td>
                <td>
                  {t("receipt.photo")} {lines.join(t("list"))}
                </td>
                <td>
                  <code>{sha256.slice(0, 12)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <RescueButton only={key} />
    </section>
  );
}
