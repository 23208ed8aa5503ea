/** The office enters what a leader wrote: whose it is, what it says, and its scan. Both names stand in the ledger. */
import { useState } from "react";
import { ACT_KINDS, type ActKind, ACTS } from "../../../domain/items/acts/catalogue.js";
import type { ItemDetail } from "../api/types.js";
import { Sheet } from "../components/Sheet.js";
import { useTexts } from "../i18n/index.js";
import { ActForm } from "./ActSheet.js";
import { behalfForm, isAboutInstruction } from "./acts.js";
import styles from "./form.module.css";

/** Those of a leader's acts that the item leaves room for. */
function actsOn(item: ItemDetail): ActKind[] {
  const replied = item.instructions.some((one) => one.replied);
  return ACT_KINDS.filter((name) => {
    if (ACTS[name].onBehalf !== "office") return false;
    if (name === "giveOpinion") return item.extension !== null;
    return !isAboutInstruction(name) || replied;
  }).sort((a, b) => Number(b === "instruct") - Number(a === "instruct"));
}

export function BehalfSheet({ item, onClose }: { readonly item: ItemDetail; readonly onClose: () => void }) {
  const { t } = useTexts();
  const names = actsOn(item);
  const [name, setName] = useState<ActKind>(names[0] ?? "instruct");
  const refs = item.instructions.filter((one) => one.replied).map((one) => one.id);
  return (
    <Sheet title={t("acting.behalf")} onClose={onClose} form>
      <div className={styles["form"]}>
        <fieldset className={styles["field"]}>
          <legend>{t("field.kind")}</legend>
          <div className={styles["options"]}>
            {names.map((one) => (
              <label key={one}>
                <input type="radio" name="behalf" checked={one === name} onChange={() => setName(one)} />
                {t(`act.${one}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <ActForm
          key={name}
          name={name}
          act={behalfForm(name)}
          title={t(`act.${name}`)}
          items={[item]}
          item={item}
          refs={isAboutInstruction(name) ? refs : []}
          capacities={[]}
          onClose={onClose}
        />
      </div>
    </Sheet>
  );
}
