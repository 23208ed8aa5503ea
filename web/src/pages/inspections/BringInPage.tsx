/** 补录: the office brings in what a phone cannot deliver, and what was checked on paper. */
import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { useTitle } from "../../app/useTitle.js";
import { NotFound } from "../../components/Failure.js";
import { PageTitle } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { useHas } from "../my/Sections.js";
import { InspectionSections } from "./InspectionSections.js";
import styles from "./inspections.module.css";
import { PaperEntry } from "./PaperEntry.js";
import { RescueEntry } from "./RescueEntry.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("bringIn.title"));
  const { plan } = usePlan();
  const isOffice = useHas()(["office"]) && !plan.ended;
  const [address, setAddress] = useSearchParams();
  const way = address.get("way") === "paper" ? "paper" : "file";
  if (!isOffice) return <NotFound />;
  return (
    <>
      <InspectionSections />
      <PageTitle>{t("bringIn.title")}</PageTitle>
      <p className={desk["lead"]}>{t("bringIn.lead")}</p>
      <div className={styles["stack"]}>
        <div>
          <Segmented
            aria-label={t("bringIn.ways")}
            value={way}
            onChange={(chosen) => setAddress({ way: chosen }, { replace: true })}
            options={[
              { value: "file" as const, label: t("bringIn.file.tab") },
              { value: "paper" as const, label: t("bringIn.paper.tab") },
            ]}
          />
        </div>
        {way === "paper" ? <PaperEntry /> : <RescueEntry />}
      </div>
    </>
  );
}
