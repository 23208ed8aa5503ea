/** One's API tokens: issued for programs, shown once, revoked when they are no longer needed. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { IssuedToken, Token, TokenScope } from "../../api/types.js";
import { Nothing, Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Field, Refusal } from "./parts.js";
import { ProofFields, useProof } from "./Proof.js";

const SCOPES: readonly TokenScope[] = ["read", "act", "audit"];

export function TokensPanel() {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const { data, error, dataUpdatedAt } = useQuery(queries.tokens);
  const again = () => queryClient.invalidateQueries({ queryKey: queries.tokens.queryKey });
  return (
    <Panel title={t("account.tokens")}>
      <div className={styles["form"]}>
        <p className="quiet">{t("account.tokensLead")}</p>
        <NewToken onIssued={again} />
        <Refusal error={error} />
        {data?.tokens.length === 0 && <Nothing title={t("account.noTokens")} />}
        {data && data.tokens.length > 0 && (
          <ul className={styles["tokens"]}>
            {data.tokens.map((token) => (
              <TokenRow key={token.id} token={token} now={dataUpdatedAt} onRevoked={again} />
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function NewToken({ onIssued }: { readonly onIssued: () => Promise<void> }) {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<readonly TokenScope[]>(["read"]);
  const proof = useProof();
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: () => post<IssuedToken>("/me/tokens", { name, scopes, days: Number(days), ...proof.given }),
    onSuccess: async () => {
      setName("");
      proof.clear();
      await onIssued();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <form className={styles["form"]} onSubmit={submit}>
      <Refusal error={error} />
      {data && (
        <div className={styles["done"]} role="status">
          <p>{t("account.issued")}</p>
          <code className={styles["secret"]} data-token>
            {data.token}
          </code>
        </div>
      )}
      <div className={styles["row"]}>
        <Field label={t("account.tokenName")} value={name} onChange={setName} autoComplete="off" />
        <Field label={t("account.tokenDays")} type="number" value={days} onChange={setDays} autoComplete="off" />
      </div>
      <fieldset className={styles["choices"]}>
        <legend>{t("account.tokenScopes")}</legend>
        {SCOPES.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(SCOPES.filter((one) => (one === scope ? event.target.checked : scopes.includes(one))))
              }
            />{" "}
            {t(`account.scope.${scope}`)}
          </label>
        ))}
      </fieldset>
      <ProofFields proof={proof} />
      <div>
        <Button htmlType="submit" loading={isPending} disabled={scopes.length === 0}>
          {t("account.issue")}
        </Button>
      </div>
    </form>
  );
}

interface RowProps {
  readonly token: Token;
  /** When it was read. */
  readonly now: number;
  readonly onRevoked: () => Promise<void>;
}

function TokenRow({ token, now, onRevoked }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post(`/me/tokens/${token.id}/revoke`, {}),
    onSuccess: onRevoked,
  });
  const day = (instant: string): string => format.day(instant.slice(0, 10));
  const over = token.revokedAt !== null || Date.parse(token.expiresAt) < now;
  const state =
    token.revokedAt === null
      ? over
        ? t("account.ended")
        : t("account.ends", { date: day(token.expiresAt) })
      : t("account.revoked");
  return (
    <li>
      <span>
        <strong>{token.name}</strong>{" "}
        <span className="quiet">
          {[
            token.scopes.map((scope) => t(`account.scope.${scope}`)).join(t("list")),
            ...(token.twoFactors ? [] : [t("account.oneFactor")]),
            state,
            token.lastUsedAt === null ? t("account.never") : t("account.used", { date: day(token.lastUsedAt) }),
          ].join(" · ")}
        </span>
      </span>
      <Refusal error={error} />
      {!over && (
        <Button
          size="small"
          loading={isPending}
          aria-label={t("account.revokeOf", { name: token.name })}
          onClick={() => mutate()}
        >
          {t("account.revoke")}
        </Button>
      )}
    </li>
  );
}
