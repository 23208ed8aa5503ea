/** Mails that commands send, to owners of accounts and people of a plan: by the settings of letters, as the API sends them. */
import { type AccountMails, accountMails } from "../api/accounts/account-mails.js";
import { publicUrlOf } from "../api/accounts/config.js";
import type { Language } from "../domain/language/words.js";
import { readEmbeddedConfig } from "../embedded/config.js";
import { readMailSettings } from "../mail/config.js";
import { createMailers } from "../mail/mailers.js";
import type { Pool } from "../prisma/database/pool.js";

/** Throws what is wrong with the settings, before anything is done. */
export function ownerMails(pool: Pool): {
  readonly mails: AccountMails;
  readonly language: Language;
  readonly close: () => void;
} {
  const { ports } = readEmbeddedConfig();
  const mailers = createMailers(readMailSettings(ports.smtp));
  const language = process.env["DUBAN_MAIL_LANGUAGE"] === "en" ? "en" : "zh";
  const publicUrl = publicUrlOf(ports.api);
  const mails = accountMails({ pool, mailer: mailers.live, publicUrl, language });
  return { mails, language, close: () => mailers.close() };
}
