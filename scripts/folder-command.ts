/** Commands that take a plan's folder, and nothing else. */
import { allowClosedPipe } from "./output.js";

/** Runs the command on the folder that is named; `--help`, or no folder, or more than one, prints how it is used. */
export async function folderCommand(name: string, run: (folder: string) => Promise<number>): Promise<void> {
  allowClosedPipe();
  const [folder = "", ...more] = process.argv.slice(2);
  const usage = `usage: npm run -s ${name} -- FOLDER   e.g. plans/yimin-zhifu\n`;
  if (folder === "--help" || folder === "-h") process.stdout.write(usage);
  else if (folder === "" || folder.startsWith("-") || more.length > 0) {
    process.stderr.write(usage);
    process.exitCode = 1;
  } else process.exitCode = await run(folder);
}
