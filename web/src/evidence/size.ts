/** 1.4 MB */
export function sizeText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const [size, unit] = bytes < 2 ** 20 ? [bytes / 1_024, "KB"] : [bytes / 2 ** 20, "MB"];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
