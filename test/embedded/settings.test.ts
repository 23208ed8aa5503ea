/** What a person is told when a port is busy or no Temporal server is to be had. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { claimPort, freePort } from "../../embedded/ports.js";
import { findTemporalCli } from "../../embedded/temporal-cli.js";

it("names the setting of a busy port", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(claimPort(port, "the web address", "DUBAN_API_PORT", 0)).rejects.toThrow(
    new RegExp(`port ${port} .*the web address.*another program.*DUBAN_API_PORT=\\d+`),
  );
  await new Promise((resolve) => other.close(resolve));
  expect(await claimPort(port, "the web address", "DUBAN_API_PORT")).toBe(port);
});

it("gives no port twice, nor one that an outgoing connection may take before it is listened on", async () => {
  const ports = await Promise.all(Array.from({ length: 300 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
  // Linux gives connections ports from here upwards unless told otherwise; other systems from 49,152.
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

it("waits for a port that is about to be free", async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
  setTimeout(() => other.close(), 200);
  expect(await claimPort(port, "the web address", "DUBAN_API_PORT")).toBe(port);
});

it("says what was tried when there is no Temporal CLI to be had", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  for (const name of ["HTTPS_PROXY", "https_proxy"]) vi.stubEnv(name, "http://127.0.0.1:1"); // no download, wherever this runs
  for (const name of ["NO_PROXY", "no_proxy"]) vi.stubEnv(name, undefined);
  const cacheDir = mkdtempSync(join(tmpdir(), "duban-no-cli-"));
  try {
    await expect(findTemporalCli({ log: () => undefined, cacheDir })).rejects.toThrow(
      /"temporal" on the PATH[^]*download by[^]*building it with Go[^]*TEMPORAL_ADDRESS/,
    );
  } finally {
    vi.unstubAllEnvs();
    rmSync(cacheDir, { recursive: true, force: true });
  }
});
