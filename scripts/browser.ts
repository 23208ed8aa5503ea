/** Before the page's tests: sees to it that there is a browser, and says which. */
import { getChromium } from "./chromium.js";

const say = (line: string): void => void process.stdout.write(`browser: ${line}\n`);

try {
  say((await getChromium(say)).from);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
