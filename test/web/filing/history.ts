/** What a village has behind it when it is visited: a check with a failed line and its photo, a last grade, a claim with its evidence. */
import type { FiledLine } from "../../../domain/inspections/types.js";
import type { Photo } from "../../../chaos/live/photos.js";
import { lineKey, PEOPLE, type VisitId } from "./fixture.js";
import { OFFICE, OWING, VISITED_ON } from "./plan.js";
import { groupOf, type ProductApi } from "./product-api.js";

const NEXT_DAY = "2021-06-10";
export const FOUND = "文化广场未完工";
export const CLAIMED = "已全部完工";

/** A special round at one village: line 1 fails with this photo, line 3 is 基本合格, the others pass. The office's list of findings has it. */
async function checkedBefore(api: ProductApi, visit: VisitId, lines: number, photo: Photo): Promise<void> {
  const villages = [visit.slice("village-".length)];
  const asked = { from: NEXT_DAY, to: "2021-06-30", villages, reason: "群众反映集中" };
  const { body } = await api.must(OFFICE, "POST", "/inspections", asked);
  await api.goTo(NEXT_DAY);
  const round = `/inspections/${body.round}`;
  await api.must(OFFICE, "POST", `${round}/approve`, { text: "同意" });
  await api.must(OFFICE, "POST", `${round}/groups`, groupOf([visit], "wang", "zhao"));
  const inspector = PEOPLE.wang.id;
  const at = `${round}/visits/${visit}`;
  await api.must(inspector, "POST", `${at}/take-along`, { device: "手机" });
  const answers = Array.from({ length: lines }, (_, index): FiledLine => {
    const answer = { line: lineKey(index + 1), revision: 1, answeredAt: 1_623_200_000_000, photos: [] };
    const photos = [{ sha256: photo.sha256, takenAt: null, source: "camera" as const }];
    if (index === 0) return { ...answer, grade: "fail", text: FOUND, cause: "funds", severity: "serious", photos };
    return { ...answer, grade: index === 2 ? "mostly" : "pass", text: "" };
  });
  await api.must(inspector, "POST", `${at}/parts`, { answers, deviceNow: Date.now() });
  await api.must(inspector, "PUT", `${at}/photos/${photo.sha256}`, photo.bytes);
  await api.must(inspector, "POST", `${at}/submit`, {});
}

/** The unit that owes the village's works reports them as done, and shows it. */
async function claimed(api: ProductApi, visit: VisitId, picture: Photo): Promise<void> {
  const item = `works/${visit.slice("village-".length)}`;
  await api.must(OWING, "POST", "/actions/signFor", { items: [item] });
  const form = new FormData();
  form.append("effectiveOn", VISITED_ON);
  form.append("note", "完工照片");
  form.append("file", new Blob([new Uint8Array(picture.bytes)], { type: "image/jpeg" }), "完工照片.jpg");
  const { body } = await api.must(OWING, "POST", `/items/${item.replace("/", "~")}/evidence`, form);
  await api.must(OWING, "POST", "/actions/report", { items: [item], text: CLAIMED, evidence: [body.file.sha256] });
}

/** Both, at one village. `photo`: JPEG bytes that a browser can read. */
export async function withHistory(api: ProductApi, visit: VisitId, lines: number, photo: Photo): Promise<void> {
  await claimed(api, visit, photo);
  await checkedBefore(api, visit, lines, photo);
}
