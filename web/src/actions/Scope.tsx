/** How many items an order would touch, as the API finds it by the order's own rule, and the way to their list. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { GivenOrderKind } from "../../../domain/streams/order-entries.js";
import { type Query, queryText } from "../api/client.js";
import * as queries from "../api/queries.js";
import { usePlan, usePlanPath } from "../plan/plan.js";
import { useTexts } from "../i18n/index.js";
import type { OrderForm } from "./acts.js";
import { OPEN, type Values } from "./fields.js";
import styles from "./form.module.css";

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** What the API is asked with; null while a field that decides it is empty. */
function scopeOf(name: GivenOrderKind, values: Values): Query | null {
  const [townships, villages] = [listed(values["townships"]), listed(values["villages"])];
  const [milestone, deadline] = [text(values["milestone"]), text(values["deadline"])];
  const [from, to, handedOver] = [text(values["from"]), text(values["to"]), text(values["handedOver"])];
  switch (name) {
    case "suspendArea":
    case "resumeArea":
      return townships.length + villages.length === 0 ? null : { townships, villages };
    case "changeReading":
      return milestone && deadline ? { milestone, deadline } : null;
    case "handOver":
      return from && to ? { from, to } : null;
    case "handOverPost":
      return handedOver ? { handedOver } : null;
    default:
      return null;
  }
}

/** The list of items that the scope lies within; null where no one list says it. */
function listOf({ townships, villages, milestone, from }: Query): Query | null {
  const [towns, places] = [listed(townships), listed(villages)];
  if (towns.length + places.length > 1) return null;
  const within = { township: towns[0], village: places[0], milestone, unit: from };
  return Object.values(within).some((one) => one !== undefined) ? { status: OPEN, ...within } : null;
}

interface Props {
  readonly name: GivenOrderKind;
  readonly scope: NonNullable<OrderForm["scope"]>;
  readonly values: Values;
}

export function Scope({ name, scope, values }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const query = scopeOf(name, values);
  const { data, isPending, error } = useQuery({
    ...queries.orderScope(id, { order: name, ...query }),
    enabled: query !== null,
  });
  const list = query && listOf(query);
  return (
    <output className={styles["about"]} data-scope={scope}>
      <b>{t("desk.scope")}</b>
      {query === null ? (
        <span className="quiet">{t("desk.scopeNone")}</span>
      ) : error ? (
        <span className="text-yellow">{t("desk.scopeUnknown")}</span>
      ) : isPending ? (
        <span className="quiet">{t("loading")}</span>
      ) : data.items === 0 ? (
        <span className="text-yellow">{t("desk.scopeEmpty")}</span>
      ) : (
        <span>
          <b className="figures">{t("desk.scopeCount", { count: data.items })}</b>{" "}
          {data.refused > 0 && <span className="quiet">{t("desk.scopeRefused", { count: data.refused })}</span>}{" "}
          {list && (
            <Link to={`${path("items")}${queryText(list)}`} target="_blank">
              {t("desk.scopeSee")}
            </Link>
          )}
        </span>
      )}
    </output>
  );
}
