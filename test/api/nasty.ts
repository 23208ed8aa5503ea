/** Values that nobody means well with, for every place that takes one. */
import { encodeCursor } from "../../api/http/cursor.js";

export const NASTY: readonly string[] = [
  "",
  " ",
  "0",
  "-1",

  "99999999999999999999",
  "NaN",
  "null",
  "undefined",

  "[]",
  "{}",
  "__proto__",
  "constructor",
  "'; DROP TABLE ledger; --",
  "%",
  "_",

  "../../etc/passwd",
  "<script>alert(1)</script>",
  "\u0000",
  "a\u0000b",

  "\r\nX-Bad: 1",

  "\u202Eabc",
  "👩‍🌾",

  "é".repeat(200),
  "x".repeat(201),
  "y".repeat(5_000),
  "2021-02-30",
  "2021-13-01",
  "0000-00-00",
  "9999-12-31",

  "2021-07-01T00:00:00Z",

  "eyJ4IjoxfQ",

  "bnVsbA",
  encodeCursor("plans", { id: 1 }),
  encodeCursor("feed story ", { "task/2": -1 }),
  encodeCursor("feed story ", { "task/2": 1e300 }),
  encodeCursor("ledger story works/v2", "x"),
  encodeCursor("plans", "\u0000"),
];
