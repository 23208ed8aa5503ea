/** What the forms of inspections have in common: why, and the end of the form. */
import { Button } from "antd";
import { useId } from "react";
import form from "../../actions/form.module.css";
import { Told } from "../../actions/Told.js";
import type { SendState } from "../../actions/useSend.js";
import { useTexts } from "../../i18n/index.js";

interface TextFieldProps {
  /** Where the form moves the focus to it. */
  readonly id?: string;
  readonly label: string;
  readonly rows: number;
  /** Characters. */
  readonly most: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly locked?: boolean;
  readonly required?: boolean;
  readonly wrong?: boolean;
}

export function TextField({ label, rows, most, value, onChange, locked, required, wrong, ...given }: TextFieldProps) {
  const own = useId();
  const id = given.id ?? own;
  return (
    <div className={form["field"]}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className={form["input"]}
        rows={rows}
        maxLength={most}
        disabled={locked}
        required={required}
        aria-invalid={wrong}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

interface FormEndProps {
  readonly state: SendState;
  /** What the button that sends says. */
  readonly act: string;
  /** What is missing, in words; null: nothing. */
  readonly wrong?: string | null;
  readonly onClose: () => void;
}

/** What is wrong, what became of what was sent, and the two buttons. */
export function FormEnd({ state, act, wrong = null, onClose }: FormEndProps) {
  const { t } = useTexts();
  const { phase } = state;
  return (
    <>
      {wrong !== null && (
        <p className="text-red" role="alert">
          {wrong}
        </p>
      )}
      <Told state={state} names={new Map()} />
      <div className={form["buttons"]}>
        <Button type="primary" size="large" htmlType="submit" loading={phase === "sending"}>
          {phase === "unknown" ? t("acting.again") : act}
        </Button>
        <Button size="large" onClick={onClose} disabled={phase === "sending"}>
          {t("acting.cancel")}
        </Button>
      </div>
    </>
  );
}
