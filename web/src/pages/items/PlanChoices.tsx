/** By task, township, village and unit: what any list of items is narrowed by. Choices come from the plan itself. */
import { useQuery } from "@tanstack/react-query";
import * as queries from "../../api/queries.js";
import { Choice, type Option } from "../../components/Choice.js";
import type { OpenFilter } from "../../components/useFilter.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

type Part = "task" | "township" | "village" | "unit";
type Props = Pick<OpenFilter<Part>, "filter"> & {
  readonly change: (parts: { readonly [P in Part]?: string | null }) => void;
  /** Only units that owe something. */
  readonly owing?: boolean;
};

const named = ({ id, name }: { readonly id: string; readonly name: string }): Option => ({ value: id, label: name });

/** The plan's units, as a choice has them. */
export function useUnits(owing = false): { readonly units: readonly Option[]; readonly loading: boolean } {
  const { id } = usePlan();
  const { data, isPending } = useQuery(queries.units(id));
  const units = (data?.units ?? []).filter(({ items }) => !owing || items > 0).map(named);
  return { units, loading: isPending };
}

export function PlanChoices({ filter, change, owing = false }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const tasks = useQuery(queries.tasks(id));
  const villages = useQuery(queries.villages(id));
  const { units, loading } = useUnits(owing);
  const all = villages.data?.villages ?? [];
  const townships = [...new Map(all.map(({ township }) => [township.id, township])).values()];
  const within = filter.township === undefined ? all : all.filter(({ township }) => township.id === filter.township);
  return (
    <>
      <Choice
        label={t("items.task")}
        width={220}
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
        options={within.map(named)}
        loading={villages.isPending}
        value={filter.village}
        onChange={(village) => change({ village })}
      />
      <Choice
        label={t("items.unit")}
        width={170}
        options={units}
        loading={loading}
        value={filter.unit}
        onChange={(unit) => change({ unit })}
      />
    </>
  );
}
