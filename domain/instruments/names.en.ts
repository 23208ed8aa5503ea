/** What instruments are called in English. */
import type { Instrument } from "./instruments.js";

export const INSTRUMENT_NAMES_EN: Readonly<Record<Instrument, string>> = {
  assignment: "Assignment list",
  reminder: "Reminder",
  urge: "Urging slip",
  supervise: "Supervision letter",
  escalate: "Submission for review",
  summonsTalk: "Recommendation of a talk",
  talk: "Summons to a talk",
  longOverdueList: "Long-overdue list",
  verificationRequest: "Verification request",
  returned: "Return for rework",
  extensionRequest: "Extension request",
  extensionDecision: "Extension decision",
  deadlineChange: "Change of deadline",
  instruction: "Instruction",
  instructionReply: "Reply to an instruction",
  resolved: "Notice of resolution",
  suspension: "Notice of suspension",
  handover: "Handover list",
  inspection: "Inspection reminder",
  progressRequest: "Progress request",
  bulletin: "Inspection bulletin",
  upwardReport: "Report to the leading group",
  alarm: "Delivery notice",
};
