/** Asks for a mail with a link that sets a new password. Says the same whether there is such an account or not. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { post } from "../../api/client.js";
import { useTitle } from "../../app/useTitle.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Alone, Field, Refusal } from "./parts.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("account.forgotTitle"));
  const [account, setAccount] = useState("");
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => post("/password-reset", { account }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <Alone>
      <h1>{t("account.forgotTitle")}</h1>
      <p className="quiet">{t("account.forgotLead")}</p>
      {isSuccess ? (
        <p className={styles["done"]} role="status">
          {t("account.sent")}
        </p>
      ) : (
        <form className={styles["form"]} onSubmit={submit}>
          <Refusal error={error} />
          <Field label={t("account.account")} value={account} onChange={setAccount} autoComplete="username" first />
          <Button type="primary" size="large" htmlType="submit" loading={isPending}>
            {t("account.send")}
          </Button>
        </form>
      )}
      <Link to="/sign-in">{t("account.toSignIn")}</Link>
    </Alone>
  );
}
