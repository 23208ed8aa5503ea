/** A database that browsers close, abort and fill. Numbers: docs/filing-faults.md. */
import { KEY, sampleDatabase, samplePhoto } from "./sample.js";
import { afterEach, expect, it, vi } from "vitest";
import { lineKey } from "../fixture.js";
import { say } from "../../../../web/src/filing/local/answers.js";
import { type FilingDatabase, databaseName } from "../../../../web/src/filing/local/database.js";
import { addPhoto, readPhoto } from "../../../../web/src/filing/local/photos.js";
import { keepReserve, readSpace, saveWithReserve } from "../../../../web/src/filing/local/space.js";
import { readVisit } from "../../../../web/src/filing/local/visits.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
const pass = (db: FilingDatabase): Promise<void> =>
  say(db, KEY, lineKey(1), 10, (said) => ({ ...said, grade: "pass" }));
const gradeOf = async (db: FilingDatabase) => (await readVisit(db, KEY))?.answers.get(lineKey(1))?.grade;

it("2: a connection that the browser closed is opened anew, and the answer saved once", async () => {
  const db = await sampleDatabase();
  await db.run((open) => {
    // As iOS does in the background: the object is there, every call on it fails.
    open.close();
    return Promise.resolve();
  });
  await pass(db);
  expect(await gradeOf(db)).toBe("pass");
  expect(await db.run((open) => open.count("answers"))).toBe(1);
});

it("2: a transaction that dies in the middle of a save runs again", async () => {
  const db = await sampleDatabase();
  // oxlint-disable-next-line typescript/unbound-method -- called with its object below.
  const whole = IDBObjectStore.prototype.put;
  let failures = 2;
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value: unknown) {
    if (failures-- > 0) throw new DOMException("the connection was lost", "UnknownError");
    return whole.call(this, value);
  });
  await pass(db);
  expect(await gradeOf(db)).toBe("pass");
});

it("3: a transaction that is aborted after its last put is not saved, is nobody's unhandled rejection, and says so", async () => {
  const db = await sampleDatabase();
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  await db.run(() => Promise.resolve());
  const aborted = db.write(["answers"], (tx) => {
    tx.abort();
    return Promise.resolve();
  });
  await expect(aborted).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
  expect(await gradeOf(db)).toBeUndefined();
});

it("3: aborted once, it is done again, and only then answered for", async () => {
  const db = await sampleDatabase();
  let attempts = 0;
  await db.write(["meta"], async (tx) => {
    attempts += 1;
    await tx.store.put("here", "note");
    if (attempts === 1) tx.abort();
  });
  expect(attempts).toBe(2);
  expect(await db.run((open) => open.get("meta", "note"))).toBe("here");
});

it("4: bytes that are read back shorter or other than they were stored are not sent: 请重拍", async () => {
  for (const damage of [new ArrayBuffer(0), new Uint8Array(1_000).fill(9).buffer, new Blob(["x"])]) {
    const db = await sampleDatabase();
    const sha256 = await addPhoto(db, KEY, lineKey(1), samplePhoto(1), 10);
    await db.write(["bytes"], (tx) => tx.store.put({ visitKey: KEY, sha256, bytes: damage as ArrayBuffer }));
    const photo = (await readVisit(db, KEY))?.photos.get(sha256);
    if (!photo) throw new Error("no photo");
    expect(await readPhoto(db, photo)).toBeNull();
    expect((await readVisit(db, KEY))?.photos.get(sha256)?.state).toBe("damaged");
    // Taken again it is whole.
    await addPhoto(db, KEY, lineKey(1), samplePhoto(1), 11);
    const again = (await readVisit(db, KEY))?.photos.get(sha256);
    expect(again && (await readPhoto(db, again))?.byteLength).toBe(1_000);
  }
});

it("28: on a full device the reserve makes room for the answer, and photos stop", async () => {
  // A browser that does not say how much room there is.
  vi.stubGlobal("navigator", {});
  const db = await sampleDatabase();
  await keepReserve(db);
  let isFull = true;
  await saveWithReserve(db, async () => {
    if (!isFull) return pass(db);
    isFull = false;
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(await gradeOf(db)).toBe("pass");
  expect((await readSpace(db, false)).full).toBe(true);
  await keepReserve(db);
  expect((await readSpace(db, false)).full).toBe(false);
});

it("has a database for each person", () => {
  expect(databaseName("li")).not.toBe(databaseName("wang"));
});
