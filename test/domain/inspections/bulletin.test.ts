/** The way of a bulletin: drafted, edited, sent out for replies, approved, signed on its hash, sent; a correction is another version. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { seedBundle } from "../../plans/seed.js";
import { announcedRounds, PlayedRound } from "./played.js";

let bundle: PlanBundle;
beforeAll(async () => {
  bundle = await seedBundle();
});

const A = "a".repeat(64);
const B = "b".repeat(64);
const DAY = "2021-07-12";

let round: PlayedRound;
let now: number;
beforeEach(() => {
  const [announced] = announcedRounds(bundle, "2021-12-01");
  if (!announced) throw new Error("no round");
  round = new PlayedRound(bundle, announced.payload.round).approve();
  now = round.at(DAY);
  round.decide(now);
});

const unit = (id: string): Actor => ({ person: `p-${id}`, post: `${id}-desk`, unit: id });
const by = (actor: Actor, act: RoundAct): string | null => round.refused(now, actor, act);
const office = (act: RoundAct): string | null => by(round.office(), act);
/** The office's head: who drafts does not sign. */
const head = (act: RoundAct): string | null => by({ ...round.office(), person: "p-head", post: "head" }, act);
const draft = (sha256: string, more: object = {}): RoundAct => ({ kind: "draftBulletin", sha256, ...more });
const circulate: RoundAct = {
  kind: "circulateBulletin",
  sha256: A,
  units: ["dongyuan", "zhujianju"],
  replyBy: "2021-07-15",
};
const approve = (sha256: string): RoundAct => ({ kind: "approveBulletin", sha256, text: "同意" });
const sign = (sha256: string): RoundAct => ({
  kind: "signBulletin",
  sha256,
  no: "×农办通报〔2021〕1号",
  reportNo: "×农办专报〔2021〕1号",
});

