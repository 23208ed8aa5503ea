/** The conclusion is served on somebody, or a remark of the inspected is noted: both as forms. */
import type { Act } from "../../actions/acts.js";
import { Form } from "../../actions/Form.js";
import { post } from "../../api/client.js";
import { visitPath } from "../../api/inspections.js";
import type { VisitDetail, VisitDone } from "../../api/types.js";
import { say as sayDone } from "../../app/said.js";
import { Sheet } from "../../components/Sheet.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

const FORMS: Readonly<Record<"serve" | "remark", Act>> = {
  serve: {
    fields: [
      { name: "to", type: "line", label: { zh: "反馈给（姓名）", en: "Shown to (name)" } },
      { name: "capacity", type: "line", label: { zh: "职务", en: "Capacity" } },
    ],
    hint: {
      zh: "请当场出示检查结论。异议期自反馈之日起计算。",
      en: "Show the conclusion on the spot. The window for objections begins on this day.",
    },
  },
  remark: {
    fields: [
      { name: "by", type: "line", label: { zh: "意见提出人", en: "Who remarks" } },
      { name: "text", type: "text", label: { zh: "意见", en: "Remark" }, mustSay: true },
    ],
  },
};
const PATHS = { serve: "conclusion", remark: "remark" } as const;

interface Props {
  readonly name: "serve" | "remark";
  readonly visit: VisitDetail;
  readonly onClose: () => void;
}

export function ConclusionSheet({ name, visit, onClose }: Props) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const title = t(`inspections.conclusion.${name}`);
  const address = `/plans/${encodeURIComponent(id)}${visitPath(visit.round, visit.visit)}/${PATHS[name]}`;
  return (
    <Sheet title={title} onClose={onClose} form>
      <Form<VisitDone>
        name={`${name} ${visit.round} ${visit.visit}`}
        title={title}
        act={FORMS[name]}
        around={{ today, item: null, items: [], refs: [] }}
        request={(body, key) => post(address, body, key)}
        onDone={() => {
          sayDone(t("acting.done", { name: title }));
          onClose();
        }}
        onCancel={onClose}
      />
    </Sheet>
  );
}
