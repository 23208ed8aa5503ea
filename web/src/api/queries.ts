/**
 * What the page reads, by name. Everything of a plan lies under ["plan", id], so that news from the feed make it read anew
 * what it shows; a day that has passed is over and lies under ["past", id].
 */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { itemAddress } from "../../../domain/items/item-address.js";
import { API, get, type Query } from "./client.js";
import type {
  AlarmList,
  AuditPage,
  Bulletin,
  BulletinRows,
  Calendar,
  CallPage,
  Channels,
  Clock,
  DelegationList,
  DocumentNumberPage,
  EvidenceList,
  FeedPage,
  ItemActions,
  ItemDetail,
  ItemLedger,
  ItemPage,
  LeaderPage,
  LetterDetail,
  LetterPage,
  LightMap,
  LightTrend,
  Me,
  MonthDetail,
  MonthGrid,
  MonthList,
  MonthWork,
  My,
  OrderScope,
  PackageList,
  PairingPage,
  PlanDetail,
  PlanList,
  PlanAccounts,
  PlanMe,
  PostDetail,
  PostList,
  PrintJobList,
  PrintPackage,
  ReportPeriods,
  Session,
  SignInOptions,
  TaskDetail,
  TaskList,
  Token,
  UnitDetail,
  UnitList,
  Vacancies,
  VillageDetail,
  VillageList,
  VisitPage,
} from "./types.js";

const e = encodeURIComponent;
const of = (plan: string): string => `/plans/${e(plan)}`;

/** How often the clock is asked for (milliseconds). While a plan rests the answer is a 304. */
const CLOCK_EVERY = 5_000;

/** One answer of a plan. */
export function answer<T>(plan: string, key: readonly unknown[], path: string, query: Query = {}) {
  return queryOptions({
    queryKey: ["plan", plan, ...key, query],
    queryFn: ({ signal }) => get<T>(`${of(plan)}${path}`, { query, signal }),
  });
}

/** A list that is read on page by page. */
function pagesOf<T extends { readonly next: string | null }>(key: readonly unknown[], path: string, query: Query) {
  return infiniteQueryOptions({
    queryKey: [...key, query],
    queryFn: ({ signal, pageParam }) => get<T>(path, { query: { ...query, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** One of a plan's. */
export function pages<T extends { readonly next: string | null }>(
  plan: string,
  key: readonly unknown[],
  path: string,
  query: Query,
) {
  return pagesOf<T>(["plan", plan, ...key], `${of(plan)}${path}`, query);
}

/** Under a name of its own: whoever it is, it is asked for anew. */
export const me = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => get<Me>("/me", { signal }),
  staleTime: 60_000,
});
export const signInOptions = queryOptions({
  queryKey: ["signIn"],
  queryFn: ({ signal }) => get<SignInOptions>("/sign-in", { signal }),
});
export const tokens = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => get<{ readonly tokens: readonly Token[] }>("/me/tokens", { signal }),
});
export const sessions = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => get<{ readonly sessions: readonly Session[] }>("/me/sessions", { signal }),
});
export const calendars = queryOptions({
  queryKey: ["calendars"],
  queryFn: ({ signal }) => get<{ readonly calendars: readonly Calendar[] }>("/me/calendars", { signal }),
});

export const plans = queryOptions({
  queryKey: ["plans"],
  queryFn: ({ signal }) => get<PlanList>("/plans", { query: { limit: 100 }, signal }),
});

export const plan = (id: string) => answer<PlanDetail>(id, ["detail"], "");
export const clock = (id: string) => ({ ...answer<Clock>(id, ["clock"], "/clock"), refetchInterval: CLOCK_EVERY });
export const planMe = (id: string) => answer<PlanMe>(id, ["me"], "/me");
export const alarms = (id: string) => answer<AlarmList>(id, ["alarms"], "/alarms");
export const tasks = (id: string) => answer<TaskList>(id, ["tasks"], "/tasks");
export const task = (id: string, no: number) => answer<TaskDetail>(id, ["task", no], `/tasks/${no}`);

/** The lights at the end of a day; `over`: the day has passed, so that nothing about it will change. */
export const lights = (id: string, on: string | undefined, over: boolean) =>
  queryOptions({
    queryKey: [over ? "past" : "plan", id, "lights", on],
    queryFn: ({ signal }) => get<LightMap>(`${of(id)}/lights`, { query: { on }, signal }),
    ...(over ? { staleTime: Number.POSITIVE_INFINITY, gcTime: 10 * 60_000 } : {}),
  });

export const lightTrend = (id: string, query: { readonly from: string; readonly every: number }) => ({
  ...answer<LightTrend>(id, ["trend"], "/lights/trend", query),
  // Another day makes another span: the line before stays until it is read.
  placeholderData: keepPreviousData,
});

export const itemList = (id: string, query: Query) => answer<ItemPage>(id, ["items"], "/items", query);
export const itemPages = (id: string, query: Query) => pages<ItemPage>(id, ["items", "pages"], "/items", query);
export const item = (id: string, itemId: string) =>
  answer<ItemDetail>(id, ["item", itemId], `/items/${itemAddress(itemId)}`);
export const itemLedger = (id: string, itemId: string) =>
  pages<ItemLedger>(id, ["item", itemId, "ledger"], `/items/${itemAddress(itemId)}/ledger`, { limit: 200 });

export const itemActions = (id: string, itemId: string) =>
  answer<ItemActions>(id, ["item", itemId, "actions"], `/items/${itemAddress(itemId)}/actions`);
