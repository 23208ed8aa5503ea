/** What the pages of accounts are made of. */
import { Input, type InputRef } from "antd";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Link } from "react-router";
import { Away, Refused } from "../../api/client.js";
import { AwayBanner } from "../../app/AwayBanner.js";
import { Settings } from "../../app/Settings.js";
import { Icon } from "../../components/Icon.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";

/** A page beside the plans: the product's mark, language and theme, and what it is about. */
export function Alone({ wide = false, children }: { readonly wide?: boolean; readonly children: ReactNode }) {
  const { t } = useTexts();
  return (
    <>
      <AwayBanner />
      <main className={`${styles["page"]} ${wide ? styles["wide"] : ""}`}>
        <div className={styles["top"]}>
          <Link to="/" className={styles["brand"] ?? ""}>
            <span className={styles["seal"]}>
              <Icon name="mark" size={18} />
            </span>
            {t("product")}
          </Link>
          <Settings />
        </div>
        {children}
      </main>
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What browsers and password keepers know it by. */
  readonly autoComplete: "username" | "current-password" | "new-password" | "one-time-code" | "off";
  readonly hint?: string;
  /** Where typing begins when the page comes. */
  readonly first?: boolean;
  readonly type?: "text" | "password" | "number";
}

export function Field({ label, value, onChange, autoComplete, hint, first = false, type = "text" }: FieldProps) {
  const id = useId();
  const input = useRef<InputRef>(null);
  useEffect(() => {
    if (first) input.current?.focus();
  }, [first]);
  return (
    <div className={styles["field"]}>
      <label htmlFor={id}>{label}</label>
      <Input
        ref={input}
        id={id}
        size="large"
        type={type}
        value={value}
        required
        autoComplete={autoComplete}
        inputMode={autoComplete === "one-time-code" ? "numeric" : undefined}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

interface NewPasswordProps {
  readonly password: string;
  readonly again: string;
  readonly onPassword: (value: string) => void;
  readonly onAgain: (value: string) => void;
  readonly first?: boolean;
}

/** A new password, typed twice. */
export function NewPassword({ password, again, onPassword, onAgain, first = false }: NewPasswordProps) {
  const { t } = useTexts();
  const as = { type: "password", autoComplete: "new-password" } as const;
  return (
    <>
      <Field
        {...as}
        label={t("account.newPassword")}
        value={password}
        onChange={onPassword}
        hint={t("account.rule")}
        first={first}
      />
      <Field {...as} label={t("account.repeat")} value={again} onChange={onAgain} />
    </>
  );
}

/** What was refused, in the API's own words; or in ours. */
export function Refusal({ error }: { readonly error: Error | string | null }) {
  const { t } = useTexts();
  if (!error) return null;
  const words =
    error instanceof Refused
      ? error.detail || error.title
      : error instanceof Away
        ? (error.detail ?? t("away.noAnswer"))
        : error instanceof Error
          ? error.message
          : error;
  return (
    <p className={styles["alert"]} role="alert">
      {words}
    </p>
  );
}
