/** What the API answers, inferred from the schemas that it validates its own answers with. Types only: no schema is bundled. */
import type { z } from "zod";
import type * as Accounts from "../../../api/me/schemas.js";
import type * as Actions from "../../../api/actions/schemas.js";
import type * as Calendars from "../../../api/calendars/schemas.js";
import type * as Ways from "../../../api/letters/channel-schemas.js";
import type * as Files from "../../../api/evidence/schemas.js";
import type * as Filing from "../../../api/inspections/filing-schemas.js";
import type * as Inspections from "../../../api/inspections/schemas.js";
import type * as Items from "../../../api/items/schemas.js";
import type * as Ledger from "../../../api/ledger/schemas.js";
import type * as Paired from "../../../api/leaders/pairing-schemas.js";
import type * as Leaders from "../../../api/leaders/schemas.js";
import type * as Letters from "../../../api/letters/schemas.js";
import type * as Bulletins from "../../../api/bulletins/schemas.js";
import type * as Numbers from "../../../api/letters/number-schemas.js";
import type * as Paper from "../../../api/letters/paper-schemas.js";
import type * as Lights from "../../../api/lights/schemas.js";
import type * as Mine from "../../../api/actions/mine-schemas.js";
import type * as Operation from "../../../api/operation/schemas.js";
import type * as Months from "../../../api/months/schemas.js";
import type * as Packages from "../../../api/packages/schemas.js";
import type * as RegisterImports from "../../../api/registers/import-schemas.js";
import type * as TimetableSchemas from "../../../api/timetables/schemas.js";
import type * as Registers from "../../../api/registers/schemas.js";
import type * as Parts from "../../../api/http/schema-parts.js";
import type * as Plans from "../../../api/plans/schemas.js";
import type * as Roster from "../../../api/people/schemas.js";
import type * as Attached from "../../../api/plans/attachment-schemas.js";
import type * as Changes from "../../../api/changes/schemas.js";
import type * as Instructions from "../../../api/items/instruction-schemas.js";
import type * as Reports from "../../../api/reports/schemas.js";
import type * as Worklists from "../../../api/worklist/schemas.js";
import type * as Views from "../../../api/worklist/view-schemas.js";
import type * as Tasks from "../../../api/items/task-schemas.js";

export type Words = Parts.Words;
export type Named = Parts.Named;
export type PostRef = Parts.PostRef;
export type Holder = Parts.Holder;

export type Me = Accounts.Me;
export type PlanMe = Accounts.PlanMe;
export type SignInOptions = Accounts.SignInOptions;
export type NextStep = z.infer<typeof Accounts.nextStep>;
export type Enrolment = z.infer<typeof Accounts.enrolment>;
export type Session = Accounts.Session;
export type Token = Accounts.Token;
export type IssuedToken = z.infer<typeof Accounts.issued>;
export type TokenScope = Token["scopes"][number];

export type Calendar = Calendars.Calendar;
export type IssuedCalendar = z.infer<typeof Calendars.issuedCalendar>;

export type PlanSummary = Plans.PlanSummary;
export type PlanList = z.infer<typeof Plans.plans>;
export type PlanDetail = Plans.PlanDetail;

export type Light = Lights.Light;
export type LightCounts = Lights.LightCounts;
export type LightMap = Lights.Lights;
export type LightTrend = Lights.LightTrend;
export type Cell = Lights.Cell;
export type ItemLight = Lights.ItemLight;

export type OrderScope = z.infer<typeof Actions.orderScope>;

export type Item = Items.Item;
export type ItemPage = Items.Items;
export type ItemDetail = Items.ItemDetail;
export type ItemStatus = z.infer<typeof Items.status>;
export type Scope = z.infer<typeof Items.scope>;

