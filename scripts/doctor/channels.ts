/** Checks of the channels beside mail: which are set up, and whether each would take letters. Nothing is sent. */
import { channelsBeside } from "../../mail/channels/channels.js";
import { ChannelConfigError, type ChannelSettings, readChannelSettings } from "../../mail/channels/config.js";
import { type Check, fail, note, ok } from "./check.js";

export function channelChecks(env: NodeJS.ProcessEnv = process.env): Check[] {
  let settings: ChannelSettings;
  try {
    settings = readChannelSettings(env);
  } catch (error) {
    if (!(error instanceof ChannelConfigError)) throw error;
    const { message } = error;
    return [{ name: "channels", run: () => fail(message, "docs/channels.md lists the settings of each channel") }];
  }
  const beside = channelsBeside(settings);
  if (beside.length === 0)
    return [{ name: "channels", run: () => ok("mail alone (docs/channels.md tells how to set up others)") }];
  return [
    ...beside.map(
      (channel): Check => ({
        name: `channel ${channel.name}`,
        async run() {
          try {
            return ok(await channel.probe());
          } catch (error) {
            const todo = "see its settings in docs/channels.md, and whether a firewall lies between";
            return fail((error as Error).message, todo);
          }
        },
      }),
    ),
    ...(settings.publicUrl === null
      ? [
          {
            name: "channel links",
            run: () =>
              note(
                "messages lead nowhere",
                "set DUBAN_PUBLIC_URL to the address people open, for the worker as for the API",
              ),
          },
        ]
      : []),
  ];
}
