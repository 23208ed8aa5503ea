/** `npm run doctor` says of each part how it stands and what to do, and never shows a stack trace. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { startDingtalk } from "../support/channels/dingtalk.js";
import { startWecom } from "../support/channels/wecom.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { startSmtp } from "../support/smtp.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** Needed as soon as Temporal is beyond this machine. */
const KEY = Buffer.alloc(32, 1).toString("base64");
let database: TestDatabase;
let busy: Server;
let port = 0;

beforeAll(async () => {
  database = await freshDatabase();
  busy = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => busy.once("listening", resolve));
  const address = busy.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(async () => {
  await new Promise((resolve) => busy.close(resolve));
  await database.drop();
});

function doctor(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [RUN, "scripts/doctor.ts"], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (chunk) => (said += String(chunk)));
    child.stderr.on("data", (chunk) => (said += String(chunk)));
    child.once("close", (code) => resolve({ code, lines: said.trimEnd().split("\n") }));
  });
}

it("finds the parts in order that are named by an address", async () => {
  const { code, lines } = await doctor({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"] ?? "",
    TEMPORAL_NAMESPACE: process.env["DUBAN_TEST_TEMPORAL_NAMESPACE"] ?? "",
    DUBAN_API_PORT: String(port + 1),
    DUBAN_PUBLIC_URL: "https://duban.example.gov.cn",
  });
  const said = lines.join("\n");
  expect(said).toMatch(/note\s+proxy\s.*DUBAN_TRUSTED_PROXIES is 0/);
  expect(said).toMatch(/ok\s+PostgreSQL\s+\d+.*schema up to date/);
  expect(said).toMatch(/(ok|note)\s+Temporal\s/);
  expect(said).not.toMatch(/FAIL\s+(PostgreSQL|Temporal)/);
  expect([0, 1]).toContain(code);
});

it("says whether the ledger could be rewritten, and whether it has checkpoints", async () => {
  const own = await doctor({ DATABASE_URL: database.url, DUBAN_API_PORT: String(port + 1) });
  expect(own.lines.join("\n")).toMatch(
    /note\s+database roles\s+postgres is a superuser: one database role.*\n.*→ docs\/production\.md/,
  );
  const { databaseUrl } = await database.roles();
  const apart = await doctor({ DATABASE_URL: databaseUrl, DUBAN_API_PORT: String(port + 1) });
  expect(apart.lines.join("\n")).toMatch(/ok\s+database roles\s+the application appends to ledger and audit log/);
  expect(apart.lines.join("\n")).toMatch(/note\s+checkpoints\s+the ledger has no signed checkpoint yet/);
  expect(apart.lines.join("\n")).toMatch(/(ok|FAIL)\s+folder\s/);
}, 60_000);

it("names what is away or busy, with what to do, and fails", async () => {
  const { code, lines } = await doctor({
    DATABASE_URL: "postgresql://nobody:wrong@127.0.0.1:1/none",
    SMTP_URL: "smtp://127.0.0.1:1",
    DUBAN_MAIL_FROM: "duban@sample.invalid",
    DUBAN_API_PORT: String(port),
  });
  const said = lines.join("\n");
  expect(code).toBe(1);
  expect(said).toMatch(/FAIL\s+PostgreSQL\s+no connection.*\n.*→.*DATABASE_URL/);
  expect(said).toMatch(/FAIL\s+SMTP.*\n.*→.*SMTP_URL/);
  expect(said).toMatch(new RegExp(`FAIL\\s+port ${port} .*used by another program\\n.*→.*DUBAN_API_PORT`));
  expect(said).not.toContain("wrong@");
  expect(said).not.toMatch(/\n\s+at /);
});

