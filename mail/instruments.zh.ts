/** What each instrument says in Chinese. */
import type { Instrument } from "../domain/instruments/instruments.js";
import { INSTRUMENT_NAMES_ZH as NAMES } from "../domain/instruments/names.zh.js";
import { FORM_NAMES_ZH as FORMS, formOf, type LetterForm } from "../domain/letters/forms.js";
import type { LetterModel, Matter } from "../domain/letters/letter-model.js";
import { allRows, type InstrumentText, type MatterText } from "./texts.js";

type Matters = Partial<Record<Matter, MatterText>>;

/** `{n}` in a sentence stands for the number of items. */
const words = (opening: string, ask: string, askOfCopy = "请知悉。"): MatterText => ({
  opening: (items) => opening.replace("{n}", String(items)),
  ask,
  askOfCopy,
});

/** The instrument's own words, and those for matters that differ. */
function instrument(
  name: string,
  title: string,
  closing: string,
  own: MatterText,
  matters: Matters = {},
): InstrumentText {
  return {
    name,
    title,
    closing,
    matter: (matter) => matters[matter] ?? own,
    several: (items) => `现将下列${items}项任务节点有关情况分别告知如下。`,
  };
}

const REPLY_ON_INSTRUCTION = "请立即按批示要求办理，并反馈办理情况。";

