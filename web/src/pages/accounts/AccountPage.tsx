/** One's own account: password, second factor, address, sessions, calendars, tokens. What must be done before anything else stands alone. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import * as queries from "../../api/queries.js";
import { backOf } from "../../app/SessionGuard.js";
import { useSignOut } from "../../app/useSignOut.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { AddressPanel } from "./AddressPanel.js";
import { CalendarsPanel } from "./CalendarsPanel.js";
import { PasswordPanel } from "./PasswordPanel.js";
import { Alone } from "./parts.js";
import { GiveCode, SecondFactorPanel } from "./SecondFactorPanel.js";
import { SessionsPanel } from "./SessionsPanel.js";
import { TokensPanel } from "./TokensPanel.js";

export function Page() {
  const { t } = useTexts();
  useTitle(t("account.title"));
  const { data: me, error, refetch } = useQuery({ ...queries.me, staleTime: 0 });
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const must = me?.must ?? null;
  /** Has come here because something had to be done first: goes on once nothing has. */
  const sent = search.has("back");
  const back = backOf(search);
  useEffect(() => {
    if (me && sent && must === null) void navigate(back, { replace: true });
  }, [me, sent, must, back, navigate]);
  if (!me) return <Alone wide>{error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}</Alone>;
  return (
    <Alone wide>
      <div className={styles["beside"]}>
        <h1>{t("account.title")}</h1>
        <button type="button" className={styles["link"]} onClick={() => void signOut()}>
          {t("account.signOut")}
        </button>
      </div>
      <p className="quiet">
        {me.name} · {me.account}
      </p>
      {must === "secondFactor" && <GiveCode />}
      {(must === null || must === "changePassword") && me.hasPassword && <PasswordPanel must={must !== null} />}
      {(must === null || must === "enrolSecondFactor") && !me.sample && (
        <SecondFactorPanel on={me.secondFactor} must={must !== null} hasPassword={me.hasPassword} />
      )}
      {must === null && !me.sample && <AddressPanel email={me.email} />}
      {must === null && !me.sample && <SessionsPanel />}
      {must === null && <CalendarsPanel />}
      {must === null && !me.sample && <TokensPanel />}
      {must === null && <Link to={back}>{t("account.back")}</Link>}
    </Alone>
  );
}
