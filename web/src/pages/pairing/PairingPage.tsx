/** 包抓情况: a seat's villages in a month, and what appraisal will count for whoever holds it. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import { ORDERS, VISIT_WORDS } from "../../../../domain/streams/order-entries.js";
import { OrderSheet } from "../../actions/OrderSheet.js";
import * as queries from "../../api/queries.js";
import type { PairingPage } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { useCountsText } from "../../components/counts-text.js";
import { Failure } from "../../components/Failure.js";
import { LightBar, LightMark } from "../../components/Light.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { postName } from "../../components/people.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { VisitPhotos } from "../desk/VisitPhotos.js";
import { Sections, useHas } from "../my/Sections.js";
import { monthsUpTo } from "../worklist/filter.js";
import styles from "./pairing.module.css";

const FILTER = ["seat", "month"] as const;
type Village = PairingPage["villages"][number];

export function Page() {
  const { t } = useTexts();
  useTitle(t("pairing.title"));
  const format = useFormat();
  const { id, plan, today } = usePlan();
  const { filter, change } = useFilter(FILTER);
  const { data, error, refetch } = useQuery(queries.pairing(id, filter));
  const may = useHas()(ORDERS.logVisit.roles) && !plan.ended;
  const [open, setOpen] = useState(false);
  const seats = (data?.seats ?? []).map(({ post }) => ({ value: post.id, label: postName(post) }));
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          <>
            {seats.length > 1 && (
              <Choice
                label={t("pairing.seat")}
                width={200}
                options={seats}
                value={data?.seat ?? undefined}
                onChange={(seat) => change({ seat })}
              />
            )}
            <Choice
              label={t("pairing.month")}
              options={monthsUpTo(plan.openedAt, today).map((value) => ({ value, label: format.month(value) }))}
              value={data?.month}
              onChange={(month) => change({ month })}
            />
            {may && (
              <Button type="primary" onClick={() => setOpen(true)}>
                {t("pairing.add")}
              </Button>
            )}
          </>
        }
      >
        {t("pairing.title")}
      </PageTitle>
      <p className={desk["lead"]}>{t("pairing.lead")}</p>
      {!data ? (
        error ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Waiting rows={10} />
        )
      ) : data.villages.length === 0 ? (
        <Nothing title={t("pairing.none")} hint={t("pairing.noneHint")} />
      ) : (
        <div className={styles["page"]}>
          {data.appraisal && <Appraisal of={data.appraisal} />}
          {data.villages.map((one) => (
            <VillageCard key={one.village.id} of={one} on={data.on} />
          ))}
        </div>
      )}
      {open && <OrderSheet name="logVisit" onClose={() => setOpen(false)} />}
    </>
  );
}

function Appraisal({ of }: { readonly of: NonNullable<PairingPage["appraisal"]> }) {
  const { t } = useTexts();
  const facts = [
    [t("pairing.visitsCount"), t("pairing.times", { count: of.visits })],
    [t("pairing.visited"), t("pairing.ofVillages", { count: of.visited, all: of.villages })],
    [t("pairing.solved"), t("pairing.times", { count: of.solved })],
    [t("pairing.items"), t("pairing.itemsText", { all: of.items, closed: of.closed, red: of.red })],
  ] as const;
  return (
    <Panel title={t("pairing.appraisal", { year: of.year })} aside={<span>{t("pairing.appraisalHint")}</span>}>
      <dl className={styles["facts"]}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function VillageCard({ of, on }: { readonly of: Village; readonly on: string }) {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  const path = usePlanPath();
  const counts = useCountsText();
  const { village, township, problems, visits, year } = of;
  return (
    <Panel
      title={
        <>
          <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>{village.name}</Link>{" "}
          <span className="quiet">{township.name}</span>
        </>
      }
      aside={<span>{t("pairing.asOf", { date: format.day(on) })}</span>}
    >
      <div className={styles["card"]} data-village={village.id}>
        <LightBar counts={of.counts} label={village.name} />
        <p className="figures">
          {[
            counts(of.counts),
            t("pairing.closed", { count: of.closed }),
            t("pairing.turnedRed", { count: of.turnedRed }),
          ].join(t("semicolon"))}
        </p>
        {of.before && <p className="quiet figures">{t("pairing.before", { counts: counts(of.before) })}</p>}
        <h3>{t("pairing.problems")}</h3>
        {problems.length === 0 ? (
          <p className="quiet">{t("pairing.noProblems")}</p>
        ) : (
          <ul className={styles["list"]}>
            {problems.map(({ id, title, unit, workingDaysOverdue, said }) => (
              <li key={id}>
                <LightMark light="red" /> <Link to={path(`items/${itemAddress(id)}`)}>{title}</Link>{" "}
                <small>{`${unit.name} · ${t("pairing.overdue", { count: workingDaysOverdue })}`}</small>
                {said !== null && <small className="quiet"> {t("pairing.said", { text: said })}</small>}
              </li>
            ))}
          </ul>
        )}
        <h3>{t("pairing.visits")}</h3>
        {visits.length === 0 ? (
          <p className="quiet">{t("pairing.noVisits")}</p>
        ) : (
          <ul className={styles["list"]}>
            {visits.map(({ on: day, what, text, place, photos, by }) => (
              <li key={`${day} ${text}`}>
                <time className="figures">{format.shortDay(day)}</time>{" "}
                <b className={what === "problemSolved" ? "text-green" : ""}>{say(VISIT_WORDS[what])}</b> {text}{" "}
                <small className="quiet">{[place, by.name].filter(Boolean).join(" · ")}</small>
                <VisitPhotos photos={photos} label={`${village.name} ${format.day(day)}`} />
              </li>
            ))}
          </ul>
        )}
        <details>
          <summary>{t("pairing.year", { year: on.slice(0, 4), count: year.length })}</summary>
          <ul className={styles["list"]}>
            {year.map(({ id, title, unit, deadline, light }) => (
              <li key={id}>
                <LightMark light={light} label={t(`light.${light}`)} />{" "}
                <Link to={path(`items/${itemAddress(id)}`)}>{title}</Link>{" "}
                <small>{`${unit.name} · ${format.day(deadline)}`}</small>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </Panel>
  );
}
