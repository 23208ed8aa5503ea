/** What a row of a stream's own says where it stands among rows of others: of which round or month it is, and who did it. */
import { isRoundStream, roundName, roundOf } from "../inspections/round-name.js";
import { monthIn } from "../language/dates.js";
import type { Words } from "../language/words.js";
import type { Actor } from "../ledger/record.js";
import { isMonthStream, monthOfStream } from "../months/month-name.js";
import type { Directory } from "../people/directory.js";

interface OwnRow {
  readonly stream: string;
  readonly type: string;
  readonly actor: Actor | null;
}

/** The round or the month that a stream is of; null: it is of neither. */
function occasionOf(stream: string): Words | null {
  if (isRoundStream(stream)) {
    const { zh, en } = roundName(roundOf(stream));
    return { zh: `${zh}检查`, en: `Inspection of ${en}` };
  }
  if (!isMonthStream(stream)) return null;
  const month = monthOfStream(stream);
  return { zh: `${monthIn("zh", month)}调度`, en: `Request of ${monthIn("en", month)}` };
}

/** The first row of each says itself of what it is. */
const SAYS_ITSELF: ReadonlySet<string> = new Set(["roundOpened", "monthOpened"]);

/** A sentence of `planRowWords` with what its row's place in the ledger says beside it. */
export function inTheLedger({ zh, en }: Words, { stream, type, actor }: OwnRow, names: Directory): Words {
  const occasion = SAYS_ITSELF.has(type) ? null : occasionOf(stream);
  if (occasion === null) return { zh, en };
  const by = actor === null ? "" : names.person(actor.person).name;
  return {
    zh: `${occasion.zh}：${zh}${by === "" ? "" : `（${by}）`}`,
    en: `${occasion.en}: ${en}${by === "" ? "" : ` (${by})`}`,
  };
}
