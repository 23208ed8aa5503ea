/** The lights of all tasks at all places. */
import { type LightReason, worstLight } from "../../domain/items/light.js";
import { groupBy } from "../http/group.js";
import type { PlanView } from "../views/plan-view.js";
import type { Cell, Lights } from "./schemas.js";
import { countLights } from "../views/count-lights.js";
import type { LitItem, Standing } from "../views/standings.js";

const reasonsOf = (items: readonly LitItem[]): LightReason[] => items.map(({ reason }) => reason);

function cellOf(items: readonly LitItem[] | undefined): Cell {
  const there = items ?? [];
  return { light: worstLight(reasonsOf(there)) ?? "none", total: there.length, counts: countLights(there) };
}

/** Village and area items lie in their village's cell, township items in their township's, all others in the county's. */
function placeOf({ item }: LitItem): string {
  return `${item.task} ${item.village === null ? (item.township === null ? "county" : `t ${item.township}`) : `v ${item.village}`}`;
}

export function lightsView(standing: Standing, plan: PlanView): Lights {
  const { bundle } = plan;
  const { townships, villages } = bundle.roster;
  const byPlace = groupBy(standing.items, placeOf);
  const byTask = groupBy(standing.items, ({ item }) => item.task);
  return {
    on: standing.on,
    today: plan.today,
    from: plan.from,
    counts: countLights(standing.items),
    townships: townships.map(({ id, name }) => ({ id, name })),
    villages: villages.map(({ id, name, township }) => ({ id, name, township })),
    tasks: bundle.plan.tasks.map(({ no, title, group }) => ({
      no,
      title,
      group,
      counts: countLights(byTask.get(no) ?? []),
      county: cellOf(byPlace.get(`${no} county`)),
      townships: townships.map(({ id }) => cellOf(byPlace.get(`${no} t ${id}`))),
      villages: villages.map(({ id }) => cellOf(byPlace.get(`${no} v ${id}`))),
    })),
  };
}
