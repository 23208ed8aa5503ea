/** The address kept with the account: links for a new password go there alone. Changed by a link that is mailed to the new one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useEffect, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import { Panel } from "../../components/Panel.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Field, Refusal } from "./parts.js";
import { ProofFields, useProof } from "./Proof.js";

export function AddressPanel({ email }: { readonly email: string | null }) {
  const { t } = useTexts();
  const proof = useProof();
  const [address, setAddress] = useState("");
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => post("/me/address", { address, ...proof.given }),
    onSuccess: () => {
      setAddress("");
      proof.clear();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <Panel title={t("account.address")}>
      <form className={styles["form"]} onSubmit={submit}>
        <p>{email === null ? t("account.noAddress") : t("account.addressIs", { email })}</p>
        <Confirmation />
        {isSuccess && (
          <p className={styles["done"]} role="status">
            {t("account.addressSent")}
          </p>
        )}
        <Refusal error={error} />
        <Field label={t("account.newAddress")} value={address} onChange={setAddress} autoComplete="off" />
        <ProofFields proof={proof} />
        <div>
          <Button htmlType="submit" loading={isPending}>
            {t("account.sendConfirmation")}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** Whoever comes by the mailed link: its token stands behind the #, and is gone from the address at once. */
function Confirmation() {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const [token] = useState(() => location.hash.slice(1));
  const { mutate, isSuccess, error } = useMutation({
    mutationFn: () => post("/me/address/confirm", { token }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queries.me.queryKey }),
  });
  useEffect(() => {
    if (token === "") return;
    history.replaceState(history.state, "", location.pathname + location.search);
    mutate();
  }, [token, mutate]);
  return (
    <>
      <Refusal error={error} />
      {isSuccess && (
        <p className={styles["done"]} role="status">
          {t("account.addressConfirmed")}
        </p>
      )}
    </>
  );
}
