/** Checkpoints as activities: made, appended to their file, and sent to whom the office chose. */
import { ApplicationFailure, log } from "@temporalio/activity";
import type { Language } from "../domain/language/words.js";
import { checkpointMail } from "../mail/checkpoint-mail.js";
import type { Mailer } from "../mail/transport.js";
import { checkpointLine, openCheckpoint } from "../prisma/checkpoints/checkpoint.js";
import { appendToFile } from "../prisma/checkpoints/checkpoint-file.js";
import { checkpointNo, makeCheckpoint } from "../prisma/checkpoints/checkpoint-store.js";
import { compareWithCheckpoints } from "../prisma/checkpoints/compare.js";
import type { CheckpointSettings } from "../prisma/checkpoints/config.js";
import type { SigningKey } from "../prisma/checkpoints/keys.js";
import type { Pool } from "../prisma/database/pool.js";
import type { CheckpointActivities } from "./contract.js";

/** How checkpoints are made here. */
export interface CheckpointDeps extends Pick<CheckpointSettings, "file" | "addresses"> {
  readonly key: SigningKey;
}

export function checkpointActivities(
  deps: { readonly pool: Pool; readonly mailer: Mailer; readonly language: Language },
  checkpoints: CheckpointDeps | undefined,
): CheckpointActivities {
  const { pool, mailer, language } = deps;
  const given = (): CheckpointDeps => {
    if (checkpoints) return checkpoints;
    throw ApplicationFailure.nonRetryable("this worker was given no key of checkpoints", "noCheckpointKey");
  };
  return {
    async makeCheckpoint(cause) {
      const { key, addresses } = given();
      const { no } = await makeCheckpoint(pool, key, cause);
      for (const problem of await changedSince(pool, no)) log.error(`checkpoint ${no}: ${problem}`);
      return { no, recipients: addresses.length };
    },
    appendCheckpoints: () => appendToFile(pool, given().file),
    async mailCheckpoint(no, recipient) {
      const address = given().addresses[recipient];
      // The setting has become shorter since.
      if (address === undefined) return;
      const checkpoint = openCheckpoint(await checkpointNo(pool, no), `checkpoint ${no}`);
      const { hash, publicKey, says } = checkpoint;
      const { at, plans, instance } = says;
      const streams = plans.reduce((sum, plan) => sum + plan.streams.length, 0);
      const problems = await changedSince(pool, no);
      const sent = await mailer.send({
        to: { name: "", address },
        office: language === "zh" ? "督办系统" : "duban",
        messageId: `<checkpoint-${no}.${recipient}.${instance}@duban.invalid>`,
        ...checkpointMail({ no, at, hash, publicKey, plans: plans.length, streams, problems }, language),
        attachments: [{ filename: `checkpoint-${no}.jsonl`, content: `${checkpointLine(checkpoint)}\n` }],
      });
      if (sent.ok) return;
      const words = `checkpoint ${no} was not taken by the mail server: ${sent.message}`;
      if (sent.kind === "refused") throw ApplicationFailure.nonRetryable(words, "mailRefused");
      throw new Error(words);
    },
  };
}

/** What does not fit the checkpoint before this one; the next of its kind would sign it as if it had always been so. */
async function changedSince(pool: Pool, no: number): Promise<readonly string[]> {
  if (no <= 1) return [];
  const before = openCheckpoint(await checkpointNo(pool, no - 1), `checkpoint ${no - 1}`);
  return (await compareWithCheckpoints(pool, [before])).problems;
}
