/** 委托代理: who stands in for whom, now, later and formerly. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import * as queries from "../../api/queries.js";
import type { Delegation } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { orderForm } from "../../actions/acts.js";
import { OrderSheet } from "../../actions/OrderSheet.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { PostLink, postName } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { Sections, useHas } from "../my/Sections.js";
import styles from "./desk.module.css";

const OFFICE = ["office"] as const;

/** Those who may name a substitute: for a post of their own, save the office. */
function useOwnPosts() {
  const { me } = usePlan();
  return me.capacities.filter(({ onBehalfOf, inPlaceOf }) => onBehalfOf === null && inPlaceOf === null);
}

/** The office names substitutes for any post; others for the one that they hold, where there is but one. */
function useDelegating() {
  const isOffice = useHas()(OFFICE);
  const own = useOwnPosts();
  const [only] = own;
  if (isOffice || own.length !== 1 || !only)
    return { may: isOffice || own.length > 0, fixed: {}, order: orderForm("delegate") };
  return { may: true, fixed: { delegated: only.post.id }, order: orderForm("delegate", ["delegated"]) };
}

export function Page() {
  const { t } = useTexts();
  useTitle(t("desk.delegations"));
  const { id, plan } = usePlan();
  const { may, fixed, order } = useDelegating();
  const [open, setOpen] = useState(false);
  const [ending, setEnding] = useState<Delegation | null>(null);
  const [confirming, setConfirming] = useState<Delegation | null>(null);
  const { data, error, refetch } = useQuery(queries.delegations(id));
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          <>
            <ExportLinks list="delegations" />
            {may && !plan.ended && (
              <Button type="primary" onClick={() => setOpen(true)}>
                {t("desk.addDelegation")}
              </Button>
            )}
          </>
        }
      >
        {t("desk.delegations")}
      </PageTitle>
      <p className={styles["lead"]}>{t("desk.delegationsLead")}</p>
      <div className={styles["list"]}>
        {!data ? (
          error ? (
            <Failure error={error} retry={() => void refetch()} />
          ) : (
            <Waiting rows={6} />
          )
        ) : data.delegations.length === 0 ? (
          <Nothing title={t("desk.noDelegations")} />
        ) : (
          <ul className={styles["rows"]}>
            {data.delegations.map((one) => (
              <Row key={one.id} delegation={one} onEnd={() => setEnding(one)} onConfirm={() => setConfirming(one)} />
            ))}
          </ul>
        )}
      </div>
      {open && <OrderSheet name="delegate" fixed={fixed} order={order} onClose={() => setOpen(false)} />}
      {confirming && (
        <OrderSheet
          name="confirmDelegation"
          fixed={{ delegation: confirming.id }}
          onClose={() => setConfirming(null)}
        />
      )}
      {ending && <OrderSheet name="endDelegation" fixed={{ delegation: ending.id }} onClose={() => setEnding(null)} />}
    </>
  );
}

interface RowProps {
  readonly delegation: Delegation;
  readonly onEnd: () => void;
  readonly onConfirm: () => void;
}

function Row({ delegation, onEnd, onConfirm }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { today, plan, me } = usePlan();
  const isOffice = useHas()(OFFICE);
  const own = useOwnPosts();
  const { post, principal, substitute, from, until, reason, active, awaitsConsent } = delegation;
  const over = until < today;
  const mayEnd = !over && !plan.ended && (isOffice || own.some((one) => one.post.id === post.id));
  // The holder in person: nobody agrees for them.
  const mayConfirm = awaitsConsent && !plan.ended && me.person?.id === principal.id;
  return (
    <li>
      <p className={styles["first"]}>
        <b>{substitute.name}</b>
        <span>{t("desk.standsIn", { name: principal.name })}</span>
        <PostLink post={post} />
        <span className={active ? "text-green" : "quiet"}>
          {t(active ? "desk.active" : over ? "desk.over" : awaitsConsent ? "desk.awaitsConsent" : "desk.planned")}
        </span>
      </p>
      {reason !== null && <p>{reason}</p>}
      <small className="figures">
        {format.day(from)} – {format.day(until)}
      </small>
      {mayConfirm && (
        <Button
          size="small"
          type="primary"
          onClick={onConfirm}
          aria-label={t("desk.confirmOf", { name: `${substitute.name} ${postName(post)}` })}
        >
          {t("desk.confirm")}
        </Button>
      )}
      {mayEnd && (
        <Button
          size="small"
          className={styles["end"] ?? ""}
          onClick={onEnd}
          aria-label={t("desk.endOf", { name: `${substitute.name} ${postName(post)}` })}
        >
          {t("desk.end")}
        </Button>
      )}
    </li>
  );
}