describe("a bulletin", () => {
  it("is drafted once the round is closed, and by the office alone", () => {
    const [announced] = announcedRounds(bundle, "2021-12-01");
    const open = new PlayedRound(bundle, (announced as NonNullable<typeof announced>).payload.round).approve();
    expect(open.refused(open.at("2021-06-20"), open.office(), draft(A))).toBe("illegalStep");
    expect(by(unit("zhujianju"), draft(A))).toBe("notYours");
    expect(office(draft("no hash"))).toBe("badValue");
    expect(office(draft(A))).toBeNull();
    expect(office(draft(A))).toBe("illegalStep");
    expect(round.state.bulletin).toMatchObject({ version: 1, sha256: A, step: "drafted" });
    expect(office(draft(B, { edited: [{ at: "bulletin/overall/lines", text: "改" }] }))).toBeNull();
    expect(round.state.bulletin).toMatchObject({ version: 2, sha256: B });
  });

  it("asks units for replies and waits for them, or for their day; what does not agree is answered", () => {
    office(draft(A));
    expect(office({ ...circulate, units: ["nobody"] } as RoundAct)).toBe("badValue");
    expect(office({ ...circulate, replyBy: DAY } as RoundAct)).toBe("badDate");
    expect(office(circulate)).toBeNull();
    expect(by(unit("nongyeju"), { kind: "replyBulletin", agrees: true, text: "" })).toBe("notYours");
    expect(by(unit("dongyuan"), { kind: "replyBulletin", agrees: false, text: " " })).toBe("badValue");
    expect(by(unit("dongyuan"), { kind: "replyBulletin", agrees: false, text: "第二项与事实不符" })).toBeNull();
    expect(office(approve(A))).toBe("repliesAwaited");
    expect(by(unit("zhujianju"), { kind: "replyBulletin", agrees: true, text: "" })).toBeNull();
    // All have replied; one reply waits for an answer.
    expect(office(approve(A))).toBe("repliesUnanswered");
    expect(office({ kind: "answerReply", no: 1, adopted: false, reason: "" })).toBe("badValue");
    expect(office({ kind: "answerReply", no: 1, adopted: false, reason: "检查记录与现场照片一致" })).toBeNull();
    expect(office({ kind: "answerReply", no: 1, adopted: true, reason: "再答" })).toBe("nothingPending");
    expect(office(approve(A))).toBeNull();
  });

  it("is approved without those who said nothing by the day", () => {
    office(draft(A));
    office(circulate);
    expect(office(approve(A))).toBe("repliesAwaited");
    now = round.at("2021-07-16");
    expect(office(approve(A))).toBeNull();
  });

  it("is approved and signed on its hash; what was drafted since is approved anew", () => {
    office(draft(A));
    expect(office(sign(A))).toBe("nothingPending");
    expect(office(approve(B))).toBe("nothingPending");
    expect(office(approve(A))).toBeNull();
    office(draft(B));
    expect(office(sign(A))).toBe("nothingPending");
    expect(office(sign(B))).toBe("nothingPending");
    office(approve(B));
    expect(by(unit("zhujianju"), sign(B))).toBe("notYours");
    expect(head({ kind: "signBulletin", sha256: B })).toBe("badValue");
    expect(head(sign(B))).toBeNull();
    expect(head(sign(B))).toBe("nothingPending");
    expect(round.state.bulletin?.signed).toMatchObject([
      { version: 2, sha256: B, no: "×农办通报〔2021〕1号", on: DAY },
    ]);
  });

  it("is signed by nobody who drafted it or edited it last, also not through a substitute, but in an office of one person", () => {
    const deputy: Actor = { ...round.office(), person: "p-deputy", post: "deputy" };
    const edit = draft(B, { edited: [{ at: "bulletin/overall/lines", text: "改" }] });
    office(draft(A));
    head(edit);
    office(approve(B));
    expect(office(sign(B))).toBe("ownWork");
    expect(head(sign(B))).toBe("ownWork");
    expect(by({ ...deputy, substituteFor: "p-head" }, sign(B))).toBe("ownWork");
    expect(by(deputy, sign(B))).toBeNull();
    // A correction is its own editor's, whoever drafted what was signed.
    by(deputy, draft(A, { edited: [{ at: "bulletin/overall/lines", text: "再改" }], reason: "更正" }));
    by(deputy, approve(A));
    expect(by(deputy, sign(A))).toBe("ownWork");
    expect(head(sign(A))).toBeNull();
    const { inspections } = bundle.policy;
    if (!inspections) throw new Error("no inspections");
    const alone = { ...bundle, policy: { ...bundle.policy, inspections: { ...inspections, signAlone: true } } };
    round = new PlayedRound(alone, round.info).approve();
    round.decide(now);
    office(draft(A));
    office(approve(A));
    expect(office(sign(A))).toBeNull();
  });

  it("goes to units once it is signed, and a correction is a new version with its reason, beside the first", () => {
    office(draft(A));
    office(approve(A));
    expect(office({ kind: "sendBulletin", sha256: A, units: ["dongyuan"] })).toBe("nothingPending");
    head(sign(A));
    expect(office({ kind: "sendBulletin", sha256: A, units: ["dongyuan", "zhujianju"] })).toBeNull();
    expect(office(draft(B))).toBe("badValue");
    expect(office(draft(B, { reason: "异议成立，更正一项" }))).toBeNull();
    office(approve(B));
    head({ ...sign(B), no: "×农办通报〔2021〕2号" } as RoundAct);
    expect(round.state.bulletin?.signed).toMatchObject([
      { version: 1, sha256: A, no: "×农办通报〔2021〕1号", sentTo: ["dongyuan", "zhujianju"] },
      { version: 2, sha256: B, no: "×农办通报〔2021〕2号", sentTo: [], reason: "异议成立，更正一项" },
    ]);
  });

  it("presses until the first version is signed, and not again for a correction", () => {
    const chases = (): number => round.rows.filter(({ type }) => type === "inspectionChased").length;
    office(draft(A));
    office(approve(A));
    head(sign(A));
    office(draft(B, { reason: "更正" }));
    const before = chases();
    round.decide(round.at("2021-09-30"));
    expect(chases()).toBe(before);
  });
});
