/** Where a mailed link leads: sets a new password. The link's token stands behind the #, and is gone from the address at once. */
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useEffect, useState } from "react";
import { Link } from "react-router";
import { post } from "../../api/client.js";
import { useTitle } from "../../app/useTitle.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Alone, NewPassword, Refusal } from "./parts.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("account.newTitle"));
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => history.replaceState(history.state, "", location.pathname), []);
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [differ, setDiffer] = useState(false);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => post("/password-reset/confirm", { token, password }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setDiffer(password !== again);
    if (password === again) mutate();
  };
  return (
    <Alone>
      <h1>{t("account.newTitle")}</h1>
      {isSuccess ? (
        <p className={styles["done"]} role="status">
          {t("account.setDone")}
        </p>
      ) : token === "" ? (
        <p className={styles["alert"]} role="alert">
          {t("account.noLink")}
        </p>
      ) : (
        <form className={styles["form"]} onSubmit={submit}>
          <Refusal error={differ ? t("account.differ") : error} />
          <NewPassword password={password} again={again} onPassword={setPassword} onAgain={setAgain} first />
          <Button type="primary" size="large" htmlType="submit" loading={isPending}>
            {t("account.set")}
          </Button>
        </form>
      )}
      <Link to="/sign-in">{t("account.toSignIn")}</Link>
    </Alone>
  );
}
