/** 渠道: by what a person's letters go. */
import { z } from "zod";
import { CHANNELS, CHOICES } from "../../domain/letters/channels.js";
import { id, named, realInstant, words } from "../http/schema-parts.js";

export const channel = z.enum(CHANNELS).meta({
  id: "Channel",
  description: "mail, wecom 企业微信, dingtalk 钉钉, feishu 飞书, webhook (a task list of another system), sms 短信.",
});

const choice = z.enum(CHOICES).meta({
  id: "ChannelChoice",
  description: "A channel, or copy: a text that the office copies into a chat by hand.",
});

export const personParams = z.strictObject({ personId: id("Person id.", "p012") });

export const channels = z
  .strictObject({
    person: named.nullable().meta({ description: "Null for who is in no roster: no letter is written to them." }),
    chosen: z.array(choice).nullable().meta({ description: "In the order of choice; null: nobody chose." }),
    chosenAt: realInstant.nullable(),
    goesBy: z.array(channel).meta({
      description:
        "What the next letter goes by: what was chosen, as far as it is possible; else mail; else all there is.",
    }),
    byHand: z.boolean().meta({ description: "Nothing is sent: the office passes letters on, by choice." }),
    live: z.boolean().meta({ description: "A rehearsal's letters go to the local mailbox only, whatever is chosen." }),
    channels: z
      .array(
        z.strictObject({
          channel: choice,
          name: words,
          set: z.boolean().meta({ description: "It is set up." }),
          address: z.boolean().meta({ description: "The roster says where it finds the person." }),
        }),
      )
      .meta({ description: "Everything there is to choose from, and what is not." }),
  })
  .meta({ id: "Channels", description: "By what a person's letters go." });
export type ChannelsAnswer = z.infer<typeof channels>;

export const channelsBody = z
  .strictObject({
    channels: z
      .array(choice)
      .min(1)
      .max(CHOICES.length)
      .nullable()
      .meta({ description: "A letter goes by each of them. null takes a choice back." }),
  })
  .meta({ id: "ChannelsBody", description: "A choice of channels." });
