/** Statements on inspections: the tables of rounds, what a round is opened by, photos, findings. */
import type { ItemState } from "../../../domain/items/work-item.js";
import type { RoundStreamInfo } from "../../../domain/ledger/inspection-events.js";
import type { Regrade } from "../../../domain/inspections/tables.js";
import type { Grade, LineScope, Severity } from "../../../domain/plan/checklists.js";
import type { RoundStatus, VisitStatus } from "../../../domain/inspections/types.js";
import { bool, date, int4, int8, jsonb, nullable, present, recordset, text, texts } from "../columns.js";
import { statement } from "../statement.js";

export const putRounds = statement("inspections/put-rounds", {
  params: {
    planId: text(),
    rows: recordset({
      round: text(),
      status: text<RoundStatus>(),
      special: bool(),
      year: int4(),
      from_day: date(),
      to_day: date(),
      visits_until: date(),
      closes_on: date(),
      opened_at: int8(),
      checklist: int4(),
      bulletin: nullable(text()),
    }),
  },
});

const ofRound = { planId: text(), round: text() };

export const putVisits = statement("inspections/put-visits", {
  params: {
    ...ofRound,
    rows: recordset({
      visit: text(),
      place_kind: text<"village" | "unit">(),
      place: text(),
      township: nullable(text()),
      mode: text<LineScope>(),
      reason: text(),
      status: text<VisitStatus>(),
      group_id: nullable(text()),
      inspectors: texts(),
      leader: nullable(text()),
      asked: int4(),
      arrived: int4(),
      disputed: int4(),
      materials: int4(),
      photos: texts(),
      taken: jsonb<readonly { readonly person: string; readonly at: number; readonly device: string }[]>(),
      last_contact: nullable(int8()),
      submitted_row: nullable(int4()),
      submitted_on: nullable(date()),
      late: bool(),
      objections: int4(),
    }),
  },
});

export const putLines = statement("inspections/put-lines", {
  params: {
    ...ofRound,
    rows: recordset({
      row: int4(),
      line: text(),
      visit: text(),
      person: text(),
      group_id: text(),
      revision: int4(),
      grade: text<Grade>(),
      content: text(),
      received_at: int8(),
      device_at: int8(),
      clock_offset: int8(),
      conflicting: bool(),
      reassigned: bool(),
      quarantined: bool(),
      late: bool(),
      photos: texts(),
    }),
  },
});

export const putChecks = statement("inspections/put-checks", {
  params: {
    ...ofRound,
    rows: recordset({
      visit: text(),
      line: text(),
      place: text(),
      group_id: text(),
      grade: text<Grade>(),
      filed_grade: text<Grade>(),
      regrades: jsonb<readonly Regrade[]>(),
      text: text(),
      cause: nullable(text()),
      severity: nullable(text<Severity>()),
      highlight: nullable(text()),
      contradicts: bool(),
      person: text(),
      row: int4(),
      revision: int4(),
      checked_on: date(),
      photos: texts(),
      late: bool(),
    }),
  },
});

// What a round is opened by.

export const headsBefore = statement("inspections/heads-before", {
  params: { planId: text(), at: int8() },
  rows: { stream: text(), seq: int4(), hash: text() },
});

export const visitedInYear = statement("inspections/visited-in-year", {
  params: { planId: text(), year: int4() },
  rows: { place: text() },
});

export const lastGrades = statement("inspections/last-grades", {
  params: { planId: text(), except: text(), place: nullable(text()) },
  rows: { place: text(), line: text(), grade: text<Grade>(), red: bool(), round: text(), text: text(), on: date() },
});

export const gradesOn = statement("inspections/grades-on", {
  params: { planId: text(), on: date() },
  rows: { place: text(), line: text(), grade: text<Grade>(), round: text(), on: date() },
});

export const openFindings = statement("inspections/open-findings", {
  params: { planId: text() },
  rows: { place: text(), line: text() },
});

export const burdenOfYear = statement("inspections/burden-of-year", {
  params: { planId: text(), year: int4() },
  rows: { place: text(), checks: int4(), materials: int4() },
});

export const lastInspectors = statement("inspections/last-inspectors", {
  params: { planId: text(), before: int8() },
  rows: { place: text(), inspectors: present(texts()) },
});

export const announcedRound = statement("inspections/announced-round", {
  params: { planId: text(), plan: text(), stream: text() },
  rows: { info: jsonb<RoundStreamInfo>() },
});

// Photos.

export const storedPhotos = statement("inspections/stored-photos", {
  params: { ...ofRound, visits: texts() },
  rows: { visit: text(), sha256: text() },
});

export const keepPhoto = statement("inspections/keep-photo", {
  params: {
    ...ofRound,
    visit: text(),
    sha256: text(),
    mediaType: text(),
    bytes: int8(),
    person: text(),
    receivedAt: int8(),
  },
});

// Reading.

export const findPhoto = statement("inspections/find-photo", {
  params: { ...ofRound, visit: text(), sha256: text() },
  rows: { sha256: text(), mediaType: text(), bytes: int8() },
  plannedOnce: true,
});

export const listRounds = statement("inspections/list-rounds", {
  params: { planId: text() },
  rows: {
    round: text(),
    status: text<RoundStatus>(),
    special: bool(),
    from: date(),
    to: date(),
    visitsUntil: date(),
    closesOn: date(),
    openedAt: int8(),
    checklist: int4(),
    bulletin: nullable(text()),
    visits: int4(),
    planned: int4(),
    takenAlong: int4(),
    partlyFiled: int4(),
    submitted: int4(),
    objections: int4(),
  },
});

export const visitsOfPerson = statement("inspections/visits-of-person", {
  params: { planId: text(), person: text() },
  rows: { round: text(), visit: text() },
});

export const findingsAt = statement("inspections/findings-at", {
  params: { planId: text(), place: text() },
  rows: { state: jsonb<ItemState>() },
});

export const listFindings = statement("inspections/list-findings", {
  params: {
    planId: text(),
    round: nullable(text()),
    task: nullable(int4()),
    village: nullable(text()),
    unit: nullable(text()),
    severity: nullable(text<Severity>()),
    ids: nullable(texts()),
  },
  rows: { state: jsonb<ItemState>() },
});
