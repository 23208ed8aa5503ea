/** 共性问题: where several villages have the same line fail of the same cause, one item for the lead unit is proposed beside theirs. */
import { Button } from "antd";
import { useState } from "react";
import type { Act } from "../../actions/acts.js";
import { Form } from "../../actions/Form.js";
import { post } from "../../api/client.js";
import { roundPath } from "../../api/inspections.js";
import type { Round, RoundDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Panel } from "../../components/Panel.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { reason } from "./act-forms.js";
import styles from "./inspections.module.css";

type Proposal = Round["systemic"][number];

const FORM: Act = {
  fields: [
    {
      name: "accepted",
      type: "yesNo",
      label: { zh: "是否认定", en: "Systemic?" },
      yes: {
        zh: "认定，另立整改事项由牵头单位办理",
        en: "Yes: an item for the lead unit, beside those of the villages",
      },
      no: { zh: "不认定，由各村分别整改", en: "No: each village puts its own right" },
    },
    reason,
  ],
};

export function SystemicPanel({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<Proposal | null>(null);
  if (round.systemic.length === 0) return null;
  const may = round.may.includes("systemic");
  return (
    <Panel title={t("inspections.systemic.title")} aside={<span className="figures">{round.systemic.length}</span>}>
      <div className={styles["stack"]}>
        <p className="quiet">{t("inspections.systemic.lead")}</p>
        {round.systemic.map((one) => (
          <section key={`${one.line} ${one.cause}`} data-systemic={`${one.line}-${one.cause}`}>
            <p>
              <b>{one.text}</b> {t("brackets", { text: one.causeTitle })}
            </p>
            <p className="quiet">
              {t("inspections.systemic.villages", {
                count: one.villages.length,
                names: one.villages.map(({ name }) => name).join(t("list")),
              })}
            </p>
            {may && <Button onClick={() => setOpen(one)}>{t("inspections.systemic.decide")}</Button>}
          </section>
        ))}
      </div>
      {open && <SystemicSheet round={round} proposal={open} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

interface SheetProps {
  readonly round: Round;
  readonly proposal: Proposal;
  readonly onClose: () => void;
}

function SystemicSheet({ round, proposal: { line, cause, villages }, onClose }: SheetProps) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const title = t("inspections.systemic.decide");
  const fixed = { line, cause, villages: villages.map((village) => village.id) };
  return (
    <Sheet title={title} onClose={onClose} form>
      <Form<RoundDone>
        name={`systemic ${round.round} ${line} ${cause}`}
        title={title}
        act={FORM}
        around={{ today, item: null, items: [], refs: [] }}
        request={(body, key) =>
          post(`/plans/${encodeURIComponent(id)}${roundPath(round.round)}/systemic`, { ...fixed, ...body }, key)
        }
        onDone={() => {
          sayDone(t("inspections.systemic.done"));
          onClose();
        }}
        onCancel={onClose}
      />
    </Sheet>
  );
}
