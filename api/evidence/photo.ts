/** What a photo says of itself: where and when it was taken, and which way up it is. */
import ExifReader from "exifreader";

export interface PhotoFacts {
  /** Degrees, north and east positive; null where the photo has none. */
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  /** As the camera wrote it: `2021:04:19 10:20:30`, in whatever zone it was set to. */
  readonly takenAt: string | null;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
}

const NOTHING: PhotoFacts = { location: null, takenAt: null, orientation: 1 };

const within = (value: unknown, most: number): value is number =>
  typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= most;

/** Metadata stands at a file's beginning; where it is broken the photo says nothing. */
const HEAD = 256 * 1024;

export async function photoFacts(path: string): Promise<PhotoFacts> {
  let tags: ExifReader.ExpandedTags;
  try {
    tags = await ExifReader.load(path, { expanded: true, async: true, length: HEAD });
  } catch (error) {
    if (error instanceof ExifReader.errors.MetadataMissingError) return NOTHING;
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
