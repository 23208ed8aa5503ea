/** 账号和岗位: who holds which post since when, which posts nobody holds, and who can sign in. What is done about it is said: by which command. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import * as queries from "../../api/queries.js";
import type { PlanAccounts } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { Failure } from "../../components/Failure.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { PostLink, postName } from "../../components/people.js";
import { Search } from "../../components/Search.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import desk from "../desk/desk.module.css";
import { Sections } from "../my/Sections.js";
import styles from "./accounts.module.css";
import { Cell, matches, Table } from "./table.js";

const FILTER = ["q", "state"] as const;
const STATES = ["none", "active", "oneTimePassword", "singleSignOn", "sample", "disabled"] as const;
type State = (typeof STATES)[number];
type Person = PlanAccounts["people"][number];
type Account = Person["accounts"][number];

const statesOf = ({ accounts }: Person): readonly State[] =>
  accounts.length === 0 ? ["none"] : accounts.map(({ state }) => state);

export function Page() {
  const { t } = useTexts();
  useTitle(t("planAccounts.title"));
  const { id } = usePlan();
  const { data, error, refetch } = useQuery(queries.planAccounts(id));
  return (
    <>
      <Sections />
      <PageTitle>{t("planAccounts.title")}</PageTitle>
      <p className={desk["lead"]}>{t("planAccounts.lead")}</p>
      {data ? (
        <Opened of={data} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={12} />
      )}
    </>
  );
}

function Opened({ of }: { readonly of: PlanAccounts }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const { filter, change } = useFilter(FILTER);
  const counts = STATES.map((state) => ({
    state,
    count: of.people.filter((person) => statesOf(person).includes(state)).length,
  })).filter(({ count }) => count > 0);
  const rows = of.people.filter(
    (one) =>
      (filter.state === undefined || statesOf(one).includes(filter.state as State)) &&
      matches(
        filter.q ?? "",
        one.person.name,
        ...one.posts.map(({ post }) => postName(post)),
        ...one.accounts.map(({ account }) => account),
      ),
  );
  return (
    <>
      {of.vacant.length > 0 && <Vacant of={of} />}
      <Panel title={t("planAccounts.people")} flush>
        <div className={styles["bar"]}>
          <span className={styles["search"]}>
            <Search label={t("planAccounts.search")} value={filter.q ?? ""} onSearch={(q) => change({ q })} />
          </span>
          <Choice
            label={t("planAccounts.state")}
            width={200}
            options={counts.map(({ state, count }) => ({
              value: state,
              label: `${t(`planAccounts.states.${state}`)} ${count}`,
            }))}
            value={filter.state}
            onChange={(state) => change({ state })}
          />
          <output className="quiet figures">{t("items.shown", { shown: rows.length, total: of.people.length })}</output>
        </div>
        <People rows={rows} />
      </Panel>
      <Commands slug={of.slug} />
      <p className="quiet">
        {t("planAccounts.handOver")} <Link to={path("my/orders")}>{t("desk.orders")}</Link>
      </p>
    </>
  );
}

function Vacant({ of }: { readonly of: PlanAccounts }) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <Panel title={t("planAccounts.vacant")} aside={<span className="figures">{of.vacant.length}</span>}>
      <ul className={styles["vacant"]}>
        {of.vacant.map(({ post, since }) => (
          <li key={post.id} data-vacant={post.id}>
            <PostLink post={post} />{" "}
            <small className="quiet">
              {since === null ? t("roster.neverFilled") : t("planAccounts.vacantSince", { date: format.day(since) })}
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function People({ rows }: { readonly rows: readonly Person[] }) {
  const { t } = useTexts();
  const format = useFormat();
  const heads = [t("planAccounts.person"), t("planAccounts.posts"), t("planAccounts.account")] as const;
  return (
    <Table heads={heads}>
      {rows.map(({ person, posts, accounts }) => (
        <tr key={person.id} data-person={person.id}>
          <th scope="row">
            {person.name} <small className="quiet">{person.id}</small>
          </th>
          <Cell head={heads[1]}>
            {posts.length === 0 ? (
              <span className="quiet">{t("planAccounts.noPost")}</span>
            ) : (
              <ul className={styles["posts"]}>
                {posts.map(({ post, since }) => (
                  <li key={post.id}>
                    <PostLink post={post} />{" "}
                    <small className="quiet">
                      {since === null
                        ? t("planAccounts.fromStart")
                        : t("planAccounts.since", { date: format.day(since) })}
                    </small>
                  </li>
                ))}
              </ul>
            )}
          </Cell>
          <Cell head={heads[2]}>
            {accounts.length === 0 ? (
              <b className={posts.length > 0 ? "text-red" : "quiet"}>{t("planAccounts.states.none")}</b>
            ) : (
              accounts.map((account) => <AccountOf key={account.account} of={account} />)
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

const TONES = {
  active: "text-green",
  singleSignOn: "text-green",
  sample: "quiet",
  oneTimePassword: "text-yellow",
  disabled: "text-red",
} as const;

function AccountOf({ of: { account, state, secondFactor } }: { readonly of: Account }) {
  const { t } = useTexts();
  return (
    <p className={styles["account"]}>
      <code>{account}</code> <b className={TONES[state]}>{t(`planAccounts.states.${state}`)}</b>
      {secondFactor && <small className="quiet"> {t("planAccounts.secondFactor")}</small>}
    </p>
  );
}

/** The office changes no account here: whoever could give itself a leader's would hold every office. */
function Commands({ slug }: { readonly slug: string }) {
  const { t } = useTexts();
  const commands = [
    ["create", `npm run accounts -- create ${t("planAccounts.nameHere")} --name ${t("planAccounts.person")}`],
    ["person", `npm run accounts -- person ${t("planAccounts.nameHere")} ${slug} ${t("planAccounts.idHere")}`],
    ["reset", `npm run accounts -- reset ${t("planAccounts.nameHere")}`],
    ["disable", `npm run accounts -- disable ${t("planAccounts.nameHere")}`],
    ["enable", `npm run accounts -- enable ${t("planAccounts.nameHere")}`],
  ] as const;
  return (
    <Panel title={t("planAccounts.commands")}>
      <p className="quiet">{t("planAccounts.commandsHint")}</p>
      <dl className={styles["commands"]}>
        {commands.map(([what, command]) => (
          <div key={what}>
            <dt>{t(`planAccounts.what.${what}`)}</dt>
            <dd>
              <code>{command}</code>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