it("asks a mail server with the worker's own settings, for login and sender, and sends nothing", async () => {
  const smtp = await startSmtp({
    mail: (address) => (address === "good@sample.invalid" ? undefined : "553 Mail from must equal authorized user"),
  });
  const ask = async (env: Record<string, string>) =>
    (await doctor({ DUBAN_API_PORT: String(port + 1), SMTP_URL: smtp.url, ...env })).lines.join("\n");
  expect(await ask({ DUBAN_MAIL_FROM: "good@sample.invalid" })).toMatch(
    /ok\s+SMTP\s+127\.0\.0\.1:\d+ lets us in and takes good@sample\.invalid as sender/,
  );
  expect(await ask({ DUBAN_MAIL_FROM: "other@sample.invalid" })).toMatch(
    /FAIL\s+SMTP\s+the sender other@sample\.invalid is refused: 553 Mail from must equal.*\n.*→.*DUBAN_MAIL_FROM/,
  );
  // What ends the worker is not fine here.
  const broken = await ask({ SMTP_URL: "smtp://user:p%zz@mail.example:587", DUBAN_MAIL_FROM: "good@sample.invalid" });
  expect(broken).toMatch(/FAIL\s+SMTP\s+SMTP_URL: the SMTP address holds a % that begins no character.*%25/);
  expect(broken).not.toContain("p%zz");
  expect(smtp.arrivals).toEqual([]);
  await smtp.stop();
}, 60_000);

it("says of a certificate of one's own authority which setting names it", async () => {
  // What it shows is its maker's sample, which nobody vouches for.
  const server = new SMTPServer({ secure: true, authOptional: true, logger: false });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port: at } = listening.address() as AddressInfo;
  const { lines } = await doctor({
    DUBAN_API_PORT: String(port + 1),
    SMTP_URL: `smtps://127.0.0.1:${at}`,
    DUBAN_MAIL_FROM: "good@sample.invalid",
  });
  expect(lines.join("\n")).toMatch(/FAIL\s+SMTP\s+.*certificate.*\n.*→.*DUBAN_SMTP_CA_FILE/);
  await new Promise<void>((closed) => server.close(() => closed()));
}, 60_000);

it("says when a Temporal beyond this machine is open, and which proxies are used", async () => {
  const away = { DUBAN_API_PORT: String(port + 1), TEMPORAL_ADDRESS: "temporal.invalid:7233", DUBAN_PAYLOAD_KEY: KEY };
  const open = (await doctor(away)).lines.join("\n");
  expect(open).toMatch(
    /FAIL\s+Temporal's door\s+temporal\.invalid:7233 is reached without TLS.*\n.*→.*TEMPORAL_TLS_CLIENT_CERT_PATH/,
  );
  expect(open).toMatch(/ok\s+proxy\s+none/);
  const halfway = (await doctor({ ...away, TEMPORAL_TLS: "true" })).lines.join("\n");
  expect(halfway).toMatch(/note\s+Temporal's door\s+.*neither a certificate nor a key/);
}, 60_000);

it("tells which channels are set up and whether a token can be had, and no secret", async () => {
  const [wecom, dingtalk] = await Promise.all([startWecom(), startDingtalk()]);
  const env = {
    DUBAN_API_PORT: String(port + 1),
    ...wecom.env,
    ...dingtalk.env,
    DUBAN_DINGTALK_APP_SECRET: "not-the-one",
  };
  const { code, lines } = await doctor(env);
  const said = lines.join("\n");
  expect(said).toMatch(/ok\s+channel wecom\s+application 1000002 gets a token/);
  expect(said).toMatch(
    /FAIL\s+channel dingtalk\s+DingTalk gives no token: invalidClientIdOrSecret.*\n.*→.*docs\/channels\.md/,
  );
  expect(said).toMatch(/note\s+channel links.*\n.*→ set DUBAN_PUBLIC_URL/);
  expect(said).not.toMatch(/wecom-secret|not-the-one/);
  expect(code).toBe(1);
  const half = await doctor({
    DUBAN_API_PORT: String(port + 1),
    DUBAN_WECOM_CORP_ID: "ww1",
    DUBAN_WECOM_AGENT_ID: "x",
  });
  expect(half.lines.join("\n")).toMatch(
    /FAIL\s+channels\s+DUBAN_WECOM_AGENT_ID must be the number.*e\.g\. 1000002\nDUBAN_WECOM_SECRET is not set/,
  );
  expect((await doctor({ DUBAN_API_PORT: String(port + 1) })).lines.join("\n")).toMatch(/ok\s+channels\s+mail alone/);
  await Promise.all([wecom.stop(), dingtalk.stop()]);
});
