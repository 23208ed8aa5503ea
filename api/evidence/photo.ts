/** What a photo says of itself: where and when it was taken, and which way up it is. */
import { Readable } from "node:stream";
import ExifReader from "exifreader";
import { bytesOf } from "../files/store.js";
import { metadataOf } from "./strip.js";

export interface PhotoFacts {
  /** Degrees, north and east positive; null where the photo has none. */
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** As the camera wrote it: `2021:04:19 10:20:30`, in whatever zone it was set to. */
  readonly takenAt: string | null;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
}

/** A disk's failure is no property of the photo. */
const isOfTheSystem = (error: unknown): boolean => typeof (error as NodeJS.ErrnoException).syscall === "string";

const NOTHING: PhotoFacts = { location: null, takenAt: null, orientation: 1 };

const within = (value: unknown, most: number): value is number =>
  typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= most;

/** Whatever segments it stands in: metadata may follow any number of others. Where it is broken the photo says nothing. */
export const photoFacts = async (path: string, mediaType: string): Promise<PhotoFacts> =>
  factsIn(() => metadataOf(bytesOf(path), mediaType));

/** The same of a photo that is at hand. */
export const factsOf = (photo: Buffer, mediaType: string): Promise<PhotoFacts> =>
  factsIn(() => metadataOf(Readable.from([photo]), mediaType));

async function factsIn(metadata: () => Promise<Buffer>): Promise<PhotoFacts> {
  let tags: ExifReader.ExpandedTags;
  try {
    tags = await ExifReader.load(await metadata(), { expanded: true, async: true });
  } catch (error) {
    if (isOfTheSystem(error)) throw error;
    // A library that stumbles over a photo's metadata does not make the photo less of a proof.
    return NOTHING;
  }
  const { Latitude: latitude, Longitude: longitude } = tags.gps ?? {};
  const orientation = Number(tags.exif?.Orientation?.value ?? 1);
  const taken = tags.exif?.DateTimeOriginal?.description ?? "";
  return {
    location: within(latitude, 90) && within(longitude, 180) ? { latitude, longitude } : null,
    takenAt: /^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(taken) ? taken : null,
    orientation: Number.isInteger(orientation) && orientation >= 1 && orientation <= 8 ? orientation : 1,
  };
}
