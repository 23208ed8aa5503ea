/** 岗位空缺: who is missing today, and what the office was last told of it. */
import { holderOf } from "../../domain/people/recipients.js";
import { vacanciesOn } from "../../domain/people/vacancies.js";
import { toldVacancies } from "../../prisma/alarms/vacancy-report.js";
import { planRoute } from "../serving/route.js";
import { vacancies } from "./schemas.js";

export const getVacancies = planRoute({
  method: "get",
  path: "/vacancies",
  tag: "roster",
  summary: "Seats and posts that nobody fills today 岗位空缺",
  description:
    "The office is told with a working day's letters when others are vacant than it was last told of, and once a week while they stay.",
  response: vacancies,
  changesWith: "answer",
  async handler({ plan: { id, names, today, bundle }, services: { pool } }) {
    const told = await toldVacancies(pool, id);
    const standIn = (post: string) => {
      const found = holderOf(bundle.roster, post, today);
      return found.person === null ? null : names.holder(found.post, today);
    };
    return {
      on: today,
      told: told && { on: told.on, count: told.vacant.length },
      vacancies: vacanciesOn(bundle.roster, today).map(({ village, seat, post, since }) => ({
        village: village === null ? null : names.village(village),
        seat,
        post: post === null ? null : names.post(post, today),
        since,
        standIn: post === null ? null : standIn(post),
      })),
    };
  },
});
