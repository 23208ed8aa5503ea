/** Signing in: account and password, then the second factor's code where there is one; or single sign-on; or a sample account. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { NextStep, SignInOptions } from "../../api/types.js";
import { session } from "../../api/session.js";
import { backOf } from "../../app/SessionGuard.js";
import { useTitle } from "../../app/useTitle.js";
import { useSay, useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Alone, Field, Refusal } from "./parts.js";

/** Goes on as somebody else than before: what was read before is not theirs. */
function useGoOn(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return () => {
    session.begun();
    queryClient.clear();
    const back = backOf(search);
    // The filing page stands by itself, outside these addresses.
    if (back.startsWith("/filing/")) location.replace(back);
    else void navigate(back, { replace: true });
  };
}

export function Page() {
  const { t } = useTexts();
  useTitle(t("account.signIn"));
  const [search] = useSearchParams();
  const [asksCode, setAsksCode] = useState(false);
  const { data: options } = useQuery(queries.signInOptions);
  return (
    <Alone>
      {asksCode ? (
        <CodeForm onBack={() => setAsksCode(false)} />
      ) : (
        <>
          <h1>{t("account.signIn")}</h1>
          <p className="quiet">{t("account.signInLead")}</p>
          {search.has("error") && (
            <p className={styles["alert"]} role="alert">
              {t("account.ssoFailed")}
            </p>
          )}
          <PasswordForm onCode={() => setAsksCode(true)} />
          {options?.singleSignOn && <SingleSignOn name={options.singleSignOn.name} />}
          {options && options.samples.length > 0 && <Samples samples={options.samples} />}
        </>
      )}
    </Alone>
  );
}

function PasswordForm({ onCode }: { readonly onCode: () => void }) {
  const { t } = useTexts();
  const goOn = useGoOn();
  const [account, setAccount] = useState("");
  const [password, setPassword] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post<NextStep>("/sign-in", { account, password }),
    onSuccess: ({ next }) => (next === "secondFactor" ? onCode() : goOn()),
    onError: () => setPassword(""),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <Refusal error={error} />
      <Field label={t("account.account")} value={account} onChange={setAccount} autoComplete="username" first />
      <Field
        label={t("account.password")}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      <Button type="primary" size="large" htmlType="submit" loading={isPending}>
        {t("account.signIn")}
      </Button>
      <div className={styles["beside"]}>
        <Link to="/forgot-password">{t("account.forgot")}</Link>
      </div>
    </form>
  );
}

function CodeForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTexts();
  const goOn = useGoOn();
  const [code, setCode] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post("/sign-in/second-factor", { code }),
    onSuccess: goOn,
    onError: () => setCode(""),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <h1>{t("account.codeTitle")}</h1>
      <p className="quiet">{t("account.codeLead")}</p>
      <Refusal error={error} />
      <Field label={t("account.code")} value={code} onChange={setCode} autoComplete="one-time-code" first />
      <Button type="primary" size="large" htmlType="submit" loading={isPending}>
        {t("account.verify")}
      </Button>
      <button type="button" className={styles["link"]} onClick={onBack}>
        {t("account.another")}
      </button>
    </form>
  );
}

function SingleSignOn({ name }: { readonly name: string }) {
  const { t } = useTexts();
  const [search] = useSearchParams();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post<{ readonly url: string }>("/sign-in/sso", { back: backOf(search) }),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      <Refusal error={error} />
      <Button size="large" loading={isPending} onClick={() => mutate()}>
        {t("account.sso", { name })}
      </Button>
    </>
  );
}

function Samples({ samples }: Pick<SignInOptions, "samples">) {
  const { t } = useTexts();
  const say = useSay();
  const goOn = useGoOn();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (account: string) => post("/sign-in/sample", { account }),
    onSuccess: goOn,
  });
  return (
    <section className={styles["trial"]} aria-labelledby="samples">
      <h2 id="samples">{t("account.samples")}</h2>
      <p className="quiet">{t("account.samplesLead")}</p>
      <Refusal error={error} />
      <div className={styles["samples"]}>
        {samples.map(({ account, name }) => (
          <button
            key={account}
            type="button"
            className={styles["sample"]}
            disabled={isPending}
            onClick={() => mutate(account)}
          >
            {say(name)}
          </button>
        ))}
      </div>
    </section>
  );
}
