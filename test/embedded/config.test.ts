import { describe, expect, it } from "vitest";
import { readEmbeddedConfig } from "../../embedded/config.js";
import { displayWidth } from "../../embedded/columns.js";
import { createProgress } from "../../embedded/progress.js";

describe("TLS settings of Temporal", () => {
  it.each([
    [{ TEMPORAL_ADDRESS: "a:1", TEMPORAL_TLS_CLIENT_CERT_DATA: "x" }, /belong together/],
    [
      { TEMPORAL_ADDRESS: "a:1", TEMPORAL_TLS_SERVER_CA_CERT_PATH: "/not/there" },
      /TEMPORAL_TLS_SERVER_CA_CERT_PATH: ENOENT/,
    ],
  ])("%j is refused by name", (env, message) => {
    expect(() => readEmbeddedConfig(env)).toThrow(message);
  });

  it("use TLS with an API key, as its own tools do", () => {
    expect(
      readEmbeddedConfig({ TEMPORAL_ADDRESS: "127.0.0.1:7233", TEMPORAL_NAMESPACE: "n", TEMPORAL_API_KEY: "k" })
        .temporal,
    ).toEqual({
      address: "127.0.0.1:7233",
      namespace: "n",
      apiKey: "k",
      tls: true,
    });
  });
});

describe("progress", () => {
  const record = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, progress: createProgress({ isTTY, columns: 40, write: (text) => written.push(text) }) };
  };

  it("prints whole lines only without a terminal", async () => {
    const { written, progress } = record(false);
    await progress.step(
      ({ version }) => `PostgreSQL ${version} ready`,
      () => Promise.resolve({ version: "18.4" }),
    );
    progress.bar().update(1, 2, "2021-04-12");
    expect(written).toEqual([expect.stringMatching(/^PostgreSQL 18\.4 ready +0\.0 s\n$/)]);
  });

  it("draws in place on a terminal, and clips to its width", () => {
    const { written, progress } = record(true);
    const bar = progress.bar();
    bar.update(1, 2, "督办函".repeat(20));
    bar.finish("done");
    expect(written[0]).toMatch(/█{4}░{4} {2}50%/);
    expect(displayWidth(written[0]?.replace("\r\x1b[2K", "") ?? "")).toBeLessThan(40);
    expect(written.at(-1)).toBe("done\n");
  });
});