export type Instrument = z.infer<typeof Ledger.instrument>;
export type Told = Ledger.Told;
export type Actor = z.infer<typeof Ledger.actor>;
export type EventType = Ledger.EventType;
export type FeedRow = Ledger.FeedRow;
export type FeedPage = Ledger.Feed;
export type LedgerRow = Ledger.LedgerRow;
export type ItemLedger = Ledger.ItemLedger;

export type Notice = Letters.Notice;
export type Letter = Letters.Letter;
export type LetterState = z.infer<typeof Letters.letterState>;
export type LetterPage = Letters.Letters;
export type LetterDetail = Letters.LetterDetail;

export type FilingPreview = z.infer<typeof Filing.filingPreview>;
export type FiledParts = z.infer<typeof Filing.filedParts>;
export type VisitBundle = z.infer<typeof Filing.visitBundle>;
export type ConclusionRemark = VisitDetail["remarks"][number];
export type Bulletin = z.infer<typeof Bulletins.bulletinView>;
export type BulletinRows = z.infer<typeof Bulletins.rowsAnswer>;
export type DocumentNumber = Numbers.DocumentNumber;
export type DocumentNumberPage = z.infer<typeof Numbers.documentNumbers>;
export type PrintJob = Paper.PrintJobView;
export type PrintJobList = z.infer<typeof Paper.printJobs>;
export type PrintPackage = z.infer<typeof Paper.printPackage>;
export type HandOverAnswer = z.infer<typeof Paper.handOverAnswer>;

export type TaskList = Tasks.Tasks;
export type TaskDetail = Tasks.TaskDetail;

export type UnitList = z.infer<typeof Roster.units>;
export type Unit = UnitList["units"][number];
export type UnitDetail = Roster.UnitDetail;
export type VillageList = z.infer<typeof Roster.villages>;
export type Village = VillageList["villages"][number];
export type VillageDetail = Roster.VillageDetail;
export type PostList = z.infer<typeof Roster.posts>;
export type Vacancies = Roster.Vacancies;
export type PostDetail = Roster.PostDetail;
export type ToldCount = z.infer<typeof Roster.toldCount>;

export type AlarmList = z.infer<typeof Operation.alarms>;
export type Alarm = AlarmList["alarms"][number];
export type Clock = Operation.Clock;

export type MonthList = Months.MonthList;
export type MonthWork = Months.MonthWork;
export type MonthDetail = Months.MonthView;
export type MonthRequest = Months.RequestRow;
export type MonthGrid = Months.RequestView;
export type SavedDraft = z.infer<typeof Months.savedDraft>;
export type ImportedProgress = z.infer<typeof Months.imported>;
export type PackageList = Packages.Packages;
export type Package = PackageList["all"][number];
export type OwnPackage = Packages.OwnPackage;
export type SignedPackage = Packages.SignedPackage;

export type PairingPage = Paired.PairingPage;
export type RegisterList = z.infer<typeof Registers.registers>;
export type RegisterHead = RegisterList["registers"][number];
export type Register = Registers.RegisterView;
export type RegisterColumn = Register["columns"][number];
export type RegisterRows = z.infer<typeof Registers.rows>;
export type RegisterRow = Registers.RowView;
export type RegisterHistory = z.infer<typeof Registers.history>;
export type RegisterChanged = z.infer<typeof Registers.changed>;
export type RegisterClear = z.infer<typeof Registers.clearCells>;
export type RegisterImport = z.infer<typeof RegisterImports.importPreview>;
export type RegisterImportProgress = z.infer<typeof RegisterImports.importProgress>;
export type Figures = z.infer<typeof Registers.figures>;
export type FigureView = Figures["figures"][number];
export type KpiView = Figures["kpis"][number];

export type LeaderPage = Leaders.LeaderPage;
export type LeaderLine = Leaders.Line;
export type LeaderVillage = LeaderPage["villages"][number];
export type LeaderWord = Leaders.Said;
export type Submission = LeaderPage["box"][number];

