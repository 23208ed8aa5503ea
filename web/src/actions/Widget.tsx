/** What a field is filled in with. */
import { Select } from "antd";
import { addDays } from "../../../domain/plan/plan-date.js";
import type { ReactNode } from "react";
import { SEARCHED } from "../components/Choice.js";
import { useFormat } from "../i18n/format.js";
import { useSay, useTexts } from "../i18n/index.js";
import { EvidencePicker } from "../evidence/EvidencePicker.js";
import { type Around, bounds, type Field, type Figures, isOptional, MOST_TEXT } from "./fields.js";
import styles from "./form.module.css";
import { PhotosBox } from "./PhotosBox.js";
import { useOptions } from "./useOptions.js";

export interface WidgetProps<F extends Field = Field> {
  readonly field: F;
  readonly id: string;
  readonly value: unknown;
  /** Takes a value, or a function that makes it of the one before. */
  readonly onChange: (value: unknown) => void;
  readonly invalid: boolean;
  /** Element that says what is wrong, or more about it. */
  readonly describedBy: string | undefined;
  readonly around: Around;
  readonly locked: boolean;
}

type Of<T extends Field["type"]> = WidgetProps<Extract<Field, { readonly type: T }>>;

/** Popups lie over the page, and an open dialog makes all of that inert: they have to be in the dialog. */
const inDialog = (node: HTMLElement): HTMLElement => node.closest("dialog") ?? document.body;

export function Widget(props: WidgetProps): ReactNode {
  switch (props.field.type) {
    case "text":
      return <TextBox {...(props as Of<"text">)} />;
    case "line":
      return <Line {...props} />;
    case "date":
      return <DateBox {...(props as Of<"date">)} />;
    case "percent":
      return <NumberBox {...props} max={100} />;
    case "figures":
      return <FiguresBox {...props} />;
    case "number":
      return <NumberBox {...props} />;
    case "yesNo":
    case "oneOf":
      return <Options {...(props as Of<"yesNo" | "oneOf">)} />;
    case "pick":
    case "picks":
      return <Picker {...(props as Of<"pick" | "picks">)} />;
    case "file":
    case "files":
      return <EvidenceBox {...(props as Of<"file" | "files">)} />;
    case "photos":
      return <Pictures {...(props as Of<"photos">)} />;
    case "instruction":
      return <Reference {...props} />;
    case "rung":
    case "count":
    case "numbersByItem":
      throw new Error(`no form fills in ${props.field.type}: ${props.field.name}`);
  }
}

const told = ({ id, invalid, describedBy, field }: WidgetProps) => ({
  id,
  className: styles["input"],
  "aria-invalid": invalid,
  "aria-describedby": describedBy,
  "aria-required": !isOptional(field),
});

const words = (value: unknown): string => (typeof value === "string" ? value : "");

function TextBox(props: Of<"text">) {
  const { cells } = props.field;
  return (
    <textarea
      {...told(props)}
      rows={4}
      maxLength={MOST_TEXT}
      value={words(props.value)}
      onChange={({ target: { value } }) => props.onChange(cells ? value.replaceAll("\t", "|") : value)}
    />
  );
}

function Line(props: WidgetProps) {
  return (
    <input
      {...told(props)}
      maxLength={200}
      value={words(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

/** The browser's own: keys, screen readers and telephones know it. */
function DateBox(props: Of<"date">) {
  const { after, from, to } = bounds(props.field, props.around);
  return (
    <input
      {...told(props)}
      className={`${styles["input"]} ${styles["short"]}`}
      type="date"
      min={after === null ? (from ?? undefined) : addDays(after, 1)}
      max={to ?? "9999-12-31"}
      value={words(props.value)}
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}

const numberOf = (text: string): number | null => (text.trim() === "" ? null : Number(text));

function NumberBox(props: WidgetProps & { readonly max?: number }) {
  const { value, max, onChange } = props;
  return (
    <input
      {...told(props)}
      className={`${styles["input"]} ${styles["short"]}`}
      type="number"
      inputMode="decimal"
      min={0}
      max={max}
      step="any"
      value={typeof value === "number" ? value : ""}
      onChange={(event) => onChange(numberOf(event.target.value))}
    />
  );
}

function FiguresBox(props: WidgetProps) {
  const { done } = (props.value ?? { done: null }) as Figures;
  return <NumberBox {...props} value={done} onChange={(next) => props.onChange({ done: next })} />;
}

/** What can be chosen among. */
function optionsOf(field: Of<"yesNo" | "oneOf">["field"]) {
  if (field.type === "oneOf") return field.values.map(({ value, label }) => ({ value, label }));
  return [
    { value: true, label: field.yes },
    { value: false, label: field.no },
  ];
}

function Options(props: Of<"yesNo" | "oneOf">) {
  const say = useSay();
  const { field, id, value, onChange } = props;
  return (
    <div className={styles["options"]}>
      {optionsOf(field).map((option, at) => (
        <label key={String(option.value)}>
          <input
            id={at === 0 ? id : undefined}
            type="radio"
            name={id}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          {option.label ? say(option.label) : String(option.value)}
        </label>
      ))}
    </div>
  );
}

function Picker(props: Of<"pick" | "picks">) {
  const { t } = useTexts();
  const { field, id, value, onChange, invalid, describedBy, locked, around } = props;
  const { options, loading } = useOptions(field.of, around.refs);
  const shared = {
    id,
    options: [...options],
    loading,
    disabled: locked,
    showSearch: SEARCHED,
    placeholder: t("acting.search"),
    status: invalid ? ("error" as const) : ("" as const),
    "aria-describedby": describedBy,
    "aria-required": !isOptional(field),
    getPopupContainer: inDialog,
    size: "large" as const,
    style: { width: "100%" },
  };
  return field.type === "picks" ? (
    <Select {...shared} mode="multiple" value={(value ?? []) as string[]} onChange={onChange} />
  ) : (
    <Select {...shared} allowClear value={(value as string | undefined) ?? null} onChange={onChange} />
  );
}

const chosenOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as string[]) : typeof value === "string" ? [value] : [];

function EvidenceBox({ field, value, onChange, around, id }: Of<"file" | "files">) {
  const { item } = around;
  if (!item) return null;
  const one = field.type === "file";
  const choose = (sha256: string, on: boolean): void =>
    onChange((before: unknown) => {
      if (one) return on ? sha256 : undefined;
      const rest = chosenOf(before).filter((other) => other !== sha256);
      return on ? [...rest, sha256] : rest;
    });
  return <EvidencePicker id={id} itemId={item.id} one={one} chosen={chosenOf(value)} onChoose={choose} />;
}

const Pictures = ({ field, id, value, onChange }: Of<"photos">) => (
  <PhotosBox id={id} chosen={chosenOf(value)} most={field.most} onChange={onChange} />
);

/** Which instruction it is about; where there is one only, that one. */
function Reference({ id, value, onChange, around }: WidgetProps) {
  const { t } = useTexts();
  const format = useFormat();
  const instructions = around.item?.instructions.filter((one) => around.refs.includes(one.id)) ?? [];
  return (
    <div className={styles["options"]}>
      {instructions.map((one, at) => (
        <label key={one.id}>
          <input
            id={at === 0 ? id : undefined}
            type="radio"
            name={id}
            checked={value === one.id}
            onChange={() => onChange(one.id)}
          />
          {one.by.title} → {one.unit.name} {t("item.replyBy", { date: format.day(one.replyBy) })}
        </label>
      ))}
    </div>
  );
}
