/** What the worklist is narrowed and sorted by. Choices come from the plan itself. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox } from "antd";
import { WORKLIST_SORTS } from "../../../../domain/worklist/order.js";
import * as queries from "../../api/queries.js";
import { Choice } from "../../components/Choice.js";
import { Filters } from "../../components/Filters.js";
import { Search } from "../../components/Search.js";
import type { OpenFilter } from "../../components/useFilter.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { type FILTER, monthsUpTo } from "./filter.js";

interface Props extends OpenFilter<(typeof FILTER)[number]> {
  readonly sort: string;
  readonly onSort: (sort: string | null) => void;
}

export function WorklistFilters({ filter, change, clear, set, sort, onSort }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, plan, today } = usePlan();
  const tasks = useQuery(queries.tasks(id));
  const villages = useQuery(queries.villages(id));
  const units = useQuery(queries.units(id));
  const posts = useQuery(queries.posts(id));
  const all = villages.data?.villages ?? [];
  const townships = [...new Map(all.map(({ township }) => [township.id, township.name]))];
  const within = filter.township === undefined ? all : all.filter(({ township }) => township.id === filter.township);
  const unitOptions = (units.data?.units ?? []).map(({ id: value, name }) => ({ value, label: name }));
  const leaders = (posts.data?.posts ?? [])
    .filter(({ level }) => level === "countyLeader")
    .map(({ id: value, title, holder }) => ({ value, label: holder ? `${holder.name}（${title}）` : title }));
  return (
    <Filters
      set={set}
      onClear={clear}
      first={<Search label={t("items.search")} value={filter.q ?? ""} onSearch={(q) => change({ q })} />}
    >
      <Choice
        label={t("worklist.month")}
        options={monthsUpTo(plan.openedAt, today).map((value) => ({
          value,
          label: t("worklist.monthOf", { month: format.month(value) }),
        }))}
        value={filter.month}
        onChange={(month) => change({ month, changed: month === null ? null : (filter.changed ?? null) })}
      />
      <Choice
        label={t("items.task")}
        width={200}
        multiple
        options={(tasks.data?.tasks ?? []).map(({ no, title }) => ({ value: String(no), label: `${no} ${title}` }))}
        value={filter.task}
        onChange={(task) => change({ task })}
      />
      <Choice
        label={t("items.township")}
        width={120}
        options={townships.map(([value, label]) => ({ value, label }))}
        value={filter.township}
        onChange={(township) => change({ township, village: null })}
      />
      <Choice
        label={t("items.village")}
        width={120}
        options={within.map(({ id: value, name }) => ({ value, label: name }))}
        value={filter.village}
        onChange={(village) => change({ village })}
      />
      <Choice label={t("items.unit")} options={unitOptions} value={filter.unit} onChange={(unit) => change({ unit })} />
      <Choice
        label={t("worklist.involved")}
        options={unitOptions}
        value={filter.involved}
        onChange={(involved) => change({ involved })}
      />
      <Choice
        label={t("worklist.leader")}
        options={leaders}
        value={filter.leader}
        onChange={(leader) => change({ leader })}
      />
      {filter.month !== undefined && (
        <Checkbox
          checked={filter.changed === "true"}
          onChange={({ target }) => change({ changed: target.checked ? "true" : null })}
        >
          {t("worklist.changed")}
        </Checkbox>
      )}
      <Choice
        label={t("worklist.sort")}
        width={120}
        options={WORKLIST_SORTS.map((value) => ({ value, label: t(`worklist.sorts.${value}`) }))}
        value={sort}
        onChange={(value) => onSort(value === "task" ? null : value)}
      />
    </Filters>
  );
}
