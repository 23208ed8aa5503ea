/** Who may ask what: one rule for each route that is not open to everybody. A route without a rule is not served. */
import { ACTS } from "../domain/items/acts/catalogue.js";
import { ROLES } from "../domain/people/roles.js";
import { ORDER_KINDS, ORDERS } from "../domain/streams/order-entries.js";
import { ACTION_KINDS } from "./actions/catalogue.js";
import { rolesOf } from "./actions/permissions.js";
import { EXPORTED } from "./exports/lists.js";
import { type Rule, ruleKey, type Rules } from "./rights/enforce.js";
import { SEE_ALL } from "./rights/reach.js";

/** Everybody who is anybody in the plan. */
const ALL: Rule = { who: ROLES };
/** Whose units and seats are given packages. */
const PACKAGED = ["unitClerk", "unitHead", "departmentHead", "countyLeader", "leadingGroup", "liaison"] as const;
/** Whose units are asked by the month. */
const ANSWERS: Rule = { who: ["unitClerk", "unitHead", "township"] };
/** One's own things in a plan, of which tokens are told nothing. */
const OWN_IN_PLAN: Rule = { who: ROLES, token: null };
/** Who may keep rows of registers; whether they do is the register's to know. */
const KEEPERS = ["unitClerk", "unitHead", "office"] as const;
const SEES_ALL: Rule = { who: SEE_ALL };
const VISIT = "/plans/{planId}/inspections/{round}/visits/{visit}";
/** Whoever may sit in a group; whether they do is the round's to know. */
const INSPECTORS: Rule = { who: ROLES.filter((role) => role !== "auditor") };
/** One's own account, of which tokens are told nothing. */
const OWN: Rule = { who: "signedIn", token: null };

/** The roles that the catalogue lets do it, and the office where it may enter a leader's act. */
const ACTION_RULES: Readonly<Record<string, Rule>> = Object.fromEntries(
  ACTION_KINDS.map((kind) => [
    `POST /plans/{planId}/actions/${kind}`,
    { who: ACTS[kind].onBehalf === "office" ? [...rolesOf(kind), "office" as const] : rolesOf(kind) },
  ]),
);

const ORDER_RULES: Readonly<Record<string, Rule>> = Object.fromEntries(
  ORDER_KINDS.map((kind) => [`POST /plans/{planId}/orders/${kind}`, { who: ORDERS[kind].roles }]),
);

