/** What uploads leave behind when a process is killed is removed; what is just being received is not. */
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { ABANDONED_AFTER, clearLeftovers, startClearing } from "../../../api/files/leftovers.js";

it("old ones go at the start", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "duban-leftovers-"));
  try {
    for (const name of ["old-1", "old-2", "new"]) await writeFile(path.join(folder, name), "x");
    const then = new Date(Date.now() - ABANDONED_AFTER - 1_000);
    for (const name of ["old-1", "old-2"]) await utimes(path.join(folder, name), then, then);
    const told = await new Promise((resolve) => {
      const clearing = startClearing(folder, (what) => {
        clearing.stop();
        resolve(what);
      });
    });
    expect(told).toEqual({ removed: 2 });
    expect(await readdir(folder)).toEqual(["new"]);
    expect(await clearLeftovers(path.join(folder, "not-there"))).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
