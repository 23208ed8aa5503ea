/**
 * Photos of simulated inspectors: small pictures, drawn of what they show, so that the same one is the same bytes wherever it is
 * made. No photo of anything real.
 */
import { createHash } from "node:crypto";
import { encode } from "jpeg-js";
import type { LinePhoto } from "../../../domain/ledger/inspection-events.js";

const WIDTH = 160;
const HEIGHT = 120;
const QUALITY = 60;

type Colour = readonly [number, number, number];
const SKY: Colour = [168, 196, 222];
const GROUND: Colour = [176, 158, 122];
const WALLS: readonly Colour[] = [
  [214, 196, 170],
  [198, 140, 110],
  [226, 222, 212],
  [160, 150, 140],
];
/** What failed is red, what is put right or good is green. */
const MARKS = { fault: [196, 60, 44], good: [70, 140, 80] } as const satisfies Record<string, Colour>;

export interface Photo {
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** A row of houses under a sky, each as its hash has it, and a mark on the ground. */
export function drawPhoto(about: string, mark: keyof typeof MARKS): Photo {
  const chance = createHash("sha256").update(`${about} ${mark}`).digest();
  const data = Buffer.alloc(WIDTH * HEIGHT * 4, 255);
  const horizon = 50 + ((chance[0] ?? 0) % 20);
  const fill = (left: number, top: number, width: number, height: number, colour: Colour): void => {
    for (let y = Math.max(0, top); y < Math.min(HEIGHT, top + height); y++)
      for (let x = Math.max(0, left); x < Math.min(WIDTH, left + width); x++) data.set(colour, (y * WIDTH + x) * 4);
  };
  fill(0, 0, WIDTH, horizon, SKY);
  fill(0, horizon, WIDTH, HEIGHT - horizon, GROUND);
  for (let house = 0; house < 4; house++) {
    const [place = 0, size = 0, colour = 0] = chance.subarray(1 + house * 3);
    const height = 18 + (size % 24);
    fill(
      house * 40 + (place % 14),
      horizon + 8 - height,
      22 + (size % 12),
      height,
      WALLS[colour % WALLS.length] ?? SKY,
    );
  }
  fill((chance[20] ?? 0) % 120, horizon + 20 + ((chance[21] ?? 0) % 20), 34, 14, MARKS[mark]);
  const bytes = Buffer.from(encode({ width: WIDTH, height: HEIGHT, data }, QUALITY).data);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), bytes };
}

/** The photo as the line that shows it names it. */
export const namedPhoto = ({ sha256 }: Photo, takenAt: number): LinePhoto => ({ sha256, takenAt, source: "camera" });
