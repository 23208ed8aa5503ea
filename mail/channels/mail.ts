/** Mail as one channel among others, for a letter that goes by several. */
import { renderLetter } from "../render.js";
import type { Mailer } from "../transport.js";
import type { Outcome, Outgoing, SendingChannel } from "./channel.js";

export function mailChannel(mailer: Mailer): SendingChannel {
  async function send({ person, says, language, messageId }: Outgoing): Promise<Outcome> {
    if (!person.email) return { kind: "refused", error: "no e-mail address in the roster" };
    const result = await mailer.send({
      ...renderLetter(says, language),
      to: { name: person.name, address: person.email },
      office: says.plan.officeName,
      messageId,
    });
    if (result.ok) return { kind: "accepted", receipt: result.response };
    if (result.kind === "ours") return { kind: "away", error: result.message, ours: result.ours };
    if (result.kind !== "lost") return { kind: result.kind, error: result.message };
    // A connection that failed may be one letter's bad luck or the server's end.
    const away = await mailer.probe().then(
      () => false,
      () => true,
    );
    return { kind: away ? "away" : "later", error: result.message };
  }
  return {
    name: "mail",
    connections: mailer.connections,
    send,
    async probe() {
      await mailer.probe();
      return "the mail server lets us in";
    },
  };
}
