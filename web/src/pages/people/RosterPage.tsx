/** 名册: units, county leaders and villages, each with what it answers for and how its lights stand; and who is missing. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { LightCounts, Unit, Village } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { LightBar } from "../../components/Light.js";
import { PageTitle } from "../../components/Panel.js";
import { HolderName, HolderOnly, UnitLink } from "../../components/people.js";
import { Search } from "../../components/Search.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./roster.module.css";
import { Cell, matches, Table } from "./table.js";
import { Vacancies } from "./Vacancies.js";

const TABS = ["units", "leaders", "villages", "vacancies"] as const;
type Tab = (typeof TABS)[number];
/** The list of each tab, as the API names its file. */
const FILES: Readonly<Record<Tab, string>> = {
  units: "units",
  leaders: "posts",
  villages: "villages",
  vacancies: "vacancies",
};
const PARTS = ["tab", "q"] as const;

export function Page() {
  const { t } = useTexts();
  useTitle(t("roster.title"));
  const { filter, change } = useFilter(PARTS);
  const tab: Tab = TABS.find((one) => one === filter.tab) ?? "units";
  const words = filter.q ?? "";
  return (
    <>
      <PageTitle aside={<ExportLinks list={FILES[tab]} />}>{t("roster.title")}</PageTitle>
      <div className={styles["list"]}>
        <div className={styles["bar"]}>
          <div className={styles["tabs"]} role="tablist" aria-label={t("roster.title")}>
            {TABS.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                id={`tab-${one}`}
                aria-selected={one === tab}
                aria-controls="roster"
                onClick={() => change({ tab: one === "units" ? null : one })}
              >
                {t(`roster.${one}`)}
              </button>
            ))}
          </div>
          <div className={styles["search"]}>
            <Search label={t("roster.search")} value={filter.q ?? ""} onSearch={(q) => change({ q })} />
          </div>
        </div>
        <div role="tabpanel" id="roster" aria-labelledby={`tab-${tab}`}>
          {tab === "units" ? (
            <Units words={words} />
          ) : tab === "leaders" ? (
            <Leaders words={words} />
          ) : tab === "villages" ? (
            <Villages words={words} />
          ) : (
            <Vacancies words={words} />
          )}
        </div>
      </div>
    </>
  );
}

interface Owed {
  readonly lights: LightCounts;
  readonly items: number;
  readonly outside: number;
}

/** What one sees, none, or no right to see: three things. */
function Lights({ of: { lights, items, outside } }: { readonly of: Owed }) {
  const { t } = useTexts();
  if (items === 0 && outside > 0) return <span className="quiet">{t("reach.outside")}</span>;
  return (
    <span className={styles["lights"]}>
      <span className="figures">
        {lights.red > 0 && <b className="text-red">{lights.red}</b>}
        <span className="quiet">
          {lights.red > 0 && " / "}
          {items}
        </span>
      </span>
      {items > 0 && <LightBar counts={lights} />}
    </span>
  );
}

const worstFirst = (a: { lights: LightCounts; items: number }, b: { lights: LightCounts; items: number }): number =>
  b.lights.red - a.lights.red || b.items - a.items;

function Units({ words }: { readonly words: string }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(queries.units(id));
  const rows = useMemo(
    () =>
      (data?.units ?? [])
        .filter(({ name, head, desk }) => matches(words, name, head.person?.name, desk.person?.name))
        .sort(worstFirst),
    [data, words],
  );
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={12} />;
  return (
    <Table heads={[t("roster.unit"), t("roster.owes"), t("roster.head"), t("roster.desk"), t("item.leaderInCharge")]}>
      {rows.map((unit) => (
        <UnitRow key={unit.id} unit={unit} />
      ))}
    </Table>
  );
}

