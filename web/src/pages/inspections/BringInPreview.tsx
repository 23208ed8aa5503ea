/** One visit of what is brought in: what is new, the same, differing or refused, and its bringing in, whole or not at all. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { roundName } from "../../../../domain/inspections/round-name.js";
import { Told } from "../../actions/Told.js";
import { post } from "../../api/client.js";
import { visitPath } from "../../api/inspections.js";
import type { FilingPreview } from "../../api/types.js";
import { Failure } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { Cell, Table } from "../people/table.js";
import styles from "./inspections.module.css";
import { GradeTag } from "./parts.js";
import { type Given, useBringIn } from "./useBringIn.js";

interface Props {
  readonly given: Given;
  readonly children?: ReactNode;
}

export function BringInPreview({ given, children }: Props) {
  const { t } = useTexts();
  const say = useSay();
  const { id } = usePlan();
  const { round, visit, person, answers } = given;
  const keys = answers.map(({ line, revision }) => `${line}@${revision}`).join(" ");
  const { data, error, refetch } = useQuery({
    queryKey: ["plan", id, "inspections", "bringIn", round, visit, person.id, keys],
    queryFn: () =>
      post<FilingPreview>(`/plans/${encodeURIComponent(id)}${visitPath(round, visit)}/parts/preview`, {
        answers,
        enteredFor: person.id,
      }),
    enabled: answers.length > 0,
    // It is what is about to be done: always as of now.
    staleTime: 0,
  });
  const place = data?.place.name ?? visit;
  return (
    <Panel title={t("bringIn.preview.title", { place, round: say(roundName(round)) })}>
      <div className={styles["stack"]} data-bring-in={visit}>
        {data ? (
          <Shown given={given} preview={data} />
        ) : error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          answers.length > 0 && <Waiting rows={5} />
        )}
        {children}
      </div>
    </Panel>
  );
}

interface ShownProps {
  readonly given: Given;
  readonly preview: FilingPreview;
}

function Shown({ given, preview }: ShownProps) {
  const { t } = useTexts();
  const { author, status, lines } = preview;
  const of = (outcome: FilingPreview["lines"][number]["outcome"]): number =>
    lines.filter((one) => one.outcome === outcome).length;
  const counts = { fresh: of("new"), same: of("same"), beside: of("beside"), refused: of("refused") };
  return (
    <>
      <Facts>
        <Fact name={t("bringIn.preview.author")}>{author.name}</Fact>
        <Fact name={t("bringIn.preview.state")}>{t(`inspections.coverage.visitStatus.${status}`)}</Fact>
      </Facts>
      <p>
        <b>{t("bringIn.preview.counts", counts)}</b>
      </p>
      <Lines lines={lines} />
      <BringIn given={given} preview={preview} count={counts.fresh + counts.beside} refused={counts.refused} />
    </>
  );
}

const TONE = { new: "text-green", same: "quiet", beside: "text-yellow", refused: "text-red" } as const;

function Lines({ lines }: Pick<FilingPreview, "lines">) {
  const { t } = useTexts();
  const say = useSay();
  const heads = [t("bringIn.paper.line"), t("bringIn.paper.grade"), t("bringIn.paper.preview")];
  const [, grade = "", outcome = ""] = heads;
  return (
    <Table heads={heads}>
      {lines.map((one) => (
        <tr key={`${one.line}@${one.revision}`} data-outcome={one.outcome}>
          <th scope="row" className={styles["findingTitle"]}>
            {one.text} <small className="quiet">{one.line}</small>
          </th>
          <Cell head={grade}>
            <GradeTag grade={one.grade} />
          </Cell>
          <Cell head={outcome}>
            <b className={TONE[one.outcome]}>{t(`bringIn.preview.${one.outcome}`)}</b>
            {one.reason && <small className="text-red">{say(one.reason)}</small>}
            {one.quarantined && <small className="text-yellow">{t("bringIn.preview.apart")}</small>}
            {one.outcome === "new" && one.before && one.before.revision < one.revision && (
              <small className="text-yellow">
                {t("bringIn.preview.replaces", {
                  revision: one.before.revision,
                  grade: t(`inspections.grade.${one.before.answer.grade}`),
                })}
              </small>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function BringIn({
  given,
  preview,
  count,
  refused,
}: ShownProps & { readonly count: number; readonly refused: number }) {
  const { t } = useTexts();
  const { run, progress, state } = useBringIn(given);
  const lacking = preview.photos.filter(({ stored }) => !stored).map(({ sha256 }) => sha256);
  const brought = lacking.filter((sha256) => given.bytes(sha256) !== undefined);
  const missing = lacking.length - brought.length;
  const isBusy = progress !== null || state.phase === "sending";
  return (
    <>
      {preview.photos.length > 0 && (
        <p>
          {t("bringIn.preview.photos", {
            named: preview.photos.length,
            stored: preview.photos.length - lacking.length,
            brought: brought.length,
          })}
          {missing > 0 && <span className="text-yellow"> {t("bringIn.preview.missing", { count: missing })}</span>}
        </p>
      )}
      <Told state={state} names={new Map()} />
      {refused > 0 ? (
        <p className="text-red" role="alert">
          {t("bringIn.preview.blocked")}
        </p>
      ) : count + brought.length === 0 ? (
        <p className="text-green" role="status">
          {t("bringIn.preview.nothing")}
        </p>
      ) : (
        <div>
          <Button type="primary" size="large" loading={isBusy} onClick={() => void run(brought, count)}>
            {progress !== null && brought.length > 0
              ? t("bringIn.preview.sendingPhotos", { done: progress, all: brought.length })
              : isBusy
                ? t("bringIn.preview.bringing")
                : count > 0
                  ? t("bringIn.preview.bring", { count })
                  : t("bringIn.preview.bringPhotos")}
          </Button>
        </div>
      )}
    </>
  );
}
