/** 措施和时间表: which of a unit's items have one; the workbook out and in, every mistake by its cell; what it says, item by item, before it is set. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import { timetableFile, timetables } from "../../api/timetables.js";
import type { Timetables } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Sections } from "../my/Sections.js";
import { Cell, Table } from "../people/table.js";
import { BringIn } from "./BringIn.js";
import styles from "./timetables.module.css";

const FILTER = ["unit"] as const;

export function Page() {
  const { t } = useTexts();
  useTitle(t("timetables.title"));
  const { id, me } = usePlan();
  const { filter, change } = useFilter(FILTER);
  const own = me.capacities.flatMap(({ post }) => post.unit ?? []);
  const { data: all } = useQuery({ ...queries.units(id), enabled: me.seesAll });
  const named = me.seesAll ? (all?.units ?? []) : own;
  const units = [...new Map(named.map((unit) => [unit.id, { value: unit.id, label: unit.name }])).values()];
  const unit = units.find(({ value }) => value === filter.unit)?.value ?? own[0]?.id ?? units[0]?.value;
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          units.length > 1 && (
            <Choice
              label={t("timetables.unit")}
              options={units}
              value={unit}
              onChange={(value) => change({ unit: value })}
              width={220}
            />
          )
        }
      >
        {t("timetables.title")}
      </PageTitle>
      <p className={desk["lead"]}>{t("timetables.lead")}</p>
      {unit === undefined ? <Nothing title={t("timetables.noUnit")} /> : <OfUnit key={unit} unit={unit} />}
    </>
  );
}

function OfUnit({ unit }: { readonly unit: string }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(timetables(id, unit));
  // What a workbook says is of the items that the page shows: it is looked at anew once they are set.
  const [round, setRound] = useState(0);
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={8} />;
  if (data.items.length === 0) return <Nothing title={t("timetables.none")} hint={t("timetables.noneHint")} />;
  const set = data.items.filter(({ state }) => state === "set").length;
  return (
    <>
      <div className={styles["tools"]}>
        <a href={timetableFile(id, unit)}>{t("timetables.download")}</a>
        {data.mayEdit && <BringIn key={round} unit={unit} onSet={() => setRound(round + 1)} />}
      </div>
      <Panel
        title={data.unit.name}
        aside={<span className="figures">{t("timetables.count", { set, all: data.items.length })}</span>}
        flush
      >
        <Items of={data} />
      </Panel>
    </>
  );
}

const TONES = { none: "quiet", set: "text-green", outdated: "text-yellow" } as const;

function Items({ of }: { readonly of: Timetables }) {
  const { t } = useTexts();
  const format = useFormat();
  const path = usePlanPath();
  const heads = [t("timetables.item"), t("timetables.place"), t("timetables.deadline"), t("timetables.state")] as const;
  return (
    <Table heads={heads}>
      {of.items.map(({ item, title, place, deadline, state, lines }) => (
        <tr key={item} data-timetable={item}>
          <Cell head={heads[0]}>
            <Link to={path(`items/${itemAddress(item)}`)}>{title}</Link>
          </Cell>
          <Cell head={heads[1]}>{place ?? t("worklist.ofCounty")}</Cell>
          <Cell head={heads[2]}>
            <time className="figures">{format.day(deadline)}</time>
          </Cell>
          <Cell head={heads[3]}>
            <b className={TONES[state]}>{t(`timetables.states.${state}`, { count: lines })}</b>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
