/** Evidence over HTTP: uploaded, kept under its hash, asked for, given out to whom it may be. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Acting, type Answer, startActing } from "../acting.js";
import { docx, ofd, OOXML, unzipped, zipped } from "../archives.js";
import { compound, jpeg, pdf, png } from "../photos.js";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
  await acting.goTo("2021-04-20");
});
afterAll(() => acting.close());

const V1 = "works/v1";
const PATH = "/items/works%2Fv1/evidence";
const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

async function upload(
  person: string,
  bytes: Buffer,
  name: string,
  fields: Record<string, string> = { effectiveOn: "2021-04-19", note: "现场" },
  item = V1,
): Promise<Answer> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set("file", new Blob([new Uint8Array(bytes)]), name);
  const response = await acting.request(person, `/items/${encodeURIComponent(item)}/evidence`, {
    method: "POST",
    headers: { "idempotency-key": randomUUID() },
    body: form,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
/** Offers 40 MB as the other end takes it, until there is an answer: that, and how much was taken by then. */
async function slowly(person: string, place: string): Promise<{ answer: { code: string }; sent: number }> {
  const total = 40 * 2 ** 20;
  const url = new URL(`${acting.base}/api/v1/plans/${acting.run.planId}${place}`);
  return new Promise((resolve, reject) => {
    const out = request(url, {
      method: "POST",
      headers: {
        "x-test-person": person,
        "content-type": "multipart/form-data; boundary=x",
        "content-length": total,
        "idempotency-key": randomUUID(),
      },
    });
    let sent = 0;
    let answered = false;
    const chunk = Buffer.alloc(64 * 1024, 1);
    const more = (): void => {
      while (!answered && sent < total) {
        sent += chunk.length;
        if (!out.write(chunk)) return void out.once("drain", more);
      }
    };
    out.on("error", (error) => answered || reject(error));
    out.on("response", (response) => {
      answered = true;
      let text = "";
      response.on("data", (part: Buffer) => (text += part.toString("utf8")));
      response.on("end", () => {
        out.destroy();
        resolve({ answer: JSON.parse(text) as { code: string }, sent });
      });
    });
    more();
  });
}
const download = (person: string, bytes: Buffer): Promise<Response> =>
  acting.request(person, `${PATH}/${hashOf(bytes)}`);

