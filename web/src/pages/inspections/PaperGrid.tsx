/** The lines of a paper form, in the order of the form: entered, then looked at as a preview, then brought in. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { FiledLine } from "../../../../domain/inspections/types.js";
import * as inspections from "../../api/inspections.js";
import type { FiledRow, VisitBundle, VisitDetail } from "../../api/types.js";
import { Failure } from "../../components/Failure.js";
import { Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { BringInPreview } from "./BringInPreview.js";
import styles from "./inspections.module.css";
import { answersOf, lacking, lineIn, newestOf, type PaperDraft, withRest } from "./paper-draft.js";
import { PaperLineFields } from "./PaperLineFields.js";

interface Props {
  readonly visit: VisitDetail;
  readonly person: string;
  /** The form's day. */
  readonly day: string;
}

export function PaperGrid({ visit, person, day }: Props) {
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(inspections.bundle(id, visit.round, visit.visit));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Grid visit={visit} person={person} day={day} bundle={data} /> : <Waiting rows={6} />;
}

function Grid({ visit, person, day, bundle }: Props & { readonly bundle: VisitBundle }) {
  const { t } = useTexts();
  const { clock } = usePlan();
  const [draft, setDraft] = useState<PaperDraft>({});
  const [answers, setAnswers] = useState<readonly FiledLine[] | null>(null);
  const { lines, causes } = bundle;
  const filed = visit.lines.flatMap((line) => line.filed);
  const before = (key: string): FiledRow | null => newestOf(filed, person, key);
  const needs = lacking(draft, lines);
  // Noon of the form's day, at the plan's own offset.
  const answeredAt = Date.parse(`${day}T12:00:00${clock.now.slice(-6)}`);
  const made = answersOf(draft, lines, answeredAt, before);
  if (answers)
    return (
      <>
        <div>
          <Button onClick={() => setAnswers(null)}>{t("bringIn.paper.change")}</Button>
        </div>
        <BringInPreview
          given={{
            round: visit.round,
            visit: visit.visit,
            person: { id: person, name: "" },
            answers,
            clockOffset: 0,
            bytes: () => undefined,
          }}
        />
      </>
    );
  return (
    <Panel
      title={visit.place.name}
      aside={
        <Button size="small" onClick={() => setDraft(withRest(draft, lines, (key) => before(key) !== null))}>
          {t("bringIn.paper.rest")}
        </Button>
      }
    >
      <p className="quiet">{t("bringIn.paper.lead")}</p>
      <ul className={styles["paperLines"]}>
        {lines.map((line) => (
          <PaperLineFields
            key={line.key}
            line={line}
            causes={causes.filter(({ id: cause }) => line.causes.includes(cause))}
            before={before(line.key)}
            entered={lineIn(draft, line.key)}
            onChange={(entered) => setDraft({ ...draft, [line.key]: entered })}
          />
        ))}
      </ul>
      {needs.length > 0 && (
        <p className="text-red" role="alert">
          {t("bringIn.paper.needs", { lines: needs.map(({ key }) => key).join(t("list")) })}
        </p>
      )}
      <div className={styles["buttons"]}>
        <Button
          type="primary"
          size="large"
          disabled={made.length === 0 || needs.length > 0}
          onClick={() => setAnswers(made)}
        >
          {t("bringIn.paper.preview")}
        </Button>
      </div>
    </Panel>
  );
}
