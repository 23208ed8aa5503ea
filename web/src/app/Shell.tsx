/** Around every page of a plan: which plan it is, where one is, and what kind of data one sees. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, Suspense, useEffect, useMemo, useRef } from "react";
import { NavLink, Outlet, ScrollRestoration, useLocation, useParams } from "react-router";
import * as queries from "../api/queries.js";
import { Failure } from "../components/Failure.js";
import { Icon, type IconName } from "../components/Icon.js";
import { Waiting } from "../components/Waiting.js";
import { speakOf, useTexts } from "../i18n/index.js";
import { AwayBanner } from "./AwayBanner.js";
import { FeedProvider } from "./feed.js";
import { type OpenPlan, PlanContext } from "../plan/plan.js";
import { PlanStrip } from "./PlanStrip.js";
import { PlanSwitch } from "./PlanSwitch.js";
import { Settings } from "./Settings.js";
import { useSaid } from "./said.js";
import styles from "./shell.module.css";
import { WhoAmI } from "./WhoAmI.js";

const PAGES = [
  { name: "my", path: "my", icon: "tasks" },
  { name: "overview", path: "", icon: "overview" },
  { name: "lights", path: "lights", icon: "lights" },
  { name: "items", path: "items", icon: "items" },
  { name: "inspections", path: "inspections", icon: "inspections" },
  { name: "registers", path: "registers", icon: "registers" },
  { name: "letters", path: "letters", icon: "letters" },
  { name: "roster", path: "roster", icon: "roster" },
] as const satisfies readonly { name: string; path: string; icon: IconName }[];

export function Shell() {
  const { planId = "" } = useParams();
  const { t } = useTexts();
  const plan = useQuery(queries.plan(planId));
  const clock = useQuery(queries.clock(planId));
  const me = useQuery(queries.planMe(planId));
  useNewDay(planId, clock.data?.today);
  const content = useRef<HTMLElement>(null);
  useFocusOnPage(content);
  // Before anything of the plan is shown, its own words.
  if (plan.data) speakOf(plan.data.words);
  const open = useMemo<OpenPlan | null>(
    () =>
      plan.data && clock.data && me.data
        ? { id: planId, plan: plan.data, clock: clock.data, today: clock.data.today, me: me.data }
        : null,
    [planId, plan.data, clock.data, me.data],
  );
  const error = plan.error ?? clock.error ?? me.error;
  const base = `/plans/${encodeURIComponent(planId)}`;
  return (
    <PlanContext value={open}>
      <a className={styles["skip"]} href="#content">
        {t("skipToContent")}
      </a>
      <header className={styles["header"]}>
        <NavLink to={base} end className={styles["mark"] ?? ""} aria-label={t("product")}>
          <span className={styles["seal"]}>
            <Icon name="mark" size={18} />
          </span>
          <span className={styles["name"]}>{t("product")}</span>
        </NavLink>
        <PlanSwitch planId={planId} title={open?.plan.shortTitle ?? ""} />
        <nav className={styles["nav"]} aria-label={t("nav.label")}>
          {PAGES.map(({ name, path, icon }) => (
            <NavLink
              key={name}
              to={path === "" ? base : `${base}/${path}`}
              end={path === ""}
              className={styles["link"] ?? ""}
            >
              <Icon name={icon} size={18} />
              <span>{t(`nav.${name}`)}</span>
            </NavLink>
          ))}
        </nav>
        <WhoAmI plan={me.data} />
        <Settings />
      </header>
      {open && <PlanStrip />}
      <AwayBanner />
      <main id="content" className={styles["main"]} tabIndex={-1} ref={content}>
        {open ? (
          <FeedProvider planId={planId}>
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </FeedProvider>
        ) : error ? (
          <Failure error={error} retry={() => void Promise.all([plan.refetch(), clock.refetch(), me.refetch()])} />
        ) : (
          <Waiting />
        )}
      </main>
      <Said />
      <ScrollRestoration />
    </PlanContext>
  );
}

/** What has just been done. */
function Said() {
  const said = useSaid();
  return (
    <div className={styles["said"]} role="status">
      {said !== "" && <p>{said}</p>}
    </div>
  );
}

/** Which page an address is: `plans/x/items/y` is another than `plans/x/items`, and an open letter is the mailbox still. */
const pageOf = (pathname: string): string => pathname.replace(/\/letters\/.*$/, "/letters");

/**
 * On another page focus goes to its content: keys and screen readers would otherwise stay at a link that may be gone. Within
 * a page it stays where it is, unless what had it is no longer there.
 */
function useFocusOnPage(content: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const known = useRef(pathname);
  useEffect(() => {
    const before = known.current;
    known.current = pathname;
    if (before === pathname) return;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost || pageOf(before) !== pageOf(pathname)) content.current?.focus({ preventScroll: true });
  }, [content, pathname]);
}

/** On another day every light may have changed without a single row in the ledger. */
function useNewDay(planId: string, today: string | undefined): void {
  const queryClient = useQueryClient();
  const known = useRef({ planId, today });
  useEffect(() => {
    const before = known.current;
    known.current = { planId, today };
    if (before.planId !== planId || before.today === undefined || before.today === today) return;
    void queryClient.invalidateQueries({
      queryKey: ["plan", planId],
      predicate: ({ queryKey }) => queryKey[2] !== "clock",
    });
  }, [queryClient, planId, today]);
}
