/** A field: its name, what it is filled in with, what is wrong with it, and what is good to know. */
import { percentOf } from "../../../domain/items/measure.js";
import type { ReactNode } from "react";
import { useFormat } from "../i18n/format.js";
import { useSay, useTexts } from "../i18n/index.js";
import { type Around, type Field, type Figures, isOptional, type Wrong } from "./fields.js";
import styles from "./form.module.css";
import { Widget, type WidgetProps } from "./Widget.js";

interface Props extends Omit<WidgetProps, "invalid" | "describedBy"> {
  readonly wrong: string | undefined;
}

/** Several inputs make up such a field: they are a group with a name. */
const GROUPS: ReadonlySet<Field["type"]> = new Set(["yesNo", "oneOf", "file", "files", "photos", "instruction"]);

export function FieldRow({ wrong, ...props }: Props) {
  const { t } = useTexts();
  const say = useSay();
  const { field, id } = props;
  const hint = useFieldHint(props);
  const hintId = `${id}-hint`;
  const wrongId = `${id}-wrong`;
  const describedBy = [...(hint ? [hintId] : []), ...(wrong ? [wrongId] : [])].join(" ") || undefined;
  const name = (
    <>
      {say(field.label)}
      {isOptional(field) && <i>{t("acting.optional")}</i>}
    </>
  );
  const rest = (
    <>
      <Widget {...props} invalid={wrong !== undefined} describedBy={describedBy} />
      {hint && <small id={hintId}>{hint}</small>}
      {wrong && (
        <small id={wrongId} className={styles["wrong"]} role="alert">
          {wrong}
        </small>
      )}
    </>
  );
  return GROUPS.has(field.type) ? (
    <fieldset className={styles["field"]} aria-describedby={describedBy} data-field={field.name}>
      <legend>{name}</legend>
      {rest}
    </fieldset>
  ) : (
    <div className={styles["field"]} data-field={field.name}>
      <label htmlFor={id} className={styles["label"]}>
        {name}
      </label>
      {rest}
    </div>
  );
}

/** What there is to know beside a field: where the item stands. */
function useFieldHint({ field, value, around }: Omit<Props, "wrong">): ReactNode {
  const { t } = useTexts();
  const format = useFormat();
  const { item } = around;
  if (field.type === "figures") return <FiguresHint item={item} value={value} />;
  if (field.name === "scan") return t("beside.scan");
  if (field.type === "date" && (field.after === "deadline" || field.name === "deadline"))
    return item && t("beside.deadlineNow", { date: format.day(item.deadline) });
  if (field.type === "files" && item && item.evidence.length > 0)
    return `${t("beside.evidenceAsked")}${t("colon")}${item.evidence.join(t("list"))}`;
  if (field.type !== "percent" || !item) return null;
  const scheduled = item.why.inputs.scheduledPercent;
  const parts = [t("beside.before", { percent: item.percent })];
  if (scheduled !== null) {
    parts.push(t("beside.scheduled", { scheduled: round(scheduled) }));
    // What is no percentage is compared with nothing; that it is none is said when it is sent.
    if (typeof value === "number" && value >= 0 && value <= 100)
      parts.push(
        value < scheduled
          ? t("beside.behind", { percent: value, gap: round(scheduled - value) })
          : t("beside.ahead", { percent: value }),
      );
  }
  return parts.join(" · ");
}

/** What the percentage is computed of. */
function FiguresHint({ item, value }: { readonly item: Around["item"]; readonly value: unknown }) {
  const { t } = useTexts();
  const { metric, why } = item ?? {};
  if (!metric || metric.total === null) return t("beside.noTotal");
  const { done } = (value ?? { done: null }) as Figures;
  const scheduled = why?.inputs.scheduledPercent ?? null;
  return [
    t("beside.total", { total: metric.total }),
    ...(metric.done === null ? [] : [t("beside.done", { done: metric.done })]),
    ...(scheduled === null ? [] : [t("beside.scheduled", { scheduled: round(scheduled) })]),
    // More than all is no percentage; as the rule computes it, never rounded up.
    ...(done === null
      ? []
      : [
          done > metric.total || done < 0
            ? t("acting.badFigures")
            : t("beside.computed", { percent: percentOf(done, metric.total) }),
        ]),
  ].join(" · ");
}

const round = (value: number): number => Math.round(value * 10) / 10;

export function useSayWrong(): (field: Field, wrong: Wrong) => string {
  const { t } = useTexts();
  const say = useSay();
  const format = useFormat();
  return (field, wrong) => {
    const name = say(field.label);
    switch (wrong.kind) {
      case "missing":
        return t(wrong.choose ? "acting.choose" : "acting.need", { name });
      case "unfit":
        return t("acting.unfit", { name, at: wrong.unfit.at, code: wrong.unfit.code, what: say(wrong.unfit.name) });
      case "tooLong":
        return t("acting.tooLong", { name, most: wrong.most });
      case "badPercent":
      case "badFigures":
      case "badNumber":
        return t(`acting.${wrong.kind}`);
      default:
        return t(`acting.${wrong.kind}`, { date: format.day(wrong.day) });
    }
  };
}
