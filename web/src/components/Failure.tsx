/** What went wrong, in words, and what to do about it. */
import { Button } from "antd";
import { Link, useParams, useRouteError } from "react-router";
import { Away, Refused } from "../api/client.js";
import { useTexts } from "../i18n/index.js";
import styles from "./failure.module.css";

/** In the place of what could not be read. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTexts();
  const refused = error instanceof Refused ? error : null;
  const away = error instanceof Away ? error : null;
  // Asked again it is refused again.
  const beyond = refused !== null && (refused.status === 403 || refused.status === 404);
  return (
    <div className={styles["failure"]} role="alert">
      <h2>{refused?.title ?? t(away ? "away.title" : "error.title")}</h2>
      <p>{refused?.detail ?? away?.detail ?? (away ? t("away.noAnswer") : String(error))}</p>
      {refused?.requestId && refused.status >= 500 && (
        <p className="quiet">
          {t("error.requestId")} <code>{refused.requestId}</code>
        </p>
      )}
      {beyond ? <BackToOwn /> : retry && <Button onClick={retry}>{t("error.retry")}</Button>}
    </div>
  );
}

/** Away from what is not there for the reader. */
function BackToOwn() {
  const { t } = useTexts();
  const { planId } = useParams();
  return planId === undefined ? (
    <Link to="/">{t("error.home")}</Link>
  ) : (
    <Link to={`/plans/${encodeURIComponent(planId)}/my`}>{t("error.toOwn")}</Link>
  );
}

/** In place of a page of a plan, whose frame stays. */
export function NotFound() {
  const { t } = useTexts();
  return (
    <section className={styles["whole"]}>
      <h1>{t("error.notFound")}</h1>
      <p>{t("error.notFoundHint")}</p>
      <Link to="/">{t("error.home")}</Link>
    </section>
  );
}

/** In place of everything. */
export const NothingHere = () => (
  <main>
    <NotFound />
  </main>
);

/** A fault of the page itself, or a part of it that could no longer be fetched after a new release. */
export function Crashed() {
  const { t } = useTexts();
  const error = useRouteError();
  return (
    <main className={styles["whole"]} role="alert">
      <h1>{t("error.crashed")}</h1>
      <p>{t("error.crashedHint")}</p>
      <pre>{error instanceof Error ? error.message : String(error)}</pre>
      <Button type="primary" onClick={() => location.reload()}>
        {t("error.reload")}
      </Button>
    </main>
  );
}
