/** What the commands on a plan's folder say at their edges. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { loadScenario } from "../../loader/load-scenario.js";
import { planFrom } from "../../scripts/cli.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const shell = (script: string): { status: number | null; stdout: string; stderr: string } =>
  spawnSync("sh", ["-c", script], { cwd: ROOT, encoding: "utf8" });

describe("a command on a folder", () => {
  it.each(["plan-check", "plan-export"])("%s wants one folder", (command) => {
    for (const folders of ["", "plans/example plans/yimin-zhifu"]) {
      const { status, stdout, stderr } = shell(`node ${RUN} scripts/${command}.ts ${folders}`);
      expect({ status, stdout }, folders).toEqual({ status: 1, stdout: "" });
      expect(stderr).toMatch(/^name one plan's folder\n\nnpm run -s plan:(check|export) -- FOLDER/);
    }
  });

  it("ends in peace where its reader has gone", async () => {
    const child = spawn(process.execPath, [RUN, "scripts/plan-check.ts", "plans/yimin-zhifu"], { cwd: ROOT });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = await once(child, "close");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("says what a folder without scenarios can do", async () => {
    const folder = `${ROOT}/plans/example`;
    const loaded = await loadScenario(folder, "typical", await planFrom(folder));
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        {
          message: expect.stringMatching(
            /rehearsed in silence .* plans\/yimin-zhifu\/scenarios\/typical.yaml is one to copy$/,
          ),
        },
      ],
    });
  });
});
