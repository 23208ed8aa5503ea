/** What is where, in one line above all screens: with the server, on its way, or on this device only. */
import { CLOCK_TOLERANCE_MS } from "../../../../domain/plan/inspection-policy.js";
import { timeText, useTexts } from "../texts.js";
import { clockOffset } from "../sync/transport.js";
import { SIGN_IN } from "../contract.js";
import { useDesk, useSync } from "./hooks.js";

export function StatusBar() {
  const { t } = useTexts();
  const desk = useDesk();
  const { state, heardAt, nextAt } = useSync();
  const offset = clockOffset();
  return (
    <div className="status" data-sync={state}>
      <p role="status">
        <strong>{t(`sync.${state}`)}</strong>
        {heardAt !== null && <span> {t("sync.heard", { at: timeText(heardAt) })}</span>}
        {state === "away" && nextAt !== null && <span> {t("sync.next", { at: timeText(nextAt) })}</span>}
      </p>
      {state === "signIn" || state === "otherAccount" ? (
        <a className="button" href={SIGN_IN}>
          {t("who.signIn")}
        </a>
      ) : (
        <button type="button" disabled={!desk.isWriter} onClick={() => void desk.engine.sendNow()}>
          {t("sync.now")}
        </button>
      )}
      {desk.lock.role === "reader" && (
        <p className="notice warn" role="alert">
          {t("role.reader")}{" "}
          <button type="button" onClick={() => void desk.lock.takeOver()}>
            {t("role.takeOver")}
          </button>
        </p>
      )}
      {desk.saveFailed !== null && (
        <p className="notice bad" role="alert">
          {t("word.notSaved")}：{desk.saveFailed}
        </p>
      )}
      {desk.space?.full && (
        <p className="notice bad" role="alert">
          {t("space.full")}{" "}
          <button type="button" onClick={() => void desk.prepare()}>
            {t("space.check")}
          </button>
        </p>
      )}
      {offset !== null && Math.abs(offset) > CLOCK_TOLERANCE_MS && (
        <p className="notice warn" role="note">
          {t("sync.clock", { minutes: Math.round(Math.abs(offset) / 60_000) })}
        </p>
      )}
      {desk.others > 0 && <p className="notice">{t("who.others", { count: desk.others })}</p>}
    </div>
  );
}
