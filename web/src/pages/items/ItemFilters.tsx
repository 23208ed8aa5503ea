/** What the list of items is narrowed by. Choices come from the plan itself. */
import type { ItemStatus, Scope } from "../../api/types.js";
import { Choice } from "../../components/Choice.js";
import { Filters } from "../../components/Filters.js";
import { Search } from "../../components/Search.js";
import type { OpenFilter } from "../../components/useFilter.js";
import { useTexts } from "../../i18n/index.js";
import type { FILTER } from "./filter.js";
import { PlanChoices } from "./PlanChoices.js";

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

export function ItemFilters({ filter, change, clear, set }: OpenFilter<(typeof FILTER)[number]>) {
  const { t } = useTexts();
  return (
    <Filters
      set={set}
      onClear={clear}
      first={<Search label={t("items.search")} value={filter.q ?? ""} onSearch={(q) => change({ q })} />}
    >
      <PlanChoices filter={filter} change={change} owing />
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