const INSTRUMENTS: Readonly<Record<Instrument, InstrumentText>> = {
  assignment: instrument(
    NAMES.assignment,
    "任务交办清单",
    "特此交办。",
    words(
      "现将下列{n}项任务节点予以交办。",
      "请及时签收，明确责任人和序时进度，按期办结，并对照佐证清单提交材料。",
      "请知悉，并按职责协助办理。",
    ),
  ),
  reminder: instrument(
    NAMES.reminder,
    "任务到期提醒",
    "特此提醒。",
    words(
      "下列{n}项任务节点即将到期。",
      "请对照销号标准抓紧办理，于期限前办结并提交佐证材料；确有客观困难的，请于到期前按程序申请延期。",
      "请知悉，并按职责协助推进。",
    ),
    {
      instruction: words("下列{n}项领导批示的报送时限即将到期。", "请按批示要求办理，于报送时限前反馈办理情况。"),
      supporting: words("下列{n}项任务节点的协办期限即将到期。", "请按职责做好协办工作，于协办期限前报告协办情况。"),
    },
  ),
  urge: instrument(
    NAMES.urge,
    "催办单",
    "特此催办。",
    words(
      "下列{n}项任务节点已超过规定期限，尚未办结。",
      "请立即采取措施加快办理，报告目前进展、未办结原因和预计办结时间；已办结的，请及时提交佐证材料。",
      "请知悉，并按职责协助主办单位加快办理。",
    ),
    {
      standIn: words(
        "下列{n}项任务节点超过规定期限尚未办结，现再次催办。",
        "请主要负责同志亲自过问，加快办理，并将目前进展、未办结原因和预计办结时间报送本办。",
        "请知悉，并督促帮助所联系的村加快办理。",
      ),
      signFor: words("下列{n}项任务节点交办后尚未签收。", "请尽快签收，并明确责任人和序时进度。"),
      verification: words(
        "下列{n}项任务节点已由主办单位报告办结，尚未按时核查。",
        "请尽快对照销号标准和佐证清单进行核查，作出通过或者退办的结论。",
      ),
      extension: words("下列{n}项任务节点的延期申请尚未按时办理。", "请尽快提出意见或者作出决定。"),
      instruction: words("下列{n}项领导批示尚未按时反馈办理情况。", REPLY_ON_INSTRUCTION),
      supporting: words("下列{n}项任务节点的协办事项已超过协办期限。", "请抓紧完成协办事项，并报告协办情况。"),
    },
  ),
  supervise: instrument(
    NAMES.supervise,
    "关于加快办理逾期任务节点的督办函",
    "特此函达。",
    words(
      "下列{n}项任务节点经提醒、催办，至今尚未办结，现予督办。",
      "请主要负责同志亲自研究，明确办结时限和责任人，尽快办结，并将办理情况书面报送本办。",
      "请知悉，并督促帮助所联系的村和单位办理。",
    ),
  ),
  escalate: instrument(
    NAMES.escalate,
    "关于有关任务节点办理情况的呈阅件",
    "特此呈报。",
    words(
      "下列{n}项任务节点超过规定期限尚未办结，现将有关情况呈上。",
      "呈请阅示。如有批示，我办即行转办，并及时报告办理结果。",
      "一并呈阅。",
    ),
    {
      instruction: words(
        "下列{n}项批示承办单位尚未按时反馈办理情况，现将有关情况呈上。",
        "呈请阅示。我办将继续跟踪办理，并及时报告结果。",
        "一并呈阅。",
      ),
    },
  ),
  summonsTalk: instrument(
    NAMES.summonsTalk,
    "关于约谈有关单位负责人的建议",
    "以上建议，请审定。",
    words(
      "下列{n}项任务节点经督办仍未办结，主办单位未按要求答复。",
      "建议由领导小组约谈有关单位主要负责人，是否约谈，请审定。",
      "请知悉，并准备有关情况说明。",
    ),
  ),
  resolved: instrument(
    NAMES.resolved,
    "任务办结告知",
    "特此告知。",
    words("此前向您报告或者通知的下列{n}项任务节点现已销号。", "请知悉，不需再作处理。"),
  ),
  longOverdueList: instrument(
    NAMES.longOverdueList,
    "久拖未决清单",
    "现将清单送上。",
    words(
      "下列{n}项任务节点逾期后经各级督促仍未办结，列入久拖未决清单。",
      "请审阅清单，逐项研究，抓紧推动办结。清单每月第一个工作日更新，办结后销号。",
      "请阅知。",
    ),
  ),
  verificationRequest: instrument(
    NAMES.verificationRequest,
    "任务办结核查通知",
    "特此通知。",
    words(
      "下列{n}项任务节点已由主办单位报告办结，请予核查。",
      "请对照销号标准和佐证清单进行核查，作出通过或者退办的结论；核查人不得核查本单位承办的事项。",
      "请知悉，并配合核查。",
    ),
  ),
  returned: instrument(
    NAMES.returned,
    "退办通知",
    "特此通知。",
    words(
      "下列{n}项任务节点经核查未达到销号标准，现予退办。",
      "请按退办理由整改后重新报告；原定期限不因退办而顺延。",
      "请知悉，并协助整改。",
    ),
  ),
  extensionRequest: instrument(
    NAMES.extensionRequest,
    "任务延期申请",
    "请予审核。",
    words("主办单位就下列{n}项任务节点申请延期。", "请按程序审核，提出意见或者作出决定。作出决定前，原定期限不变。"),
  ),
  extensionDecision: instrument(
    NAMES.extensionDecision,
    "关于任务延期申请的批复",
    "此复。",
    words("下列{n}项任务节点的延期申请经研究，批复如下。", "请按批复确定的期限办理。"),
  ),
  deadlineChange: instrument(
    NAMES.deadlineChange,
    "任务期限调整告知",
    "特此告知。",
    words(
      "下列{n}项任务节点的完成期限经确认调整。",
      "请按调整后的期限办理；原定期限仍予列明，备查。",
      "请知悉，并按调整后的期限协助办理。",
    ),
  ),
  instruction: instrument(
    NAMES.instruction,
    "领导批示交办通知",
    "特此通知。",
    words(
      "就下列{n}项任务节点，领导同志作出批示，现予交办。",
      "请按批示要求认真办理，并在报送时限前反馈办理情况。",
      "请知悉，并按职责配合办理。",
    ),
  ),
  instructionReply: instrument(
    NAMES.instructionReply,
    "关于批示办理情况的反馈",
    "专此报告。",
    words("您就下列{n}项任务节点所作批示的办理情况，现呈报如下。", "呈请阅示。", "请阅知。"),
  ),
  talk: instrument(
    NAMES.talk,
    "约谈通知",
    "特此通知。",
    words(
      "就下列{n}项任务节点，领导小组决定对主办单位主要负责同志进行约谈。",
      "请按约谈日期准时参加，并准备办理情况和整改措施的书面材料。",
      "请知悉，并做好约谈的准备工作。",
    ),
  ),
  suspension: instrument(
    NAMES.suspension,
    "任务暂停告知",
    "特此告知。",
    words("下列{n}项任务节点经批准暂停计时。", "暂停期间不再发出提醒和催办；暂停事由消失的，请及时报告。"),
  ),
  handover: instrument(
    NAMES.handover,
    "任务移交清单",
    "特此通知。",
    words(
      "下列{n}项任务节点的主办单位发生变更，现予移交。",
      "请移出单位移交全部资料和办理情况，请接收单位核对后签收，并继续按期办理。",
    ),
  ),
  alarm: instrument(
    NAMES.alarm,
    "文件送达和岗位情况告警",
    "同一情况本月内不再重复告警，岗位空缺未变化的每周报告一次。",
    words("文件送达和岗位核对中发现下列{n}项情况，请办公室核实处理。", ""),
  ),
};

