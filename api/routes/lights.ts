/** The lights of the whole plan on a day. */
import { planRoute } from "../route.js";
import { lights, lightsQuery } from "../schemas/lights.js";
import { dayAsked } from "../standing/standings.js";
import { lightsView } from "../views/lights.js";

export const getLights = planRoute({
  method: "get",
  path: "/lights",
  tag: "lights",
  summary: "The lights of all tasks at all places, on any day 亮灯总览",
  description:
    "One cell for each task at each village, at each township and for the whole county. A cell's light is the worst of its items': red, yellow, green, suspended grey, blue, cancelled grey.",
  query: lightsQuery,
  response: lights,
  problems: ["dateOutOfRange"],
  changesWith: "ledger",
  async handler({ plan, query, services }) {
    return lightsView(await services.standings.at(plan, dayAsked(query.on, plan)), plan);
  },
});
