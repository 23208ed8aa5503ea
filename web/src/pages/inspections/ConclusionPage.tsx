/** 检查结论反馈单: a visit's conclusion as one sheet, shown on the spot, signed and printed. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link, useParams } from "react-router";
import { roundName } from "../../../../domain/inspections/round-name.js";
import * as inspections from "../../api/inspections.js";
import type { VisitDetail } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { visitPath } from "./addresses.js";
import styles from "./conclusion.module.css";
import { useServedText } from "./Served.js";

type Line = VisitDetail["lines"][number];
interface Props {
  readonly visit: VisitDetail;
}

const gradeOf = (visit: VisitDetail, { line, standing }: Line) =>
  visit.regraded[line] ?? standing?.answer.grade ?? null;

export function Page() {
  const { round = "", visit = "" } = useParams();
  const { t } = useTexts();
  useTitle(t("inspections.sheet.title"));
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(inspections.visit(id, round, visit));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting rows={10} />;
  return (
    <>
      <p className={styles["tools"]}>
        <Link to={path(visitPath(data))}>{t("inspections.sheet.back")}</Link>
        {data.submitted && (
          <Button type="primary" icon={<Icon name="print" />} onClick={() => print()}>
            {t("letters.print")}
          </Button>
        )}
      </p>
      {data.submitted ? <Sheet visit={data} /> : <p>{t("inspections.sheet.notYet")}</p>}
    </>
  );
}

function Sheet({ visit }: Props) {
  const { t } = useTexts();
  const { plan } = usePlan();
  return (
    <article className={styles["sheet"]} data-sheet={visit.visit}>
      <h1>{t("inspections.sheet.title")}</h1>
      <p className={styles["plan"]}>{plan.title}</p>
      <About visit={visit} />
      <Failed visit={visit} />
      <Highlights visit={visit} />
      <Said visit={visit} />
      <Objections visit={visit} />
      <div className={styles["signs"]}>
        <p>{t("inspections.sheet.signLeader")}</p>
        <p>{t("inspections.sheet.signInspected")}</p>
        <p>{t("inspections.sheet.signDay")}</p>
      </div>
    </article>
  );
}

function About({ visit }: Props) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const servedText = useServedText();
  const { group, submitted, conclusion } = visit;
  const grades = (["pass", "mostly", "fail", "notApplicable"] as const).flatMap((grade) => {
    const count = visit.lines.filter((line) => gradeOf(visit, line) === grade).length;
    return count > 0 ? [t("inspections.sheet.count", { grade: t(`inspections.grade.${grade}`), count })] : [];
  });
  const rows = [
    [t("inspections.visit.place"), [visit.place.township?.name, visit.place.name].filter(Boolean).join(" ")],
    [t("bringIn.paper.round"), say(roundName(visit.round))],
    [t("inspections.sheet.mode"), t(`inspections.mode.${visit.mode}`)],
    [
      t("inspections.group.title"),
      group?.members
        .map(({ person, unit }) => {
          const role = person.id === group.leader.id ? `${t("inspections.group.leader")} ` : "";
          return `${role}${person.name}${t("brackets", { text: unit.name })}`;
        })
        .join(t("list")) ?? t("inspections.group.none"),
    ],
    [t("inspections.sheet.submitted"), submitted ? format.day(submitted.on) : ""],
    [
      t("inspections.sheet.result"),
      `${t("inspections.sheet.lines", { count: visit.lines.length })}${t("colon")}${grades.join(t("list"))}`,
    ],
    [t("inspections.sheet.shownTo"), conclusion ? servedText(conclusion) : t("inspections.conclusion.notServed")],
  ] as const;
  return (
    <table>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Failed({ visit }: Props) {
  const { t } = useTexts();
  const failed = visit.lines.filter((line) => gradeOf(visit, line) === "fail");
  return (
    <>
      <h2>{t("inspections.sheet.problems")}</h2>
      {failed.length === 0 ? (
        <p>{t("inspections.sheet.noProblems")}</p>
      ) : (
        <table className={styles["list"]}>
          <thead>
            <tr>
              <th scope="col">{t("inspections.sheet.no")}</th>
              <th scope="col">{t("inspections.sheet.line")}</th>
              <th scope="col">{t("inspections.sheet.fact")}</th>
              <th scope="col">{t("inspections.sheet.cause")}</th>
            </tr>
          </thead>
          <tbody>
            {failed.map(({ line, text, standing }, at) => {
              const answer = standing?.answer;
              return (
                <tr key={line}>
                  <td>{at + 1}</td>
                  <td>{text}</td>
                  <td>{answer?.text}</td>
                  <td>
                    {[
                      visit.causes.find(({ id }) => id === answer?.cause)?.title,
                      answer?.severity && t(`inspections.severity.${answer.severity}`),
                    ]
                      .filter(Boolean)
                      .join(t("list"))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </>
  );
}

function Highlights({ visit }: Props) {
  const { t } = useTexts();
  const told = visit.lines.flatMap(({ standing }) => standing?.answer.highlight || []);
  if (told.length === 0) return null;
  return (
    <>
      <h2>{t("inspections.highlight")}</h2>
      <ul>
        {told.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

/** What the inspected said, and until when they may object: as written on the day, and nothing where nothing was said. */
function Said({ visit: { remarks, conclusion } }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <>
      <h2>{t("inspections.conclusion.remarks")}</h2>
      {remarks.length === 0 ? (
        <p className={styles["blank"]}>{t(conclusion ? "inspections.sheet.noRemark" : "inspections.sheet.toRemark")}</p>
      ) : (
        <ul>
          {remarks.map(({ by, text, on, row, notedBy }) => (
            <li key={row}>
              {text}
              {t("brackets", {
                text: t("inspections.conclusion.remarkBy", { by, date: format.day(on), name: notedBy.name }),
              })}
            </li>
          ))}
        </ul>
      )}
      {conclusion && <p>{t("inspections.sheet.right", { date: format.day(conclusion.objectUntil) })}</p>}
    </>
  );
}

function Objections({ visit: { objections, lines } }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  if (objections.length === 0) return null;
  const names = new Map(lines.map(({ line, text }) => [line, text]));
  return (
    <>
      <h2>{t("inspections.sheet.objections")}</h2>
      <ul>
        {objections.map(({ no, unit, on, text, lines: about, decision }) => (
          <li key={no}>
            <p>
              {t("inspections.objection.by", { unit: unit.name, date: format.day(on) })}
              {t("colon")}
              {about.flatMap((line) => names.get(line) ?? []).join(t("semicolon"))}
              {t("semicolon")}
              {text}
            </p>
            <p>
              {decision
                ? `${t(`inspections.objection.${decision.granted ? "granted" : "refused"}`)}${t("colon")}${decision.reason}${t("brackets", { text: t("inspections.objection.on", { date: format.day(decision.on), name: decision.by.name }) })}`
                : t("inspections.objection.waits")}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
