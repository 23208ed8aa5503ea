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
import { PlanChoices, useUnits } from "../items/PlanChoices.js";
import { type FILTER, monthsUpTo } from "./filter.js";

interface Props extends OpenFilter<(typeof FILTER)[number]> {
  readonly sort: string;
  readonly onSort: (sort: string | null) => void;
}

export function WorklistFilters({ filter, change, clear, set, sort, onSort }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, plan, today } = usePlan();
  const posts = useQuery(queries.posts(id));
  const { units } = useUnits();
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
      <PlanChoices filter={filter} change={change} />
      <Choice
        label={t("worklist.involved")}
        options={units}
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
