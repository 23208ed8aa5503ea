/** How many items an order concerns, as they stand now, and the way to their list. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { GivenOrderKind } from "../../../domain/streams/order-entries.js";
import { type Query, queryText } from "../api/client.js";
import * as queries from "../api/queries.js";
import { usePlan, usePlanPath } from "../plan/plan.js";
import { useTexts } from "../i18n/index.js";
import type { OrderForm } from "./acts.js";
import { OPEN, type Values } from "./fields.js";
import styles from "./form.module.css";

type Kind = NonNullable<OrderForm["scope"]>;

/** Whatever is open and not suspended has one of these lights; whatever is open and suspended is grey. */
const FILTER: Readonly<Record<Kind, Query>> = {
  open: { status: OPEN },
  running: { status: OPEN, light: ["red", "yellow", "green"] },
  suspended: { status: OPEN, light: "grey" },
};

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

/** What the order's scope is made of, each place once. */
function useParts(name: GivenOrderKind, values: Values): Query[] {
  const { id } = usePlan();
  const post = typeof values["handedOver"] === "string" ? values["handedOver"] : undefined;
  const { data: posts } = useQuery({ ...queries.posts(id), enabled: post !== undefined });
  const { data: villages } = useQuery({ ...queries.villages(id), enabled: listed(values["villages"]).length > 0 });
  const only = (part: string, value: unknown): Query[] => (typeof value === "string" ? [{ [part]: value }] : []);
  if (name === "changeReading") return only("milestone", values["milestone"]);
  if (name === "handOver") return only("unit", values["from"]);
  if (name === "handOverPost") return only("unit", posts?.posts.find((one) => one.id === post)?.unit?.id);
  const townships = listed(values["townships"]);
  const within = new Map(villages?.villages.map((village) => [village.id, village.township.id]));
  const own = listed(values["villages"]).filter((village) => !townships.includes(within.get(village) ?? ""));
  return [...townships.map((township) => ({ township })), ...own.map((village) => ({ village }))];
}

interface Props {
  readonly name: GivenOrderKind;
  readonly scope: Kind;
  readonly values: Values;
}

export function Scope({ name, scope, values }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const parts = useParts(name, values).map((part) => ({ ...FILTER[scope], ...part }));
  const counted = useQueries({
    queries: parts.map((part) => queries.itemList(id, { ...part, limit: 1 })),
    combine: (answers) => ({
      total: answers.reduce((sum, { data }) => sum + (data?.total ?? 0), 0),
      pending: answers.some(({ isPending }) => isPending),
    }),
  });
  const [only] = parts;
  return (
    <output className={styles["about"]} data-scope>
      <b>{t("desk.scope")}</b>
      {parts.length === 0 ? (
        <span className="quiet">{t("desk.scopeNone")}</span>
      ) : counted.pending ? (
        <span className="quiet">{t("loading")}</span>
      ) : counted.total === 0 ? (
        <span className="text-yellow">{t("desk.scopeEmpty")}</span>
      ) : (
        <span>
          <b className="figures">{t("desk.scopeCount", { count: counted.total })}</b>{" "}
          {parts.length === 1 && only && (
            <Link to={`${path("items")}${queryText(only)}`} target="_blank">
              {t("desk.scopeSee")}
            </Link>
          )}
        </span>
      )}
    </output>
  );
}
