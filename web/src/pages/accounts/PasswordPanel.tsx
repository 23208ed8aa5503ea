/** Changes one's password. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Field, NewPassword, Refusal } from "./parts.js";

export function PasswordPanel({ must }: { readonly must: boolean }) {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [differ, setDiffer] = useState(false);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => post("/me/password", { current, next }),
    onSuccess: async () => {
      for (const set of [setCurrent, setNext, setAgain]) set("");
      await queryClient.invalidateQueries({ queryKey: queries.me.queryKey });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setDiffer(next !== again);
    if (next === again) mutate();
  };
  return (
    <Panel title={t("account.changeTitle")}>
      <form className={styles["form"]} onSubmit={submit}>
        {must && <p className={styles["must"]}>{t("account.changeMust")}</p>}
        {isSuccess && (
          <p className={styles["done"]} role="status">
            {t("account.changed")}
          </p>
        )}
        <Refusal error={differ ? t("account.differ") : error} />
        <Field
          label={t("account.current")}
          type="password"
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
        />
        <NewPassword password={next} again={again} onPassword={setNext} onAgain={setAgain} />
        <div>
          <Button type="primary" htmlType="submit" loading={isPending}>
            {t("account.change")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
