/** Strict-Transport-Security (RFC 6797): where people open the page by https, and only there. */
import { expect, it } from "vitest";
import { openPool } from "../../../prisma/database/pool.js";
import { serve } from "../support.js";

it.each([
  ["https://duban.example.gov.cn", "max-age=31536000"],
  ["http://127.0.0.1:7300", null],
])("opened as %s: %s", async (publicUrl, expected) => {
  // Nobody listens on port 1: health needs no database.
  const pool = openPool("postgresql://duban@127.0.0.1:1/none");
  const api = await serve(pool, {}, { publicUrl });
  const { headers } = await api.get("/healthz");
  expect(headers.get("strict-transport-security")).toBe(expected);
  await api.close();
  await pool.end();
});
