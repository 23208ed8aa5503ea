/** Forward proxies: what goes through them, what never does; asked by a process, since the agent holds for a whole one. */
import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";
import { EnvironmentError } from "../../settings/environment.js";
import { proxiesIn, proxyFor } from "../../settings/proxy.js";
import { startWecom, type WecomServer } from "../support/channels/wecom.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** A name that only the proxy knows. */
const INSIDE = "http://wecom.internal.invalid";

let wecom: WecomServer;
let proxy: Server;
let proxyUrl: string;
const through: string[] = [];

beforeAll(async () => {
  wecom = await startWecom();
  const { port } = new URL(wecom.url);
  proxy = createServer(async (request, response) => {
    through.push(`${request.method} ${request.url}`);
    const { pathname, search } = new URL(request.url ?? "");
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const answer = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
      method: request.method ?? "GET",
      ...(request.method === "POST" && { body: Buffer.concat(body) }),
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  proxy.on("connect", (request, socket) => {
    through.push(`CONNECT ${request.url}`);
    const server = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      server.pipe(socket).pipe(server);
    });
    server.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  proxyUrl = `http://user:secret@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await wecom.stop();
});

const doctor = async (env: NodeJS.ProcessEnv): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [RUN, "scripts/doctor.ts"], {
    cwd: ROOT,
    env: { ...process.env, DUBAN_API_PORT: "17999", ...env },
  }).catch((error: { stdout: string }) => error);
  return stdout;
};

it.each(["HTTP_PROXY", "http_proxy"])("channels go through %s, Temporal and this machine never", async (name) => {
  through.splice(0);
  const said = await doctor({
    ...wecom.env,
    DUBAN_WECOM_URL: INSIDE,
    [name]: proxyUrl,
    TEMPORAL_ADDRESS: process.env["DUBAN_TEST_TEMPORAL_ADDRESS"],
    TEMPORAL_NAMESPACE: process.env["DUBAN_TEST_TEMPORAL_NAMESPACE"],
  });
  expect(said).toMatch(/ok\s+channel wecom\s+application 1000002 gets a token/);
  expect(said).toMatch(/ok\s+proxy\s+https: through http:\/\/127\.0\.0\.1:\d+; http: through/);
  expect(said).not.toContain("secret@");
  expect(said).not.toMatch(/FAIL\s+Temporal/);
  expect(through).toEqual([expect.stringMatching(/^GET http:\/\/wecom\.internal\.invalid\/cgi-bin\/gettoken/)]);
  through.splice(0);
  const own = await doctor({ ...wecom.env, [name]: proxyUrl });
  expect(own).toMatch(/ok\s+channel wecom/);
  expect(through).toEqual([]);
});

it("an address by https is asked by CONNECT, and NO_PROXY is asked directly", async () => {
  through.splice(0);
  const env = { ...wecom.env, DUBAN_WECOM_URL: "https://wecom.internal.invalid", HTTPS_PROXY: proxyUrl };
  await doctor(env);
  expect(through[0]).toBe("CONNECT wecom.internal.invalid:443");
  through.splice(0);
  expect(await doctor({ ...env, NO_PROXY: ".invalid" })).toMatch(/FAIL\s+channel wecom\s+no answer.*ENOTFOUND/);
  expect(through).toEqual([]);
});

describe("the rule", () => {
  const env = { HTTPS_PROXY: "http://p.example:3128", NO_PROXY: "oa.example.gov.cn, .s3.example:9000 10.0.0.7" };
  it.each([
    ["https://qyapi.weixin.qq.com/", "http://p.example:3128"],
    ["http://qyapi.weixin.qq.com/", null],
    ["https://oa.example.gov.cn/x", null],
    ["https://sub.oa.example.gov.cn/x", null],
    ["https://bucket.s3.example:9000/", null],
    ["https://bucket.s3.example/", "http://p.example:3128"],
    ["https://10.0.0.7/", null],
    ["https://127.0.0.1/", null],
  ])("%s: %s", (address, proxyOf) => {
    expect(proxyFor(new URL(address), proxiesIn(env))).toBe(proxyOf);
  });

  it("refuses what is no proxy's address, without repeating it", () => {
    expect(() => proxiesIn({ HTTP_PROXY: "user:secret@proxy" })).toThrow(EnvironmentError);
    expect(() => proxiesIn({ HTTP_PROXY: "user:secret@proxy" })).not.toThrow("secret");
  });
});
