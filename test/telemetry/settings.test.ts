/** What a process tells about itself: by which settings, without whose names, and with nothing loaded where it is off. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readTelemetryConfig } from "../../telemetry/config.js";
import { createLog, withoutPeople } from "../../telemetry/log.js";

describe("settings", () => {
  it("are all off by default", () => {
    expect(readTelemetryConfig({})).toEqual({ logLevel: "info", traces: false, workerMetrics: undefined });
    expect(readTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: "", DUBAN_LOG_LEVEL: "" }).traces).toBe(false);
  });

  it("turn traces on as OpenTelemetry's own variables say", () => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = "http://127.0.0.1:4318";
    expect(readTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT }).traces).toBe(true);
    expect(readTelemetryConfig({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://otel.example/v1/traces" }).traces).toBe(
      true,
    );
    expect(readTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: "true" }).traces).toBe(false);
    expect(readTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: "none" }).traces).toBe(false);
  });

  it.each([
    [{ DUBAN_LOG_LEVEL: "loud" }, /DUBAN_LOG_LEVEL must be one of trace, debug, info/],
    [{ DUBAN_WORKER_METRICS: "9464" }, /DUBAN_WORKER_METRICS must be an address and a port, e\.g\. 127\.0\.0\.1:9464/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4317" }, /OTEL_EXPORTER_OTLP_ENDPOINT must be a URL, e\.g\. http/],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4317", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
      /OTEL_EXPORTER_OTLP_PROTOCOL is grpc: only http\/protobuf/,
    ],
  ])("name what is wrong: %o", (env, told) => {
    expect(() => readTelemetryConfig(env)).toThrow(told);
  });
});

describe("the log", () => {
  it("has neither addresses nor logins, wherever in a line they stand", () => {
    const lines: string[] = [];
    const log = createLog("worker", "info", { write: (line: string) => void lines.push(line) });
    log.warn({ err: new Error("550 <zhang.san@sample.invalid>: no such user") }, "to li.si@sample.invalid");
    log.warn("cannot reach smtp://duban:geheim@mail.example:587, nor postgresql://u:p%40ss@db/duban");
    log.debug("not told");
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({ part: "worker", level: "warn" });
      expect(line).not.toMatch(/sample\.invalid|geheim|p%40ss/);
    }
    expect(lines[0]).toContain("550 <[address]>: no such user");
    expect(lines[1]).toContain("smtp://[login]@mail.example:587");
  });

  it("leaves alone what is no address", () => {
    for (const line of ["task/2 (tick-3)", "@temporalio/worker 1.24.0", "plan/small-1/task/2", '{"at":"2021-07-01"}'])
      expect(withoutPeople(line)).toBe(line);
  });
});

describe("tracing that is off", () => {
  const loaded = (more: string): string[] => {
    const script = `
      const { createRequire } = await import("node:module");
      const { startTracing } = await import("./telemetry/tracing.ts");
      await import("./api/app.ts");
      await import("./worker/create-worker.ts");
      const { createLog } = await import("./telemetry/log.ts");
      ${more}
      // prom-client brings OpenTelemetry's interfaces, which do nothing by themselves.
      const names = Object.keys(createRequire(import.meta.url).cache).filter((name) =>
        /opentelemetry/.test(name) && !/@opentelemetry.api/.test(name));
      console.log(JSON.stringify(names));
      process.exit(0);`;
    const options = { cwd: fileURLToPath(new URL("../../", import.meta.url)), encoding: "utf8" } as const;
    const text = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], options);
    return JSON.parse(text.trim().split("\n").at(-1) ?? "") as string[];
  };
  const start = (traces: boolean): string =>
    `await startTracing("x", { traces: ${String(traces)}, version: "1", log: createLog("x", "silent") });`;

  it("loads nothing of OpenTelemetry, while tracing that is on does", () => {
    expect(loaded(start(false))).toEqual([]);
    expect(loaded(start(true)).length).toBeGreaterThan(10);
  });
});
