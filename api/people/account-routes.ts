/**
 * 账号和岗位 for the office: who of the roster holds which post since when, which posts nobody holds, and who can sign in. It changes nothing: an
 * account is another's, and the office that could give itself a leader's would hold every office (docs/security.md). The page says which command does it.
 */
import { valueSince } from "../../domain/plan/dated.js";
import { vacanciesOn } from "../../domain/people/vacancies.js";
import { accountsOfPlan, type StoredAccount } from "../../prisma/accounts/account-store.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { planAccounts, type PlanAccounts } from "./schemas.js";

type Person = PlanAccounts["people"][number];

export const getPlanAccounts = planRoute({
  method: "get",
  path: "/accounts",
  tag: "roster",
  summary: "People, their posts and accounts 账号和岗位",
  description:
    "Everybody of the roster with the posts held today, since when, and the accounts by which they sign in; and the posts that nobody holds. Accounts are made, disabled and given another password on the command line alone (`npm run accounts`).",
  response: planAccounts,
  changesWith: "answer",
  personal: true,
  async handler({ plan, services: { pool } }) {
    const { roster } = plan.bundle;
    const { slug } = plan.head;
    const accounts = await accountsOfPlan(pool, slug);
    const byPerson = groupBy(accounts, ({ persons }) => persons[slug] ?? "");
    return {
      on: plan.today,
      slug,
      people: peopleOf(plan, byPerson),
      vacant: [...new Map(vacanciesOn(roster, plan.today).map((one) => [one.post, one])).values()].flatMap(
        ({ post, since }) => (post === null ? [] : [{ post: plan.names.post(post, plan.today), since }]),
      ),
    };
  },
});

/** In the roster's order of posts; who holds none comes last. */
function peopleOf(plan: PlanView, accounts: ReadonlyMap<string, readonly StoredAccount[]>): Person[] {
  const { bundle, names, today } = plan;
  const held = bundle.roster.posts.flatMap(({ id, holders }) => {
    const holding = valueSince(holders, today);
    return holding ? [{ person: holding.value, post: names.post(id, today), since: holding.from }] : [];
  });
  const posts = groupBy(held, ({ person }) => person);
  const order = [...posts.keys(), ...bundle.roster.persons.map(({ id }) => id).filter((id) => !posts.has(id))];
  return order.map((id) => ({
    person: names.person(id),
    posts: (posts.get(id) ?? []).map(({ post, since }) => ({ post, since })),
    accounts: (accounts.get(id) ?? []).map(accountView),
  }));
}

function accountView({ account, sample, disabled, mustChangePassword, hasPassword, secondFactor }: StoredAccount) {
  return {
    account,
    state: disabled
      ? ("disabled" as const)
      : sample
        ? ("sample" as const)
        : mustChangePassword
          ? ("oneTimePassword" as const)
          : hasPassword
            ? ("active" as const)
            : ("singleSignOn" as const),
    secondFactor,
  };
}
