/**
 * A double of the API that keeps strictly to docs/inspections.md, until the filing page's tests run on the product's own
 * (filing-api.ts says how). It refuses what the contract refuses, and records in order.
 */
import { createHash } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import type { FiledLine, FiledRow, Receipt, VisitBundle } from "../../../domain/inspections/types.js";
import { tidyText } from "../../../domain/language/text.js";
import { canonicalJson } from "../../../domain/ledger/canonical.js";
import type { Bundle } from "../../../web/src/filing/contract.js";
import type { FilingApi } from "./filing-api.js";
import { bundleOf, PEOPLE, PICTURE, PLAN, ROUND, VISITS, type VisitId } from "./fixture.js";

type Person = keyof typeof PEOPLE;
interface Partial {
  readonly length: number;
  bytes: Buffer;
}
/** A row without its group: that is the round's affair. */
type Row = Omit<FiledRow, "group">;
interface State {
  readonly bundle: VisitBundle;
  readonly rows: Row[];
  readonly taken: { person: string; at: number; device: string }[];
  readonly spoken: { kind: string; body: Record<string, string>; key: string }[];
  submitted: number | null;
}

const MOST_PHOTO_BYTES = 1.5 * 2 ** 20;
const BASE = `/api/v1/plans/${PLAN}`;
const VISIT = `${BASE}/inspections/${ROUND}/visits/:visit`;
const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

export class ContractApi implements FilingApi {
  readonly plan = PLAN;
  readonly round = ROUND;
  readonly listener: Express;
  /** Accounts whose sessions have ended. */
  readonly signedOut = new Set<string>();
  readonly visits = new Map<string, State>();
  readonly photos = new Map<string, Partial>();
  roundStatus: "open" | "closing" | "closed" = "open";
  /** Bytes that came as bodies of photos, in all. */
  photoBytesReceived = 0;
  #row = 1_041;

  constructor(lines = 25) {
    for (const visit of Object.keys(VISITS) as VisitId[])
      this.visits.set(visit, { bundle: bundleOf(visit, lines), rows: [], taken: [], spoken: [], submitted: null });
    this.listener = this.#app();
  }

