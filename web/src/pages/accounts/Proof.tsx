/** That it is the account's owner who asks: password, and the second factor's code, once more before something is made that lasts. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as queries from "../../api/queries.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Field } from "./parts.js";

export interface Given {
  readonly password?: string;
  readonly code?: string;
}

export interface ProofState {
  readonly password: string;
  readonly code: string;
  readonly setPassword: (value: string) => void;
  readonly setCode: (value: string) => void;
  /** As a request's body has it: what the account has. */
  readonly given: Given;
  readonly clear: () => void;
}

export function useProof(): ProofState {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  return {
    password,
    code,
    setPassword,
    setCode,
    given: { ...(password === "" ? {} : { password }), ...(code === "" ? {} : { code }) },
    clear() {
      setPassword("");
      setCode("");
    },
  };
}

/** Asks for what the account has; nothing of who has neither, or of a sample account. */
export function ProofFields({ proof }: { readonly proof: ProofState }) {
  const { t } = useTexts();
  const { data: me } = useQuery(queries.me);
  if (!me || me.sample || (!me.hasPassword && !me.secondFactor)) return null;
  return (
    <div className={styles["row"]}>
      {me.hasPassword && (
        <Field
          label={t("account.current")}
          type="password"
          value={proof.password}
          onChange={proof.setPassword}
          autoComplete="current-password"
        />
      )}
      {me.secondFactor && (
        <Field label={t("account.code")} value={proof.code} onChange={proof.setCode} autoComplete="one-time-code" />
      )}
    </div>
  );
}
