/** What the office does to a round. Who may not is shown no button; what is refused all the same says why. */
import { Button } from "antd";
import { useState } from "react";
import { Form } from "../../actions/Form.js";
import { post } from "../../api/client.js";
import { roundPath } from "../../api/inspections.js";
import type { Round, RoundDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Panel } from "../../components/Panel.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { presetsOf, ROUND_ACTS, ROUND_FORMS, type RoundActName } from "./act-forms.js";
import styles from "./inspections.module.css";

export function RoundActs({ round }: { readonly round: Round }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<RoundActName | null>(null);
  const offered = ROUND_ACTS.filter((name) => round.may.includes(name));
  if (offered.length === 0) return null;
  return (
    <Panel title={t("inspections.act.title")}>
      <div className={styles["buttons"]}>
        {offered.map((name) => (
          <Button key={name} type={name === "approve" ? "primary" : "default"} onClick={() => setOpen(name)}>
            {t(`inspections.act.${name}`)}
          </Button>
        ))}
      </div>
      {open && <RoundActSheet name={open} round={round} onClose={() => setOpen(null)} />}
    </Panel>
  );
}

interface SheetProps {
  readonly name: RoundActName;
  readonly round: Round;
  readonly onClose: () => void;
}

function RoundActSheet({ name, round, onClose }: SheetProps) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const title = t(`inspections.act.${name}`);
  return (
    <Sheet title={title} onClose={onClose} form>
      <Form<RoundDone>
        name={`inspection ${round.round} ${name}`}
        title={title}
        act={ROUND_FORMS[name]}
        around={{ today, item: null, items: [], refs: [] }}
        given={presetsOf(name, round)}
        danger={name === "skip"}
        request={(body, key) => post(`/plans/${encodeURIComponent(id)}${roundPath(round.round)}/${name}`, body, key)}
        onDone={() => {
          sayDone(t(`inspections.act.done.${name}`));
          onClose();
        }}
        onCancel={onClose}
      />
    </Sheet>
  );
}