const LISTED: Rules = {
  ...ACTION_RULES,
  ...ORDER_RULES,
  "GET /plans": { who: "signedIn" },
  "GET /plans/{planId}": ALL,
  "GET /plans/{planId}/me": ALL,
  "GET /plans/{planId}/me/channels": ALL,
  "POST /plans/{planId}/me/channels": ALL,
  "GET /plans/{planId}/persons/{personId}/channels": { who: ["office"] },
  "POST /plans/{planId}/persons/{personId}/channels": { who: ["office"] },
  "GET /plans/{planId}/attachments": ALL,
  "POST /plans/{planId}/attachments/{attachmentId}": { who: ["office"] },
  "GET /plans/{planId}/attachments/{attachmentId}/{sha256}": ALL,
  "GET /plans/{planId}/instruction-register": ALL,
  "GET /plans/{planId}/tasks": ALL,
  "GET /plans/{planId}/tasks/{no}": ALL,
  "GET /plans/{planId}/lights": ALL,
  "GET /plans/{planId}/lights/trend": ALL,
  "GET /plans/{planId}/worklist": ALL,
  "GET /plans/{planId}/exports/worklist": ALL,
  "GET /plans/{planId}/views": OWN_IN_PLAN,
  "POST /plans/{planId}/views": OWN_IN_PLAN,
  "POST /plans/{planId}/views/delete": OWN_IN_PLAN,
  "GET /plans/{planId}/items": ALL,
  "GET /plans/{planId}/items/{itemId}": ALL,
  "GET /plans/{planId}/items/{itemId}/light": ALL,
  "GET /plans/{planId}/items/{itemId}/ledger": ALL,
  "POST /plans/{planId}/letters/sign": { who: rolesOf("signInstrument") },
  "POST /plans/{planId}/letters/hold": { who: rolesOf("holdInstrument") },
  "GET /plans/{planId}/orders/scope": { who: ["office"] },
  "GET /plans/{planId}/my": ALL,
  "GET /plans/{planId}/packages": ALL,
  "POST /plans/{planId}/packages/sign": { who: PACKAGED },
  "GET /plans/{planId}/leader": ALL,
  "GET /plans/{planId}/pairing": ALL,
  "GET /plans/{planId}/reports": SEES_ALL,
  "GET /plans/{planId}/reports/{period}/{file}": SEES_ALL,
  "GET /plans/{planId}/delegations": ALL,
  "GET /plans/{planId}/visits": ALL,
  "GET /plans/{planId}/accounts": { who: ["office"], token: null },
  "POST /plans/{planId}/visits/photos": { who: ORDERS.logVisit.roles },
  "GET /plans/{planId}/visits/photos/{sha256}": ALL,
  "GET /plans/{planId}/calls": SEES_ALL,
  "GET /plans/{planId}/items/{itemId}/actions": ALL,
  "GET /plans/{planId}/items/{itemId}/evidence": ALL,
  "POST /plans/{planId}/items/{itemId}/evidence": { who: rolesOf("fileEvidence") },
  "GET /plans/{planId}/items/{itemId}/evidence/{sha256}": ALL,
  "GET /plans/{planId}/inspections": ALL,
  "POST /plans/{planId}/inspections": { who: ["office"] },
  "GET /plans/{planId}/inspections/my/visits": ALL,
  "GET /plans/{planId}/inspections/my/work": ALL,
  "GET /plans/{planId}/inspections/findings": ALL,
  "GET /plans/{planId}/inspections/conclusions": ALL,
  "GET /plans/{planId}/inspections/{round}": ALL,
  "GET /plans/{planId}/inspections/{round}/outstanding": ALL,
  ...Object.fromEntries(
    ["scheme", "approve", "move", "skip", "groups", "checklist", "systemic"].map((act) => [
      `POST /plans/{planId}/inspections/{round}/${act}`,
      { who: ["office"] } satisfies Rule,
    ]),
  ),
  [`GET ${VISIT}`]: ALL,
  [`GET ${VISIT}/bundle`]: ALL,
  [`GET ${VISIT}/receipt`]: ALL,
  [`GET ${VISIT}/photos/{sha256}`]: ALL,
  [`GET ${VISIT}/pictures/{sha256}`]: INSPECTORS,
  [`POST ${VISIT}/take-along`]: INSPECTORS,
  [`PUT ${VISIT}/parts/{key}`]: INSPECTORS,
  [`POST ${VISIT}/parts`]: INSPECTORS,
  [`POST ${VISIT}/parts/preview`]: { who: ["office"] },
  [`POST ${VISIT}/hand-over`]: INSPECTORS,
  [`PUT ${VISIT}/photos/{sha256}`]: INSPECTORS,
  [`POST ${VISIT}/submit`]: INSPECTORS,
  [`POST ${VISIT}/lines/{line}/decide`]: INSPECTORS,
  [`POST ${VISIT}/conclusion`]: INSPECTORS,
  [`POST ${VISIT}/remark`]: INSPECTORS,
  [`POST ${VISIT}/objections`]: { who: ["unitClerk", "unitHead"] },
  [`POST ${VISIT}/objections/{no}/decide`]: { who: ["office", "supervisionOffice"] },
  "GET /plans/{planId}/registers": ALL,
  "GET /plans/{planId}/registers/{register}": ALL,
  "GET /plans/{planId}/registers/{register}/rows": ALL,
  "GET /plans/{planId}/registers/{register}/rows/{row}/history": ALL,
  "GET /plans/{planId}/registers/{register}/files/{file}": ALL,
  "POST /plans/{planId}/registers/{register}/rows": { who: KEEPERS },
  "POST /plans/{planId}/registers/{register}/imports": { who: KEEPERS },
  "GET /plans/{planId}/registers/{register}/imports/{import}": { who: KEEPERS },
  "POST /plans/{planId}/registers/{register}/imports/{import}/cancel": { who: KEEPERS },
  "POST /plans/{planId}/registers/{register}/imports/{batch}/confirm": { who: KEEPERS },
  "POST /plans/{planId}/registers/{register}/clear": { who: KEEPERS, token: null },
  "POST /plans/{planId}/registers/{register}/figures/{figure}/fix": { who: ["office"] },
  "GET /plans/{planId}/figures": ALL,
  "GET /plans/{planId}/feed": ALL,
  "GET /plans/{planId}/feed/stream": ALL,
  "GET /plans/{planId}/notices": ALL,
  "GET /plans/{planId}/letters": ALL,
  "GET /plans/{planId}/letters/{letterId}": ALL,
  "GET /plans/{planId}/letters/{letterId}/document": ALL,
  "POST /plans/{planId}/letters/{letterId}/resend": { who: ["office"] },
  "POST /plans/{planId}/letters/{letterId}/returned": { who: ["office"] },
  "POST /plans/{planId}/letters/handed-over": { who: ["office"] },
  "GET /plans/{planId}/print-jobs": { who: ["office"] },
  "POST /plans/{planId}/print-jobs": { who: ["office"] },
  "GET /plans/{planId}/print-jobs/{jobId}": { who: ["office"] },
  "GET /plans/{planId}/document-numbers": { who: ["office", "supervisionOffice", "auditor"] },
  "POST /plans/{planId}/document-numbers/void": { who: ["office"] },
  "GET /plans/{planId}/villages": ALL,
  "GET /plans/{planId}/villages/{villageId}": ALL,
  "GET /plans/{planId}/units": ALL,
  "GET /plans/{planId}/units/{unitId}": ALL,
  "GET /plans/{planId}/posts": ALL,
  "GET /plans/{planId}/posts/{postId}": ALL,
  "GET /plans/{planId}/vacancies": ALL,
  "GET /plans/{planId}/clock": ALL,
  "POST /plans/{planId}/clock": { who: ["office"] },
  "GET /plans/{planId}/alarms": SEES_ALL,
  "GET /plans/{planId}/documents": SEES_ALL,
  "GET /plans/{planId}/documents/{kind}": SEES_ALL,
  "POST /plans/{planId}/changes/preview": { who: ["office"] },
  "POST /plans/{planId}/changes": { who: ["office"] },
  "POST /plans/{planId}/orders/registerItems": { who: ["office"] },
  "GET /plans/{planId}/months": ALL,
  "GET /plans/{planId}/months/my/work": ALL,
  "GET /plans/{planId}/timetables/{unit}": ALL,
  "GET /plans/{planId}/timetables/{unit}/timetable.xlsx": ALL,
  "POST /plans/{planId}/timetables/{unit}/import": ANSWERS,
  "GET /plans/{planId}/months/{month}": ALL,
  "GET /plans/{planId}/months/{month}/requests/{unit}": ALL,
  "GET /plans/{planId}/months/{month}/requests/{unit}/grid.xlsx": ALL,
  "POST /plans/{planId}/months/{month}/requests/{unit}/import": ANSWERS,
  "PUT /plans/{planId}/months/{month}/requests/{unit}/draft": ANSWERS,
  "POST /plans/{planId}/months/{month}/requests/{unit}/send": ANSWERS,
  "POST /plans/{planId}/months/{month}/requests/{unit}/confirm": ANSWERS,
  "POST /plans/{planId}/months/{month}/requests/{unit}/return": ANSWERS,
  "GET /plans/{planId}/months/{month}/bulletin": ALL,
  "GET /plans/{planId}/months/{month}/bulletin/rows": ALL,
  "GET /plans/{planId}/months/{month}/bulletin/versions/{version}/bulletin.docx": ALL,
  "POST /plans/{planId}/months/{month}/bulletin/draft": { who: ["office"] },
  "POST /plans/{planId}/months/{month}/bulletin/approve": { who: ["office"] },
  "POST /plans/{planId}/months/{month}/bulletin/sign": { who: ["office"] },
  "POST /plans/{planId}/months/{month}/bulletin/send": { who: ["office"] },
  "GET /plans/{planId}/inspections/{round}/bulletin": ALL,
  "GET /plans/{planId}/inspections/{round}/bulletin/rows": ALL,
  "GET /plans/{planId}/inspections/{round}/bulletin/appraisal": { who: ["office", "leadingGroup"] },
  "GET /plans/{planId}/inspections/{round}/bulletin/versions/{version}/{file}": ALL,
  "POST /plans/{planId}/inspections/{round}/bulletin/draft": { who: ["office"] },
  "POST /plans/{planId}/inspections/{round}/bulletin/circulate": { who: ["office"] },
  "POST /plans/{planId}/inspections/{round}/bulletin/reply": { who: ["unitClerk", "unitHead", "office"] },
  "POST /plans/{planId}/inspections/{round}/bulletin/replies/{no}/answer": { who: ["office"] },
  "POST /plans/{planId}/inspections/{round}/bulletin/approve": { who: ["office"] },
  "POST /plans/{planId}/inspections/{round}/bulletin/sign": { who: ["office"] },
  "POST /plans/{planId}/inspections/{round}/bulletin/send": { who: ["office"] },

  "GET /me": { who: "signedIn", unfinished: ["changePassword", "enrolSecondFactor", "secondFactor"] },
  "POST /me/password": { ...OWN, unfinished: ["changePassword", "enrolSecondFactor"] },
  "POST /me/second-factor": { ...OWN, unfinished: ["enrolSecondFactor"] },
  "POST /me/second-factor/confirm": { ...OWN, unfinished: ["enrolSecondFactor"] },
  "POST /me/second-factor/verify": { ...OWN, unfinished: ["secondFactor"] },
  "POST /me/address": OWN,
  "POST /me/address/confirm": OWN,
  "GET /me/sessions": OWN,
  "POST /me/sessions/end-others": OWN,
  "POST /me/sessions/{sessionId}/end": OWN,
  "GET /me/tokens": OWN,
  "POST /me/tokens": OWN,
  "POST /me/tokens/{tokenId}/revoke": OWN,
  "GET /me/calendars": OWN,
  "POST /me/calendars": OWN,
  "POST /me/calendars/{calendarId}/replace": OWN,
  "POST /me/calendars/{calendarId}/revoke": OWN,
  "POST /sign-out": { ...OWN, unfinished: ["changePassword", "enrolSecondFactor", "secondFactor"] },
  "GET /audit": { who: ["office", "auditor"], token: "audit" },
};

/** A list's file is for whom the list is for. */
const EXPORT_RULES: Rules = Object.fromEntries(
  EXPORTED.map(({ file, list }) => [ruleKey(file), LISTED[ruleKey(list)] as Rule]),
);

export const RULES: Rules = { ...LISTED, ...EXPORT_RULES };
