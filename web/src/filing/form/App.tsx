/** The filing page: who is here, then their checks or one of them. */
import { useEffect, useState } from "react";
import { useTexts, otherLanguage } from "../texts.js";
import { SIGN_IN } from "../contract.js";
import type { Model } from "../model.js";
import { Boundary } from "./Boundary.js";
import { DeskProvider, usePlace, useWhereabouts } from "./hooks.js";
import { StatusBar } from "./StatusBar.js";
import { VisitPage } from "./VisitPage.js";
import { Visits } from "./Visits.js";

export function App({ model }: { readonly model: Model }) {
  const { t } = useTexts();
  const where = useWhereabouts(model);
  const place = usePlace();
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [place.at]);
  return (
    <>
      <header className="top">
        {place.at === "visit" ? (
          <a className="back" href="#/">
            {t("back")}
          </a>
        ) : (
          <span />
        )}
        <h1>{t("title")}</h1>
        <button
          type="button"
          className="quietly"
          lang={t("language") === "English" ? "en" : "zh-CN"}
          onClick={otherLanguage}
        >
          {t("language")}
        </button>
      </header>
      <main>
        {!isSecureContext && (
          <p className="notice warn" role="note">
            <strong>{t("insecure.title")}</strong> {t("insecure.text")}
          </p>
        )}
        {where.kind === "starting" && <p className="notice">{t("loading")}</p>}
        {where.kind === "unusable" && (
          <p className="notice bad" role="alert">
            {t("who.unusable", { why: where.why })}
          </p>
        )}
        {where.kind === "nobody" && <Nobody model={model} others={where.others} />}
        {where.kind === "here" && (
          <DeskProvider key={where.desk.user.account} value={where.desk}>
            <StatusBar />
            <Boundary key={location.hash}>
              {place.at === "visit" ? <VisitPage visitKey={place.key} screen={place.screen} /> : <Visits />}
            </Boundary>
          </DeskProvider>
        )}
      </main>
    </>
  );
}

function Nobody({ model, others }: { readonly model: Model; readonly others: number }) {
  const { t } = useTexts();
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const change = (): void => {
      setOnline(navigator.onLine);
      void model.ask();
    };
    addEventListener("online", change);
    addEventListener("offline", change);
    return () => {
      removeEventListener("online", change);
      removeEventListener("offline", change);
    };
  }, [model]);
  return (
    <section className="card">
      <p>{online ? t("who.nobody") : t("who.nobodyOffline")}</p>
      {others > 0 && <p>{t("who.others", { count: others })}</p>}
      <a className="button main" href={SIGN_IN}>
        {t("who.signIn")}
      </a>
    </section>
  );
}
