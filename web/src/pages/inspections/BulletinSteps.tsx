/** 下一步要求: what is to be done next, by which unit and by when; the office edits all three, strikes one out, or adds one. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useId, useState } from "react";
import form from "../../actions/form.module.css";
import * as queries from "../../api/queries.js";
import type { Bulletin } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./bulletin.module.css";
import { EditedText } from "./BulletinEdits.js";
import type { Shown } from "./bulletin-edits.js";

type Step = NonNullable<Bulletin["content"]>["steps"][number];
interface Props {
  readonly steps: readonly Step[];
  readonly shown: Shown;
}

export function BulletinSteps({ steps, shown }: Props) {
  const { t } = useTexts();
  const { edits, onEdit } = shown;
  // Those that were begun here and are not saved yet.
  const begun = [
    ...new Set(
      Object.keys(edits).flatMap((at) => (/^steps\/(new-\d+)\//.exec(at)?.[1] ? [at.split("/")[1] ?? ""] : [])),
    ),
  ].filter((id) => !steps.some((step) => step.id === id));
  const next = (): string => {
    const taken = new Set([...steps.map(({ id }) => id), ...begun]);
    let no = 1;
    while (taken.has(`new-${no}`)) no++;
    return `new-${no}`;
  };
  return (
    <>
      <ol className={styles["steps"]}>
        {steps.map((step) => (
          <li key={step.id} data-step={step.id}>
            <StepHead step={step} shown={shown} />
            <EditedText
              at={`steps/${step.id}/text`}
              paragraph={{ ...step, lead: null, by: "draft", unsourced: [] }}
              shown={shown}
            />
          </li>
        ))}
        {onEdit &&
          begun.map((id) => (
            <li key={id} data-step={id}>
              <NewStep id={id} edits={edits} onEdit={onEdit} />
            </li>
          ))}
      </ol>
      {onEdit && (
        <Button size="small" onClick={() => onEdit(`steps/${next()}/text`, "")}>
          {t("bulletin.step.add")}
        </Button>
      )}
    </>
  );
}

/** By whom and by when, and whether it becomes an item. */
function StepHead({
  step: { id, unit, by, item },
  shown: { edits, onEdit },
}: {
  readonly step: Step;
  readonly shown: Shown;
}) {
  const { t } = useTexts();
  const format = useFormat();
  const name = useUnitName();
  const [editing, setEditing] = useState(false);
  const [unitAt, byAt] = [`steps/${id}/unit`, `steps/${id}/by`];
  const [owes, day] = [edits[unitAt] ?? unit.id, edits[byAt] ?? by];
  if (edits[`steps/${id}/text`] === null) return null;
  if (editing && onEdit)
    return (
      <div className={styles["stepFields"]}>
        <UnitField value={owes} onChange={(value) => onEdit(unitAt, value === unit.id ? undefined : value)} />
        <DayField value={day} onChange={(value) => onEdit(byAt, value === by || value === "" ? undefined : value)} />
        <Button type="primary" onClick={() => setEditing(false)}>
          {t("bulletin.edited")}
        </Button>
      </div>
    );
  return (
    <div className={styles["stepHead"]}>
      <strong>
        {t("bulletin.nextStep", { unit: owes === unit.id ? unit.name : name(owes), day: format.day(day) })}
      </strong>
      {item && <span className="quiet">{t("bulletin.becomesItem")}</span>}
      {onEdit && (
        <Button
          size="small"
          aria-label={t("bulletin.editOf", { what: `${unit.name} ${format.day(by)}` })}
          onClick={() => setEditing(true)}
        >
          {t("bulletin.step.edit")}
        </Button>
      )}
    </div>
  );
}

interface NewProps {
  readonly id: string;
  readonly edits: Shown["edits"];
  readonly onEdit: NonNullable<Shown["onEdit"]>;
}

function NewStep({ id, edits, onEdit }: NewProps) {
  const { t } = useTexts();
  const { id: planId } = usePlan();
  const tasks = useQuery(queries.tasks(planId));
  const [textId, taskId] = [useId(), useId()];
  const at = (member: string): string => `steps/${id}/${member}`;
  const value = (member: string): string => edits[at(member)] ?? "";
  return (
    <div className={styles["stepFields"]}>
      <UnitField value={value("unit")} onChange={(unit) => onEdit(at("unit"), unit)} />
      <DayField value={value("by")} onChange={(day) => onEdit(at("by"), day)} />
      <div className={form["field"]}>
        <label htmlFor={taskId}>{t("bulletin.step.task")}</label>
        <select
          id={taskId}
          className={form["input"]}
          value={value("task")}
          onChange={(event) => onEdit(at("task"), event.target.value)}
        >
          <option value="" disabled>
            {t("bringIn.paper.chooseRound")}
          </option>
          {tasks.data?.tasks.map(({ no, title }) => (
            <option key={no} value={no}>
              {no} {title}
            </option>
          ))}
        </select>
      </div>
      <div className={`${form["field"]} ${styles["wide"]}`}>
        <label htmlFor={textId}>{t("bulletin.step.text")}</label>
        <textarea
          id={textId}
          className={form["input"]}
          rows={2}
          maxLength={500}
          value={value("text")}
          onChange={(event) => onEdit(at("text"), event.target.value)}
        />
      </div>
      <Button
        onClick={() => {
          for (const member of ["unit", "by", "task", "text"]) onEdit(at(member), undefined);
        }}
      >
        {t("bulletin.strike")}
      </Button>
    </div>
  );
}

function useUnits() {
  const { id } = usePlan();
  return useQuery(queries.units(id)).data?.units ?? [];
}

function useUnitName(): (id: string) => string {
  const units = useUnits();
  return (id) => units.find((unit) => unit.id === id)?.name ?? id;
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function UnitField({ value, onChange }: FieldProps) {
  const { t } = useTexts();
  const id = useId();
  const units = useUnits();
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{t("bulletin.step.unit")}</label>
      <select id={id} className={form["input"]} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="" disabled>
          {t("bringIn.paper.chooseRound")}
        </option>
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {unit.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function DayField({ value, onChange }: FieldProps) {
  const { t } = useTexts();
  const id = useId();
  const { today } = usePlan();
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{t("bulletin.step.by")}</label>
      <input
        id={id}
        type="date"
        className={form["input"]}
        min={today}
        max="9999-12-31"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
