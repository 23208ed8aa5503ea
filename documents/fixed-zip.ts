/**
 * A zip archive that is the same bytes for the same entries: in one order, with one time and no system's attributes. fflate compresses
 * in JavaScript, so that Node's own zlib, which differs between releases, has no part in it.
 */
import { type Zippable, zipSync } from "fflate";

/** Read as local time by the format, so built of local fields: the same bytes in any time zone. */
const ZIP_TIME = () => new Date(1980, 0, 1, 0, 0, 0);

/** @param first paths that stand first, in this order; the others follow by their paths */
export function fixedZip(entries: Readonly<Record<string, Uint8Array>>, first: readonly string[]): Uint8Array {
  const rank = (path: string): number => (first.includes(path) ? first.indexOf(path) : first.length);
  const mtime = ZIP_TIME();
  const ordered: Zippable = {};
  for (const path of Object.keys(entries).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    const entry = entries[path];
    if (entry !== undefined) ordered[path] = [entry, { mtime, os: 0, attrs: 0 }];
  }
  return zipSync(ordered, { level: 6 });
}
