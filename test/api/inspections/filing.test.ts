/**
 * A visit over HTTP as a device files it (docs/inspections.md): taken along, lines in any order, photos in pieces, the receipt, the
 * submission, the finding; who may what; the office, the 组长, the inspected.
 */
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentOf } from "../../../domain/inspections/decide-filing.js";
import type { FiledLine } from "../../../domain/ledger/inspection-events.js";
import { answer, inspectedBundle } from "../../support/inspected-bundle.js";
import { type Acting, startActing } from "../acting.js";
import { jpeg } from "../photos.js";

let acting: Acting;
const OFFICE = "p-office-desk";
const MEMBER = "p-supervision-desk";
const HEAD = "p-office-head";
const TOWN = "p-town1-desk";
const ROUND = "/inspections/2021H1";
const VISIT = `${ROUND}/visits/village-v1`;

beforeAll(async () => {
  acting = await startActing(inspectedBundle);
  await acting.goTo("2021-06-09");
}, 120_000);
afterAll(() => acting?.close());

interface Said {
  readonly status: number;
  // What it is depends on the route: each test looks at its own part.
  readonly body: any;
  readonly headers: Headers;
}

async function ask(
  person: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Said> {
  const raw = body instanceof Uint8Array;
  const response = await acting.request(person, path, {
    method,
    headers: { ...(raw ? {} : { "content-type": "application/json" }), "idempotency-key": randomUUID(), ...headers },
    ...(body === undefined ? {} : { body: raw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}
const get = (person: string, path: string): Promise<Said> => ask(person, "GET", path);
const post = (person: string, path: string, body: unknown = {}): Promise<Said> => ask(person, "POST", path, body);
const put = (person: string, line: FiledLine, visit = VISIT): Promise<Said> =>
  ask(person, "PUT", `${visit}/parts/${line.line}@${line.revision}`, {
    answer: line,
    deviceNow: Date.now() + 3_600_000,
  });

/** What of inspections waits for somebody, as “what count”. */
const work = async (person: string): Promise<string[]> =>
  (await get(person, "/inspections/my/work")).body.work.map(
    ({ what, count }: { what: string; count: number }) => `${what} ${count}`,
  );

const members = (visits: readonly string[]) => ({
  groups: [
    {
      id: "g1",
      leader: OFFICE,
      members: [
        { person: OFFICE, post: "office/desk", unit: "office" },
        { person: MEMBER, post: "supervision/desk", unit: "supervision" },
      ],
      visits,
    },
  ],
  reason: "人员少",
});

describe("a round", () => {
  it("is listed; its scheme is the office's alone until it is approved", async () => {
    const { body } = await get(TOWN, "/inspections");
    expect(body.rounds).toMatchObject([{ round: "2021H1", status: "draft", name: { zh: "2021年上半年" } }]);
    expect((await get(TOWN, ROUND)).body.plannedVisits).toEqual([]);
    const { body: round } = await get(OFFICE, ROUND);
    expect(round.plannedVisits.length).toBeGreaterThan(3);
    expect(round.may).toContain("approve");
    expect(await work(OFFICE)).toContain("approve 1");
    expect(await work(TOWN)).toEqual([]);
    expect((await get(TOWN, "/inspections/2030H1")).body.code).toBe("unknownRound");
  });

  it("is approved by the office, which sets groups; others are refused, and so is what breaks the rules", async () => {
    expect((await post(TOWN, `${ROUND}/approve`, { text: "同意" })).status).toBe(403);
    expect((await post(OFFICE, `${ROUND}/approve`, { text: "同意" })).body).toMatchObject({ status: "open" });
    expect((await post(OFFICE, `${ROUND}/approve`, { text: "同意" })).body.code).toBe("illegalStep");
    const all = ["v1", "v2", "v3", "v4"].map((place) => `village-${place}`);
    const [own] = members(all).groups;
    const spoilt = {
      ...members(all),
      groups: [{ ...own, members: [...(own?.members ?? []), { person: TOWN, post: "town1/desk", unit: "town1" }] }],
    };
    const refused = await post(OFFICE, `${ROUND}/groups`, spoilt);
    expect(refused.body).toMatchObject({
      code: "badValue",
      detail: expect.stringMatching(/第1组的p-town1-desk属于村1的被检查方/),
    });
    expect((await post(OFFICE, `${ROUND}/groups`, members(all))).status).toBe(200);
    // The inspected read their own visit from now on.
    expect(
      (await get(TOWN, ROUND)).body.plannedVisits.map(({ visit }: { visit: string }) => visit).toSorted(),
    ).toContain("village-v1");
  });
});

describe("a device", () => {
  it("takes a visit along, and again as the same copy", async () => {
    const { status, body } = await post(OFFICE, `${VISIT}/take-along`, { device: "手机" });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ visit: "village-v1", checklist: 1, place: { name: "村1" }, group: { id: "g1" } });
    const works = body.lines.find(({ key }: { key: string }) => key === "works");
    expect(works).toMatchObject({ last: null, findings: [], claims: [{ item: "works/v1", unit: "单位unit" }] });
    await post(OFFICE, `${VISIT}/take-along`, { device: "手机" });
    expect((await get(OFFICE, `${ROUND}/outstanding`)).body.visits).toMatchObject([
      { visit: "village-v1", takenBy: [{ device: "手机" }] },
    ]);
    expect((await post(TOWN, `${VISIT}/take-along`, { device: "手机" })).body.code).toBe("notYours");
    expect((await get(TOWN, `${VISIT}/bundle`)).body.code).toBe("notYours");
    expect((await get(OFFICE, "/inspections/my/visits")).body.visits[0]).toMatchObject({
      visit: "village-v1",
      status: "takenAlong",
      leads: true,
    });
    expect((await get(OFFICE, "/inspections/my/work")).body.work).toMatchObject([
      { round: "2021H1", what: "file", count: 4, by: "2021-06-30", visit: null },
    ]);
    expect(await work(TOWN)).toEqual([]);
  });

  it("files a line: the same again is the same row, other content under its key is kept beside it", async () => {
    const line = answer("works", "fail", { text: "未办成 \n 有空格 ", photos: [] });
    const first = await put(OFFICE, line);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    // What is hashed is what was sent, to the last space.
    expect(first.body).toMatchObject({ line: "works", revision: 1, content: contentOf(line), conflicting: false });
    // The device's clock is an hour ahead, which is said and judges nothing.
    expect(first.body.clock.offset).toBeGreaterThan(3_500_000);
    const again = await Promise.all(Array.from({ length: 10 }, () => put(OFFICE, line)));
    expect(new Set(again.map(({ body }) => body.row))).toEqual(new Set([first.body.row]));
    const other = await put(OFFICE, { ...line, text: "另一说法" });
    expect(other).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(other.body.rows).toMatchObject([{ row: first.body.row, conflicting: false }, { conflicting: true }]);
    expect((await put(OFFICE, { ...line, text: "另一说法" })).body.code).toBe("conflict");
  });

  it("is refused what is not its own, not a line, or named otherwise than its body says", async () => {
    expect((await put(TOWN, answer("works", "pass"))).body.code).toBe("notYours");
    expect((await put(OFFICE, answer("nothing", "pass"))).body.code).toBe("badValue");
    const line = answer("losses", "pass");
    expect((await ask(OFFICE, "PUT", `${VISIT}/parts/works@1`, { answer: line, deviceNow: 1 })).body.code).toBe(
      "badValue",
    );
    // A body that names an author is refused.
    expect(
      (await ask(OFFICE, "PUT", `${VISIT}/parts/losses@1`, { answer: { ...line, person: MEMBER }, deviceNow: 1 }))
        .status,
    ).toBe(400);
    expect(
      (await ask(OFFICE, "PUT", `${VISIT}/parts/losses@1`, { answer: line, deviceNow: 1, person: MEMBER })).status,
    ).toBe(400);
  });

  const photo = jpeg();
  const hash = createHash("sha256").update(photo).digest("hex");
  const at = `${VISIT}/photos/${hash}`;

  it("brings a photo in pieces, is told where to go on, and once it is whole it is whole", async () => {
    const line = answer("works", "fail", {
      revision: 2,
      text: "未办成",
      photos: [{ sha256: hash, takenAt: null, source: "camera" }],
    });
    expect((await put(OFFICE, line)).status).toBe(200);
    expect((await acting.request(OFFICE, at, { method: "HEAD" })).status).toBe(404);
    const half = Math.floor(photo.length / 2);
    const length = String(photo.length);
    const first = await ask(OFFICE, "PUT", at, photo.subarray(0, half), {
      "upload-offset": "0",
      "upload-length": length,
    });
    expect([first.status, first.headers.get("upload-offset")]).toEqual([204, String(half)]);
    const wrong = await ask(OFFICE, "PUT", at, photo.subarray(half), {
      "upload-offset": String(half + 1),
      "upload-length": length,
    });
    expect([wrong.status, wrong.body.code, wrong.headers.get("upload-offset")]).toEqual([
      409,
      "wrongOffset",
      String(half),
    ]);
    expect((await acting.request(OFFICE, at, { method: "HEAD" })).headers.get("upload-offset")).toBe(String(half));
    expect((await get(OFFICE, `${VISIT}/receipt`)).body).toMatchObject({
      photos: { named: 1, arrived: 0 },
      files: [{ sha256: hash, stored: false }],
    });
    const rest = await ask(OFFICE, "PUT", at, photo.subarray(half), {
      "upload-offset": String(half),
      "upload-length": length,
    });
    expect(rest.status).toBe(201);
    expect((await ask(OFFICE, "PUT", at, photo)).status).toBe(201);
    const head = await acting.request(OFFICE, at, { method: "HEAD" });
    expect([head.headers.get("upload-length"), head.headers.get("upload-offset")]).toEqual([length, length]);
    expect((await get(OFFICE, `${VISIT}/receipt`)).body).toMatchObject({
      photos: { named: 1, arrived: 1 },
      files: [{ stored: true }],
    });
    const given = await acting.request(MEMBER, at);
    expect(given.headers.get("content-type")).toBe("image/jpeg");
    expect((await given.arrayBuffer()).byteLength).toBeGreaterThan(10);
  });

  it("is refused bytes of another name, none, too many, or no photo: the rest goes on", async () => {
    const of = (bytes: Uint8Array): string => `${VISIT}/photos/${createHash("sha256").update(bytes).digest("hex")}`;
    expect((await ask(OFFICE, "PUT", `${VISIT}/photos/${"a".repeat(64)}`, photo)).body.code).toBe("wrongHash");
    expect((await ask(OFFICE, "PUT", of(new Uint8Array()), new Uint8Array())).body.code).toBe("emptyPhoto");
    const text = new TextEncoder().encode("<html>登录</html>");
    expect((await ask(OFFICE, "PUT", of(text), text)).body.code).toBe("notAPhoto");
    const large = new Uint8Array(1.5 * 2 ** 20 + 1);
    expect((await ask(OFFICE, "PUT", of(large), large)).body.code).toBe("tooLarge");
    expect((await ask(TOWN, "PUT", of(photo), photo)).body.code).toBe("notYours");
  });

  it("files several lines at once, each by itself", async () => {
    const answers = [answer("losses", "pass"), answer("nothing", "pass")];
    const { status, body } = await post(MEMBER, `${VISIT}/parts`, { answers, deviceNow: Date.now() });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.parts).toMatchObject([
      { ok: true, line: "losses" },
      { ok: false, line: "nothing", code: "badValue" },
    ]);
  });

  it("shows the 组长 what is disputed, who decides; then it is submitted, once, with its finding", async () => {
    expect((await post(MEMBER, `${VISIT}/submit`)).body.code).toMatch(/incomplete|locked/);
    await put(OFFICE, answer("losses", "fail"));
    // Where only papers are looked at there is no such line.
    await put(OFFICE, answer("ledger", "pass"));
    const detail = await get(OFFICE, VISIT);
    const losses = detail.body.lines.find(({ line }: { line: string }) => line === "losses");
    expect(losses).toMatchObject({ disputed: true, standing: null });
    expect(losses.filed.map(({ person }: { person: { id: string } }) => person.id)).toEqual([MEMBER, OFFICE]);
    expect(await work(OFFICE)).toContain("decideLines 1");
    expect(await work(MEMBER)).not.toContain("decideLines 1");
    const incomplete = await post(OFFICE, `${VISIT}/submit`);
    expect(incomplete).toMatchObject({ status: 409, body: { code: "incomplete", missing: { disputed: ["losses"] } } });
    const decide = { row: losses.filed[0].row, reason: "现场复核" };
    expect((await post(MEMBER, `${VISIT}/lines/losses/decide`, decide)).body.code).toBe("notYours");
    expect((await post(OFFICE, `${VISIT}/lines/losses/decide`, decide)).status).toBe(200);
    const submitted = await post(OFFICE, `${VISIT}/submit`);
    expect(submitted.body, JSON.stringify(submitted.body)).toMatchObject({
      status: "submitted",
      submittedRow: expect.any(Number),
    });
    // An answer that was lost: the same receipt.
    expect((await post(MEMBER, `${VISIT}/submit`)).body.submittedRow).toBe(submitted.body.submittedRow);
    expect(await work(OFFICE)).toEqual(["file 3", "conclude 1"]);
    expect((await put(OFFICE, answer("losses", "pass", { revision: 3 }))).body.code).toBe("locked");
    const { body } = await get(OFFICE, "/inspections/findings?round=2021H1");
    expect(body).toMatchObject({
      counts: { all: 1, open: 1, closed: 0, withdrawn: 0 },
      findings: [{ id: "zg-works-funds/v1", unit: { id: "unit" }, found: [{ photos: [hash] }] }],
    });
    // It is an item like any other, to those whom it concerns.
    expect((await get("p-unit-desk", "/items/zg-works-funds~v1")).body).toMatchObject({ id: "zg-works-funds/v1" });
    expect((await get("p-unit-desk", "/items/zg-works-funds~v1/evidence")).body.files).toEqual([]);
    expect((await get("p-lead-desk", "/inspections/findings")).body.counts.all).toBe(0);
  });
});

describe("the inspected", () => {
  it("are shown the conclusion, remark on it, object, and somebody else decides", async () => {
    expect((await post(TOWN, `${VISIT}/conclusion`, { to: "村支书", capacity: "村支书" })).body.code).toBe("notYours");
    expect((await post(MEMBER, `${VISIT}/conclusion`, { to: "村支书", capacity: "村支书" })).status).toBe(200);
    expect((await post(TOWN, `${VISIT}/remark`, { by: "村支书", text: "请再核" })).status).toBe(200);
    expect((await get(TOWN, VISIT)).body).toMatchObject({
      conclusion: { to: "村支书" },
      may: expect.arrayContaining(["object"]),
    });
    expect((await post(TOWN, `${VISIT}/objections`, { lines: ["works"], text: "已办成" })).status).toBe(200);
    expect(await work(TOWN)).toEqual(["readConclusions 1"]);
    expect(await work(HEAD)).toEqual(["decideObjections 1"]);
    expect(await work(OFFICE)).not.toContain("decideObjections 1");
    const decision = { granted: true, reason: "复核属实", grades: { works: "pass" } };
    expect((await post(OFFICE, `${VISIT}/objections/1/decide`, decision)).body.code).toBe("ownWork");
    expect((await post(TOWN, `${VISIT}/objections/1/decide`, decision)).status).toBe(403);
    expect((await post(HEAD, `${VISIT}/objections/1/decide`, decision)).status).toBe(200);
    expect(await work(HEAD)).toEqual([]);
    expect((await get(OFFICE, "/inspections/findings")).body.counts).toEqual({
      all: 1,
      open: 0,
      overdue: 0,
      closed: 0,
      withdrawn: 1,
    });
  });
});

it("opens a special round where the office asks for one", async () => {
  const special = { from: "2021-06-10", to: "2021-06-30", villages: ["v2"], reason: "群众反映集中" };
  const { status, body } = await post(OFFICE, "/inspections", special);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toEqual({ round: "2021S1" });
  await acting.goTo("2021-06-10");
  expect((await get(OFFICE, "/inspections/2021S1")).body).toMatchObject({
    special: true,
    plannedVisits: [{ visit: "village-v2", reason: "added" }],
  });
});
