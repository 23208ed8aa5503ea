/** 批量事项: orders of the office that hold for many items at once. */
import { Button } from "antd";
import { useState } from "react";
import { useTitle } from "../../app/useTitle.js";
import type { GivenOrderKind } from "../../../../domain/streams/order-entries.js";
import { OrderSheet } from "../../actions/OrderSheet.js";
import { PageTitle, Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import { Sections } from "../my/Sections.js";
import styles from "./desk.module.css";

const GIVEN = [
  "suspendArea",
  "resumeArea",
  "changeReading",
  "handOver",
  "handOverPost",
] as const satisfies readonly GivenOrderKind[];

export function Page() {
  const { t } = useTexts();
  useTitle(t("desk.orders"));
  const [open, setOpen] = useState<GivenOrderKind | null>(null);
  return (
    <>
      <Sections />
      <PageTitle>{t("desk.orders")}</PageTitle>
      <p className={styles["lead"]}>{t("desk.ordersLead")}</p>
      <div className={styles["orders"]}>
        {GIVEN.map((name) => (
          <Panel key={name} title={t(`order.${name}`)}>
            <div className={styles["order"]}>
              <p className="quiet">{t(`desk.about.${name}`)}</p>
              <Button onClick={() => setOpen(name)} aria-label={t("desk.give", { name: t(`order.${name}`) })}>
                {t("desk.fill")}
              </Button>
            </div>
          </Panel>
        ))}
      </div>
      {open && <OrderSheet name={open} onClose={() => setOpen(null)} />}
    </>
  );
}
