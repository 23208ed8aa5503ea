/** 事项: the list, with its filter and order in the address. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo } from "react";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { LIGHTS, LightMark } from "../../components/Light.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { several, useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { ItemFilters } from "./ItemFilters.js";
import { ItemSections } from "./ItemSections.js";
import { ItemTable } from "./ItemTable.js";
import { FILTER, type ItemFilter, type Order, ORDER } from "./filter.js";
import styles from "./items.module.css";

const PAGE = 50;

export function Page() {
  const { t } = useTexts();
  useTitle(t("items.title"));
  const format = useFormat();
  const { id, today } = usePlan();
  const filter = useFilter(FILTER);
  const order = useFilter(ORDER);
  const query = useMemo(() => queryOf(filter.filter, order.filter, today), [filter.filter, order.filter, today]);
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage, isPlaceholderData } = useInfiniteQuery(
    queries.itemPages(id, query),
  );
  const [first] = data?.pages ?? [];
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const lights = several(filter.filter.light);
  return (
    <>
      <ItemSections />
      <PageTitle
        aside={
          first && (
            <>
              <span>{t("items.asOf", { date: format.day(first.on) })}</span>
              <ExportLinks list="items" query={query} />
            </>
          )
        }
      >
        {t("items.title")}
      </PageTitle>
      <div className={styles["list"]}>
        <ItemFilters {...filter} />
        {first && (
          <div
            className={`${styles["lights"]} earlier`}
            role="group"
            aria-label={t("items.light")}
            aria-busy={isPlaceholderData}
          >
            {LIGHTS.map((light) => (
              <button
                key={light}
                type="button"
                aria-pressed={lights.includes(light)}
                onClick={() =>
                  filter.change({
                    light: (lights.includes(light) ? lights.filter((one) => one !== light) : [...lights, light]).join(
                      ",",
                    ),
                  })
                }
              >
                <LightMark light={light} />
                {t(`light.${light}`)}
                <b className="figures">{first.counts[light]}</b>
              </button>
            ))}
          </div>
        )}
        {error && !data ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : !first ? (
          <Waiting rows={12} />
        ) : rows.length === 0 ? (
          <Nothing
            title={t("items.empty")}
            hint={first.outside > 0 ? t("reach.moreHere", { count: first.outside }) : t("items.emptyHint")}
          />
        ) : (
          <div className="earlier" aria-busy={isPlaceholderData}>
            <ItemTable rows={rows} order={order.filter} onOrder={order.change} />
          </div>
        )}
        {first && first.total > 0 && (
          <p className={`${styles["foot"]} earlier`} aria-busy={isPlaceholderData}>
            <output className="quiet figures">
              {t("items.shown", { shown: format.count(rows.length), total: format.count(first.total) })}
              {first.outside > 0 && `${t("semicolon")}${t("reach.moreHere", { count: first.outside })}`}
            </output>
            {hasNextPage && (
              <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t("more")}
              </Button>
            )}
          </p>
        )}
      </div>
    </>
  );
}

function queryOf(filter: ItemFilter, order: Order, today: string) {
  const { task, scope, status, light, on, ...rest } = filter;
  return {
    ...rest,
    task: several(task),
    scope: several(scope),
    status: several(status),
    light: several(light),
    on: on !== undefined && on < today ? on : undefined,
    sort: order.sort,
    order: order.order,
    limit: PAGE,
  };
}