describe("a file", () => {
  it("is kept under its hash, with the day it is of and the day on which it came", async () => {
    const sent = await upload("p-unit-desk", jpeg(), "现场 照片.jpg");
    expect(sent).toMatchObject({
      status: 200,
      body: {
        item: V1,
        file: {
          sha256: hashOf(jpeg()),
          name: "现场 照片.jpg",
          mediaType: "image/jpeg",
          bytes: jpeg().length,
          effectiveOn: "2021-04-19",
          receivedAt: "2021-04-20T10:00:00+08:00",
          takenAt: "2021:04:19 10:20:30",
          location: null,
          by: { person: { id: "p-unit-desk" } },
          note: "现场",
        },
        row: { type: "evidenceFiled", stream: "task/2" },
      },
    });
    const kept = path.join(acting.folder, hashOf(jpeg()).slice(0, 2), hashOf(jpeg()));
    expect(await readFile(kept)).toEqual(jpeg());
    expect(await readdir(path.join(acting.folder, "incoming"))).toEqual([]);
    const again = await upload("p-unit-head", jpeg(), "other.jpg", { effectiveOn: "2021-04-01" });
    expect(again).toMatchObject({ status: 200, body: { row: null, file: { name: "现场 照片.jpg" } } });
  });

  it("is told by its content, whatever its name", async () => {
    expect(await upload("p-unit-desk", pdf, "photo.jpg")).toMatchObject({
      body: { file: { mediaType: "application/pdf" } },
    });
    expect(await upload("p-unit-desk", png(), "scan.pdf")).toMatchObject({
      body: { file: { mediaType: "image/png" } },
    });
    expect(await upload("p-unit-desk", compound("Workbook"), "台账.doc")).toMatchObject({
      body: { file: { mediaType: "application/vnd.ms-excel" } },
    });
    for (const [bytes, name] of [
      [Buffer.from("#!/bin/sh\necho"), "photo.jpg"],
      [Buffer.from("MZ\x90\0".padEnd(400, "\0"), "latin1"), "report.docx"],
      [Buffer.from("<svg onload=alert(1)>"), "picture.png"],
      [compound("Binary.installer"), "setup.doc"],
    ] as const)
      expect(await upload("p-unit-desk", bytes, name), name).toMatchObject({
        status: 415,
        body: { code: "fileTypeNotTaken" },
      });
  });

  it("is taken also where it is the state's own format, or was written as a stream", async () => {
    for (const [bytes, name, mediaType] of [
      [await ofd(), "红头文件.ofd", "application/ofd"],
      [
        await docx({ typesLast: true, picture: randomBytes(2 * 2 ** 20) }),
        "情况.docx",
        `${OOXML}wordprocessingml.document`,
      ],
      [compound("Book"), "旧表.xls", "application/vnd.ms-excel"],
      [Buffer.concat([Buffer.from("\r\n"), pdf]), "扫描.pdf", "application/pdf"],
    ] as const)
      expect(await upload("p-unit-desk", bytes, name), name).toMatchObject({
        status: 200,
        body: { file: { mediaType, name } },
      });
  });

  it("that is not taken is told why, and what to do", async () => {
    const whole = await docx({});
    const encrypted = Buffer.from(await zipped([["a.txt", "x"]]));
    // The flag of encryption, of the first part and in the directory.
    encrypted[6] = (encrypted[6] as number) | 1;
    const entry = encrypted.lastIndexOf(Buffer.from("PK\x01\x02", "latin1"));
    encrypted[entry + 8] = (encrypted[entry + 8] as number) | 1;
    const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x0cmeta".padEnd(120, "\0"), "latin1");
    const mp4 = Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom".padEnd(120, "\0"), "latin1");
    for (const [bytes, name, status, code, says] of [
      [Buffer.alloc(0), "空.docx", 422, "fileEmpty", "0字节"],
      [compound("EncryptedPackage"), "台账.xlsx", 422, "fileLocked", "密码"],
      [encrypted, "加密.docx", 422, "fileLocked", "密码"],
      [whole.subarray(0, whole.length - 40), "断.docx", 422, "fileDamaged", "损坏"],
      [jpeg().subarray(0, 300), "断.jpg", 422, "fileDamaged", "损坏"],
      [png().subarray(0, 60), "断.png", 422, "fileDamaged", "损坏"],
      [pdf.subarray(0, 20), "断.pdf", 422, "fileDamaged", "损坏"],
      [heic, "IMG_0001.HEIC", 415, "fileTypeNotTaken", "兼容性最佳"],
      [mp4, "现场.mp4", 415, "fileTypeNotTaken", "视频"],
      [await zipped([["a.txt", "x"]]), "照片.zip", 415, "fileTypeNotTaken", "压缩包"],
      [await docx({ macros: true }), "宏.docm", 415, "fileTypeNotTaken", "宏"],
      [Buffer.from("<html><body><table></table></body></html>"), "导出.xls", 415, "fileTypeNotTaken", "网页"],
      [Buffer.from("{\\rtf1\\ansi x}"), "信.doc", 415, "fileTypeNotTaken", "RTF"],
      [Buffer.from("村,完成\n示例村,是\n"), "清单.csv", 415, "fileTypeNotTaken", "纯文本"],
    ] as const) {
      const refused = await upload("p-unit-desk", bytes, name);
      expect(refused, name).toMatchObject({ status, body: { code } });
      expect(refused.body.detail, name).toContain(says);
    }
  });

  it("that stands with other items too is taken, and whoever sees these is told", async () => {
    const photo = Buffer.concat([png(), Buffer.from("same")]);
    for (const item of ["works/v2", "works/v3"])
      expect((await upload("p-unit-desk", photo, "一张.png", undefined, item)).status).toBe(200);
    const third = await upload("p-unit-desk", photo, "一张.png");
    expect(third.body.file).toMatchObject({
      alsoWith: [{ id: "works/v2", name: expect.any(String) }, { id: "works/v3" }],
    });
    const listed = async (person: string) =>
      ((await acting.get(person, PATH)).body.files as { sha256: string; alsoWith: { id: string }[] }[])
        .find(({ sha256 }) => sha256 === hashOf(photo))
        ?.alsoWith.map(({ id }) => id);
    expect(await listed("p-office-desk")).toEqual(["works/v2", "works/v3"]);
    // The township of v1 doesn't see items of other townships.
    const seen = await listed("p-town1-desk");
    for (const id of seen ?? [])
      expect((await acting.get("p-town1-desk", `/items/${id.replace("/", "~")}`)).status, id).toBe(200);
  });

  it("of a name as long as names may be keeps the task going, whatever character stands where it is cut", async () => {
    const name = `\u{20BB7}${"照".repeat(195)}.jpg`;
    const photo = jpeg({ data: Buffer.from([7, 7]) });
    expect(await upload("p-unit-desk", photo, name)).toMatchObject({ status: 200, body: { file: { name } } });
    expect((await acting.act("p-unit-desk", "annotate", { items: ["works/v2"], text: "其他村照常" })).status).toBe(200);
  });

  it("larger than 50 MB is refused while it comes, and leaves nothing behind", async () => {
    const big = Buffer.alloc(50 * 2 ** 20 + 1, 1);
    jpeg().copy(big);
    expect(await upload("p-unit-desk", big, "big.jpg")).toMatchObject({ status: 413, body: { code: "fileTooLarge" } });
    await vi.waitFor(async () => expect(await readdir(path.join(acting.folder, "incoming"))).toEqual([]), 5_000);
  });

  it("of an item that is not there, or not one's own, is refused before it is sent", async () => {
    for (const [person, item, wanted] of [
      ["p-unit-desk", "works%2Fv99", ["unknownItem"]],
      ["p-town2-desk", "works%2Fv1", ["unknownItem"]],
      ["p-leader-2", "works%2Fv1", ["notYours", "unknownItem"]],
    ] as const) {
      const { answer, sent } = await slowly(person, `/items/${item}/evidence`);
      expect(wanted, `${person} ${item}`).toContain(answer.code);
      // What the two sockets hold between them is some MB of the 40.
      expect(sent, `${person} ${item}`).toBeLessThan(10 * 2 ** 20);
    }
    expect(await readdir(path.join(acting.folder, "incoming"))).toEqual([]);
  });

  it("is refused with a form that is none, a day to come, or by whom it does not concern", async () => {
    for (const init of [
      { headers: { "content-type": "application/json" }, body: "{}" },
      { headers: { "content-type": "multipart/form-data" }, body: "x" },
      { headers: { "content-type": "multipart/form-data; boundary=x" }, body: "--x\r\nbroken" },
    ]) {
      const response = await acting.request("p-unit-desk", PATH, {
        method: "POST",
        ...init,
        headers: { ...init.headers, "idempotency-key": randomUUID() },
      });
      expect([400, 415]).toContain(response.status);
    }
    expect(await upload("p-unit-desk", pdf, "a.pdf", {})).toMatchObject({ status: 400, body: { code: "invalidBody" } });
    const other = Buffer.concat([pdf, Buffer.from("x")]);
    expect(await upload("p-unit-desk", other, "a.pdf", { effectiveOn: "2021-04-21" })).toMatchObject({
      status: 422,
      body: { code: "badDate" },
    });
    // Of another township, neither owing nor supporting: the item is not theirs to see.
    expect(await upload("p-town2-desk", other, "a.pdf")).toMatchObject({ status: 404, body: { code: "unknownItem" } });
    expect(await upload("p-unit-desk", other, "a.pdf", undefined, "works/none")).toMatchObject({ status: 404 });
    expect((await upload("p-helper-desk", other, "a.pdf")).status).toBe(200);
  });
});

