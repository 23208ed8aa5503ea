/** `npm run doctor`: looks at the machine and at every part, and says what to fix. Exits 1 when something must be fixed. */
import { readEmbeddedConfig } from "../embedded/config.js";
import { padTo } from "../embedded/columns.js";
import { main, ROOT, STATE_DIR } from "./cli.js";
import { commandOptions } from "./options.js";
import { examine } from "./doctor/check.js";
import { channelChecks } from "./doctor/channels.js";
import { filingChecks } from "./doctor/filing.js";
import { machineChecks } from "./doctor/machine.js";
import { networkChecks } from "./doctor/network.js";
import { partChecks } from "./doctor/parts.js";

const MARKS = { ok: "ok  ", note: "note", fail: "FAIL" } as const;

const USAGE = `npm run doctor             looks at the machine and at every part, and says what to fix. It takes no options, and changes nothing.`;

await main(async () => {
  commandOptions(USAGE, {});
  const config = readEmbeddedConfig();
  const checks = [
    ...machineChecks(ROOT, STATE_DIR, config),
    ...partChecks(ROOT, STATE_DIR, config),
    ...networkChecks(config.temporal),
    ...channelChecks(),
    ...filingChecks(),
  ];
  const findings = await Promise.all(checks.map(examine));
  const width = Math.max(...checks.map(({ name }) => name.length)) + 2;
  findings.forEach(({ state, what, fix }, no) => {
    console.log(`${MARKS[state]}  ${padTo(checks[no]?.name ?? "", width)}${what}`);
    if (fix !== undefined) console.log(`${" ".repeat(width + 6)}→ ${fix}`);
  });
  const failed = findings.filter(({ state }) => state === "fail").length;
  console.log(failed === 0 ? "nothing must be fixed" : `${failed} to fix`);
  process.exitCode = failed === 0 ? 0 : 1;
});
