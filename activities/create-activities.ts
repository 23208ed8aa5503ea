/** All activities over what they depend on, so that a test gives its own database and mail server. */
import type { Language } from "../domain/language/words.js";
import { type Channels, createChannels } from "../mail/channels/channels.js";
import type { CommandKey } from "../prisma/ledger/command-key.js";
import type { Mailers } from "../mail/mailers.js";
import { StreamStore } from "../prisma/ledger/advance.js";
import { defaultMessageId, type MessageIdOf } from "../prisma/letters/letter-closing.js";
import { DirectoryCache, RulesCache } from "../prisma/plans/rules-cache.js";
import type { Pool } from "../prisma/database/pool.js";
import { streamActivities } from "./advance.js";
import type { Activities } from "./contract.js";
import { letterActivities } from "./letters.js";
import { countRecording } from "./metrics.js";

export interface ActivityDeps {
  readonly pool: Pool;
  readonly mailers: Mailers;
  readonly language: Language;
  /** By which people's commands are signed. */
  readonly commandKey: CommandKey;
  readonly messageIdOf?: MessageIdOf;
  /** By default mail alone. */
  readonly channels?: Channels;
}

export function createActivities({
  pool,
  mailers,
  language,
  commandKey,
  messageIdOf = defaultMessageId,
  ...deps
}: ActivityDeps): Activities {
  const channels = deps.channels ?? createChannels({ publicUrl: null }, mailers.live);
  // Decisions and letters are made by the same documents, kept once.
  const rules = new RulesCache();
  const directories = new DirectoryCache(pool, rules);
  const outlets = { messageIdOf, channels: [...channels.by.keys()] };
  return {
    ...streamActivities({ pool, streams: new StreamStore({ pool, commandKey, rules, observe: countRecording }) }),
    ...letterActivities({ pool, directories, outlets, mailers, channels, language }),
  };
}