it("forms of anything are told apart", async () => {
  const odd = [
    "",
    "x",
    "a b",
    "../../etc/passwd",
    "2021-02-30",
    "9999-12-31",
    "'; DROP TABLE ledger; --",
    "x".repeat(900),
  ];
  for (const value of odd) {
    const headers = { "idempotency-key": randomUUID(), "content-type": `multipart/form-data; boundary=${value}` };
    const init = {
      method: "POST",
      headers,
      body: `--${value}\r\nContent-Disposition: form-data; name="file"\r\n\r\n${value}`,
    };
    expect((await acting.request("p-unit-desk", PATH, init)).status, value).toBeLessThan(500);
    expect(
      (await upload("p-unit-desk", Buffer.from(value), value || "x", { effectiveOn: value })).status,
      value,
    ).toBeLessThan(500);
    expect(
      (await upload("p-unit-desk", pdf, value || "x", { effectiveOn: "2021-04-19", [value || "x"]: value })).status,
    ).toBeLessThan(500);
  }
  for (const name of ["\u202Egpj.exe", "é".repeat(300), "照片".repeat(200)])
    expect((await upload("p-unit-desk", pdf, name)).status, name).toBe(200);
  // What is not kept goes when its request ends.
  await vi.waitFor(async () => expect(await readdir(path.join(acting.folder, "incoming"))).toEqual([]), 5_000);
});

