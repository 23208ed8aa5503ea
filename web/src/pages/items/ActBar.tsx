/** 可办理: what the reader may do to the item now, the step it waits for first. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Suspense, useState } from "react";
import { useNavigate } from "react-router";
import { lazyPart } from "../../app/part.js";
import * as queries from "../../api/queries.js";
import type { ItemDetail, Offer } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { ACT_KINDS, type ActKind, ACTS } from "../../../../domain/items/acts/catalogue.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./acts.module.css";

/** Fetched with the first form that is opened. */
const ActSheet = lazyPart(async () => (await import("../../actions/ActSheet.js")).ActSheet);
const BehalfSheet = lazyPart(async () => (await import("../../actions/BehalfSheet.js")).BehalfSheet);

/** Offered actions by name. */
export type Offers = ReadonlyMap<string, Offer>;

export function useOffers(itemId: string): Offers | null {
  const { id } = usePlan();
  const { data } = useQuery(queries.itemActions(id, itemId));
  return data ? new Map(data.actions.filter(({ may }) => may).map((offer) => [offer.action, offer])) : null;
}

type Open = { readonly name: ActKind; readonly refs?: readonly string[] } | "behalf" | null;

export function ActBar({ item, offers }: { readonly item: ItemDetail; readonly offers: Offers }) {
  const { t } = useTexts();
  const { me, plan } = usePlan();
  const path = usePlanPath();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const offered = ACT_KINDS.filter(
    (name) =>
      offers.has(name) &&
      ACTS[name].at !== "evidence" &&
      (!ACTS[name].onlyMeasured || (item.metric !== null && item.computed === null)),
  );
  const main = offered.filter((name) => ACTS[name].offered !== "beside");
  const beside = offered.filter((name) => ACTS[name].offered === "beside");
  // Only what waits for the reader stands out: what they have done may be done again, and is not asked for.
  const first = main.find((name) => offers.get(name)?.waits);
  const isOver = item.status === "closed" || item.status === "cancelled";
  const behalf = me.roles.some(({ role }) => role === "office") && !isOver && item.status !== "registered";
  // An open form stays, also where nothing is offered any more: it tells what became of what was sent.
  if (open === null && (plan.ended || (offered.length === 0 && !behalf))) return null;
  const press = (name: ActKind): void => {
    if (ACTS[name].at === "drafts") void navigate(path("my/drafts"));
    else setOpen({ name });
  };
  return (
    <section className={styles["bar"]} aria-label={t("acting.doNow")}>
      {main.length === 0 && <p className="quiet">{t("acting.nothing")}</p>}
      <div className={styles["main"]}>
        {main.map((name) => (
          <Button
            key={name}
            size="large"
            type={name === first ? "primary" : "default"}
            data-act={name}
            onClick={() => press(name)}
          >
            {t(`act.${name}`)}
          </Button>
        ))}
      </div>
      {(beside.length > 0 || behalf) && (
        <div className={styles["beside"]} role="group" aria-label={t("acting.others")}>
          {beside.map((name) => (
            <Button key={name} data-act={name} danger={name === "cancel"} onClick={() => press(name)}>
              {t(`act.${name}`)}
            </Button>
          ))}
          {behalf && <Button onClick={() => setOpen("behalf")}>{t("acting.behalf")}</Button>}
        </div>
      )}
      <Opened open={open} item={item} offers={offers} onClose={() => setOpen(null)} />
    </section>
  );
}

interface OpenedProps {
  readonly open: Open;
  readonly item: ItemDetail;
  readonly offers: Offers;
  readonly onClose: () => void;
}

/** The form that is open: it stays, whatever is no longer offered meanwhile. */
export function Opened({ open, item, offers, onClose }: OpenedProps) {
  if (open === null) return null;
  return (
    <Suspense>
      {open === "behalf" ? (
        <BehalfSheet item={item} onClose={onClose} />
      ) : (
        <ActSheet
          name={open.name}
          items={[item]}
          item={item}
          refs={open.refs ?? offers.get(open.name)?.refs ?? []}
          capacities={offers.get(open.name)?.capacities ?? []}
          onClose={onClose}
        />
      )}
    </Suspense>
  );
}
