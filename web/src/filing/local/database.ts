/** The databases on this device: one for each person, and one that only knows who there is. */
import type { DBSchema } from "idb";
import { LocalDatabase } from "./with-db.js";
import type { FilingSchema } from "./records.js";

export type FilingDatabase = LocalDatabase<FilingSchema>;

export const databaseName = (account: string): string => `duban-filing-${account}`;

export function openFiling(account: string): FilingDatabase {
  return new LocalDatabase<FilingSchema>(databaseName(account), 1, (db) => {
    db.createObjectStore("visits", { keyPath: "key" });
    db.createObjectStore("answers", { keyPath: ["visitKey", "line", "revision"] }).createIndex("visit", "visitKey");
    db.createObjectStore("photos", { keyPath: ["visitKey", "sha256"] }).createIndex("visit", "visitKey");
    db.createObjectStore("bytes", { keyPath: ["visitKey", "sha256"] }).createIndex("visit", "visitKey");
    db.createObjectStore("spoken", { keyPath: ["visitKey", "kind"] }).createIndex("visit", "visitKey");
    db.createObjectStore("pictures", { keyPath: ["visitKey", "sha256"] }).createIndex("visit", "visitKey");
    db.createObjectStore("meta");
  });
}

export interface PhoneUser {
  readonly account: string;
  readonly name: string;
  readonly seenAt: number;
}

interface PhoneSchema extends DBSchema {
  users: { key: string; value: PhoneUser };
  facts: { key: string; value: string };
}

/** What the device knows beside what people filed: its own name, who has used it, who was signed in last. */
export class Phone {
  readonly #db = new LocalDatabase<PhoneSchema>("duban-filing", 1, (db) => {
    db.createObjectStore("users", { keyPath: "account" });
    db.createObjectStore("facts");
  });

  /** The device's id: told when a visit is taken along, so that what is out is out somewhere. */
  async device(): Promise<string> {
    return this.#db.write(["facts"], async (tx) => {
      const known = await tx.store.get("device");
      if (known !== undefined) return known;
      const id = [...crypto.getRandomValues(new Uint8Array(4))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("");
      await tx.store.put(id, "device");
      return id;
    });
  }

  /** Remembers who is signed in, for a start without a network. */
  async signedIn(user: PhoneUser): Promise<void> {
    await this.#db.write(["users", "facts"], async (tx) => {
      await tx.objectStore("users").put(user);
      await tx.objectStore("facts").put(user.account, "current");
    });
  }

  current(): Promise<PhoneUser | null> {
    return this.#db.run(async (db) => {
      const account = await db.get("facts", "current");
      return account === undefined ? null : ((await db.get("users", account)) ?? null);
    });
  }

  users(): Promise<PhoneUser[]> {
    return this.#db.run((db) => db.getAll("users"));
  }
}

/** How much waits for the others on this device: counted, never read. */
export async function waitingForOthers(phone: Phone, account: string | null): Promise<number> {
  let count = 0;
  for (const user of await phone.users()) {
    if (user.account === account) continue;
    const db = openFiling(user.account);
    count += await unsentCount(db);
    db.close();
  }
  return count;
}

/** Answers, photos and words that no receipt has named yet. */
export function unsentCount(db: FilingDatabase): Promise<number> {
  return db.run(async (open) => {
    const tx = open.transaction(["answers", "photos", "spoken"]);
    let count = 0;
    for await (const { value } of tx.objectStore("answers"))
      if (value.state !== "received" && value.state !== "superseded") count += 1;
    for await (const { value } of tx.objectStore("photos")) if (value.state !== "stored") count += 1;
    for await (const { value } of tx.objectStore("spoken")) if (value.state !== "received") count += 1;
    return count;
  });
}
