/** 交办清单: one's own with their parts and the signature; for the office, who has signed and who has not. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as queries from "../../api/queries.js";
import { useTitle } from "../../app/useTitle.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Choice } from "../../components/Choice.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Sections } from "../my/Sections.js";
import { OwnList } from "./OwnList.js";
import { SignedTable } from "./SignedTable.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("packages.title"));
  const { id } = usePlan();
  const [year, setYear] = useState<number | undefined>();
  const { data, error, refetch } = useQuery(queries.packages(id, year));
  const years = (data?.years ?? []).map((one) => ({ value: String(one), label: String(one) }));
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          <>
            {years.length > 1 && (
              <Choice
                label={t("packages.year")}
                options={years}
                value={data?.year === undefined || data.year === null ? undefined : String(data.year)}
                onChange={(value) => setYear(value === undefined ? undefined : Number(value))}
              />
            )}
            <ExportLinks list="packages" query={{ year }} />
          </>
        }
      >
        {t("packages.title")}
      </PageTitle>
      <p className={desk["lead"]}>{t("packages.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={8} />
        )
      ) : (
        <>
          {data.own.length === 0 && data.counts === null && (
            <Nothing title={t("packages.none")} hint={t("packages.noneHint")} />
          )}
          {data.own.map((one) => (
            <OwnList key={`${one.holder.kind}/${one.holder.id}`} of={one} />
          ))}
          {data.counts && (
            <Panel title={t("packages.all")} flush>
              <SignedTable rows={data.all} counts={data.counts} />
            </Panel>
          )}
        </>
      )}
    </>
  );
}
