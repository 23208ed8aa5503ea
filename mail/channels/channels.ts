/** The channels of a process that sends: those that are set up, and mail. */
import type { Channel } from "../../domain/letters/channels.js";
import { isLoopback } from "../../settings/loopback.js";
import type { Mailer } from "../transport.js";
import type { SendingChannel } from "./channel.js";
import type { ChannelSettings } from "./config.js";
import { dingtalkChannel } from "./dingtalk.js";
import { feishuChannel } from "./feishu.js";
import { mailChannel } from "./mail.js";
import { smsChannel } from "./sms.js";
import { webhookChannel } from "./webhook.js";
import { wecomChannel } from "./wecom.js";

export interface Channels {
  /** By name; mail is among them. */
  readonly by: ReadonlyMap<Channel, SendingChannel>;
  /** The address of a letter's page; null where people's address of it is not set. */
  linkTo(planId: string, letterId: string): string | null;
}

/** Those that are set up beside mail. */
export function channelsBeside({ wecom, dingtalk, feishu, webhook, sms }: ChannelSettings): SendingChannel[] {
  return [
    ...(wecom ? [wecomChannel(wecom)] : []),
    ...(dingtalk ? [dingtalkChannel(dingtalk)] : []),
    ...(feishu ? [feishuChannel(feishu)] : []),
    ...(webhook ? [webhookChannel(webhook)] : []),
    ...(sms ? [smsChannel(sms)] : []),
  ];
}

/** A rehearsal's letters know no channel but the local mailbox, whatever is set up. */
export function rehearsalChannels(mailbox: Mailer): Channels {
  return { by: new Map([["mail", mailChannel(mailbox, { rehearsal: true })]]), linkTo: () => null };
}

/** `mailer`: that of live plans. */
export function createChannels(settings: ChannelSettings, mailer: Mailer): Channels {
  const made = [mailChannel(mailer), ...channelsBeside(settings)];
  return {
    by: new Map(made.map((channel) => [channel.name, channel])),
    linkTo: (planId, letterId) => letterLink(settings.publicUrl, planId, letterId),
  };
}

/** The address of a letter's page; null where it would lead to this machine only. */
export function letterLink(publicUrl: string | null, planId: string, letterId: string): string | null {
  if (publicUrl === null || isLoopback(new URL(publicUrl).hostname)) return null;
  return `${publicUrl}/plans/${encodeURIComponent(planId)}/letters/${encodeURIComponent(letterId)}`;
}
