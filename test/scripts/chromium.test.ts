/** Which browser the page's tests run in. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { missing, readyChromium } from "../../scripts/chromium.js";

const folder = mkdtempSync(join(tmpdir(), "duban-browser-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder for the PATH with this one program in it. */
function program(name: string, script: string): string {
  const place = mkdtempSync(join(folder, "bin-"));
  const path = join(place, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return place;
}

/** No browser of Playwright's own either. */
const cache = join(folder, "cache");
mkdirSync(cache);
process.env["PLAYWRIGHT_BROWSERS_PATH"] = cache;

describe("the browser at hand", () => {
  it("is the one that CHROMIUM_PATH names, before any on the PATH", () => {
    const [named, other] = [program("mine", "echo Chromium 1"), program("chromium", "echo Chromium 2")];
    expect(readyChromium({ CHROMIUM_PATH: join(named, "mine"), PATH: other })?.path).toBe(join(named, "mine"));
  });

  it("is refused where CHROMIUM_PATH names none, though there is another", () => {
    const other = program("chromium", "echo Chromium 2");
    expect(() => readyChromium({ CHROMIUM_PATH: "/nowhere/chromium", PATH: other })).toThrow(
      "CHROMIUM_PATH names /nowhere/chromium: there is no such file",
    );
  });

  it("is the first on the PATH that runs", () => {
    const broken = program("chromium", "echo 'snap \"chromium\" is not installed' >&2; exit 1");
    const whole = program("google-chrome", "echo Chrome 3");
    const tried: string[] = [];
    expect(readyChromium({ PATH: `${broken}:${whole}` }, tried)?.path).toBe(join(whole, "google-chrome"));
    expect(tried).toEqual([`${broken}/chromium: it does not run: snap "chromium" is not installed`]);
  });

  it("is Playwright's own once its download is whole", () => {
    const tried: string[] = [];
    expect(readyChromium({ PATH: folder }, tried)).toBeUndefined();
    const place = /Playwright's own in (.*): not there/.exec(tried.join("\n"))?.[1] ?? "";
    expect(place.startsWith(cache)).toBe(true);
    mkdirSync(place);
    expect(readyChromium({ PATH: folder })).toBeUndefined();
    writeFileSync(join(place, "INSTALLATION_COMPLETE"), "");
    expect(readyChromium({ PATH: folder })?.path).toBeUndefined();
    expect(readyChromium({ PATH: folder })?.from).toBe(`Playwright's own in ${place}`);
  });

  it("is told of by name, with the command that gets one, where there is none", () => {
    expect(() => missing(["chromium: none on the PATH"])).toThrow(
      /need Chromium.*\n.*none on the PATH\n.*npx playwright-core install chromium-headless-shell/,
    );
  });
});
