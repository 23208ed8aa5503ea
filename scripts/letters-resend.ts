/**
 * `npm run letters:resend -- PLAN LETTER…` or `-- PLAN --failed`: sends letters again that came to nothing, under their own Message-IDs, by
 * what their persons' letters go now; on servers given by address, with the channels that are set up here. `--failed`: all that failed or
 * came back. It is in the audit log.
 */
import { connectTemporal } from "../gateway/connect.js";
import { TemporalGateway } from "../gateway/temporal-gateway.js";
import { channelsSet } from "../mail/channels/config.js";
import { audit } from "../prisma/accounts/audit-store.js";
import { openPool } from "../prisma/database/pool.js";
import { MAIL_ONLY } from "../prisma/letters/channel-choices.js";
import { resendableLetters, resendLetter, type Resent } from "../prisma/letters/resending.js";
import { findPlan, loadBundle } from "../prisma/plans/plan-store.js";
import { DEFAULT_TASK_QUEUE } from "../workflows/names.js";
import { addresses, main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run letters:resend -- PLAN LETTER…     sends letters again that came to nothing, under their own Message-IDs
npm run letters:resend -- PLAN --failed    all that failed or came back`;

const SAID: Readonly<Record<Resent["kind"], string>> = {
  queued: "goes again",
  underWay: "is on its way already",
  unreachable: "not sent: no channel reaches its person, complete the roster first",
  notResendable: "not sent: it neither failed nor came back",
  unknown: "there is no such letter",
};

await main(async () => {
  const { values, positionals } = commandOptions(USAGE, {
    allowPositionals: true,
    options: { failed: { type: "boolean", default: false } },
  });
  const [planId, ...named] = positionals;
  if (planId === undefined || (named.length === 0) !== values.failed) throw new UserError(USAGE);
  const { databaseUrl, temporal, taskQueue = DEFAULT_TASK_QUEUE } = addresses();
  const pool = openPool(databaseUrl, { size: 2 });
  const { client, connection } = await connectTemporal(temporal);
  try {
    const { mode } = await findPlan(pool, planId);
    const { roster } = await loadBundle(pool, planId);
    const configured = mode === "live" ? channelsSet() : MAIL_ONLY;
    let queued = 0;
    for (const id of values.failed ? await resendableLetters(pool, planId) : named) {
      const outcome = await resendLetter(pool, planId, id, { configured, roster });
      console.log(`${id}: ${SAID[outcome.kind]}${outcome.kind === "queued" ? ` by ${outcome.by.join(", ")}` : ""}`);
      if (outcome.kind !== "queued") continue;
      queued++;
      const detail = { by: outcome.by.join(" "), command: true };
      await audit(pool, { kind: "letterResent", accountId: null, planId, subject: id, detail });
    }
    if (queued > 0) {
      const gateway = new TemporalGateway({ client, taskQueue, commandKey: null });
      await gateway.sendQueuedLetters(planId);
    }
    console.log(`${queued} letters go again`);
  } finally {
    await connection.close();
    await pool.end();
  }
});
