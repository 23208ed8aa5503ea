/** Commands that take a plan's folder, and nothing else. */
import { main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

/** Runs the command on the folder that is named, and ends with the code that it answers. `about`: what it does, in its help. */
export async function folderCommand(
  name: string,
  about: string,
  run: (folder: string) => Promise<number>,
): Promise<void> {
  const usage = `npm run -s ${name} -- FOLDER   ${about}, e.g. of plans/yimin-zhifu`;
  await main(async () => {
    const { positionals } = commandOptions(usage, { allowPositionals: true });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UserError(`name one plan's folder\n\n${usage}`);
    process.exitCode = await run(folder);
  });
}
