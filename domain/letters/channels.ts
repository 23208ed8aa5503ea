/** 渠道: the channels by which a letter reaches a person, and which of them that person's letters go by. */
import type { Person } from "../plan/roster.js";

/** In the order in which they are gone through where nobody chose: what costs money by the piece comes last. */
export const CHANNELS = ["mail", "wecom", "dingtalk", "feishu", "webhook", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a person may choose: a channel, or `copy`, a text that the office copies into a chat by hand. */
export const CHOICES = [...CHANNELS, "copy"] as const;
export type Choice = (typeof CHOICES)[number];

/**
 * What of ours a channel refuses, whoever the letter is for: the sender's address; the login, key or licence; passing mail on to
 * others (relay); our address or reputation (policy); the encryption; the content, template or signature; the account (its
 * balance, its being shut). None is mended by sending again: the channel rests, and the office reads what is refused.
 */
export const OUR_FAULTS = ["sender", "login", "relay", "policy", "tls", "content", "account"] as const;
export type OurFault = (typeof OUR_FAULTS)[number];

/** Where a channel finds a person; undefined where the roster says nothing. The webhook's receiver knows people by their ids. */
export function addressOn(channel: Channel, person: Person): string | undefined {
  switch (channel) {
    case "mail":
      return person.email;
    case "sms":
      return person.mobile;
    case "webhook":
      return person.id;
    default:
      return person[channel];
  }
}

/** The channels that are set up and have an address of the person. */
export function reachableBy(person: Person, configured: readonly Channel[]): Channel[] {
  return CHANNELS.filter((channel) => configured.includes(channel) && addressOn(channel, person));
}

/** The channels of a person's letters. */
export interface PersonChannels {
  /** A letter goes by each of these. Empty: nothing is sent. */
  readonly by: readonly Channel[];
  /** It is left to be copied into a chat because the person chose so. */
  readonly copied: boolean;
}

/**
 * By what a letter goes: by what was chosen, as far as it is still possible; else by mail where there is an address; else by
 * everything that there is an address for.
 */
export function channelsFor(
  person: Person,
  choice: readonly Choice[] | null,
  configured: readonly Channel[],
): PersonChannels {
  const possible = reachableBy(person, configured);
  const chosen = (choice ?? []).filter((one): one is Channel => one !== "copy" && possible.includes(one));
  if (chosen.length > 0) return { by: chosen, copied: false };
  if (choice?.includes("copy")) return { by: [], copied: true };
  return { by: possible.includes("mail") ? ["mail"] : possible, copied: false };
}
