/**
 * Gives a bulletin and its report their 发文字号 in the transaction that signs them, as signing.ts does for letters: it is decided
 * first without, and again with the numbers of what was accepted. A version has one number, however often its signing is asked.
 */
import { bulletinSeries } from "../../domain/bulletins/issuing.js";
import type { RoundCommand } from "../../domain/inspections/acts.js";
import type { MonthCommand } from "../../domain/months/acts.js";
import type { AnyCommand } from "../../domain/streams/advance.js";
import type { Decision } from "../../domain/streams/kind.js";
import type { Connection } from "../database/pool.js";
import { giveNumber, keepNumber } from "../numbers/giving.js";
import type { Directory } from "../plans/plan-store.js";

interface At {
  readonly planId: string;
  readonly stream: string;
  readonly now: number;
}

interface Numbers {
  readonly no: string;
  readonly reportNo: string;
}

/** Of a round's bulletin, or of a month's, which has no report beside it. */
type Signing =
  | (RoundCommand & { readonly round: { readonly kind: "signBulletin" } })
  | (MonthCommand & { readonly month: { readonly kind: "signBulletin" } });

const isSigning = (command: AnyCommand): command is Signing =>
  ("round" in command && command.round.kind === "signBulletin") ||
  ("month" in command && command.month.kind === "signBulletin");

/** The numbers that were given elsewhere. */
const givenBy = (signing: Signing): Partial<Numbers> => ("round" in signing ? signing.round : signing.month);

export async function decideNumberedBulletins(
  connection: Connection,
  at: At,
  commands: readonly AnyCommand[],
  directory: Directory,
  decide: (commands: readonly AnyCommand[]) => Decision,
): Promise<Decision> {
  const signings = commands.filter(isSigning);
  if (signings.length === 0) return decide(commands);
  const provisional = new Map(
    signings.map((signing) => {
      const { key } = signing;
      const { no, reportNo } = givenBy(signing);
      return [key, { no: no ?? `${key}/no`, reportNo: reportNo ?? `${key}/report` }];
    }),
  );
  const tried = decide(withNumbers(commands, provisional));
  const accepted = new Map(
    tried.rows.flatMap((row) =>
      row.type === "bulletinSigned" ? [[row.payload.no, row.payload.version] as const] : [],
    ),
  );
  const numbers = new Map<string, Numbers>(provisional);
  for (const signing of signings) {
    const version = accepted.get(provisional.get(signing.key)?.no ?? "");
    if (version !== undefined) numbers.set(signing.key, await numbersOf(connection, at, signing, version, directory));
  }
  return decide(withNumbers(commands, numbers));
}

async function numbersOf(
  connection: Connection,
  { planId, stream, now }: At,
  signing: Signing,
  version: number,
  directory: Directory,
): Promise<Numbers> {
  const given = givenBy(signing);
  const give = async (name: "bulletin" | "report", no: string | undefined): Promise<string> => {
    const numbered = { planId, document: `${name}/${stream}@${version}`, at: now, by: signing.actor };
    if (no === undefined) return giveNumber(connection, bulletinSeries(directory.bundle, name), numbered, directory);
    await keepNumber(connection, no, numbered, directory);
    return no;
  };
  const no = await give("bulletin", given.no);
  return { no, reportNo: "round" in signing ? await give("report", given.reportNo) : "" };
}

function withNumbers(commands: readonly AnyCommand[], numbers: ReadonlyMap<string, Numbers>): AnyCommand[] {
  return commands.map((command): AnyCommand => {
    const given = numbers.get(command.key);
    if (given === undefined || !isSigning(command)) return command;
    return "round" in command
      ? { ...command, round: { ...command.round, ...given } }
      : { ...command, month: { ...command.month, no: given.no } };
  });
}