  sessionOf = (account: string): Promise<string> => Promise.resolve(`filing-test=${account}`);
  rowsOf = (visit: string) =>
    Promise.resolve(
      this.#visit(visit).rows.map(({ line, revision, person, row, content, conflicting }) => ({
        line,
        revision,
        person,
        row,
        content,
        conflicting,
      })),
    );
  photoBytes = (hash: string): Promise<number | null> => {
    const photo = this.photos.get(hash);
    return Promise.resolve(photo && photo.bytes.length === photo.length ? photo.length : null);
  };
  submittedRow = (visit: string): Promise<number | null> => Promise.resolve(this.#visit(visit).submitted);
  spokenOf = (visit: string) => Promise.resolve(this.#visit(visit).spoken);

  /** Records a line as another device of the same person, or another person, would. */
  file(visit: string, person: string, answer: FiledLine): Row {
    const state = this.#visit(visit);
    const content = sha256(canonicalJson(answer));
    const same = state.rows.filter(
      (row) => row.person === person && row.line === answer.line && row.revision === answer.revision,
    );
    const now = Date.now();
    const row: Row = {
      line: answer.line,
      revision: answer.revision,
      person,
      row: ++this.#row,
      content,
      receivedAt: now,
      clock: { deviceAt: now, receivedAt: now, offset: 0 },
      conflicting: same.length > 0,
      reassigned: false,
      quarantined: false,
      late: this.roundStatus === "closed",
      answer,
    };
    state.rows.push(row);
    return row;
  }

  #visit(id: string): State {
    const state = this.visits.get(id);
    if (!state) throw new Error(`the double has no visit ${id}`);
    return state;
  }

  #app(): Express {
    const app = express();
    app.disable("x-powered-by");
    app.disable("etag");
    app.get("/api/v1/me", (req, res) =>
      this.#as(req, res, (person) => res.json({ account: person, name: PEOPLE[person].name })),
    );
    app.get("/api/v1/plans", (req, res) =>
      this.#as(req, res, () =>
        res.json({
          rows: [{ id: PLAN, title: "示范方案", mode: "live", ended: false, today: "2021-06-18" }],
          next: null,
        }),
      ),
    );
    app.get(`${BASE}/me`, (req, res) => this.#as(req, res, (person) => res.json({ person: PEOPLE[person] })));
    app.get(`${BASE}/items/:item/evidence/:sha256`, (req, res) =>
      this.#as(req, res, () => res.type("image/png").send(PICTURE)),
    );
    app.get(`${BASE}/inspections/my/visits`, (req, res) =>
      this.#as(req, res, (person) => res.json({ visits: this.#listed(person) })),
    );
    app.post(`${VISIT}/take-along`, express.json(), (req, res) =>
      this.#as(req, res, (person) => this.#take(person, req, res)),
    );
    app.get(`${VISIT}/bundle`, (req, res) => this.#as(req, res, (person) => res.json(this.#bundle(req, person))));
    app.put(`${VISIT}/parts/:key`, express.json({ limit: "1mb" }), (req, res) =>
      this.#as(req, res, (person) => this.#fileLine(person, req, res)),
    );
    app.post(`${VISIT}/parts`, express.json({ limit: "1mb" }), (req, res) =>
      this.#as(req, res, (person) => this.#fileLines(person, req, res)),
    );
    app.head(`${VISIT}/photos/:sha256`, (req, res) => this.#as(req, res, () => this.#photoHead(req, res)));
    app.put(`${VISIT}/photos/:sha256`, express.raw({ type: () => true, limit: "2mb" }), (req, res) =>
      this.#as(req, res, () => this.#photoPut(req, res)),
    );
    app.get(`${VISIT}/receipt`, (req, res) => this.#as(req, res, (person) => res.json(this.#receipt(req, person))));
    app.post(`${VISIT}/submit`, express.json(), (req, res) =>
      this.#as(req, res, (person) => this.#submit(person, req, res)),
    );
    for (const kind of ["conclusion", "remark"])
      app.post(`${VISIT}/${kind}`, express.json(), (req, res) => this.#as(req, res, () => this.#speak(kind, req, res)));
    app.use("/api", (_req, res) => problem(res, 404, "unknownPath"));
    app.use((_error: Error, _req: Request, res: Response, _next: NextFunction) => problem(res, 400, "badRequest"));
    return app;
  }

  #as(req: Request, res: Response, answer: (person: Person) => unknown): void {
    const account = /filing-test=(\w+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";
    if (!(account in PEOPLE) || this.signedOut.has(account)) return problem(res, 401, "notSignedIn");
    answer(account as Person);
  }

  #listed(person: Person): unknown[] {
    return [...this.visits].map(([visit, state]) => {
      const receipt = this.#receiptOf(visit, null);
      return {
        visit,
        round: ROUND,
        roundStatus: this.roundStatus,
        mode: "visit",
        place: state.bundle.place,
        status: receipt.status,
        takenBy: state.taken
          .filter((copy) => copy.person === PEOPLE[person].id)
          .map(({ at, device }) => ({ at, device })),
        asked: receipt.lines.asked,
        arrived: receipt.lines.arrived,
        disputed: receipt.missing.disputed.length,
        visitsUntil: "2021-06-30",
        closesOn: "2021-07-07",
      };
    });
  }

  #take(person: Person, req: Request, res: Response): void {
    const state = this.#visit(String(req.params["visit"]));
    if (this.roundStatus !== "open") return problem(res, 409, "closing");
    state.taken.push({ person: PEOPLE[person].id, at: Date.now(), device: String(req.body.device) });
    res.json(this.#bundle(req, person));
  }

  #bundle(req: Request, person: Person): Bundle {
    const { bundle, rows } = this.#visit(String(req.params["visit"]));
    const own = rows.filter((row) => row.person === PEOPLE[person].id);
    return {
      ...bundle,
      asOf: `${new Date(bundle.asOf + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`,
      filed: own.map(({ receivedAt: _at, ...row }) => ({ ...row, person: PEOPLE[person] })),
    };
  }

  #fileLine(person: Person, req: Request, res: Response): void {
    const answer = req.body?.answer as FiledLine | undefined;
    if (!answer || typeof req.body.deviceNow !== "number") return problem(res, 422, "badValue");
    if (`${answer.line}@${answer.revision}` !== req.params["key"]) return problem(res, 422, "badValue");
    const filed = this.#filed(person, String(req.params["visit"]), answer);
    if (filed.code !== undefined) return problem(res, filed.status, filed.code, filed.members);
    res.json(filed);
  }

  #fileLines(person: Person, req: Request, res: Response): void {
    const answers = req.body?.answers as readonly FiledLine[] | undefined;
    if (!answers || answers.length === 0 || answers.length > 50 || typeof req.body.deviceNow !== "number")
      return problem(res, 422, "badValue");
    const parts = answers.map((answer) => {
      const filed = this.#filed(person, String(req.params["visit"]), answer);
      const { line, revision } = answer;
      return "code" in filed
        ? { ok: false, line, revision, code: filed.code, detail: filed.code }
        : { ok: true, ...filed };
    });
    res.json({ parts });
  }

  #filed(
    person: Person,
    visit: string,
    answer: FiledLine,
  ):
    | { code: string; status: number; members: object }
    | (Omit<Row, "answer" | "person" | "receivedAt"> & { code?: undefined }) {
    const state = this.#visit(visit);
    const line = state.bundle.lines.find(({ key }) => key === answer.line);
    const isFault =
      answer.grade === "fail"
        ? !line?.causes.includes(answer.cause ?? "") || answer.text.trim() === ""
        : answer.cause !== undefined || answer.severity !== undefined;
    const isTidy = [answer.text, answer.highlight ?? ""].every((text) => text === tidyText(text));
    if (!line || isFault || !isTidy || !answer.photos.every(({ sha256: hash }) => /^[0-9a-f]{64}$/.test(hash)))
      return { status: 422, code: "badValue", members: {} };
    const content = sha256(canonicalJson(answer));
    const taken = state.rows.filter(
      (row) => row.person === PEOPLE[person].id && row.line === answer.line && row.revision === answer.revision,
    );
    const same = taken.find((row) => row.content === content);
    if (state.submitted !== null && !same) return { status: 409, code: "locked", members: {} };
    const row = same ?? this.file(visit, PEOPLE[person].id, answer);
    if (row.conflicting) {
      const rows = [...taken, row].map((one) => ({ row: one.row, content: one.content, conflicting: one.conflicting }));
      return { status: 409, code: "conflict", members: { rows } };
    }
    const { line: key, revision, conflicting, reassigned, quarantined, late, clock } = row;
    return {
      line: key,
      revision,
      row: row.row,
      content: row.content,
      conflicting,
      reassigned,
      quarantined,
      late,
      clock,
    };
  }

  #photoHead(req: Request, res: Response): void {
    const photo = this.photos.get(String(req.params["sha256"]));
    if (!photo) return void res.status(404).end();
    res
      .set({ "Upload-Length": String(photo.length), "Upload-Offset": String(photo.bytes.length) })
      .status(200)
      .end();
  }

  #photoPut(req: Request, res: Response): void {
    const hash = String(req.params["sha256"]);
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    this.photoBytesReceived += body.length;
    if (body.length === 0) return problem(res, 422, "emptyPhoto");
    const length = Number(req.headers["upload-length"] ?? body.length);
    const offset = Number(req.headers["upload-offset"] ?? 0);
    if (length > MOST_PHOTO_BYTES) return problem(res, 422, "tooLarge");
    const before = this.photos.get(hash);
    if (before && before.bytes.length === before.length) {
      res.set("Upload-Offset", String(before.length));
      return void res.status(201).end();
    }
    // One from the first byte begins anew.
    const known = offset > 0 && before ? before : { length, bytes: Buffer.alloc(0) };
    if (offset !== known.bytes.length || length !== known.length) {
      res.set("Upload-Offset", String(known.bytes.length));
      return problem(res, 409, "wrongOffset");
    }
    known.bytes = Buffer.concat([known.bytes, body]);
    this.photos.set(hash, known);
    res.set("Upload-Offset", String(known.bytes.length));
    if (known.bytes.length < length) return void res.status(204).end();
    if (sha256(known.bytes) !== hash || !known.bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8]))) {
      this.photos.delete(hash);
      return problem(res, 422, sha256(known.bytes) === hash ? "notAPhoto" : "wrongHash");
    }
    res.status(201).end();
  }

  #receipt(req: Request, person: Person): Receipt {
    return this.#receiptOf(String(req.params["visit"]), PEOPLE[person].id);
  }

  /** `person`: whose rows are named; null: nobody's. */
  #receiptOf(visit: string, person: string | null): Receipt {
    const state = this.#visit(visit);
    const asked = state.bundle.lines.map(({ key }) => key);
    const standing = new Map<string, Row>();
    const disputed: string[] = [];
    for (const line of asked) {
      const newest = new Map<string, Row>();
      for (const row of state.rows) if (row.line === line && !row.conflicting) newest.set(row.person, row);
      const [first, ...others] = [...newest.values()];
      if (first && others.every(({ answer }) => answer.grade === first.answer.grade)) standing.set(line, first);
      else if (first) disputed.push(line);
    }
    const named = new Map<string, string[]>();
    const counted = [
      ...standing.values(),
      ...state.rows.filter(({ line, conflicting }) => disputed.includes(line) && !conflicting),
    ];
    for (const { line, answer } of counted)
      for (const { sha256: hash } of answer.photos) named.set(hash, [...(named.get(hash) ?? []), line]);
    const isStored = (hash: string): boolean => {
      const photo = this.photos.get(hash);
      return photo !== undefined && photo.bytes.length === photo.length;
    };
    const missing = [...named].filter(([hash]) => !isStored(hash));
    const own = state.rows.filter((row) => row.person === person);
    const ownPhotos = new Map<string, string[]>();
    for (const { line, answer } of own)
      for (const { sha256: hash } of answer.photos) ownPhotos.set(hash, [...(ownPhotos.get(hash) ?? []), line]);
    return {
      plan: PLAN,
      round: ROUND,
      visit,
      stream: `inspection/${ROUND}`,
      status:
        state.submitted !== null
          ? "submitted"
          : state.rows.length > 0
            ? "partlyFiled"
            : state.taken.length > 0
              ? "takenAlong"
              : "planned",
      lines: { asked: asked.length, arrived: standing.size + disputed.length },
      photos: { named: named.size, arrived: named.size - missing.length },
      rows: own.map(({ line, revision, row, content, conflicting }) => ({ line, revision, row, content, conflicting })),
      files: [...ownPhotos].map(([hash, lines]) => ({ sha256: hash, stored: isStored(hash), lines })),
      missing: {
        lines: asked.filter((line) => !standing.has(line) && !disputed.includes(line)),
        photos: missing.map(([hash, lines]) => ({ sha256: hash, lines })),
        disputed,
      },
      submittedRow: state.submitted,
      head: { seq: this.#row, hash: sha256(String(this.#row)) },
    };
  }

  #submit(person: Person, req: Request, res: Response): void {
    const visit = String(req.params["visit"]);
    const state = this.#visit(visit);
    const receipt = this.#receiptOf(visit, PEOPLE[person].id);
    const { lines, photos, disputed } = receipt.missing;
    if (state.submitted !== null) return problem(res, 409, "locked");
    if (lines.length + photos.length + disputed.length > 0)
      return problem(res, 409, "incomplete", { missing: receipt.missing });
    state.submitted = ++this.#row;
    res.json(this.#receiptOf(visit, PEOPLE[person].id));
  }

  #speak(kind: string, req: Request, res: Response): void {
    const state = this.#visit(String(req.params["visit"]));
    const key = String(req.headers["idempotency-key"] ?? "");
    const body = req.body as Record<string, string>;
    if (state.submitted === null) return problem(res, 409, "incomplete");
    if (!state.spoken.some((one) => one.key === key)) state.spoken.push({ kind, body, key });
    res.json({ row: ++this.#row });
  }
}

function problem(res: Response, status: number, code: string, more: object = {}): void {
  res.status(status).type("application/problem+json");
  res.send(JSON.stringify({ type: "about:blank", title: code, detail: code, status, code, ...more }));
}
