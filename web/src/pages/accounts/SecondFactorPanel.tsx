/** Enrols a second factor: the password once more, the code to scan, the recovery codes, and a first code to prove it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { QRCodeSVG } from "qrcode.react";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Enrolment } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Field, Refusal } from "./parts.js";

interface PanelProps {
  readonly on: boolean;
  readonly must: boolean;
  /** False for who comes by single sign-on alone. */
  readonly hasPassword: boolean;
}

export function SecondFactorPanel({ on, must, hasPassword }: PanelProps) {
  const { t } = useTexts();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  return (
    <Panel title={t("account.secondTitle")}>
      <div className={styles["form"]}>
        {must && <p className={styles["must"]}>{t("account.secondMust")}</p>}
        {on ? (
          <p>{t("account.secondOn")}</p>
        ) : enrolment ? (
          <Confirm enrolment={enrolment} />
        ) : (
          <Begin hasPassword={hasPassword} onBegun={setEnrolment} />
        )}
      </div>
    </Panel>
  );
}

/** The code of a factor that is on, in a session that began without: after single sign-on. */
export function GiveCode() {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const [code, setCode] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post("/me/second-factor/verify", { code }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queries.me.queryKey }),
    onError: () => setCode(""),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <Panel title={t("account.codeTitle")}>
      <form className={styles["form"]} onSubmit={submit}>
        <p>{t("account.codeLead")}</p>
        <Refusal error={error} />
        <Field label={t("account.code")} value={code} onChange={setCode} autoComplete="one-time-code" first />
        <div>
          <Button type="primary" htmlType="submit" loading={isPending}>
            {t("account.verify")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

interface BeginProps {
  readonly hasPassword: boolean;
  readonly onBegun: (enrolment: Enrolment) => void;
}

function Begin({ hasPassword, onBegun }: BeginProps) {
  const { t } = useTexts();
  const [password, setPassword] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post<Enrolment>("/me/second-factor", hasPassword ? { password } : {}),
    onSuccess: onBegun,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <p>{t("account.secondOff")}</p>
      <Refusal error={error} />
      {hasPassword && (
        <Field
          label={t("account.current")}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      )}
      <div>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t("account.enrol")}
        </Button>
      </div>
    </form>
  );
}

function Confirm({ enrolment: { uri, recoveryCodes } }: { readonly enrolment: Enrolment }) {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const [code, setCode] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post("/me/second-factor/confirm", { code }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queries.me.queryKey }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <p>{t("account.scan")}</p>
      <div className={styles["qr"]}>
        <QRCodeSVG value={uri} size={184} title={t("account.qr")} />
      </div>
      <code className={styles["secret"]} data-secret>
        {new URL(uri).searchParams.get("secret")}
      </code>
      <p>{t("account.recovery")}</p>
      <ul className={styles["codes"]}>
        {recoveryCodes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Refusal error={error} />
      <Field label={t("account.confirm")} value={code} onChange={setCode} autoComplete="one-time-code" />
      <div>
        <Button type="primary" htmlType="submit" loading={isPending}>
          {t("account.verify")}
        </Button>
      </div>
    </form>
  );
}
