/** Instants of plan time as text with the plan's own offset. */
const MINUTE_MS = 60_000;

/** `2021-07-01T09:00:00+08:00`. */
export function instantText(instant: number, offsetMinutes: number): string {
  const local = new Date(instant + offsetMinutes * MINUTE_MS).toISOString();
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  // Plan instants are whole seconds, save a live plan's clock.
  const text = local.endsWith(".000Z") ? local.slice(0, 19) : local.slice(0, 23);
  return `${text}${offsetMinutes < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}
