/** One check: its lines, its conclusion, its receipt, its paper form. */
import type { VisitView } from "../local/visits.js";
import { roundText, useTexts } from "../texts.js";
import { Conclusion } from "./Conclusion.js";
import { type Screen, useVisit, visitHash } from "./hooks.js";
import { Lines } from "./Lines.js";
import { Offered } from "./Offered.js";
import { Paper } from "./Paper.js";
import { ProgressOf } from "./Progress.js";
import { ReceiptPage } from "./ReceiptPage.js";
import { Ready } from "./VisitCard.js";

const TITLES = {
  lines: "visits.open",
  conclusion: "conclusion.make",
  receipt: "receipt.title",
  paper: "paper.button",
} as const;

export function VisitPage({ visitKey, screen }: { readonly visitKey: string; readonly screen: Screen }) {
  const { t } = useTexts();
  const view = useVisit(visitKey);
  if (view === undefined) return <p className="notice">{t("loading")}</p>;
  if (view === null) return <p className="notice">{t("visits.noneOffline")}</p>;
  const { bundle, round } = view.visit;
  return (
    <>
      <h2>
        {bundle.place.name} <span className="small">{roundText(round)}</span>
      </h2>
      <div className="screenOnly">
        <Ready visit={view.visit} />
        <Offered visit={view.visit} />
        <ProgressOf view={view} />
        <nav className="tabs" aria-label={bundle.place.name}>
          {(Object.keys(TITLES) as Screen[]).map((one) => (
            <a key={one} href={visitHash(visitKey, one)} aria-current={one === screen ? "page" : undefined}>
              {t(TITLES[one])}
            </a>
          ))}
        </nav>
      </div>
      <ScreenOf view={view} screen={screen} />
    </>
  );
}

function ScreenOf({ view, screen }: { readonly view: VisitView; readonly screen: Screen }) {
  // A key of its own for each visit: nothing typed or shown in one appears in the next.
  const key = view.visit.key;
  if (screen === "conclusion") return <Conclusion key={key} view={view} />;
  if (screen === "receipt") return <ReceiptPage key={key} view={view} />;
  if (screen === "paper") return <Paper key={key} view={view} />;
  return <Lines key={key} view={view} />;
}