export type My = z.infer<typeof Mine.my>;
export type Turn = My["turns"][number]["turn"];
export type MyItem = My["items"][number];
export type ActingAs = z.infer<typeof Actions.actingAs>;
export type ItemActions = z.infer<typeof Mine.itemActions>;
/** An action as it is offered, or not, to the reader. */
export type Offer = ItemActions["actions"][number];
export type ActionAnswer = Actions.ActionAnswer;
export type ActionOutcome = ActionAnswer["outcomes"][number];
export type LettersAnswer = Actions.LettersAnswer;
export type OrderAnswer = Actions.OrderAnswer;
export type Evidence = Files.Evidence;
export type EvidenceList = z.infer<typeof Files.evidenceList>;
export type EvidenceFiled = z.infer<typeof Files.evidenceFiled>;
export type DelegationList = z.infer<typeof Mine.delegations>;
export type Delegation = DelegationList["delegations"][number];
export type VisitPage = z.infer<typeof Roster.visits>;
export type PlanAccounts = Roster.PlanAccounts;
export type VisitPhoto = z.infer<typeof Roster.visitPhoto>;
export type Visit = VisitPage["rows"][number];
export type CallPage = z.infer<typeof Ledger.calls>;
export type AuditPage = z.infer<typeof Accounts.auditEvents>;
export type AuditEvent = AuditPage["rows"][number];
export type Channels = Ways.ChannelsAnswer;

export type RoundList = z.infer<typeof Inspections.rounds>;
export type RoundSummary = RoundList["rounds"][number];
export type RoundStatus = RoundSummary["status"];
export type Round = z.infer<typeof Inspections.round>;
export type PlannedVisit = Round["plannedVisits"][number];
export type InspectionGroup = Round["groups"][number];
export type VisitStatus = PlannedVisit["status"];
export type OutstandingList = z.infer<typeof Inspections.outstanding>;
export type MyVisitList = z.infer<typeof Inspections.myVisits>;
export type InspectionWork = z.infer<typeof Inspections.inspectionWork>;
export type MyVisit = MyVisitList["visits"][number];
export type FindingList = z.infer<typeof Inspections.findings>;
export type Finding = FindingList["findings"][number];
export type Grade = z.infer<typeof Inspections.grade>;
export type Severity = Finding["severity"];
export type RoundDone = z.infer<typeof Inspections.roundDone>;
export type RoundAsked = z.infer<typeof Inspections.roundAsked>;
export type Receipt = z.infer<typeof Filing.receipt>;
export type VisitDetail = z.infer<typeof Filing.visitDetail>;
export type VisitLine = VisitDetail["lines"][number];
export type FiledRow = z.infer<typeof Filing.filedRow>;
export type Objection = VisitDetail["objections"][number];
export type VisitDone = z.infer<typeof Filing.visitDone>;
export type ConclusionList = z.infer<typeof Filing.conclusions>;
export type Conclusion = ConclusionList["conclusions"][number];

export type PlanAttachments = Attached.PlanAttachments;
export type PlanAttachment = PlanAttachments["attachments"][number];
export type ChangePreview = z.infer<typeof Changes.preview>;
export type PlanDocuments = z.infer<typeof Changes.documents>;
export type DocumentKind = PlanDocuments["documents"][number]["kind"];
export type DocumentVersion = z.infer<typeof Changes.planDocument>;
export type RegisterAnswer = Changes.RegisterAnswer;
export type InstructionRegister = Instructions.InstructionRegister;
export type InstructionLine = Instructions.InstructionLine;
export type ReportPeriods = Reports.ReportPeriods;
export type WorklistPage = Worklists.WorklistPage;
export type WorklistLine = Worklists.WorklistLine;
export type SavedViewList = Views.SavedViewList;
export type SavedView = SavedViewList["views"][number];

export type Timetables = TimetableSchemas.Timetables;
export type ImportedTimetables = TimetableSchemas.ImportedTimetables;