describe("what is given out", () => {
  it("is the file itself to the office, with where it was taken; to others the picture alone", async () => {
    const whole = await download("p-office-desk", jpeg());
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(jpeg());
    expect(whole.headers.get("content-disposition")).toBe(
      "attachment; filename=\"__ __.jpg\"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%20%E7%85%A7%E7%89%87.jpg",
    );
    expect(whole.headers.get("content-security-policy")).toContain("sandbox");
    expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
    for (const person of ["p-unit-desk", "p-town1-desk", "p-helper-desk", "auditor", "p-supervision-desk"]) {
      const bare = await download(person, jpeg());
      const bytes = Buffer.from(await bare.arrayBuffer());
      expect(bare.status, person).toBe(200);
      expect(bytes.toString("latin1"), person).not.toContain("secret");
      expect(bytes.length, person).toBeLessThan(jpeg().length);
    }
    const list = async (person: string) =>
      (await acting.get(person, PATH)).body.files as { sha256: string; location: unknown }[];
    const place = { latitude: 23.5, longitude: expect.closeTo(103.4, 6) };
    expect((await list("p-office-desk")).find(({ sha256 }) => sha256 === hashOf(jpeg()))?.location).toEqual(place);
    for (const { location } of await list("p-unit-desk")) expect(location).toBeNull();
    const { rows } = await acting.run.database.pool.query(
      "SELECT account_id, subject FROM audit_event WHERE kind = 'evidenceRead'",
    );
    expect(rows).toEqual([{ account_id: "account-p-office-desk", subject: hashOf(jpeg()) }]);
  });

  it("goes to nobody who may not see the item, and under no other item's name", async () => {
    expect((await download("p-town2-desk", jpeg())).status).toBe(404);
    expect((await acting.request("p-unit-desk", `/items/works%2Fv2/evidence/${hashOf(jpeg())}`)).status).toBe(404);
    expect((await acting.request("p-unit-desk", `${PATH}/${"0".repeat(64)}`)).status).toBe(404);
    expect((await acting.request("p-unit-desk", `${PATH}/..%2F..%2Fetc%2Fpasswd`)).status).toBe(400);
  });
});

