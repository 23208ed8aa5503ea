/** SHA-256 of a photo. The browser's own is there with HTTPS only; without it a library does the same, in a second or two. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  // Absent without HTTPS, whatever its type says.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const digest = subtle
    ? new Uint8Array(await subtle.digest("SHA-256", bytes))
    : (await import("@noble/hashes/sha2.js")).sha256(new Uint8Array(bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
