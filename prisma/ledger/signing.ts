/**
 * Gives what is signed its 发文字号, in the transaction that signs it. Whether a signature is accepted is the domain's to say, and
 * what it leads to may name the number: so it is decided first without, and again with the numbers of what was accepted.
 */
import type { CommandOf } from "../../domain/items/commands.js";
import type { Instrument } from "../../domain/instruments/instruments.js";
import { OTHERWISE } from "../../domain/letters/numbering.js";
import type { AnyCommand } from "../../domain/streams/advance.js";
import type { Decision } from "../../domain/streams/kind.js";
import type { Connection } from "../database/pool.js";
import { giveNumber, keepNumber, type Numbered, seriesFor } from "../numbers/giving.js";
import type { Directory } from "../plans/plan-store.js";
import * as sql from "../sql/numbers/statements.js";

type Signing = CommandOf<"signInstrument">;

/** The stream's plan, and the plan instant at which it is advanced. */
interface At {
  readonly planId: string;
  readonly now: number;
}

interface Decided {
  readonly decision: Decision;
}

const isSigning = (command: AnyCommand): command is Signing => "kind" in command && command.kind === "signInstrument";

/** Decides, with a number for each document that is signed and has none yet. */
export async function decideNumbered<D extends Decided>(
  connection: Connection,
  { planId, now }: At,
  commands: readonly AnyCommand[],
  directory: Directory,
  decide: (commands: readonly AnyCommand[]) => Promise<D>,
): Promise<D> {
  const signings = commands.filter(isSigning);
  if (signings.length === 0) return decide(commands);
  const provisional = new Map(signings.map((each) => [each.key, each.documentNo ?? each.key]));
  const tried = await decide(withNumbers(commands, provisional));
  const accepted = signedIn(tried.decision);
  const numbers = new Map(provisional);
  for (const signing of signings) {
    const instrument = accepted.get(provisional.get(signing.key) ?? "");
    if (instrument === undefined) continue;
    const { key, actor, document = documentOf(key), documentNo } = signing;
    const numbered = { planId, document, at: now, by: actor };
    if (documentNo !== undefined) await keepNumber(connection, documentNo, numbered, directory);
    else numbers.set(key, await numberOf(connection, signing, instrument, numbered, directory));
  }
  return [...numbers].every(([key, no]) => provisional.get(key) === no)
    ? tried
    : decide(withNumbers(commands, numbers));
}

function withNumbers(commands: readonly AnyCommand[], numbers: ReadonlyMap<string, string>): AnyCommand[] {
  return commands.map((command) => {
    const documentNo = numbers.get(command.key);
    return documentNo === undefined || !isSigning(command) ? command : { ...command, documentNo };
  });
}

/** By the numbers they were decided with, the instruments that are signed. */
const signedIn = ({ rows }: Decision): ReadonlyMap<string, Instrument> =>
  new Map(
    rows.flatMap((row) =>
      row.type === "instrumentSigned" ? [[row.payload.documentNo, row.payload.instrument] as const] : [],
    ),
  );

/** One request is one document, in however many streams it signs: their keys differ behind the request's (action-store.ts). */
const documentOf = (key: string): string => key.split("@")[0] ?? key;

async function numberOf(
  connection: Connection,
  { items, rung }: Signing,
  instrument: Instrument,
  numbered: Numbered,
  directory: Directory,
): Promise<string> {
  const draft = await sql.draftAddress.maybe(connection, { planId: numbered.planId, items, rung });
  return giveNumber(connection, seriesFor(instrument, draft?.post, directory) ?? OTHERWISE, numbered, directory);
}
