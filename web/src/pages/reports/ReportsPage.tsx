/** 报告: weeks, months, quarters and half-years that are over, each as a document and a workbook. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { API } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Sections } from "../my/Sections.js";
import plan from "../plan/plan.module.css";

const KINDS = ["half", "quarter", "month", "week"] as const;
const FILES = [
  { file: "report.docx", name: "docx" },
  { file: "report.xlsx", name: "xlsx" },
] as const;

export function Page() {
  const { t } = useTexts();
  const say = useSay();
  useTitle(t("reports.title"));
  const format = useFormat();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(queries.reports(id));
  return (
    <>
      <Sections />
      <PageTitle>{t("reports.title")}</PageTitle>
      <p className={desk["lead"]}>{t("reports.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={8} />
        )
      ) : data.periods.length === 0 ? (
        <Nothing title={t("reports.none")} />
      ) : (
        <div className={plan["page"]}>
          {KINDS.map((kind) => {
            const periods = data.periods.filter((one) => one.kind === kind);
            return (
              periods.length > 0 && (
                <Panel key={kind} title={t(`reports.kinds.${kind}`)} flush>
                  <ul className={plan["rows"]}>
                    {periods.map(({ id: period, words, from, to }) => (
                      <li key={period} data-period={period}>
                        <p className={plan["foot"]}>
                          <span>
                            <b>{say(words)}</b>{" "}
                            <small className="quiet figures">{`${format.day(from)} – ${format.dayAfter(to, from)}`}</small>
                          </span>
                          <span className={plan["buttons"]}>
                            {FILES.map(({ file, name }) => (
                              <Button
                                key={file}
                                size="small"
                                icon={<Icon name="download" />}
                                href={`${API}/plans/${encodeURIComponent(id)}/reports/${period}/${file}`}
                                download
                                aria-label={`${say(words)} ${t(`reports.${name}`)}`}
                              >
                                {t(`reports.${name}`)}
                              </Button>
                            ))}
                          </span>
                        </p>
                      </li>
                    ))}
                  </ul>
                </Panel>
              )
            );
          })}
        </div>
      )}
    </>
  );
}
