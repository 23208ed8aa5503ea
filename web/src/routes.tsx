/** Addresses. Each page is fetched when it is first gone to. */
import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { Crashed, NotFound, NothingHere } from "./components/Failure.js";
import { Waiting } from "./components/Waiting.js";
import { Home } from "./app/Home.js";
import { fetchPart } from "./app/part.js";
import { SessionGuard } from "./app/SessionGuard.js";
import { Shell } from "./app/Shell.js";
import { furtherTexts } from "./i18n/index.js";

interface PageModule {
  readonly Page: ComponentType;
}

const lazily = (load: () => Promise<PageModule>) => ({
  lazy: async () => ({ Component: (await fetchPart(load)).Page }),
  ErrorBoundary: Crashed,
});
const page = (path: string, load: () => Promise<PageModule>): RouteObject => ({ path, ...lazily(load) });
/** A page with texts that are fetched with it. */
const worded = (path: string, load: () => Promise<PageModule>): RouteObject =>
  page(path, async () => (await Promise.all([load(), furtherTexts()]))[0]);

export const router = createBrowserRouter([
  {
    ErrorBoundary: Crashed,
    HydrateFallback: Waiting,
    Component: SessionGuard,
    children: [
      { index: true, Component: Home },
      page("sign-in", () => import("./pages/accounts/SignInPage.js")),
      page("forgot-password", () => import("./pages/accounts/ForgotPage.js")),
      page("new-password", () => import("./pages/accounts/NewPasswordPage.js")),
      page("account", () => import("./pages/accounts/AccountPage.js")),
      {
        path: "plans/:planId",
        Component: Shell,
        children: [
          { index: true, ...lazily(() => import("./pages/overview/OverviewPage.js")) },
          worded("my", () => import("./pages/my/MyPage.js")),
          page("my/leader", () => import("./pages/leader/LeaderPage.js")),
          page("my/drafts", () => import("./pages/desk/DraftsPage.js")),
          page("my/orders", () => import("./pages/desk/OrdersPage.js")),
          page("my/visits", () => import("./pages/desk/VisitsPage.js")),
          page("my/packages", () => import("./pages/packages/PackagesPage.js")),
          page("my/delegations", () => import("./pages/desk/DelegationsPage.js")),
          page("my/numbers", () => import("./pages/desk/NumbersPage.js")),
          page("my/paper", () => import("./pages/desk/PaperPage.js")),
          page("my/calls", () => import("./pages/desk/CallsPage.js")),
          page("my/audit", () => import("./pages/desk/AuditPage.js")),
          page("lights", () => import("./pages/lights/LightsPage.js")),
          page("tasks/:no", () => import("./pages/tasks/TaskPage.js")),
          page("my/reports", () => import("./pages/reports/ReportsPage.js")),
          page("my/pairing", () => import("./pages/pairing/PairingPage.js")),
          page("plan", () => import("./pages/plan/PlanPage.js")),
          page("instructions", () => import("./pages/plan/InstructionsPage.js")),
          page("worklist", () => import("./pages/worklist/WorklistPage.js")),
          page("items", () => import("./pages/items/ItemsPage.js")),
          page("items/:itemId", () => import("./pages/items/ItemPage.js")),
          worded("inspections", () => import("./pages/inspections/RoundsPage.js")),
          worded("inspections/mine", () => import("./pages/inspections/MyChecksPage.js")),
          worded("inspections/findings", () => import("./pages/inspections/FindingsPage.js")),
          worded("inspections/findings/:findingId", () => import("./pages/inspections/FindingPage.js")),
          worded("inspections/bring-in", () => import("./pages/inspections/BringInPage.js")),
          worded("inspections/objections", () => import("./pages/inspections/ObjectionsPage.js")),
          worded("inspections/rounds/:round", () => import("./pages/inspections/RoundPage.js")),
          worded("inspections/rounds/:round/visits/:visit", () => import("./pages/inspections/VisitPage.js")),
          worded(
            "inspections/rounds/:round/visits/:visit/conclusion",
            () => import("./pages/inspections/ConclusionPage.js"),
          ),
          worded("inspections/group", () => import("./pages/inspections/GroupChecksPage.js")),
          worded("inspections/rounds/:round/bulletin", () => import("./pages/inspections/BulletinPage.js")),
          worded("registers", () => import("./pages/registers/RegistersPage.js")),
          worded("registers/figures", () => import("./pages/registers/FiguresPage.js")),
          worded("registers/list/:register", () => import("./pages/registers/RegisterPage.js")),
          worded("my/accounts", () => import("./pages/people/AccountsPage.js")),
          worded("my/timetables", () => import("./pages/timetables/TimetablesPage.js")),
          worded("months", () => import("./pages/months/MonthsPage.js")),
          worded("months/:month", () => import("./pages/months/MonthPage.js")),
          worded("months/:month/bulletin", () => import("./pages/months/MonthBulletinPage.js")),
          worded("months/:month/requests/:unit", () => import("./pages/months/GridPage.js")),
          page("letters", () => import("./pages/letters/LettersPage.js")),
          page("letters/:letterId", () => import("./pages/letters/LettersPage.js")),
          page("roster", () => import("./pages/people/RosterPage.js")),
          page("units/:unitId", () => import("./pages/people/UnitPage.js")),
          page("villages/:villageId", () => import("./pages/people/VillagePage.js")),
          page("posts/:postId", () => import("./pages/people/PostPage.js")),
          { path: "*", Component: NotFound },
        ],
      },
      { path: "*", Component: NothingHere },
    ],
  },
]);
