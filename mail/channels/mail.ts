/** Mail as one channel among others. */
import { renderLetter } from "../render.js";
import type { Mailer } from "../transport.js";
import type { Outcome, Outgoing, SendingChannel } from "./channel.js";

/** A mail server is one's own, or knows who tries it often: it is looked for soon, and twice a minute (milliseconds). */
const PAUSES = { first: 1_000, longest: 30_000 };

/** `rehearsal`: letters bear plan time. */
export function mailChannel(mailer: Mailer, { rehearsal = false } = {}): SendingChannel {
  let probing: Promise<boolean> | undefined;
  /** A connection that failed may be one letter's bad luck or the server's end: asked once for all that failed together. */
  const isAway = (): Promise<boolean> => {
    probing ??= mailer
      .probe()
      .then(
        () => false,
        () => true,
      )
      .finally(() => (probing = undefined));
    return probing;
  };
  async function send({ person, says, language, messageId, closedAt, files }: Outgoing): Promise<Outcome> {
    if (!person.email) return { kind: "refused", error: "no e-mail address in the roster" };
    const attachments = await files();
    const result = await mailer.send({
      ...renderLetter(says, language),
      ...(attachments.length > 0 && { attachments }),
      to: { name: person.name, address: person.email },
      office: says.plan.officeName,
      messageId,
      ...(rehearsal && { date: new Date(closedAt) }),
    });
    if (result.ok) return { kind: "accepted", receipt: result.response };
    if (result.kind === "ours") return { kind: "away", error: result.message, ours: result.ours };
    if (result.kind !== "lost") return { kind: result.kind, error: result.message };
    return { kind: (await isAway()) ? "away" : "later", error: result.message };
  }
  return {
    name: "mail",
    connections: mailer.connections,
    pauses: PAUSES,
    send,
    async probe() {
      await mailer.probe();
      return "the mail server lets us in";
    },
  };
}
