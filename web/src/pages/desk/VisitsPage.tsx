/** 包抓记录: visits to villages and problems solved there, the newest first. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { ORDERS, VISIT_WORDS } from "../../../../domain/streams/order-entries.js";
import * as queries from "../../api/queries.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { OrderSheet } from "../../actions/OrderSheet.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Choice } from "../../components/Choice.js";
import { PageTitle } from "../../components/Panel.js";
import { postName } from "../../components/people.js";
import { useFilter } from "../../components/useFilter.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { Sections, useHas } from "../my/Sections.js";
import styles from "./desk.module.css";
import { Pages } from "./Pages.js";
import { VisitPhotos } from "./VisitPhotos.js";

const FILTER = ["village"] as const;
export function Page() {
  const { t } = useTexts();
  const say = useSay();
  useTitle(t("desk.visits"));
  const format = useFormat();
  const path = usePlanPath();
  const { id, plan } = usePlan();
  const may = useHas()(ORDERS.logVisit.roles) && !plan.ended;
  const [open, setOpen] = useState(false);
  const { filter, change } = useFilter(FILTER);
  const { data: villages } = useQuery(queries.villages(id));
  const options = useMemo(
    () => (villages?.villages ?? []).map(({ id: value, name }) => ({ value, label: name })),
    [villages],
  );
  const list = useInfiniteQuery(queries.visitPages(id, filter));
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          <>
            <ExportLinks list="visits" query={filter} />
            {may && (
              <Button type="primary" onClick={() => setOpen(true)}>
                {t("desk.addVisit")}
              </Button>
            )}
          </>
        }
      >
        {t("desk.visits")}
      </PageTitle>
      <p className={styles["lead"]}>{t("desk.visitsLead")}</p>
      <div className={styles["list"]}>
        <div className={styles["filter"]}>
          <Choice
            label={t("field.village")}
            options={options}
            value={filter.village}
            onChange={(village) => change({ village })}
            width={180}
          />
        </div>
        <Pages list={list} nothing={t("desk.noVisits")}>
          {({ village, on, what, text, place, photos, by, at }) => (
            <li key={`${at} ${village.id} ${text}`}>
              <p className={styles["first"]}>
                <time className="figures">{format.day(on)}</time>
                <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>{village.name}</Link>
                <b className={what === "problemSolved" ? "text-green" : ""}>{say(VISIT_WORDS[what])}</b>
              </p>
              <p>{text}</p>
              <VisitPhotos photos={photos} label={`${village.name} ${format.day(on)}`} />
              <small>
                {place !== null && `${place} · `}
                {by.person.name} {postName(by.post)} · {format.moment(at)}
              </small>
            </li>
          )}
        </Pages>
      </div>
      {open && <OrderSheet name="logVisit" onClose={() => setOpen(false)} />}
    </>
  );
}
