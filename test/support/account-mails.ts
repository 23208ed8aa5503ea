/** Mails about accounts, kept instead of sent: for tests of what is mailed when, not of the mail itself. */
import type { AccountMails } from "../../api/accounts/account-mails.js";
import type { AccountChange } from "../../mail/account-changes.js";

export interface KeptMails {
  readonly mails: AccountMails;
  readonly resets: { readonly accountId: string; readonly token: string }[];
  readonly confirmations: { readonly accountId: string; readonly address: string; readonly token: string }[];
  readonly told: { readonly accountId: string; readonly change: AccountChange; readonly also: string | null }[];
  readonly holderChanges: { readonly person: string; readonly addresses: readonly string[] }[];
  readonly substitutes: { readonly person: string; readonly awaitsConsent: boolean }[];
}

export function keptMails(): KeptMails {
  const kept = { resets: [], confirmations: [], told: [], holderChanges: [], substitutes: [] } as Omit<
    KeptMails,
    "mails"
  >;
  return {
    ...kept,
    mails: {
      async reset(accountId, token) {
        kept.resets.push({ accountId, token });
      },
      async confirmAddress(accountId, address, token) {
        kept.confirmations.push({ accountId, address, token });
      },
      async told(accountId, change, _from, also = null) {
        kept.told.push({ accountId, change, also });
      },
      async holderChange(_slug, person, addresses) {
        kept.holderChanges.push({ person, addresses });
      },
      async substitute(_slug, person, _address, { awaitsConsent }) {
        kept.substitutes.push({ person, awaitsConsent });
      },
    },
  };
}
