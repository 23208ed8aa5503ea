/** An action on one item or several: its form, and what became of each. */
import { Button } from "antd";
import { useState } from "react";
import type { ActKind } from "../../../domain/items/acts/catalogue.js";
import { post } from "../api/client.js";
import type { ActingAs, ActionAnswer, Item, ItemDetail } from "../api/types.js";
import { usePlan } from "../plan/plan.js";
import { LightMark } from "../components/Light.js";
import { placeName } from "../components/place.js";
import { Sheet } from "../components/Sheet.js";
import { useTexts } from "../i18n/index.js";
import { type Act, actForm } from "./acts.js";
import type { Around } from "./fields.js";
import { Form } from "./Form.js";
import styles from "./form.module.css";
import { Outcomes } from "./Told.js";
import { useSayDone } from "./useDone.js";

/** As much of an item as a form about several needs. */
export type ActItem = Pick<Item, "id" | "title" | "light" | "deadline" | "village" | "township">;

interface Props {
  readonly name: ActKind;
  readonly items: readonly ActItem[];
  /** The only one, with everything about it. */
  readonly item?: ItemDetail;
  readonly refs?: readonly string[];
  readonly capacities: readonly ActingAs[];
  readonly automatic?: boolean;
  /** Something of it was accepted. */
  readonly onDone?: (() => void) | undefined;
  readonly onClose: () => void;
}

export function ActSheet({ name, onClose, ...props }: Props) {
  const { t } = useTexts();
  return (
    <Sheet title={t(`act.${name}`)} onClose={onClose} form>
      <ActForm name={name} act={actForm(name)} title={t(`act.${name}`)} onClose={onClose} {...props} />
    </Sheet>
  );
}

interface FormProps extends Props {
  readonly act: Act;
  readonly title: string;
}

export function ActForm({ name, act, title, items, item, refs = [], onDone, onClose, ...props }: FormProps) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const sayDone = useSayDone();
  const [answer, setAnswer] = useState<ActionAnswer | null>(null);
  const names = new Map(items.map((one) => [one.id, `${placeName(one, t("wholeCounty"))} ${one.title}`]));
  const around: Around = { today, item: item ?? null, items, refs };
  const done = (got: ActionAnswer): void => {
    if (got.accepted > 0) onDone?.();
    if (got.refused > 0) return setAnswer(got);
    sayDone(title, got.accepted);
    onClose();
  };
  if (answer) return <Partly answer={answer} names={names} onClose={onClose} />;
  return (
    <>
      <About items={items} />
      <Form<ActionAnswer>
        name={`${name} ${items.map((one) => one.id).join(" ")} ${refs.join(" ")}`}
        title={title}
        act={act}
        around={around}
        names={names}
        danger={name === "cancel"}
        request={(body, key) =>
          post(`/plans/${encodeURIComponent(id)}/actions/${name}`, { items: items.map((one) => one.id), ...body }, key)
        }
        onDone={done}
        onCancel={onClose}
        {...props}
      />
    </>
  );
}

interface PartlyProps {
  readonly answer: ActionAnswer;
  readonly names: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}

function Partly({ answer, names, onClose }: PartlyProps) {
  const { t } = useTexts();
  const { accepted, refused } = answer;
  return (
    <div className={styles["form"]} role="status">
      <b>{t("acting.partly", { accepted, refused })}</b>
      <Outcomes outcomes={answer.outcomes} names={names} />
      <div className={styles["buttons"]}>
        <Button type="primary" size="large" onClick={onClose}>
          {t("acting.finish")}
        </Button>
      </div>
    </div>
  );
}

/** Named one by one; the rest is counted. */
const NAMED = 6;

/** What it is done to. */
function About({ items }: { readonly items: readonly ActItem[] }) {
  const { t } = useTexts();
  return (
    <ul className={`${styles["about"]}`} aria-label={t("acting.items", { count: items.length })}>
      {items.slice(0, NAMED).map((item) => (
        <li key={item.id}>
          <LightMark light={item.light} label={t(`light.${item.light}`)} />
          <span>
            <b>{placeName(item, t("wholeCounty"))}</b> {item.title}
          </span>
        </li>
      ))}
      {items.length > NAMED && <li className="quiet">{t("acting.moreItems", { count: items.length - NAMED })}</li>}
    </ul>
  );
}
