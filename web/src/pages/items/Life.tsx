/** 立项 → 交办 → 签收 → 办理 → 反馈 → 核查 → 销号: how far an item has come. */
import type { ItemDetail } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./story.module.css";

const STEPS = ["registered", "assigned", "signedFor", "inProgress", "reported", "verified", "closed"] as const;

export function Life({ item }: { readonly item: Pick<ItemDetail, "status" | "suspended" | "returns"> }) {
  const { t } = useTexts();
  const cancelled = item.status === "cancelled";
  const at = STEPS.findIndex((step) => step === item.status);
  return (
    <div className={styles["life"]} data-stopped={cancelled || item.suspended}>
      <ol aria-label={t("item.life")}>
        {STEPS.map((step, index) => (
          <li
            key={step}
            data-state={cancelled || index > at ? "ahead" : index === at ? "now" : "done"}
            aria-current={index === at ? "step" : undefined}
          >
            {t(`status.${step}`)}
          </li>
        ))}
      </ol>
      {cancelled && <b>{t("status.cancelled")}</b>}
      {item.suspended && <b>{t("status.suspended")}</b>}
      {item.returns > 0 && (
        <span className="text-yellow">
          {t("item.returns")} {item.returns}
        </span>
      )}
    </div>
  );
}
