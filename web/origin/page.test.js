// Drives the built page at origins other than the API's, in headless Chromium: `make web-test`. What CORS lets a page
// read is decided by the browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const { API_URL, TOKEN_ALICE, TOKEN_BOB } = process.env;
assert.ok(API_URL && TOKEN_ALICE && TOKEN_BOB, "API_URL, TOKEN_ALICE or TOKEN_BOB is not set: run make web-test");
const pictures = new URL("../../.local/screenshots/", import.meta.url).pathname;
const dist = new URL("../dist/", import.meta.url);
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** The origins in Pulumi.local.yaml. They are one server, since a browser asks each for what it may read on its own. */
const port = 5199;
const allowed = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];

/** Serves the built page, with outputs that lead to the API at its own address. */
function serve(port) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://page").pathname.slice(1) || "index.html";
    if (path === "outputs.json") return response.end(JSON.stringify({ apiUrl: API_URL, clientId: "c", loginUrl: "http://localhost:5197" }));
    response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
    response.end(readFileSync(new URL(path, dist)));
  });
  return new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", () => resolve(server)));
}

let browser, served, elsewhere;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  served = await serve(port);
  elsewhere = await serve(0);
  const executablePath = execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser || command -v google-chrome"]).toString().trim();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  for (const server of [served, elsewhere]) server?.close();
});

/** Opens the page at an origin, signed in with a token if there is one. */
async function visit(t, origin, token) {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  if (token) {
    const user = JSON.stringify({ name: "somebody", token, expires: Date.now() + 3_600_000 });
    await page.addInitScript((kept) => sessionStorage.setItem("user", kept), user);
  }
  await page.goto(`${origin}/`);
  await page.getByRole("heading", { name: "Who has a favorite" }).waitFor();
  return page;
}

const said = (page, text) => page.getByRole("status").getByText(text).waitFor();

async function save(where, text) {
  await where.getByLabel(/favorite movie/).fill(text);
  await where.getByRole("button", { name: "Save" }).click();
}

for (const [i, origin] of allowed.entries()) {
  test(`a page at ${origin} reads a 401, and a 412 with its version`, async (t) => {
    const token = [TOKEN_ALICE, TOKEN_BOB][i];
    const visitor = await visit(t, origin);
    await visitor.getByLabel("Name", { exact: true }).fill("ada");
    await visitor.getByRole("button", { name: "Show", exact: true }).click();
    await save(visitor.locator("#person"), "Metropolis");
    await said(visitor, "Please sign in first");
    await visitor.screenshot({ path: `${pictures}other-origin-401.png` });

    const [one, two] = [await visit(t, origin, token), await visit(t, origin, token)];
    const mine = (page) => page.locator("#mine");
    for (const page of [one, two]) await mine(page).getByText("Nothing stored yet").waitFor();
    await save(mine(one), "Algiers");
    await said(one, "The favorite is stored.");
    await save(mine(two), "Samson");
    await said(two, "in the meantime");
    await save(mine(two), "Comrade X"); // needs the version, which is in the header ETag
    await said(two, "The favorite is stored.");
  });
}

test("a page of another origin reads a 429", async (t) => {
  for (const origin of allowed) {
    const page = await visit(t, origin);
    await page.getByLabel("Name", { exact: true }).fill("ada");
    // The stage lets one request a second through: while these are sent, the page's own is one of the many.
    await page.evaluate((url) => (globalThis.flood = setInterval(() => fetch(url).then((a) => (globalThis.last = a.status)), 20)), `${API_URL}/ada`);
    await page.waitForFunction(() => globalThis.last === 429);
    const show = page.getByRole("button", { name: "Show", exact: true });
    const told = page.getByRole("status").getByText("Too many requests");
    for (let tries = 0; tries < 10 && !(await told.isVisible()); tries++) {
      await show.click();
      await page.waitForFunction((button) => !button.disabled, await show.elementHandle());
    }
    await page.screenshot({ path: `${pictures}other-origin-429.png` });
    await said(page, "Too many requests");
    await page.evaluate(() => clearInterval(globalThis.flood));
  }
});

test("a page of an origin that is not configured reads no movie, and cannot write", async (t) => {
  const page = await visit(t, `http://localhost:${elsewhere.address().port}`);
  await said(page, "cannot be reached");
  const put = await page.evaluate(
    (url) => fetch(url, { method: "PUT", headers: { "Content-Type": "application/json", Authorization: "x" }, body: "{}" }).then((a) => a.status, (e) => e.name),
    `${API_URL}/ada`,
  );
  assert.equal(put, "TypeError");
});
