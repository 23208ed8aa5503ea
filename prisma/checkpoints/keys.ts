/** The key that signs checkpoints (Ed25519): read from its file, or made on first use and kept there for its owner alone. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CheckpointConfigError, type CheckpointSettings } from "./config.js";

export interface SigningKey {
  readonly privateKey: KeyObject;
  /** DER (SubjectPublicKeyInfo) in base64: 60 characters, what is shown and compared. */
  readonly publicKey: string;
}

/** Throws CheckpointConfigError, which names the file. */
export function signingKey({ keyFile, makeKey }: Pick<CheckpointSettings, "keyFile" | "makeKey">): SigningKey {
  if (makeKey && !existsSync(keyFile)) make(keyFile);
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(readFileSync(keyFile, "utf8"));
  } catch (error) {
    throw new CheckpointConfigError(
      `the key of checkpoints in ${keyFile} can't be read: ${(error as Error).message}. Make one with: openssl genpkey -algorithm ed25519 -out ${keyFile}`,
      { cause: error },
    );
  }
  if (privateKey.asymmetricKeyType !== "ed25519")
    throw new CheckpointConfigError(
      `${keyFile} holds a key of ${privateKey.asymmetricKeyType}, checkpoints need Ed25519: openssl genpkey -algorithm ed25519 -out ${keyFile}`,
    );
  return { privateKey, publicKey: shown(createPublicKey(privateKey)) };
}

/** Two first starts at once: one makes it, both read it. */
function make(keyFile: string): void {
  mkdirSync(path.dirname(keyFile), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync("ed25519");
  const draft = `${keyFile}.${process.pid}`;
  writeFileSync(draft, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, keyFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

const shown = (key: KeyObject): string => key.export({ type: "spki", format: "der" }).toString("base64");

/** A public key as it is shown: by itself, or in a file, in base64 or PEM. Throws CheckpointConfigError. */
export function readPublicKey(given: string): string {
  const text = (existsSync(given) ? readFileSync(given, "utf8") : given).trim();
  try {
    const key = text.startsWith("-----")
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    if (key.asymmetricKeyType === "ed25519") return shown(key);
  } catch {
    // Said below: what is wrong with it in the library's words helps nobody.
  }
  throw new CheckpointConfigError(
    `${given} is no Ed25519 public key, nor a file with one: it looks like MCowBQYDK2VwAyEA… (npm run ledger:checkpoint -- --public-key shows it)`,
  );
}

/** The key object of one that is shown. */
export const keyOf = (publicKey: string): KeyObject =>
  createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
