/** The same check on paper (A4), its lines numbered as on the device: filled in by hand, entered by the office. */
import { useState } from "react";
import { GRADES } from "../../../../domain/plan/checklists.js";
import type { VisitView } from "../local/visits.js";
import { longDayText, roundText, timeText, useTexts } from "../texts.js";
import { useDesk } from "./hooks.js";

export function Paper({ view }: { readonly view: VisitView }) {
  const { t } = useTexts();
  const { user } = useDesk();
  const [printedAt] = useState(() => Date.now());
  const { bundle, round, planTitle } = view.visit;
  return (
    <article className="paper">
      <button type="button" className="main screenOnly" onClick={() => print()}>
        {t("paper.print")}
      </button>
      <h3>{t("paper.title")}</h3>
      <p>
        {planTitle} · {t("paper.round")} {roundText(round)} · {t("paper.place")} {bundle.place.name} · {t("paper.date")}{" "}
        ____________
      </p>
      <table>
        <thead>
          <tr>
            <th>{t("paper.code")}</th>
            <th>{t("paper.what")}</th>
            <th>{t("paper.grade")}</th>
            <th>{t("paper.note")}</th>
          </tr>
        </thead>
        <tbody>
          {bundle.lines.map(({ key, text, last, findings }, index) => (
            <tr key={key}>
              <td>{index + 1}</td>
              <td>
                {text}
                {last && (
                  <span className="small">
                    {" "}
                    {t("line.last", { round: roundText(last.round), grade: t(`grades.${last.grade}`) })}
                  </span>
                )}
                {findings.map((finding) => (
                  <span key={finding.id} className="small">
                    {" "}
                    {t("line.openFinding", {
                      count: finding.count,
                      since: longDayText(finding.firstFoundOn),
                      text: finding.text,
                    })}
                  </span>
                ))}
              </td>
              <td className="boxes">
                {GRADES.map((grade) => (
                  <span key={grade}>□{t(`grades.${grade}`)} </span>
                ))}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="signs">
        <span>{t("paper.inspectors")} ____________________</span>{" "}
        <span>{t("paper.inspected")} ____________________</span>
      </p>
      <p className="small">
        {t("paper.hint")} {t("paper.printed", { name: user.name, at: timeText(printedAt, 0) })}
      </p>
    </article>
  );
}