function UnitRow({ unit }: { readonly unit: Unit }) {
  const { t } = useTexts();
  return (
    <tr>
      <th scope="row">
        <UnitLink unit={unit} />{" "}
        <small className="quiet">{unit.role ? t(`roster.bodyRole.${unit.role}`) : t(`roster.kind.${unit.kind}`)}</small>
      </th>
      <Cell head={t("roster.owes")}>
        <Lights of={unit} />
      </Cell>
      <Cell head={t("roster.head")}>
        <HolderOnly holder={unit.head} />
      </Cell>
      <Cell head={t("roster.desk")}>
        <HolderOnly holder={unit.desk} />
      </Cell>
      <Cell head={t("item.leaderInCharge")}>{unit.leaderInCharge && <HolderName holder={unit.leaderInCharge} />}</Cell>
    </tr>
  );
}

function Leaders({ words }: { readonly words: string }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const posts = useQuery(queries.posts(id));
  const villages = useQuery(queries.villages(id));
  const paired = useMemo(() => {
    const byLeader = new Map<string, Village[]>();
    for (const village of villages.data?.villages ?? []) {
      const leader = village.pairing?.countyLeader.post.id;
      if (leader !== undefined) byLeader.set(leader, [...(byLeader.get(leader) ?? []), village]);
    }
    return byLeader;
  }, [villages.data]);
  const error = posts.error ?? villages.error;
  if (!posts.data || !villages.data)
    return error ? (
      <Failure error={error} retry={() => void Promise.all([posts.refetch(), villages.refetch()])} />
    ) : (
      <Waiting rows={12} />
    );
  // 任职 order: leaders are never ranked by their lights.
  const rows = posts.data.posts
    .filter(({ level }) => level === "countyLeader")
    .filter(({ id: post, title, holder }) =>
      matches(words, title, holder?.name, ...(paired.get(post) ?? []).map(({ name }) => name)),
    )
    .sort((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER));
  return (
    <Table heads={[t("roster.leader"), t("roster.pairedWith"), t("roster.liaison")]}>
      {rows.map((post) => (
        <tr key={post.id}>
          <th scope="row">
            <HolderName holder={{ post, person: post.holder }} />
          </th>
          <Cell head={t("roster.pairedWith")}>
            {(paired.get(post.id) ?? []).map((village, at) => (
              <span key={village.id}>
                {at > 0 && t("list")}
                <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>{village.name}</Link>
                {village.lights.red > 0 && <b className="text-red figures"> {village.lights.red}</b>}
              </span>
            ))}
          </Cell>
          <Cell head={t("roster.liaison")}>
            {post.liaison && (
              <Link to={path(`posts/${encodeURIComponent(post.liaison.id)}`)}>{post.liaison.title}</Link>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Villages({ words }: { readonly words: string }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const { data, error, refetch } = useQuery(queries.villages(id));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={12} />;
  const rows = data.villages.filter(({ name, township, pairing }) =>
    matches(
      words,
      name,
      township.name,
      pairing?.countyLeader.person?.name,
      pairing?.departmentHead.person?.name,
      pairing?.helpingUnit.name,
    ),
  );
  return (
    <Table
      heads={[
        t("roster.village"),
        t("roster.township"),
        t("roster.items"),
        t("item.countyLeader"),
        t("item.departmentHead"),
        t("item.helpingUnit"),
      ]}
    >
      {rows.map((village) => (
        <tr key={village.id}>
          <th scope="row">
            <Link to={path(`villages/${encodeURIComponent(village.id)}`)}>{village.name}</Link>
            {village.concentratedArea && <small className="quiet"> {t("scope.area")}</small>}
          </th>
          <Cell head={t("roster.township")}>{village.township.name}</Cell>
          <Cell head={t("roster.items")}>
            <Lights of={village} />
          </Cell>
          <Cell head={t("item.countyLeader")}>
            {village.pairing && <HolderName holder={village.pairing.countyLeader} />}
          </Cell>
          <Cell head={t("item.departmentHead")}>
            {village.pairing && <HolderName holder={village.pairing.departmentHead} />}
          </Cell>
          <Cell head={t("item.helpingUnit")}>{village.pairing && <UnitLink unit={village.pairing.helpingUnit} />}</Cell>
        </tr>
      ))}
    </Table>
  );
}
