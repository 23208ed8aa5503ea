/** A rescue file as the office chose it: unpacked and checked, before any of it is sent. */
import { strFromU8, unzip } from "fflate";
import {
  isRescueFault,
  readRescueFile,
  RESCUE_JSON,
  type RescueFault,
  type RescueFile,
  rescuePhoto,
} from "../../../../domain/inspections/rescue-file.js";

/** Bytes of a rescue file at most: 25 lines with 20 photos of 1.5 MB each are more than any visit has. */
export const MOST_RESCUE_BYTES = 400 * 2 ** 20;

export interface Unpacked {
  readonly name: string;
  readonly file: RescueFile;
  /** A photo's bytes by its hash; undefined: the zip has none. */
  readonly photo: (sha256: string) => Uint8Array<ArrayBuffer> | undefined;
}
export type ZipFault = RescueFault | { readonly fault: "notZip" | "tooLarge" | "empty" };

const entriesOf = (zip: Uint8Array): Promise<Record<string, Uint8Array>> =>
  new Promise((resolve, reject) => {
    const filter = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }): boolean =>
      originalSize <= MOST_RESCUE_BYTES && (name === RESCUE_JSON || name.startsWith("photos/"));
    unzip(zip, { filter }, (error, entries) => (error ? reject(error) : resolve(entries)));
  });

const jsonOf = (bytes: Uint8Array | undefined): unknown => {
  try {
    return bytes && JSON.parse(strFromU8(bytes));
  } catch {
    return undefined;
  }
};

/** Never throws: what is wrong with the file is answered. */
export async function unpack(chosen: File): Promise<Unpacked | ZipFault> {
  if (chosen.size > MOST_RESCUE_BYTES) return { fault: "tooLarge" };
  let entries: Record<string, Uint8Array>;
  try {
    entries = await entriesOf(new Uint8Array(await chosen.arrayBuffer()));
  } catch {
    return { fault: "notZip" };
  }
  const read = readRescueFile(jsonOf(entries[RESCUE_JSON]));
  if (isRescueFault(read)) return read;
  if (read.visits.length === 0) return { fault: "empty" };
  return {
    name: chosen.name,
    file: read,
    photo: (sha256) => entries[rescuePhoto(sha256)] as Uint8Array<ArrayBuffer> | undefined,
  };
}
