/**
 * A photo made small enough for a bad line: the longer edge at most 2048 pixels, JPEG, 1.5 MB at most and mostly far below. It is drawn
 * straight onto a canvas of the size it is to have: some telephones fail, without saying so, on one of the camera's size.
 */
export const LONGEST_EDGE = 2_048;
export const MOST_BYTES = 1_500_000;
const THUMBNAIL_EDGE = 320;
/** Tried in this order until it is small enough: edge (pixels), then JPEG quality. */
const STEPS: readonly (readonly [edge: number, quality: number])[] = [
  [LONGEST_EDGE, 0.8],
  [LONGEST_EDGE, 0.65],
  [1_600, 0.6],
  [1_024, 0.6],
];
/** What is below after the first step is not pressed further (bytes). */
const FAIR_BYTES = 700_000;

export type Refusal = "empty" | "undecodable" | "oneColour" | "tooLarge";
export type Shrunk = { readonly bytes: ArrayBuffer; readonly thumbnail: ArrayBuffer } | { readonly refused: Refusal };

export async function shrink(file: Blob): Promise<Shrunk> {
  if (file.size === 0) return { refused: "empty" };
  const size = await sizeOf(file);
  if (!size) return { refused: "undecodable" };
  let best: ArrayBuffer | null = null;
  for (const [edge, quality] of STEPS) {
    const canvas = await drawn(file, size, edge);
    if (!canvas) return { refused: "undecodable" };
    if (isOneColour(canvas)) return { refused: "oneColour" };
    best = await jpeg(canvas, quality);
    if (!best) return { refused: "undecodable" };
    if (best.byteLength <= (quality === STEPS[0]?.[1] ? FAIR_BYTES : MOST_BYTES)) break;
  }
  if (!best || best.byteLength > MOST_BYTES) return { refused: "tooLarge" };
  const thumbnail = await toThumbnail(file, size);
  return thumbnail ? { bytes: best, thumbnail } : { refused: "undecodable" };
}

/** A small JPEG of any picture; null: this browser cannot read it. */
export async function toThumbnail(file: Blob, known?: Size): Promise<ArrayBuffer | null> {
  const size = known ?? (await sizeOf(file));
  const canvas = size && (await drawn(file, size, THUMBNAIL_EDGE));
  return canvas ? jpeg(canvas, 0.7) : null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** As it is shown, turned by what it says of itself. */
async function sizeOf(file: Blob): Promise<Size | null> {
  const image = await imageOf(file);
  if (!image || image.naturalWidth === 0 || image.naturalHeight === 0) return null;
  return { width: image.naturalWidth, height: image.naturalHeight };
}

async function imageOf(file: Blob): Promise<HTMLImageElement | null> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    image.src = url;
    await image.decode();
    return image;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function drawn(file: Blob, size: Size, edge: number): Promise<HTMLCanvasElement | null> {
  const scale = Math.min(1, edge / Math.max(size.width, size.height));
  const width = Math.max(1, Math.round(size.width * scale));
  const height = Math.max(1, Math.round(size.height * scale));
  const source = await bitmapOf(file, width, height);
  if (!source) return null;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return null;
  // JPEG knows no transparency.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  if ("close" in source) source.close();
  return canvas;
}

/** Decoded at the target's size where the browser can, so that the camera's size is never in memory. */
async function bitmapOf(file: Blob, width: number, height: number): Promise<ImageBitmap | HTMLImageElement | null> {
  try {
    return await createImageBitmap(file, {
      resizeWidth: width,
      resizeHeight: height,
      resizeQuality: "high",
      imageOrientation: "from-image",
    });
  } catch {
    return imageOf(file);
  }
}

/** A canvas that failed is one colour to the last pixel; a photo of a white wall is not. */
function isOneColour(canvas: HTMLCanvasElement): boolean {
  const context = canvas.getContext("2d");
  if (!context) return true;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 4; at < data.length; at += 4)
    for (let channel = 0; channel < 3; channel++)
      if (Math.abs((data[at + channel] ?? 0) - (data[channel] ?? 0)) > 1) return false;
  return true;
}

async function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<ArrayBuffer | null> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  return blob && blob.size > 0 && blob.type === "image/jpeg" ? blob.arrayBuffer() : null;
}