export const evidence = (id: string, itemId: string) =>
  answer<EvidenceList>(id, ["item", itemId, "evidence"], `/items/${itemAddress(itemId)}/evidence`);
/** Where a file of an item is downloaded from. */
export const evidenceAddress = (id: string, itemId: string, sha256: string): string =>
  `${API}${of(id)}/items/${itemAddress(itemId)}/evidence/${sha256}`;

/** Where a letter is downloaded from as an official document. */
export const letterDocumentAddress = (id: string, letterId: string): string =>
  `${API}${of(id)}/letters/${letterId}/document`;

/** What an order would touch, by its own rule. */
export const orderScope = (id: string, query: Query) => answer<OrderScope>(id, ["orderScope"], "/orders/scope", query);

/** As many as the API gives at once: what is done about them is done to several at a time. */
export const my = (id: string) => answer<My>(id, ["my"], "/my", { limit: 200 });
/** One seat's page; the first of the reader's unless told. */
export const leader = (id: string, seat?: string) => answer<LeaderPage>(id, ["leader"], "/leader", { seat });
export const channels = (id: string) => answer<Channels>(id, ["channels"], "/me/channels");
export const delegations = (id: string) => answer<DelegationList>(id, ["delegations"], "/delegations");
/** The newest year's unless told. */
export const packages = (id: string, year?: number) => answer<PackageList>(id, ["packages"], "/packages", { year });
export const visitPages = (id: string, query: Query) => pages<VisitPage>(id, ["visits"], "/visits", query);
export const callPages = (id: string) => pages<CallPage>(id, ["calls"], "/calls", {});
export const auditPages = (query: Query) => pagesOf<AuditPage>(["audit"], "/audit", query);

export const letterPages = (id: string, query: Query) => pages<LetterPage>(id, ["letters"], "/letters", query);
export const letter = (id: string, letterId: string, lang: "zh" | "en") =>
  answer<LetterDetail>(id, ["letter", letterId], `/letters/${e(letterId)}`, { lang });

export const numberPages = (id: string, query: Query) =>
  pages<DocumentNumberPage>(id, ["numbers"], "/document-numbers", query);
export const monthWork = (id: string) => answer<MonthWork>(id, ["months", "work"], "/months/my/work");
export const months = (id: string) => answer<MonthList>(id, ["months"], "/months");
export const month = (id: string, month: string) => answer<MonthDetail>(id, ["month", month], `/months/${e(month)}`);
export const monthGrid = (id: string, month: string, unit: string) =>
  answer<MonthGrid>(id, ["monthGrid", month, unit], `/months/${e(month)}/requests/${e(unit)}`);

/** Whose bulletin it is: a round's, or a month's. */
export interface BulletinOf {
  readonly kind: "inspections" | "months";
  readonly name: string;
}
/** Where it is read and acted on, below the plan's own path. */
export const bulletinPath = ({ kind, name }: BulletinOf): string => `/${kind}/${e(name)}/bulletin`;
export const bulletin = (id: string, whose: BulletinOf) =>
  answer<Bulletin>(id, ["bulletin", whose.kind, whose.name], bulletinPath(whose));
export const bulletinRows = (id: string, whose: BulletinOf, version: string, figure: string) =>
  answer<BulletinRows>(id, ["bulletinRows", whose.kind, whose.name, version, figure], `${bulletinPath(whose)}/rows`, {
    version,
    figure,
  });
/** Where a version's files are. */
export const bulletinFile = (id: string, whose: BulletinOf, version: string, file: string): string =>
  `${API}${of(id)}${bulletinPath(whose)}/versions/${version}/${file}`;
export const printJobs = (id: string) => answer<PrintJobList>(id, ["printJobs"], "/print-jobs");
export const printJob = (id: string, jobId: string) =>
  answer<PrintPackage>(id, ["printJob", jobId], `/print-jobs/${e(jobId)}`);

export const planAccounts = (id: string) => answer<PlanAccounts>(id, ["accounts"], "/accounts");
export const units = (id: string) => answer<UnitList>(id, ["units"], "/units");
export const unit = (id: string, unitId: string) => answer<UnitDetail>(id, ["unit", unitId], `/units/${e(unitId)}`);
export const villages = (id: string) => answer<VillageList>(id, ["villages"], "/villages");
export const village = (id: string, villageId: string) =>
  answer<VillageDetail>(id, ["village", villageId], `/villages/${e(villageId)}`);
export const reports = (id: string) => answer<ReportPeriods>(id, ["reports"], "/reports");
export const pairing = (id: string, query: Query) => answer<PairingPage>(id, ["pairing"], "/pairing", query);
export const posts = (id: string) => answer<PostList>(id, ["posts"], "/posts");
export const vacancies = (id: string) => answer<Vacancies>(id, ["vacancies"], "/vacancies");
export const post = (id: string, postId: string) => answer<PostDetail>(id, ["post", postId], `/posts/${e(postId)}`);

/** The newest rows of the feed. Read once: what comes after is told by the stream. */
export const newestFeed = (id: string) =>
  queryOptions({
    queryKey: ["feed", id],
    queryFn: ({ signal }) => get<FeedPage>(`${of(id)}/feed`, { query: { limit: 60 }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
export const earlierFeed = (id: string, before: string) =>
  get<FeedPage>(`${of(id)}/feed`, { query: { limit: 60, before } });
