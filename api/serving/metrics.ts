/** Prometheus metrics. What the plans have done is counted when asked for; what this process does, as it goes. */
import type { RequestHandler } from "express";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { runningPlans } from "../../prisma/plans/plan-store.js";
import { alarmsByKind, type Figure, lettersByState, outboxAges, rungsFired } from "../../prisma/reports/figures.js";
import { routeOf } from "../http/request-log.js";
import type { Services } from "./services.js";
import { countLights } from "../views/count-lights.js";
import type { Standing } from "../views/standings.js";
import type { UpdateObservation } from "../../gateway/temporal-gateway.js";

/** Upper bounds of working days overdue; the last bucket is open. */
const OVERDUE_UPTO = [3, 7, 15, 30, 60, 120] as const;

export interface Metrics {
  /** Counts and times requests. */
  readonly requests: RequestHandler;
  /** Told of every Update that the gateway sent. */
  readonly observeUpdate: (observation: UpdateObservation) => void;
  /** Prometheus text. */
  text(services: Services): Promise<string>;
  readonly contentType: string;
}

function overdueBucket(days: number): string {
  const place = OVERDUE_UPTO.findIndex((upTo) => days <= upTo);
  const from = (OVERDUE_UPTO[(place === -1 ? OVERDUE_UPTO.length : place) - 1] ?? 0) + 1;
  return place === -1 ? `${from}+` : `${from}-${OVERDUE_UPTO[place]}`;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = (name: string, help: string, labelNames: readonly string[]): Gauge =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const items = gauge("duban_items", "Items by light", ["plan", "light"]);
  const overdue = gauge("duban_items_overdue", "Red items by working days overdue", ["plan", "days"]);
  const rungs = gauge("duban_rungs_fired", "Rungs fired so far, by instrument", ["plan", "instrument"]);
  const letters = gauge("duban_letters", "Letters by state", ["plan", "state"]);
  const outbox = gauge("duban_outbox_age_seconds", "Since the oldest unsent letter was queued", ["plan"]);
  const alarms = gauge("duban_alarms", "Times an alarm was raised, by kind", ["plan", "kind"]);
  const database = gauge("duban_database_up", "1 where the database answered this scrape", []);
  const streams = gauge("duban_feed_streams", "Readers of server-sent events", []);
  const durations = new Histogram({
    name: "duban_http_request_seconds",
    help: "Requests by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const updates = new Histogram({
    name: "duban_update_seconds",
    help: "Updates from sending to their recorded answer",
    labelNames: ["update", "outcome"],
    buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
    registers,
  });

  const set = (metric: Gauge, label: string, figures: readonly Figure[]): void => {
    metric.reset();
    for (const figure of figures) metric.set({ plan: figure.plan, [label]: figure.label }, figure.n);
  };
  const setItems = (plan: string, standing: Standing): void => {
    for (const [light, n] of Object.entries(countLights(standing.items))) items.set({ plan, light }, n);
    for (const upTo of [...OVERDUE_UPTO, Number.POSITIVE_INFINITY]) overdue.set({ plan, days: overdueBucket(upTo) }, 0);
    for (const { reason } of standing.items) {
      if (reason.light === "red") overdue.inc({ plan, days: overdueBucket(reason.workingDaysOverdue) });
    }
  };
  const collect = async ({ pool, plans, standings }: Services): Promise<void> => {
    const running = await runningPlans(pool);
    const [fired, states, ages, raised] = await Promise.all([
      rungsFired(pool, running),
      lettersByState(pool, running),
      outboxAges(pool, running),
      alarmsByKind(pool, running),
    ]);
    const views = await Promise.all(running.map((plan) => plans.view(plan)));
    const standing = await Promise.all(views.map((view) => standings.at(view, view.today)));
    items.reset();
    overdue.reset();
    outbox.reset();
    views.forEach((view, index) => setItems(view.id, standing[index] as Standing));
    for (const { id } of views) outbox.set({ plan: id }, ages.find(({ plan }) => plan === id)?.n ?? 0);
    set(rungs, "instrument", fired);
    set(letters, "state", states);
    set(alarms, "kind", raised);
  };

  return {
    contentType: registry.contentType,
    requests(req, res, next) {
      const started = performance.now();
      res.once("finish", () => {
        // Streams last as long as their reader stays: their time says nothing.
        if (res.getHeader("Content-Type") === "text/event-stream") return;
        const labels = { method: req.method, route: routeOf(res) ?? "none", status: String(res.statusCode) };
        durations.observe(labels, (performance.now() - started) / 1_000);
      });
      next();
    },
    observeUpdate: ({ update, outcome, seconds }) => {
      updates.observe({ update, outcome }, seconds);
    },
    async text(services) {
      try {
        await collect(services);
        database.set(1);
      } catch (error) {
        services.log.warn({ err: error }, "plan figures could not be read for the metrics");
        database.set(0);
      }
      streams.set(services.streams.size);
      return registry.metrics();
    },
  };
}