describe("a document with pictures", () => {
  const hidden = ["23.5", "secret", "Exif"];
  const given = async (bytes: Buffer, name: string): Promise<{ office: Buffer; others: Buffer }> => {
    expect(await upload("p-unit-desk", bytes, name), name).toMatchObject({ status: 200 });
    const [office, others] = await Promise.all(
      ["p-office-desk", "p-unit-desk"].map((person) => download(person, bytes)),
    );
    expect([office?.status, others?.status], name).toEqual([200, 200]);
    return {
      office: Buffer.from(await (office as Response).arrayBuffer()),
      others: Buffer.from(await (others as Response).arrayBuffer()),
    };
  };

  it.each([
    ["docx", () => docx({ picture: jpeg() })],
    ["ofd", () => ofd(jpeg())],
  ] as const)("%s: goes whole to the office, and without places to others", async (kind, make) => {
    const bytes = await make();
    const { office, others } = await given(bytes, `照片.${kind}`);
    expect(office).toEqual(bytes);
    const parts = await unzipped(others);
    expect([...parts.keys()]).toEqual([...(await unzipped(bytes)).keys()]);
    const picture = [...parts].find(([name]) => name.endsWith(".jpg"))?.[1] as Buffer;
    for (const one of hidden) expect(picture.includes(one), one).toBe(one === "Exif");
    // Which way up it is stays, and it is the same picture.
    expect(picture.subarray(-12)).toEqual(jpeg({ metadata: false }).subarray(-12));
    for (const [name, part] of await unzipped(bytes)) if (!name.endsWith(".jpg")) expect(parts.get(name)).toEqual(part);
  });

  it("PDF and Office's old container: as long as they were, nothing moved", async () => {
    const xmp = '<rdf exif:GPSLatitude="23,30N"><exif:GPSLongitude>103,24E</exif:GPSLongitude></rdf>';
    for (const [head, tail, name] of [
      [Buffer.from("%PDF-1.4\n1 0 obj<</Filter/DCTDecode>>stream\n"), `\nendstream ${xmp}\n%%EOF\n`, "扫描.pdf"],
      [compound("WordDocument"), xmp, "旧文.doc"],
    ] as const) {
      const far = Buffer.alloc(300_000, 0x41);
      const bytes = Buffer.concat([head, far, jpeg(), Buffer.from(tail)]);
      const { office, others } = await given(bytes, name);
      // Compared byte by byte in an instant; a difference of two such buffers takes seconds to find.
      expect(office.equals(bytes), name).toBe(true);
      expect(others.length).toBe(bytes.length);
      for (const one of ["23,30N", "103,24E", "Exif\0", "2021:04:19"])
        expect(others.includes(one), `${name} ${one}`).toBe(false);
      const before = head.length + far.length;
      expect(others.subarray(0, before).equals(bytes.subarray(0, before)), name).toBe(true);
      expect(others.subarray(-7)).toEqual(bytes.subarray(-7));
    }
  });
});

it("an upload to an item that is not the caller's is refused before its body is read", async () => {
  const form = new FormData();
  form.set("effectiveOn", "2021-04-19");
  form.set("file", new Blob([new Uint8Array(8 * 2 ** 20)]), "a.pdf");
  const response = await acting.request("p-town2-desk", PATH, {
    method: "POST",
    headers: { "idempotency-key": randomUUID() },
    body: form,
  });
  expect(response.status).toBe(404);
  expect(await readdir(path.join(acting.folder, "incoming"))).toEqual([]);
});

describe("completion", () => {
  it("is refused without evidence, or with what was not uploaded to the item", async () => {
    await acting.act("p-unit-desk", "signFor", { items: [V1, "works/v2", "works/v3"] });
    const report = (body: Record<string, unknown>) =>
      acting.act("p-unit-desk", "report", { items: [V1], text: "已完成", ...body });
    expect(await report({})).toMatchObject({ status: 400 });
    expect(await report({ evidence: [] })).toMatchObject({ status: 400 });
    expect(await report({ evidence: ["0".repeat(64)] })).toMatchObject({
      status: 422,
      body: { code: "evidenceMissing" },
    });
    expect(await report({ items: ["works/v2"], evidence: [hashOf(jpeg())] })).toMatchObject({ status: 422 });
    expect(await report({ evidence: [hashOf(jpeg()), "0".repeat(64)] })).toMatchObject({ status: 422 });
  });

  it("of several items takes each item's own of the files", async () => {
    await upload("p-unit-desk", png(), "v2.png", undefined, "works/v2");
    const answer = await acting.act("p-unit-desk", "report", {
      items: [V1, "works/v2", "works/v3"],
      text: "已完成",
      evidence: [hashOf(jpeg()), hashOf(png())],
    });
    expect(answer.status).toBe(207);
    const { rows } = await acting.run.database.pool.query(
      "SELECT item_id, payload -> 'evidence' AS evidence FROM ledger WHERE plan_id = $1 AND type = 'reported' ORDER BY item_id",
      [acting.run.planId],
    );
    expect(rows).toEqual([
      { item_id: V1, evidence: [hashOf(jpeg()), hashOf(png())].sort() },
      { item_id: "works/v2", evidence: [hashOf(png())] },
    ]);
  });
});
