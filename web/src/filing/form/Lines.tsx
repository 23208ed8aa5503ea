/** The lines of a check, the exceptions first by choice: all, those not checked, those to be checked again, those that stopped. */
import { useState } from "react";
import type { BundleLine } from "../contract.js";
import { isWhole, passTheRest } from "../local/answers.js";
import type { VisitView } from "../local/visits.js";
import { useTexts } from "../texts.js";
import { AskButton } from "./Ask.js";
import { useDesk, useSync } from "./hooks.js";
import { Line } from "./Line.js";
import { Submit } from "./Submit.js";

type Only = "all" | "open" | "flagged" | "troubled";
const ONLY: readonly Only[] = ["all", "open", "flagged", "troubled"];

export function linesOnly(only: Only, { visit, answers, photos }: VisitView): readonly BundleLine[] {
  const isTroubled = (key: string): boolean => {
    const answer = answers.get(key);
    const bad = answer?.photos.some(({ sha256 }) => /refused|damaged/.test(photos.get(sha256)?.state ?? ""));
    return answer !== undefined && (answer.state === "stopped" || answer.trouble !== null || bad === true);
  };
  return visit.bundle.lines.filter(({ key, findings }) => {
    if (only === "open")
      return !answers.has(key) || !isWhole(answers.get(key) as { grade: null; text: ""; cause: null });
    if (only === "flagged") return findings.length > 0;
    return only === "all" || isTroubled(key);
  });
}

export function Lines({ view }: { readonly view: VisitView }) {
  const { t } = useTexts();
  const desk = useDesk();
  const { foreign } = useSync();
  const [only, setOnly] = useState<Only>("all");
  const { visit, answers } = view;
  const isLocked = visit.receipt?.submittedRow != null;
  const canWrite = desk.isWriter && !isLocked;
  const left = visit.bundle.lines.filter(({ key }) => (answers.get(key)?.grade ?? null) === null).length;
  return (
    <>
      {foreign.includes(visit.key) && (
        <p className="notice warn" role="alert">
          {t("who.otherAccount", { name: visit.person.name })}
        </p>
      )}
      <div className="chips" role="group" aria-label={t("visits.open")}>
        {ONLY.map((one) => (
          <button key={one} type="button" aria-pressed={one === only} onClick={() => setOnly(one)}>
            {t(`only.${one}`)} {linesOnly(one, view).length}
          </button>
        ))}
      </div>
      <ol className="lines">
        {linesOnly(only, view).map((line) => (
          <Line key={line.key} view={view} line={line} canWrite={canWrite} />
        ))}
      </ol>
      {only === "all" && visit.dropped.some(({ key }) => answers.has(key)) && (
        <section>
          <h3>{t("line.dropped")}</h3>
          <ol className="lines">
            {visit.dropped
              .filter(({ key }) => answers.has(key))
              .map((line) => (
                <Line key={line.key} view={view} line={line} canWrite={canWrite} />
              ))}
          </ol>
        </section>
      )}
      {canWrite && left > 0 && (
        <AskButton
          className="main wide"
          question={t("rest.ask", { count: left })}
          onYes={() => void desk.save(() => passTheRest(desk.db, visit.key, Date.now())).catch(() => undefined)}
        >
          {t("rest.button", { count: left })}
        </AskButton>
      )}
      <Submit view={view} />
    </>
  );
}
