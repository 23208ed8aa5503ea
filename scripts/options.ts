/** What a command is told on its command line: its help, and what is wrong with what was told. */
import { parseArgs, type ParseArgsConfig } from "node:util";

/** A mistake of the user's: told in words, without a stack trace. */
export class UserError extends Error {}

/** Somebody asked how the command is used; the message is the answer. */
export class HelpAsked extends Error {}

type Known = NonNullable<ParseArgsConfig["options"]>;

/** Asking for help is no option of a command: it is understood by all of them. */
const asksForHelp = (args: readonly string[]): boolean => {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
};

function refuseUnknown(args: readonly string[], options: Known, usage: string): void {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const unknown = tokens.flatMap((token) =>
    token.kind === "option" && !Object.hasOwn(options, token.name) ? [token.rawName] : [],
  );
  if (unknown.length === 0) return;
  const known = [...Object.keys(options), "help"].map((name) => `--${name}`).join(", ");
  throw new UserError(`there is no option ${[...new Set(unknown)].join(", ")}; there are: ${known}\n\n${usage}`);
}

/**
 * `parseArgs`, strictly, for a command. Throws HelpAsked with `usage` for `--help` and `-h`, and UserError that names an unknown
 * option with those that are known, a value that is missing, or a word too many.
 */
export function commandOptions<T extends Pick<ParseArgsConfig, "options" | "allowPositionals">>(
  usage: string,
  config: T,
  args: readonly string[] = process.argv.slice(2),
): ReturnType<typeof parseArgs<T & { args: string[] }>> {
  if (asksForHelp(args)) throw new HelpAsked(usage);
  refuseUnknown(args, config.options ?? {}, usage);
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown };
    if (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS_")) throw new UserError(`${message}\n\n${usage}`);
    throw error;
  }
}
