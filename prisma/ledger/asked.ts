/** What is asked of a stream, looked at before anything is decided: who signed a command, and whether a message is understood. */
import { foreignLine } from "../../domain/language/text.js";
import type { Outcome } from "../../domain/ledger/record.js";
import type { AdvanceRequest, AnyCommand, Signed } from "../../domain/streams/advance.js";
import { messageUnknownWords, unsignedWords } from "../../domain/streams/alarm-words.js";
import type { StreamKind } from "../../domain/streams/kind.js";
import { decodeMessage, type Message } from "../../domain/streams/messages.js";
import { alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import type { Connection } from "../database/pool.js";
import type { CommandKey } from "./command-key.js";

/** A message to the stream that waits to be applied. */
export interface Waiting {
  readonly key: string;
  readonly body: unknown;
}

/** What the sender of a command is told that is not signed by this system's key. */
const UNSIGNED = "it is not signed by this system's command key";

/** Of a forged request's own words (characters). */
const MOST_TOLD = 100;

/** Refuses a command whole. */
export function refusal(command: AnyCommand, code: string, reason: string): Outcome {
  const items =
    "items" in command
      ? command.items
      : "order" in command
        ? ["plan"]
        : "register" in command
          ? ["register"]
          : ["round"];
  return { key: command.key, items: [], refused: items.map((item) => ({ item, code, reason })) };
}

/** What has no answer yet. A request that is queued twice is one request: its key is answered once, for both. */
export function unanswered(
  commands: readonly Signed<AnyCommand>[],
  recorded: readonly Pick<Outcome, "key">[],
): Signed<AnyCommand>[] {
  const known = new Set(recorded.map(({ key }) => key));
  return commands.filter(({ key }) => !known.has(key) && known.add(key));
}

/** What was signed is decided; anything else is refused, and is an alarm: somebody other than this system has sent it. */
export async function sortCommands(
  connection: Connection,
  key: CommandKey,
  { planId, stream, now }: AdvanceRequest,
  asked: readonly Signed<AnyCommand>[],
): Promise<{ readonly commands: readonly AnyCommand[]; readonly refused: readonly Outcome[] }> {
  const commands: AnyCommand[] = [];
  const unsigned: AnyCommand[] = [];
  for (const signed of asked) {
    const { signature: _, ...command } = signed;
    const isOurs = key.hasSigned(planId, stream, signed);
    (isOurs ? commands : unsigned).push(command as AnyCommand);
  }
  const alarms = unsigned.map(({ key: named, actor }) => ({
    key: `unsigned/${stream}`,
    kind: "unsigned",
    planAt: now,
    detail: {
      stream,
      ...unsignedWords(stream, foreignLine(String(named), MOST_TOLD), foreignLine(String(actor?.person), MOST_TOLD)),
    },
  }));
  await raiseAlarms(connection, planId, alarmsOf(alarms));
  return { commands, refused: unsigned.map((command) => refusal(command, "unsigned", UNSIGNED)) };
}

/** What the kind's rules understand is decided; the rest stays unapplied for a newer release, and is an alarm. */
export async function sortMessages(
  connection: Connection,
  kind: StreamKind,
  { planId, stream, now }: AdvanceRequest,
  waiting: readonly Waiting[],
): Promise<{ readonly understood: readonly string[]; readonly messages: readonly Message[] }> {
  const understood: string[] = [];
  const messages: Message[] = [];
  const unknown: string[] = [];
  for (const { key, body } of waiting) {
    const message = decodeMessage(body);
    if (message && kind.understands(message)) {
      understood.push(key);
      messages.push(message);
    } else unknown.push(key);
  }
  const alarms = unknown.map((key) => ({
    key: `messageUnknown/${key}`,
    kind: "messageUnknown",
    planAt: now,
    detail: { stream, message: key, ...messageUnknownWords(stream, key) },
  }));
  await raiseAlarms(connection, planId, alarmsOf(alarms));
  return { understood, messages };
}