const RESUMED = instrument(
  FORMS.resumed,
  "任务恢复告知",
  "特此告知。",
  words("下列{n}项暂停的任务节点自本日起恢复计时。", "请按下列期限继续办理。"),
);

const NEW_HOLDER = instrument(
  FORMS.newHolder,
  "岗位任务移交清单",
  "特此通知。",
  words(
    "因岗位任职人员变更，现将在办的下列{n}项任务节点列单移交。",
    "请对照清单核对资料和办理情况后重新签收，并继续按原定期限办理。",
  ),
);

const CANCELLED = instrument(
  FORMS.cancelled,
  "任务撤销告知",
  "特此告知。",
  words("此前向您报告或者通知的下列{n}项任务节点现已撤销。", "请知悉，不需再作处理。"),
);

const REOPENED = instrument(
  FORMS.reopened,
  "任务重新办理通知",
  "特此通知。",
  words(
    "下列{n}项任务节点此前已经销号，现因故须重新办理。",
    "请按所列理由和新的期限办理，办结后重新报告。",
    "请知悉，并按职责协助办理。",
  ),
);

const CLOSING_REVIEW = instrument(
  FORMS.closingReview,
  "任务销号审核通知",
  "特此通知。",
  words(
    "下列{n}项任务节点已经核查通过，请作销号审核。",
    "请审核核查结论和佐证材料，作出销号或者退办的决定。",
    "请知悉。",
  ),
);

const OTHERS: Readonly<Record<Exclude<LetterForm, Instrument>, InstrumentText>> = {
  resumed: RESUMED,
  reopened: REOPENED,
  newHolder: NEW_HOLDER,
  cancelled: CANCELLED,
  closingReview: CLOSING_REVIEW,
};

/** A ladder's letter that has come to a leader: submitted, never dunning. */
const SUBMITTED = instrument(
  "情况呈报",
  "关于有关任务节点办理情况的呈报",
  "特此呈报。",
  words("下列{n}项任务节点超过规定期限尚未办结，现将有关情况呈上。", "呈请阅示。", "一并呈阅。"),
  {
    extension: words("下列{n}项任务节点的延期申请尚待审定，现将有关情况呈上。", "呈请审定。", "一并呈阅。"),
    verification: words("下列{n}项任务节点已报告办结，尚待核查，现将有关情况呈上。", "呈请阅示。", "一并呈阅。"),
    signFor: words("下列{n}项任务节点交办后尚未签收，现将有关情况呈上。", "呈请阅示。", "一并呈阅。"),
    instruction: words("下列{n}项批示尚未按时反馈办理情况，现将有关情况呈上。", "呈请阅示。", "一并呈阅。"),
  },
);
const SUBMITTED_BEFORE_DUE = instrument(
  "情况呈报",
  "关于有关任务节点办理情况的呈报",
  "特此呈报。",
  words("下列{n}项任务节点即将到期，现将有关情况呈上。", "呈请阅示。", "一并呈阅。"),
);

export function instrumentZh(model: LetterModel, upward: boolean): InstrumentText {
  const { instrument: kind } = model;
  const form = formOf(kind, (fact) => allRows(model, fact));
  if (form !== kind) return OTHERS[form as keyof typeof OTHERS];
  if (upward && kind === "reminder") return SUBMITTED_BEFORE_DUE;
  if (upward && (kind === "urge" || kind === "supervise")) return SUBMITTED;
  return INSTRUMENTS[kind];
}
