import { existsSync, statSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readEmbeddedConfig } from "../../embedded/config.js";
import { silentProgress } from "../../embedded/progress.js";
import { attachOrStartStack, startStack, type StackOptions } from "../../embedded/stack.js";
import { createMailer } from "../../mail/transport.js";
import { temporaryFolder } from "./support.js";

it("a second user of a folder attaches to what runs there, and leaves it running", async () => {
  const stateDir = temporaryFolder();
  // Addresses of others' servers are held and written down; of our own parts only the mailbox is started: it is always there.
  const config = readEmbeddedConfig({
    DATABASE_URL: "postgresql://me@db.example/duban",
    TEMPORAL_ADDRESS: "temporal.example:7233",
    DUBAN_PAYLOAD_KEY: Buffer.alloc(32, 1).toString("base64"),
    TEMPORAL_API_KEY: "k",
    SMTP_URL: "smtp://mail.example",
  });
  const options: StackOptions = { stateDir, progress: silentProgress, ports: "os", config };
  const own = await attachOrStartStack(options);
  expect(own).toMatchObject({
    own: true,
    databaseUrl: "postgresql://me@db.example/duban",
    smtpUrl: "smtp://mail.example",
    mailboxDir: join(stateDir, "mailbox"),
  });
  await createMailer({ smtpUrl: own.mailboxUrl, from: { address: "a@sample.invalid" }, loopbackOnly: true }).probe();
  expect(statSync(join(stateDir, "run.json")).mode & 0o777).toBe(0o600); // passwords are in it

  await expect(startStack(options)).rejects.toThrow(
    `process ${process.pid}, web address http://127.0.0.1:${own.apiPort}`,
  );
  const guest = await attachOrStartStack(options);
  expect(guest).toMatchObject({
    own: false,
    apiPort: own.apiPort,
    databaseUrl: own.databaseUrl,
    temporal: own.temporal,
    mailboxUrl: own.mailboxUrl,
  });
  await guest.stop();
  expect(existsSync(join(stateDir, "run.json"))).toBe(true);
  await expect(attachOrStartStack({ ...options, config: readEmbeddedConfig({}) })).rejects.toThrow(
    /set TEMPORAL_ADDRESS/,
  );

  await own.stop();
  expect(existsSync(join(stateDir, "run.json"))).toBe(false);
  expect(existsSync(join(stateDir, "lock"))).toBe(false);
});

it("a start on a busy port names the setting and lets the folder go again", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const stateDir = temporaryFolder();
  const config = readEmbeddedConfig({ DUBAN_API_PORT: String(port) });
  await expect(startStack({ stateDir, progress: silentProgress, only: [], config })).rejects.toThrow(
    new RegExp(`port ${port} .*web address.*DUBAN_API_PORT=`),
  );
  expect(existsSync(join(stateDir, "lock"))).toBe(false);
  other.close();
});
