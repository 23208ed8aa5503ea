/** What the list of items is narrowed by. Choices come from the plan itself. */
import { useQuery } from "@tanstack/react-query";
import * as queries from "../../api/queries.js";
import type { ItemStatus, Scope } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { Choice, type Option } from "../../components/Choice.js";
import { Filters } from "../../components/Filters.js";
import { Search } from "../../components/Search.js";
import type { OpenFilter } from "../../components/useFilter.js";
import { useTexts } from "../../i18n/index.js";
import type { FILTER } from "./filter.js";

const STATUSES = [
  "registered",
  "assigned",
  "signedFor",
  "inProgress",
  "reported",
  "verified",
  "closed",
  "cancelled",
] as const satisfies readonly ItemStatus[];

const SCOPES = ["county", "township", "village", "area"] as const satisfies readonly Scope[];

const named = ({ id, name }: { readonly id: string; readonly name: string }): Option => ({ value: id, label: name });

export function ItemFilters({ filter, change, clear, set }: OpenFilter<(typeof FILTER)[number]>) {
  const { t } = useTexts();
  const { id } = usePlan();
  const tasks = useQuery(queries.tasks(id));
  const villages = useQuery(queries.villages(id));
  const units = useQuery(queries.units(id));
  const all = villages.data?.villages ?? [];
  const townships = [...new Map(all.map(({ township }) => [township.id, township])).values()];
  const inTownship =
    filter.township === undefined ? all : all.filter(({ township }) => township.id === filter.township);
  return (
    <Filters
      set={set}
      onClear={clear}
      first={<Search label={t("items.search")} value={filter.q ?? ""} onSearch={(q) => change({ q })} />}
    >
      <Choice
        label={t("items.task")}
        width={240}
        multiple
        options={(tasks.data?.tasks ?? []).map(({ no, title }) => ({ value: String(no), label: `${no} ${title}` }))}
        loading={tasks.isPending}
        value={filter.task}
        onChange={(task) => change({ task })}
      />
      <Choice
        label={t("items.township")}
        width={120}
        options={townships.map(named)}
        value={filter.township}
        onChange={(township) => change({ township, village: null })}
      />
      <Choice
        label={t("items.village")}
        width={130}
        options={inTownship.map(named)}
        loading={villages.isPending}
        value={filter.village}
        onChange={(village) => change({ village })}
      />
      <Choice
        label={t("items.unit")}
        width={170}
        options={(units.data?.units ?? []).filter(({ items }) => items > 0).map(named)}
        loading={units.isPending}
        value={filter.unit}
        onChange={(unit) => change({ unit })}
      />
      <Choice
        label={t("items.scope")}
        width={120}
        multiple
        options={SCOPES.map((scope) => ({ value: scope, label: t(`scope.${scope}`) }))}
        value={filter.scope}
        onChange={(scope) => change({ scope })}
      />
      <Choice
        label={t("items.status")}
        width={150}
        multiple
        options={STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
        value={filter.status}
        onChange={(status) => change({ status })}
      />
    </Filters>
  );
}
