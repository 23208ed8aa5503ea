/** `npm run chaos [-- --live] [--seed N] [--faults N | --long] [--only NAME[,NAME]] [--json] [--out DIR]` */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { faultNames } from "../chaos/faults.js";
import { chaosReport, summaryOf } from "../chaos/report.js";
import { LIVE, NoSuchFault, runChaos } from "../chaos/run.js";
import { main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run chaos              kills, freezes and cuts off every part during rehearsals, and checks what came of it
  --live                   during live plans instead
  --seed N                 draws other faults
  --faults N, --long       how many; --long: ten times as many
  --only NAME[,NAME]       these faults: ${faultNames().join(", ")}
  --out DIR                where its files go; a new folder unless told
  --json                   one line of JSON`;

/** Faults of a run: rehearsals jump from one instant to the next, a live plan waits for it. */
const FAULTS = { rehearsal: 100, live: 30 } as const;
const TIMES_LONG = 10;

function whole(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new UserError(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

await main(async () => {
  const { values } = commandOptions(USAGE, {
    options: {
      seed: { type: "string" },
      faults: { type: "string" },
      long: { type: "boolean", default: false },
      live: { type: "boolean", default: false },
      only: { type: "string" },
      json: { type: "boolean", default: false },
      out: { type: "string" },
    },
  });
  const only = (values.only ?? "").split(",").filter((name) => name !== "");
  const folder = values.out === undefined ? mkdtempSync(path.join(tmpdir(), "duban-chaos-")) : path.resolve(values.out);
  mkdirSync(folder, { recursive: true });
  const log = (line: string): void => void (values.json || process.stdout.write(`${line}\n`));
  const faults = FAULTS[values.live ? "live" : "rehearsal"];
  const run = await runChaos({
    seed: whole("seed", values.seed, 1),
    faults: whole("faults", values.faults, values.long ? faults * TIMES_LONG : faults),
    only,
    live: values.live ? LIVE : null,
    folder,
    log,
  }).catch((error: unknown) => {
    if (!(error instanceof NoSuchFault)) throw error;
    throw new UserError(`${error.message}. There are: ${faultNames().join(", ")}`);
  });
  const report = chaosReport(run);
  writeFileSync(path.join(folder, "report.txt"), report);
  writeFileSync(
    path.join(folder, "report.json"),
    `${JSON.stringify({ ...summaryOf(run), faults: run.played.flatMap((each) => each.faults) })}\n`,
  );
  process.stdout.write(values.json ? `${JSON.stringify(summaryOf(run))}\n` : `\n${report}\n`);
  if (!summaryOf(run).ok) process.exitCode = 1;
});
